"""The end of a game: one transaction, once.

Laws:
- The session's row is locked first, so a game is saved once however often and from wherever it is saved; whoever comes
  later gets the same row.
- The statistics' row is locked before anything is counted, so concurrent games of one player add up.
- Everything is in one transaction: a game is either closed, counted and kept with its keys, or still open.

Absent on purpose: Redis (the caller writes the boards after this returns), and waiting for a PostgreSQL that is away
(the caller keeps the game and comes again).
"""

from __future__ import annotations

import asyncio
import random
from typing import Any, TypeAlias

import asyncpg

from game import scoring
from server.infra.postgres import Pool
from server.results.finished import FinishedGame
from server.results.public import public_result
from server.results.ranking import Standing, unranked_reason
from server.results.statements import CLOSE, KEPT, LOCK, SAVE

ATTEMPTS = 5  # a deadlock is rare and two of them in a row rarer; after five something else is wrong
LARGEST_INT = 2**31 - 1  # three weeks of pauses in milliseconds; the column holds no more

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"


class SessionGone(LookupError):
    """There is no such session of this user (an idle guest was removed). The game can never be saved: drop it."""


async def record(pg: Pool, game: FinishedGame) -> dict[str, Any] | None:
    """Save `game` once and return its public result; None when no key was pressed, which leaves no result.

    Raises SessionGone, and what asyncpg raises when PostgreSQL is away: then nobody knows whether it was saved, and
    calling again is safe.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
                return await _record(connection, game)
        except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
            if attempt == ATTEMPTS:
                raise
            await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))
    raise AssertionError("unreachable")


async def _record(connection: Connection, game: FinishedGame) -> dict[str, Any] | None:
    session = await connection.fetchrow(LOCK, game.session_id, game.user_id)
    if session is None:
        raise SessionGone(game.session_id)
    if session["ended_at"] is not None:
        row = await connection.fetchrow(KEPT, game.session_id)
        return None if row is None else public_result(row)
    closing = (game.session_id, game.ended_at, game.is_completed, game.key_log)
    if game.totals.keys_pressed == 0:
        await connection.execute(CLOSE, *closing)
        return None
    row = await connection.fetchrow(SAVE, *closing, *_result_values(game, session["registered"]), *_typing_values(game))
    assert row is not None, "the session is locked and open, so it was closed and its result inserted"
    return public_result(row)


def _result_values(game: FinishedGame, registered: bool) -> tuple[Any, ...]:
    totals, seconds = game.totals, scoring.playtime_seconds(game.game_ms)
    reason = unranked_reason(
        Standing(
            end_reason=game.end_reason,
            against_ghost=game.ghost_of is not None,
            journal_lost=game.journal_lost,
            verdict=game.verdict,
            playtime_seconds=seconds,
            words_typed=totals.words_typed,
            pauses=game.pauses,
            paused_ms=game.paused_ms,
            registered=registered,
        )
    )
    return (
        scoring.final_score(totals, seconds),
        totals.waves_completed,
        totals.enemies_killed,
        scoring.accuracy_percentage(totals.correct_words, totals.words_typed),
        scoring.words_per_minute(totals.words_typed, seconds),
        totals.words_typed,
        totals.correct_words,
        totals.incorrect_words,
        totals.max_combo,
        totals.damage_dealt,
        totals.damage_taken,
        seconds,
        game.end_reason,
        game.verdict,
        reason is None,
        reason,
        game.pauses,
        min(game.paused_ms, LARGEST_INT),
        game.ghost_of,
    )


def _typing_values(game: FinishedGame) -> tuple[Any, ...]:
    measures = game.measures
    return (
        measures.total_keys_pressed,
        measures.correct_keys,
        measures.incorrect_keys,
        measures.accuracy_percentage,
        measures.keys_per_minute,
        measures.net_wpm,
        measures.raw_wpm,
        measures.consistency,
        measures.duration_seconds,
    )
