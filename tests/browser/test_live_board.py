"""The leaderboard page while games end elsewhere."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest
from playwright.async_api import Page, expect
from redis.asyncio import Redis

from server.leaderboards import Boards
from server.leaderboards import live as live_module
from server.results import GameResult
from server.settings import Settings
from tests.browser.conftest import OpenPage
from tests.browser.player import begin, signed_up
from tests.leaderboards.boards import open_boards, play
from tests.leaderboards.test_live import no_streams, streams
from tests.live import Live
from tests.results.games import add_player


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "EVERY_S", 0.1)


@pytest.fixture
async def elsewhere(pg: asyncpg.Pool, redis: Redis, settings: Settings) -> AsyncIterator[Boards]:
    boards = open_boards(pg, redis, settings)
    yield boards
    await boards.close()


async def win(pg: asyncpg.Pool, boards: Boards, user_id: str, words: int) -> GameResult:
    """A game that ends now, in another process."""
    result = await play(pg, user_id, datetime.now(UTC), words=words)
    await boards.add(result)
    return result


async def open_board(page: Page, live: Live, query: str = "") -> None:
    await page.goto(f"{live.url}/leaderboard{query}")
    await expect(page.locator(".live")).to_have_attribute("data-state", "live")


async def hide(page: Page, hidden: bool) -> None:
    """As switching to another tab and back does; a browser without windows keeps every page visible."""
    await page.evaluate(
        "(hidden) => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )


async def test_an_open_page_shows_a_new_best_without_reload(
    live: Live, open_page: OpenPage, pg: asyncpg.Pool, elsewhere: Boards
) -> None:
    ada, bob = [await add_player(pg, display_name=name) for name in ("Ada", "Bob")]
    await win(pg, elsewhere, ada, 40)
    page = await open_page()
    await open_board(page, live)
    rows = page.locator(".standings tbody tr")
    await expect(rows).to_have_count(1)
    await page.locator(".standings a", has_text="Ada").focus()
    await win(pg, elsewhere, bob, 60)
    await expect(rows.first).to_contain_text("Bob")
    await expect(rows.first).to_contain_text("new best")  # not by colour alone
    await expect(rows.nth(1)).not_to_contain_text("new best")
    await expect(page.locator("#live")).to_have_text("New best: Bob, rank 1")
    await expect(page.locator(".standings a", has_text="Ada")).to_be_focused()
    result = await win(pg, elsewhere, ada, 90)
    await expect(rows.first.locator(f"a[href='/results/{result.id}']")).to_be_visible()


async def test_ones_own_row_stays_in_view_and_counts_who_passes(
    live: Live, open_page: OpenPage, pg: asyncpg.Pool, elsewhere: Boards
) -> None:
    for number in range(30):
        await win(pg, elsewhere, await add_player(pg), 100 + number)
    page = await open_page(viewport={"width": 390, "height": 844})
    await signed_up(page, live, "myself")
    user_id = await pg.fetchval("SELECT id FROM users WHERE username = 'myself'")
    await win(pg, elsewhere, user_id, 40)
    await open_board(page, live)
    own = page.locator("tr.own")
    await expect(own.locator(".rank")).to_have_text("31")
    await expect(own.locator(".rank")).to_be_in_viewport()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await win(pg, elsewhere, await add_player(pg, display_name="Eve"), 300)
    await expect(page.locator("tbody tr").first).to_contain_text("Eve")
    await expect(own.locator(".rank")).to_have_text("32")
    assert asked == []  # told by the event alone
    await page.get_by_role("link", name="Around me").click()
    await expect(page.locator("tr.own:not(.apart) .rank")).to_have_text("32")
    await expect(page.locator(".live")).to_have_attribute("data-state", "live")
    await win(pg, elsewhere, await add_player(pg), 310)
    await expect(own.locator(".rank")).to_have_text("33")
    await page.goto(f"{live.url}/leaderboard?offset=25")
    await expect(page.locator("tr.own:not(.apart) .rank")).to_have_text("33")
    await win(pg, elsewhere, await add_player(pg), 320)
    await expect(page.locator("tr.own .rank")).to_have_text("34")


async def test_a_hidden_or_left_page_holds_no_stream(
    live: Live, open_page: OpenPage, pg: asyncpg.Pool, elsewhere: Boards
) -> None:
    page = await open_page()
    await open_board(page, live)
    assert await streams(live) == 1
    await page.get_by_label("Rank by").select_option("net_wpm")
    await expect(page).to_have_url(re.compile("metric=net_wpm"))
    await expect(page.locator(".live")).to_have_attribute("data-state", "live")
    while await streams(live) > 1:  # the one of the board before
        pass
    await hide(page, True)
    await no_streams(live)
    await win(pg, elsewhere, await add_player(pg, display_name="Meanwhile"), 50)
    await hide(page, False)
    await expect(page.locator(".standings tbody tr")).to_contain_text("Meanwhile")
    await page.locator("a.brand").click()
    await no_streams(live)


async def test_who_is_playing_now_is_shown(live: Live, open_page: OpenPage) -> None:
    reader, player = await open_page(), await open_page()
    await open_board(reader, live)
    now = reader.locator(".now")
    await expect(now).to_contain_text("Nobody is playing")
    await signed_up(player, live, "typist", then="/")
    await player.get_by_role("button", name="Play", exact=True).click()
    await begin(player)
    await expect(now.get_by_role("link", name="typist")).to_be_visible()
    await expect(now).to_contain_text(re.compile(r"1 player.*wave 1", re.DOTALL))


async def test_a_page_follows_again_after_its_stream_was_cut(
    live: Live, open_page: OpenPage, pg: asyncpg.Pool, elsewhere: Boards
) -> None:
    page = await open_page(quiet=False)
    await open_board(page, live)
    for stream in live.boards_live.open_streams():
        stream.end()
    await expect(page.locator(".live")).to_have_text("Reconnecting…")
    await win(pg, elsewhere, await add_player(pg, display_name="Meanwhile"), 50)
    await expect(page.locator(".live")).to_have_text("Live")
    await expect(page.locator(".standings tbody tr")).to_contain_text("Meanwhile")


async def test_who_keeps_games_private_is_ranked_without_ways_to_them(
    live: Live, open_page: OpenPage, pg: asyncpg.Pool, elsewhere: Boards
) -> None:
    private, shown = await add_player(pg), await add_player(pg)
    await pg.execute("UPDATE users SET replays_public = false WHERE id = $1", private)
    await win(pg, elsewhere, private, 60)
    await win(pg, elsewhere, shown, 50)
    page = await open_page()
    await open_board(page, live)
    await expect(page.locator("tr[data-user] .player")).to_have_count(2)
    games = "a[href^='/results/'], a[href^='/replay/'], a[href^='/race/']"
    await expect(page.locator(f"tr[data-user='{private}']").locator(games)).to_have_count(0)
    await expect(page.locator(f"tr[data-user='{shown}']").locator(games)).to_have_count(3)
