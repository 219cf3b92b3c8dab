"""The first sign-in of a pupil, with a password that the teacher made."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, Route, expect

from tests.browser.album import Album
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.player import PASSWORD
from tests.live import Live

OWN = "a password of my own"
TITLE = "Choose your own password"


async def pupil_of(live: Live, username: str) -> dict[str, Any]:
    """A new class's only pupil, as on the sheet."""
    made = {"username": "teacher", "email": "teacher@example.test", "password": PASSWORD}
    token = (await live.http.post("/api/auth/register", json=made)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    group = (await live.http.post("/api/groups", json={"name": "Class"}, headers=headers)).json()
    sheet = await live.http.post(f"/api/groups/{group['slug']}/pupils", json={"usernames": [username]}, headers=headers)
    pupil: dict[str, Any] = sheet.json()[0]
    live.http.cookies.clear()
    return pupil


async def sign_in(page: Page, live: Live, pupil: dict[str, Any], then: str) -> None:
    await page.goto(f"{live.url}/login?then={then}")
    await page.get_by_label("Username or email").fill(pupil["username"])
    await page.get_by_label("Password").fill(pupil["password"])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


async def test_a_pupil_sees_nothing_before_the_password_is_their_own(live: Live, open_page: OpenPage) -> None:
    pupil = await pupil_of(live, "eve")
    page = await open_page(quiet=False)  # a wrong password is refused on purpose
    await sign_in(page, live, pupil, "/groups")
    for path in "/", "/leaderboard", "/settings", "/play", "/no/such/page", "/groups":
        await page.goto(f"{live.url}{path}")
        await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        await expect(page.locator("#header a")).to_have_count(1)  # the name of the site, which leads here as well
    await expect(page.get_by_label("Password from your teacher")).to_be_visible()
    for current, fresh, field, says in (
        ("not this one", OWN, "current_password", "Wrong password"),
        (pupil["password"], "short", "new_password", "8 characters"),
    ):
        await page.get_by_label("Password from your teacher").fill(current)
        await page.get_by_label("New password").fill(fresh)
        await page.keyboard.press("Enter")
        await expect(page.locator(f"#first-{field}-error")).to_contain_text(says)
    await page.get_by_label("New password").fill(OWN)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Groups")
    assert page.url == f"{live.url}/groups", "where they wanted to go"
    await page.goto(f"{live.url}/settings")
    await expect(page.locator(".settings")).to_contain_text("Saved to your account.")


async def test_a_refused_call_leads_there_too(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    pupil = await pupil_of(live, "eve")
    await sign_in(page, live, pupil, "/")
    await page.get_by_label("Password from your teacher").fill(pupil["password"])
    await page.get_by_label("New password").fill(OWN)
    await page.keyboard.press("Enter")
    await expect(page.locator("#header").get_by_role("link", name="Groups")).to_be_visible()

    async def refuse(route: Route) -> None:
        await route.fulfill(
            status=403,
            content_type="application/problem+json",
            body='{"code": "auth/password-change-required", "status": 403, "title": "Forbidden", "detail": "Choose."}',
        )

    await page.route("**/api/groups?*", refuse)  # as if another tab had signed in with a sheet's password
    await page.locator("#header").get_by_role("link", name="Groups").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


async def test_escape_does_not_hide_the_way_out_of_a_phone(live: Live, open_page: OpenPage) -> None:
    page = await open_page(viewport=PHONE)
    await sign_in(page, live, await pupil_of(live, "eve"), "/")
    leave = page.locator("#header").get_by_role("button", name="Log out")
    await leave.focus()
    await page.keyboard.press("Escape")
    await expect(leave).to_be_visible()


async def test_the_page_is_sound(live: Live, open_page: OpenPage) -> None:
    pupil = await pupil_of(live, "eve")
    page = await open_page(viewport=PHONE, reduced_motion="no-preference")
    album = Album(page, live)
    await sign_in(page, live, pupil, "/groups")
    await album.take("first-password")
    assert not album.found(), "\n".join(album.faults)
