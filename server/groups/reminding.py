"""Members are told of an assignment that is due and that they have not done."""

from __future__ import annotations

from datetime import datetime, timedelta

from game.terms import NotificationKind
from server.feed import Periodic
from server.groups.assignments import GAMES_DONE
from server.infra.postgres import Pool
from server.infra.web import rfc3339
from server.notifications import Notice, notify, untold

BEFORE = timedelta(hours=24)
EVERY = timedelta(minutes=5)
AT_ONCE = 200  # people in a transaction: their games are looked at

_KIND = NotificationKind.ASSIGNMENT_DUE
_DUE = f"""
SELECT a.id::text AS id, a.title, a.due_at, g.slug, g.name, m.user_id
FROM group_assignments a JOIN groups g ON g.id = a.group_id
JOIN group_members m ON m.group_id = a.group_id AND m.role = 'MEMBER' JOIN users u ON u.id = m.user_id
WHERE a.due_at > $1 AND a.due_at <= $2 AND u.is_active AND u.deleted_at IS NULL
    AND NOT '{_KIND}' = ANY(u.notifications_off) AND {untold("m.user_id", _KIND, "a.id::text")}
    AND {GAMES_DONE} < a.games
ORDER BY a.due_at, a.id, m.user_id LIMIT {AT_ONCE}
"""


def reminding(pg: Pool) -> Periodic:
    return Periodic("assignments_due", lambda now: remind(pg, now), EVERY)


async def remind(pg: Pool, now: datetime) -> None:
    while True:
        async with pg.acquire() as connection, connection.transaction():
            rows = await connection.fetch(_DUE, now, now + BEFORE)
            await notify(
                connection,
                *(
                    Notice(
                        row["user_id"],
                        _KIND,
                        row["id"],
                        data={
                            "title": row["title"],
                            "due_at": rfc3339(row["due_at"]),
                            "group": row["slug"],
                            "group_name": row["name"],
                        },
                    )
                    for row in rows
                ),
            )
        if len(rows) < AT_ONCE:
            return
