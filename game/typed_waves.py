"""What was typed of each wave of a game, in a few numbers: what sums over many games are made of.

Laws:
- It follows from the key log. It does not matter by which clock the waves were played out: which key was right does not
  depend on time, and times are the game's.
- A wave without a key says nothing and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from game.analysis import PlayedWave, mistakes
from game.keylog import KeyLog

NOTED_WAVES = 100  # of a longer game nothing is noted: its readers go through its log


@dataclass(frozen=True, slots=True)
class TypedWave:
    """`typed_ms` is game time from the first right key to the last, 0 with fewer than two. `line_errors` has the wrong
    keys of each line of the text."""

    snippet_id: str
    is_cleared: bool
    keys_right: int
    keys_wrong: int
    typed_ms: int
    line_errors: tuple[int, ...]


def typed_waves(log: KeyLog, played: Iterable[PlayedWave]) -> list[TypedWave]:
    """`played` are the waves of `log`, or of the same keys by another clock."""
    at_ms, first = log.keys.at_ms, 0
    found = []
    for one in played:
        if one.presses:
            found.append(_typed(one, at_ms, first))
            first += found[-1].keys_right + found[-1].keys_wrong
    return found


def _typed(played: PlayedWave, at_ms: Sequence[int], first: int) -> TypedWave:
    """`first` is the place of its first key among the game's."""
    presses, right, wrong = played.presses, played.keys_right, played.keys_wrong
    begun, ended = first + len(presses[0].wrong), first + right + wrong - 1
    if presses[-1].at_ms is None:
        ended -= len(presses[-1].wrong)
    text = played.wave.text
    lines = [0] * (text.count("\n") + 1)
    for one in mistakes(played) if wrong else ():
        lines[text.count("\n", 0, one.offset)] += one.errors
    typed_ms = at_ms[ended] - at_ms[begun] if right else 0
    return TypedWave(played.wave.snippet_id, played.is_cleared, right, wrong, typed_ms, tuple(lines))


def noted(waves: Sequence[TypedWave]) -> list[Any] | None:
    """As JSON that `waves_of_note` reads; None for too many."""
    if len(waves) > NOTED_WAVES:
        return None
    return [
        [one.snippet_id, one.is_cleared, one.keys_right, one.keys_wrong, one.typed_ms, list(one.line_errors)]
        for one in waves
    ]


def waves_of_note(note: Any) -> list[TypedWave] | None:
    """None if nothing was noted, or by another release: read the log."""
    if note is None:
        return None
    try:
        return [
            TypedWave(snippet_id, is_cleared, right, wrong, typed_ms, tuple(lines))
            for snippet_id, is_cleared, right, wrong, typed_ms, lines in note
        ]
    except (TypeError, ValueError):
        return None
