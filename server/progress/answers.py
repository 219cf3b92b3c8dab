"""What is told about experience, streaks and achievements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from game.terms import Rarity, RequirementType


@dataclass(frozen=True, slots=True)
class StreakOut:
    """Days in a row by the player's own calendar. `days` is 0 when the row is broken; `freezes_left` is how many days
    without a game this week still forgives; `is_played`: today is counted."""

    days: int
    longest: int
    freezes_left: int
    is_played: bool | None


@dataclass(frozen=True, slots=True)
class EarnedOut:
    """`share` of all players has it, from 0 to 1. `points_reward` are XP."""

    slug: str
    name: str
    description: str
    icon: str
    rarity: Rarity
    points_reward: int
    share: float
    unlocked_at: datetime


@dataclass(frozen=True, slots=True)
class TimeZoneOut:
    """`is_chosen`: the player chose it, so that what browsers say changes nothing."""

    zone: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class JourneyOut:
    """`level_xp` is the XP at which the level began, `days` on how many days there was a game. Achievements are in the
    order in which they were unlocked, the newest first; of a player who keeps games private others are told the day
    alone, as its midnight in UTC, and not whether today has a game: `streak.is_played` is null. `time_zone` is null
    for everybody but the player, and until a browser has said one."""

    xp: int
    level: int
    level_xp: int
    xp_to_next: int
    days: int
    streak: StreakOut
    achievements: list[EarnedOut]
    time_zone: TimeZoneOut | None


@dataclass(frozen=True, slots=True)
class AchievementOut:
    """`reached` is how far the caller has got with `requirement_value`; null without one, like `unlocked_at`."""

    slug: str
    name: str
    description: str
    icon: str
    rarity: Rarity
    points_reward: int
    share: float
    requirement_type: RequirementType
    requirement_value: int
    reached: int | None
    unlocked_at: datetime | None


@dataclass(frozen=True, slots=True)
class AchievementsOut:
    """All that can be earned, and `players`, of whom the shares are."""

    players: int
    achievements: list[AchievementOut]


@dataclass(frozen=True, slots=True)
class LevelMove:
    before: int
    now: int
    xp: int
    level_xp: int
    xp_to_next: int


@dataclass(frozen=True, slots=True)
class ResultJourneyOut:
    """What a game has added. Until `is_counted` the rest is not known: ask again in a moment. `xp` is the game's own
    and `bonus` that of what it unlocked. `level` and `streak` are null once the player has ended another game."""

    is_counted: bool
    xp: int
    bonus: int
    level: LevelMove | None
    streak: StreakOut | None
    unlocked: list[EarnedOut]
