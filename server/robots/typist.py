"""A robot that types as people do: intervals that scatter, wrong keys next to the right one, a start after each slip.

The model, and where its numbers come from:
- Intervals between keys are log-normal, as measured ones are: most a little below the mean, a few far above it.
  SPREAD is the sigma of practised typists' intervals (0.3 to 0.5 in the literature on copy typing).
- A wrong key is noticed at once, because the cursor stays; the next key takes SLIP_COST times as long.
- `wpm` is what a stopwatch would say: right keys / 5 a minute, slips included. So a robot of a snippet's `expected_wpm`
  is that snippet's average player, whatever its accuracy.

`strokes` types key by key, `paces` line by line: the same typist for whoever needs no single key, many times faster.
A line's sum of log-normal intervals is drawn at once, as the log-normal of its mean and variance (Fenton, 1960).

Law: everything random comes from the `random.Random` handed in; the same seed types the same keys on any machine.
Absent on purpose: reading a wave before typing it (a real typist reads ahead), tiring, and getting better.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from statistics import NormalDist, fmean

from game.rules import CHARACTERS_A_WORD
from game.text import ENTER

SPREAD = 0.4
SLIP_COST = 2.0
STEPS = 4096  # equally likely intervals; drawing one of a table is several times faster than computing each

_PLAIN_ROWS = ("`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./")
_SHIFTED_ROWS = ("~!@#$%^&*()_+", "QWERTYUIOP{}|", 'ASDFGHJKL:"', "ZXCVBNM<>?")


def _normal_steps() -> tuple[float, ...]:
    """The normal distribution as STEPS equally likely values."""
    normal = NormalDist()
    return tuple(normal.inv_cdf((step + 0.5) / STEPS) for step in range(STEPS))


def _unit_intervals() -> tuple[float, ...]:
    """The log-normal distribution as STEPS equally likely values, of mean exactly 1 (up to the last bits)."""
    values = [math.exp(SPREAD * step) for step in NORMAL_STEPS]
    mean = fmean(values)
    return tuple(value / mean for value in values)


def _neighbours() -> dict[str, str]:
    """The keys that a finger hits instead: left and right of the right one on a US keyboard."""
    beside = {" ": "nmb", ENTER: "']"}
    for row in (*_PLAIN_ROWS, *_SHIFTED_ROWS):
        for place, key in enumerate(row):
            beside[key] = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    return beside


NORMAL_STEPS = _normal_steps()
UNIT_INTERVALS = _unit_intervals()
UNIT_VARIANCE = math.exp(SPREAD**2) - 1  # of an interval, in squared means
NEIGHBOURS = _neighbours()


@dataclass(frozen=True, slots=True)
class Typist:
    """Speed in standard words a minute over right keys, slips included; accuracy is right keys / all keys, over 0."""

    wpm: float
    accuracy: float = 0.96

    def __post_init__(self) -> None:
        if self.wpm <= 0 or not 0 < self.accuracy <= 1:
            raise ValueError("a typist has a speed above 0 and an accuracy above 0, at most 1")

    @property
    def interval_ms(self) -> float:
        """The mean interval of a key that follows a right one.

        For each right key there are `(1 - a) / a` wrong ones, and a key after a wrong one takes SLIP_COST times as
        long; so right keys come every `interval * (1 + SLIP_COST * (1 - a) / a)`.
        """
        slips = (1 - self.accuracy) / self.accuracy
        return 60_000 / (self.wpm * CHARACTERS_A_WORD) / (1 + SLIP_COST * slips)


def strokes(typist: Typist, keys: str, random: Random) -> Iterator[tuple[int, str]]:
    """Type `keys` to the end: yields (milliseconds since the key before, key pressed), wrong keys included.

    Rounding is carried on, so that no speed is lost to whole milliseconds. Generators for different waves of one game
    share `random` and must be used up in turn.
    """
    draw = random.random
    intervals = UNIT_INTERVALS
    accuracy = typist.accuracy
    interval_ms = typist.interval_ms
    at_ms = told_ms = 0.0
    slow = 1.0
    for due in keys:
        while True:
            at_ms += intervals[int(draw() * STEPS)] * interval_ms * slow
            passed_ms = int(at_ms - told_ms)
            told_ms += passed_ms
            if draw() < accuracy:
                slow = 1.0
                yield passed_ms, due
                break
            slow = SLIP_COST
            beside = NEIGHBOURS[due]
            yield passed_ms, beside[int(draw() * len(beside))]


def paces(typist: Typist, line_ends: Sequence[int], random: Random) -> tuple[list[int], list[int]]:
    """Type whole lines: which keys are preceded by a wrong one, and when the last key of each line is pressed.

    `line_ends` are numbers of keys up to each line's end (game.lines.Layout). Slips are numbers of keys, ascending, one
    twice where two wrong keys are pressed for it; times are milliseconds from the start of the first line.
    """
    draw, log, exp = random.random, math.log, math.exp
    slips: list[int] = []
    if typist.accuracy < 1:
        gap = 1 / log(typist.accuracy)  # right keys until the next wrong one are geometric
        keys = line_ends[-1]
        slip = int(log(1 - draw()) * gap)
        while slip < keys:
            slips.append(slip)
            slip += int(log(1 - draw()) * gap)
    interval_ms = typist.interval_ms
    ends_ms: list[int] = []
    at_ms = 0.0
    begin = slipped = 0
    for end in line_ends:
        upto = bisect_left(slips, end, slipped)
        middle, spread = _line_time(end - begin, upto - slipped)
        at_ms += interval_ms * middle * exp(spread * NORMAL_STEPS[int(draw() * STEPS)])
        ends_ms.append(int(at_ms))
        begin, slipped = end, upto
    return slips, ends_ms


@lru_cache(maxsize=4096)
def _line_time(right: int, wrong: int) -> tuple[float, float]:
    """Median and sigma of the time of so many right and wrong keys, in mean intervals. After a slip keys are slower."""
    mean = right + SLIP_COST * wrong
    variance = UNIT_VARIANCE * (right + SLIP_COST**2 * wrong)
    spread_2 = math.log1p(variance / mean**2)
    return mean * math.exp(-spread_2 / 2), math.sqrt(spread_2)
