"""Two people in the browser: asked, befriended, compared, invited, followed, blocked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest
from playwright.async_api import Page, expect
from redis.asyncio import Redis

from server.leaderboards import Boards
from server.settings import Settings
from tests.browser.album import Album
from tests.browser.conftest import OpenPage
from tests.browser.player import signed_up
from tests.browser.test_live_board import win
from tests.leaderboards.boards import open_boards
from tests.live import Live

MISSING = "There is no player with this name."


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def agree(page: Page, question: str, answer: str) -> None:
    await page.get_by_role("dialog", name=question).get_by_role("button", name=answer).click()


@pytest.fixture
async def elsewhere(pg: asyncpg.Pool, redis: Redis, settings: Settings) -> AsyncIterator[Boards]:
    boards = open_boards(pg, redis, settings)
    yield boards
    await boards.close()


@pytest.mark.long
async def test_two_become_friends_race_and_part(
    live: Live, open_page: OpenPage, pg: asyncpg.Pool, elsewhere: Boards
) -> None:
    ada, bob = await open_page(quiet=False), await open_page(quiet=False)
    album, other = Album(ada, live), Album(bob, live)
    await signed_up(ada, live, "ada_l")
    await signed_up(bob, live, "bob")
    for words, row in enumerate(await pg.fetch("SELECT id FROM users"), 40):
        await win(pg, elsewhere, row["id"], words)

    await bob.goto(f"{live.url}/players/ada_l")
    await press(bob, "Follow")
    await expect(bob.get_by_role("button", name="Unfollow")).to_be_visible()
    await press(bob, "Add friend")
    await expect(bob.get_by_text("Request sent.")).to_be_visible()
    await expect(bob.get_by_role("link", name="1 follower")).to_be_visible()
    await other.take("profile-of-another")

    await ada.goto(f"{live.url}/profile")
    await ada.get_by_role("link", name="Friends", exact=True).click()
    received = ada.get_by_role("region", name="Friend requests")
    await expect(received).to_contain_text("bob")
    await album.take("friends-asked")
    await received.get_by_role("button", name="Accept: bob").click()
    mine = ada.get_by_role("region", name="Your friends")
    await expect(mine.get_by_role("link", name="bob")).to_be_visible()
    await expect(received).to_have_count(0)
    await expect(mine).to_be_focused()

    await ada.get_by_label("Username").fill("nobody_here")
    await press(ada, "Send request")
    await expect(ada.get_by_role("alert").filter(has_text=MISSING)).to_be_visible()

    await ada.get_by_role("link", name="Leaderboard of your friends").click()
    await expect(ada.locator("tbody tr")).to_have_count(2)
    await album.take("leaderboard-friends")
    await ada.get_by_role("combobox", name="Players").select_option("Everybody")
    await ada.wait_for_url(f"{live.url}/leaderboard")

    await ada.goto(f"{live.url}/race")
    await press(ada, "Open the race")
    invite = ada.get_by_role("button", name="Invite: bob")
    await album.take("race-invite")
    await invite.click()
    await expect(ada.get_by_text("Invited.")).to_be_visible()
    await bob.goto(f"{live.url}/friends")
    await expect(bob.get_by_text("playing now: ")).to_be_visible()
    await other.take("friends-playing")
    await bob.get_by_role("link", name="Go to the race").click()
    await expect(bob.get_by_role("button", name="Take a seat")).to_be_visible()

    await ada.goto(f"{live.url}/players/ada_l/followers")
    await expect(ada.get_by_role("link", name="bob")).to_be_visible()
    await album.take("followers")
    await ada.get_by_role("link", name="bob").click()
    await press(ada, "Block")
    await agree(ada, "Block bob?", "Block")
    await expect(ada.get_by_text("You block this player.")).to_be_visible()
    await bob.goto(f"{live.url}/players/ada_l")
    await expect(bob.get_by_role("heading", name="Not found")).to_be_visible()

    await ada.goto(f"{live.url}/friends")
    await expect(ada.get_by_role("region", name="Blocked players")).to_contain_text("bob")
    await album.take("friends-blocked")
    await ada.get_by_role("button", name="Unblock: bob").click()
    await expect(ada.get_by_text("No friends yet.")).to_be_visible()

    await ada.goto(f"{live.url}/settings")
    await ada.get_by_label("Who sees that I am playing").select_option("My friends")
    await album.take("settings-privacy")
    await ada.reload()
    await expect(ada.get_by_label("Who sees that I am playing")).to_have_value("FRIENDS")
    assert not album.found() + other.found(), "\n".join(album.faults + other.faults)
