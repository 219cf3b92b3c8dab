"""The end of a game: one transaction, once.

Laws:
- The session's row is locked first, so a game is saved once, however many processes try and however often; later
  attempts get the same result.
- The statistics row is locked before anything is counted, so concurrent games of one player add up.
- It is one transaction: a game is either closed, counted, stored with its keys and handed to the feed, or still open.
- Nearly always it is one statement, and so one round trip; the others are for games that meet another of their player,
  to which an earlier game objects, that have been saved before, or that have no key.

Absent on purpose: Redis (the caller writes the boards afterwards), and waiting for PostgreSQL to come back (the caller
keeps the game and tries again).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

import asyncpg

from game import scoring
from game.typed_waves import noted
from server.infra.postgres import Connection, Pool, within
from server.key_logs import LogToStore, is_compact, written
from server.results.columns import GameResult, game_result, measures_values, result_values
from server.results.fair_play import (
    NO_OBJECTIONS,
    Objections,
    Rhythms,
    by_itself,
    objections_to,
    rhythms_of,
    with_verdict,
)
from server.results.finished import FinishedGame, Judged
from server.results.ranking import RankCase, unranked_reason
from server.results.statements import CLOSE, KEPT, LOCK, SAVE

ATTEMPT_S = 5.0  # an attempt takes milliseconds, and may wait for another game of the same player
SHORT_KEYS = 2_000  # whose log is packed in less than a millisecond; longer ones are packed in a thread
BUSY = 4  # games that end at once: the logs of more are saved as JSON, and packed within the hour
ATTEMPTS = 5  # a deadlock is rare, two in a row rarer; after five, something else is wrong


class SessionGone(LookupError):
    """This user has no such session (an idle guest was removed). The game can never be saved: drop it."""


async def record(pg: Pool, game: FinishedGame) -> GameResult | None:
    """Save `game` once and return its result, or None when no key was pressed: then there is none.

    Raises SessionGone, and one of POSTGRES_AWAY after ATTEMPT_S at most: then it is unknown whether the game was saved,
    and calling again is safe.
    """
    _Saving.games += 1
    try:
        return await _recorded(pg, game, await _written(pg, game))
    finally:
        _Saving.games -= 1


class _Saving:
    """How many games this process saves at the moment."""

    games = 0


async def _recorded(pg: Pool, game: FinishedGame, log: LogToStore) -> GameResult | None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with within(ATTEMPT_S):
                async with pg.acquire() as connection:
                    return await _record(connection, game, log)
        except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
            if attempt == ATTEMPTS:
                raise
            await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))
    raise AssertionError("unreachable")


async def _written(pg: Pool, game: FinishedGame) -> LogToStore:
    """Compact, if that is the form, and if there is time: packing a log takes as long as the rest of the end."""
    with within(ATTEMPT_S):
        compact = await is_compact(pg) and _Saving.games <= BUSY
    if not compact or game.totals.keys_pressed <= SHORT_KEYS:
        return written(game.key_log, compact=compact)
    return await asyncio.to_thread(written, game.key_log, compact=True)


async def _record(connection: Connection, game: FinishedGame, log: LogToStore) -> GameResult | None:
    closing = (game.session_id, game.ended_at, game.is_completed, *log)
    if game.totals.keys_pressed == 0:
        return await _record_locked(connection, game, CLOSE, closing)
    rhythms = rhythms_of(game)
    first = _values(by_itself(game), closing, rhythms, objections_to(game, rhythms))
    row = await connection.fetchrow(SAVE, *first)
    if row is not None:
        return game_result(row)
    game = await with_verdict(connection, game, rhythms)
    return await _record_locked(connection, game, SAVE, _values(game, closing, rhythms, NO_OBJECTIONS))


def _values(
    game: FinishedGame, closing: Sequence[object], rhythms: Rhythms, objections: Objections
) -> Sequence[object]:
    """The parameters of SAVE."""
    return (
        *(*closing, game.user_id, *rhythms, None if game.waves is None else noted(game.waves)),
        *result_values(judged(game, registered=True, disabled=False)),  # what its player lacks, SAVE knows
        *(*measures_values(game.measures), *objections),
    )


async def _record_locked(
    connection: Connection, game: FinishedGame, statement: str, values: Sequence[object]
) -> GameResult | None:
    """`statement` is SAVE, or CLOSE for a game without a key."""
    async with connection.transaction(isolation="read_committed"):
        session = await connection.fetchrow(LOCK, game.session_id, game.user_id)
        if session is None:
            raise SessionGone(game.session_id)
        if session["ended_at"] is not None:
            row = await connection.fetchrow(KEPT, game.session_id)
            return None if row is None else game_result(row)
        row = await connection.fetchrow(statement, *values)
        assert row is not None, "the session is locked and open, so it was closed and its result inserted"
        return game_result(row) if statement == SAVE else None


def judged(game: FinishedGame, registered: bool, *, disabled: bool) -> Judged:
    """The figures of its row. `registered`: whether its player has an account, and not a guest's; `disabled`: whether
    that is disabled."""
    seconds = scoring.playtime_seconds(game.game_ms)
    reason = unranked_reason(
        RankCase(
            end_reason=game.end_reason,
            unranked_by_mode=game.unranked_by_mode,
            journal_lost=game.journal_lost,
            verdict=game.verdict,
            playtime_seconds=seconds,
            words_typed=game.totals.words_typed,
            pauses=game.pauses,
            paused_ms=game.paused_ms,
            disabled=disabled,
            registered=registered,
            rule=game.rank_rule,
        )
    )
    return Judged(game, seconds, reason)
