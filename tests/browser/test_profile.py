"""Profiles: what is shown of somebody's games, to whom, and that it can be had without eyes and without a mouse."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect

from game.keylog import encode
from server.infra.postgres import Pool
from server.results import record
from tests.browser.conftest import OpenPage
from tests.browser.player import signed_up
from tests.game.games import wave
from tests.live import Live
from tests.played_games import badly_typed, log_of
from tests.results.games import finished, start_game

TEXT = 'rows = {row: [cell for cell in "a{}b"] for row in {1, 2}}\nprint(f"{rows} {rows} {rows}")'
PRINTABLE = {chr(code) for code in range(0x20, 0x7F)} | {"\n"}


async def add_games(pg: Pool, username: str, count: int, language: str = "PYTHON", **changes: Any) -> None:
    """One an hour before the present one, with a weakness at `{`."""
    user_id = await pg.fetchval("SELECT id FROM users WHERE username = $1", username)
    log = encode(log_of([wave(TEXT)], badly_typed(TEXT, "{")))
    for hours in range(count):
        ended_at = datetime.now(UTC) - timedelta(hours=hours)
        session = await start_game(pg, user_id, language, started_at=ended_at - timedelta(minutes=2))
        await record(pg, finished(session, user_id, ended_at=ended_at, key_log=log, **changes))


async def open_profile(page: Page, live: Live, path: str = "/profile") -> None:
    await page.goto(f"{live.url}{path}")
    await page.locator(".profile").wait_for()


async def test_newcomers_and_strangers_are_told_what_will_stand_here(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await open_profile(page, live)
    await expect(page.locator(".profile")).to_contain_text("Log in or play a game as a guest")
    await signed_up(page, live, "ada")
    await open_profile(page, live)
    await expect(page.locator(".profile")).to_contain_text("Nothing here yet")
    await expect(page.get_by_role("link", name="Play a game")).to_be_visible()
    await open_profile(page, live, "/players/ada")
    await expect(page.locator(".profile")).to_contain_text("No games yet")
    await expect(page.get_by_role("link", name="View your own profile")).to_be_visible()


async def test_games_are_filtered_and_turned_over_in_place(live: Live, open_page: OpenPage, pg: Pool) -> None:
    page = await open_page()
    await signed_up(page, live, "ada")
    await add_games(pg, "ada", 21)
    await add_games(pg, "ada", 2, "REACT", game_ms=9_000)
    await open_profile(page, live)
    rows = page.locator(".games-shown tbody tr")
    pages = page.get_by_role("navigation", name="of 23")
    await expect(pages).to_contain_text("1–20 of 23")
    await page.get_by_role("link", name="Next").click()
    await expect(rows).to_have_count(3)
    assert page.url == f"{live.url}/profile?page=2"
    await expect(page.get_by_role("heading", name="Games", exact=True)).to_be_focused()

    await page.get_by_role("combobox", name="Language", exact=True).select_option("REACT")
    await expect(rows).to_have_count(2)
    assert page.url == f"{live.url}/profile?language=REACT"
    await page.get_by_role("combobox", name="Ranked", exact=True).select_option("Ranked")
    await expect(page.get_by_text("No games of this kind")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("combobox", name="Ranked", exact=True)).to_have_value("true")
    await page.go_back()
    await expect(rows).to_have_count(2)
    await expect(page.get_by_role("combobox", name="Ranked", exact=True)).to_have_value("")

    await page.get_by_role("combobox", name="Language of the chart", exact=True).select_option("REACT")
    await expect(page.get_by_role("slider", name="Progress")).to_have_attribute("aria-valuemax", "1")
    assert page.url == f"{live.url}/profile?language=REACT&progress=REACT"


async def test_everybody_sees_days_languages_and_keys_as_words_too(live: Live, open_page: OpenPage, pg: Pool) -> None:
    page = await open_page()
    await signed_up(page, live, "ada")
    await add_games(pg, "ada", 1)
    await add_games(pg, "ada", 1, "REACT")
    daily = "mode = 'DAILY', daily_on = (now() AT TIME ZONE 'UTC')::date, daily_try = 1"
    await pg.execute(f"UPDATE game_sessions SET {daily} WHERE language = 'REACT'")
    stranger = await open_page(viewport={"width": 390, "height": 844})
    await open_profile(stranger, live, "/players/ada")
    calendar = stranger.get_by_role("slider", name="A year of games")
    await calendar.press("ArrowUp")
    await calendar.press("ArrowDown")
    today = f"{datetime.now(UTC):%-d %b %Y}".replace("Sep ", "Sept ")
    await expect(calendar).to_have_attribute("aria-valuetext", f"{today}: 2 games · daily played")
    await expect(stranger.locator(".calendar .box .mark")).to_have_count(1)
    newest = "(box) => Math.round(box.scrollLeft + box.clientWidth - box.scrollWidth)"
    assert await calendar.evaluate(newest) == 0, "the newest days are in view"
    assert await stranger.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    languages = stranger.get_by_role("table", name="Languages").locator("tbody tr")
    assert [text.split("\t")[2].strip() for text in await languages.all_inner_texts()] == ["50.0%", "50.0%"]

    keyboard = stranger.locator(".keyboard")
    summary = re.compile(r"From the last 2 games\. A key takes \d+ ms on average; slowest: {\.$")
    await expect(keyboard.get_by_role("img")).to_have_attribute("aria-label", summary)
    await expect(keyboard.locator(".key", has_text="[ {").locator(".figure")).not_to_be_empty()
    await keyboard.get_by_label("Errors").check()
    await expect(keyboard.locator(".key", has_text="[ {")).to_have_class("key level-5")
    await keyboard.get_by_text("As a table").click()
    await expect(keyboard.locator("tbody tr").first).to_contain_text("{")

    await page.goto(f"{live.url}/settings")
    await page.get_by_label("AZERTY").check()
    await page.get_by_label("Let others watch my ranked games").uncheck()
    await expect(page.get_by_label("Let others watch my ranked games")).to_be_enabled()
    await stranger.reload()
    await expect(stranger.locator(".profile")).to_contain_text("private")
    for hidden in "Best ranked games", "Progress", "Keys":
        card = stranger.locator("section", has=stranger.get_by_role("heading", name=hidden, exact=True))
        await expect(card).to_contain_text("private")
    await expect(stranger.get_by_role("slider", name="A year of games")).to_be_visible()
    await open_profile(page, live)
    await expect(page.locator(".keyboard .key").nth(1)).to_contain_text("& 1")


async def test_every_character_stands_once_on_every_keyboard(client_page: Page) -> None:
    found: dict[str, list[str]] = await client_page.evaluate(
        """async () => {
          const { layout } = await import('/static/js/charts/layouts.js');
          const names = ['qwerty', 'qwertz', 'azerty', 'dvorak', 'colemak'];
          return Object.fromEntries(names.map((name) => [name, layout(name).flatMap(({ keys }) => keys.flat())]));
        }"""
    )
    for name, characters in found.items():
        assert set(characters) >= PRINTABLE, name
        assert len(characters) == len(set(characters)), name


async def test_a_chart_of_one_game_labels_one_game_in_the_middle(client_page: Page) -> None:
    labels, dot, plot = await client_page.evaluate(
        """async () => {
          const { lineChart } = await import('/static/js/charts/line.js');
          const whole = (n) => String(n);
          const chart = lineChart({ title: 'One', summary: '', x: { label: 'x', format: whole, whole: true },
            y: { label: 'y', format: whole }, series: [{ name: 'a', kind: 'area', points: [{ x: 1, y: 40 }] }] });
          document.body.replaceChildren(chart);
          const middle = (one) => { const { left, right } = one.getBoundingClientRect(); return (left + right) / 2; };
          const below = [...chart.querySelectorAll('text.tick[text-anchor=middle]')].map((one) => one.textContent);
          return [below, middle(chart.querySelector('.plot .marker')), middle(chart.querySelector('line.axis'))];
        }"""
    )
    assert labels == ["1"]
    assert abs(dot - plot) < 1


@pytest.mark.parametrize(
    ("before", "now", "kept"),
    [
        ("def go(", "def going(", ["def", "going", "("]),
        ("def go(", "de go(", ["de", "go", "("]),
        ("def go(", "def (", ["def", "("]),
        ("def go(", "def g o(", ["def", "("]),
        ("def go(", "# def go(", ["def", "go", "("]),
        ("def go(", "def go(x", ["def", "go", "(x"]),
        ("def go(", "", []),
        ("def go(", "let it be", []),
    ],
)
async def test_colours_stay_with_their_words(client_page: Page, before: str, now: str, kept: list[str]) -> None:
    found = await client_page.evaluate(
        """async ([before, now]) => {
          const { moved } = await import('/static/js/pages/admin/colours.js');
          const words = [[0, 3, 'keyword'], [4, 6, 'function'], [6, 7, 'punctuation']];
          return moved(words, before, now).map(([start, end]) => now.slice(start, end));
        }""",
        [before, now],
    )
    assert found == kept


async def test_one_game_is_not_counted(client_page: Page) -> None:
    said = await client_page.evaluate(
        """async () => {
          const { text: profile } = await import('/static/js/pages/profile/text.js');
          const { text: practice } = await import('/static/js/pages/practice/text.js');
          return [1, 2].flatMap((games) => [
            profile.speedSummary(games, 200, []),
            profile.errorsSummary(games, 0.1, []),
            practice.weakLead(games).split(':')[0],
          ]);
        }"""
    )
    speed, errors = "A key takes 200 ms on average.", "10.0% of the keys were wrong."
    assert said == [
        *(f"From the last game. {speed}", f"From the last game. {errors}", "From your last game"),
        *(f"From the last 2 games. {speed}", f"From the last 2 games. {errors}", "From your last 2 games"),
    ]


PAGER = """async (answers) => {
  const { pages } = await import('/static/js/parts/pages.js');
  const at = (page, after = '') => `/list?page=${page}${after && `&after=${after}`}`;
  const link = (nav, rel) => nav.querySelector(`a[rel=${rel}]`)?.getAttribute('href') ?? null;
  return answers.map((answer) => {
    const nav = pages({ items: [0, 1], per_page: 2, total: 1000, ...answer }, at);
    return [link(nav, 'prev'), link(nav, 'next')];
  });
}"""


async def test_a_long_list_goes_on_after_its_hundredth_page(client_page: Page) -> None:
    """A short one has numbers to its end."""
    cases: list[tuple[dict[str, object], list[str | None]]] = [
        ({"page": 101}, ["/list?page=100", "/list?page=102"]),
        ({"page": 500}, ["/list?page=499", None]),
        ({"page": 1, "next": "2.a"}, [None, "/list?page=2"]),
        ({"page": 100, "next": "2.a"}, ["/list?page=99", "/list?page=101&after=2.a"]),
        ({"page": 101, "next": "2.b"}, ["/list?page=100", "/list?page=102&after=2.b"]),
        ({"page": 102, "next": None}, [None, None]),
    ]
    found = await client_page.evaluate(PAGER, [answer for answer, _ in cases])
    assert found == [links for _, links in cases]
