"""Journeys and achievements as they are told, and how rare each is (server/progress/rarity.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import asyncpg

from game.experience import level_begins, level_of, xp_to_next
from game.terms import Rarity, RequirementType
from server.infra.clock import utc_now
from server.infra.postgres import Pool
from server.infra.rows import columns
from server.progress.answers import (
    AchievementOut,
    AchievementsOut,
    EarnedOut,
    JourneyOut,
    LevelMove,
    ResultJourneyOut,
    StreakOut,
    TimeZoneOut,
)
from server.progress.catalogue import AchievementRow
from server.progress.days import Days
from server.progress.events import game_of
from server.progress.journey import Tallies, xp_of
from server.progress.kept import KEPT, NAME, streak_of

_JOURNEY = f"""
SELECT {", ".join(f"j.{name}" for name in KEPT)},
    ARRAY(SELECT since FROM user_time_zones z WHERE z.user_id = u.id ORDER BY since) AS since,
    ARRAY(SELECT zone FROM user_time_zones z WHERE z.user_id = u.id ORDER BY since) AS zones,
    (SELECT is_chosen FROM user_time_zones z WHERE z.user_id = u.id ORDER BY since DESC LIMIT 1) AS is_chosen
FROM (SELECT $1::uuid AS id) u LEFT JOIN user_journeys j ON j.user_id = u.id
"""
_EARNED = f"""
SELECT {columns(AchievementRow, "a")}, a.holders, a.players, e.unlocked_at, e.result_id FROM user_achievements e
JOIN achievements a ON a.slug = e.achievement WHERE e.user_id = $1 AND ($2::uuid IS NULL OR e.result_id = $2)
ORDER BY e.unlocked_at DESC, a.place DESC
"""
_ALL = f"""
SELECT {columns(AchievementRow, "a")}, a.holders, a.players, e.unlocked_at FROM achievements a
LEFT JOIN user_achievements e ON e.achievement = a.slug AND e.user_id = $1 ORDER BY a.place
"""
_IS_NEWEST = """
SELECT NOT EXISTS (SELECT FROM feed_jobs WHERE subject = $2 AND queue IN ('game_ended', $3)) AS is_counted,
    (SELECT id FROM game_results WHERE user_id = $1 ORDER BY ended_at DESC, id DESC LIMIT 1) = $2::uuid AS is_newest
"""


class JourneyReader:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def journey(self, user_id: str, *, is_own: bool, shows_games: bool) -> JourneyOut:
        """Of a player who is there. One who has played nothing stands at the beginning. Without `shows_games` nothing
        tells when a game was."""
        row = await self._pg.fetchrow(_JOURNEY, user_id)
        assert row is not None, "one row whatever there is"
        xp = row["xp"] or 0
        zone = TimeZoneOut(row["zones"][-1], row["is_chosen"]) if is_own and row["zones"] else None
        streak, earned = _streak(row, utc_now()), await self._earned(user_id)
        if not shows_games:
            streak, earned = replace(streak, is_played=None), list(map(_by_day, earned))
        return JourneyOut(
            xp=xp,
            level=level_of(xp),
            level_xp=level_begins(level_of(xp)),
            xp_to_next=xp_to_next(xp),
            days=_tallies(row).amounts[RequirementType.DAYS],
            streak=streak,
            achievements=earned,
            time_zone=zone,
        )

    async def achievements(self, user_id: str | None) -> AchievementsOut:
        """All of them, and how far this player is."""
        rows = await self._pg.fetch(_ALL, user_id)
        journey = None if user_id is None else await self._pg.fetchrow(_JOURNEY, user_id)
        tallies = None if journey is None else _tallies(journey)
        players = max((row["players"] for row in rows), default=0)
        return AchievementsOut(players, [_achievement(row, tallies) for row in rows])

    async def of_result(self, result_id: str, user_id: str) -> ResultJourneyOut | None:
        """What this game has added; None when it is not a game of this player."""
        game = await game_of(self._pg, result_id, user_id)
        if game is None:
            return None
        stands = await self._pg.fetchrow(_IS_NEWEST, user_id, result_id, NAME)
        assert stands is not None, "one row whatever there is"
        if not stands["is_counted"]:
            return ResultJourneyOut(False, 0, 0, None, None, [])
        unlocked = await self._earned(user_id, result_id)
        added, bonus = xp_of(game), sum(one.points_reward for one in unlocked)
        row = await self._pg.fetchrow(_JOURNEY, user_id) if stands["is_newest"] else None
        if row is None or row["xp"] is None:
            return ResultJourneyOut(True, added, bonus, None, None, unlocked)
        return ResultJourneyOut(True, added, bonus, _moved(row["xp"], added + bonus), _streak(row, utc_now()), unlocked)

    async def _earned(self, user_id: str, result_id: str | None = None) -> list[EarnedOut]:
        rows = await self._pg.fetch(_EARNED, user_id, result_id)
        return [EarnedOut(**_told(row), share=_share(row, 1), unlocked_at=row["unlocked_at"]) for row in rows]


def _share(row: asyncpg.Record, least: int = 0) -> float:
    """At least `least` have it, whenever they were counted. Who has earned it since is not more than all."""
    holders, players = int(row["holders"]), int(row["players"])
    return min(1.0, max(least, holders) / max(1, least, players))


def _told(row: asyncpg.Record) -> dict[str, Any]:
    told = {name: row[name] for name in ("slug", "name", "description", "icon", "points_reward")}
    return {**told, "rarity": Rarity(row["rarity"])}


def _by_day(earned: EarnedOut) -> EarnedOut:
    at = earned.unlocked_at.astimezone(UTC)
    return replace(earned, unlocked_at=at.replace(hour=0, minute=0, second=0, microsecond=0))


def _achievement(row: asyncpg.Record, tallies: Tallies | None) -> AchievementOut:
    kind, value = RequirementType(row["requirement_type"]), row["requirement_value"]
    return AchievementOut(
        **_told(row),
        share=_share(row, 0 if row["unlocked_at"] is None else 1),
        requirement_type=kind,
        requirement_value=value,
        reached=None if tallies is None else min(value, tallies.amounts[kind]),
        unlocked_at=row["unlocked_at"],
    )


def _tallies(row: asyncpg.Record) -> Tallies:
    return Tallies() if row["tallies"] is None else Tallies.from_json(row["tallies"])


def _streak(row: asyncpg.Record, now: datetime) -> StreakOut:
    """By the calendar where the player is now."""
    days = Days(row["since"], row["zones"])
    gap = 0 if row["last_played_at"] is None else days.between(row["last_played_at"], now)
    day = days.moment(now).day
    if row["xp"] is None:
        return StreakOut(0, 0, 1, False)
    streak = streak_of(row)
    today = streak.today(day, gap)
    return StreakOut(today.days, streak.longest, today.freezes_left, today.is_played)


def _moved(xp: int, added: int) -> LevelMove:
    return LevelMove(
        before=level_of(xp - added),
        now=level_of(xp),
        xp=xp,
        level_xp=level_begins(level_of(xp)),
        xp_to_next=xp_to_next(xp),
    )
