"""The effort of a key on a US QWERTY keyboard, and what the path from one key to the next adds to it.

Source: Carpalx, M. Krzywinski's typing effort model (mkweb.bcgsc.ca/carpalx, "Typing effort" and "Model parameters").
From its parameter set mod_01 come the distance of each key from its finger's rest (cm), the penalties of rows and
fingers, and the weights of the three parts of effort: distance, penalty, path.

Some parts are ours, because Carpalx optimises layouts of letters and leaves them out: Shift is one more key, as far
away as `/` and for the same finger of the other hand; Enter is right of `'`; the thumb costs nothing; and the path of a
pair of keys has two cases instead of Carpalx's triads. The unit is that of Carpalx and means nothing by itself.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise, starmap
from typing import NamedTuple

from game.text import ENTER

_DISTANCE_WEIGHT, _PENALTY_WEIGHT, _PATH_WEIGHT = 0.3555, 0.6423, 0.4268
_ROW_WEIGHT, _FINGER_WEIGHT = 1.3088, 2.5948
_ROW_PENALTIES = (1.5, 0.5, 0.0, 1.0)  # from the digits down
_FINGER_PENALTIES = (1.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.5, 1.0)  # from the left little finger to the right one

# One row of keys each: plain, shifted, the finger of each, its distance.
_ROWS = (
    ("`1234567890-=", "~!@#$%^&*()_+", "0012334456777", (5, 4, 4, 4, 4, 4, 4.5, 4, 4, 4, 4, 4.5, 5.5)),
    ("qwertyuiop[]\\", "QWERTYUIOP{}|", "0123344567777", (2, 2, 2, 2, 2.5, 3, 2, 2, 2, 2, 2.5, 4, 6)),
    ("asdfghjkl;'\n", 'ASDFGHJKL:"', "012334456777", (0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 2, 4)),
    ("zxcvbnm,./", "ZXCVBNM<>?", "0123344567", (2, 2, 2, 2, 3.5, 2, 2, 2, 2, 2)),
)
_SAME_FINGER = 2.0  # one finger must move from key to key
_ROW_JUMP = 1.0  # a hand reaches over a row


class _Place(NamedTuple):
    row: int
    finger: int
    effort: float
    is_shifted: bool

    @property
    def is_right(self) -> bool:
        return self.finger > 3


def _effort(row: int, finger: int, distance: float) -> float:
    penalty = _ROW_WEIGHT * _ROW_PENALTIES[row] + _FINGER_WEIGHT * _FINGER_PENALTIES[finger]
    return _DISTANCE_WEIGHT * distance + _PENALTY_WEIGHT * penalty


SHIFT = _effort(3, 7, 2)


def _places() -> dict[str, _Place]:
    places = {}
    for row, (plain, shifted, fingers, distances) in enumerate(_ROWS):
        for at, key in enumerate(plain):
            finger = int(fingers[at])
            effort = _effort(row, finger, distances[at])
            places[key] = _Place(row, finger, effort, False)
            if at < len(shifted):
                places[shifted[at]] = _Place(row, finger, effort + SHIFT, True)
    return places


_PLACES = _places()


@cache
def key_effort(key: str) -> float:
    """The effort of a printable ASCII character, Shift included, or of Enter; 0 for a space."""
    return 0.0 if key == " " else _PLACES[key].effort


@cache
def bigram_effort(first: str, second: str) -> float:
    """What pressing `second` right after `first` adds to its own effort. Doubled keys and spaces add nothing."""
    if " " in (first, second) or first == second:
        return 0.0
    one, other = _PLACES[first], _PLACES[second]
    if one.finger == other.finger and (one.row != other.row or first.lower() != second.lower()):
        return _PATH_WEIGHT * _SAME_FINGER
    if one.is_right == other.is_right and abs(one.row - other.row) > 1:
        return _PATH_WEIGHT * _ROW_JUMP
    return 0.0


def mean_effort(keys: str) -> float:
    """The mean effort of a text's keys, Enter included. Shift that stays down from key to key counts once."""
    total = sum(map(key_effort, keys)) + sum(starmap(bigram_effort, pairwise(keys)))
    return (total - SHIFT * sum(starmap(_holds_shift, pairwise(keys)))) / len(keys)


@cache
def _holds_shift(first: str, second: str) -> bool:
    if ENTER in (first, second) or " " in (first, second):
        return False
    one, other = _PLACES[first], _PLACES[second]
    return one.is_shifted and other.is_shifted and one.is_right == other.is_right
