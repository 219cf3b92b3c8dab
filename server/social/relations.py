"""What two people are to each other, and how that changes.

Laws:
- Every change locks both users first, in the order of their ids. So two people who do something to each other at once
  do it one after the other, nothing waits in a circle, and what is counted stays as it was counted.
- A friendship is the same for both. Whoever is blocked, or blocks, neither follows nor is friends; a block ends both.
- Requests of both at once are a friendship, whatever the settings say: each has asked for it.
- When somebody was last asked, and declined, outlives the request: neither its withdrawal nor a block makes it
  forgotten, only a friendship does.
- Somebody who has blocked the caller, or is blocked, does not exist for them; but for taking the block back.

Absent on purpose: what people are told of it. `Teller` is handed in, and called in the transaction.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from game.terms import FriendRequestsFrom, FriendStatus, NotificationKind
from server.infra.postgres import Connection, Pool
from server.infra.web import Principal, Problem
from server.social.answers import Relation
from server.social.limits import BLOCKS, FOLLOWS, FRIENDS, REQUESTS, THEIR_FRIENDS, refuse_too_many
from server.social.lists import relation
from server.social.shown import NAMED, SHOWN

ASK_AGAIN = timedelta(days=1)  # after a request that was withdrawn, or ended by a block
ASK_THE_UNWILLING = timedelta(days=30)  # after a request was declined

NO_SUCH_PLAYER = 404, "account/no-such-player"
YOURSELF = 409, "friends/yourself"
NOT_FOR_GUESTS = 403, "friends/guest"
NOT_FOR_ROBOTS = 403, "friends/robot"
NOT_ASKED = 409, "friends/no-request"
DECLINED = 409, "friends/declined"
ASKED_LATELY = 409, "friends/asked-lately"
NOT_WANTED = 403, "friends/no-requests-wanted"

_LOCK = f"""
SELECT u.id, u.is_guest, u.is_bot, u.friend_requests_from FROM users u
WHERE u.id = ANY($1::uuid[]) AND {SHOWN} ORDER BY u.id FOR NO KEY UPDATE
"""
_ROWS = """
SELECT user_id, status, changed_at FROM friend_relationships
WHERE (user_id = $1 AND other_id = $2) OR (user_id = $2 AND other_id = $1)
"""
_FOLLOWS = "SELECT EXISTS (SELECT FROM followers WHERE follower_id = $1 AND followed_id = $2)"
_FOLLOW = "INSERT INTO followers (follower_id, followed_id, created_at) VALUES ($1, $2, $3)"
_UNFOLLOW = "DELETE FROM followers WHERE follower_id = $1 AND followed_id = $2"
_PUT = """
INSERT INTO friend_relationships AS f (user_id, other_id, status, created_at, changed_at) VALUES ($1, $2, $3, $4, $4)
ON CONFLICT (user_id, other_id) DO UPDATE SET status = $3, changed_at = $4
"""
_REMOVE = "DELETE FROM friend_relationships WHERE user_id = $1 AND other_id = $2"
_LAST = "SELECT asked_at, declined_at FROM last_friend_requests WHERE user_id = $1 AND other_id = $2"
_ASKED = """
INSERT INTO last_friend_requests (user_id, other_id, asked_at) VALUES ($1, $2, $3)
ON CONFLICT (user_id, other_id) DO UPDATE SET asked_at = EXCLUDED.asked_at, declined_at = NULL
"""
_DECLINED = "UPDATE last_friend_requests SET declined_at = $3 WHERE user_id = $1 AND other_id = $2"
_BEFRIENDED = """
DELETE FROM last_friend_requests WHERE (user_id = $1 AND other_id = $2) OR (user_id = $2 AND other_id = $1)
"""

# Takes the transaction's connection, who is told of what, and who did it.
Told = Callable[[Connection, str, NotificationKind, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Teller:
    """`tell` says something once, `retract` takes it back when it is no longer so."""

    tell: Told
    retract: Told


@dataclass(slots=True)
class Pair:
    """The caller and somebody else, both locked. `mine` is what the caller asked of the other or did to them, `theirs`
    the other way round."""

    connection: Connection
    telling: Teller
    now: datetime
    me: asyncpg.Record
    other: asyncpg.Record
    mine: asyncpg.Record | None
    theirs: asyncpg.Record | None

    @property
    def are_friends(self) -> bool:
        return FriendStatus.ACCEPTED in (_status(self.mine), _status(self.theirs))

    @property
    def is_blocked(self) -> bool:
        return FriendStatus.BLOCKED in (_status(self.mine), _status(self.theirs))

    # ------------------------------------------------------------ following

    async def follow(self) -> None:
        """Raises Problem 403, 409."""
        self._refuse_guests_and_robots()
        if await self._follows(self.me, self.other):
            return
        await refuse_too_many(self.connection, FOLLOWS, self.me["id"])
        await self.connection.execute(_FOLLOW, self.me["id"], self.other["id"], self.now)
        await self._tell(NotificationKind.FOLLOWED)

    async def unfollow(self) -> None:
        await self.connection.execute(_UNFOLLOW, self.me["id"], self.other["id"])

    async def _follows(self, one: asyncpg.Record, other: asyncpg.Record) -> bool:
        return bool(await self.connection.fetchval(_FOLLOWS, one["id"], other["id"]))

    # ------------------------------------------------------------ friends

    async def request(self) -> None:
        """Ask, or accept what was asked. Raises Problem 403, 409."""
        self._refuse_guests_and_robots()
        if self.are_friends or _status(self.mine) == FriendStatus.REQUESTED:
            return
        if _status(self.theirs) == FriendStatus.REQUESTED:
            await self.accept()
            return
        await self._refuse_unwanted()
        await self._refuse_too_soon()
        await refuse_too_many(self.connection, REQUESTS, self.me["id"])
        await self._forget_both()
        await self._put(self.me, self.other, FriendStatus.REQUESTED)
        await self.connection.execute(_ASKED, self.me["id"], self.other["id"], self.now)
        await self._tell(NotificationKind.FRIEND_REQUEST)

    async def _refuse_unwanted(self) -> None:
        wanted = self.other["friend_requests_from"]
        if wanted == FriendRequestsFrom.EVERYBODY:
            return
        if wanted == FriendRequestsFrom.NOBODY or not await self._follows(self.other, self.me):
            raise Problem(*NOT_WANTED, "This player takes no friend requests from you. You can follow them.")

    async def _refuse_too_soon(self) -> None:
        last = await self.connection.fetchrow(_LAST, self.me["id"], self.other["id"])
        if last is None:
            return
        if last["declined_at"] is not None and self.now < last["declined_at"] + ASK_THE_UNWILLING:
            raise Problem(*DECLINED, "This player has declined your request. You can ask again after a month.")
        if self.now < last["asked_at"] + ASK_AGAIN:
            raise Problem(*ASKED_LATELY, "You have just asked this player. You can ask again after a day.")

    async def accept(self) -> None:
        """Raises Problem 409."""
        if self.are_friends:
            return
        if _status(self.theirs) != FriendStatus.REQUESTED:
            raise _not_asked()
        await refuse_too_many(self.connection, FRIENDS, self.me["id"])
        await refuse_too_many(self.connection, THEIR_FRIENDS, self.other["id"])
        await self._put(self.other, self.me, FriendStatus.ACCEPTED)
        await self.connection.execute(_BEFRIENDED, self.me["id"], self.other["id"])
        await self._retract(NotificationKind.FRIEND_REQUEST, self.me, self.other)
        await self._tell(NotificationKind.FRIEND_ACCEPTED)

    async def decline(self) -> None:
        """The other may not ask again for a while. Raises Problem 409."""
        if _status(self.theirs) not in (FriendStatus.REQUESTED, FriendStatus.DECLINED):
            raise _not_asked()
        if _status(self.theirs) == FriendStatus.REQUESTED:
            await self._put(self.other, self.me, FriendStatus.DECLINED)
            await self.connection.execute(_DECLINED, self.other["id"], self.me["id"], self.now)
            await self._retract(NotificationKind.FRIEND_REQUEST, self.me, self.other)

    async def part(self) -> None:
        """End the friendship, or withdraw one's request."""
        if self.are_friends:
            await self._forget_both()
        elif _status(self.mine) == FriendStatus.REQUESTED:
            await self._forget(self.me, self.other)
        else:
            return
        await self._retract_all()

    # ------------------------------------------------------------ blocking

    async def block(self) -> None:
        """Ends whatever there is between the two. Raises Problem 409."""
        if _status(self.mine) == FriendStatus.BLOCKED:
            return
        await refuse_too_many(self.connection, BLOCKS, self.me["id"])
        await self._forget_both()
        for one, other in ((self.me, self.other), (self.other, self.me)):
            await self.connection.execute(_UNFOLLOW, one["id"], other["id"])
        await self._put(self.me, self.other, FriendStatus.BLOCKED)
        await self._retract_all()

    async def unblock(self) -> None:
        if _status(self.mine) == FriendStatus.BLOCKED:
            await self._forget(self.me, self.other)

    # ------------------------------------------------------------ inside

    def _refuse_guests_and_robots(self) -> None:
        if self.me["is_guest"] or self.other["is_guest"]:
            raise Problem(*NOT_FOR_GUESTS, "Guests have no friends and followers. Register first: you keep your games.")
        if self.me["is_bot"] or self.other["is_bot"]:
            raise Problem(*NOT_FOR_ROBOTS, "Robots have no friends and followers.")

    async def _put(self, user: asyncpg.Record, other: asyncpg.Record, status: FriendStatus) -> None:
        await self.connection.execute(_PUT, user["id"], other["id"], status, self.now)

    async def _forget(self, user: asyncpg.Record, other: asyncpg.Record) -> None:
        await self.connection.execute(_REMOVE, user["id"], other["id"])

    async def _forget_both(self) -> None:
        await self._forget(self.me, self.other)
        await self._forget(self.other, self.me)

    async def _tell(self, kind: NotificationKind) -> None:
        await self.telling.tell(self.connection, self.other["id"], kind, self.me["id"])

    async def _retract(self, kind: NotificationKind, told: asyncpg.Record, by: asyncpg.Record) -> None:
        await self.telling.retract(self.connection, told["id"], kind, by["id"])

    async def _retract_all(self) -> None:
        for kind in (NotificationKind.FRIEND_REQUEST, NotificationKind.FRIEND_ACCEPTED):
            await self._retract(kind, self.me, self.other)
            await self._retract(kind, self.other, self.me)


Deed = Callable[[Pair], Awaitable[None]]


def _status(row: asyncpg.Record | None) -> str | None:
    return None if row is None else row["status"]


def _not_asked() -> Problem:
    return Problem(*NOT_ASKED, "This player has not asked you.")


def no_such_player() -> Problem:
    return Problem(*NO_SUCH_PLAYER, "There is no player with this name.")


class Relations:
    """`now` is told to what is kept, and decides when somebody may ask again."""

    def __init__(self, pg: Pool, telling: Teller, now: Callable[[], datetime]) -> None:
        self._pg, self._telling, self._now = pg, telling, now

    async def change(self, caller: Principal, username: str, deed: Deed, *, though_blocked: bool = False) -> Relation:
        """Do it to this player, in a transaction. `though_blocked`: also to somebody whom the caller blocks. Returns
        what the two are to each other then. Raises Problem 401, 403, 404, 409."""
        async with self._pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            pair = await self._pair(connection, caller, username)
            if pair.is_blocked and not (though_blocked and _status(pair.mine) == FriendStatus.BLOCKED):
                raise no_such_player()
            await deed(pair)
            return await relation(connection, pair.me["id"], pair.other["id"])

    async def _pair(self, connection: Connection, caller: Principal, username: str) -> Pair:
        """Both locked."""
        found = await connection.fetchval(NAMED, username)
        if found is None:
            raise no_such_player()
        if found == caller.user_id:
            raise Problem(*YOURSELF, "That is you.")
        people = {row["id"]: row for row in await connection.fetch(_LOCK, [found, caller.user_id])}
        await caller.confirm(connection)
        if found not in people:  # disabled or deleted a moment ago
            raise no_such_player()
        me, other = people[caller.user_id], people[found]
        rows = {row["user_id"]: row for row in await connection.fetch(_ROWS, caller.user_id, found)}
        return Pair(connection, self._telling, self._now(), me, other, rows.get(caller.user_id), rows.get(found))
