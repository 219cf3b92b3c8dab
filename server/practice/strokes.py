"""Keystrokes beside the keys that were due: what a key log says about characters.

Which key was due and what was pressed in its place is worked out in `game.analysis`, whose laws hold here. A due key
counts once, however often another was pressed in its place, also a last one that was never pressed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from game import analysis
from game.keylog import KeyLog, decode
from game.text import ENTER, typed_lines


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


def waves_of_log(key_log: str) -> list[PlayedWave]:
    """The same of a stored log, read from its JSON so that a thread can do all of it; one that cannot be read, a later
    version's perhaps, says nothing."""
    try:
        return list(played_waves(decode(orjson.loads(key_log))))
    except ValueError:
        return []


def played_waves(log: KeyLog) -> Iterator[PlayedWave]:
    """The waves of a game in order, those without a key left out."""
    return (_typed(played) for played in analysis.played_waves(log) if played.presses)


def _typed(played: analysis.PlayedWave) -> PlayedWave:
    due = played.wave.typed.keys
    strokes = [
        Stroke(due[press.number], due[press.number - 1] if press.number else "", len(press.wrong), press.took_ms)
        for press in played.presses
    ]
    right_ms = [press.at_ms for press in played.presses if press.at_ms is not None]
    return PlayedWave(
        snippet_id=played.wave.snippet_id,
        strokes=strokes,
        keys_right=len(right_ms),
        keys_wrong=played.keys_wrong,
        is_finished=played.cleared_ms is not None,
        lasted_ms=right_ms[-1] - right_ms[0] if right_ms else 0,
    )
