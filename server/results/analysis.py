"""A game looked at closely: what `game.analysis` finds in its key log, as it goes out.

Laws:
- Seen by whoever sees the replay, and worked out on each read from the log: nothing of it is stored.
- The answer is bounded by what `game.analysis` bounds: some 200 KB for a game of four hours.
- The longest log (200,000 keys) takes a second of work, a usual one some milliseconds: in a thread, READERS at a time,
  beside those who play.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import orjson

from game import analysis
from game.analysis import KeyFigure, PlayedWave
from game.keylog import decode
from server.infra.postgres import Pool
from server.results.columns import MEASURES_SELECTED, typing_measures
from server.results.reading import VISIBLE

READERS = 1
LISTED = 8  # keys and pairs told of, each slowest and each most mistyped

_LOG = f"""
SELECT r.id, r.user_id, t.key_sequence::text AS key_log, {MEASURES_SELECTED}
FROM game_results r
JOIN users u ON u.id = r.user_id
JOIN typing_sessions t ON t.game_session_id = r.session_id
JOIN typing_results m ON m.session_id = t.id
WHERE r.id = $1 AND {VISIBLE}
"""


class Analyst:
    """`pg` is the pool."""

    def __init__(self, pg: Pool) -> None:
        self._pg = pg
        self._readers = asyncio.Semaphore(READERS)

    async def analysis(self, result_id: str, viewer_id: str | None) -> dict[str, Any] | None:
        """The fields of `AnalysisOut` but `own`, and `user_id`; None when there is no such game for this viewer.

        Raises ValueError for a log that this version cannot read.
        """
        async with self._readers:
            row = await self._pg.fetchrow(_LOG, result_id, viewer_id)
            if row is None:
                return None
            found = await asyncio.to_thread(analysed, row["key_log"])
            return {"result_id": row["id"], "user_id": row["user_id"], **found, "typing": typing_measures(row)}


def analysed(key_log: str) -> dict[str, Any]:
    """What the page draws. Raises ValueError, orjson's among it."""
    log = decode(orjson.loads(key_log))
    played = analysis.played_waves(log)
    marked, detailed = analysis.wave_marks(played), analysis.details(played)
    return {
        "end_ms": log.end_ms,
        "series": asdict(analysis.series(log, played)),
        "waves_total": len(played),
        "marks": [
            {"number": one.wave.number, "start_ms": one.start_ms, "cleared_ms": one.cleared_ms} for one in marked
        ],
        "waves": [_wave(one) for one in detailed],
        "keys": _ranked(analysis.key_figures(played)),
        "pairs": _ranked(analysis.key_figures(played, 2)),
    }


def _wave(played: PlayedWave) -> dict[str, Any]:
    wave = played.wave
    return {
        "number": wave.number,
        "snippet_id": wave.snippet_id,
        "version": wave.version,
        "language": wave.language,
        "text": wave.text,
        "words": [list(word) for word in wave.words],
        "start_ms": played.start_ms,
        "cleared_ms": played.cleared_ms,
        "typed_to": analysis.typed_to(played),
        "keys_right": played.keys_right,
        "keys_wrong": played.keys_wrong,
        "mistakes": [mistake._asdict() for mistake in analysis.mistakes(played)],
    }


def _ranked(figures: Sequence[KeyFigure]) -> dict[str, Any]:
    return {
        "slowest": [one._asdict() for one in analysis.slowest(figures, LISTED)],
        "mistyped": [one._asdict() for one in analysis.most_mistyped(figures, LISTED)],
    }
