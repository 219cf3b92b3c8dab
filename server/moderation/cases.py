"""One game as a moderator looks at it: what is held against it, who said what, and its intervals beside honest ones.

Laws:
- The honest ones are the player's own earlier games of the same kind that nothing is held against; without enough of
  them, a hand of the shipped model types the same waves at the same speed.
- Logs are read in a thread, READERS at a time, while others play; OWN_GAMES bounds how many.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from game import rhythm
from game.plausibility import INTERVALS_LEAST
from game.rhythm import RhythmFigures
from server.infra.postgres import Pool
from server.infra.rows import read
from server.infra.web import Principal, Problem
from server.key_logs import StoredLog, log_of, stored
from server.moderation.appeals import ReviewOut, review
from server.moderation.kinds import RESULT
from server.moderation.moderation import HonestlyTyped
from server.moderation.verdicts import NO_SUCH_RESULT
from server.results import GameResult, one_result

OWN_GAMES = 5
READERS = 1

_LOG = f"""
SELECT {stored("t")} FROM game_results r JOIN typing_sessions t ON t.game_session_id = r.session_id
WHERE r.id = $1
"""
_EARLIER = f"""
SELECT {stored("t")} AS key_log
FROM game_results own JOIN game_sessions os ON os.id = own.session_id
JOIN game_results r ON r.user_id = own.user_id AND r.mode = own.mode AND r.ended_at < own.ended_at
JOIN game_sessions s ON s.id = r.session_id AND (s.language, s.difficulty) = (os.language, os.difficulty)
JOIN typing_sessions t ON t.game_session_id = r.session_id
WHERE own.id = $1 AND r.verdict IN ('clean', 'approved')
ORDER BY r.ended_at DESC LIMIT {OWN_GAMES}
"""
_REPORTS = f"""
SELECT u.username, p.reason, p.outcome, p.created_at FROM reports p JOIN users u ON u.id = p.user_id
WHERE p.kind = '{RESULT}' AND p.subject_id = $1 ORDER BY p.created_at, p.id LIMIT 100
"""
_HISTORY = """
SELECT a.action, u.username, a.metadata ->> 'reason' AS reason, a.created_at
FROM audit_logs a LEFT JOIN users u ON u.id = a.user_id
WHERE a.entity_type = 'result' AND a.entity_id = $1 ORDER BY a.created_at, a.id LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class SeenReport:
    username: str
    reason: str
    outcome: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict that was given: `action` is `approve` or `reject`, `username` the moderator's."""

    action: str
    username: str | None
    reason: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ComparedIntervals:
    """The intervals of the game and honest ones: of `honest_games` earlier games of the player, or of the model.
    `edges_ms` are those of the bins of `spread`."""

    edges_ms: tuple[float, ...]
    game: RhythmFigures
    honest: RhythmFigures
    honest_by: Literal["player", "model"]
    honest_games: int


@dataclass(frozen=True, slots=True)
class CaseOut:
    """`verdict_reasons` are in the result. `intervals` is null for a log that this server cannot read. `standing` is
    what the player sees."""

    result: GameResult
    standing: ReviewOut
    reports: list[SeenReport]
    decisions: list[Decision]
    intervals: ComparedIntervals | None


class Cases:
    def __init__(self, pg: Pool, honestly_typed: HonestlyTyped) -> None:
        self._pg, self._honestly_typed = pg, honestly_typed
        self._readers = asyncio.Semaphore(READERS)

    async def one(self, result_id: str, by: Principal) -> CaseOut:
        """Raises Problem 404."""
        result = await one_result(self._pg, result_id, by.user_id)
        if result is None:
            raise Problem(*NO_SUCH_RESULT, "There is no such game.")
        return CaseOut(
            result=result,
            standing=await review(self._pg, result.user_id, result_id),
            reports=[read(SeenReport, row) for row in await self._pg.fetch(_REPORTS, result_id)],
            decisions=[read(Decision, row) for row in await self._pg.fetch(_HISTORY, result_id)],
            intervals=await self._compared(result_id),
        )

    async def _compared(self, result_id: str) -> ComparedIntervals | None:
        async with self._readers:
            log: StoredLog | None = await self._pg.fetchval(_LOG, result_id)
            earlier = await self._pg.fetch(_EARLIER, result_id)
            try:
                return await asyncio.to_thread(self._compare, log, [row["key_log"] for row in earlier])
            except ValueError:  # a later version wrote it; another process may already run that
                return None

    def _compare(self, stored_log: StoredLog | None, earlier: Sequence[StoredLog]) -> ComparedIntervals:
        log = log_of(stored_log)
        own = [run for one in earlier for run in rhythm.runs(log_of(one))]
        is_enough = sum(len(run.intervals) for run in own) >= INTERVALS_LEAST
        honest = own if is_enough else rhythm.runs(self._honestly_typed(log))
        figures = rhythm.figures(rhythm.runs(log))
        return ComparedIntervals(
            edges_ms=rhythm.EDGES_MS,
            game=figures,
            honest=rhythm.figures(honest, beside=figures),
            honest_by="player" if is_enough else "model",
            honest_games=len(earlier) if is_enough else 0,
        )
