"""Whom somebody's deeds are news to: friends, and those who follow them or whom they follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from server.infra.postgres import Connection, Pool
from server.social.shown import SHOWN, friendships, unblocked

# $1: users, $2: how many of each. Friends come first, then whom they follow themselves, then who follows them, the
# latest first.
_CONNECTED = f"""
SELECT player.id AS player, near.id FROM unnest($1::uuid[]) AS player (id), LATERAL (
    SELECT u.id, c.nearness, c.since FROM (
        SELECT id, min(nearness) AS nearness, max(since) AS since FROM (
            SELECT id, 1 AS nearness, since FROM ({friendships("player.id")}) friends
            UNION ALL SELECT followed_id, 2, created_at FROM followers WHERE follower_id = player.id
            UNION ALL (SELECT follower_id, 3, created_at FROM followers WHERE followed_id = player.id
                ORDER BY created_at DESC LIMIT $2)
        ) each_way GROUP BY id
    ) c JOIN users u ON u.id = c.id
    WHERE {SHOWN} AND {unblocked("player.id", "u.id")}
    ORDER BY c.nearness, c.since DESC, u.id LIMIT $2
) near
ORDER BY near.nearness, near.since DESC, near.id
"""


async def connected_with(
    connection: Pool | Connection, user_ids: Collection[str], most: int
) -> Mapping[str, Sequence[str]]:
    """Ids of `most` people for each of these, the nearest first, without those who are deleted, disabled or blocked.
    Who has nobody is left out."""
    found: dict[str, list[str]] = {}
    for row in await connection.fetch(_CONNECTED, list(user_ids), most):
        found.setdefault(row["player"], []).append(row["id"])
    return found
