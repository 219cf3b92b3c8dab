"""Deleting what is old: one way for whatever grows, in one periodic work. A feature says what is old.

Law: some rows at a time, each time in a transaction of its own, past those that somebody holds. So nobody waits, and it
may be done by several processes at once, again, or by none for a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from server.feed.consumers import Consumer, Periodic
from server.feed.jobs import GAME_ENDED, NO_SUBJECT
from server.infra.postgres import POSTGRES_AWAY, Pool

log = structlog.get_logger(__name__)

EVERY = timedelta(hours=1)
NOBODY_DOES_IT = timedelta(days=2)  # work that has been due for so long; whoever knows it would write its row again
# A consumer that no process has had for so long. A release that is taken back within that time finds what it missed.
FORGOTTEN_AFTER = timedelta(days=7)
NAME = "retention"


class Purges(Protocol):
    """Deletes what is old, and returns how much of it is gone."""

    @property
    def what(self) -> str: ...

    async def work(self, pg: Pool, now: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Purge:
    """What is old. `delete` is a DELETE of what is older than $1, of $2 rows at most, with `FOR UPDATE SKIP LOCKED`."""

    what: str
    delete: str
    kept: timedelta
    at_once: int = 1_000

    async def work(self, pg: Pool, now: datetime) -> int:
        """Returns how many rows are gone."""
        deleted = 0
        while True:
            tag = await pg.execute(self.delete, now - self.kept, self.at_once)
            count = int(tag.split()[-1])
            deleted += count
            if count < self.at_once:
                return deleted


def retention(
    pg: Pool, purges: Sequence[Purges], periodic: Sequence[Periodic] = (), consumers: Sequence[Consumer] = ()
) -> Periodic:
    """Every hour. A fault of one is logged, and keeps no other from its work. `periodic` is the other work that this
    release knows, and `consumers` are its consumers: what no release does any more goes."""
    everything: list[Purges] = [*purges, _retired([NAME, *(one.name for one in periodic)])]
    everything += _forgotten([one.name for one in consumers])

    async def work(now: datetime) -> None:
        for purge in everything:
            try:
                if deleted := await purge.work(pg, now):
                    log.info("purged", what=purge.what, rows=deleted)
            except POSTGRES_AWAY:
                raise
            except Exception:
                log.exception("not_purged", what=purge.what)

    return Periodic(NAME, work, EVERY)


def _retired(known: Sequence[str]) -> Purge:
    """Rows of periodic work that earlier releases had. A newer release's are never overdue: its servers do it."""
    names = ", ".join(f"'{name}'" for name in known)
    return Purge(
        "retired_work",
        f"""
        DELETE FROM feed_jobs WHERE id IN (
            SELECT id FROM feed_jobs WHERE subject = '{NO_SUBJECT}' AND due_at < $1 AND queue NOT IN ({names})
            LIMIT $2 FOR UPDATE SKIP LOCKED)
        """,
        NOBODY_DOES_IT,
    )


def _forgotten(known: Sequence[str]) -> list[Purges]:
    """Consumers that no living process has had for FORGOTTEN_AFTER, and their jobs: those first, which may be many, and
    what a game that was spread at that moment has left of them when it is as old."""
    ours = ", ".join(f"'{name}'" for name in (GAME_ENDED, *known))
    unseen = f"seen_at < $1 AND name NOT IN ({ours})"
    return [
        Purge(
            "jobs_of_forgotten_consumers",
            f"""
            DELETE FROM feed_jobs WHERE id IN (
                SELECT j.id FROM feed_jobs j JOIN feed_consumers c ON c.name = j.queue WHERE {unseen}
                LIMIT $2 FOR UPDATE OF j SKIP LOCKED)
            """,
            FORGOTTEN_AFTER,
        ),
        Purge(
            "forgotten_consumers",
            f"""
            DELETE FROM feed_consumers WHERE name IN (
                SELECT name FROM feed_consumers WHERE {unseen} LIMIT $2 FOR UPDATE SKIP LOCKED)
            """,
            FORGOTTEN_AFTER,
        ),
        Purge(
            "jobs_of_no_consumer",
            f"""
            DELETE FROM feed_jobs WHERE id IN (
                SELECT id FROM feed_jobs j WHERE mode IS NOT NULL AND created_at < $1 AND queue NOT IN ({ours})
                    AND NOT EXISTS (SELECT FROM feed_consumers c WHERE c.name = j.queue)
                LIMIT $2 FOR UPDATE SKIP LOCKED)
            """,
            FORGOTTEN_AFTER,
        ),
    ]
