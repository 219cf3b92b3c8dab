"""Members are told of an assignment that is due and that they have not done."""

from __future__ import annotations

from datetime import datetime, timedelta

import asyncpg

from game.terms import NotificationKind
from server.feed import Periodic
from server.groups.assignments import GAMES_DONE
from server.infra.postgres import Pool
from server.infra.web import rfc3339
from server.notifications import Notice, remind, untold

BEFORE = timedelta(hours=24)
EVERY = timedelta(minutes=5)
AT_ONCE = 200  # people in a transaction: their games are looked at

_DUE = f"""
SELECT a.id::text AS id, a.title, a.due_at, g.slug, g.name, m.user_id
FROM group_assignments a JOIN groups g ON g.id = a.group_id
JOIN group_members m ON m.group_id = a.group_id AND m.role = 'MEMBER' JOIN users u ON u.id = m.user_id
WHERE a.due_at > $1 AND a.due_at <= $2 AND {untold(NotificationKind.ASSIGNMENT_DUE, "a.id::text")}
    AND {GAMES_DONE} < a.games
ORDER BY a.due_at, a.id, m.user_id
"""


def reminding(pg: Pool) -> Periodic:
    async def work(now: datetime) -> None:
        await remind(pg, _DUE, now, _notice, before=BEFORE, at_once=AT_ONCE)

    return Periodic("assignments_due", work, EVERY)


def _notice(row: asyncpg.Record) -> Notice:
    data = {
        "title": row["title"],
        "due_at": rfc3339(row["due_at"]),
        "group": row["slug"],
        "group_name": row["name"],
    }
    return Notice(row["user_id"], NotificationKind.ASSIGNMENT_DUE, row["id"], data=data)
