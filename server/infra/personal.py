"""What a feature keeps about a person: how it is exported, and what happens to it when the account is deleted.

Each feature hands on its `PERSONAL_RECORDS`. `everything_kept` of people collects them, and people builds the export
and the deletion from the list.

Laws (a test walks the schema and holds them):
- Every column that refers to a user belongs to one entry.
- Every column of an exported table is exported, or withheld for a reason that is written down.

Absent on purpose: what is kept outside PostgreSQL (boards, live games). `on_deleted` tells its owners.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import orjson

from server.infra.postgres import Connection, Pool
from server.infra.web import dumps

_KEY = "export_key"
PAGE = 100  # rows read at once: small enough to hold for a client that reads slowly


@dataclass(frozen=True, slots=True)
class Made:
    """JSON that is not stored as such: `json` makes it, in a thread, of what the expression `sql` selects."""

    sql: str
    json: Callable[[Any], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The person's rows as one section of the export.

    `withheld` names the columns that are left out, each with the reason; the column that names the person is never
    exported. `only` is a condition for rows that are the person's to know. `key` is a column or an expression, unique
    among the rows of one person; rows are exported in its order, `page` at a time. Of what a person has thousands,
    `by` names a column by which an index has the rows in order; then `key` only decides among equals.
    `json_columns` hold JSON that is passed on as it is stored, `made` columns are made of what is. `single`: the
    person has exactly one row, and the section is an object instead of a list. `row` is the type by which OpenAPI
    describes a row.
    """

    section: str
    columns: tuple[str, ...]
    withheld: Mapping[str, str] = field(default_factory=dict)
    only: str = "true"
    key: str = "id"
    by: str | None = None
    page: int = PAGE
    json_columns: frozenset[str] = frozenset()
    made: Mapping[str, Made] = field(default_factory=dict)
    single: bool = False
    row: Any = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NotExported:
    because: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows stay. The users row that they refer to no longer names anybody."""

    because: str


@dataclass(frozen=True, slots=True)
class Erased:
    """The rows are deleted."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """The rows stay, without personal data. `assignments` is the SET list of the UPDATE."""

    assignments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalRecords:
    """The rows of `table` that belong to the user whose id is in `column`.

    `lock` is a statement that locks what these rows of the user $1 belong to, in one order: what others lock before
    they change or answer such a row. A deletion runs it before it touches any row: otherwise it would hold a row and
    wait for what they hold, and they for the row.
    """

    table: str
    column: str = "user_id"
    export: Exported | NotExported
    on_delete: Kept | Erased | Redacted
    lock: str | None = None


async def lock_all(connection: Connection, records: Iterable[PersonalRecords], user_id: str) -> None:
    """Each table's `lock`, in the caller's transaction, which has locked the users row (server/infra/user_locks.py)."""
    for record in records:
        if record.lock is not None:
            await connection.execute(record.lock, user_id)


async def forget(connection: Connection, records: Iterable[PersonalRecords], user_id: str) -> None:
    """Apply each table's `on_delete`, in the caller's transaction."""
    for record in records:
        match record.on_delete:
            case Erased():
                await connection.execute(f"DELETE FROM {record.table} WHERE {record.column} = $1", user_id)
            case Redacted(assignments):
                await connection.execute(f"UPDATE {record.table} SET {assignments} WHERE {record.column} = $1", user_id)


async def sections(pg: Pool, records: Iterable[PersonalRecords], user_id: str) -> AsyncIterator[bytes]:
    """The members of the export's object in pieces: `"section":[...]`, with commas between them. No connection is held
    from one piece to the next."""
    comma = b""
    for record in records:
        if isinstance(record.export, Exported):
            yield comma + dumps(record.export.section) + b":"
            comma = b","
            async for piece in _section(pg, record, record.export, user_id):
                yield piece


async def _section(pg: Pool, record: PersonalRecords, export: Exported, user_id: str) -> AsyncIterator[bytes]:
    opening, empty, closing = (b"", b"null", b"") if export.single else (b"[", b"[]", b"]")
    separator = opening
    async for row in _rows(pg, record, export, user_id):
        yield separator + dumps(row)
        separator = b","
    yield empty if separator == opening else closing


async def _rows(pg: Pool, record: PersonalRecords, export: Exported, user_id: str) -> AsyncIterator[dict[str, Any]]:
    chosen = (_selected(name, export) for name in export.columns)
    whose = f"{record.column} = $1 AND {export.only}"
    order = [export.by, export.key] if export.by else [export.key]
    places = [f"{one} AS {_KEY}_{number}" for number, one in enumerate(order)]
    mine = f"SELECT {', '.join([*chosen, *places])} FROM {record.table} WHERE {whose}"
    after = f"({', '.join(order)}) > ({', '.join(f'${number}' for number, _ in enumerate(order, 2))})"
    in_order = f"ORDER BY {', '.join(order)} LIMIT {export.page}"
    rows = await pg.fetch(f"{mine} {in_order}", user_id)
    while rows:
        for values in await _all_values(rows, export):
            yield values
        if len(rows) < export.page:
            return
        last = [rows[-1][f"{_KEY}_{number}"] for number, _ in enumerate(order)]
        rows = await pg.fetch(f"{mine} AND {after} {in_order}", user_id, *last)


def _selected(name: str, export: Exported) -> str:
    if name in export.json_columns:
        return f"{name}::text AS {name}"
    return f"{export.made[name].sql} AS {name}" if name in export.made else name


async def _all_values(rows: Sequence[asyncpg.Record], export: Exported) -> list[dict[str, Any]]:
    def values() -> list[dict[str, Any]]:
        return [_values(row, export) for row in rows]

    return await asyncio.to_thread(values) if export.made else values()


def _values(row: asyncpg.Record, export: Exported) -> dict[str, Any]:
    values = {name: row[name] for name in export.columns}
    for name in {*export.json_columns, *export.made}:
        if values[name] is not None:  # JSON already: not worth reading and writing again
            json = export.made[name].json(values[name]) if name in export.made else values[name]
            values[name] = orjson.Fragment(json)
    return values
