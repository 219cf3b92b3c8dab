"""Ended games that can be played again: the waves that were served, and whose ghost may be raced.

Law: those who may see a game's replay may race its ghost, and nobody else may.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import orjson

from game.keylog import decode_waves
from game.wave import Wave
from server.infra.postgres import Pool
from server.results.reading import VISIBLE

# $1: result, $2: viewer, $3: true to skip the viewer check. The keys of a long game are megabytes and are not read.
_RECORDING = f"""
SELECT r.id, s.language, s.difficulty,
    json_build_object('format', t.key_sequence->'format', 'waves', t.key_sequence->'waves')::text AS log
FROM game_results r
JOIN game_sessions s ON s.id = r.session_id
JOIN users u ON u.id = r.user_id
JOIN typing_sessions t ON t.game_session_id = r.session_id
WHERE r.id = $1 AND ($3 OR {VISIBLE})
"""


@dataclass(frozen=True, slots=True)
class Recording:
    """The waves in order, at least one. The last one is whole, even when the game ended in the middle of it."""

    result_id: str
    language: str
    difficulty: str
    waves: tuple[Wave, ...]


async def recording(pg: Pool, result_id: str, viewer_id: str) -> Recording | None:
    """None when there is no such game, or `viewer_id` may not see its replay. Raises ValueError for a log that this
    version cannot read."""
    return await _recording(pg, result_id, viewer_id, False)


async def known_recording(pg: Pool, result_id: str) -> Recording | None:
    """The same without the viewer check, for a game on these waves that was already allowed to start."""
    return await _recording(pg, result_id, None, True)


async def _recording(pg: Pool, result_id: str, viewer_id: str | None, is_known: bool) -> Recording | None:
    row = await pg.fetchrow(_RECORDING, result_id, viewer_id, is_known)
    if row is None:
        return None
    waves = await asyncio.to_thread(_waves, row["log"])  # a game of four hours has hundreds
    return Recording(row["id"], row["language"], row["difficulty"], waves)


def _waves(log: str) -> tuple[Wave, ...]:
    return decode_waves(orjson.loads(log))
