"""A typing test that somebody did elsewhere, and what of a file can be one.

Laws:
- A file is refused whole if it is not what it is said to be. A test in it that cannot be true is left out, and counted.
- Nothing of a file is kept but the figures of its days.

Bounds: MOST_BYTES and MOST_TESTS a file. A day must lie between EARLIEST and tomorrow, so a player has some thousand
days of a platform at most.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MOST_BYTES = 8 * 2**20  # 50,000 of Monkeytype's lines; some 3,000 of keybr's lessons, 50,000 without their histograms
MOST_TESTS = 100_000
EARLIEST = datetime(2008, 1, 1, tzinfo=UTC)  # before either trainer was
FASTEST_WPM = 400.0  # nobody has typed a test that fast
LONGEST_S = 4 * 60 * 60.0
A_DAY = timedelta(days=1)  # a clock may be ahead


class FileRefused(Exception):
    """The file is not what it is said to be; the message says what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class PastTest:
    """`wpm` is in standard words a minute, `accuracy` in percent."""

    at: datetime
    seconds: float
    wpm: float
    accuracy: float

    def can_be(self, now: datetime) -> bool:
        figures = (self.seconds, self.wpm, self.accuracy)
        return (
            all(map(math.isfinite, figures))
            and EARLIEST <= self.at <= now + A_DAY
            and 0 < self.wpm <= FASTEST_WPM
            and 0 <= self.seconds <= LONGEST_S
            and 0 <= self.accuracy <= 100
        )


@dataclass(frozen=True, slots=True)
class PastTests:
    """The tests of a file that can be true, each once, and how many were left out."""

    tests: list[PastTest]
    left_out: int


def text_of(content: bytes) -> str:
    """Raises FileRefused."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(f"It is not text in UTF-8: byte {error.start + 1} cannot be read.") from None


class Gathering:
    """Takes a file's tests one by one."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._tests: set[PastTest] = set()
        self._seen = self._left_out = 0

    def add(self, test: PastTest | None) -> None:
        """None: an entry that cannot be read as a test. Raises FileRefused when there are too many."""
        self._seen += 1
        if self._seen > MOST_TESTS:
            raise FileRefused(f"It has more than {MOST_TESTS:,} tests, which is all that a file may have.")
        if test is None or not test.can_be(self._now):
            self._left_out += 1
        else:
            self._tests.add(test)

    def end(self) -> PastTests:
        """Raises FileRefused when there is nothing to keep."""
        if not self._seen:
            raise FileRefused("It has no tests.")
        if not self._tests:
            raise FileRefused(f"None of its {self._seen:,} tests can be true: dates, speeds or times are out of range.")
        return PastTests(list(self._tests), self._left_out)
