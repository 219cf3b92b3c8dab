"""Which months there are, where their keys are, and how large they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.months.month import Month

State = Literal["attached", "detached", "archived"]

# `rows` are estimates, but for what is in a file.
_MONTHS = """
WITH parts AS (
    SELECT c.oid, to_date(right(c.relname, 7), 'YYYY_MM') AS month, c.relispartition, c.reltuples
    FROM pg_class c
    WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'typing_sessions'::regclass)
        AND c.relkind = 'r' AND c.relname ~ '^typing_sessions_\\d{4}_\\d{2}$'
)
SELECT to_char(coalesce(p.month, d.month), 'YYYY-MM') AS month,
    CASE WHEN p.relispartition THEN 'attached' WHEN p.oid IS NOT NULL THEN 'detached' ELSE 'archived' END AS state,
    coalesce(d.rows, greatest(p.reltuples, 0)::bigint) AS rows, coalesce(pg_total_relation_size(p.oid), 0) AS bytes,
    d.archived_at, d.digest
FROM parts p FULL JOIN detached_months d ON d.month = p.month
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class ListedMonth:
    """`bytes` are those of its typing sessions in the database, indexes included."""

    month: str
    state: State
    rows: int
    bytes: int
    archived_at: datetime | None
    digest: str | None


async def list_months(pg: Pool | Connection) -> list[ListedMonth]:
    return [read(ListedMonth, row) for row in await pg.fetch(_MONTHS)]


async def known_month(connection: Connection, month: Month) -> ListedMonth | None:
    """None when there never was a partition of it."""
    return next((one for one in await list_months(connection) if one.month == str(month)), None)
