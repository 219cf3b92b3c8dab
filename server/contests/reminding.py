"""Who has joined a contest is told shortly before it begins. Of one that is moved they are told again."""

from __future__ import annotations

from datetime import datetime, timedelta

from game.terms import NotificationKind
from server.feed import Periodic
from server.infra.postgres import Pool
from server.infra.web import rfc3339
from server.notifications import Notice, notify, untold

BEFORE = timedelta(minutes=15)
EVERY = timedelta(minutes=1)
AT_ONCE = 500  # people in a transaction

_SUBJECT = "c.slug || ' ' || floor(date_part('epoch', c.starts_at))::bigint"
_SOON = f"""
SELECT c.slug, c.title, c.starts_at, p.user_id, {_SUBJECT} AS subject
FROM contests c JOIN contest_participations p ON p.contest_slug = c.slug JOIN users u ON u.id = p.user_id
WHERE c.starts_at > $1 AND c.starts_at <= $2 AND NOT '{NotificationKind.CONTEST_SOON}' = ANY(u.notifications_off)
    AND u.is_active AND u.deleted_at IS NULL
    AND {untold("p.user_id", NotificationKind.CONTEST_SOON, _SUBJECT)}
ORDER BY c.starts_at, c.slug, p.user_id LIMIT {AT_ONCE}
"""


def reminding(pg: Pool) -> Periodic:
    return Periodic("contests_soon", lambda now: remind(pg, now), EVERY)


async def remind(pg: Pool, now: datetime) -> None:
    while True:
        async with pg.acquire() as connection, connection.transaction():
            rows = await connection.fetch(_SOON, now, now + BEFORE)
            await notify(
                connection,
                *(
                    Notice(
                        row["user_id"],
                        NotificationKind.CONTEST_SOON,
                        row["subject"],
                        data={"slug": row["slug"], "title": row["title"], "starts_at": rfc3339(row["starts_at"])},
                    )
                    for row in rows
                ),
            )
        if len(rows) < AT_ONCE:
            return
