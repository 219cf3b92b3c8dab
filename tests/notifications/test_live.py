"""`GET /api/notifications/live`: what open pages are told, with the board that they show, in one stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest
from redis.asyncio import Redis

from game.terms import NotificationKind
from server.infra.postgres import Pool
from server.notifications import Notice
from server.notifications.live import STREAMS_EACH
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.contests.test_viewers import Events, events_of, until
from tests.leaderboards.boards import open_boards, play
from tests.live import PATIENCE_S, Account, Live
from tests.notifications.test_notifying import tell
from tests.notifications.test_reading import read

FOLLOWED, VERDICT = NotificationKind.FOLLOWED, NotificationKind.VERDICT


@asynccontextmanager
async def told(account: Account, query: str = "") -> AsyncIterator[Events]:
    path = f"/api/notifications/live{query}"
    async with account.live.http.stream("GET", path, headers=account.headers) as answer:
        assert answer.status_code == 200
        yield events_of(answer.aiter_lines())


async def ended(events: Events) -> None:
    async with asyncio.timeout(PATIENCE_S):
        async for _ in events:
            pass


async def test_a_stream_begins_with_what_is_unread_and_tells_what_is_new_and_what_was_read(
    ada: Account, bob: Account, pg: Pool
) -> None:
    await tell(pg, Notice(ada.id, VERDICT, "1"))
    async with told(ada) as events, told(bob) as others:
        assert await until(events, "notifications") == {"unread": 1, "news": []}
        assert (await until(others, "notifications"))["unread"] == 0
        await tell(pg, Notice(ada.id, FOLLOWED, bob.id, by=bob.id))
        news = await until(events, "notifications")
        assert (news["unread"], [(one["kind"], one["by"]["username"]) for one in news["news"]]) == (
            2,
            [("FOLLOWED", "bob")],
        )
        assert await read(ada, all=True) == 0  # on another page
        assert await until(events, "notifications") == {"unread": 0, "news": []}
        await tell(pg, *(Notice(ada.id, VERDICT, str(number)) for number in range(2, 7)))
        assert await until(events, "notifications") == {"unread": 5, "news": []}  # too many to be told apart
        await tell(pg, Notice(bob.id, VERDICT, "9"))
        assert (await until(others, "notifications"))["unread"] == 1  # and nothing of ada's before


async def test_one_stream_carries_a_board_as_well(ada: Account, pg: Pool, redis: Redis, settings: Settings) -> None:
    boards = open_boards(pg, redis, settings)
    async with told(ada, "?follow=true&metric=net_wpm&language=PYTHON") as events:
        await until(events, "board", metric="net_wpm", language="PYTHON", total=0)
        await boards.add(await play(pg, ada.id, words=40))
        await until(events, "board", total=1)
        await tell(pg, Notice(ada.id, VERDICT, "1"))
        await until(events, "notifications", unread=1)
    await boards.close()


async def test_a_stream_ends_with_the_sign_in_and_with_the_account(live: Live, ada: Account, pg: Pool) -> None:
    answer = await live.http.post("/api/auth/login", json={"login": "ada", "password": PASSWORD})
    live.http.cookies.clear()
    again = Account(live, answer.json())
    async with told(ada) as first, told(again) as second:
        await until(first, "notifications")
        family = await pg.fetchval("SELECT family_id FROM refresh_tokens ORDER BY created_at LIMIT 1")
        assert (await again.request("DELETE", f"/api/user/sessions?id={family}")).status_code == 204
        await ended(first)
        await tell(pg, Notice(ada.id, VERDICT, "1"))
        await until(second, "notifications", unread=1)
        await pg.execute("UPDATE users SET is_active = false WHERE id = $1", ada.id)
        await ended(second)


async def test_a_person_has_so_many_streams_and_another_room_for_theirs(ada: Account, bob: Account) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(STREAMS_EACH):
            await stack.enter_async_context(told(ada))
        refused = await ada.request("GET", "/api/notifications/live")
        assert (refused.status_code, refused.json()["code"]) == (503, "notification/too-many-streams")
        await stack.enter_async_context(told(bob))


@pytest.mark.parametrize("query", ["?follow=true&mode=GHOST", "?follow=true&metric=luck"])
async def test_a_board_that_is_none_is_refused(ada: Account, query: str) -> None:
    assert (await ada.request("GET", f"/api/notifications/live{query}")).status_code == 422


async def test_a_stranger_is_told_nothing(live: Live) -> None:
    answer: httpx.Response = await live.http.get("/api/notifications/live")
    assert answer.status_code == 401
