"""How PostgreSQL is doing: sizes of tables and indexes, how often it finds in memory what it reads, slow statements.

The figures are of the whole database, so each process of an installation reports the same. Slow statements are those of
`pg_stat_statements`; where that extension is not in the database's search path, or may not be read, none are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
from prometheus_client import Gauge

from server.infra.metrics import REGISTRY
from server.infra.postgres import Connection, Pool, within
from server.infra.rows import read
from server.infra.web import Access, Call, Endpoints, endpoint

LOOK_EVERY_S = 60.0
LOOK_WITHIN_S = 5.0
SLOW_MS = 100.0
STATEMENTS_SHOWN = 50
TEXT_SHOWN = 1_000

# The partitions of a table are that table, and so with their indexes.
_WHOLE = "coalesce(pg_partition_root({}), {})::regclass::text"
_TABLES = f"""
SELECT {_WHOLE.format("c.oid", "c.oid")} AS name, sum(greatest(c.reltuples, 0))::bigint AS rows,
    sum(pg_table_size(c.oid))::bigint AS bytes, sum(pg_indexes_size(c.oid))::bigint AS index_bytes,
    sum(coalesce(s.n_dead_tup, 0))::bigint AS dead_rows, sum(coalesce(s.seq_scan, 0))::bigint AS sequential_scans,
    sum(coalesce(s.idx_scan, 0))::bigint AS index_scans
FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
GROUP BY 1 ORDER BY sum(pg_total_relation_size(c.oid)) DESC, 1
"""
_INDEXES = f"""
SELECT {_WHOLE.format("s.indexrelid", "s.indexrelid")} AS name, {_WHOLE.format("s.relid", "s.relid")} AS table,
    sum(pg_relation_size(s.indexrelid))::bigint AS bytes, sum(s.idx_scan)::bigint AS scans
FROM pg_stat_user_indexes s WHERE s.schemaname = current_schema()
GROUP BY 1, 2 ORDER BY 3 DESC, 1
"""
_HITS = """
SELECT CASE WHEN blks_hit + blks_read > 0 THEN blks_hit::float / (blks_hit + blks_read) END AS hit_ratio
FROM pg_stat_database WHERE datname = current_database()
"""
_HAS_STATEMENTS = "SELECT to_regclass('pg_stat_statements') IS NOT NULL"
_SLOW = f"""
SELECT left(query, {TEXT_SHOWN}) AS text, calls, mean_exec_time AS mean_ms, max_exec_time AS max_ms,
    total_exec_time AS total_ms, rows
FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND mean_exec_time > {SLOW_MS}
ORDER BY total_exec_time DESC LIMIT {STATEMENTS_SHOWN}
"""
_UNREADABLE = (
    asyncpg.UndefinedColumnError,  # of a release before PostgreSQL 13
    asyncpg.InsufficientPrivilegeError,
    asyncpg.ObjectNotInPrerequisiteStateError,  # it was not loaded when PostgreSQL started
)


def _gauge(name: str, what: str, labels: Sequence[str] = ()) -> Gauge:
    return Gauge(name, what, labels, registry=REGISTRY, multiprocess_mode="livemax")


TABLE_BYTES = _gauge("prodev_table_bytes", "Size of a table without its indexes", ["table"])
INDEX_BYTES = _gauge("prodev_index_bytes", "Size of all indexes of a table", ["table"])
HIT_RATIO = _gauge("prodev_postgres_hit_ratio", "Share of blocks that PostgreSQL found in its memory")
SLOW_STATEMENTS = _gauge(
    "prodev_slow_statements", "Statements that take more than 100 ms on average, by pg_stat_statements; 50 at most"
)


@dataclass(frozen=True, slots=True)
class TableFigures:
    """`rows` is PostgreSQL's estimate."""

    name: str
    rows: int
    bytes: int
    index_bytes: int
    dead_rows: int
    sequential_scans: int
    index_scans: int


@dataclass(frozen=True, slots=True)
class IndexFigures:
    """`scans` since PostgreSQL's statistics were reset: 0 is an index that nothing has used."""

    name: str
    table: str
    bytes: int
    scans: int


@dataclass(frozen=True, slots=True)
class SlowStatement:
    """A statement with its parameters left out."""

    text: str
    calls: int
    mean_ms: float
    max_ms: float
    total_ms: float
    rows: int


@dataclass(frozen=True, slots=True)
class DatabaseFigures:
    """`slow_statements` is null where pg_stat_statements is not there. `hit_ratio` is from 0 to 1, null before any
    read."""

    tables: list[TableFigures]
    indexes: list[IndexFigures]
    hit_ratio: float | None
    slow_statements: list[SlowStatement] | None


async def figures_of(connection: Connection) -> DatabaseFigures:
    return DatabaseFigures(
        [read(TableFigures, row) for row in await connection.fetch(_TABLES)],
        [read(IndexFigures, row) for row in await connection.fetch(_INDEXES)],
        await connection.fetchval(_HITS),
        await _slow(connection),
    )


async def _slow(connection: Connection) -> list[SlowStatement] | None:
    if not await connection.fetchval(_HAS_STATEMENTS):
        return None
    try:
        return [read(SlowStatement, row) for row in await connection.fetch(_SLOW)]
    except _UNREADABLE:
        return None


class DatabaseWatch:
    """Tells the metrics. `look` is the body of a round."""

    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def look(self) -> None:
        with within(LOOK_WITHIN_S):
            async with self._pg.acquire() as connection:
                found = await figures_of(connection)
        for table in found.tables:
            TABLE_BYTES.labels(table.name).set(table.bytes)
            INDEX_BYTES.labels(table.name).set(table.index_bytes)
        HIT_RATIO.set(1.0 if found.hit_ratio is None else found.hit_ratio)
        SLOW_STATEMENTS.set(len(found.slow_statements or ()))


def endpoints(pg: Pool) -> Endpoints:
    async def figures(_: Call) -> DatabaseFigures:
        async with pg.acquire() as connection:
            return await figures_of(connection)

    return [
        endpoint(
            "GET",
            "/api/admin/database",
            figures,
            "Sizes of tables and indexes, what PostgreSQL finds in memory, and slow statements",
            access=Access.ADMIN,
            rate="30/minute",
            tag="admin",
        )
    ]
