"""The jobs in PostgreSQL: written with a result, spread to the consumers, taken, ended, and failed.

Laws:
- A job that is taken is locked until the transaction ends, so nobody else has it. When its process dies PostgreSQL lets
  go of it at once, and nothing remains of its effect.
- A job is ended by deleting its row in the transaction of its effect. One row was written for a consumer and a result,
  so the effect happens once.
- Periodic work may be held by the row instead, which says until when (`keep`): behind a pooler, whose few connections a
  transaction that waits for its work would keep from that very work. When its process dies, that time has to pass.
- These transactions do not wait for the disk. A PostgreSQL that crashes may lose the last of them, each with its effect
  and its job's end together; then it is done again.

Absent on purpose: NOTIFY in the transaction that ends a game. PostgreSQL commits transactions that notify one after
another; docs/decisions.md has what that costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.infra.postgres import UNFLUSHED, Connection

GAME_ENDED = "game_ended"  # the queue of results that are not spread yet
NO_SUBJECT = "00000000-0000-0000-0000-000000000000"  # for periodic work
CHANNEL = "prodev_feed"
SPREAD_AT_ONCE = 100  # results in one statement: takes milliseconds, and bounds what is done again after a fault
KEPT = timedelta(seconds=30)  # how long work that is held by its row stays so when its process has died
LONGEST_ERROR = 500  # characters; the log has the whole traceback


def jobs_of_results(note: str, results: str) -> str:
    """Part of the statement that inserts results. `results` is what to select them from, as `result`, and `note` a
    game's note there."""
    return (
        "INSERT INTO feed_jobs (queue, subject, mode, note)"
        f" SELECT '{GAME_ENDED}', result.id, result.mode, {note} FROM {results}"
    )


def note_of(consumer: str, subject: str) -> str:
    """The note of this consumer's own job, as an expression; NULL when nobody wrote one. `subject` is an expression."""
    return f"(SELECT note FROM feed_jobs WHERE queue = '{consumer}' AND subject = {subject})"


# An array, since the plan of `IN (SELECT … LIMIT …)` may run the inner query more than once.
_SPREAD = f"""
WITH taken AS (
    DELETE FROM feed_jobs WHERE id = ANY(ARRAY(
        SELECT id FROM feed_jobs WHERE queue = '{GAME_ENDED}' AND due_at <= now()
        ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED))
    RETURNING subject, mode, note, created_at
), of_consumers AS (
    SELECT c.name, taken.subject, taken.mode, CASE WHEN c.reads_notes THEN taken.note END AS note, taken.created_at
    FROM taken JOIN feed_consumers c ON c.modes = '{{}}' OR taken.mode IS NULL OR taken.mode = ANY(c.modes)
), spread AS (
    INSERT INTO feed_jobs (queue, subject, mode, note, created_at) SELECT * FROM of_consumers
    ON CONFLICT (queue, subject) DO NOTHING
)
SELECT (SELECT count(*) FROM taken) AS games, ARRAY(SELECT DISTINCT name FROM of_consumers) AS queues, {UNFLUSHED}
"""
_TAKE = f"""
SELECT id, subject, tries, now() AS at, {UNFLUSHED} FROM feed_jobs WHERE queue = $1 AND due_at <= now()
ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
"""
_FAIL = "UPDATE feed_jobs SET tries = tries + 1, error = $2, failed_at = now(), due_at = $3 WHERE id = $1"
_AGAIN = "UPDATE feed_jobs SET tries = 0, error = NULL, failed_at = NULL, due_at = $2 WHERE id = $1"
_KEEP = "UPDATE feed_jobs SET due_at = now() + $2 WHERE id = $1"
# Whoever listens looks at once. These transactions are rare, unlike those that end games.
_ASK = f"""
WITH asked AS (
    INSERT INTO feed_jobs AS job (queue, subject) SELECT DISTINCT $1, unnest($2::uuid[]) AS subject ORDER BY subject
    ON CONFLICT (queue, subject) DO UPDATE SET tries = 0, error = NULL, failed_at = NULL, due_at = now()
    RETURNING job.queue
)
SELECT pg_notify('{CHANNEL}', queue) FROM (SELECT DISTINCT queue FROM asked) queues
"""
# Modes are only ever added: a server of the previous release that starts again takes nothing away from the new ones.
_KNOW = """
INSERT INTO feed_consumers AS c (name, modes, reads_notes) VALUES ($1, $2::text[]::"Mode"[], $3)
ON CONFLICT (name) DO UPDATE SET
    modes = CASE WHEN '{}' IN (c.modes, EXCLUDED.modes) THEN EXCLUDED.modes
        ELSE ARRAY(SELECT DISTINCT unnest(c.modes || EXCLUDED.modes)) END,
    reads_notes = EXCLUDED.reads_notes, seen_at = now()
"""
# It may have been forgotten, while this process stood still.
_SEE = """
INSERT INTO feed_consumers AS c (name, modes, reads_notes) VALUES ($1, $2::text[]::"Mode"[], $3)
ON CONFLICT (name) DO UPDATE SET seen_at = now() WHERE c.seen_at < now() - interval '1 hour'
"""
_NEXT = """
SELECT name, (SELECT min(due_at) FROM feed_jobs WHERE queue = name) - now() AS wait FROM unnest($1::text[]) AS name
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A job that is held. `at` is when it was taken, by the database's clock, like all times of jobs."""

    id: int
    subject: str
    tries: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Spread:
    """So many ended games, and the queues that have jobs of them now."""

    games: int
    queues: Sequence[str]


async def ask(connection: Connection, queue: str, *subjects: str) -> None:
    """Write a job for one consumer and each subject, in the transaction of what makes it necessary. One that waits
    already, or is dead, is made due; one that is being done is waited for, since it may not have seen what this
    transaction does."""
    await connection.execute(_ASK, queue, subjects)


async def spread(connection: Connection) -> Spread:
    """Turn the oldest ended games into a job for each consumer."""
    (row,) = await connection.fetch(_SPREAD, SPREAD_AT_ONCE)
    return Spread(row["games"], row["queues"])


async def take(connection: Connection, queue: str, most: int) -> list[Job]:
    """The jobs that have been due for longest and that nobody holds; held until the transaction ends."""
    rows = await connection.fetch(_TAKE, queue, most)
    return [Job(row["id"], row["subject"], row["tries"], row["at"]) for row in rows]


async def end(connection: Connection, done: Sequence[Job]) -> None:
    await connection.execute("DELETE FROM feed_jobs WHERE id = ANY($1::bigint[])", [job.id for job in done])


async def again(connection: Connection, job: Job, due_at: datetime) -> None:
    """Periodic work is done; it is due again at `due_at`."""
    await connection.execute(_AGAIN, job.id, due_at)


async def keep(connection: Connection, job: Job, life: timedelta) -> None:
    """Nobody else takes the job until `life` is over, also after this transaction. With no life it is let go."""
    await connection.execute(_KEEP, job.id, life)


async def fail(connection: Connection, job: Job, error: BaseException, due_at: datetime | None) -> None:
    """Count a failed try; without `due_at` the job is a dead letter from now on."""
    text = f"{type(error).__name__}: {error}".replace("\x00", "")[:LONGEST_ERROR]
    await connection.execute(_FAIL, job.id, text, due_at)


async def waits(connection: Connection, queues: Sequence[str]) -> dict[str, timedelta]:
    """How long until the next job of each queue is due, zero or less for now; a queue without jobs is left out."""
    rows = await connection.fetch(_NEXT, queues)
    return {row["name"]: row["wait"] for row in rows if row["wait"] is not None}


async def know_consumer(connection: Connection, name: str, modes: Sequence[str], *, reads_notes: bool) -> None:
    """Register a consumer: every game of these modes that ends from now on has a job for it; without modes, every
    game."""
    await connection.execute(_KNOW, name, modes, reads_notes)


async def see_consumer(connection: Connection, name: str, modes: Sequence[str], *, reads_notes: bool) -> None:
    """Say that a process has this consumer, so that it is not forgotten. A newer release's word on it stays."""
    await connection.execute(_SEE, name, modes, reads_notes)


async def know_periodic(connection: Connection, name: str, first_at: datetime) -> None:
    """Insert the one row of a periodic work, unless it is there."""
    await connection.execute(
        "INSERT INTO feed_jobs (queue, subject, due_at) VALUES ($1, $2, $3) ON CONFLICT (queue, subject) DO NOTHING",
        name,
        NO_SUBJECT,
        first_at,
    )
