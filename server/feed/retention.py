"""Deleting what is old: one way for whatever grows, in one periodic work. A feature says what is old.

Law: some rows at a time, each time in a transaction of its own, past those that somebody holds. So nobody waits, and it
may be done by several processes at once, again, or by none for a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from server.feed.consumers import Periodic
from server.infra.postgres import POSTGRES_AWAY, Pool

log = structlog.get_logger(__name__)

EVERY = timedelta(hours=1)


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


def retention(pg: Pool, purges: Sequence[Purge]) -> Periodic:
    """Every hour. A fault of one is logged, and keeps no other from its work."""

    async def work(now: datetime) -> None:
        for purge in purges:
            try:
                if deleted := await purge.work(pg, now):
                    log.info("purged", what=purge.what, rows=deleted)
            except POSTGRES_AWAY:
                raise
            except Exception:
                log.exception("not_purged", what=purge.what)

    return Periodic("retention", work, EVERY)
