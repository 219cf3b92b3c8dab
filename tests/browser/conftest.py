"""Chromium, the client's files, and the real server with something to type.

Without Chromium these tests are skipped on a developer's machine and fail in CI, where nobody would notice a skip.
TEST_CHROMIUM names the program to run.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
import uvicorn
from playwright.async_api import Browser, ConsoleMessage, Error, Page, ViewportSize, async_playwright, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route

from server.infra.cli import Stores
from server.infra.client_files import ClientFiles
from server.infra.pages import STATIC
from server.infra.redis import open_redis
from server.library import seed_library
from server.play.table import Table
from server.robots.demo import PLAYERS, demo_games
from server.settings import Settings
from tests.databases import Databases, opened
from tests.live import Live, running_apart, serving

# The first is Chromium without a browser's window around each page, which would cost as much as the page.
PROGRAMS = "chromium-headless-shell", "chromium", "google-chrome"
CHROMIUM = os.environ.get("TEST_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
# A game draws 60 frames a second, which takes a whole core of a machine without a GPU: the tests see ten of them.
FEW_FRAMES = """(() => {
  const [next, due] = [window.requestAnimationFrame.bind(window), new Map()];
  let last = 0;
  window.requestAnimationFrame = (draw) => {
    const id = ++last;
    due.set(id, setTimeout(() => next((at) => due.delete(id) && draw(at)), 90));
    return id;
  };
  window.cancelAnimationFrame = (id) => {
    clearTimeout(due.get(id));
    due.delete(id);
  };
})()"""
PATIENCE_MS = 60_000  # of every wait for the page, on a machine of any speed
expect.set_options(timeout=PATIENCE_MS)
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
DEMO = sorted(PLAYERS, key=lambda player: player.games)[:4]  # enough to fill a board, quickly made


class OpenPage(Protocol):
    """`options` are those of Playwright's `new_context`."""

    async def __call__(self, *, quiet: bool = True, smooth: bool = False, **options: Any) -> Page: ...


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all; each page is in a profile of its own."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


async def _fresh_page(browser: Browser, *, smooth: bool = False, **options: Any) -> Page:
    calm = {} if smooth else {"reduced_motion": "reduce"}
    context = await browser.new_context(**{"viewport": DESKTOP, **calm, **options})
    if not smooth:
        await context.add_init_script(FEW_FRAMES)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


@pytest.fixture
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens pages, each in a fresh profile; at the end their consoles must have stayed empty.

    `quiet=False` for a page in which something is refused on purpose: the browser logs every refused request.
    `smooth=True` for one in which motion matters.
    """
    complaints: list[str] = []
    async with AsyncExitStack() as stack:

        async def open_one(*, quiet: bool = True, smooth: bool = False, **options: Any) -> Page:
            page = await _fresh_page(browser, smooth=smooth, **options)
            stack.push_async_callback(page.context.close)
            page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
            if quiet:
                page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
            return page

        yield open_one
    assert complaints == []


@pytest.fixture(scope="session")
def client_url() -> Iterator[str]:
    """Where a blank page and the client's files are, and nothing else."""

    def blank(_: Request) -> Response:
        return HTMLResponse("<!doctype html><title>modules</title>")

    app = Starlette(routes=[Route("/", blank), Mount("/static", ClientFiles(STATIC))])
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    with running_apart(config) as server:
        yield f"{server.url}/"


@pytest.fixture(scope="session")
async def _client_tab(browser: Browser, client_url: str) -> AsyncIterator[Page]:
    """Closed before the server of `client_url` is, which waits for the tab's connections."""
    page = await _fresh_page(browser)
    yield page
    await page.context.close()


@pytest.fixture
async def client_page(_client_tab: Page, client_url: str) -> AsyncIterator[Page]:
    """A blank page that can import the client's modules, with no server of the game behind it.

    Tests share the tab: whatever one leaves goes with its document, and with what is stored. A tab of its own would
    take ten times as long as most of them.
    """
    complaints: list[str] = []
    page = _client_tab

    def take_error(error: Error) -> None:
        complaints.append(f"error: {error}")

    def take(message: ConsoleMessage) -> None:
        complaints.append(f"{message.type}: {message.text}")

    page.on("pageerror", take_error)
    page.on("console", take)
    await page.set_viewport_size(DESKTOP)
    await page.goto(client_url)
    await page.evaluate("localStorage.clear()")
    yield page
    await page.goto("about:blank")
    page.remove_listener("pageerror", take_error)
    page.remove_listener("console", take)
    assert complaints == []


class ServerClock:
    """The clock by which the server judges. Skipping on spares a test the wait, and nobody was silent meanwhile; held,
    no enemy gets through."""

    def __init__(self) -> None:
        self._skipped_s = 0.0
        self._held_s: float | None = None
        self._tables: set[Table] = set()

    def skip(self, ms: int) -> None:
        self._skipped_s += ms / 1000
        for table in self._tables:
            for game in table.games():
                if game.connection is not None:
                    game.connection.last_heard_s += ms / 1000
                    game.session.pinged(table.now_ms())

    def hold(self) -> None:
        self._held_s = asyncio.get_running_loop().time()

    def go_on(self) -> None:
        assert self._held_s is not None, "it was held"
        self._skipped_s -= asyncio.get_running_loop().time() - self._held_s
        self._held_s = None

    def now_s(self, table: Table) -> float:
        self._tables.add(table)
        return (asyncio.get_running_loop().time() if self._held_s is None else self._held_s) + self._skipped_s


@pytest.fixture
def server_clock(monkeypatch: pytest.MonkeyPatch) -> ServerClock:
    clock = ServerClock()

    def now_s(table: Table) -> float:
        return clock.now_s(table)

    monkeypatch.setattr(Table, "now_s", now_s)
    monkeypatch.setattr(Table, "now_ms", lambda table: int(clock.now_s(table) * 1000))
    return clock


@pytest.fixture(scope="session")
def few_snippets(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight of the shipped Python snippets of three difficulties: all of them take seconds to seed."""
    folder = tmp_path_factory.mktemp("snippets")
    for difficulty in "easy", "normal", "expert":
        (folder / "python" / difficulty).mkdir(parents=True)
        for file in sorted((root / "seed" / "snippets" / "python" / difficulty).iterdir())[:8]:
            shutil.copy(file, folder / "python" / difficulty)
    return folder


@pytest.fixture(scope="session")
async def library_url(databases: Databases, migrated_url: str, few_snippets: Path) -> str:
    """A database with something to type, to be copied."""

    async def fill(url: str) -> None:
        async with opened(url) as pg:
            await seed_library(pg, few_snippets)

    return await databases.once("few_snippets", migrated_url, fill)


@pytest.fixture(scope="session")
async def demo_url(databases: Databases, shipped_url: str, redis_url: str) -> str:
    """A database with the shipped library, and the games of demo players, to be copied."""

    async def fill(url: str) -> None:
        async with opened(url) as pg, open_redis(redis_url) as redis:
            settings = Settings(database_url=url, redis_url=redis_url, redis_prefix="demo:", bcrypt_cost=4)
            await demo_games(Stores(settings, pg, redis), DEMO)
            await pg.execute("UPDATE users SET is_bot = false")  # these pages are looked at as where people play
            async for key in redis.scan_iter(match="demo:*"):
                await redis.unlink(key)

    return await databases.once("demo", shipped_url, fill)


@pytest.fixture
def template_url(request: pytest.FixtureRequest) -> str:
    """Seeding takes seconds, a copy does not."""
    kind = "demo_url" if "live_with_demo" in request.fixturenames else "library_url"
    return str(request.getfixturevalue(kind))


@pytest.fixture
async def live(settings: Settings) -> AsyncIterator[Live]:
    """The whole server, with something to type."""
    async with serving(settings) as server:
        yield server


@pytest.fixture
async def live_with_demo(settings: Settings) -> AsyncIterator[Live]:
    """The server with demo players on its boards."""
    async with serving(settings) as server:
        await until_ranked(server, len(DEMO))
        yield server


async def until_ranked(server: Live, players: int) -> None:
    """A server that finds no boards builds them beside its other work. PostgreSQL answers until then, and pages that
    are open are drawn anew when they are there."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while (board := (await server.http.get("/api/leaderboard")).json())["source"] != "redis":
            await asyncio.sleep(0.01)
    assert board["total"] >= players
