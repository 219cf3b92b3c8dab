"""A walk through every page, in both themes, on both sizes of screen. Leaves pictures in artifacts/ to be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Page, Response, expect

from tests.browser.conftest import DEMO, OpenPage
from tests.browser.player import begin, phase, quit_game, register, start, type_keys
from tests.live import Live

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
FIRST_LOAD_LIMIT_BYTES = 200 * 1024
# The next frame drawn, and what moves because of it come to rest.
SETTLED = """() => new Promise(requestAnimationFrame).then(() => Promise.allSettled(
  document.querySelector('.lanes').getAnimations({ subtree: true }).map((one) => one.finished)))"""


class Album:
    """Pictures of one theme and size; each page in them must fit its window's width and have one heading."""

    def __init__(self, page: Page, folder: Path, name: str) -> None:
        self._page, self._folder, self._name = page, folder, name

    async def take(self, page_name: str) -> None:
        page = self._page
        await page.evaluate("document.fonts.ready")
        await page.screenshot(path=self._folder / f"{page_name}-{self._name}.png", full_page=True)
        too_wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, f"{page_name} is {too_wide} pixels wider than the window"
        await expect(page.locator("h1")).to_have_count(1)
        unlabelled = await page.evaluate(
            "[...document.querySelectorAll('button, a, input, select, textarea')].filter((e) =>"
            " !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).map((e) => e.outerHTML)"
        )
        assert unlabelled == []


async def test_every_page_fits_and_complains_of_nothing(live_with_demo: Live, open_page: OpenPage, root: Path) -> None:
    folder = root / "artifacts"
    folder.mkdir(exist_ok=True)
    for theme in ("dark", "light"):
        for size, viewport in SIZES.items():
            page = await open_page(color_scheme=theme, viewport=viewport)
            await walk(page, live_with_demo, Album(page, folder, f"{theme}-{size}"), f"{theme}_{size}")


async def walk(page: Page, live: Live, album: Album, username: str) -> None:
    await page.goto(live.url)
    await page.locator(".board table").wait_for()
    await album.take("home")
    await page.goto(f"{live.url}/login")
    await page.locator("form.card").wait_for()
    await album.take("login")
    await register(page, live, username)
    await page.get_by_role("button", name="Play", exact=True).click()
    await phase(page, "countdown")
    await album.take("countdown")
    await begin(page)
    await type_keys(page, 45)
    await page.keyboard.press("~")
    await album.take("play")
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await album.take("pause")
    await page.goto(f"{live.url}/play")
    await page.get_by_role("button", name="Resume").wait_for()
    await album.take("unfinished")
    await page.get_by_role("button", name="Resume").click()
    await begin(page)
    await quit_game(page)
    await page.locator(".strokes dl").wait_for()
    await album.take("result")
    for path, settled in {
        "leaderboard": ".leaderboard table",
        "leaderboard?metric=wpm&period=week&language=REACT": ".leaderboard",
        "profile": ".profile table",
        f"players/{DEMO[0].username}": ".profile table",
    }.items():
        await page.goto(f"{live.url}/{path}")
        await page.locator(settled).wait_for()
        await album.take(path.split("?")[0].split("/")[0] + ("-filtered" if "?" in path else ""))


async def test_first_load_is_light_and_asks_nobody_else(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    answers: list[Response] = []

    def take(answer: Response) -> None:
        answers.append(answer)

    page.on("response", take)
    await page.goto(live.url, wait_until="networkidle")
    assert {answer.url.split("/")[2] for answer in answers} == {live.url.split("/")[2]}
    weight = sum([len(await answer.body()) for answer in answers])
    assert weight <= FIRST_LOAD_LIMIT_BYTES


async def test_chosen_theme_stays(live: Live, open_page: OpenPage) -> None:
    page = await open_page(color_scheme="dark")
    await page.goto(live.url)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    dark = await page.evaluate(ground)
    await page.get_by_role("button", name="Use the light theme").click()
    light = await page.evaluate(ground)
    assert light != dark
    await page.reload()
    assert await page.evaluate(ground) == light
    await expect(page.get_by_role("button", name="Use the dark theme")).to_be_visible()


async def test_whole_flow_needs_no_mouse(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(live.url)
    await tab_to(page, "Play")
    await page.keyboard.press("Enter")
    await begin(page)
    await type_keys(page, 5)
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await page.keyboard.press("Escape")  # and on again
    await begin(page)
    await type_keys(page, 5)
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await tab_to(page, "Quit")
    await page.keyboard.press("Enter")
    await tab_to(page, "Quit and see the result")
    await page.keyboard.press("Enter")
    await page.locator(".result").wait_for()
    await page.keyboard.press("Enter")  # play again
    await phase(page, "countdown")


async def tab_to(page: Page, name: str) -> None:
    for _ in range(30):
        if await page.evaluate("document.activeElement.textContent.trim()") == name:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with Tab")


async def test_reduced_motion_is_honoured(live: Live, open_page: OpenPage) -> None:
    page = await open_page(reduced_motion="reduce")
    await start(page, live)
    await type_keys(page, 12)
    running: list[Any] = await page.evaluate("document.getAnimations().map((one) => one.animationName ?? one.id)")
    assert running == []
    blank = await page.evaluate(
        "(() => { const c = document.querySelector('canvas');"
        " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.every((v) => v === 0); })()"
    )
    assert blank, "sparks were drawn"


async def test_long_line_follows_the_caret_on_a_phone(live: Live, open_page: OpenPage) -> None:
    page = await open_page(viewport=SIZES["phone"])
    await start(page, live, difficulty="Expert")
    for _ in range(60):
        await type_keys(page, 1)
        await page.evaluate(SETTLED)
        box = await page.locator(".caret").bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= SIZES["phone"]["width"]


async def test_board_filters_stand_in_the_address(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(f"{live.url}/leaderboard")
    await page.get_by_label("Measure").select_option("wpm")
    await page.wait_for_url("**/leaderboard?metric=wpm")
    await page.get_by_label("Language").select_option("REACT")
    await page.wait_for_url("**/leaderboard?metric=wpm&language=REACT")
    await page.go_back()
    await expect(page.get_by_label("Language")).to_have_value("")
    await expect(page.get_by_label("Measure")).to_have_value("wpm")


async def test_unknown_page_says_so(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await page.goto(f"{live.url}/no/such/page")
    await expect(page.locator(".missing")).to_contain_text("no such page")
