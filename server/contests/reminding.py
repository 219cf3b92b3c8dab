"""Who has joined a contest is told shortly before it begins. Of one that is moved they are told again."""

from __future__ import annotations

from datetime import datetime, timedelta

import asyncpg

from game.terms import NotificationKind
from server.feed import Periodic
from server.infra.postgres import Pool
from server.infra.web import rfc3339
from server.notifications import Notice, remind, untold

BEFORE = timedelta(minutes=15)
EVERY = timedelta(minutes=1)
AT_ONCE = 500  # people in a transaction

_SUBJECT = "c.slug || ' ' || floor(date_part('epoch', c.starts_at))::bigint"
_SOON = f"""
SELECT c.slug, c.title, c.starts_at, p.user_id, {_SUBJECT} AS subject
FROM contests c JOIN contest_participations p ON p.contest_slug = c.slug JOIN users u ON u.id = p.user_id
WHERE c.starts_at > $1 AND c.starts_at <= $2 AND {untold(NotificationKind.CONTEST_SOON, _SUBJECT)}
ORDER BY c.starts_at, c.slug, p.user_id
"""


def reminding(pg: Pool) -> Periodic:
    async def work(now: datetime) -> None:
        await remind(pg, _SOON, now, _notice, before=BEFORE, at_once=AT_ONCE)

    return Periodic("contests_soon", work, EVERY)


def _notice(row: asyncpg.Record) -> Notice:
    data = {"slug": row["slug"], "title": row["title"], "starts_at": rfc3339(row["starts_at"])}
    return Notice(row["user_id"], NotificationKind.CONTEST_SOON, row["subject"], data=data)
