"""A row of `game_sessions`, as the rest of play sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from game.terms import Difficulty, Language, Mode


@dataclass(frozen=True, slots=True)
class GameRow:
    """One game. It is unfinished while `ended_at` is None; `updated_at` is when a process last had a player on it.

    `own` holds the columns that only this game's mode knows (`GameMode.columns`).
    """

    id: str
    user_id: str
    session_token: str
    mode: Mode
    language: Language
    difficulty: Difficulty
    started_at: datetime
    ended_at: datetime | None
    updated_at: datetime
    own: Mapping[str, Any]
