"""A robot that types as people do: scattered intervals, wrong keys next to the right one, a pause after each slip.

The model, and the sources of its numbers:
- Intervals between keys are log-normal, like measured ones: most are a little below the mean, a few far above it.
  SPREAD is the sigma of practised typists' intervals (0.3 to 0.5 in the literature on copy typing).
- A wrong key is noticed at once, because the cursor stays; the next key takes SLIP_COST times as long.
- `wpm` is what a stopwatch would show: right keys / 5 a minute, slips included. So a robot that types a snippet's
  `expected_wpm` is that snippet's average player at any accuracy.

- Over a game, speed is not steady. A `Form` lets it wander around the typist's own, decline as the player tires, and
  stop now and then before a line that has to be read twice. Its numbers are assumptions: WANDER and TIRED are a tenth,
  about as far as one person's tests of one day lie apart.

`strokes` types key by key. `paces` types line by line and is many times faster: the same typist, for callers that do
not need single keys. A line's sum of log-normal intervals is drawn at once, as a log-normal of the same mean and
variance (Fenton, 1960).

Law: all randomness comes from the `random.Random` passed in; the same seed types the same keys on any machine.
Absent on purpose: reading a wave before typing it (a real typist reads ahead), and getting better.
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
WANDER = 0.1  # sigma of the logarithm of speed, from one minute to another
WANDER_MS = 45_000  # the time in which a good or a bad stretch decays to 37 %
TIRING_MS = 6_000_000  # the time in which intervals would double, if TIRED did not limit it: 1 % a minute
TIRED = 0.1  # intervals grow by at most this share
HESITATE_KEYS = 200  # one stop in this many keys, before a line
HESITATION = 5.0  # intervals: about 1.5 s for an average player
STEPS = 4096  # equally likely intervals; a table is several times faster than computing each

_PLAIN_ROWS = ("`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./")
_SHIFTED_ROWS = ("~!@#$%^&*()_+", "QWERTYUIOP{}|", 'ASDFGHJKL:"', "ZXCVBNM<>?")


def _normal_steps() -> tuple[float, ...]:
    """The normal distribution as STEPS equally likely values."""
    normal = NormalDist()
    return tuple(normal.inv_cdf((step + 0.5) / STEPS) for step in range(STEPS))


def _unit_intervals() -> tuple[float, ...]:
    """The log-normal distribution as STEPS equally likely values with mean 1."""
    values = [math.exp(SPREAD * step) for step in NORMAL_STEPS]
    mean = fmean(values)
    return tuple(value / mean for value in values)


def _neighbours() -> dict[str, str]:
    """For each key the wrong ones that a finger may hit: its left and right neighbours on a US keyboard."""
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
    """`wpm`: right keys in standard words a minute, slips included. `accuracy`: right keys / all keys, above 0."""

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


class Form:
    """How one player's speed goes over one game. A game's waves share it, and its `random`.

    Without one a robot is steady. The mean interval of a player who is not tired yet stays the typist's own.
    """

    __slots__ = ("_passed_ms", "_random", "_state")

    def __init__(self, random: Random) -> None:
        self._random = random
        self._state = self._normal()
        self._passed_ms = 0.0

    def _normal(self) -> float:
        return NORMAL_STEPS[int(self._random.random() * STEPS)]

    def line(self, keys: int) -> tuple[float, float]:
        """Before each line of so many keys: what to multiply its intervals by, and how many to wait before it."""
        slow = math.exp(WANDER * self._state - WANDER**2 / 2) * (1 + min(TIRED, self._passed_ms / TIRING_MS))
        waits = self._random.random() * HESITATE_KEYS < keys
        return slow / (1 + HESITATION / HESITATE_KEYS), HESITATION if waits else 0.0

    def passed(self, ms: float) -> None:
        """After each line: how long it took."""
        kept = math.exp(-ms / WANDER_MS)
        self._state = kept * self._state + math.sqrt(1 - kept**2) * self._normal()
        self._passed_ms += ms


def strokes(typist: Typist, keys: str, random: Random, form: Form | None = None) -> Iterator[tuple[int, str]]:
    """Type `keys` to the end: yields (milliseconds since the key before, key pressed), wrong keys included.

    Rounding errors are carried over, so that whole milliseconds cost no speed. Generators for different waves of one
    game share `random` and must be exhausted one after another.
    """
    draw = random.random
    intervals = UNIT_INTERVALS
    accuracy = typist.accuracy
    interval_ms = typist.interval_ms
    at_ms = told_ms = 0.0
    slow = 1.0
    begun_ms = 0.0
    for number, due in enumerate(keys):
        if form is not None and (number == 0 or due == ENTER):
            if number:
                form.passed(at_ms - begun_ms)
            begun_ms = at_ms
            end = keys.find(ENTER, number + 1)
            factor, wait = form.line((end if end != -1 else len(keys)) - number)
            interval_ms = typist.interval_ms * factor
            at_ms += wait * interval_ms
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
    if form is not None:
        form.passed(at_ms - begun_ms)


def paces(
    typist: Typist, line_ends: Sequence[int], random: Random, form: Form | None = None
) -> tuple[list[int], list[int]]:
    """Type whole lines: which keys follow a wrong one, and when the last key of each line is pressed.

    `line_ends` are the numbers of keys up to the end of each line (game.lines.Layout). Returns the slips, as ascending
    key numbers (twice for two wrong keys), and the times in milliseconds from the start of the first line.
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
    factor, wait = 1.0, 0.0
    for end in line_ends:
        upto = bisect_left(slips, end, slipped)
        middle, spread = _line_time(end - begin, upto - slipped)
        if form is not None:
            factor, wait = form.line(end - begin)
        took_ms = interval_ms * factor * (wait + middle * exp(spread * NORMAL_STEPS[int(draw() * STEPS)]))
        at_ms += took_ms
        if form is not None:
            form.passed(took_ms)
        ends_ms.append(int(at_ms))
        begin, slipped = end, upto
    return slips, ends_ms


@lru_cache(maxsize=4096)
def _line_time(right: int, wrong: int) -> tuple[float, float]:
    """Median and sigma of the time of so many right and wrong keys, in mean intervals. Keys after a slip are slower."""
    mean = right + SLIP_COST * wrong
    variance = UNIT_VARIANCE * (right + SLIP_COST**2 * wrong)
    spread_2 = math.log1p(variance / mean**2)
    return mean * math.exp(-spread_2 / 2), math.sqrt(spread_2)
