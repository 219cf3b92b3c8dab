"""What a game came to, from its row, its key log, and what the log does not hold.

Law: this is the only way to a `FinishedGame` of a game that was played here. A game that ends and the proof of one that
ended long ago (server/proof) both take it, so they cannot differ by more than what they are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from game.analysis import played_waves
from game.analytics import measures
from game.keylog import KeyLog, encode
from game.plausibility import Evidence, Reason, by_client, evidence
from game.scoring import Totals
from game.terms import Verdict
from game.typed_waves import TypedWave, typed_waves
from server.play.live import LiveGame
from server.play.modes import ALL
from server.play.rows import GameRow
from server.results import FinishedGame


def finished_here(game: LiveGame, *, judges: bool) -> FinishedGame:
    """A game of this process that is over, as `results` saves it. `judges`: whether games are judged by how they were
    typed. Works through the whole log: some three microseconds for a key."""
    session, log = game.session, game.session.key_log()
    played = played_waves(by_client(log))
    assert session.ended_at is not None, "told when the saving began"
    return finished_game(
        game.row,
        log,
        session.engine.totals,
        key_log=encode(log),
        pauses=session.pauses,
        paused_ms=session.paused_ms,
        journal_lost=session.journal_lost,
        ended_at=session.ended_at,
        waves=typed_waves(log, played),
        evidence=evidence(log, played) if judges and ALL[game.row.mode].is_judged else None,
    )


def finished_game(
    row: GameRow,
    log: KeyLog,
    totals: Totals,
    *,
    key_log: dict[str, Any],
    pauses: int,
    paused_ms: int,
    journal_lost: bool,
    ended_at: datetime,
    waves: Sequence[TypedWave] | None = None,
    evidence: Evidence | None = None,
    verdict: Verdict = Verdict.CLEAN,
    verdict_reasons: Sequence[Reason] = (),
) -> FinishedGame:
    """`totals` are those of `log` at its end, `key_log` is its document. Works through the whole log."""
    mode = ALL[row.mode]
    return FinishedGame(
        session_id=row.id,
        user_id=row.user_id,
        totals=totals,
        game_ms=log.end_ms,
        end_reason=log.end_reason,
        pauses=pauses,
        paused_ms=paused_ms,
        journal_lost=journal_lost,
        key_log=key_log,
        measures=measures(log, totals),
        ended_at=ended_at,
        unranked_by_mode=mode.unranked_reason(row),
        rank_rule=mode.rank_rule,
        waves=waves,
        evidence=evidence,
        verdict=verdict,
        verdict_reasons=verdict_reasons,
        **mode.of_result(row),
    )
