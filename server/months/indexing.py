"""Indexes of a partitioned table that a migration has only named.

No index of a partitioned table can be made concurrently. So a migration says `CREATE INDEX … ON ONLY` the table,
which reads nothing; months that are made from then on have it, and here each partition gets its own, concurrently. The
planner uses what is there meanwhile.
"""

from __future__ import annotations

import structlog

from server.infra.postgres import Connection
from server.months.month import PARTITIONED
from server.months.patience import STATEMENT_S, briefly

log = structlog.get_logger(__name__)

# Each partition and each index of its table that it has no index for; the name that its own will have, and whether an
# attempt was killed and left one of that name that cannot be used.
_LACKING = f"""
SELECT i.indexrelid::regclass::text AS whole, p.inhrelid::regclass::text AS part, i.indisunique AS is_unique,
    pg_get_indexdef(i.indexrelid) AS definition, left(part.relname || '_' || md5(named.relname), 63) AS name,
    made.indexrelid IS NOT NULL AS is_there, made.indisvalid AS is_whole
FROM pg_index i JOIN pg_class named ON named.oid = i.indexrelid
JOIN pg_inherits p ON p.inhparent = i.indrelid JOIN pg_class part ON part.oid = p.inhrelid
LEFT JOIN pg_index made
    ON made.indexrelid = to_regclass(format('%I', left(part.relname || '_' || md5(named.relname), 63)))
WHERE i.indrelid = ANY({PARTITIONED}) AND NOT i.indisvalid AND NOT EXISTS (
    SELECT FROM pg_inherits own JOIN pg_index o ON o.indexrelid = own.inhrelid
    WHERE own.inhparent = i.indexrelid AND o.indrelid = p.inhrelid
)
ORDER BY 1, 2
"""


async def complete(connection: Connection) -> int:
    """Make what partitions lack; returns how many indexes were made. Raises InUse."""
    lacking = await connection.fetch(_LACKING)
    for one in lacking:
        if one["is_there"] and not one["is_whole"]:
            await connection.execute(f"DROP INDEX CONCURRENTLY {one['name']}", timeout=STATEMENT_S)
        if not one["is_whole"]:
            options = f"CONCURRENTLY {one['name']}"
            statement = _create(one["is_unique"], one["part"], one["definition"], options)
            await connection.execute(statement, timeout=STATEMENT_S)
        await _join(connection, one["whole"], one["name"])
    if lacking:
        log.info("indexes_made", indexes=len(lacking))
    return len(lacking)


# Indexes of `typing_sessions` of which $1 has no like.
_MISSING = """
SELECT pg_get_indexdef(w.indexrelid) AS definition, w.indisunique AS is_unique FROM pg_index w
WHERE w.indrelid = 'typing_sessions'::regclass AND NOT EXISTS (
    SELECT FROM pg_index o WHERE o.indrelid = $1::regclass AND o.indisvalid AND o.indisunique = w.indisunique
        AND split_part(pg_get_indexdef(o.indexrelid), ' USING ', 2)
            = split_part(pg_get_indexdef(w.indexrelid), ' USING ', 2)
)
"""


async def complete_table(connection: Connection, table: str) -> None:
    """Make what a table that stands alone lacks, before it is attached: that would make it under the lock of the
    default partition."""
    for one in await connection.fetch(_MISSING, table):
        await connection.execute(_create(one["is_unique"], table, one["definition"]), timeout=STATEMENT_S)


def _create(is_unique: bool, on: str, definition: str, options: str = "") -> str:
    """As `definition`, the CREATE INDEX of another table."""
    kind = "UNIQUE INDEX" if is_unique else "INDEX"
    return f"CREATE {kind} {options} ON {on} USING {definition.partition(' USING ')[2]}"


async def _join(connection: Connection, whole: str, part: str) -> None:
    await briefly(connection, lambda: connection.execute(f"ALTER INDEX {whole} ATTACH PARTITION {part}"))
