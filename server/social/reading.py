"""What other features ask about two people, or about one and their friends."""

from __future__ import annotations

from server.infra.postgres import Connection, Pool
from server.social.shown import NAMED, SHOWN, are_friends, friendships, unblocked

_FRIENDS = f"SELECT u.id FROM ({friendships('$1')}) f JOIN users u ON u.id = f.id WHERE {SHOWN} ORDER BY u.id"
_FRIEND_NAMED = f"{NAMED} AND {are_friends('$2', 'u.id')}"


async def friend_named(connection: Pool | Connection, user_id: str, username: str) -> str | None:
    """The id of a user's friend."""
    found: str | None = await connection.fetchval(_FRIEND_NAMED, username, user_id)
    return found


async def is_blocked(connection: Pool | Connection, a: str, b: str) -> bool:
    """Whether one of two users has blocked the other."""
    return not await connection.fetchval(f"SELECT {unblocked('$1::uuid', '$2::uuid')}", a, b)


async def friends_of(connection: Pool | Connection, user_id: str) -> list[str]:
    """The ids of a user's friends, without those who are deleted or disabled."""
    return [row["id"] for row in await connection.fetch(_FRIENDS, user_id)]
