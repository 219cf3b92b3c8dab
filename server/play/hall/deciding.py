"""Who won: decided once for each match, from the committed key logs alone.

Laws:
- It is decided when every game of the match is saved, by whoever sees that first. The lock of the match makes it once,
  and one transaction holds places, ratings, and the end of the match.
- Ratings move for matches that are not LINK: whom one meets there is not one's own choice. A game that is flagged or
  rejected by then keeps its place, and is left out of the ratings, as if its player had not been there. A verdict that
  comes later moves no rating: later matches have built on them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import asyncpg

from game.terms import Mode, RatingKind, Visibility
from server.feed import Consumer
from server.infra.postgres import Connection, Pool
from server.infra.user_locks import hold_users
from server.key_logs import StoredLog, log_of, stored
from server.play.core.match import Finish, finish_of, places
from server.ratings import RatingShift, move
from server.results import HONEST, journey_changed, of_session

_IS_OPEN = "SELECT starts_at IS NOT NULL AND ended_at IS NULL FROM matches WHERE code = $1"
_LOCK = "SELECT visibility, starts_at, ended_at FROM matches WHERE code = $1 FOR UPDATE"
# A game without a key has no result, and its log holds nothing that counts.
_SEATS = f"""
SELECT x.seat, x.user_id, s.id IS NULL OR s.ended_at IS NOT NULL AS has_ended,
    CASE WHEN r.id IS NOT NULL THEN {stored("t")} END AS log
FROM match_seats x LEFT JOIN game_sessions s ON s.id = x.session_id
LEFT JOIN game_results r ON {of_session("s.id")} LEFT JOIN typing_sessions t ON t.game_session_id = s.id
WHERE x.match_code = $1 ORDER BY x.seat
"""
# Asked under the locks: a moderator may have judged while the logs were read.
_DOUBTED = f"""
SELECT x.user_id FROM match_seats x JOIN game_results r ON {of_session("x.session_id")}
WHERE x.match_code = $1 AND x.user_id IS NOT NULL AND NOT {HONEST}
"""
_PLACE = "UPDATE match_seats SET place = $3, rating_before = $4, rating_after = $5 WHERE match_code = $1 AND seat = $2"
_OVER = """
UPDATE matches SET ended_at = clock_timestamp(),
    rated_no = CASE WHEN $2::boolean THEN (SELECT coalesce(max(rated_no), 0) + 1 FROM matches) END
WHERE code = $1
"""
_OF_RESULT = """
SELECT s.match_code FROM game_results r JOIN game_sessions s ON s.id = r.session_id
WHERE r.id = $1 AND s.match_code IS NOT NULL
"""


async def decide(pg: Pool | Connection, code: str) -> bool:
    """Decide the places of a match whose games are all saved. False: they are not, or it was decided before."""
    seats = await pg.fetch(_SEATS, code)
    if not seats or not all(seat["has_ended"] for seat in seats):
        return False
    found = places(await asyncio.to_thread(_finishes, [seat["log"] for seat in seats]))
    placed = [(seat["seat"], seat["user_id"], place) for seat, place in zip(seats, found, strict=True)]
    if isinstance(pg, asyncpg.Pool):
        async with pg.acquire() as connection, connection.transaction():
            return await _write(connection, code, placed)
    return await _write(pg, code, placed)


def _finishes(logs: Sequence[StoredLog | None]) -> list[Finish]:
    return [Finish() if log is None else finish_of(log_of(log)) for log in logs]


async def _write(connection: Connection, code: str, placed: Sequence[tuple[int, str | None, int]]) -> bool:
    if not await connection.fetchval(_IS_OPEN, code):
        return False
    # Before the match is locked, which a deletion waits for: these wait for deletions, and for jobs that wait for them.
    users = [user_id for _, user_id, _ in placed if user_id]
    await journey_changed(connection, *users)
    await hold_users(connection, *users)
    match = await connection.fetchrow(_LOCK, code)
    if match is None or match["starts_at"] is None or match["ended_at"] is not None:
        return False
    moves: dict[str, RatingShift] = {}
    if match["visibility"] != Visibility.LINK:
        doubted = {row["user_id"] for row in await connection.fetch(_DOUBTED, code)}
        players = [(user_id, place) for _, user_id, place in placed if user_id and user_id not in doubted]
        moves = await move(connection, RatingKind.RACE, code, players)
    for seat, user_id, place in placed:
        moved = moves.get(user_id or "")
        before, after = (None, None) if moved is None else (moved.before, moved.after)
        await connection.execute(_PLACE, code, seat, place, before, after)
    await connection.execute(_OVER, code, bool(moves))
    return True


def consumer() -> Consumer:
    """Decides a match when the last of its games with a key has been saved, also if the process that saved it died."""

    async def effect(connection: Connection, result_id: str) -> None:
        code = await connection.fetchval(_OF_RESULT, result_id)
        if code is not None:
            await decide(connection, code)

    return Consumer("matches", effect, modes=[Mode.RACE])
