"""From a session that is over to the game that `results` saves."""

from __future__ import annotations

from datetime import UTC, datetime

from game.analytics import measures
from game.keylog import encode
from server.play.live import Live
from server.results import FinishedGame


def finished(live: Live) -> FinishedGame:
    """The ended session as a FinishedGame. Works through the whole key log: once a game, some milliseconds."""
    session = live.session
    log, totals = session.key_log(), session.engine.totals
    return FinishedGame(
        session_id=session.id,
        user_id=session.user_id,
        totals=totals,
        game_ms=log.end_ms,
        end_reason=log.end_reason,
        pauses=session.pauses,
        paused_ms=session.paused_ms,
        journal_lost=session.journal_lost,
        key_log=encode(log),
        measures=measures(log, totals),
        ended_at=session.ended_at or datetime.now(UTC),
        ghost_of=live.row["ghost_of"],
    )
