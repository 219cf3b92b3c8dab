"""What an alarm should hear: rows that found no partition of their month, and how far ahead there are partitions."""

from __future__ import annotations

from prometheus_client import Gauge

from server.infra import clock
from server.infra.metrics import REGISTRY
from server.infra.postgres import Pool, within
from server.months.month import PARTITIONED

LOOK_EVERY_S = 60.0
LOOK_WITHIN_S = 5.0
COUNTED = 10_000  # more need not be known
MOST_AHEAD = 12
_COUNT = f"(SELECT count(*) FROM (SELECT FROM typing_sessions_default LIMIT {COUNTED}) rows)"
# Of the months from $1's on, how many there are before the first that a table lacks.
_UNBROKEN = f"""
SELECT min(n) FROM generate_series(0, {MOST_AHEAD}) n, unnest({PARTITIONED}) whole
WHERE n = {MOST_AHEAD} OR NOT EXISTS (
    SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = whole
        AND right(c.relname, 8) = to_char(date_trunc('month', $1::date::timestamp) + n * interval '1 month', '_YYYY_MM')
)
"""
STRAYED = Gauge(
    "prodev_rows_without_month",
    "Key logs in the default partition, because that of their month was missing",
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
AHEAD = Gauge(
    "prodev_months_ahead",
    "Months after this one for which there are partitions, up to the first that is missing",
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
            row = await self._pg.fetchrow(
                f"SELECT {_COUNT} AS strayed, ({_UNBROKEN}) AS unbroken", clock.utc_now().date()
            )
        assert row is not None
        STRAYED.set(row["strayed"])
        AHEAD.set(max(0, row["unbroken"] - 1))
