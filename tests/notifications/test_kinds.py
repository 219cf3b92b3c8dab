"""Every kind of thing that people are told of: made by what it is told of, and kept from whom it is not for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from game.terms import NotificationKind, Role
from server import contests, groups
from server.infra.postgres import Pool
from server.leaderboards import overtaking_consumer
from server.progress import seed_achievements
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.contests.contests import wanted
from tests.discussions.talk import Talk
from tests.feed.conftest import until
from tests.leaderboards.boards import NOW, play
from tests.live import Account, Live, serving
from tests.play.matches import opened
from tests.small_library import fill
from tests.snippets import add_to, code

Kind = NotificationKind
Deed = Callable[[], Awaitable[Any]]
STARTS_AT = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)


@dataclass(slots=True)
class World:
    """`to` is told of what `by` does; new ones each time."""

    live: Live
    pg: Pool
    talk: Talk
    staff: Account
    numbers: count[int] = field(default_factory=count)
    to: Account = field(init=False)
    by: Account = field(init=False)
    names: tuple[str, str] = ("", "")

    async def meet(self) -> None:
        number = next(self.numbers)
        self.names = f"to{number}", f"by{number}"
        self.to, self.by = [await self.live.register(name) for name in self.names]

    async def done(self, account: Account, method: str, path: str, **body: Any) -> Any:
        answer = await account.request(method, path, **body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def befriend(self) -> None:
        await self.done(self.to, "PUT", f"/api/friends/{self.names[1]}", action="REQUEST")
        await self.done(self.by, "PUT", f"/api/friends/{self.names[0]}", action="ACCEPT")

    async def stored(self, kind: Kind) -> list[Any]:
        told = "SELECT subject, by_id FROM notifications WHERE user_id = $1 AND kind = $2"
        return await self.pg.fetch(told, self.to.id, kind)

    async def listed(self, kind: Kind) -> int:
        """How many of them the list has, which all count as unread."""
        page = await self.done(self.to, "GET", "/api/notifications")
        assert page["unread"] == page["total"] == len(page["items"])
        return sum(one["kind"] == kind for one in page["items"])


@pytest.fixture
async def world(settings: Settings, pg: Pool) -> AsyncIterator[World]:
    await fill(pg)
    for number in range(10, 20):  # contests keep some
        await add_to(pg, code(number))
    await seed_achievements(pg)
    async with serving(settings) as live:
        talk = Talk(live, pg, f"snippet:{await add_to(pg, code(1))}")
        yield World(live, pg, talk, await live.register("staff", role=Role.ADMIN))


# ---------------------------------------------------------------- each of them: what leads up to it, and the deed


async def friend_request(world: World) -> Deed:
    return lambda: world.by.request("PUT", f"/api/friends/{world.names[0]}", action="REQUEST")


async def friend_accepted(world: World) -> Deed:
    await world.done(world.to, "PUT", f"/api/friends/{world.names[1]}", action="REQUEST")
    return lambda: world.by.request("PUT", f"/api/friends/{world.names[0]}", action="ACCEPT")


async def followed(world: World) -> Deed:
    return lambda: world.by.request("PUT", f"/api/users/{world.names[0]}/follow")


async def invited(world: World) -> Deed:
    await world.befriend()
    match = await opened(world.by)
    await world.pg.execute("INSERT INTO match_seats (match_code, seat, user_id) VALUES ($1, 1, $2)", match, world.by.id)
    return lambda: world.by.request("POST", f"/api/matches/{match}/invite", username=world.names[0])


async def answer(world: World) -> Deed:
    post = await world.talk.post(world.to)
    return lambda: world.by.request("POST", f"/api/posts/{post['id']}/comments", text="Because.")


async def overtaken(world: World) -> Deed:
    await world.befriend()
    await play(world.pg, world.to.id, NOW - timedelta(minutes=2), words=40)

    async def overtake() -> None:
        result = await play(world.pg, world.by.id, words=50)
        async with world.pg.acquire() as connection, connection.transaction():
            await overtaking_consumer().effect(connection, result.id)

    return overtake


async def achievement(world: World) -> Deed:
    async def earn() -> None:
        await play(world.pg, world.to.id)
        counted = "SELECT EXISTS (SELECT FROM user_journeys WHERE user_id = $1 AND events > 0)"
        await until(lambda: world.pg.fetchval(counted, world.to.id))

    return earn


async def contest_soon(world: World) -> Deed:
    slug = (await world.done(world.staff, "POST", "/api/contests", **wanted(starts_at=STARTS_AT.isoformat())))[
        "contest"
    ]["slug"]
    await world.done(world.to, "POST", f"/api/contests/{slug}/join")
    return lambda: contests.reminding(world.pg).work(STARTS_AT - timedelta(minutes=5))


async def assignment_due(world: World) -> Deed:
    group = (await world.done(world.by, "POST", "/api/groups", name="9b", join="OPEN"))["slug"]
    await world.done(world.to, "POST", "/api/groups/join", code=group)
    asked = {"title": "One game", "due_at": STARTS_AT.isoformat()}
    await world.done(world.by, "POST", f"/api/groups/{group}/assignments", **asked)
    return lambda: groups.reminding(world.pg).work(STARTS_AT - timedelta(hours=1))


async def verdict(world: World) -> Deed:
    result = await play(world.pg, world.to.id)
    path = f"/api/moderation/results/{result.id}"
    return lambda: world.staff.request("PUT", path, verdict="rejected", reason="A robot.")


MADE: dict[Kind, Callable[[World], Awaitable[Deed]]] = {
    Kind.FRIEND_REQUEST: friend_request,
    Kind.FRIEND_ACCEPTED: friend_accepted,
    Kind.FOLLOWED: followed,
    Kind.INVITED: invited,
    Kind.ANSWER: answer,
    Kind.OVERTAKEN: overtaken,
    Kind.ACHIEVEMENT: achievement,
    Kind.CONTEST_SOON: contest_soon,
    Kind.ASSIGNMENT_DUE: assignment_due,
    Kind.VERDICT: verdict,
}
BY_SOMEBODY = {*Kind} - {Kind.ACHIEVEMENT, Kind.CONTEST_SOON, Kind.ASSIGNMENT_DUE, Kind.VERDICT}


def test_every_kind_has_a_case() -> None:
    assert MADE.keys() == {*Kind}


@pytest.mark.long
async def test_each_kind_is_told_and_is_away_with_whoever_caused_it(world: World) -> None:
    active = "UPDATE users SET is_active = $2 WHERE id = $1"
    for kind, make in MADE.items():
        await world.meet()
        await (await make(world))()
        told = await world.stored(kind)
        assert told and {row["by_id"] for row in told} == {world.by.id if kind in BY_SOMEBODY else None}, kind
        assert await world.listed(kind) == len(told), kind
        shown = 0 if kind in BY_SOMEBODY else len(told)
        await world.pg.execute(active, world.by.id, False)
        assert await world.listed(kind) == shown, kind
        await world.pg.execute(active, world.by.id, True)
        assert await world.listed(kind) == len(told), kind
        for one, name in (world.to, world.names[1]), (world.by, world.names[0]):
            await world.done(one, "PUT", f"/api/friends/{name}", action="BLOCK")
            assert await world.listed(kind) == shown, kind
            await world.done(one, "PUT", f"/api/friends/{name}", action="UNBLOCK")
        await world.done(world.by, "DELETE", "/api/user/account", password=PASSWORD)
        assert len(await world.stored(kind)) == shown, kind
        await world.done(world.to, "DELETE", "/api/user/account", password=PASSWORD)
        assert await world.stored(kind) == [], kind


@pytest.mark.long
async def test_no_kind_is_told_to_who_does_not_want_it_or_is_not_there(world: World) -> None:
    for kind, make in MADE.items():
        await world.meet()
        deed = await make(world)
        await world.done(world.to, "PUT", "/api/user/settings", notifications_off=[kind])
        await deed()
        assert await world.stored(kind) == [], kind
        await world.meet()
        deed = await make(world)
        await world.pg.execute("UPDATE users SET is_active = false WHERE id = $1", world.to.id)
        await deed()
        assert await world.stored(kind) == [], kind


@pytest.mark.long
async def test_no_kind_is_told_of_somebody_who_is_apart_by_a_block(world: World) -> None:
    for kind in BY_SOMEBODY:
        for is_blocker in False, True:
            await world.meet()
            deed = await MADE[kind](world)
            one, name = (world.to, world.names[1]) if is_blocker else (world.by, world.names[0])
            await world.done(one, "PUT", f"/api/friends/{name}", action="BLOCK")
            await deed()
            assert await world.stored(kind) == [], kind


# ---------------------------------------------------------------- what it leads to is gone


async def contest_is_deleted(world: World, slug: str = "") -> None:
    slug = slug or await world.pg.fetchval("SELECT slug FROM contests")
    await world.done(world.staff, "DELETE", f"/api/contests/{slug}")


async def assignment_is_deleted(world: World) -> None:
    row = await world.pg.fetchrow("SELECT a.id, g.slug FROM group_assignments a JOIN groups g ON g.id = a.group_id")
    assert row is not None
    await world.done(world.by, "DELETE", f"/api/groups/{row['slug']}/assignments/{row['id']}")


async def group_is_deleted(world: World) -> None:
    slug = await world.pg.fetchval("SELECT slug FROM groups")
    await world.done(world.by, "DELETE", f"/api/groups/{slug}")


async def group_is_left(world: World) -> None:
    slug = await world.pg.fetchval("SELECT slug FROM groups")
    await world.done(world.to, "POST", f"/api/groups/{slug}/leave")


async def answer_is_deleted(world: World) -> None:
    (told,) = await world.stored(Kind.ANSWER)
    await world.done(world.by, "DELETE", f"/api/comments/{told['subject']}")


async def snippet_is_deleted(world: World) -> None:
    await world.pg.execute("DELETE FROM code_snippets WHERE id = $1", world.talk.on.removeprefix("snippet:"))


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        (Kind.CONTEST_SOON, contest_is_deleted),
        (Kind.ASSIGNMENT_DUE, assignment_is_deleted),
        (Kind.ASSIGNMENT_DUE, group_is_deleted),
        (Kind.ASSIGNMENT_DUE, group_is_left),
        (Kind.ANSWER, answer_is_deleted),
        (Kind.ANSWER, snippet_is_deleted),
    ],
)
async def test_what_leads_nowhere_any_more_goes(
    world: World, kind: Kind, end: Callable[[World], Awaitable[None]]
) -> None:
    await world.meet()
    await (await MADE[kind](world))()
    assert len(await world.stored(kind)) == 1
    await end(world)
    assert await world.stored(kind) == []


async def test_a_contest_takes_along_all_that_was_told_of_it_and_nothing_else(world: World) -> None:
    """It was moved once, and the slug of another begins as its own."""
    await world.meet()
    await (await contest_soon(world))()
    (told,) = await world.stored(Kind.CONTEST_SOON)
    slug = told["subject"].split()[0]
    for other, subject in (slug, f"{slug} 17"), (f"{slug}-2", f"{slug}-2 17"):
        add = "INSERT INTO notifications (user_id, kind, subject, data) VALUES ($1, 'CONTEST_SOON', $2, $3)"
        await world.pg.execute(add, world.to.id, subject, {"slug": other})
    await contest_is_deleted(world, slug)
    assert [row["subject"] for row in await world.stored(Kind.CONTEST_SOON)] == [f"{slug}-2 17"]
