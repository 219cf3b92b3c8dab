"""What a reader's own settings do to the pages: forced colours, large text, zoom, contrast, translation, print, no
scripts. Reading modes of browsers take what stands in `main` and need nothing of us."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Page, TimeoutError, expect

from server.infra.postgres import Pool
from tests.browser.album import AXE, axe_source
from tests.browser.conftest import DEMO, PHONE, OpenPage
from tests.browser.player import begin, start, type_keys, type_wave
from tests.live import Live

# A style property of the first such element, or of what stands before it.
STYLE = """([selector, property, before]) =>
  getComputedStyle(document.querySelector(selector), before ? '::before' : null)[property]"""
# What is behind everything where the system chooses the colours.
CANVAS = """() => {
  const probe = document.createElement('i');
  probe.style.color = 'Canvas';
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}"""
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
# By how much the page is, now, and what reaches beyond the window.
WIDEST = f"""() => [{TOO_WIDE}, ...[...document.querySelectorAll('body *')]
  .map((one) => [Math.round(one.getBoundingClientRect().right - innerWidth), one])
  .filter(([beyond]) => beyond > 0)
  .map(([beyond, one]) => `${{beyond}} px: ${{one.outerHTML.slice(0, 150)}}`)
  .slice(0, 10)]"""
IN_SIGHT = """(selector) => {
  const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
}"""
# What translators do: every text is taken apart, again and again, unless it is marked.
TRANSLATE = """() => {
  const marked = (node) => node.parentElement.closest('[translate=no], font, script, textarea');
  const all = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      if (!text.parentElement || marked(text) || !/[a-z]/i.test(text.data)) continue;
      const font = document.createElement('font');
      const inner = document.createElement('font');
      inner.textContent = `«${text.data}»`;
      font.append(inner);
      text.replaceWith(font);
    }
  };
  new MutationObserver(() => all(document.body)).observe(document.body, {
    childList: true, subtree: true, characterData: true,
  });
  all(document.body);
}"""


async def style(page: Page, selector: str, name: str, *, before: bool = False) -> str:
    return str(await page.evaluate(STYLE, [selector, name, before]))


async def test_forced_colours_leave_everything_to_be_seen(live: Live, open_page: OpenPage) -> None:
    page = await open_page(forced_colors="active")
    await page.goto(live.url)
    chosen, other = ".options input:checked + span", ".options input:not(:checked) + span"
    await expect(page.locator("link[href$='forced.css']")).to_have_count(1)
    assert await style(page, chosen, "outlineStyle") != await style(page, other, "outlineStyle")
    await start(page, live)
    await type_keys(page, 14)
    ground = await page.evaluate(CANVAS)
    for kind, borders in {"block": (3, 3), "bar": (0, 3), "underline": (3, 0)}.items():
        await page.evaluate("(kind) => { document.documentElement.dataset.caret = kind; }", kind)
        shown = [await style(page, ".caret", f"border{side}Width") for side in ("Bottom", "Left")]
        assert shown == [f"{px}px" for px in borders]
    assert "gradient" in await style(page, ".wall", "backgroundImage")
    for seen in ".lane[data-state=target] .enter", ".lane[data-state=target] .fuse i", ".figure.hp .bar i", ".pips .on":
        colour = await style(page, seen, "backgroundColor")
        assert colour != ground and not re.fullmatch(r"rgba\(.*, 0\)", colour), seen
    assert float(await style(page, ".heat", "opacity")) > 0.5


PAGES = ("/", "/login", "/register", "/leaderboard", "/settings", f"/players/{DEMO[0].username}", "/no/such/page")


async def fits(page: Page) -> None:
    """Until the page is no wider than its window."""
    try:
        await page.wait_for_function(f"() => {TOO_WIDE} <= 0")
    except TimeoutError:
        pytest.fail(f"too wide is {page.url}: {await page.evaluate(WIDEST)}")


@pytest.mark.long
async def test_pages_hold_at_400_percent_and_with_text_of_twice_the_size(
    live_with_demo: Live, open_page: OpenPage
) -> None:
    best = (await live_with_demo.http.get("/api/leaderboard")).json()["entries"][0]
    pages = (*PAGES, f"/results/{best['result_id']}", f"/replay/{best['session_id']}")
    zoomed = await open_page(quiet=False, viewport={"width": 320, "height": 256})
    large = await open_page(quiet=False)
    cdp = await large.context.new_cdp_session(large)
    await cdp.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for path in pages:
        for page in (zoomed, large):
            await page.goto(f"{live_with_demo.url}{path}")
            await page.get_by_role("heading", level=1).wait_for()
            await page.wait_for_load_state("networkidle")
            await fits(page)
    for page, least_px in ((zoomed, 15), (large, 30)):
        await page.goto(live_with_demo.url)
        await page.get_by_role("button", name="Play", exact=True).click()
        await begin(page)
        await type_keys(page, 3)
        for seen in ".caret", ".controls":
            await page.wait_for_function(IN_SIGHT, arg=seen)
        assert float((await style(page, ".lane code", "fontSize")).removesuffix("px")) >= least_px


async def test_long_figures_of_a_result_fit_at_400_percent(live_with_demo: Live, open_page: OpenPage, pg: Pool) -> None:
    best = (await live_with_demo.http.get("/api/leaderboard")).json()["entries"][0]
    many = (
        "UPDATE game_results SET enemies_killed = 9876, waves_completed = 987, final_score = final_score"
        " + 50 * (9876 - enemies_killed) + 100 * (987 - waves_completed) WHERE id = $1"
    )
    await pg.execute(many, best["result_id"])
    page = await open_page(quiet=False, viewport={"width": 320, "height": 256})
    await page.goto(f"{live_with_demo.url}/results/{best['result_id']}")
    await page.locator(".parts .formula").first.wait_for()
    await fits(page)


async def test_a_translated_page_is_typed_as_before(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(live.url)
    await page.evaluate(TRANSLATE)
    await page.get_by_role("button", name="«Play»", exact=True).click()
    await begin(page)
    await type_wave(page)
    await type_keys(page, 5)
    await expect(page.locator(".figure.wave strong")).to_have_text("2")
    await expect(page.locator(".arena font")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog").locator("kbd font")).to_have_count(0)
    await expect(page.get_by_role("dialog")).to_contain_text("«Paused»")


async def test_more_contrast_is_taken_from_the_system(live: Live, open_page: OpenPage) -> None:
    page = await open_page(contrast="more")
    await page.goto(live.url)
    assert await style(page, "body", "color") == "rgb(255, 255, 255)"
    assert await style(page, "html", "backgroundColor") == "rgb(0, 0, 0)"
    if (axe := axe_source()) is not None:
        await page.evaluate(axe)
        found: list[Any] = await page.evaluate(AXE, True)
        assert found == []


async def test_a_result_is_printed_in_black_on_white(live_with_demo: Live, open_page: OpenPage) -> None:
    best = (await live_with_demo.http.get("/api/leaderboard")).json()["entries"][0]
    page = await open_page(color_scheme="dark")
    await page.goto(f"{live_with_demo.url}/results/{best['result_id']}")
    await page.locator(".chart").first.wait_for()
    await page.wait_for_load_state("networkidle")
    await page.emulate_media(media="print")
    assert await style(page, "html", "backgroundColor") == "rgb(255, 255, 255)"
    assert await style(page, "h1", "color") == "rgb(0, 0, 0)"
    await expect(page.locator("#header")).to_be_hidden()
    await expect(page.locator("main button:visible")).to_have_count(0)


async def test_without_scripts_the_page_says_what_this_is(live: Live, open_page: OpenPage) -> None:
    page = await open_page(java_script_enabled=False)
    await page.goto(live.url)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Pro Dev")
    lead, needs = page.locator("main p.lead"), page.locator("main p").last
    await expect(lead).to_be_visible()
    assert "typing game made of real code" in await lead.inner_text()  # a locator sees no text in <noscript>
    assert "needs JavaScript" in await needs.inner_text()


async def test_the_header_is_one_row_with_ones_name_and_a_way_to_play(
    live: Live, pg: Pool, open_page: OpenPage
) -> None:
    page = await open_page(viewport=PHONE)
    await page.goto(live.url)
    header = page.locator("#header")
    await expect(header.get_by_role("link", name="Log in")).to_be_visible()

    async def height() -> float:
        box = await header.bounding_box()
        assert box is not None
        return box["height"]

    assert await height() < 70
    await page.goto(f"{live.url}/register")
    await page.get_by_label("Username").fill("somebody_with_a_long_name")
    await page.get_by_label("Email").fill("somebody@example.test")
    await page.get_by_label("Password").fill("correct horse battery")
    await page.get_by_role("button", name="Register").click()
    await page.wait_for_url(f"{live.url}/")
    await expect(header.get_by_role("link", name="somebody_with_a_long_name")).to_be_visible()
    await expect(header.get_by_role("link", name="Play")).to_be_visible()
    assert await height() < 70
    menu = header.get_by_role("button", name="Menu")
    await expect(header.get_by_role("link", name="Leaderboard")).to_be_hidden()
    await menu.press("Enter")
    await expect(menu).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Tab")
    await expect(header.locator(".places a").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await menu.press("Enter")
    await header.get_by_role("link", name="Leaderboard").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Leaderboard")
    assert await height() < 70
    await page.set_viewport_size({"width": 1280, "height": 800})
    await expect(header.get_by_role("button", name="Log out")).to_be_visible()
    await expect(menu).to_be_hidden()
    assert await height() < 80
    # Who has most in it, from where the menu begins.
    await pg.execute("UPDATE users SET role = 'MODERATOR'")
    await page.reload()
    await expect(header.get_by_role("link", name="Moderation")).to_be_visible()
    for width in (1280, 1249, 1240):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await height() < 80, width
    await expect(menu).to_be_visible()


async def test_the_browser_is_given_the_colour_around_the_page(live: Live, open_page: OpenPage) -> None:
    page = await open_page(color_scheme="dark")
    await page.goto(live.url)
    seen = set()
    for theme in "light", "contrast", "dark":
        await page.evaluate("(theme) => showPreferences({ theme })", theme)
        named = await page.evaluate(
            """() => {
              const probe = document.createElement('i');
              probe.style.color = document.querySelector('meta[name=theme-color]').content;
              document.body.append(probe);
              return [getComputedStyle(probe).color, getComputedStyle(document.documentElement).backgroundColor];
            }"""
        )
        assert named[0] == named[1], theme
        seen.add(named[0])
    assert len(seen) == 3
