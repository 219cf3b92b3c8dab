"""Telling people of something, in the transaction of the deed.

Laws:
- The same (`to`, `kind`, `subject`) is told once, however often the deed's job is done, and in whatever order.
- Nothing is stored for those who switched its kind off, or who are deleted or disabled; nor is anything of somebody who
  is, or whom the other has blocked. What changes later is asked again when it is read (`reading.py`).
- The text is the client's. `data` holds no names: those are read with each page, so that a renamed player has one name.

Absent on purpose: telling open pages. They find what was committed by themselves (`live.py`), so a deed that is
rolled back tells nobody, and a process that dies after its commit loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from game.terms import NotificationKind
from server.infra.postgres import Connection
from server.notifications.shown import BY_SHOWN
from server.social import SHOWN

# In one order, so that two transactions that tell the same people do not wait for each other.
_TELL = f"""
INSERT INTO notifications (user_id, kind, subject, by_id, data)
SELECT n.user_id, n.kind, n.subject, n.by_id, n.data
FROM unnest($1::uuid[], $2::"NotificationKind"[], $3::text[], $4::uuid[], $5::jsonb[])
    AS n(user_id, kind, subject, by_id, data)
JOIN users u ON u.id = n.user_id AND {SHOWN}
WHERE NOT n.kind = ANY(u.notifications_off) AND n.by_id IS DISTINCT FROM n.user_id AND {BY_SHOWN}
ORDER BY n.user_id, n.kind, n.subject
ON CONFLICT (user_id, kind, subject) DO NOTHING
"""
_RETRACT_BY = """
DELETE FROM notifications n USING unnest($2::uuid[], $3::jsonb[]) AS deed (by_id, data)
WHERE n.by_id = deed.by_id AND n.kind = $1 AND n.data @> deed.data
"""
_OF_KIND = "SELECT user_id, subject, by_id FROM notifications WHERE user_id = ANY($1::uuid[]) AND kind = $2"
_RETRACT_ALL = "DELETE FROM notifications WHERE kind = $1 AND subject = ANY($2::text[])"
_RETRACT = "DELETE FROM notifications WHERE user_id = $1 AND kind = $2 AND subject = $3"


@dataclass(frozen=True, slots=True)
class Notice:
    """`to` is told of `subject`. `by` is who caused it, if it was a person; `data` is what the page needs to say it:
    plain, 1 KiB at most, and without names of people."""

    to: str
    kind: NotificationKind
    subject: str
    by: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


async def notify(connection: Connection, *notices: Notice) -> None:
    """Tell them, in the caller's transaction. Of a notice that is there already nothing changes."""
    if notices:
        await connection.execute(
            _TELL,
            [notice.to for notice in notices],
            [notice.kind for notice in notices],
            [notice.subject for notice in notices],
            [notice.by for notice in notices],
            [dict(notice.data) for notice in notices],
        )


async def retract(connection: Connection, to: str, kind: NotificationKind, subject: str) -> None:
    """Take back what is no longer so: a request that was withdrawn, a verdict that was changed. It can be told anew."""
    await connection.execute(_RETRACT, to, kind, subject)


async def retract_all(connection: Connection, kind: NotificationKind, *subjects: str) -> None:
    """Take it back from everybody who was told of one of these."""
    await connection.execute(_RETRACT_ALL, kind, subjects)


async def retract_by(
    connection: Connection, kind: NotificationKind, deeds: Sequence[tuple[str, Mapping[str, Any]]]
) -> None:
    """Take back what somebody caused and whose data holds this: `(by, data)` of each."""
    await connection.execute(_RETRACT_BY, kind, [by for by, _ in deeds], [dict(data) for _, data in deeds])


async def told_of(
    connection: Connection, people: Collection[str], kind: NotificationKind
) -> dict[str, list[tuple[str, str | None]]]:
    """The subject of each notice of a kind that they have, and by whom it is; who has none is left out."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for row in await connection.fetch(_OF_KIND, list(people), kind):
        found.setdefault(row["user_id"], []).append((row["subject"], row["by_id"]))
    return found
