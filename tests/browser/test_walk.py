"""A walk through every page as a reader, a player and an admin, in both themes, on both sizes of screen.

Leaves pictures of all of it in artifacts/ to be looked at. Each page in them complains of nothing, fits its window, has
one heading, a title of its own and no fault that axe-core finds, and asks nobody but its own server.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, Response, expect

from tests.browser.conftest import DEMO, DESKTOP, PHONE, OpenPage, ServerClock
from tests.browser.player import begin, phase, quit_game, register, type_keys
from tests.live import Live

SIZES = {"desktop": DESKTOP, "phone": PHONE}
THEMES = ("dark", "light")
TOOLS = Path(__file__).parent / "tools" / "node_modules"
# What moves has come to rest; what moves for ever (the caret, the demo game) does not count.
AT_REST = """() => document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => Promise.allSettled(
  document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 5000).map((one) => one.finished)))
"""
AXE = """() => axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)))"""


class Album:
    """Pictures of the pages that one person sees on one size of screen, and what was found wrong on them."""

    def __init__(self, page: Page, live: Live, size: str) -> None:
        self.page, self.live, self._size = page, live, size
        self._folder = Path(__file__).parents[2] / "artifacts"
        self._folder.mkdir(exist_ok=True)
        self._host = live.url.split("/")[2]
        self._axe = axe_source()
        self._titles: dict[str, str] = {}
        self.faults: list[str] = []
        page.on("request", lambda request: self._same_host(request.url))
        page.on("websocket", lambda socket: self._same_host(socket.url))
        page.on("response", self._guarded)

    async def goto(self, path: str, settled: str) -> None:
        await self.page.goto(f"{self.live.url}{path}")
        await self.page.locator(settled).first.wait_for()

    async def take(self, name: str) -> None:
        """The page as it stands, in both themes."""
        page = self.page
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            await page.evaluate(AT_REST)
            await page.screenshot(path=self._folder / f"{name}-{theme}-{self._size}.png", full_page=True)
            await self.check(f"{name}, {theme}")

    async def check(self, name: str) -> None:
        page = self.page
        if self._axe is not None:
            if not await page.evaluate("'axe' in window"):
                await page.evaluate(self._axe)
            self.faults += [f"{name}: {fault}" for fault in await page.evaluate(AXE)]
        too_wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if too_wide > 0:
            self.faults.append(f"{name} is {too_wide} pixels wider than the window")
        if (headings := await page.locator("h1").count()) != 1:
            self.faults.append(f"{name} has {headings} h1")
        self._titles[name] = await page.title()

    def found(self) -> list[str]:
        for name, title in self._titles.items():
            if not title.endswith("Pro Dev"):
                self.faults.append(f"{name} is called {title!r}")
        return self.faults

    def _same_host(self, url: str) -> None:
        if not url.startswith("data:") and url.split("/")[2] != self._host:
            self.faults.append(f"somebody else was asked: {url}")

    def _guarded(self, answer: Response) -> None:
        policy = answer.headers.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            self.faults.append(f"{answer.url} came with the policy {policy!r}")


def axe_source() -> str | None:
    """axe-core from tools/; without Node nobody has it, and then the walk goes without, but not in CI."""
    file = TOOLS / "axe-core" / "axe.min.js"
    if file.exists():
        return file.read_text()
    assert not os.environ.get("CI"), "axe-core is not installed (make client)"
    return None


Walk = Callable[[Album, Page], Awaitable[None]]


async def as_reader(album: Album, page: Page) -> None:
    """Who has no account, looks at what others did."""
    await album.goto("/", ".board table")
    await album.take("home")
    await album.goto("/login", "form.card")
    await album.take("login")
    await album.goto("/register", "form.card")
    await album.take("register")
    await album.goto("/leaderboard", ".leaderboard table")
    await album.take("leaderboard")
    await album.goto("/leaderboard?metric=wpm&period=day&language=REACT&difficulty=EXPERT", ".leaderboard")
    await album.take("leaderboard-filtered")
    await album.goto(f"/players/{DEMO[0].username}", ".profile table")
    await album.take("player")
    await page.locator(".profile a[href^='/results/']").first.click()
    await page.locator(".strokes dl").wait_for()
    await album.take("result-of-another")
    await album.goto("/profile", ".profile, .missing")
    await album.take("profile-of-nobody")


async def as_player(album: Album, page: Page) -> None:
    """Who registers, plays, quits and looks at what came of it."""
    await register(page, album.live, "ada")
    await page.locator(".board table").wait_for()
    await page.get_by_role("button", name="Play", exact=True).click()
    await phase(page, "countdown")
    await album.take("countdown")
    if await page.locator(".play[data-phase=countdown]").count():  # it does not wait for pictures
        await page.keyboard.press("Enter")
    await phase(page, "running")
    await type_keys(page, 45)
    await page.keyboard.press("~")
    await album.take("play")
    await page.keyboard.press("Escape")
    await phase(page, "paused")
    await album.take("pause")
    await page.get_by_role("button", name="Quit", exact=True).last.press("Enter")
    await page.get_by_role("button", name="Quit and see the result").wait_for()
    await album.take("quit")
    await album.goto("/play", "button:has-text('Resume')")
    await album.take("unfinished")
    await page.get_by_role("button", name="Resume").click()
    await begin(page)
    await quit_game(page)
    await page.locator(".strokes dl").wait_for()
    await album.take("result")
    await album.goto("/profile", ".profile table")
    await album.take("profile")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("walk", [as_reader, as_player])
async def test_every_page_is_sound(
    walk: Walk, size: str, live_with_demo: Live, open_page: OpenPage, server_clock: ServerClock
) -> None:
    server_clock.hold()  # the player stops for pictures
    page = await open_page(viewport=SIZES[size])
    album = Album(page, live_with_demo, size)
    await walk(album, page)
    assert not album.found(), "\n".join(album.faults)


@pytest.mark.parametrize("size", SIZES)
async def test_refusals_are_sound(size: str, live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False, viewport=SIZES[size])  # the browser logs whatever is refused
    album = Album(page, live, size)
    await album.goto("/register", "form.card")
    await page.get_by_label("Username").fill("a!")
    await page.get_by_role("button", name="Register").click()
    await page.locator("[aria-invalid=true]").first.wait_for()
    await album.take("register-refused")
    await album.goto("/no/such/page", ".missing")
    await expect(page.locator(".missing")).to_contain_text("no such page")
    await album.take("missing")
    assert not album.found(), "\n".join(album.faults)


async def test_a_fault_is_found(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    album = Album(page, live, "fault")
    await album.goto("/login", "form.card")
    await page.evaluate("document.querySelector('main').append(document.createElement('h1'), new Image())")
    await album.check("login")
    assert any("2 h1" in fault for fault in album.found())
    if axe_source() is not None:
        assert any("image-alt" in fault for fault in album.faults)
