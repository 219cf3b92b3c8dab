"""The result as everybody outside sees it: a `game_results` row, whose it is, and what its score is made of.

Law: the parts are worked out from the row's own columns by the documented formula, never stored beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import asyncpg
from pydantic import BaseModel

from game.scoring import Totals, score_parts

# r: game_results, s: game_sessions, u: users. Whoever selects these joins the three.
RESULT_COLUMNS = """
    r.id, r.session_id, r.user_id, u.username, u.display_name, s.language, s.difficulty, s.started_at,
    r.final_score, r.waves_completed, r.enemies_killed, r.accuracy_percentage, r.words_per_minute,
    r.total_words_typed, r.correct_words, r.incorrect_words, r.max_combo, r.total_damage_dealt, r.total_damage_taken,
    r.playtime_seconds, r.end_reason, r.verdict, r.ranked, r.unranked_reason, r.pauses, r.paused_ms, r.ghost_of,
    r.ended_at, r.created_at
"""
FROM_RESULTS = "FROM game_results r JOIN game_sessions s ON s.id = r.session_id JOIN users u ON u.id = r.user_id"


class ScorePartsOut(BaseModel):
    """The six addends of `final_score`, in points."""

    words: int
    enemies: int
    waves: int
    combo: int
    accuracy: int
    speed: int


class ResultOut(BaseModel):
    """One ended game. `unranked_reason` is null exactly when `ranked`."""

    id: str
    session_id: str
    user_id: str
    username: str
    display_name: str
    language: str
    difficulty: str
    started_at: datetime
    final_score: int
    waves_completed: int
    enemies_killed: int
    accuracy_percentage: float
    words_per_minute: float
    total_words_typed: int
    correct_words: int
    incorrect_words: int
    max_combo: int
    total_damage_dealt: int
    total_damage_taken: int
    playtime_seconds: int
    end_reason: str
    verdict: str
    ranked: bool
    unranked_reason: str | None
    pauses: int
    paused_ms: int
    ghost_of: str | None
    ended_at: datetime
    created_at: datetime
    score_parts: ScorePartsOut


def public_result(row: Mapping[str, Any] | asyncpg.Record) -> dict[str, Any]:
    """The fields of `ResultOut`, from a row of RESULT_COLUMNS."""
    totals = Totals(
        correct_words=row["correct_words"],
        incorrect_words=row["incorrect_words"],
        enemies_killed=row["enemies_killed"],
        waves_completed=row["waves_completed"],
        max_combo=row["max_combo"],
    )
    return {**dict(row), "score_parts": asdict(score_parts(totals, row["playtime_seconds"]))}
