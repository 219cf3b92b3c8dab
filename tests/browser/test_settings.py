"""The settings page: in force at once, kept here and with the account, refused at the field."""

from __future__ import annotations

import asyncio
import json
import re

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.player import PASSWORD, log_in, register, signed_up, start
from tests.live import Live

WITH_ACCOUNT = "Saved to your account."
ON_HTML = "({ ...document.documentElement.dataset })"
CODE = """() => {
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  return {
    size: style('.play .lane[data-state=target] code').fontSize,
    caret: style('.play .caret').backgroundColor,
    ground: style('html').backgroundColor,
  };
}"""
CLEAR = "rgba(0, 0, 0, 0)"


async def open_settings(page: Page, live: Live) -> None:
    await page.goto(f"{live.url}/settings")
    await page.locator(".settings").wait_for()


async def test_settings_hold_in_the_game_after_a_reload_and_on_another_device(live: Live, open_page: OpenPage) -> None:
    page = await open_page(color_scheme="dark")
    await start(page, live)
    before = await page.evaluate(CODE)
    await register(page, live, "ada")
    await open_settings(page, live)
    await page.get_by_label("Light", exact=True).check()
    await page.get_by_label("Bar", exact=True).check()
    await page.get_by_label("Code size").fill("24")
    await page.get_by_label("Less motion").check()
    chosen = {"theme": "light", "caret": "bar", "motion": "reduced"}
    assert await page.evaluate(ON_HTML) == chosen, "at once"
    await expect(page.get_by_text(WITH_ACCOUNT)).to_be_visible()
    await page.reload()
    assert await page.evaluate(ON_HTML) == chosen
    await expect(page.get_by_label("Code size")).to_have_value("24")

    other = await open_page(color_scheme="dark")
    await log_in(other, live, "ada", then="/settings")
    await expect(other.get_by_label("Light", exact=True)).to_be_checked()
    assert await other.evaluate(ON_HTML) == chosen
    await start(other, live)
    after = await other.evaluate(CODE)
    assert (before["size"], after["size"]) == ("18px", "24px")
    assert before["caret"] != CLEAR and after["caret"] == CLEAR, "a bar fills no cell"
    assert before["ground"] != after["ground"]


async def test_single_letters_can_be_switched_off(live: Live, open_page: OpenPage) -> None:
    """Success criterion 2.1.4 of WCAG."""
    page = await open_page()
    await signed_up(page, live, "ada", then="/")
    sprint = page.get_by_role("button", name="Sprint")
    await expect(sprint).to_have_attribute("aria-keyshortcuts", "S")
    await open_settings(page, live)
    shortcuts = page.get_by_label("Single-letter shortcuts")
    await expect(shortcuts).to_have_accessible_description(re.compile("S starts a sprint, D the daily"))
    await shortcuts.uncheck()
    await expect(page.get_by_text(WITH_ACCOUNT)).to_be_visible()

    other = await open_page()
    await log_in(other, live, "ada")
    for one in page, other:
        await one.goto(live.url)
        await one.locator(".mode .state strong").wait_for()
        button = one.get_by_role("button", name="Sprint")
        await expect(button.locator("kbd")).to_be_hidden()
        assert await button.get_attribute("aria-keyshortcuts") is None
        await one.keyboard.press("s")
        await one.keyboard.press("d")
        await expect(button).to_be_enabled()
        assert one.url == f"{live.url}/"
    assert not list(live.play.table.games())
    await open_settings(page, live)
    await page.get_by_label("Single-letter shortcuts").check()
    await page.goto(live.url)
    await page.locator(".mode .state strong").wait_for()
    await page.keyboard.press("s")
    await page.wait_for_url("**/play")


async def test_what_a_stranger_chose_becomes_theirs_and_nobody_elses(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await open_settings(page, live)
    await page.get_by_label("High contrast").check()
    await expect(page.get_by_text("Saved in this browser.")).to_be_visible()
    await page.get_by_role("button", name="Use the light theme").click()
    await expect(page.get_by_label("Light", exact=True)).to_be_checked()  # the header's button is the same choice
    await page.get_by_label("High contrast").check()
    await register(page, live, "ada")
    await open_settings(page, live)
    await expect(page.get_by_text(WITH_ACCOUNT)).to_be_visible()
    await page.get_by_role("button", name="Log out", exact=True).first.click()
    await page.wait_for_url(f"{live.url}/")
    await register(page, live, "bob")
    await open_settings(page, live)
    await expect(page.get_by_label("System")).to_be_checked()


async def test_a_log_out_waits_for_what_was_asked_before(live: Live, open_page: OpenPage) -> None:
    """Otherwise the server refuses it, as it comes from nobody any more."""
    page = await open_page()
    await register(page, live, "ada")
    answered, asked, release = [], asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        asked.set()
        await release.wait()
        await route.continue_()

    page.on("response", lambda answer: answered.append(answer.url.removeprefix(live.url)))
    await page.route("**/api/reports?*", late)
    await page.get_by_role("link", name="Settings").click()
    await asked.wait()
    await page.get_by_role("button", name="Log out", exact=True).first.click()
    release.set()
    await page.wait_for_url(f"{live.url}/")
    await expect(page.get_by_role("link", name="Log in")).to_be_visible()
    ours = [path.split("?")[0] for path in answered if path.startswith(("/api/reports", "/api/auth/logout"))]
    assert ours == ["/api/reports", "/api/auth/logout"]


async def test_the_zone_in_which_days_count_is_shown_and_chosen(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await register(page, live, "ada")
    await open_settings(page, live)
    zone = page.get_by_label("Time zone in which my days begin")
    await expect(zone.locator("option:checked")).to_contain_text("As my browser says")
    for value, is_chosen in ("Asia/Tokyo", True), ("", False):
        async with page.expect_response("**/api/user/time-zone") as answer:
            await zone.select_option(value)
        told = await (await answer.value).json()
        assert told["is_chosen"] is is_chosen and (not value or told["zone"] == value)
        await page.reload()
        await expect(zone).to_have_value(value)


async def test_settings_that_cannot_be_saved_hold_and_are_sent_later(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await signed_up(page, live, "ada")
    await open_settings(page, live)

    async def away(route: Route) -> None:
        await route.abort()

    await page.route("**/api/user/settings", away)
    await page.get_by_label("Light", exact=True).check()
    await expect(page.locator("#notices")).to_contain_text("could not be saved")
    await expect(page.get_by_text("not yet saved to your account")).to_be_visible()
    assert (await page.evaluate(ON_HTML))["theme"] == "light"
    await page.unroute("**/api/user/settings")
    await page.reload()
    await expect(page.get_by_text(WITH_ACCOUNT)).to_be_visible()
    other = await open_page(color_scheme="dark")
    await log_in(other, live, "ada", then="/settings")
    await expect(other.get_by_label("Light", exact=True)).to_be_checked()


async def test_names_and_password_are_changed_or_refused_at_their_fields(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await register(page, live, "taken")
    await page.get_by_role("button", name="Log out").click()
    await register(page, live, "ada")
    await open_settings(page, live)
    names = page.locator("section", has=page.get_by_role("heading", name="Name", exact=True))
    await names.get_by_label("Username").fill("taken")
    await names.get_by_role("button", name="Save").click()
    await expect(names.locator("#names-username-error")).to_contain_text("taken")
    await expect(names.get_by_label("Username")).to_be_focused()
    await names.get_by_label("Username").fill("ada")
    await names.get_by_label("Name shown to others").fill("Countess")
    await names.get_by_role("button", name="Save").click()
    await expect(names.get_by_role("status")).to_contain_text("Saved")
    await expect(page.locator("#header")).to_contain_text("Countess")
    await names.get_by_label("Email", exact=True).fill("countess@example.com")
    await names.get_by_role("button", name="Save").click()
    proof = names.get_by_label("Your password")
    await expect(proof).to_be_focused()  # it was hidden until it was needed
    await proof.fill(PASSWORD)
    await names.get_by_role("button", name="Save").click()
    await expect(names.get_by_role("status")).to_contain_text("Saved")
    await expect(proof).to_have_value("")

    password = page.locator("section", has=page.get_by_role("heading", name="Password", exact=True))
    for current, fresh, field, says in (
        ("not this one", PASSWORD + "!", "current_password", "Wrong password"),
        (PASSWORD, "short", "new_password", "8 characters"),
    ):
        await password.get_by_label("Current password").fill(current)
        await password.get_by_label("New password").fill(fresh)
        await password.get_by_role("button").click()
        await expect(password.locator(f"#password-{field}-error")).to_contain_text(says)
    await password.get_by_label("New password").fill(PASSWORD + "!")
    await password.get_by_role("button").click()
    await expect(password.get_by_role("status")).to_contain_text("Changed")
    await page.reload()
    await expect(page.locator("#header")).to_contain_text("Countess")  # this sign-in goes on


async def test_devices_are_listed_and_logged_out(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    await signed_up(page, live, "ada")
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    other = await open_page(user_agent=firefox, quiet=False)
    await log_in(other, live, "ada")
    await open_settings(page, live)
    devices = page.locator("section", has=page.get_by_role("heading", name="Where you are logged in"))
    await expect(devices.locator("li")).to_have_count(2)
    await expect(devices.locator("li", has_text="this device")).to_have_count(1)
    await devices.get_by_role("button", name="Log out Firefox on Linux").click()
    await expect(devices.locator("li")).to_have_count(1)
    await other.goto(f"{live.url}/profile")
    await expect(other.get_by_role("link", name="Log in").first).to_be_visible()
    await devices.get_by_role("button", name="Log out everywhere").click()
    await page.wait_for_url(f"{live.url}/")
    await expect(page.get_by_role("link", name="Log in")).to_be_visible()


async def test_the_data_can_be_taken_and_the_account_ended(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await signed_up(page, live, "ada")
    await open_settings(page, live)
    async with page.expect_download() as begun:
        await page.get_by_role("button", name="Download my data").click()
    download = await begun.value
    assert download.suggested_filename == "prodev-ada.json"
    exported = json.loads((await download.path()).read_bytes())
    assert exported["profile"]["username"] == "ada"

    await page.get_by_text("Delete my account").click()
    remove = page.get_by_role("button", name="Delete for good")
    await remove.click()
    await expect(page.get_by_text("Tick the box above first")).to_be_visible()
    await page.get_by_label("I understand this cannot be undone").check()
    await page.get_by_label("Your password, to confirm").fill("not this one")
    await remove.click()
    await expect(page.locator("#remove-password-error")).to_contain_text("Wrong password")
    await page.get_by_label("Your password, to confirm").fill(PASSWORD)
    await remove.click()
    await page.wait_for_url(f"{live.url}/")
    assert (await live.http.get("/api/users/ada")).status_code == 404
