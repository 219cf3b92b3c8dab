"""Sprints and dailies through the page: one key from the start page, the time that is left, the result, once more."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from server.infra.postgres import Pool
from tests.browser.album import Album
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, ServerClock
from tests.browser.player import begin, figure, heard, signed_up, type_keys, type_line, type_wave
from tests.live import Live


async def run_out(page: Page, live: Live, server_clock: ServerClock, seconds: int) -> None:
    """The sprint's time passes for the server, whose timer would ring when it really has."""
    server_clock.skip(seconds * 1000 + 500)
    table = live.play.table
    for game in table.games():
        table.heard(game, game.session.judge(table.now_ms()))
    await page.wait_for_url("**/results/*")
    await page.wait_for_selector(".result .total")


async def test_a_sprint_from_one_key_to_its_result_and_again(
    live: Live, pg: Pool, open_page: OpenPage, server_clock: ServerClock
) -> None:
    page = await open_page()
    album = Album(page, live)
    await signed_up(page, live, "ada", then="/")
    await expect(page.locator(".mode .state")).to_contain_text("not played yet")
    await page.get_by_label("30 s").check()
    await album.take("home-modes")
    await page.locator("h1").click()  # a reader who has clicked somewhere
    await page.keyboard.press("s")
    await begin(page)
    assert (await figure(page, "hp")) in ("0:30", "0:29", "0:28")
    await expect(page.locator(".figure.hp .label")).to_have_text("Time left")
    await expect(page.locator(".figure.score")).to_be_hidden()
    await type_wave(page)
    await type_keys(page, 6)
    await album.take("sprint")
    await page.set_viewport_size(PHONE)
    bar = await page.locator(".figure.hp .bar").bounding_box()
    assert bar is not None and bar["width"] > 0.9 * PHONE["width"], "what is left of it can be told apart"
    await page.set_viewport_size(DESKTOP)
    await run_out(page, live, server_clock, 30)
    await page.wait_for_selector(".closer:not([aria-busy])")
    result = await pg.fetchrow("SELECT ranked, unranked_reason, end_reason::text, correct_keys FROM game_results")
    assert result is not None
    assert (result["ranked"], result["end_reason"]) == (True, "time"), result["unranked_reason"]
    await expect(page.locator(".total strong")).to_have_text(f"{result['correct_keys'] / 5 * 2:.1f}")
    await expect(page.locator(".place")).to_have_text("Place 1 of 1")
    await expect(page.get_by_role("main").get_by_role("link", name="Race")).to_have_count(0)
    await heard(page)
    await album.take("sprint-result")
    await page.keyboard.press("Enter")
    await begin(page)
    await expect(page.locator(".figure.hp .label")).to_have_text("Time left")
    assert [row["seconds"] for row in await pg.fetch("SELECT seconds FROM game_sessions")] == [30, 30]
    await page.goto(f"{live.url}/leaderboard?mode=sprint&seconds=30")
    await expect(page.locator("tr.own")).to_contain_text("ada")
    await album.take("sprint-board")
    await page.set_viewport_size(PHONE)
    await expect(page.locator("tr.own").get_by_text("Watch")).to_be_visible()
    assert album.faults == []


async def test_practice_from_one_key_to_its_result_and_again(live: Live, open_page: OpenPage) -> None:
    page = await open_page(viewport=PHONE)
    album = Album(page, live)
    await signed_up(page, live, "ada", then="/")
    await expect(page.locator(".mode .state")).to_contain_text("not played yet")
    await page.keyboard.press("p")
    await begin(page)
    for hidden in ("hp", "score"):
        await expect(page.locator(f".figure.{hidden}")).to_be_hidden()
    await expect(page.locator(".figure.wpm .label")).to_have_text("WPM")
    await type_wave(page)
    await type_keys(page, 6)
    await album.take("practice")
    await page.keyboard.press("Escape")
    await expect(page.locator(".overlay .pauses")).to_be_hidden()
    await page.get_by_role("dialog").get_by_role("button", name="Quit").click()
    await page.get_by_role("button", name="Quit and see the result").click()
    await page.wait_for_selector(".closer:not([aria-busy])")
    await expect(page.locator(".about")).to_contain_text("Practice")
    await expect(page.locator(".rank.no")).to_contain_text("practice games have no leaderboard")
    await expect(page.locator(".total strong")).to_have_attribute("data-net-wpm", re.compile("."))
    await expect(page.get_by_role("main").get_by_role("link", name="Race")).to_have_count(0)
    await heard(page)
    await album.take("practice-result")
    await page.keyboard.press("Enter")
    await begin(page)
    await expect(page.locator(".figure.hp")).to_be_hidden()
    assert album.faults == []


TAKES_KEYS = """async () => {
  const { Game } = await import('/static/js/game/session.js');
  const clock = { at: 0, now: () => clock.at };
  const game = new Game(() => ({ outbox: { full: false } }), () => {}, clock, { time_limit_ms: 30_000 });
  game.phase = 'running';
  const enemies = [{ start: 0, end: 1, due: 1, every_ms: 1, damage: 0 }];
  game.model.load({ text: 'a', words: [[0, 1, 'name']], enemies });
  return [0, 30_000, 30_001].map((at) => { clock.at = at; return game.accepting; });
}"""


async def test_the_page_takes_no_key_after_the_time(client_page: Page) -> None:
    assert await client_page.evaluate(TAKES_KEYS) == [True, True, False]


async def test_a_game_is_told_what_its_own_mode_asks_of_a_ranked_one(client_page: Page) -> None:
    said = await client_page.evaluate(
        """async () => {
          const { whyUnranked } = await import('/static/js/pages/result/text.js');
          const why = (mode, unranked_reason) => whyUnranked({ mode, unranked_reason });
          return [
            ...[why('SPRINT', 'too_few_words'), why('SOLO', 'too_few_words')],
            ...[why('GHOST', 'ghost'), why('SOLO', 'x')],
          ];
        }"""
    )
    assert said == [
        "a ranked sprint has at least 10 words",
        "a ranked game has at least 20 words",
        "it was played against a ghost",
        "x",
    ]


async def test_the_daily_says_whether_it_was_played_and_the_place(
    live: Live, open_page: OpenPage, server_clock: ServerClock
) -> None:
    page = await open_page()
    await signed_up(page, live, "ada", then="/")
    await page.get_by_label("Python", exact=True).check()
    await page.keyboard.press("d")
    await begin(page)
    await type_wave(page)
    await type_wave(page)
    server_clock.skip(20_000)
    while await type_line(page):
        pass
    await page.wait_for_url("**/results/*")
    await expect(page.locator(".place")).to_have_text("Place 1 of 1")
    await expect(page.locator(".rank.yes")).to_be_visible()
    await page.goto(live.url)
    await expect(page.locator(".mode .state")).to_contain_text("place 1 of 1")
    await expect(page.locator(".mode .state")).to_have_attribute("data-played", "true")
