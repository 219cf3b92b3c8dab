"""A game that is over and not saved yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from game.analytics import TypingMeasures
from game.scoring import Totals
from game.terms import EndReason, Verdict


@dataclass(frozen=True, slots=True)
class FinishedGame:
    """A game that is over, as the server that played it knows it. `key_log` is the document of `game.keylog.encode`.

    `ghost_of` is the result whose waves it was played on, if any. `ended_at` is aware.
    """

    session_id: str
    user_id: str
    totals: Totals
    game_ms: int
    end_reason: EndReason
    pauses: int
    paused_ms: int
    journal_lost: bool
    key_log: dict[str, Any]
    measures: TypingMeasures
    ended_at: datetime
    ghost_of: str | None = None
    verdict: Verdict = Verdict.CLEAN

    @property
    def is_completed(self) -> bool:
        return self.end_reason != EndReason.ABANDONED
