"""A walk through every page as a reader, as a player and as a rival.

album.py says what must hold for each page, and how to get its pictures. The admin's pages are walked in test_admin.py,
those of groups in test_groups.py.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.browser.album import SIZES, Album, axe_source
from tests.browser.conftest import DEMO, PHONE, OpenPage, ServerClock
from tests.browser.player import begin, phase, quit_game, register, type_keys
from tests.live import Live
from tests.platforms.exports import monkeytype_csv, monkeytype_line

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
    await album.goto("/learn", ".learn")
    await album.take("learn-without-tracks")
    await album.goto(f"/players/{DEMO[0].username}", ".profile table")
    await album.take("player")
    await page.locator(".profile a[href^='/results/']").first.click()
    await page.locator(".strokes dl").wait_for()
    await album.take("result-of-another")
    await album.goto("/code", ".own-code")
    await album.take("own-code-of-nobody")
    await album.goto("/profile", ".profile, .missing")
    await album.take("profile-of-nobody")
    await album.goto("/settings", ".settings")
    await album.take("settings-of-nobody")


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
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Leave for now").click()
    await album.goto("/play", "button:has-text('Resume')")
    await album.take("unfinished")
    await page.get_by_role("button", name="Resume").click()
    await begin(page)
    await quit_game(page)
    await page.locator(".strokes dl").wait_for()
    await album.take("result")
    await album.goto("/topics", ".topics [data-topic]")
    await album.take("topics")
    await album.goto("/practice", ".practice .card")
    await album.take("practice-of-newcomer")
    await album.goto("/settings", ".settings")
    await bring_history(page)
    await album.take("settings")
    await album.goto("/profile", ".profile table")
    await album.take("profile")


async def bring_history(page: Page) -> None:
    """A month of tests on Monkeytype, in the browser as on the server's pages."""
    now = datetime.now(UTC)
    lines = [monkeytype_line(now - timedelta(days=day, minutes=day % 3), wpm=50 + day % 7) for day in range(1, 60, 2)]
    file = FilePayload(name="results.csv", mimeType="text/csv", buffer=monkeytype_csv(*lines, *lines[:9]))
    await page.get_by_label("Its export").set_input_files(file)
    await page.get_by_label("Your name there").fill("ada")
    await page.get_by_role("button", name="Import").click()
    await expect(page.locator("[data-platform=MONKEYTYPE]")).to_contain_text("Monkeytype (ada)")
    await expect(page.locator(".import + [role=status]")).to_contain_text(
        "30 tests on 30 days read, 30 days of them new or fuller."
    )


async def as_rival(album: Album, page: Page) -> None:
    """Who watches the best game again, races its ghost as a guest, and sees what came of it."""
    best = (await album.live.http.get("/api/leaderboard")).json()["entries"][0]
    await album.goto(f"/replay/{best['session_id']}?at=200", ".replay .check")
    await album.take("replay")
    await album.goto(f"/race/{best['result_id']}", "button:has-text('Start the race')")
    await album.take("race")
    await page.get_by_role("button", name="Start the race").click()
    await begin(page)
    await page.locator(".ghost-figure").wait_for()
    await type_keys(page, 30)
    await album.take("play-ghost")
    await quit_game(page)
    await page.locator(".versus").wait_for()
    await page.locator(".strokes dl").wait_for()
    await album.take("result-ghost")
    await album.goto("/profile", ".profile table")
    await album.take("profile-of-guest")


@pytest.mark.long
@pytest.mark.parametrize(("walk", "size"), [(as_reader, "desktop"), (as_player, "phone"), (as_rival, "desktop")])
async def test_every_page_is_sound(
    walk: Walk, size: str, live_with_demo: Live, open_page: OpenPage, server_clock: ServerClock
) -> None:
    server_clock.hold()  # the player stops for pictures
    page = await open_page(viewport=SIZES[size], reduced_motion="no-preference")
    album = Album(page, live_with_demo)
    await walk(album, page)
    assert not album.found(), "\n".join(album.faults)


async def test_refusals_are_sound(live: Live, open_page: OpenPage) -> None:
    # Not quiet: the browser logs every refused request.
    page = await open_page(quiet=False, viewport=PHONE, reduced_motion="no-preference")
    album = Album(page, live)
    await album.goto("/register", "form.card")
    await page.get_by_label("Username").fill("a!")
    await page.get_by_role("button", name="Register").click()
    await page.locator("[aria-invalid=true]").first.wait_for()
    await album.take("register-refused")
    await album.goto("/no/such/page", ".missing")
    await expect(page.locator(".missing")).to_contain_text("does not exist")
    await album.take("missing")
    assert not album.found(), "\n".join(album.faults)


async def test_a_fault_is_found(live: Live, open_page: OpenPage) -> None:
    page = await open_page()
    album = Album(page, live)
    await album.goto("/login", "form.card")
    await page.evaluate("document.querySelector('main').append(document.createElement('h1'), new Image())")
    await album.check("login")
    assert any("2 h1" in fault for fault in album.found())
    if axe_source() is not None:
        assert any("image-alt" in fault for fault in album.faults)
