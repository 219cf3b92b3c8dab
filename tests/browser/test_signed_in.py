"""Staying signed in: a server that does not answer ends no sign-in, and nobody becomes a guest by it."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import Page, Route, expect

from server.infra.postgres import Pool
from tests.browser.conftest import OpenPage
from tests.browser.player import PASSWORD, begin, register
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


async def test_a_token_that_ran_out_is_renewed_by_the_page_that_meets_it(
    live: Live, pg: Pool, open_page: OpenPage
) -> None:
    page = await open_page(quiet=False)
    await register(page, live, "ada")
    await pg.execute("UPDATE users SET token_version = token_version + 1")  # no access token of before is good
    async with page.expect_response(REFRESH):
        await page.get_by_role("link", name="Groups").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Groups")
    await expect(page.locator("#header .name")).to_have_text("ada")


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


class Held:
    """Requests that wait for a word, and what became of them in order. Refreshes are lost until `is_on`."""

    def __init__(self) -> None:
        self.is_on, self.order = False, list[str]()
        self._asked = {name: asyncio.Event() for name in ("refresh", "login")}
        self._free = {name: asyncio.Event() for name in ("refresh", "login")}
        self.refresh_status = 200

    async def take(self, route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if not self.is_on:
            return await route.abort()
        self._asked[name].set()
        await self._free[name].wait()
        self.order.append(name)
        if name == "refresh" and self.refresh_status != 200:
            return await route.fulfill(status=self.refresh_status, body="{}")
        return await route.continue_()

    async def asked(self, name: str) -> None:
        await asyncio.wait_for(self._asked[name].wait(), 15)

    def let(self, name: str) -> None:
        self._free[name].set()


async def half_in(page: Page, live: Live) -> Held:
    """At the form, unsure who it is, with "bob" filled in."""
    held = Held()
    await page.unroute_all()
    for path in "refresh", "login":
        await page.route(f"**/api/auth/{path}", held.take)
    await page.goto(f"{live.url}/login")
    await expect(page.locator("#header")).to_contain_text("Logging in…")
    await page.get_by_label("Username or email").fill("bob")
    await page.get_by_label("Password").fill(PASSWORD)
    held.is_on = True
    return held


async def test_a_refresh_under_way_undoes_no_login(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    made = {"username": "bob", "email": "bob@example.test", "password": PASSWORD}
    await live.http.post("/api/auth/register", json=made)
    await register(page, live, "ada")
    name, online = page.locator("#header .name"), "void dispatchEvent(new Event('online'))"

    held = await half_in(page, live)  # a refresh that is refused after a login
    held.refresh_status = 401
    await page.keyboard.press("Enter")
    await held.asked("login")
    await page.evaluate(online)
    await held.asked("refresh")
    held.let("login")
    await expect(name).to_have_text("bob")
    async with page.expect_response(REFRESH):
        held.let("refresh")
    await name.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("bob")

    held = await half_in(page, live)  # one that would bring its own cookie back
    await page.evaluate(online)
    await held.asked("refresh")
    held.let("login")
    await page.keyboard.press("Enter")
    await page.evaluate("0")
    held.let("refresh")
    await expect(page).to_have_url(f"{live.url}/")
    await expect(name).to_have_text("bob")
    assert held.order == ["refresh", "login"]


async def test_a_page_opens_though_the_server_hangs(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await register(page, live, "ada")
    held = Held()
    held.is_on = True
    await page.route(REFRESH, held.take)
    await page.goto(live.url)
    await expect(page.locator("#header")).to_contain_text("Logging in…", timeout=4_000)  # one try alone takes longer
    await expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    held.let("refresh")
    await expect(page.locator("#header .name")).to_have_text("ada")
