"""What an alarm should hear: rows that found no partition of their month, and how far ahead there are partitions."""

from __future__ import annotations

from datetime import date

from prometheus_client import Gauge

from server.infra import clock
from server.infra.metrics import REGISTRY
from server.infra.postgres import Pool, within

LOOK_EVERY_S = 60.0
LOOK_WITHIN_S = 5.0
COUNTED = 10_000  # more need not be known
_COUNT = f"(SELECT count(*) FROM (SELECT FROM typing_sessions_default LIMIT {COUNTED}) rows)"
_LAST = """
SELECT min(last) FROM (
    SELECT max(to_date(right(c.relname, 7), 'YYYY_MM')) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = ANY('{typing_sessions,game_results}'::regclass[]) AND c.relname ~ '_\\d{4}_\\d{2}$'
    GROUP BY i.inhparent
) tables (last)
"""
STRAYED = Gauge(
    "prodev_rows_without_month",
    "Key logs in the default partition, because that of their month was missing",
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
AHEAD = Gauge(
    "prodev_months_ahead",
    "Months after this one for which there are partitions",
    registry=REGISTRY,
    multiprocess_mode="livemax",
)


class MonthWatch:
    """`pg` is the pool."""

    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def look(self) -> None:
        """Raises what POSTGRES_AWAY names."""
        with within(LOOK_WITHIN_S):
            row = await self._pg.fetchrow(f"SELECT {_COUNT} AS strayed, ({_LAST}) AS last")
        assert row is not None
        STRAYED.set(row["strayed"])
        AHEAD.set(_months_between(clock.utc_now().date(), row["last"]))


def _months_between(now: date, last: date | None) -> int:
    return 0 if last is None else max(0, (last.year - now.year) * 12 + last.month - now.month)
