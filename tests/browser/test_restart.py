"""Another game at once: from the middle of one, and from its result, which no key can skip by accident."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from server.infra.postgres import Pool
from server.play.rows import GameRow
from tests.browser.conftest import OpenPage, ServerClock
from tests.browser.player import DUE, begin, figure, heard, log_in, phase, press_due, quit_game, start, type_keys
from tests.live import Live, until
from tests.played_games import badly_typed, played
from tests.snippets import add_to

# What the page asked for when it started its newest game.
NEWEST_START = "JSON.parse(localStorage.getItem('prodev.starts'))[0][1]"
ARMED = ".asks"


async def session_of(live: Live) -> str:
    await until(lambda: any(game.connection for game in live.play.table.games()))
    return next(game.row.id for game in live.play.table.games() if game.connection)


async def test_tab_then_enter_starts_the_same_kind_of_game(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(live.url)
    await page.evaluate("localStorage.setItem('prodev.choice', '{}')")
    await start(page, live, difficulty="Expert")
    first = await session_of(live)
    await type_keys(page, 3)
    await expect(page.locator(".hints").first).to_contain_text("Tab, then Enter restart")
    await page.keyboard.press("Tab")
    await expect(page.locator(ARMED)).to_have_text("Press Enter to restart. Any other key continues.")
    await page.keyboard.press("Enter")
    await phase(page, "countdown")
    await expect(page.locator("#notices")).to_contain_text("Your last game was saved")
    await begin(page)
    second = await session_of(live)
    assert first != second
    rows: list[Any] = await pg.fetch(
        "SELECT id::text, difficulty::text, ended_at FROM game_sessions ORDER BY started_at"
    )
    assert [(row["id"], row["difficulty"], row["ended_at"] is None) for row in rows] == [
        (first, "EXPERT", False),
        (second, "EXPERT", True),
    ]
    assert await figure(page, "score") != "", "the new game is played"
    await type_keys(page, 2)


async def test_any_other_key_after_tab_goes_on_with_the_game(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    session = await session_of(live)
    await page.keyboard.press("Tab")
    await press_due(page)
    await expect(page.locator(ARMED)).to_be_hidden()
    await page.keyboard.press("Enter")  # a wrong key, and nothing else
    await page.wait_for_selector(".caret.wrong")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await expect(page.locator(ARMED)).to_be_hidden()
    assert await session_of(live) == session


async def test_where_enter_is_due_one_tab_out_of_habit_costs_nothing(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    session = await session_of(live)
    while await page.evaluate(DUE) != "Enter":
        await press_due(page)
    await page.keyboard.press("Tab")
    await expect(page.locator(ARMED)).to_contain_text("Tab again, then Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator(".lane[data-state=dead]")).to_have_count(1)  # typed
    assert await session_of(live) == session
    while await page.evaluate(DUE) != "Enter":
        await press_due(page)
    for key in ("Tab", "Tab", "Enter"):
        await page.keyboard.press(key)
    await begin(page)
    assert await session_of(live) != session


async def test_a_pause_offers_the_restart_and_a_game_without_a_key_leaves_nothing(
    live: Live, pg: Pool, open_page: OpenPage
) -> None:
    page = await open_page()
    await start(page, live)
    for key in ("Escape", "Tab", "Enter"):
        await page.keyboard.press(key)
    await begin(page)
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 0
    assert await pg.fetchval("SELECT count(*) FROM game_sessions WHERE ended_at IS NULL") == 1


async def test_a_restart_keeps_whatever_the_game_was_started_with(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    asked: list[Any] = []
    page.on("request", lambda call: asked.append(call.post_data_json) if call.url.endswith("/game/start") else None)
    wanted = {"mode": "SOLO", "language": "PYTHON", "difficulty": "EASY", "focus": True}
    await page.evaluate(
        """(wanted) => {
          const all = JSON.parse(localStorage.getItem('prodev.starts'));
          all[0][1] = wanted;
          localStorage.setItem('prodev.starts', JSON.stringify(all));
        }""",
        wanted,
    )
    await type_keys(page, 3)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await begin(page)
    await type_keys(page, 3)
    await quit_game(page)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Play again")).to_be_focused()
    await page.keyboard.press("Enter")
    await begin(page)
    assert asked == [wanted, wanted]


TEXT = "total = {'a': [1], 'b': [2], 'c': [3]}"


async def weak_player(page: Page, live: Live, pg: Pool) -> str:
    """Somebody logs in who has played on a snippet of this library and is weak at one key; which the server names.

    The games come before the page: asked after the first of them, the server would keep what that one says.
    """
    ada = await live.register("ada")
    snippet_id = await add_to(pg, TEXT, language="PYTHON", difficulty="HARD")
    for _ in range(3):
        await played(pg, ada.id, [snippet_id], badly_typed(TEXT, "["))
    await log_in(page, live, "ada")
    return "["


async def play_on_focus(page: Page, live: Live, offer: Locator, weak: str) -> GameRow:
    await expect(offer).to_contain_text(f"come first: {weak}")
    await offer.get_by_role("button", name="Practise your weak keys").dblclick()
    await begin(page)
    (game,) = live.play.table.games()
    assert next(iter(game.row.own["focus"])) == weak
    return game.row


async def test_a_focus_is_offered_beside_play_and_names_its_keys(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    weak = await weak_player(page, live, pg)
    await page.goto(live.url)
    await page.get_by_label("Easy", exact=True).check()
    row = await play_on_focus(page, live, page.locator(".start .on-focus"), weak)
    assert row.difficulty == "EASY"


async def test_a_focus_is_offered_on_a_result(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    weak = await weak_player(page, live, pg)
    await start(page, live, difficulty="Expert")
    await type_keys(page, 20)
    await quit_game(page)
    row = await play_on_focus(page, live, page.locator(".keyfigures .on-focus"), weak)
    assert row.difficulty == "EXPERT"


async def test_a_focus_is_offered_beside_the_keyboard_of_a_profile(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    weak = await weak_player(page, live, pg)
    await page.goto(f"{live.url}/profile")
    row = await play_on_focus(page, live, page.locator(".profile .on-focus"), weak)
    assert row.difficulty == "NORMAL"


async def test_no_focus_is_offered_to_who_has_no_weak_key(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    await type_keys(page, 20)
    await quit_game(page)
    await page.wait_for_selector(".closer:not([aria-busy])")
    await expect(page.locator(".on-focus")).to_have_count(0)
    await page.goto(live.url)
    await expect(page.locator(".on-focus")).to_have_count(0)


@pytest.mark.parametrize("button", ["Play", "Sprint"])
async def test_a_double_click_starts_one_game(button: str, live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(live.url)
    one = page.get_by_role("button", name=button, exact=True)
    await one.evaluate("(one) => { one.click(); one.disabled = false; one.click(); }")
    await begin(page)
    await type_keys(page, 20)
    await quit_game(page)
    await page.get_by_role("button", name="Play again").evaluate("(one) => { one.click(); one.click(); }")
    await begin(page)
    assert await pg.fetchval("SELECT count(*) FROM game_sessions") == 2


async def test_a_game_of_another_browser_is_restarted_by_what_the_server_says(client_page: Page) -> None:
    again = await client_page.evaluate(
        """async () => {
          const { startAgain } = await import('/static/js/game/again.js');
          const of = { session_id: 's', mode: 'SOLO', language: 'GO', difficulty: 'HARD' };
          return [
            startAgain(of),
            startAgain({ ...of, focus: ['{'] }),
            startAgain({ ...of, mode: 'SPRINT', seconds: 30 }),
            startAgain({ ...of, mode: 'GHOST', ghost_of: 'r' }),
            startAgain({ ...of, mode: 'GHOST', ghost_of: null }),
          ];
        }"""
    )
    plain = {"language": "GO", "difficulty": "HARD"}
    assert again == [
        {**plain, "mode": "SOLO"},
        {**plain, "mode": "SOLO", "focus": True},
        {**plain, "mode": "SPRINT", "seconds": 30},
        {"ghost": "r"},
        plain,
    ]


async def test_keys_that_were_meant_for_the_game_do_not_skip_its_result(
    live: Live, open_page: OpenPage, server_clock: ServerClock
) -> None:
    page = await open_page()
    await start(page, live, difficulty="Expert")
    await type_keys(page, 3)
    server_clock.skip(60 * 60 * 1000)
    await press_due(page)  # comes too late
    await page.keyboard.down("Enter")
    await page.wait_for_url("**/results/*")
    await page.wait_for_selector(".result .total")
    result = page.url
    await page.keyboard.down("Enter")  # held: it repeats
    await heard(page)
    await page.keyboard.down("Enter")
    await page.keyboard.up("Enter")
    await expect(page.locator(".result .total")).to_be_visible()
    assert page.url == result
    await page.keyboard.press("Enter")
    await begin(page)


async def test_hushed_keys_press_nothing_and_shortcuts_work(client_page: Page) -> None:
    seen = await client_page.evaluate(
        """async () => {
          const { hush } = await import('/static/js/typing/hush.js');
          const heard = [];
          addEventListener('keydown', ({ key }) => heard.push(key));
          addEventListener('keyup', ({ key }) => heard.push(`${key} up`));
          const send = (type, key, more) =>
            document.body.dispatchEvent(
              new KeyboardEvent(type, { key, code: key, bubbles: true, cancelable: true, ...more }));
          hush();
          send('keydown', 'Enter');
          send('keydown', ' ');
          send('keydown', 'F5');
          send('keydown', 'r', { ctrlKey: true });
          await new Promise((over) => {
            new MutationObserver(over).observe(document.documentElement, { attributes: true });
          });
          send('keydown', 'Enter', { repeat: true });
          send('keyup', 'Enter');
          send('keyup', ' ');
          send('keydown', 'Enter');
          send('keyup', 'Enter');
          send('keydown', 'x', { repeat: true });
          return heard;
        }"""
    )
    assert seen == ["F5", "r", "Enter", "Enter up", "x"]
