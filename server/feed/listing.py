"""What staff see of the feed, and the retry, the one thing they can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from server.feed.jobs import CHANNEL, KEPT, NO_SUBJECT
from server.infra.audit import Actor, Deed, record
from server.infra.postgres import Pool
from server.infra.rows import columns, read


@dataclass(frozen=True, slots=True)
class JobOut:
    """One job. `due_at` is null for a dead letter; `subject` is the result, or all zeros for periodic work."""

    id: int
    queue: str
    subject: str
    tries: int
    error: str | None
    failed_at: datetime | None
    due_at: datetime | None
    created_at: datetime


_WHERE = "($1::text IS NULL OR queue = $1) AND ($2::bool IS NULL OR (due_at IS NULL) = $2)"
_COLUMNS = columns(JobOut)
_LIST = f"SELECT {_COLUMNS} FROM feed_jobs WHERE {_WHERE} ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4"
_COUNT = f"SELECT count(*) FROM feed_jobs WHERE {_WHERE}"
_ONE = f"SELECT {_COLUMNS} FROM feed_jobs WHERE id = $1"
_MAY_BE_KEPT = f"subject = '{NO_SUBJECT}' AND due_at > now() AND due_at <= now() + interval '{KEPT.total_seconds()} s'"
# A job that is held is being tried at this moment, and is left alone. So is periodic work that its row may hold, which
# otherwise is due soon. Listeners hear of the others at the commit.
_RETRY = f"""
WITH retried AS (
    UPDATE feed_jobs SET tries = 0, error = NULL, failed_at = NULL, due_at = now()
    WHERE id = ANY(ARRAY(
        SELECT id FROM feed_jobs
        WHERE ($1::bigint[] IS NULL OR id = ANY($1)) AND ($2::text IS NULL OR queue = $2)
            AND (due_at IS NULL OR $3::bool AND NOT ({_MAY_BE_KEPT}))
        FOR UPDATE SKIP LOCKED))
    RETURNING {_COLUMNS}
)
SELECT {_COLUMNS}, pg_notify('{CHANNEL}', queue) FROM retried
"""


async def list_jobs(
    pg: Pool, *, queue: str | None, dead: bool | None, limit: int, offset: int
) -> tuple[list[JobOut], int]:
    """A page, newest first, and how many there are."""
    rows = await pg.fetch(_LIST, queue, dead, limit, offset)
    total: int = await pg.fetchval(_COUNT, queue, dead)
    return [read(JobOut, row) for row in rows], total


async def retry(pg: Pool, job_id: int, by: Actor) -> JobOut | None:
    """Make a job due now, with ten new tries; None when it is gone, because it was done. Raises Problem when
    `by` may no longer do this."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        row = await connection.fetchrow(_RETRY, [job_id], None, True)
        if row is not None:
            await record(connection, by, _retried(row))
        else:
            row = await connection.fetchrow(_ONE, job_id)
    return None if row is None else read(JobOut, row)


async def retry_dead(pg: Pool, job_ids: Sequence[int] | None, queue: str | None, by: Actor) -> int:
    """Make dead letters due now: those of `job_ids`, of `queue`, or all; returns how many."""
    async with pg.acquire() as connection, connection.transaction():
        rows = await connection.fetch(_RETRY, job_ids, queue, False)
        await record(connection, by, *map(_retried, rows))
    return len(rows)


def _retried(job: asyncpg.Record) -> Deed:
    return Deed("feed_job", str(job["id"]), "retry", metadata={"queue": job["queue"], "subject": job["subject"]})
