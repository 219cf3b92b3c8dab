"""Two people through a week of the server's calendar: games, a streak, an achievement, company, a record that is
overtaken, a talk with a hostile text in it, and a block."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Dialog, Page, expect

from server.infra.postgres import Pool
from server.notifications import live as live_module
from server.progress import seed_achievements
from tests.browser.album import Album
from tests.browser.conftest import OpenPage, ServerClock
from tests.browser.player import log_in, quit_game, signed_up, start, type_wave
from tests.browser.test_friends import agree, press
from tests.browser.test_journey import end_game
from tests.calendar import Calendar, calendar
from tests.live import Live
from tests.snippets import add_to, code

__all__ = ["calendar"]

HOSTILE = "Nice <img src=x onerror=alert(1)> <script>alert(2)</script> [win](javascript:alert(3))"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "LOOK_EVERY_S", 0.1)


async def rings(page: Page, unread: int) -> None:
    await expect(page.locator(".bell")).to_have_attribute("aria-label", re.compile(f"{unread} unread"))


@pytest.mark.long
async def test_two_people_through_a_week(
    calendar: Calendar, live: Live, pg: Pool, open_page: OpenPage, server_clock: ServerClock
) -> None:
    await seed_achievements(pg)
    snippets = [await add_to(pg, code(number), difficulty="EASY") for number in range(8)]
    ada, bob = await open_page(quiet=False, timezone_id="Europe/Berlin"), await open_page(quiet=False)
    album, other = Album(ada, live), Album(bob, live)
    for page, name in ((ada, "ada"), (bob, "bob")):
        await calendar.follow(page)
        await signed_up(page, live, name, "/")
    people = {row["username"]: row["id"] for row in await pg.fetch("SELECT id, username FROM users")}

    # Monday: a first game through the page brings the first achievement.
    await start(ada, live)
    for _ in range(4):  # a ranked game has 20 words, a wave a line of five at least; and it lasts 15 seconds
        server_clock.skip(5_000)
        await type_wave(ada)
    await quit_game(ada)
    await expect(ada.locator(".added h2")).to_contain_text("XP", timeout=20_000)  # the feed counts it
    await expect(ada.locator(".added .badge").first).to_be_visible()

    # They find each other.
    await bob.goto(f"{live.url}/players/ada")
    await press(bob, "Follow")
    await expect(bob.get_by_role("button", name="Unfollow")).to_be_visible()
    await press(bob, "Add friend")
    await expect(bob.get_by_text("Request sent.")).to_be_visible()
    await ada.goto(f"{live.url}/notifications")
    await expect(ada.get_by_text("bob follows you").first).to_be_visible()
    await ada.get_by_role("link", name="bob would like to be your friend").first.click()
    await ada.get_by_role("button", name="Accept: bob").click()
    await expect(ada.get_by_role("region", name="Your friends")).to_contain_text("bob")
    await bob.goto(f"{live.url}/notifications")
    await expect(bob.get_by_text("ada is your friend now").first).to_be_visible()

    # Every day a game; on the seventh, the streak is a week.
    for day in range(2, 8):
        await calendar.skip(days=1)
        result = await end_game(live, pg, people["ada"], 40 + day)
    await log_in(ada, live, "ada")
    await ada.goto(f"{live.url}/results/{result}")
    await expect(ada.locator(".added")).to_contain_text("7 days in a row")
    await ada.goto(f"{live.url}/profile")
    await expect(ada.locator("section:has(> #journey)")).to_contain_text("Days in a row")
    await album.take("week-profile")

    # Bob passes her best while she looks elsewhere.
    await ada.goto(f"{live.url}/notifications")
    await press(ada, "Mark all as read")
    await end_game(live, pg, people["bob"], 400)
    overtaken = ada.get_by_role("link", name=re.compile("bob has passed your best")).first
    await expect(overtaken).to_be_visible()
    await album.take("week-overtaken")
    await ada.goto(f"{live.url}/leaderboard?friends=true")
    await expect(ada.locator("tbody tr").first).to_contain_text("bob")

    # What he writes under a snippet is text, whatever it holds.
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)

    ada.on("dialog", refuse)
    await log_in(bob, live, "bob", f"/snippets/{snippets[0]}")
    talk = bob.get_by_role("region", name="Discussion")
    await talk.get_by_label("Your post").fill(HOSTILE)
    await talk.get_by_role("button", name="Post", exact=True).click()
    await expect(talk.get_by_role("article", name="Post by bob")).to_be_visible()
    await other.take("week-snippet")
    await pg.execute("UPDATE posts SET state = 'VISIBLE'")
    await ada.goto(f"{live.url}/snippets/{snippets[0]}")
    post = ada.get_by_role("article", name="Post by bob")
    await expect(post).to_contain_text("<script>alert(2)</script>")
    assert await post.locator("script, img, a[href^='javascript']").count() == 0
    assert asked == []

    # She has enough of him.
    await ada.goto(f"{live.url}/players/bob")
    await press(ada, "Block")
    await agree(ada, "Block bob?", "Block")
    await expect(ada.get_by_text("You block this player.")).to_be_visible()
    await ada.goto(f"{live.url}/snippets/{snippets[0]}")
    await expect(ada.get_by_text("Nobody has said anything yet.")).to_be_visible()
    await ada.goto(f"{live.url}/notifications")
    await ada.locator(".told, .empty").first.wait_for()
    await expect(ada.get_by_text("bob")).to_have_count(0)
    await bob.goto(f"{live.url}/players/ada")
    await expect(bob.get_by_role("heading", name="Not found")).to_be_visible()
    assert not album.found() + other.found(), "\n".join(album.faults + other.faults)
