"""What goes out, as OpenAPI describes it."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from game.terms import Difficulty, Language


class DayOut(BaseModel):
    day: date
    games: int
    playtime_seconds: int


class ActivityOut(BaseModel):
    """A year of UTC days up to today; `days` holds those with a game, the oldest first."""

    first_day: date
    last_day: date
    days: list[DayOut]


class LanguageOut(BaseModel):
    """One language's share of the statistics."""

    language: Language
    total_games: int
    total_playtime_sec: int
    best_score: int
    best_wpm: float
    avg_wpm: float
    avg_accuracy: float
    last_ended_at: datetime


class GameOut(BaseModel):
    """`net_wpm` and `key_accuracy_percentage` by characters and keys, the others by words."""

    ended_at: datetime
    language: Language
    difficulty: Difficulty
    final_score: int
    words_per_minute: float
    accuracy_percentage: float
    net_wpm: float
    key_accuracy_percentage: float


class ProgressOut(BaseModel):
    """All languages, the most played first; the last 100 games, the oldest first."""

    languages: list[LanguageOut]
    games: list[GameOut]


class KeyOut(BaseModel):
    key: str = Field(description="one character; a line feed is Enter")
    presses: int = Field(description="how often it was due and reached")
    errors: int = Field(description="other keys pressed in its place")
    mean_ms: float | None = Field(description="from the right key before it; a wait over 3 s counts as 3 s")


class KeysOut(BaseModel):
    """`shown` is false, and all else empty, when the player keeps this from others. `games` is how many were read: the
    newest 20 at most, as far as 20,000 keys."""

    shown: bool
    games: int
    keys: list[KeyOut]
