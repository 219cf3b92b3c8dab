"""Keystrokes beside the keys that were due: what a key log says about characters.

Laws:
- A key is right when it is the one that was due; a wrong one leaves the same key due. The log's waves and keys are
  enough for that, so nothing is judged again here.
- A due key counts once, however often another was pressed in its place, and its time is from the right key before it
  to its own, at most SLOW_MS: a longer wait is a pause for thought. A wave's first key has no time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from game.keylog import KeyLog, decode
from game.text import ENTER, typed_lines

SLOW_MS = 3000


class Stroke(NamedTuple):
    """One due key that was reached. `before` is the key due before it in the wave, "" for the first.

    `wrong` counts the other keys pressed in its place; `took_ms` is None for a wave's first key, and for a last one
    that was never pressed.
    """

    key: str
    before: str
    wrong: int
    took_ms: int | None


@dataclass(frozen=True, slots=True)
class PlayedWave:
    """A wave with one key at least. `lasted_ms` is game time from its first right key to its last."""

    snippet_id: str
    strokes: list[Stroke]
    keys_right: int
    keys_wrong: int
    is_finished: bool
    lasted_ms: int


def typed_keys(text: str) -> str:
    """What is pressed for a text, Enter included."""
    return ENTER.join(text[line.start : line.end] for line in typed_lines(text))


def waves_of_log(document: Any) -> list[PlayedWave]:
    """The same of a stored log; one that cannot be read, a later version's perhaps, says nothing."""
    try:
        return list(played_waves(decode(document)))
    except ValueError:
        return []


def played_waves(log: KeyLog) -> Iterator[PlayedWave]:
    """The waves of a game in order, those without a key left out."""
    pressed = iter(log.keys)
    for wave in log.waves:
        due = typed_keys(wave.text)
        strokes: list[Stroke] = []
        before, wrong, all_wrong = "", 0, 0
        first_ms: int | None = None
        last_ms: int | None = None
        while len(strokes) < len(due) and (key := next(pressed, None)) is not None:
            expected = due[len(strokes)]
            if key.key != expected:
                wrong, all_wrong = wrong + 1, all_wrong + 1
                continue
            took_ms = None if last_ms is None else min(SLOW_MS, key.at_ms - last_ms)
            strokes.append(Stroke(expected, before, wrong, took_ms))
            before, wrong, last_ms = expected, 0, key.at_ms
            first_ms = last_ms if first_ms is None else first_ms
        right = len(strokes)
        if wrong:
            strokes.append(Stroke(due[right], before, wrong, None))
        if strokes:
            lasted_ms = (last_ms or 0) - (first_ms or 0)
            yield PlayedWave(wave.snippet_id, strokes, right, all_wrong, right == len(due), lasted_ms)
