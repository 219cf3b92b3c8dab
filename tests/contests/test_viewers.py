"""Contests as they change, over server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest

from server.infra.postgres import Pool
from tests.contests.contests import call, end, made, play, running
from tests.live import PATIENCE_S, Account, Live

Events = AsyncIterator[tuple[str, dict[str, Any]]]


@asynccontextmanager
async def followed(live: Live, slug: str, **headers: str) -> AsyncIterator[Events]:
    async with live.http.stream("GET", f"/api/contests/{slug}/live", headers=headers) as answer:
        assert answer.status_code == 200
        yield events_of(answer.aiter_lines())


async def events_of(lines: AsyncIterator[str]) -> Events:
    name = ""
    async for line in lines:
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            yield name, orjson.loads(line[6:])


async def until(events: Events, name: str, **told: Any) -> dict[str, Any]:
    """The first event of this name that says this."""
    async with asyncio.timeout(PATIENCE_S):
        async for event, data in events:
            if event == name and all(data[key] == value for key, value in told.items()):
                return data
    raise AssertionError("the stream ended")


async def test_standings_are_live_from_announcement_to_the_end(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada, bob = await live.register("ada"), await live.register("bob")
    async with followed(live, slug) as events:
        assert (await until(events, "contest"))["state"] == "RUNNING"
        assert (await until(events, "standings"))["standings"] == []
        await play(bob, live, slug, slips=1)
        top = await until(events, "standings", finished=1)
        assert [(row["rank"], row["username"]) for row in top["standings"]] == [(1, "bob")]
        await play(ada, live, slug)
        top = await until(events, "standings", finished=2)
        assert [(row["rank"], row["username"]) for row in top["standings"]] == [(1, "ada"), (2, "bob")]
        await end(pg, slug)
        await until(events, "contest", state="OVER")
        async with followed(live, slug) as late:
            first = await until(late, "standings")
            assert {row["old_rating"] for row in first["standings"]} == {1500}


async def test_a_head_holds_nothing_open(live: Live, admin: Account) -> None:
    slug = await made(admin)
    async with asyncio.timeout(PATIENCE_S):
        answer = await live.http.head(f"/api/contests/{slug}/live")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/event-stream")


async def test_a_stream_ends_with_a_contest_that_is_deleted(live: Live, admin: Account) -> None:
    slug = await made(admin)
    async with followed(live, slug) as events:
        await until(events, "standings")
        await call(admin, "DELETE", f"/{slug}")
        async with asyncio.timeout(PATIENCE_S):
            assert [event async for event in events if event[0] != "beat"] == []


async def test_a_contest_of_a_group_is_followed_by_its_members(live: Live, pg: Pool, teacher: Account) -> None:
    slug = await made(teacher, group="class-9b")
    assert (await live.http.get(f"/api/contests/{slug}/live")).status_code == 404
    async with followed(live, slug, **teacher.headers) as events:
        assert (await until(events, "contest"))["slug"] == slug
        ada = await live.register("ada")
        await ada.request("POST", "/api/groups/join", code="class-9b")
        await call(ada, "POST", f"/{slug}/join")
        await until(events, "standings", participants=1)


@pytest.mark.parametrize("how", ["removed", "left", "signed out", "disabled"])
async def test_a_groups_contest_is_followed_no_longer_than_one_belongs_to_it(
    live: Live, admin: Account, teacher: Account, how: str
) -> None:
    slug, ada = await made(teacher, group="class-9b"), await live.register("ada")
    assert (await ada.request("POST", "/api/groups/join", code="class-9b")).status_code == 200
    async with followed(live, slug, **teacher.headers) as still, followed(live, slug, **ada.headers) as events:
        await until(events, "standings")
        match how:
            case "removed":
                answer = await teacher.request("DELETE", f"/api/groups/class-9b/members/{ada.id}")
            case "left":
                answer = await ada.request("POST", "/api/groups/class-9b/leave")
            case "signed out":
                answer = await ada.request("POST", "/api/auth/logout-all")
            case _:
                answer = await admin.request("PUT", f"/api/admin/users/{ada.id}", is_active=False)
        assert answer.is_success, answer.text
        async with asyncio.timeout(PATIENCE_S):
            assert [event async for event in events if event[0] not in ("beat", "contest", "standings")] == []
        bob = await live.register("bob")
        assert (await bob.request("POST", "/api/groups/join", code="class-9b")).status_code == 200
        await call(bob, "POST", f"/{slug}/join")
        await until(still, "standings", participants=1)
