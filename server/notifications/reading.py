"""What somebody has been told: a page of it, how much is unread, and the marks.

Laws:
- What is by somebody who is gone, disabled, or blocked since is neither shown nor counted; it comes back with them.
- `unread` is counted up to UNREAD_MOST, which is more than anybody is told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from game.terms import NotificationKind
from server.infra.postgres import Connection, Pool
from server.notifications.shown import BY_SHOWN

UNREAD_MOST = 100

_ITEMS = """
SELECT n.id, n.kind, n.subject, n.data, n.read_at, n.created_at, b.id AS by_id, b.username, b.display_name
FROM notifications n LEFT JOIN users b ON b.id = n.by_id
"""
# $4: the one after which it goes on, or NULL.
_PAGE = f"""
{_ITEMS} WHERE n.user_id = $1 AND {BY_SHOWN} AND n.id < coalesce($4::bigint, {2**63 - 1})
ORDER BY n.id DESC LIMIT $2 OFFSET $3
"""
_THESE = f"{_ITEMS} WHERE n.user_id = $1 AND n.id = ANY($2::bigint[]) AND {BY_SHOWN} ORDER BY n.id DESC"
_TOTAL = f"SELECT count(*)::int FROM notifications n WHERE n.user_id = $1 AND {BY_SHOWN}"
_UNREAD = f"""
SELECT told.user_id, ARRAY(
    SELECT n.id FROM notifications n WHERE n.user_id = told.user_id AND n.read_at IS NULL AND {BY_SHOWN}
    ORDER BY n.id DESC LIMIT {UNREAD_MOST}) AS ids
FROM unnest($1::uuid[]) AS told(user_id)
"""
# What somebody else holds goes with whoever caused it, or is being marked already.
_MARK = """
UPDATE notifications SET read_at = now()
WHERE id IN (
    SELECT id FROM notifications WHERE user_id = $1 AND read_at IS NULL AND ($2::bigint[] IS NULL OR id = ANY($2))
    FOR UPDATE SKIP LOCKED)
"""


@dataclass(frozen=True, slots=True)
class NotifiedBy:
    """Who caused it, by their present name."""

    id: str
    username: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Notification:
    """`subject` and `data` say what it is about; docs/protocol.md has both for each kind."""

    id: int
    kind: NotificationKind
    subject: str
    by: NotifiedBy | None
    data: dict[str, Any]
    read_at: datetime | None
    created_at: datetime


async def page(pg: Pool, user_id: str, limit: int, offset: int, after: int | None = None) -> list[Notification]:
    """The latest first; of those before the notification `after`, if it is given."""
    return [_read(row) for row in await pg.fetch(_PAGE, user_id, limit, offset, after)]


async def total(pg: Pool, user_id: str) -> int:
    found: int = await pg.fetchval(_TOTAL, user_id)
    return found


async def these(pg: Pool, user_id: str, ids: Sequence[int]) -> list[Notification]:
    return [_read(row) for row in await pg.fetch(_THESE, user_id, ids)]


async def unread(pg: Pool, user_ids: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """What each of them has not read yet, the latest first."""
    return {row["user_id"]: tuple(row["ids"]) for row in await pg.fetch(_UNREAD, user_ids)}


async def mark(pg: Pool | Connection, user_id: str, ids: Sequence[int] | None) -> None:
    """These are read, or all of theirs. What is not theirs stays as it is."""
    await pg.execute(_MARK, user_id, ids)


def _read(row: asyncpg.Record) -> Notification:
    by = None if row["by_id"] is None else NotifiedBy(row["by_id"], row["username"], row["display_name"])
    return Notification(
        id=row["id"],
        kind=NotificationKind(row["kind"]),
        subject=row["subject"],
        by=by,
        data=row["data"],
        read_at=row["read_at"],
        created_at=row["created_at"],
    )
