"""The whole of it by ear and by keyboard: what is announced, where the focus is, that it can be seen.

What axe-core can see is checked on every page by test_walk.py.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect

from server.infra.postgres import Pool
from tests.browser.conftest import DEMO, OpenPage, ServerClock
from tests.browser.player import begin, phase, start, type_keys, type_wave
from tests.browser.test_admin import admin_of
from tests.live import PATIENCE_S, Live
from tests.snippets import AddSnippet

# Everything that is ever added to the live region, in `window.heard`.
LISTEN = """() => {
  window.heard = [];
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) heard.push(node.textContent);
  }).observe(document.getElementById('live'), { childList: true });
}"""
# Before each key, and when it is called: what has the focus, where in the page as it is then, and whether that is to be
# seen: an outline around it, or around what stands for it. A board that is drawn anew keeps the focus on its player.
WATCH = """() => {
  const marked = (one) => one && (({ outlineStyle, outlineWidth }) =>
    outlineStyle !== 'none' && parseFloat(outlineWidth) > 0)(getComputedStyle(one));
  window.focused = () => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const name = e.ariaLabel || e.labels?.[0]?.textContent || e.textContent || e.id || e.name;
    const visible = [e, e.nextElementSibling, e.parentElement].some(marked);
    const place = [...document.querySelectorAll('*')].indexOf(e);
    return { name: name.trim().replaceAll(/\\s+/g, ' ').slice(0, 60), visible, place };
  };
  window.stops = [];
  window.addEventListener('keydown', () => stops.push(focused()), true);
}"""
# What is drawn anew takes the place of what was tabbed to. A page that is never still is taken as it is.
STILL = """() => new Promise((resolve) => {
  let timer = setTimeout(resolve, 300);
  setTimeout(resolve, 3000);
  new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(resolve, 300);
  }).observe(document.body, { childList: true, subtree: true });
})"""
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
TABS = [{**TAB, "type": kind} for kind in ("rawKeyDown", "keyUp")] * 15  # sent at once: each takes less than its answer
MOST_TABS = 600


async def test_wave_hit_low_wall_and_result_are_announced(
    live: Live, add_snippet: AddSnippet, open_page: OpenPage, server_clock: ServerClock
) -> None:
    """Every wave is of one snippet, the only one of its kind, so each step takes the same HP, and less than LOW_HP."""
    await add_snippet("total = 0\nfor n in range(3):\n    total += n", language="PYTHON", difficulty="HARD")
    page = await open_page()
    await page.goto(live.url)
    await page.evaluate(LISTEN)
    await start(page, live, difficulty="Hard")
    await type_wave(page)
    await type_keys(page, 3)
    async with asyncio.timeout(PATIENCE_S):
        while not await page.evaluate("heard.some((words) => words.startsWith('The wall is down'))"):
            server_clock.skip(12_000)
            await page.keyboard.press("~")  # judged at once, and clears nothing
    await page.wait_for_url("**/results/*")
    heard = "\n".join(await page.evaluate("heard"))
    for words in (
        "Wave 1: ",
        "Wave 1 cleared",
        "Wave 2: ",
        "Hit: minus ",
        "wall is low",
        "The wall is down",
        " points",
    ):
        assert words in heard, heard
    await expect(page.locator("main :focus")).to_have_count(1)


async def test_wrong_key_is_told_by_shape_and_word(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    await page.keyboard.press("~")
    await expect(page.locator(".miss")).to_have_text("✗ ~")


async def test_focus_comes_back_from_a_dialog(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await start(page, live)
    field = page.get_by_role("textbox")
    await expect(field).to_be_focused()
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    dialog = page.get_by_role("dialog")
    for _ in range(6):  # Tab goes round inside it
        await expect(dialog.locator(":focus")).to_have_count(1)
        await page.keyboard.press("Tab")
    await dialog.get_by_role("button", name="Quit").press("Enter")
    await expect(dialog.get_by_role("button", name="Keep playing")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("button", name="Resume")).to_be_focused()
    await page.keyboard.press("Enter")
    await begin(page)
    await expect(field).to_be_focused()


async def test_every_page_opens_with_its_name_and_the_focus_on_it(live_with_demo: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(live_with_demo.url)
    titles = [await page.title()]
    for link, heading in {"Leaderboard": "Leaderboard", DEMO[0].display_name: DEMO[0].display_name}.items():
        await page.get_by_role("link", name=link, exact=True).first.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        await expect(page.locator("main :focus")).to_have_count(1)
        titles.append(await page.title())
    assert len(set(titles)) == len(titles)
    assert all("Pro Dev" in title for title in titles)
    await expect(page.locator("#header .brand")).to_have_text("Pro Dev")
    await page.go_back()
    await expect(page.locator("main :focus")).to_have_count(1)


@pytest.mark.long
async def test_focus_is_seen_wherever_tab_takes_it(live_with_demo: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    await admin_of(page, live_with_demo, pg)
    best = (await live_with_demo.http.get("/api/leaderboard")).json()["entries"][0]
    for path, ready in {
        "/": ".board table",
        "/leaderboard": ".leaderboard .live[data-state=live]",
        "/settings": ".settings",
        "/race": ".races .live[data-state=live]",
        "/ratings": ".ratings .empty",
        "/groups": ".groups .empty",
        f"/players/{DEMO[0].username}": ".profile table",
        f"/results/{best['result_id']}": ".chart",
        f"/replay/{best['session_id']}": ".replay .check",
        "/admin": ".snippets td",
        "/admin/upload": ".drop",
        "/admin/users": ".accounts",
    }.items():
        await page.goto(f"{live_with_demo.url}{path}")
        await page.locator(ready).first.wait_for()
        await tab_through(page)


async def test_a_filter_keeps_the_focus(live_with_demo: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(f"{live_with_demo.url}/leaderboard")
    period = page.get_by_label("Period")
    await period.focus()
    await period.press("ArrowDown")
    await page.wait_for_url("**/leaderboard?period=week")
    await expect(period).to_have_value("week")
    await expect(period).to_be_focused()


async def tab_through(page: Page) -> None:
    """Once around the page: each stop is to be seen, in the order of the page, and there is a way out."""
    await page.evaluate(STILL)
    await page.evaluate(WATCH)
    cdp = await page.context.new_cdp_session(page)
    around: list[dict[str, Any]] | None = None
    for _ in range(MOST_TABS // len(TABS)):
        await asyncio.gather(*(cdp.send("Input.dispatchKeyEvent", key) for key in TABS))
        around = once_around(await page.evaluate("[...stops.slice(1), focused()]"))
        if around is not None:
            break
    await cdp.detach()
    assert around is not None, f"no way out of {page.url}"
    hidden = [stop["name"] for stop in around if not stop["visible"]]
    assert hidden == [], f"where the focus cannot be seen on {page.url}"
    places = [stop["place"] for stop in around]
    assert len(places) > 3
    assert places == sorted(places)


def once_around(stops: list[dict[str, Any] | None]) -> list[dict[str, Any]] | None:
    """What comes before the focus leaves the page, or is where it began."""
    around: list[dict[str, Any]] = []
    for stop in stops:
        if stop is None or stop["place"] in [one["place"] for one in around[:1]]:
            return around
        around.append(stop)
    return None
