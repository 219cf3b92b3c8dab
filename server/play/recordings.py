"""The waves of ended games, to be played again: read once, and shared by all who play on them at the same time.

Laws:
- The database is asked each time whether a game may be played. Only its waves are kept, since they never change.
- A sprint has no ghost, because a ghost game plays its last wave to the end and has no clock; a daily has none, because
  its waves are to be seen first in the try that is ranked.
Bound: WAVES_KEPT waves, about 14 KiB each; the recordings asked for least recently are forgotten first, and read again
when they are asked for. A recording of more waves than that is kept alone.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

import orjson

from game.keylog import decode_waves
from game.terms import Difficulty, Language
from game.wave import Wave
from server.infra.postgres import Pool
from server.results import VISIBLE

WAVES_KEPT = 1_000

# $1: result, $2: viewer, $3: true to skip the viewer check.
_FOUND = f"""
SELECT r.id, r.session_id, s.language, s.difficulty FROM game_results r
JOIN game_sessions s ON s.id = r.session_id
JOIN users u ON u.id = r.user_id
WHERE r.id = $1 AND ($3 OR (r.mode NOT IN ('SPRINT', 'DAILY') AND {VISIBLE}))
"""
# The keys of a long game are megabytes and are not read.
_LOG = """
SELECT json_build_object('format', key_sequence->'format', 'waves', key_sequence->'waves')::text
FROM typing_sessions WHERE game_session_id = $1
"""


@dataclass(frozen=True, slots=True)
class Recording:
    """The waves in order, at least one. The last one is whole, even when the game ended in the middle of it."""

    result_id: str
    language: Language
    difficulty: Difficulty
    waves: tuple[Wave, ...]


class Recordings:
    """One per process."""

    def __init__(self) -> None:
        self._waves: OrderedDict[str, tuple[Wave, ...]] = OrderedDict()  # by result, the latest asked for last

    async def find(self, pg: Pool, result_id: str, viewer_id: str | None) -> Recording | None:
        """The game to play against: None when there is none, or `viewer_id` may not see its replay. Without a viewer,
        for a game that was allowed to begin, nothing is checked.

        Raises ValueError for a log that this version cannot read, and what POSTGRES_AWAY names.
        """
        row = await pg.fetchrow(_FOUND, result_id, viewer_id, viewer_id is None)
        if row is None:
            return None
        waves = self._waves.get(row["id"])
        if waves is None:
            log: str | None = await pg.fetchval(_LOG, row["session_id"])
            if log is None:
                return None
            # In a thread, because a game of four hours has hundreds. Another start may have read them meanwhile.
            read = await asyncio.to_thread(_read, log)
            waves = self._waves.get(row["id"], read)
        self._keep(row["id"], waves)
        return Recording(row["id"], Language(row["language"]), Difficulty(row["difficulty"]), waves)

    def _keep(self, result_id: str, waves: tuple[Wave, ...]) -> None:
        self._waves[result_id] = waves
        self._waves.move_to_end(result_id)
        while len(self._waves) > 1 and sum(map(len, self._waves.values())) > WAVES_KEPT:
            self._waves.popitem(last=False)


def _read(key_log: str) -> tuple[Wave, ...]:
    return decode_waves(orjson.loads(key_log))
