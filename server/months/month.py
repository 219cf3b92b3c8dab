"""A month of UTC, and what its partitions are called. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

# The tables that have months, as SQL.
PARTITIONED = "'{typing_sessions,game_results}'::regclass[]"
SETTLED = timedelta(days=1)  # after the end of a month: clocks differ, and a game that begins at midnight is committed
_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> Month | None:
        """Of `2026-11`; None for anything else."""
        found = _WRITTEN.fullmatch(text)
        return None if found is None else cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def next(self) -> Month:
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def is_settled(self, today: date) -> bool:
        """Whether it is over, and nothing of it is still being written. `today` is the day in UTC."""
        return today >= self.next.first + SETTLED

    @property
    def table(self) -> str:
        """Its typing sessions, attached or not."""
        return f"typing_sessions_{self.year:04}_{self.number:02}"
