"""The days of a file: its tests added up by the UTC day on which they were done, as the calendar counts days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from math import fsum

from server.platforms.past_tests import PastTest


@dataclass(frozen=True, slots=True)
class ImportedDay:
    """`mean_wpm` and `accuracy` are means over the day's tests."""

    day: date
    tests: int
    seconds: int
    mean_wpm: float
    best_wpm: float
    accuracy: float


def days_of(tests: Iterable[PastTest]) -> list[ImportedDay]:
    """The oldest first. The order of the tests changes nothing, to the last bit."""
    found: dict[date, list[PastTest]] = {}
    for test in tests:
        found.setdefault(test.at.astimezone(UTC).date(), []).append(test)
    return [_day(day, found[day]) for day in sorted(found)]


def _day(day: date, tests: list[PastTest]) -> ImportedDay:
    count = len(tests)
    return ImportedDay(
        day,
        count,
        round(fsum(test.seconds for test in tests)),
        fsum(test.wpm for test in tests) / count,
        max(test.wpm for test in tests),
        fsum(test.accuracy for test in tests) / count,
    )
