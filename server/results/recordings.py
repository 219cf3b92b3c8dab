"""Ended games as they can be played again: the waves that were served, and whose ghosts may be played against.

Law: whoever may see a game's replay may play against its ghost, and nobody else.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import orjson

from game.keylog import decode_waves
from game.wave import Wave
from server.infra.postgres import Pool
from server.results.reading import VISIBLE

# $1 result, $2 who asks, $3: true to skip that check. The keys of a long game are megabytes: they stay where they are.
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
    """The waves in order, one at least; the last one is whole, wherever in it the game ended."""

    result_id: str
    language: str
    difficulty: str
    waves: tuple[Wave, ...]


async def recording(pg: Pool, result_id: str, viewer_id: str) -> Recording | None:
    """None when there is no such game, or `viewer_id` may not see its replay. Raises ValueError for a log that this
    version cannot read."""
    return await _recording(pg, result_id, viewer_id, False)


async def known_recording(pg: Pool, result_id: str) -> Recording | None:
    """The same, whoever may see it: for a game on these waves that was allowed to start."""
    return await _recording(pg, result_id, None, True)


async def _recording(pg: Pool, result_id: str, viewer_id: str | None, is_known: bool) -> Recording | None:
    row = await pg.fetchrow(_RECORDING, result_id, viewer_id, is_known)
    if row is None:
        return None
    waves = await asyncio.to_thread(_waves, row["log"])  # of a game of four hours some hundreds
    return Recording(row["id"], row["language"], row["difficulty"], waves)


def _waves(log: str) -> tuple[Wave, ...]:
    return decode_waves(orjson.loads(log))
