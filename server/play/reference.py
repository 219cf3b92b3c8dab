"""PostgreSQL's clock on this process's own: by it every process starts a match at the same instant.

Laws:
- A reading was made at some moment between the question and its answer, so it is wrong by half of that at most. The
  closest of the last readings decides.
- It says when something begins. What is judged is judged by the process's own clock alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

READINGS = 16  # the two clocks drift apart by less than the width of a reading meanwhile
FOR_S = 60.0


class _Reading(NamedTuple):
    width_ms: float
    ahead_ms: float  # by how much PostgreSQL's clock is ahead of ours
    at_s: float


class Reference:
    """`now_s` is the process's monotonic clock."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self.now_s = now_s
        self._readings: deque[_Reading] = deque(maxlen=READINGS)

    def read(self, asked_s: float, answered_at: datetime) -> None:
        """PostgreSQL was asked at `asked_s` and has just answered with its time."""
        now_s = self.now_s()
        middle_ms = (asked_s + now_s) * 500
        self._readings.append(_Reading((now_s - asked_s) * 1000, stamp_ms(answered_at) - middle_ms, now_s))

    def own_ms(self, at: datetime) -> int:
        """A time of PostgreSQL's, by our clock. There has been a reading."""
        return round(stamp_ms(at) - self._ahead_ms())

    def stamp_ms(self) -> float:
        """PostgreSQL's time now. There has been a reading."""
        return self.now_s() * 1000 + self._ahead_ms()

    def _ahead_ms(self) -> float:
        fresh = [one for one in self._readings if self.now_s() - one.at_s <= FOR_S]
        return min(fresh or [self._readings[-1]]).ahead_ms


def stamp_ms(at: datetime) -> float:
    """Milliseconds since 1970."""
    return at.timestamp() * 1000
