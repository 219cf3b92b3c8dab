"""The results of a group's members, as a table for a spreadsheet.

Laws:
- A cell that a spreadsheet would take for a formula is written as text, whoever chose its name.
- What is its player's alone (practice) is in no table of others.
"""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime

from server.groups.groups import group_for
from server.infra.postgres import Pool
from server.infra.web import Principal, rfc3339
from server.results import MAY_BE_SHOWN, of_keys

GAMES_A_SORT = 20_000  # some 5 MB for each download
ROWS_A_FETCH = 500
COLUMNS = (
    *("username", "display_name", "nickname", "ended_at", "mode", "language", "difficulty", "final_score"),
    *("net_wpm", "key_accuracy_percentage", "waves_completed", "playtime_seconds", "end_reason", "ranked", "verdict"),
)
# $1: the group, $2 and $3: the last game of those before, or NULL, $4: how many. All members' games are sorted for it.
_NEXT = f"""
SELECT r.ended_at, r.id
FROM group_members m JOIN users u ON u.id = m.user_id JOIN game_results r ON r.user_id = m.user_id
WHERE m.group_id = $1 AND u.deleted_at IS NULL AND r.ended_at >= m.joined_at AND {MAY_BE_SHOWN}
    AND ($2::timestamptz IS NULL OR (r.ended_at, r.id) < ($2, $3::uuid))
ORDER BY r.ended_at DESC, r.id DESC LIMIT $4
"""
# $1: results, $2: the group. PostgreSQL underrates how many games a group's members have, and would read all of them to
# find these (hence MATERIALIZED), or whole months, if it knew how many these are (hence SELECT $1).
ROWS = f"""
WITH r AS MATERIALIZED (
    SELECT r.* FROM unnest((SELECT $1::uuid[])) AS these (id) JOIN game_results r ON r.id = these.id
)
SELECT u.username, u.display_name, m.nickname, r.ended_at, r.mode, s.language, s.difficulty, r.final_score,
    {of_keys("r")}, r.waves_completed, r.playtime_seconds, r.end_reason, r.ranked, r.verdict
FROM r JOIN game_sessions s ON s.id = r.session_id JOIN users u ON u.id = r.user_id
    JOIN group_members m ON m.group_id = $2 AND m.user_id = r.user_id
ORDER BY r.ended_at DESC, r.id DESC
"""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how OWASP lists what begins a formula


async def results_csv(pg: Pool, slug: str, caller: Principal) -> AsyncIterator[bytes]:
    """The file in pieces, newest first: what members have played since they joined. No connection is held from one
    piece to the next. Raises Problem 403, 404 before the first."""
    async with pg.acquire() as connection, connection.transaction():
        group = await group_for(connection, slug, caller)
    return _pieces(pg, group.id)


async def _pieces(pg: Pool, group_id: str) -> AsyncIterator[bytes]:
    yield _lines([COLUMNS])
    before: tuple[datetime | None, str | None] = (None, None)
    while games := await pg.fetch(_NEXT, group_id, *before, GAMES_A_SORT):
        for first in range(0, len(games), ROWS_A_FETCH):
            rows = await pg.fetch(ROWS, [game["id"] for game in games[first : first + ROWS_A_FETCH]], group_id)
            yield _lines([[_cell(row[name]) for name in COLUMNS] for row in rows])
        if len(games) < GAMES_A_SORT:
            return
        before = games[-1]["ended_at"], games[-1]["id"]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
