"""How hard a snippet is to type: a measured figure, the difficulty that suits it, and an average player's speed.

The figure is on the scale of the difficulties: 1 is the middle of EASY, 4 that of EXPERT. Most of it is length, because
a longer wave has more to get wrong; the rest is nesting, symbols, the effort of the keys (server/library/effort.py) and
characters that even programmers rarely type. Each measure gives a place on the scale by itself; the figure is their
weighted mean. All languages share one scale.

`expected_wpm` comes from the same measures: a key takes BASE_MS, more for its effort, and more for finding it if it is
rare; longer and more deeply nested code takes time to read. Ordinary code comes out between 30 and 42 standard words a
minute. This is a guess about unknown players, and their own speed replaces it later (server/practice/estimates.py).

Absent on purpose: the difficulty that somebody gave a snippet. An opinion is not a measure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from game.rules import CHARACTERS_A_WORD
from game.terms import Difficulty
from server.library.effort import mean_effort
from server.library.parse import Parsed, parse

BORDER = 0.5  # steps from a difficulty's middle to where the next one begins
DOUBTFUL = 0.75  # so far beyond the border that readers of the code would hardly argue
MISPLACED = 1.25  # beyond the middle of another difficulty
RARE = frozenset("`~@#$%^&|\\!?*")  # everybody types them now and then, and nobody without looking

_SCALE = tuple(Difficulty)

# Each measure as (its value at 1 on the scale, its change in a step, its weight), from the library's medians.
_LENGTH = (6.95, 0.79, 0.6)  # log2 of the keys: 124, 220, 390, 690
_NESTING = (2.0, 1.4, 0.15)
_SYMBOLS = (0.165, 0.02, 0.1)
_EFFORT = (1.95, 0.1, 0.1)
_RARE = (0.005, 0.005, 0.05)
_FURTHEST = 1.5  # how far outside the scale one measure counts

BASE_MS = 190.0
EFFORT_MS = 50.0  # a unit of mean effort
RARE_MS = 300.0  # to find a rare key
NESTING_SHARE = 0.01  # of the time, for each level
LENGTH_SHARE = 0.02  # of the time, for each doubling beyond one line
LINE_KEYS = 40


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one text. Shares are of all keys, 0 to 1; `effort` is the mean of a key."""

    keys: int
    nesting: int
    symbols: float
    rare: float
    effort: float

    @property
    def figure(self) -> float:
        """On the scale of the difficulties, EASY at 1 and EXPERT at 4; to a hundredth."""
        measured = (
            (math.log2(self.keys), _LENGTH),
            (self.nesting, _NESTING),
            (self.symbols, _SYMBOLS),
            (self.effort, _EFFORT),
            (self.rare, _RARE),
        )
        return round(sum(weight * _place(value, one, step) for value, (one, step, weight) in measured), 2)

    @property
    def difficulty(self) -> Difficulty:
        """The difficulty whose middle is nearest to the figure."""
        return _SCALE[min(3, max(0, math.floor(self.figure - BORDER)))]

    @property
    def expected_wpm(self) -> float:
        """Standard words a minute of an average player, to a tenth."""
        key_ms = BASE_MS + EFFORT_MS * self.effort + RARE_MS * self.rare
        reading = 1 + NESTING_SHARE * self.nesting + LENGTH_SHARE * max(0.0, math.log2(self.keys / LINE_KEYS))
        return round(60_000 / CHARACTERS_A_WORD / (key_ms * reading), 1)


def _place(value: float, one: float, step: float) -> float:
    return min(4 + _FURTHEST, max(1 - _FURTHEST, 1 + (value - one) / step))


def measure(parsed: Parsed) -> Measures:
    keys = parsed.keys
    rare = sum(key in RARE for key in keys) / len(keys)
    return Measures(len(keys), parsed.nesting_depth, symbol_share(keys), rare, mean_effort(keys))


def expected_wpm(parsed: Parsed) -> float:
    """`measure(parsed).expected_wpm`."""
    return measure(parsed).expected_wpm


def model_wpm(language: str, text: str) -> float:
    """The model's expected speed for a text that the library has accepted."""
    return expected_wpm(parse(language, text))


def distance(figure: float, difficulty: str) -> float:
    """How far a figure is from a difficulty's middle, in steps. Beyond either end of the scale it counts as the end."""
    return abs(min(4.0, max(1.0, figure)) - 1 - _SCALE.index(Difficulty(difficulty)))


def symbol_share(keys: str) -> float:
    """The part of the keys that are neither letters, digits, spaces nor Enter, 0 to 1."""
    return sum(not (key.isalnum() or key.isspace()) for key in keys) / len(keys)
