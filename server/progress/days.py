"""The player's own days: which calendar day it is where they are, and how many have passed since they last played.

Laws:
- Zones are those of the `tzdata` package, whatever the machine has, so that every process finds the same days.
- A day is a number as `date.toordinal` counts them. One with 23 or 25 hours is one day.
- Between two moments as many days have passed as the kindest of three views says: the difference of their numbers, the
  days between them by the calendar of the first zone, and by that of the second. So no flight takes a day away, in
  whichever direction it crosses the date line. Two moments less than 23 hours apart, the length of the shortest day,
  are never more than one day apart; two that are 75 hours apart are at least two.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

LONGEST_NAME = 64


@cache
def names_of_zones() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


def is_zone(name: str) -> bool:
    return name in names_of_zones()


@cache
def zone_called(name: str) -> tzinfo:
    """Of `names_of_zones`; any other is UTC: a later version knew it."""
    if not is_zone(name):
        return UTC
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@dataclass(frozen=True, slots=True)
class Moment:
    """`day` and `hour` by the player's own calendar and clock."""

    at: datetime
    day: int
    hour: int


@dataclass(frozen=True, slots=True)
class Days:
    """A player's calendar: `zones[n]` holds from `since[n]` on, the first one also before. Without any it is UTC."""

    since: Sequence[datetime] = ()
    zones: Sequence[str] = ()

    def moment(self, at: datetime) -> Moment:
        local = at.astimezone(self._zone(at))
        return Moment(at, local.toordinal(), local.hour)

    def between(self, before: datetime, now: datetime) -> int:
        """How many days have passed; 0 for the same day, and when the calendar has gone back."""
        zones = self._zone(before), self._zone(now)
        views = [_ordinal(now, zones[1]) - _ordinal(before, zones[0])]
        views += [_ordinal(now, zone) - _ordinal(before, zone) for zone in zones]
        return max(0, min(views))

    def name_at(self, at: datetime) -> str:
        return self.zones[max(0, bisect_right(self.since, at) - 1)] if self.zones else "UTC"

    def _zone(self, at: datetime) -> tzinfo:
        return zone_called(self.name_at(at))


def _ordinal(at: datetime, zone: tzinfo) -> int:
    return at.astimezone(zone).toordinal()


def date_of(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)
