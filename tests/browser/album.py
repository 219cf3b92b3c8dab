"""Pictures of pages, for people to look at, and what is wrong with those pages, for tests to refuse.

A page must fit its window, have one heading and a title, room between the fields of its forms, no fault that axe-core
finds, and ask nobody but its server: also when its window is made narrow or wide while it is open, which spares the
tests a second way to each page.

Pictures are taken for who wants to look at them: TEST_PICTURES=1 leaves them in artifacts/ (`make pictures`).
"""

from __future__ import annotations

import os
from http import HTTPStatus
from pathlib import Path
from typing import Literal

from playwright.async_api import Page, Response

from tests.browser.conftest import DESKTOP, PHONE
from tests.live import Live

PICTURES = os.environ.get("TEST_PICTURES") == "1"
SIZES = {"desktop": DESKTOP, "phone": PHONE}
THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
TOOLS = Path(__file__).parent / "tools" / "node_modules"
# What moves has come to rest; what moves for ever (the caret, the demo game) does not count.
AT_REST = """() => document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => Promise.allSettled(
  document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 5000).map((one) => one.finished)))
"""
# Of the second theme only the colours are news. Nobody asks for what passes, which is nearly all.
AXE = """(colours) =>
  axe.run(document, {
    resultTypes: ['violations'],
    preload: false,
    ...(colours ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {}),
  }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)))"""

CROWDED = """() => [...document.querySelectorAll('.field + .field')].filter((field) => {
  const [above, below] = [field.previousElementSibling, field].map((one) => one.getBoundingClientRect());
  const areBelow = below.left < above.right && above.left < below.right;
  return above.height && below.height && areBelow && below.top < above.bottom + 8;
}).map((field) => field.textContent.trim())"""


class Album:
    """The pages that one person sees, and what was found wrong on them."""

    def __init__(self, page: Page, live: Live) -> None:
        self.page, self.live = page, live
        self.folder = Path(__file__).parents[2] / "artifacts"
        self.folder.mkdir(exist_ok=True)
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
        """Check the page as it stands, on each size of screen and in both themes, and take its pictures."""
        page = self.page
        own = page.viewport_size
        for size, viewport in sorted(SIZES.items(), key=lambda one: one[1] == own):  # its own again at the end
            await page.set_viewport_size(viewport)
            for theme in THEMES:
                await page.emulate_media(color_scheme=theme)
                await page.evaluate(AT_REST)
                if PICTURES:
                    await page.screenshot(path=self.folder / f"{name}-{theme}-{size}.png", full_page=True)
                await self.check(f"{name}, {size}, {theme}", colours=theme != THEMES[0])

    async def check(self, name: str, *, colours: bool = False) -> None:
        page = self.page
        if self._axe is not None:
            if not await page.evaluate("'axe' in window"):
                await page.evaluate(self._axe)
            self.faults += [f"{name}: {fault}" for fault in await page.evaluate(AXE, colours)]
        too_wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if too_wide > 0:
            self.faults.append(f"{name} is {too_wide} pixels wider than the window")
        self.faults += [f"{name}: {field} touches the field above it" for field in await page.evaluate(CROWDED)]
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
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return  # the browser goes by the headers that it has
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
