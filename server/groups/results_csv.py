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

ROWS_A_FETCH = 500
COLUMNS = (
    *("username", "display_name", "nickname", "ended_at", "mode", "language", "difficulty", "final_score"),
    *("net_wpm", "key_accuracy_percentage", "waves_completed", "playtime_seconds", "end_reason", "ranked", "verdict"),
)
# Of each member no more games are read than a page has: there may be years of them.
_PAGE = f"""
SELECT r.id, r.username, r.display_name, r.nickname, r.ended_at, r.mode, s.language, s.difficulty, r.final_score,
    {of_keys("r")}, r.waves_completed, r.playtime_seconds, r.end_reason, r.ranked, r.verdict
FROM (
    SELECT u.username, u.display_name, m.nickname, played.*
    FROM group_members m JOIN users u ON u.id = m.user_id, LATERAL (
        SELECT * FROM game_results r
        WHERE r.user_id = m.user_id AND r.ended_at BETWEEN m.joined_at AND coalesce($2::timestamptz, 'infinity')
            AND ($2::timestamptz IS NULL OR (r.ended_at, r.id) < ($2, $3::uuid)) AND {MAY_BE_SHOWN}
        ORDER BY r.ended_at DESC, r.id DESC LIMIT {ROWS_A_FETCH}
    ) played
    WHERE m.group_id = $1 AND u.deleted_at IS NULL
    ORDER BY played.ended_at DESC, played.id DESC LIMIT {ROWS_A_FETCH}
) r JOIN game_sessions s ON s.id = r.session_id
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
    while rows := await pg.fetch(_PAGE, group_id, *before):
        yield _lines([[_cell(row[name]) for name in COLUMNS] for row in rows])
        if len(rows) < ROWS_A_FETCH:
            return
        before = rows[-1]["ended_at"], rows[-1]["id"]


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
