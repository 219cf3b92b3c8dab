"""Lists of people: who follows, is followed, is a friend, asks, or is blocked; and what two are to each other.

Law: whoever is deleted or disabled, or is hidden from the reader by a block, is on none of them, and is not counted;
but a total of thousands is one for all readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from game.terms import FriendStatus
from server.infra.paging import LongPage, LongQuery
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.totals import KeptTotals
from server.social.answers import ListedPlayer, Relation
from server.social.shown import NAMED, SHOWN, are_friends, friendships, visible, visible_to_one

RECEIVED = 100  # requests that one reads at once; those behind them move up

_PERSON = "u.id, u.username, u.display_name"
_SEEN = f"{SHOWN} AND {visible_to_one('u.id', '$2::uuid')}"
_FRIENDS = f"""
SELECT {_PERSON}, f.since FROM ({friendships("$1")}) f JOIN users u ON u.id = f.id
WHERE {SHOWN} ORDER BY lower(u.display_name), u.id
"""
_RECEIVED = f"""
SELECT {_PERSON}, f.changed_at AS since FROM friend_relationships f JOIN users u ON u.id = f.user_id
WHERE f.other_id = $1 AND f.status = 'REQUESTED' AND {SHOWN} ORDER BY f.changed_at DESC, u.id LIMIT {RECEIVED}
"""
_OF_MINE = f"""
SELECT {_PERSON}, f.changed_at AS since FROM friend_relationships f JOIN users u ON u.id = f.other_id
WHERE f.user_id = $1 AND f.status = $2 AND {SHOWN} ORDER BY f.changed_at DESC, u.id
"""
_RELATION = f"""
SELECT EXISTS (SELECT FROM followers WHERE follower_id = $1 AND followed_id = $2) AS follows,
    EXISTS (SELECT FROM followers WHERE follower_id = $2 AND followed_id = $1) AS is_followed,
    {are_friends("$1", "$2")} AS are_friends,
    EXISTS (SELECT FROM friend_relationships
        WHERE user_id = $1 AND other_id = $2 AND status = 'REQUESTED') AS has_asked,
    EXISTS (SELECT FROM friend_relationships
        WHERE user_id = $2 AND other_id = $1 AND status = 'REQUESTED') AS is_asked,
    EXISTS (SELECT FROM friend_relationships
        WHERE user_id = $1 AND other_id = $2 AND status = 'BLOCKED') AS is_blocked
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two lists of `followers`: whose it is, and who is on it."""

    whose: str
    who: str

    def rows(self) -> str:
        return f"FROM followers f JOIN users u ON u.id = f.{self.who} WHERE f.{self.whose} = $1 AND {_SEEN}"


FOLLOWERS = Side("followed_id", "follower_id")
FOLLOWING = Side("follower_id", "followed_id")


async def find(pg: Pool, username: str, reader_id: str | None) -> str | None:
    """The id of a player whom the reader may see."""
    found: str | None = await pg.fetchval(f"{NAMED} AND {visible('u.id', '$2::uuid')}", username, reader_id)
    return found


async def page(
    pg: Pool, totals: KeptTotals, side: Side, user_id: str, *, reader_id: str | None, query: LongQuery
) -> LongPage[ListedPlayer]:
    """The latest first."""
    from_here, after = query.from_here("f.created_at", f"f.{side.who}", 5)
    rows = await pg.fetch(
        f"SELECT {_PERSON}, f.created_at AS since {side.rows()} AND {from_here}"
        f" ORDER BY f.created_at DESC, f.{side.who} DESC LIMIT $3 OFFSET $4",
        user_id,
        reader_id,
        query.limit,
        query.offset,
        *after,
    )
    total = await count(pg, totals, side, user_id, reader_id)
    return query.long_page_of([read(ListedPlayer, row) for row in rows], total, lambda one: (one.since, one.id))


async def count(pg: Pool, totals: KeptTotals, side: Side, user_id: str, reader_id: str | None) -> int:
    counted = partial(pg.fetchval, f"SELECT count(*) {side.rows()}", user_id)
    return await totals.for_reader((side, user_id), reader_id, counted)


async def friends(pg: Pool, user_id: str) -> list[ListedPlayer]:
    return [read(ListedPlayer, row) for row in await pg.fetch(_FRIENDS, user_id)]


async def received(pg: Pool, user_id: str) -> list[ListedPlayer]:
    return [read(ListedPlayer, row) for row in await pg.fetch(_RECEIVED, user_id)]


async def of_mine(pg: Pool, user_id: str, status: FriendStatus) -> list[ListedPlayer]:
    """Whom the user has asked, or blocks."""
    return [read(ListedPlayer, row) for row in await pg.fetch(_OF_MINE, user_id, status)]


async def relation(connection: Pool | Connection, user_id: str, other_id: str) -> Relation:
    row = await connection.fetchrow(_RELATION, user_id, other_id)
    assert row is not None
    return read(Relation, row)
