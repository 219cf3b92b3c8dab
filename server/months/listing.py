"""Which months there are, where their keys are, and how large they are, their results too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import asyncpg

from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.months.month import Month

State = Literal["attached", "detached", "archived"]

# `rows` are estimates, but for what is in a file.
_MONTHS = """
WITH parts AS (
    SELECT c.oid, left(c.relname, -8) AS name, to_date(right(c.relname, 7), 'YYYY_MM') AS month, c.relispartition,
        greatest(c.reltuples, 0)::bigint AS rows, pg_total_relation_size(c.oid) AS bytes
    FROM pg_class c
    WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'typing_sessions'::regclass)
        AND c.relkind = 'r' AND c.relname ~ '^(typing_sessions|game_results)_\\d{4}_\\d{2}$'
), logs AS (
    SELECT coalesce(p.month, d.month) AS month, p.oid, p.relispartition, p.rows, p.bytes,
        d.rows AS rows_in_file, d.archived_at, d.digest
    FROM (SELECT * FROM parts WHERE name = 'typing_sessions') p FULL JOIN detached_months d ON d.month = p.month
), results AS (SELECT * FROM parts WHERE name = 'game_results')
SELECT to_char(coalesce(l.month, r.month), 'YYYY-MM') AS month,
    CASE WHEN l.relispartition THEN 'attached' WHEN l.oid IS NOT NULL THEN 'detached'
        WHEN l.month IS NOT NULL THEN 'archived' END AS state,
    coalesce(l.rows_in_file, l.rows, 0) AS rows, coalesce(l.bytes, 0) AS bytes, l.archived_at, l.digest,
    (now() AT TIME ZONE 'UTC')::date AS today,
    coalesce(r.rows, 0) AS results, coalesce(r.bytes, 0) AS results_bytes
FROM logs l FULL JOIN results r ON r.month = l.month
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class ListedMonth:
    """`state`, `rows` and `bytes` are of its key logs (typing_sessions), `state` None where they have no partition;
    `results` and `results_bytes` of its results, which stay. Bytes are those in the database, indexes included.
    `can_be_detached`: its key logs are there, and it is over; `detach` looks for games and jobs that are not done."""

    month: str
    state: State | None
    rows: int
    bytes: int
    archived_at: datetime | None
    digest: str | None
    can_be_detached: bool
    results: int
    results_bytes: int


async def list_months(pg: Pool | Connection) -> list[ListedMonth]:
    return [read(ListedMonth, {**row, "can_be_detached": _can_be_detached(row)}) for row in await pg.fetch(_MONTHS)]


def _can_be_detached(row: asyncpg.Record) -> bool:
    month = Month.read(row["month"])
    return row["state"] == "attached" and month is not None and month.is_settled(row["today"])


async def known_month(connection: Connection, month: Month) -> ListedMonth | None:
    """None when there never was a partition of its key logs."""
    months = await list_months(connection)
    return next((one for one in months if one.month == str(month) and one.state is not None), None)
