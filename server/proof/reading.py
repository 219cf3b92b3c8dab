"""What is read of each ended game to prove it.

Laws:
- Memory is bounded by a page of ids here and a page of rows in each worker, however many games there are.
- A page's rows are one statement, so a game is seen as one transaction left it; and so is whether its keys are there. A
  month may be taken out, or come back, at any moment.

A stored game is what the database holds, as it stands there: a row type would refuse the broken ones, which this is
there to name column by column.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from server.infra.postgres import Connection, Pool
from server.key_logs import stored
from server.play import ROW_COLUMNS
from server.results import PERSONAL_COLUMNS, of_session

PAGE = 64  # games a worker holds at once: some megabytes, and half a second of work
IDS = 4096  # ids read at once
STATEMENT_S = 600  # counting ten million sessions on a slow disk

StoredGame = dict[str, Any]  # by PREFIX_column

# The tables that an ended game is in, by the prefix of their columns in a `StoredGame`.
PREFIXES = {
    "session": "game_sessions",
    "typing": "typing_sessions",
    "result": "game_results",
    "measures": "typing_results",
}


def _selected(table: str, prefix: str, columns: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name} AS {prefix}_{name}" for name in columns)


# Of months that were taken out there are no keys to prove anything from.
_IS_OUT = """EXISTS (SELECT FROM detached_months
    WHERE s.id >= first_id_of(month) AND s.id < first_id_of((month + interval '1 month')::date))"""

_GAMES = f"""
SELECT {_selected("s", "session", (*ROW_COLUMNS, "is_completed"))},
    {_selected("t", "typing", ("user_id", "ended_at", "is_completed", "key_digest"))}, {stored("t")} AS key_log,
    {_selected("r", "result", ("user_id", *PERSONAL_COLUMNS["game_results"]))},
    {_selected("m", "measures", ("user_id", *PERSONAL_COLUMNS["typing_results"]))},
    u.is_guest AS user_is_guest, u.deleted_at IS NOT NULL AS user_deleted
FROM game_sessions s
JOIN users u ON u.id = s.user_id
LEFT JOIN typing_sessions t ON t.game_session_id = s.id
LEFT JOIN game_results r ON {of_session("s.id")}
LEFT JOIN typing_results m ON m.session_id = t.id
WHERE s.id = ANY($1::uuid[]) AND s.ended_at IS NOT NULL AND NOT {_IS_OUT}
"""

# $1: the ended_at to begin with, or NULL. $2: one session, or NULL.
_WANTED = "s.ended_at IS NOT NULL AND ($1::timestamptz IS NULL OR s.ended_at >= $1) AND ($2::uuid IS NULL OR s.id = $2)"
_COUNT = f"""
SELECT count(*) FILTER (WHERE NOT {_IS_OUT}) AS games, count(*) FILTER (WHERE {_IS_OUT}) AS out
FROM game_sessions s WHERE {_WANTED}
"""
_PAGE = f"""
SELECT s.id, {_IS_OUT} AS is_out FROM game_sessions s
WHERE {_WANTED} AND ($3::uuid IS NULL OR s.id > $3) ORDER BY s.id LIMIT {IDS}
"""
_COUNT_OUT = f"SELECT count(*) FROM game_sessions s WHERE s.id = ANY($1::uuid[]) AND {_IS_OUT}"


async def count_games(pg: Pool, since: datetime | None, session_id: str | None) -> tuple[int, int]:
    """How many there are to prove, and how many whose keys were taken out of the database."""
    row = await pg.fetchrow(_COUNT, since, session_id, timeout=STATEMENT_S)
    assert row is not None
    return row["games"], row["out"]


async def pages(pg: Pool, since: datetime | None, session_id: str | None) -> AsyncIterator[tuple[list[str], int]]:
    """The sessions to prove, PAGE at a time, by id; and how many were passed over whose keys were taken out."""
    last: str | None = None
    while rows := await pg.fetch(_PAGE, since, session_id, last, timeout=STATEMENT_S):
        ids = [row["id"] for row in rows if not row["is_out"]]
        yield ids[:PAGE], len(rows) - len(ids)
        for first in range(PAGE, len(ids), PAGE):
            yield ids[first : first + PAGE], 0
        last = rows[-1]["id"]


async def count_out(connection: Connection, ids: Sequence[str]) -> int:
    """Of how many of these the keys were taken out by now."""
    count: int = await connection.fetchval(_COUNT_OUT, ids, timeout=STATEMENT_S)
    return count


async def stored_games(connection: Connection, ids: Sequence[str]) -> list[StoredGame]:
    """Those of `ids` that are still there, with their keys."""
    rows = await connection.fetch(_GAMES, ids, timeout=STATEMENT_S)
    return [dict(row) for row in rows]
