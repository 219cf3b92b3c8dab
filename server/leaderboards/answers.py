"""What the leaderboards' endpoints and event streams send."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from typing_extensions import TypedDict

from game.terms import Difficulty, Language, Metric, Mode, Period
from server.infra.web import dumps


@dataclass(frozen=True, slots=True)
class EntryOut:
    """One place. `value` is points, or words a minute to two decimals. `replays_public`: whether others may see its
    result and replay. The rest is of the game that stands here."""

    rank: int
    user_id: str
    username: str
    display_name: str
    value: int | float
    ended_at: datetime
    result_id: str
    session_id: str
    replays_public: bool
    language: Language
    difficulty: Difficulty
    waves_completed: int
    net_wpm: float
    key_accuracy_percentage: float


@dataclass(frozen=True, slots=True)
class LeaderboardOut:
    """The games of `mode` are compared, of sprints those of `seconds`, of dailies those of `day`.

    `total` players are on the board; `me` is the caller's own place, null without a token or a ranked game.
    `version` counts the changes of all boards (see `/api/leaderboard/live`); null when PostgreSQL served the page."""

    mode: Mode
    seconds: int | None
    day: date | None
    metric: Metric
    period: Period
    language: Language | None
    difficulty: Difficulty | None
    total: int
    as_of: datetime
    source: Literal["redis", "postgres"]
    version: int | None
    entries: list[EntryOut]
    me: EntryOut | None


Moved = TypedDict("Moved", {"version": int, "user_id": str, "from": int | None, "to": int})  # "from" is a keyword


@dataclass(frozen=True, slots=True)
class BoardEvent(LeaderboardOut):
    """The data of an event `board`: the first places, and how ranks have moved since the event before.
    `moves` is null when anybody may have moved."""

    moves: list[Moved] | None


def board_event(page: LeaderboardOut, moves: list[Moved] | None) -> bytes:
    return dumps(BoardEvent(**{field.name: getattr(page, field.name) for field in fields(page)}, moves=moves))


@dataclass(frozen=True, slots=True)
class PlayerNow:
    username: str
    display_name: str
    language: Language
    difficulty: Difficulty
    wave: int


@dataclass(frozen=True, slots=True)
class PlayersNow:
    """`total` players are in a running game, `guests` of them guests; `players` are those who may be named, the
    furthest in their games first."""

    total: int
    guests: int
    players: list[PlayerNow]
