"""What is read of each ended game to prove it.

Law: memory is bounded by a page of ids here and a page of rows in each worker, however many games there are. A page's
rows are one statement, so a game is seen as one transaction left it.

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
from server.results import PERSONAL_COLUMNS

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


_GAMES = f"""
SELECT {_selected("s", "session", (*ROW_COLUMNS, "is_completed"))},
    {_selected("t", "typing", ("user_id", "ended_at", "is_completed", "key_digest"))}, {stored("t")} AS key_log,
    {_selected("r", "result", ("user_id", *PERSONAL_COLUMNS["game_results"]))},
    {_selected("m", "measures", ("user_id", *PERSONAL_COLUMNS["typing_results"]))},
    u.is_guest AS user_is_guest, u.deleted_at IS NOT NULL AS user_deleted
FROM game_sessions s
JOIN users u ON u.id = s.user_id
LEFT JOIN typing_sessions t ON t.game_session_id = s.id
LEFT JOIN game_results r ON r.session_id = s.id
LEFT JOIN typing_results m ON m.session_id = t.id
WHERE s.id = ANY($1::uuid[]) AND s.ended_at IS NOT NULL
"""

# $1: the ended_at to begin with, or NULL. $2: one session, or NULL.
_WANTED = "ended_at IS NOT NULL AND ($1::timestamptz IS NULL OR ended_at >= $1) AND ($2::uuid IS NULL OR id = $2)"
# Of months that were taken out there are no keys to prove anything from.
_IS_OUT = """EXISTS (SELECT FROM detached_months
    WHERE id >= first_id_of(month) AND id < first_id_of((month + interval '1 month')::date))"""
_COUNT = f"""
SELECT count(*) FILTER (WHERE NOT {_IS_OUT}) AS games, count(*) FILTER (WHERE {_IS_OUT}) AS out
FROM game_sessions WHERE {_WANTED}
"""
_PAGE = f"""
SELECT id FROM game_sessions
WHERE {_WANTED} AND NOT {_IS_OUT} AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT {IDS}
"""


async def count_games(pg: Pool, since: datetime | None, session_id: str | None) -> tuple[int, int]:
    """How many there are to prove, and how many whose keys were taken out of the database."""
    row = await pg.fetchrow(_COUNT, since, session_id, timeout=STATEMENT_S)
    assert row is not None
    return row["games"], row["out"]


async def pages(pg: Pool, since: datetime | None, session_id: str | None) -> AsyncIterator[list[str]]:
    """The sessions to prove, PAGE at a time, by id."""
    last: str | None = None
    while rows := await pg.fetch(_PAGE, since, session_id, last, timeout=STATEMENT_S):
        ids = [row["id"] for row in rows]
        for first in range(0, len(ids), PAGE):
            yield ids[first : first + PAGE]
        last = ids[-1]


async def stored_games(connection: Connection, ids: Sequence[str]) -> list[StoredGame]:
    """Those of `ids` that are still there."""
    rows = await connection.fetch(_GAMES, ids, timeout=STATEMENT_S)
    return [dict(row) for row in rows]
