"""A game that is over but not saved yet, and the figures its row will hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from game import scoring
from game.analytics import TypingMeasures
from game.plausibility import Evidence, Reason
from game.scoring import Totals
from game.terms import EndReason, Verdict
from game.typed_waves import TypedWave
from server.results.ranking import ORDINARY, RankRule

LARGEST_INT = 2**31 - 1  # three weeks of pauses in milliseconds; the column holds no more


@dataclass(frozen=True, slots=True)
class FinishedGame:
    """A game that is over, as the process that ran it knows it. `key_log` is the document of `game.keylog.encode`.

    `unranked_by_mode` is the mode's word for a game that it does not rank, None for one that it may; `rank_rule` is
    what it asks of one. `ghost_of` is the result whose waves were played again, if any. `ended_at` has a time zone.
    `waves` is what was typed of each wave, None when nobody worked it out.
    With `evidence`, the transaction that saves the game reaches the verdict; without, it is as given.
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
    unranked_by_mode: str | None = None
    rank_rule: RankRule = ORDINARY
    ghost_of: str | None = None
    waves: Sequence[TypedWave] | None = None
    evidence: Evidence | None = None
    verdict: Verdict = Verdict.CLEAN
    verdict_reasons: Sequence[Reason] = ()

    @property
    def is_completed(self) -> bool:
        return self.end_reason != EndReason.ABANDONED


@dataclass(frozen=True, slots=True)
class Judged:
    """A finished game with what the rules make of it. `unranked_reason` is None for a ranked game."""

    game: FinishedGame
    playtime_seconds: int
    unranked_reason: str | None

    @property
    def totals(self) -> Totals:
        return self.game.totals

    @property
    def final_score(self) -> int:
        return scoring.final_score(self.totals, self.playtime_seconds)

    @property
    def accuracy_percentage(self) -> float:
        return scoring.accuracy_percentage(self.totals.correct_words, self.totals.words_typed)

    @property
    def words_per_minute(self) -> float:
        return scoring.words_per_minute(self.totals.words_typed, self.playtime_seconds)

    @property
    def paused_ms(self) -> int:
        return min(self.game.paused_ms, LARGEST_INT)
