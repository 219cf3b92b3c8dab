"""Random ids (uuidv4) against ids in the order of time (uuidv7): what inserts cost, and how large the indexes become.

    .venv/bin/python benchmarks/uuids.py [--rows 10000000] [--step 500000]

Two tables for each kind, as an ended game fills them: one with the id as its key, and one with a key of its own and the
first one's as a unique column. Both kinds are filled in turns, a step each, so that a busy machine slows both. Rows
come some at a time in transactions of their own, as games end. PostgreSQL is the embedded one, set as for a server.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from stage import machine

from server.embedded import EmbeddedServers
from server.infra.postgres import Connection, connect

KINDS = {"v4": "gen_random_uuid()", "v7": "uuidv7()"}
AT_ONCE = 100  # rows in a transaction
LIMIT_S = 3_600
_CREATE = """
CREATE TABLE sessions_{kind} (
    id UUID PRIMARY KEY DEFAULT {new}, user_id UUID NOT NULL, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), about TEXT
);
CREATE TABLE results_{kind} (
    id UUID PRIMARY KEY DEFAULT {new}, session_id UUID NOT NULL UNIQUE REFERENCES sessions_{kind} (id),
    user_id UUID NOT NULL, ended_at TIMESTAMPTZ NOT NULL DEFAULT now(), figures TEXT
);
CREATE PROCEDURE fill_{kind}(steps INTEGER) LANGUAGE plpgsql AS $$
BEGIN
    FOR step IN 1..steps LOOP
        WITH one AS (
            INSERT INTO sessions_{kind} (user_id, about)
            SELECT gen_random_uuid(), repeat('x', 80) FROM generate_series(1, {at_once}) RETURNING id, user_id
        )
        INSERT INTO results_{kind} (session_id, user_id, figures) SELECT id, user_id, repeat('x', 160) FROM one;
        COMMIT;
    END LOOP;
END
$$;
"""
_INDEXES = """
SELECT coalesce(sum(pg_relation_size(indexrelid)), 0)::bigint FROM pg_index
WHERE indrelid IN ('sessions_{kind}'::regclass, 'results_{kind}'::regclass)
"""
_READ_BLOCKS = """
SELECT coalesce(sum(idx_blks_read), 0)::bigint FROM pg_statio_user_tables
WHERE relname IN ('sessions_{kind}', 'results_{kind}')
"""


@dataclass(slots=True)
class _Kind:
    name: str
    took_s: list[float] = field(default_factory=list)
    wal: list[int] = field(default_factory=list)


async def _step(connection: Connection, kind: _Kind, rows: int) -> None:
    before, began_s = await connection.fetchval("SELECT pg_current_wal_insert_lsn()"), time.perf_counter()
    await connection.execute(f"CALL fill_{kind.name}({rows // AT_ONCE})", timeout=LIMIT_S)
    kind.took_s.append(time.perf_counter() - began_s)
    kind.wal.append(int(await connection.fetchval("SELECT pg_current_wal_insert_lsn() - $1::pg_lsn", before)))


async def _measure(url: str, rows: int, step: int, console: Console) -> None:
    connection = await connect(url)
    kinds = [_Kind(name) for name in KINDS]
    for kind in kinds:
        await connection.execute(_CREATE.format(kind=kind.name, new=KINDS[kind.name], at_once=AT_ONCE))
    await connection.execute("SET synchronous_commit = off")  # the disk's answer is the same for both
    shown = Table(
        "rows", *(f"{kind.name}: {what}" for kind in kinds for what in ("rows/s", "WAL B/row", "indexes MiB"))
    )
    for done in range(step, rows + 1, step):
        cells = []
        for kind in kinds if done // step % 2 else reversed(kinds):
            await _step(connection, kind, step)
        for kind in kinds:
            size = await connection.fetchval(_INDEXES.format(kind=kind.name))
            cells += [f"{step / kind.took_s[-1]:,.0f}", f"{kind.wal[-1] / step:,.0f}", f"{size / 2**20:,.0f}"]
        shown.add_row(f"{done:,}", *cells)
    console.print(shown)
    for kind in kinds:
        read = await connection.fetchval(_READ_BLOCKS.format(kind=kind.name))
        console.print(
            f"{kind.name}: {sum(kind.took_s):.0f} s, {sum(kind.wal) / 2**30:.1f} GiB WAL, {read:,} index blocks read"
        )
    await connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--step", type=int, default=500_000)
    given = parser.parse_args()
    console = Console(width=140)
    console.print(machine())
    with tempfile.TemporaryDirectory(prefix="prodev-bench-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedServers(Path(folder), "uuids") as servers:
            asyncio.run(_measure(servers.database_url, given.rows, given.step, console))


if __name__ == "__main__":
    main()
