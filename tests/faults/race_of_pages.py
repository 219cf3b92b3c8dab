"""A race of eight Chromium pages on two servers, one of which is killed in its midst and comes back: `make race`.

Law: what players do is done through the pages: signing up, the seats, the start, and every key. Only the places are
asked of the server, and worked out again from the eight key logs, as in test_matches.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import httpx
from playwright.async_api import Page, async_playwright, expect

from server.infra.postgres import Pool
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESKTOP, FEW_FRAMES
from tests.browser.player import DUE, phase, sign_up
from tests.faults.conftest import Figures
from tests.faults.processes import Server
from tests.faults.test_matches import SEATS, check_places, check_ratings

WAVES = 5
KEYS_BEFORE = 15  # of each page, before a server dies
PATIENCE_MS = 60_000
SPEEDS_WPM = 50, 120
WRONG_KEYS = 0.04
KEY_S = 60 / 5  # of one key at one word a minute
# Where a page's player can press a key, or has nothing to press any more.
READY = f"() => document.querySelector('.match.over') || ({DUE})() !== null"


class Racer:
    """One page, in a profile of its own, and whoever types on it."""

    def __init__(self, page: Page, server: Server, name: str, random: Random) -> None:
        self.page, self.server, self.name, self._random = page, server, name, random
        self.typed = self.drops = 0
        page.on("websocket", lambda _: self._connected())

    def _connected(self) -> None:
        self.drops += 1  # but for the first

    async def sign_up(self) -> None:
        await self.page.goto(f"{self.server.url}/register")
        await sign_up(self.page, self.name)
        await self.page.wait_for_url(f"{self.server.url}/")

    async def take_seat(self, code: str) -> None:
        await self.page.goto(f"{self.server.url}/race/{code}")
        await self.page.get_by_role("button", name="Take a seat").click()
        await self.page.locator(".seats .own").wait_for()

    async def race(self) -> None:
        """Until the places are shown."""
        await phase(self.page, "running")
        key_s = KEY_S / self._random.uniform(*SPEEDS_WPM)
        while True:
            await self.page.wait_for_function(READY)
            due = await self.page.evaluate(DUE)
            if due is None:
                return
            is_slip = self._random.random() < WRONG_KEYS
            await self.page.keyboard.press("~" if is_slip else due)
            self.typed += 1
            await asyncio.sleep(key_s * self._random.uniform(0.5, 1.5))


@asynccontextmanager
async def racers(servers: list[Server], random: Random) -> AsyncIterator[list[Racer]]:
    """Every other one on the same server."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        found = []
        for number in range(SEATS):
            context = await chromium.new_context(viewport=DESKTOP, reduced_motion="reduce")
            await context.add_init_script(FEW_FRAMES)
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            found.append(Racer(page, servers[number % 2], f"racer_{number}", Random(random.random())))
        yield found
        await chromium.close()


async def open_race(racer: Racer) -> str:
    """Returns its code; whoever opens it has the first seat."""
    page = racer.page
    await page.goto(f"{racer.server.url}/race")
    await page.locator("#create-waves").select_option(str(WAVES))
    await page.locator("#create-capacity").select_option(str(SEATS))
    await page.get_by_role("button", name="Open the race").click()
    await page.locator(".seats .own").wait_for()
    return page.url.rsplit("/", 1)[1]


async def test_eight_pages_race_to_the_end_while_a_server_dies(
    two_servers: list[Server], pg: Pool, random: Random, figures: Figures, root: Path
) -> None:
    async with racers(two_servers, random) as all_racers:
        await asyncio.gather(*(racer.sign_up() for racer in all_racers))
        first, *others = all_racers
        code = await open_race(first)
        await asyncio.gather(*(racer.take_seat(code) for racer in others))
        await first.page.get_by_role("button", name="Start the race").click()
        racing = [asyncio.create_task(racer.race()) for racer in all_racers]
        try:
            await kill_one(all_racers, random.choice(two_servers))
            async with asyncio.timeout(PATIENCE_MS / 1000 * 3):
                await asyncio.gather(*racing)
        finally:
            for task in racing:
                task.cancel()
        match = await match_of(two_servers[0], code)
        for racer in all_racers:
            place = next(seat["place"] for seat in match["seats"] if seat["username"] == racer.name)
            await expect(racer.page.get_by_role("heading", level=1)).to_contain_text(f"You came {place}")
        await first.page.screenshot(path=root / "artifacts" / "race-of-eight.png")
    await check_places(pg, match)
    await check_ratings(pg, match)
    assert [server.complaints() for server in two_servers] == [[], []]
    figures(lines=sum(racer.drops for racer in all_racers) - SEATS, keys=sum(racer.typed for racer in all_racers))


async def kill_one(all_racers: list[Racer], victim: Server) -> None:
    """In the midst of the race; it comes back, and so do its players."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while min(racer.typed for racer in all_racers) < KEYS_BEFORE:
            await asyncio.sleep(0.02)
    before = {racer: racer.drops for racer in all_racers}
    await victim.kill()
    await victim.start()
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while not all(racer.drops > before[racer] for racer in all_racers if racer.server is victim):
            await asyncio.sleep(0.02)


async def match_of(server: Server, code: str) -> dict[str, Any]:
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{server.url}/api/matches/{code}")
    match: dict[str, Any] = answer.json()
    assert match["state"] == "OVER"
    return match
