"""The bell, the page of notifications and its switches; and that a page has one stream."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, Request, Route, expect
from redis.asyncio import Redis

from game.terms import NotificationKind
from server.infra.postgres import Pool
from server.notifications import Notice
from server.notifications import live as live_module
from server.settings import Settings
from tests.browser.album import Album
from tests.browser.conftest import OpenPage
from tests.browser.player import signed_up
from tests.leaderboards.boards import open_boards, play
from tests.live import Live, until
from tests.notifications.test_notifying import tell
from tests.results.games import add_player

SOME_ID = "00000000-0000-4000-8000-000000000000"
AT = "2026-11-27T18:00:00.000Z"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "LOOK_EVERY_S", 0.1)


def one_of_each(to: str, by: str) -> list[Notice]:
    """Every kind, so that each is drawn and has a way to where it leads."""
    data: dict[NotificationKind, dict[str, object]] = {
        NotificationKind.ANSWER: {"on": f"snippet:{SOME_ID}", "called": "def <b>", "post": SOME_ID},
        NotificationKind.OVERTAKEN: {
            **{
                "mode": "SOLO",
                "metric": "score",
                "language": "PYTHON",
                "difficulty": "HARD",
                "value": 1234,
                "own": 987,
            },
            "result_id": SOME_ID,
        },
        NotificationKind.ACHIEVEMENT: {"name": "Ten in a row"},
        NotificationKind.CONTEST_SOON: {"slug": "friday", "title": "Friday night", "starts_at": AT},
        NotificationKind.ASSIGNMENT_DUE: {"title": "Two games", "due_at": AT, "group": "9b", "group_name": "Class 9b"},
        NotificationKind.VERDICT: {"verdict": "rejected", "appealed": True},
    }
    personal = {*NotificationKind} - (data.keys() - {NotificationKind.ANSWER, NotificationKind.OVERTAKEN})
    return [
        Notice(to, kind, "ABCDEF" if kind is NotificationKind.INVITED else SOME_ID, by if kind in personal else None,
               data.get(kind, {}))
        for kind in NotificationKind
    ]  # fmt: skip


async def badge(page: Page, words: str) -> None:
    await expect(page.locator(".bell")).to_have_attribute("aria-label", re.compile(words))


async def test_what_is_told_rings_is_listed_leads_on_and_is_read(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    album = Album(page, live)
    await signed_up(page, live, "ada", "/notifications")
    ada = await pg.fetchval("SELECT id FROM users WHERE username = 'ada'")
    bob = await add_player(pg, username="bob", display_name="Bob <b>")
    await page.locator(".notifications .empty").wait_for()
    await album.take("notifications-none")
    await tell(pg, Notice(ada, NotificationKind.FOLLOWED, bob, by=bob))
    await badge(page, "1 unread")  # without a reload
    await expect(page.get_by_text("Bob <b> follows you").first).to_be_visible()
    await tell(pg, *one_of_each(ada, bob))
    await expect(page.locator(".told li")).to_have_count(len(NotificationKind) + 1)
    says = await page.locator(".told a").all_inner_texts()
    assert not any("undefined" in words or "Something" in words for words in says), says
    assert any("passed your best in Python, Hard: 1,234 points against 987" in words for words in says)
    assert any("Bob <b> has answered you on the snippet “def <b>”" in words for words in says)
    await page.locator(".notices, #notices").first.evaluate("(one) => { one.hidden = true }")
    await album.take("notifications")
    leads = await page.locator(".told a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert f"/snippets/{SOME_ID}#post-{SOME_ID}" in leads and "/groups/9b/assignments" in leads
    await page.get_by_role("button", name="Mark as read: Bob <b> follows you").first.click()
    await badge(page, "10 unread")
    await page.locator(".told li[data-kind=FRIEND_ACCEPTED] a").click()
    await page.wait_for_url("**/players/bob")
    await page.go_back()
    await badge(page, "9 unread")
    await page.get_by_role("button", name="Mark all as read").click()
    await badge(page, "^Notifications$")
    await expect(page.locator(".told li.new")).to_have_count(0)
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator(".bell")).to_be_visible()
    assert album.found() == []


async def test_a_kind_can_be_switched_off_in_the_settings(live: Live, pg: Pool, open_page: OpenPage) -> None:
    page = await open_page()
    album = Album(page, live)
    await signed_up(page, live, "ada", "/settings")
    await page.get_by_label("New followers").uncheck()
    await expect(page.get_by_label("New followers")).to_be_enabled()
    assert await pg.fetchval("SELECT notifications_off FROM users WHERE username = 'ada'") == ["FOLLOWED"]
    await album.take("settings-notifications")
    await page.reload()
    await expect(page.get_by_label("New followers")).not_to_be_checked()
    await expect(page.get_by_label("Achievements")).to_be_checked()
    assert album.found() == []


@dataclass
class Streams:
    """The event streams of a page."""

    url: str
    opened: list[Request] = field(default_factory=list)
    closed: list[Request] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, live: Live) -> Streams:
        made = cls(live.url)
        page.on("request", made.begins)
        page.on("requestfinished", made.ends)
        page.on("requestfailed", made.ends)
        return made

    def begins(self, request: Request) -> None:
        if is_stream(request):
            self.opened.append(request)

    def ends(self, request: Request) -> None:
        self.closed.append(request)

    @property
    def open(self) -> list[str]:
        """Their addresses, of those that are open."""
        return [one.url.removeprefix(self.url) for one in self.opened if one not in self.closed]

    async def only(self, path: str, *, language: str | None) -> None:
        """Until that is all there is; of the board of that language, or of all."""

        def holds() -> bool:
            queries = [one.query for one in map(urlsplit, self.open) if one.path == path]
            return len(queries) == len(self.open) == 1 and parse_qs(queries[0]).get("language", [None]) == [language]

        await until(holds)


def is_stream(request: Request) -> bool:
    return "/api/" in request.url and "/live" in request.url


async def is_live(page: Page) -> None:
    await expect(page.locator(".live")).to_have_attribute("data-state", "live")


async def test_a_page_has_one_stream_whatever_it_follows(
    live: Live, pg: Pool, redis: Redis, settings: Settings, open_page: OpenPage
) -> None:
    page = await open_page()
    streams = Streams.of(page, live)
    path = "/api/notifications/live"
    await signed_up(page, live, "ada", "/leaderboard")
    ada = await pg.fetchval("SELECT id FROM users WHERE username = 'ada'")
    await is_live(page)
    await badge(page, "^Notifications$")
    assert len(streams.opened) <= 2, "one for the news, one with the board, which the page learnt of later"
    streams.opened.clear()
    await page.reload()
    await is_live(page)
    assert len(streams.opened) <= 2
    await page.get_by_role("combobox", name="Language").select_option("Python")
    await streams.only(path, language="PYTHON")
    await is_live(page)
    assert len(streams.opened) <= 4
    await page.go_back()
    await streams.only(path, language=None)
    await is_live(page)
    boards = open_boards(pg, redis, settings, datetime.now(UTC))
    await boards.add(await play(pg, ada, datetime.now(UTC)))
    await boards.close()
    await expect(page.locator(".standings tbody tr")).to_have_count(1)
    await tell(pg, Notice(ada, NotificationKind.VERDICT, SOME_ID, data={"verdict": "approved"}))
    await badge(page, "1 unread")
    await streams.only(path, language=None)
    await page.get_by_role("link", name="Notifications, 1 unread").click()
    await page.locator(".told").wait_for()
    await expect(page.locator(".told li")).to_have_count(1)
    await streams.only(path, language=None)


async def test_a_page_that_comes_too_late_takes_nothing_from_the_one_that_is_shown(
    live: Live, pg: Pool, redis: Redis, settings: Settings, open_page: OpenPage
) -> None:
    """Who goes back before the board of a filter is there still hears of the board they see."""
    page = await open_page()
    await signed_up(page, live, "ada", "/leaderboard")
    ada = await pg.fetchval("SELECT id FROM users WHERE username = 'ada'")
    held: asyncio.Future[Route] = asyncio.get_running_loop().create_future()

    def hold(route: Route) -> None:
        held.set_result(route)

    await page.route(re.compile(r"/api/leaderboard\?.*language=PYTHON"), hold)
    await page.get_by_role("combobox", name="Language").select_option("Python")
    late = await held
    await page.go_back()
    await expect(page.get_by_role("combobox", name="Language")).to_have_value("")
    await is_live(page)
    async with page.expect_request(is_stream):  # it follows its board, or leaves it
        await late.continue_()
    boards = open_boards(pg, redis, settings, datetime.now(UTC))
    await boards.add(await play(pg, ada, datetime.now(UTC)))
    await boards.close()
    await expect(page.locator(".standings tbody tr")).to_have_count(1)
