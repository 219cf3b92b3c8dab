"""A match's steps from its opening to its end, each one statement that does nothing when it is not its time any more.

Law: whatever depends on how many seats there are holds the lock of the match, as whoever takes a seat does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from game.keylog import FORMAT, encode_wave
from game.terms import Difficulty, Language, Visibility
from game.text import typed_text
from game.wave import Wave
from server.infra.codes import random_code
from server.infra.postgres import Connection, Pool
from server.play.core.match import ALPHABET, CODE_LENGTH, LEAST_SEATS
from server.play.modes.race import LOCK

_TRIES = 5  # at a code that nobody has: one in 480 million is taken for each match there ever was

_OPEN = """
INSERT INTO matches (code, language, difficulty, waves, keys, capacity, visibility, is_quick, host_id, rematch_of,
    group_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (code) DO NOTHING RETURNING code
"""
# Robots of the house do not play among themselves.
_CAN_START = f"(SELECT count(*) >= {LEAST_SEATS} AND NOT bool_and(is_house) FROM match_seats WHERE match_code = $1)"
_COUNT_DOWN = f"""
UPDATE matches SET starts_at = clock_timestamp() + make_interval(secs => $2 / 1000.0)
WHERE code = $1 AND starts_at IS NULL AND ended_at IS NULL
AND {_CAN_START} RETURNING code
"""
_STAY_OPEN = f"""
UPDATE matches SET starts_at = NULL WHERE code = $1 AND starts_at > clock_timestamp() AND ended_at IS NULL
AND NOT {_CAN_START} RETURNING code
"""
_CLEAR = """
DELETE FROM match_seats x USING game_sessions s
WHERE x.match_code = $1 AND s.id = x.session_id AND s.ended_at IS NOT NULL RETURNING x.seat
"""
_READY = "UPDATE match_seats SET is_ready = true WHERE session_id = $1 AND NOT is_ready RETURNING match_code"
_HOUSE = "UPDATE match_seats SET is_house = true, is_ready = true WHERE session_id = $1"
_GIVE_UP = """
UPDATE matches SET ended_at = clock_timestamp() WHERE code = $1 AND starts_at IS NULL AND ended_at IS NULL
RETURNING code
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchWanted:
    """What a new match is to be like. One that is for the members of a group is never public."""

    language: Language
    difficulty: Difficulty
    waves: int
    capacity: int
    visibility: Visibility
    is_quick: bool = False
    rematch_of: str | None = None
    group_id: str | None = None


async def open_match(connection: Connection, wanted: MatchWanted, waves: Sequence[Wave], *, host_id: str) -> str:
    """A new match with these waves; returns its code."""
    document = {"format": FORMAT, "waves": [encode_wave(wave) for wave in waves]}
    keys = [len(typed_text(wave.text, wave.words).keys) for wave in waves]
    for _ in range(_TRIES):
        code: str | None = await connection.fetchval(
            _OPEN,
            random_code(ALPHABET, CODE_LENGTH),
            wanted.language,
            wanted.difficulty,
            document,
            keys,
            wanted.capacity,
            wanted.visibility,
            wanted.is_quick,
            host_id,
            wanted.rematch_of,
            wanted.group_id,
        )
        if code is not None:
            return code
    raise RuntimeError("no code is free")


async def count_down(pg: Pool, code: str, for_ms: int) -> bool:
    """Begin the countdown, if the match is open and has players enough."""
    return await _locked(pg, code, _COUNT_DOWN, for_ms)


async def stay_open(pg: Pool, code: str) -> bool:
    """Stop the countdown, if there are players enough no more."""
    return await _locked(pg, code, _STAY_OPEN)


async def clear_left(pg: Pool, code: str) -> bool:
    """Before the start, free the seats whose games have ended: their players have left."""
    return await _locked(pg, code, _CLEAR, before_start=True)


async def ready(pg: Pool, session_id: str) -> bool:
    return await pg.fetchval(_READY, session_id) is not None


async def give_to_house(pg: Pool, session_id: str) -> None:
    """The server itself plays on this seat, and is ready."""
    await pg.execute(_HOUSE, session_id)


async def give_up(pg: Pool, code: str) -> bool:
    """End a match that has not started."""
    return await _locked(pg, code, _GIVE_UP)


async def _locked(pg: Pool, code: str, statement: str, *more: object, before_start: bool = False) -> bool:
    """Whether the statement did something. Its snapshot is taken when the lock is held, so it sees every seat."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        match: asyncpg.Record | None = await connection.fetchrow(LOCK, code)
        if match is None or (before_start and match["has_started"]):
            return False
        return await connection.fetchval(statement, code, *more) is not None
