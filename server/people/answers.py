"""What goes out: the shapes of the answers, as OpenAPI describes them. They carry their tables' column names."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from game.terms import Difficulty, Language, Role
from server.people.requests import SettingsBody


class User(BaseModel):
    id: UUID
    username: str
    email: str | None
    display_name: str
    role: Role
    is_active: bool
    is_guest: bool
    replays_public: bool
    last_login_at: datetime | None
    created_at: datetime
    updated_at: datetime


class Tokens(BaseModel):
    """The refresh token travels beside this, in a cookie."""

    user: User
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int


class Statistics(BaseModel):
    id: UUID
    user_id: UUID
    total_games: int
    total_playtime_sec: int
    best_score: int
    best_wpm: float
    avg_wpm: float
    avg_accuracy: float
    total_words_typed: int
    total_enemies_killed: int
    highest_wave: int
    favorite_language: Language | None
    created_at: datetime
    updated_at: datetime


class BestResult(BaseModel):
    id: UUID
    session_id: UUID
    language: Language
    difficulty: Difficulty
    final_score: int
    words_per_minute: float
    accuracy_percentage: float
    waves_completed: int
    enemies_killed: int
    max_combo: int
    playtime_seconds: int
    ended_at: datetime


class PublicProfile(BaseModel):
    """`created_at` says since when they play here; `best_results` are ranked games alone."""

    id: UUID
    username: str
    display_name: str
    role: Role
    is_guest: bool
    created_at: datetime
    statistics: Statistics
    best_results: list[BestResult]


class SettingsOut(SettingsBody):
    chosen: list[str] = Field(description="the settings that the player has set; `replays_public` is never among them")


class SignIn(BaseModel):
    """One device that is signed in. `current` is the one that asks."""

    id: UUID
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    current: bool


class SignIns(BaseModel):
    items: list[SignIn]
    page: int
    per_page: int
    total: int


class Users(BaseModel):
    items: list[User]
    page: int
    per_page: int
    total: int


class Export(BaseModel):
    """All that is kept about a user, less what is secret (hashes and tokens)."""

    exported_at: datetime
    profile: User
    settings: dict[str, Any]
    statistics: Statistics
    game_sessions: list[dict[str, Any]]
    game_results: list[dict[str, Any]]
    typing_sessions: list[dict[str, Any]]
    typing_results: list[dict[str, Any]]
    sign_ins: list[dict[str, Any]]
