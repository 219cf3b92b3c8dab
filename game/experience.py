"""What playing adds up to: experience, levels, and days in a row. docs/game.md publishes the same formulas.

Experience (XP) of a game: right keys × accuracy² × the weight of its difficulty ÷ 100, rounded down. Accuracy is the
share of right keys; its square makes a wrong key cost more than it takes to correct, so that typing well pays more than
typing much. All is done in whole numbers: the same game gives the same XP everywhere.

Levels: from level n to the next it takes 100 × n XP, so level n begins at 50 × n × (n − 1).

Days in a row: a day is a number, as `date.toordinal` counts them, of the player's own calendar. Whoever calls says how
many days have passed since the last game (`gap`): on a journey between time zones that is fewer than the numbers say,
which is not known here.

Absent on purpose: time zones, and which games count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isqrt

from game.terms import Difficulty

WEIGHTS = {Difficulty.EASY: 8, Difficulty.NORMAL: 10, Difficulty.HARD: 12, Difficulty.EXPERT: 15}
WEIGHT_DIVISOR = 100
FREEZES_A_WEEK = 1
_NEVER = -1


def game_xp(correct_keys: int, pressed_keys: int, difficulty: Difficulty) -> int:
    """Of one game that counts."""
    if pressed_keys == 0:
        return 0
    return correct_keys**3 * WEIGHTS[difficulty] // (pressed_keys**2 * WEIGHT_DIVISOR)


def level_begins(level: int) -> int:
    """The XP at which this level, counted from 1, begins."""
    return 50 * level * (level - 1)


def level_of(xp: int) -> int:
    """The highest level that begins at this much or less: the larger root of 50·n² − 50·n − xp, rounded down."""
    return (1 + isqrt(1 + 4 * xp // 50)) // 2


def xp_to_next(xp: int) -> int:
    """What is missing to the next level; never 0."""
    return level_begins(level_of(xp) + 1) - xp


@dataclass(frozen=True, slots=True)
class StreakToday:
    """What a player sees. `days` is 0 when the row is broken; until `is_played` it goes on only by a game today, unless
    a freeze is left for the day."""

    days: int
    freezes_left: int
    is_played: bool


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with a game. Each week (from Monday) forgives one day without, which adds nothing to the row.

    `last_day` is the last one with a game; `frozen_week` the newest week whose freeze is used, as `week_of` counts
    them."""

    days: int = 0
    longest: int = 0
    last_day: int | None = None
    frozen_week: int = _NEVER

    def played(self, day: int, gap: int) -> Streak:
        """After a game on `day`, `gap` days after the last one. A day that is not later than the last one adds nothing:
        who flies over the date line to the east lives it twice."""
        if self.last_day is not None and day <= self.last_day:
            return self
        frozen = self.frozen_week if self.last_day is None else self._frozen(day, gap)
        days = 1 if self.last_day is None or frozen is None else self.days + 1
        week = self.frozen_week if frozen is None else frozen
        return replace(self, days=days, longest=max(self.longest, days), last_day=day, frozen_week=week)

    def today(self, day: int, gap: int) -> StreakToday:
        """As it stands on `day`, `gap` days after the last game."""
        frozen = None if self.last_day is None else self._frozen(day, gap)
        if self.last_day is None or frozen is None:
            return StreakToday(0, self._freezes(day, self.frozen_week), False)
        return StreakToday(self.days, self._freezes(day, frozen), day <= self.last_day)

    def _frozen(self, day: int, gap: int) -> int | None:
        """The newest week whose freeze is used once the days before `day` are forgiven; None when they cannot be."""
        frozen = self.frozen_week
        for missed in range(day - gap + 1, day):
            if week_of(missed) <= frozen:
                return None
            frozen = week_of(missed)
        return frozen

    @staticmethod
    def _freezes(day: int, frozen: int) -> int:
        return FREEZES_A_WEEK if week_of(day) > frozen else 0


def week_of(day: int) -> int:
    """The number of its week, which begins on Monday. Day 1, the first of January of the year 1, was a Monday."""
    return (day - 1) // 7
