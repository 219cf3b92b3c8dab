"""What one game says about its typing: speed and errors over time, the mistakes in each wave, slow and mistyped keys.

Laws:
- Everything follows from the log's waves, keys and game time; nothing is judged again. A key is right if it is the one
  that was due; a wrong one leaves the same key due.
- A due key counts once, when it is pressed right, however many wrong keys were pressed in its place (those are counted
  separately). Its time runs from the previous right key of the wave to its own and is capped at SLOW_MS: a longer wait
  is a pause for thought. A wave's first key has no time.
- Results are bounded for any game: see `series`, `wave_marks` and `details`.

Absent on purpose: totals and speeds of the whole game (`analytics.measures`), and how any of this is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat
from operator import sub
from typing import NamedTuple

from game.keylog import JudgedKeys, KeyLog
from game.rules import CHARACTERS_A_WORD
from game.wave import Wave

SLOW_MS = 3000
POINTS = 600  # in a chart; more than fit on a screen
WAVES_DETAILED = 40
KEYS_NAMED = 12  # wrong keys listed for one place; all are counted
TIMES_MINIMUM = 5  # fewer say nothing about a speed


class Press(NamedTuple):
    """One key that was due, and the wrong keys that were pressed in its place first.

    `number` is its index among the wave's due keys, from 0. `wrong` holds the wrong keys and their times, in order.
    `at_ms` and `took_ms` are None if it is the last key and was never pressed right; `took_ms` also for a wave's first.
    """

    number: int
    wrong: tuple[tuple[int, str], ...]
    at_ms: int | None
    took_ms: int | None


@dataclass(frozen=True, slots=True)
class PlayedWave:
    """One wave as it was typed. `cleared_ms` is None for the wave in which the game ended."""

    wave: Wave
    start_ms: int
    cleared_ms: int | None
    presses: tuple[Press, ...]

    @property
    def is_cleared(self) -> bool:
        return self.cleared_ms is not None

    @property
    def keys_right(self) -> int:
        presses = self.presses  # only the last may lack its right key
        return len(presses) - (1 if presses and presses[-1].at_ms is None else 0)

    @property
    def keys_wrong(self) -> int:
        return sum([len(press.wrong) for press in self.presses if press.wrong])

    @property
    def typed_ms(self) -> int:
        """Game time from the wave's first right key to its last; 0 with fewer than two."""
        right = self.keys_right
        if not right:
            return 0
        first_ms, last_ms = self.presses[0].at_ms, self.presses[right - 1].at_ms
        assert first_ms is not None, "it is right"
        assert last_ms is not None, "it is right"
        return last_ms - first_ms


def played_waves(log: KeyLog) -> list[PlayedWave]:
    """Every wave that was served, in order, including those in which no key was pressed."""
    played: list[PlayedWave] = []
    start_ms = first = 0
    for wave in log.waves:
        presses, first = _presses(wave.typed.keys, log.keys, first)
        cleared = len(presses) == len(wave.typed.keys) and presses[-1].at_ms is not None
        cleared_ms = presses[-1].at_ms if cleared else None
        played.append(PlayedWave(wave, start_ms, cleared_ms, presses))
        start_ms = log.end_ms if cleared_ms is None else cleared_ms
    return played


# As `Press(*fields)`, several times faster.
_press: Callable[[tuple[int, tuple[tuple[int, str], ...], int | None, int | None]], Press] = partial(
    tuple.__new__, Press
)


def _presses(due: str, keys: JudgedKeys, first: int) -> tuple[tuple[Press, ...], int]:
    """One for each key of `due` that was reached, of the keys from index `first` on; and the index after them.

    Goes from one wrong key to the next: most keys are right, and a stretch of those is taken at once.
    """
    at_ms, pressed = keys.at_ms, keys.pressed
    presses: list[Press] = []
    before_ms: int | None = None
    while len(presses) < len(due) and first < len(pressed):
        number, begins = len(presses), first
        while first < len(pressed) and pressed[first] != due[number]:
            first += 1
        wrong = tuple(zip(at_ms[begins:first], pressed[begins:first], strict=True))
        length = _alike(due[number:], pressed[first : first + len(due) - number])
        if not length:
            presses.append(Press(number, wrong, None, None))
            break
        right_ms = at_ms[first : first + length]
        took_ms = [None if before_ms is None else min(SLOW_MS, right_ms[0] - before_ms)]
        took_ms += [ms if ms < SLOW_MS else SLOW_MS for ms in map(sub, right_ms[1:], right_ms)]
        wrongs = chain((wrong,), repeat((), length - 1))
        presses += map(_press, zip(range(number, number + length), wrongs, right_ms, took_ms, strict=True))
        before_ms = right_ms[-1]
        first += length
    return tuple(presses), first


def _alike(text: str, other: str) -> int:
    """With how many characters both begin."""
    length = 0
    for one, another in zip(text, other, strict=False):
        if one != another:
            break
        length += 1
    return length


# ---------------------------------------------------------------- over time


@dataclass(frozen=True, slots=True)
class Series:
    """`raw_wpm[i]` and `errors[i]` cover `every_s` seconds of the game, from second `i * every_s` on: the speed of all
    keys, in words of five characters a minute, and the number of wrong keys.

    The last point extends to the end of the game and may cover fewer seconds, or a fraction of a second more. The
    errors add up to the game's wrong keys.
    """

    every_s: int
    raw_wpm: tuple[float, ...]
    errors: tuple[int, ...]


def series(log: KeyLog, played: Iterable[PlayedWave], points: int = POINTS) -> Series:
    """Raw speed (all keys, in standard words a minute) and wrong keys over time, one point a second.

    In a game of more than `points` seconds, each point covers the smallest whole number of seconds that keeps to
    `points`.
    """
    seconds = max(1, log.end_ms // 1000)
    every_s = -(-seconds // points)
    count = -(-seconds // every_s)
    keys, errors = [0] * count, [0] * count
    for at_ms in log.keys.at_ms:
        keys[min(count - 1, at_ms // 1000 // every_s)] += 1
    for at_ms in _wrong_ms(played):
        errors[min(count - 1, at_ms // 1000 // every_s)] += 1
    lasted_s = [float(every_s)] * count
    lasted_s[-1] = max(1.0, log.end_ms / 1000 - (count - 1) * every_s)
    speeds = (pressed / CHARACTERS_A_WORD / lasted * 60 for pressed, lasted in zip(keys, lasted_s, strict=True))
    return Series(every_s, tuple(speeds), tuple(errors))


def _wrong_ms(played: Iterable[PlayedWave]) -> Iterator[int]:
    return (at_ms for wave in played for press in wave.presses for at_ms, _ in press.wrong)


def wave_marks(played: Sequence[PlayedWave], most: int = POINTS) -> list[PlayedWave]:
    """The waves to mark in a chart: all, or every n-th, beginning with the first, so that there are at most `most`."""
    return list(played[:: max(1, -(-len(played) // most))])


# ---------------------------------------------------------------- mistakes


@dataclass(frozen=True, slots=True)
class Mistake:
    """`errors` wrong keys where the character at `offset` of the wave's text was due; `keys` are the first of them."""

    offset: int
    errors: int
    keys: str


def mistakes(played: PlayedWave) -> list[Mistake]:
    """One for each place where a wrong key was pressed, by offset."""
    offsets = played.wave.typed.offsets
    return [
        Mistake(offsets[press.number], len(press.wrong), "".join(key for _, key in press.wrong[:KEYS_NAMED]))
        for press in played.presses
        if press.wrong
    ]


def typed_to(played: PlayedWave) -> int:
    """The offset of the key that was due when the wave ended; the text's length when it was cleared."""
    if played.cleared_ms is not None:
        return len(played.wave.text)
    return played.wave.typed.offsets[played.keys_right]


def details(played: Sequence[PlayedWave], most: int = WAVES_DETAILED) -> list[PlayedWave]:
    """The waves to show in full, in order: all, or the `most` of them with the most wrong keys."""
    if len(played) <= most:
        return list(played)
    worst = sorted(played, key=lambda one: (-one.keys_wrong, one.wave.number))[:most]
    return sorted(worst, key=lambda one: one.wave.number)


# ---------------------------------------------------------------- keys and pairs of keys


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A key, or a pair of consecutive keys, of which the second is measured.

    `presses`: how often it was due and pressed right. `errors`: the wrong keys pressed in its place. `missed`: how
    often it was due and a wrong key came first. `mean_ms` is the mean of `timed` presses, or None if there are none.
    """

    key: str
    presses: int
    errors: int
    missed: int
    timed: int
    mean_ms: float | None


def due_keys(played: Iterable[PlayedWave], length: int = 1) -> Iterator[tuple[str, Press]]:
    """Each key that was due (`length` 1), or pair of keys within a wave (2), with the press of its last key."""
    for one in played:
        due = one.wave.typed.keys
        for press in one.presses[length - 1 :]:
            yield due[press.number + 1 - length : press.number + 1], press


def key_figures(played: Iterable[PlayedWave], length: int = 1) -> list[KeyFigure]:
    """A figure for each key that was due (`length` 1), or for each pair of keys within a wave (2), sorted by key."""
    counts: dict[str, list[int]] = {}
    for key, press in due_keys(played, length):
        count = counts.setdefault(key, [0, 0, 0, 0, 0])
        count[0] += press.at_ms is not None
        count[1] += len(press.wrong)
        count[2] += bool(press.wrong)
        if press.took_ms is not None:
            count[3] += 1
            count[4] += press.took_ms
    return [
        KeyFigure(key, presses, errors, missed, timed, took_ms / timed if timed else None)
        for key, (presses, errors, missed, timed, took_ms) in sorted(counts.items())
    ]


def slowest(figures: Iterable[KeyFigure], most: int) -> list[KeyFigure]:
    """The slowest by mean time, if timed TIMES_MINIMUM times. Pairs with a blank are left out: people read there."""
    known = (one for one in figures if one.timed >= TIMES_MINIMUM and (len(one.key) == 1 or not _has_blank(one.key)))
    return sorted(known, key=lambda one: (-(one.mean_ms or 0.0), one.key))[:most]


def most_mistyped(figures: Iterable[KeyFigure], most: int) -> list[KeyFigure]:
    """Those with the most wrong keys, then the highest share of them; only those with at least one."""
    wrong = (one for one in figures if one.errors)
    return sorted(wrong, key=lambda one: (-one.errors, one.presses, one.key))[:most]


def _has_blank(keys: str) -> bool:
    return any(key.isspace() for key in keys)
