"""Staying signed in: a server that does not answer ends no sign-in, and nobody becomes a guest by it."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, Route, expect

from server.infra.postgres import Pool
from tests.browser.conftest import OpenPage
from tests.browser.player import begin, register
from tests.live import Live

REFRESH = "**/api/auth/refresh"
FORGET = "document.cookie = 'prodev_signed_in=; path=/; max-age=0'"


# A server that is away, and a network that wants one to log in first.
ANSWERS: list[dict[str, Any]] = [{"status": 503, "body": "{}"}, {"status": 200, "body": "<h1>Welcome</h1>"}]


class Refusals:
    """What a page's refreshes get, while it lasts."""

    def __init__(self, page: Page) -> None:
        self._page, self.left, self.counted = page, 0, 0

    async def answer(self, route: Route) -> None:
        self.counted += 1
        if self.left == 0:
            await route.continue_()
        else:
            self.left -= 1
            await (route.abort() if self.left % 3 == 1 else route.fulfill(**ANSWERS[self.left % 3 // 2]))

    async def begin(self, count: int) -> None:
        self.left = count
        await self._page.route(REFRESH, self.answer)


async def test_a_refresh_that_fails_is_no_sign_out(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await register(page, live, "ada")
    name, log_in = page.locator("#header .name"), page.locator("#header").get_by_role("link", name="Log in")
    refusals = Refusals(page)

    await refusals.begin(1)  # once: the page asks again by itself
    await page.reload()
    await expect(name).to_have_text("ada")

    await refusals.begin(1_000)
    await page.reload()
    await expect(page.locator("#header")).to_contain_text("Logging in…")
    await expect(log_in).to_have_count(0)
    await page.get_by_role("button", name="Play", exact=True).click()
    await expect(page.locator(".start .error")).to_contain_text("not responding")
    await page.goto(f"{live.url}/profile")
    again = page.get_by_role("button", name="Try again")
    await again.wait_for()
    refusals.left = 0
    await again.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("ada")
    await expect(name).to_have_text("ada")

    refusals.left = 1_000
    await page.goto(f"{live.url}/groups")
    await again.wait_for()
    refusals.left = 0
    await page.evaluate("dispatchEvent(new Event('online'))")  # it does not wait to be asked
    await expect(page.get_by_role("heading", level=1)).to_have_text("Groups")
    assert await pg.fetchval("SELECT count(*) FROM users WHERE is_guest") == 0


async def test_play_begins_as_who_the_cookie_knows(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await register(page, live, "ada")
    await page.evaluate("localStorage.clear()")
    await page.reload()
    await expect(page.locator("#header .name")).to_have_text("ada")
    await page.evaluate(FORGET)  # that somebody is signed in; the sign-in itself is out of a script's reach
    await page.reload()
    await expect(page.get_by_role("link", name="Log in")).to_be_visible()
    await page.get_by_role("button", name="Play", exact=True).click()
    await begin(page)
    assert await pg.fetchval("SELECT array_agg(username) FROM users") == ["ada"]


async def test_a_tab_learns_who_signed_in_beside_it(live: Live, pg: Pool, open_page: OpenPage) -> None:
    """Otherwise a guest who registers there would lose their games."""
    first = await open_page()
    await first.goto(live.url)
    second = await first.context.new_page()
    await second.goto(live.url)
    await second.get_by_role("button", name="Play", exact=True).click()
    await begin(second)
    await first.get_by_role("link", name="Register").click()
    await expect(first.get_by_role("heading", level=1)).to_have_text("Keep your games")
    await first.goto(live.url)
    await first.get_by_role("button", name="Play", exact=True).click()
    await begin(first)
    assert await pg.fetchval("SELECT count(*) FROM users") == 1


async def test_a_logout_that_the_server_did_not_hear_is_none(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await register(page, live, "ada")
    await page.route("**/api/auth/logout", lambda route: route.abort())
    log_out = page.locator("#header").get_by_role("button", name="Log out")
    await log_out.click()
    await expect(page.locator(".notices")).to_contain_text("You are still logged in.")
    await expect(page.locator("#header .name")).to_have_text("ada")
    await page.unroute("**/api/auth/logout")
    await log_out.click()
    await expect(page.get_by_role("link", name="Log in")).to_be_visible()
