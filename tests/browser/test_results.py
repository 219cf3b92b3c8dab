"""The result page: what it says of a game is what was typed in it."""

from __future__ import annotations

import asyncio
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from playwright.async_api import Page, expect

from server.infra.postgres import Pool
from tests.browser.conftest import PATIENCE_MS, OpenPage, ServerClock
from tests.browser.player import DUE, begin, press_due, quit_game, signed_up, start, type_keys
from tests.live import Live

WRONG = {3: "~", 9: "~#", 17: "Q", 30: "~", 31: "@"}  # by the number of a right key: what is pressed before it
KEYS = 45
LINE_DUE = """() => {
  const due = document.querySelectorAll('.play .lane[data-state=target] :is(.c, .enter):not(.typed)');
  return [...due].map((one) => (one.classList.contains('enter') ? '\\n' : one.textContent)).join('') || null;
}"""
MISTAKES = """() => [...document.querySelectorAll('.waves .mistake')].map(
    (one) => [one.dataset.due, one.dataset.keys, Number(one.dataset.errors)])"""
STATS = """() => Object.fromEntries([...document.querySelectorAll('.stat')].map(
    (one) => [one.querySelector('dt').textContent, one.querySelector('strong').textContent]))"""
COLUMN = """(table) => [...table.querySelectorAll('tbody tr')].map(
    (row) => Number(row.querySelector('td:nth-of-type(3)').textContent.replace('–', '0')))"""


async def row_of(pg: Pool, result_id: str) -> dict[str, Any]:
    row = await pg.fetchrow(
        """
        SELECT r.*, m.total_keys_pressed, m.incorrect_keys, m.net_wpm, m.raw_wpm, m.consistency,
            m.accuracy_percentage AS key_accuracy
        FROM game_results r JOIN typing_sessions t ON t.game_session_id = r.session_id
        JOIN typing_results m ON m.session_id = t.id WHERE r.id = $1
        """,
        result_id,
    )
    assert row is not None
    return dict(row)


async def due_key(page: Page) -> str:
    due = await (await page.wait_for_function(DUE)).json_value()
    return "\n" if due == "Enter" else str(due)


async def type_lines(page: Page, count: int) -> None:
    for _ in range(count):
        line = str(await (await page.wait_for_function(LINE_DUE)).json_value())
        await page.keyboard.type(line)
        await expect(page.locator(".lane[data-state=target] .c.typed")).to_have_count(0)  # the next line, or wave


async def looked_at(page: Page) -> None:
    """The keys have been read, and every wave is unfolded."""
    await expect(page.locator(".closer")).not_to_have_attribute("aria-busy", "true")
    await page.locator(".waves details").evaluate_all("(waves) => waves.forEach((wave) => (wave.open = true))")
    await expect(page.locator(".waves .code:not(:has(pre))")).to_have_count(0)


def shown(figure: float) -> str:
    """With one decimal, as JavaScript rounds it: half goes up, where Python takes the even one."""
    return str(Decimal(figure).quantize(Decimal("0.1"), ROUND_HALF_UP))


async def test_the_page_shows_exactly_the_mistakes_that_were_made(
    live: Live, pg: Pool, open_page: OpenPage, server_clock: ServerClock
) -> None:
    page = await open_page()
    await start(page, live)
    made: list[tuple[str, str, int]] = []
    for turn in range(KEYS):
        due = await due_key(page)
        if turn in WRONG:
            await page.keyboard.type(WRONG[turn])
            made.append((due, WRONG[turn], len(WRONG[turn])))
        if turn == 20:
            server_clock.skip(9_000)  # seconds for the chart
        await press_due(page)
    row = await row_of(pg, await quit_game(page))
    await looked_at(page)

    assert [tuple(one) for one in await page.evaluate(MISTAKES)] == made
    wrong = sum(errors for _, _, errors in made)
    stats = await page.evaluate(STATS)
    assert stats["Wrong keys"] == str(row["incorrect_keys"]) == str(wrong)
    assert row["total_keys_pressed"] == KEYS + wrong
    for label, value in {
        "WPM": shown(row["net_wpm"]),
        "Raw WPM": shown(row["raw_wpm"]),
        "Accuracy": shown(row["key_accuracy"]) + "%",
        "Consistency": shown(row["consistency"]) + "%",
        "Tokens/min": shown(row["words_per_minute"]),
        "Clean words": shown(row["accuracy_percentage"]) + "%",
    }.items():
        assert stats[label] == value, label
    await expect(page.locator(".total strong")).to_have_text(f"{row['final_score']:,}")  # counted up
    earned = (
        row["correct_words"] * 10 + row["enemies_killed"] * 50 + row["waves_completed"] * 100 + row["max_combo"] * 25
    )
    await expect(page.locator(".total .bonuses span").first).to_have_text(f"{earned:,} in play")
    mistyped = page.locator(".mistyped").first.locator("tbody tr")
    counts = [int(one) for one in await mistyped.locator("td.gauge b").all_inner_texts()]
    by_key: dict[str, int] = {}
    for due, _, errors in made:
        by_key[due] = by_key.get(due, 0) + errors
    assert counts == sorted(by_key.values(), reverse=True)

    await page.get_by_text("As a table").click()
    table = page.locator(".chart table")
    await expect(table).to_be_visible()
    assert sum(await table.evaluate(COLUMN)) == wrong


async def test_the_chart_is_read_by_the_arrow_keys(live: Live, open_page: OpenPage, server_clock: ServerClock) -> None:
    page = await open_page()
    await start(page, live)
    await type_keys(page, 12)
    server_clock.skip(6_000)
    await press_due(page)
    await quit_game(page)
    chart = page.get_by_role("slider", name="Speed and errors over time")
    await chart.press("Home")
    first = await chart.get_attribute("aria-valuetext")
    assert first is not None and first.startswith("0:00 · ")
    await expect(page.locator(".readout")).to_have_text(first)
    await chart.press("ArrowRight")
    await expect(chart).to_have_attribute("aria-valuenow", "1")
    await expect(page.locator(".readout")).to_contain_text("0:01 · ")
    await expect(page.locator(".plot .cursor line")).to_have_count(1)


async def test_a_better_game_tells_its_bests_and_places_to_its_player_alone(
    live: Live, pg: Pool, open_page: OpenPage, server_clock: ServerClock
) -> None:
    async with asyncio.timeout(PATIENCE_MS / 1000):  # its boards are being built
        while (await live.http.get("/api/leaderboard")).json()["source"] != "redis":
            await asyncio.sleep(0.01)
    page = await open_page()
    await signed_up(page, live, "ada")
    await start(page, live)
    await type_lines(page, 8)
    server_clock.skip(60_000)
    await page.keyboard.type(await due_key(page))  # of the next wave, perhaps
    assert (await row_of(pg, await quit_game(page)))["ranked"]
    await expect(page.locator(".news")).to_contain_text("Your first full game here")
    moves = page.locator(".news .move")
    await expect(moves).to_have_count(4)
    await expect(moves.first).to_contain_text("new at 1")

    await page.get_by_role("heading", name="Result", exact=True).click()
    await page.keyboard.press("Enter")  # plays again from anywhere
    await begin(page)
    await type_lines(page, 10)
    server_clock.skip(16_000)
    await page.keyboard.type(await due_key(page))  # of the next wave, perhaps
    row = await row_of(pg, await quit_game(page))
    best = page.locator(".news .best[data-measure=final_score]")
    await expect(best.locator("strong")).to_have_text(f"{row['final_score']:,}")
    await expect(best).to_have_attribute("data-scope", "all")
    await expect(moves.first).to_have_attribute("data-before", "1")
    await expect(moves.first).to_have_attribute("data-now", "1")
    await page.reload()
    await expect(best).to_be_visible()
    await expect(moves).to_have_count(4)

    stranger = await open_page()
    await stranger.goto(page.url)
    await looked_at(stranger)
    await expect(stranger.locator(".about")).to_contain_text("played by ada")
    await expect(stranger.locator(".news")).to_have_count(0)


async def test_a_game_whose_keys_are_not_shown_says_so(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)  # the refusal is logged
    await page.route("**/analysis", lambda route: route.fulfill(status=409, json={"code": "game/unreadable"}))
    await start(page, live)
    await press_due(page)  # a game of one key
    await quit_game(page)
    await expect(page.locator(".closer")).to_contain_text("cannot read the game’s keys")
    ways = page.get_by_role("link", name=re.compile("^(Watch|Race this game)$"))
    await expect(ways).to_have_count(0)
    await expect(page.locator(".parts tfoot")).to_be_visible()
    await page.unroute("**/analysis")
    await page.route("**/analysis", lambda route: route.fulfill(status=404, json={"code": "game/no-result"}))
    await page.reload()
    await expect(page.locator(".closer")).to_contain_text("are private")
    await expect(ways).to_have_count(2)
    await page.unroute("**/analysis")
    await page.route("**/analysis", lambda route: route.fulfill(status=410, json={"code": "game/keys-archived"}))
    await page.reload()
    await expect(page.locator(".closer")).to_contain_text("are in an archive")
    await expect(ways).to_have_count(0)
    await page.unroute("**/analysis")
    await page.reload()
    await expect(page.locator(".waves summary")).to_contain_text("clean")
    await expect(ways).to_have_count(2)


SUGGESTED = """async ([suggestion, weak]) => {
  const { fallView } = await import('/static/js/pages/result/fall.js');
  const fall = { wave: 7, asked_wpm: 80, typed_wpm: 50, hp: 60, cost: null, suggestion, difficulty: 'NORMAL' };
  const marks = [{ number: 1, start_ms: 0 }, { number: 7, start_ms: 90_500 }];
  const view = fallView(fall, { session_id: 'game', language: 'PYTHON' }, marks, weak, () => {});
  const way = view.querySelector('.choices :is(a, button)');
  return [way.textContent, way.getAttribute('href')];
}"""


async def test_a_lost_game_has_one_thing_to_try_whoever_lost_it(client_page: Page) -> None:
    for asked, offered in (
        (["easier", ["{"]], ["Play Normal", None]),
        (["practice", ["{"]], ["Practise your weak keys", None]),
        (["practice", []], ["Watch wave 7 again", "/replay/game?at=90.5"]),
    ):
        assert await client_page.evaluate(SUGGESTED, asked) == offered
