"""Groups in the browser: an evening with a class, the ways in, and what a teacher does for members."""

from __future__ import annotations

import csv
import re
from collections.abc import AsyncIterator

import asyncpg
import pytest
from playwright.async_api import Locator, Page, expect
from redis.asyncio import Redis

from server.leaderboards import Boards
from server.leaderboards import live as live_module
from server.settings import Settings
from tests.browser.album import PICTURES, Album
from tests.browser.conftest import OpenPage
from tests.browser.player import sign_up, signed_up, start
from tests.browser.test_first_password import OWN, TITLE
from tests.browser.test_live_board import win
from tests.leaderboards.boards import open_boards
from tests.live import Live

PUPILS = "eve_k", "mallory", "zoe_1"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "EVERY_S", 0.1)


@pytest.fixture
async def elsewhere(pg: asyncpg.Pool, redis: Redis, settings: Settings) -> AsyncIterator[Boards]:
    boards = open_boards(pg, redis, settings)
    yield boards
    await boards.close()


async def tab_to(page: Page, target: Locator) -> None:
    """By the keyboard alone."""
    await target.wait_for()
    for _ in range(120):
        if await target.evaluate("(element) => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


async def press(page: Page, role: str, name: str) -> None:
    await tab_to(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    await page.keyboard.press("Enter")


async def heading(page: Page, words: str) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text(words)


async def agree(page: Page, question: str, answer: str) -> None:
    """Once the question is there: the button that led to it is called the same."""
    dialog = page.get_by_role("dialog", name=question)
    await dialog.get_by_role("button", name=answer).press("Enter")


async def make_group(page: Page, live: Live, name: str = "Informatik 9b") -> str:
    """By the keyboard, from any page; returns the path of the group."""
    menu = page.get_by_role("button", name="Menu")
    if await menu.is_visible():  # a phone's
        await menu.press("Enter")
    await press(page, "link", "Groups")
    await tab_to(page, page.get_by_label("Name"))
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")
    await heading(page, name)
    return page.url.removeprefix(live.url)


async def add_pupils(page: Page, *names: str) -> dict[str, str]:
    """On the page of the members; the passwords on the sheet by username."""
    await tab_to(page, page.get_by_label("Usernames, one per line"))
    await page.keyboard.type("\n".join(names))
    await press(page, "button", "Create accounts")
    return await sheet_of(page)


async def sheet_of(page: Page) -> dict[str, str]:
    await page.locator(".strips li").first.wait_for()
    return {
        str(await strip.get_attribute("data-pupil")): await strip.locator("dd").last.inner_text()
        for strip in await page.locator(".strips li").all()
    }


async def first_sign_in(page: Page, live: Live, username: str, password: str, then: str) -> None:
    await page.goto(f"{live.url}/login?then={then}")
    await tab_to(page, page.get_by_label("Username or email"))
    await page.keyboard.type(username)
    await page.keyboard.press("Tab")
    await page.keyboard.type(password)
    await page.keyboard.press("Enter")
    await heading(page, TITLE)
    await page.keyboard.type(password)
    await page.keyboard.press("Tab")
    await page.keyboard.type(OWN)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{live.url}{then}")


@pytest.mark.long
async def test_an_evening_with_a_class(live: Live, open_page: OpenPage, pg: asyncpg.Pool, elsewhere: Boards) -> None:
    teacher = await open_page(quiet=False)  # a list with a fault in it is refused
    await signed_up(teacher, live, "teacher", then="/")
    path = await make_group(teacher, live)

    # Accounts for the class. A fault is told at its line, and nothing of the list is lost.
    await press(teacher, "link", "Members")
    field = teacher.get_by_label("Usernames, one per line")
    await tab_to(teacher, field)
    await teacher.keyboard.type("eve_k\nmallory smith\n\nteacher\nzoe_1")
    await press(teacher, "button", "Create accounts")
    await expect(teacher.locator(".faults li")).to_have_count(1)  # shapes are looked at before what is taken
    await press(teacher, "button", "Line 2")
    await teacher.keyboard.type("mallory")
    await press(teacher, "button", "Create accounts")
    await expect(teacher.locator(".faults li")).to_have_text("Line 4 teacher is taken.")
    await press(teacher, "button", "Line 4")
    await teacher.keyboard.press("Delete")
    await expect(field).to_have_value("eve_k\nmallory\n\n\nzoe_1")
    await press(teacher, "button", "Create accounts")
    passwords = await sheet_of(teacher)
    assert tuple(passwords) == PUPILS
    await heading(teacher, "3 passwords to hand out")
    await teacher.emulate_media(media="print")
    await expect(teacher.locator("#header")).to_be_hidden()
    await expect(teacher.get_by_role("button", name="Print")).to_be_hidden()
    await expect(teacher.locator(".strips li")).to_have_count(3)
    await teacher.emulate_media(media="screen")
    await press(teacher, "button", "Done, back to the members")
    await expect(teacher.get_by_text("not signed in yet")).to_have_count(3)

    # What is asked of them.
    await press(teacher, "link", "Assignments")
    await tab_to(teacher, teacher.get_by_label("Title"))
    await teacher.keyboard.type("Warm up")
    await press(teacher, "button", "Assign")
    await expect(teacher.locator(".group .standings")).to_contain_text("0 of 3 have done it")

    # Three pupils, each on a device of their own.
    pupils = [await open_page() for _ in PUPILS]
    for page, name in zip(pupils, PUPILS, strict=True):
        await first_sign_in(page, live, name, passwords[name], path)
        await heading(page, "Informatik 9b")
        await expect(page.locator(".group .asked")).to_contain_text("0 of 1 game")
    eve = pupils[0]
    await expect(eve.get_by_role("button", name="Results as CSV")).to_have_count(0)

    # The board on the projector follows what they play.
    await press(teacher, "link", "Board")
    await press(teacher, "link", "Projector view")
    await expect(teacher.locator(".projector .live")).to_have_attribute("data-state", "live")
    await expect(teacher.locator("#header")).to_be_hidden()
    ids = {row["username"]: row["id"] for row in await pg.fetch("SELECT id, username FROM users")}
    for words, name in zip((40, 60, 50), PUPILS, strict=True):
        await win(pg, elsewhere, ids[name], words)
    await win(pg, elsewhere, ids["teacher"], 30)
    names = teacher.locator(".projector td.player b")
    await expect(names).to_have_text(["mallory", "zoe_1", "eve_k", "teacher"])
    await expect(eve.locator(".group td.player a")).to_have_text(["mallory", "zoe_1", "eve_k", "teacher"])
    await press(teacher, "link", "Back to the group")
    await press(teacher, "link", "Assignments")
    await expect(teacher.locator(".group .standings")).to_contain_text("3 of 3 have done it")
    await press(eve, "link", "Assignments")
    await expect(eve.locator(".group .standings")).to_contain_text("✓ done")

    # Who is playing, and what came of the evening.
    await start(pupils[1], live)
    await press(teacher, "link", "Board")
    await expect(teacher.get_by_role("region", name="Playing now")).to_contain_text("mallory")
    async with teacher.expect_download() as begun:
        await press(teacher, "button", "Results as CSV")
    download = await begun.value
    assert download.suggested_filename == "informatik-9b.csv"
    with (await download.path()).open(newline="") as table:
        assert {row["username"] for row in csv.DictReader(table)} == {"teacher", *PUPILS}


async def test_a_stranger_who_follows_the_link_registers_comes_back_and_is_in(live: Live, open_page: OpenPage) -> None:
    teacher = await open_page()
    await signed_up(teacher, live, "teacher", then="/")
    path = await make_group(teacher, live)
    await press(teacher, "link", "Members")
    await expect(teacher.locator(".qr svg path").first).to_be_visible()
    link = await teacher.locator(".way a").inner_text()
    code = await teacher.locator(".group .code").inner_text()
    assert link == f"{live.url}/groups?join={code}"

    stranger = await open_page(quiet=False)  # nobody sees a group that they do not belong to
    await stranger.goto(link)
    await expect(stranger.locator("main")).to_contain_text(code)
    await stranger.get_by_role("main").get_by_role("link", name="Register").click()
    await sign_up(stranger, "bob")
    await expect(stranger.get_by_label("Code")).to_have_value(code)
    await stranger.keyboard.press("Enter")
    await heading(stranger, "Informatik 9b")
    assert stranger.url == f"{live.url}{path}"


async def test_a_guest_is_told_to_register_and_others_that_there_is_nothing(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await page.goto(f"{live.url}/groups?join=ABCDEFGH")
    await expect(page.get_by_role("main").get_by_role("link", name="Log in")).to_be_visible()
    await start(page, live)  # as a guest
    await page.goto(f"{live.url}/groups?join=ABCDEFGH")
    await expect(page.get_by_role("main")).to_contain_text("Guests cannot be in groups")
    await page.get_by_role("main").get_by_role("link", name="Register").click()
    await page.wait_for_url("**/register?then=*")
    await sign_up(page, "bob")
    await page.get_by_role("button", name="Join").click()
    await expect(page.locator("form p.error:visible")).to_contain_text("can be joined with this code")
    await page.goto(f"{live.url}/groups/no-such-group")
    await heading(page, "Members only")
    await page.get_by_role("button", name="Join").click()
    await expect(page.locator("#notices")).to_contain_text("can be joined with this code")


async def test_a_teacher_looks_after_members_and_the_owner_after_teachers(live: Live, open_page: OpenPage) -> None:
    page = await open_page(quiet=False)
    await signed_up(page, live, "teacher", then="/")
    path = await make_group(page, live)
    await press(page, "link", "Members")
    old = await page.locator(".group .code").inner_text()
    await press(page, "button", "New code")
    await agree(page, "Create a new code?", "New code")
    await expect(page.locator(".group .code")).not_to_have_text(old)
    await page.get_by_label("Anyone who knows the address").check()
    await expect(page.locator("#notices")).to_contain_text("Saved")
    await add_pupils(page, *PUPILS)
    await press(page, "button", "Done, back to the members")

    other = await open_page(quiet=False)
    await signed_up(other, live, "bob")
    await other.goto(f"{live.url}{path}")
    await other.get_by_role("button", name="Join").click()
    await heading(other, "Informatik 9b")

    await page.reload()
    dialog = page.get_by_role("dialog")
    await press(page, "button", "Manage eve_k")
    await dialog.get_by_label("Name in this group").fill("Eve")
    await dialog.get_by_label("Username").fill("bob")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.locator(".error:visible")).to_contain_text("taken")
    await dialog.get_by_label("Username").fill("eve_l")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.locator("tr", has_text="Eve")).to_contain_text("eve_l")
    await expect(page.get_by_role("button", name="Manage Eve")).to_be_focused()

    await page.get_by_role("button", name="Manage Eve").press("Enter")
    await dialog.get_by_role("button", name="New password").press("Enter")
    await agree(page, "Set a new password for Eve?", "New password")
    assert list(await sheet_of(page)) == ["eve_l"]
    await press(page, "button", "Done, back to the members")

    await press(page, "button", "Manage zoe_1")
    await dialog.get_by_role("button", name="Delete account").press("Enter")
    await dialog.get_by_role("heading", name="Delete zoe_1’s account?").wait_for()
    await page.keyboard.press("Escape")  # on second thoughts
    await press(page, "button", "Manage zoe_1")
    await dialog.get_by_role("button", name="Delete account").press("Enter")
    await agree(page, "Delete zoe_1’s account?", "Delete account")
    await expect(page.get_by_role("button", name="Manage zoe_1")).to_have_count(0)
    assert (await live.http.get("/api/users/zoe_1")).status_code == 404

    await press(page, "button", "Manage bob")
    await expect(dialog.get_by_label("Username")).to_have_count(0)
    await dialog.get_by_role("button", name="Transfer ownership").press("Enter")
    await agree(page, "Transfer the group to bob?", "Transfer ownership")
    await expect(page.locator("tr", has_text="bob")).to_contain_text("Owner")
    await tab_to(page, page.locator(".sections").get_by_role("link", name="Settings"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Delete the group")).to_have_count(0)
    await press(page, "button", "Leave the group")
    await agree(page, "Leave Informatik 9b?", "Leave the group")
    await heading(page, "Groups")

    await other.goto(f"{live.url}{path}/settings")
    await other.get_by_role("textbox", name="Name").fill("Informatik 10b")
    await other.get_by_role("button", name="Rename").click()
    await heading(other, "Informatik 10b")
    await press(other, "button", "Delete the group")
    await agree(other, "Delete Informatik 10b for good?", "Delete the group")
    await heading(other, "Groups")
    await expect(other.locator(".groups .empty")).to_be_visible()


async def test_assignments_are_given_in_full_refused_at_their_fields_and_deleted(
    live: Live, open_page: OpenPage
) -> None:
    page = await open_page(quiet=False)
    await signed_up(page, live, "teacher", then="/")
    path = await make_group(page, live)
    await page.goto(f"{live.url}{path}/assignments")
    await page.get_by_role("button", name="Assign").click()
    await expect(page.locator("#assignment-title-error")).to_be_visible()
    await page.get_by_label("Title").fill("Three sprints")
    await page.get_by_label("Note").fill("Clean before fast.")
    await page.get_by_label("Game", exact=True).select_option("SPRINT")
    await page.get_by_label("Language").select_option("PYTHON")
    await page.get_by_label("Number of games").fill("3")
    await page.get_by_label("Minimum WPM").fill("400")
    await page.get_by_role("button", name="Assign").click()
    await expect(page.locator("#assignment-min_net_wpm-error")).to_be_visible()
    await page.get_by_label("Minimum WPM").fill("30")
    await page.get_by_label("Due").fill("2031-01-31T18:00")
    await page.get_by_role("button", name="Assign").click()
    shown = page.get_by_role("region", name="Three sprints")
    await expect(shown).to_contain_text("3 games · Sprint · Python · at least 30 WPM")
    await expect(shown).to_contain_text(re.compile("due 31 Jan 2031"))
    await shown.get_by_role("button", name="Delete Three sprints").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(shown).to_have_count(0)


@pytest.mark.long
async def test_the_pages_are_sound(live: Live, open_page: OpenPage, pg: asyncpg.Pool, elsewhere: Boards) -> None:
    page = await open_page(reduced_motion="no-preference", quiet=False)
    album = Album(page, live)
    await album.goto("/groups?join=ABCDEFGH", ".groups")
    await album.take("groups-of-nobody")
    await signed_up(page, live, "teacher")
    await album.goto("/groups", ".groups .empty")
    await album.take("groups-none")
    path = await make_group(page, live)
    await album.goto(f"{path}/members", ".qr svg")
    await page.get_by_label("Usernames, one per line").fill("eve_k\nno spaces\nx")
    await page.get_by_role("button", name="Create accounts").click()
    await page.locator(".faults li").first.wait_for()
    await album.take("group-pupils-refused")
    await page.get_by_label("Usernames, one per line").fill("\n".join([*PUPILS, *(f"pupil_{n}" for n in range(9))]))
    await page.get_by_role("button", name="Create accounts").click()
    await page.locator(".strips li").first.wait_for()
    await album.take("group-sheet")
    if PICTURES:
        await page.emulate_media(media="print")
        await page.screenshot(path=album.folder / "group-sheet-print.png", full_page=True)
        await page.emulate_media(media="screen")
    for title in "Warm up", "Three sprints in Python":
        await album.goto(f"{path}/assignments", ".group form")
        await page.get_by_label("Title").fill(title)
        await page.get_by_label("Number of games").fill("2")
        await page.get_by_role("button", name="Assign").click()
        await page.get_by_role("region", name=title).wait_for()
    for number, row in enumerate(await pg.fetch("SELECT id FROM users ORDER BY username")):
        await win(pg, elsewhere, row["id"], 30 + 7 * number)
    await album.goto(f"{path}/assignments", ".group details")
    await page.locator(".group summary").first.click()
    await album.take("group-assignments")
    await album.goto(f"{path}/members", ".qr svg")
    await album.take("group-members")
    await page.get_by_role("button", name="Manage eve_k").click()
    await album.take("group-member")
    await page.keyboard.press("Escape")
    await album.goto(path, ".group td.player")
    await album.take("group")
    await album.goto(f"{path}/projector", ".projector td")
    await album.take("group-projector")
    await album.goto(f"{path}/settings", ".group .danger")
    await album.take("group-settings")
    await album.goto("/groups", ".groups .cards")
    await album.take("groups")
    assert not album.found(), "\n".join(album.faults)
