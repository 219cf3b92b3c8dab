"""Whom somebody's deeds are news to: friends, and those who follow them or whom they follow."""

from __future__ import annotations

from server.infra.postgres import Connection, Pool
from server.social.shown import SHOWN, friendships, unblocked

# Friends come first, then whom they follow themselves, then who follows them, the latest first.
_CONNECTED = f"""
SELECT u.id FROM (
    SELECT id, min(nearness) AS nearness, max(since) AS since FROM (
        SELECT id, 1 AS nearness, since FROM ({friendships("$1")}) friends
        UNION ALL SELECT followed_id, 2, created_at FROM followers WHERE follower_id = $1
        UNION ALL (SELECT follower_id, 3, created_at FROM followers WHERE followed_id = $1
            ORDER BY created_at DESC LIMIT $2)
    ) each_way GROUP BY id
) c JOIN users u ON u.id = c.id
WHERE {SHOWN} AND {unblocked("$1", "u.id")}
ORDER BY c.nearness, c.since DESC, u.id LIMIT $2
"""


async def connected_with(connection: Pool | Connection, user_id: str, most: int) -> list[str]:
    """Ids of `most` of them, the nearest first, without those who are deleted, disabled or blocked."""
    return [row["id"] for row in await connection.fetch(_CONNECTED, user_id, most)]
