"""The measures that typists know, from a key log.

Law: everything is computed from judged keys and game time. A standard word is five characters.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from game.keylog import KeyLog
from game.replay import replay
from game.rules import CHARACTERS_A_WORD
from game.scoring import Totals, playtime_seconds


@dataclass(frozen=True, slots=True)
class TypingMeasures:
    """The columns of `typing_results`. Speeds are per minute of playtime, percentages from 0 to 100."""

    total_keys_pressed: int
    correct_keys: int
    incorrect_keys: int
    accuracy_percentage: float
    keys_per_minute: float
    net_wpm: float
    raw_wpm: float
    consistency: float
    duration_seconds: int


def standard_wpm(keys: int, seconds: int) -> float:
    """Standard words a minute: net speed from the right keys, raw speed from all of them."""
    return keys / CHARACTERS_A_WORD / seconds * 60


def key_accuracy(correct: int, pressed: int) -> float:
    """0 to 100; 0 if no key was pressed."""
    return correct / pressed * 100 if pressed else 0.0


def measures(log: KeyLog, totals: Totals | None = None) -> TypingMeasures:
    """The measures of an ended game. Pass its totals, if you have them, to save a replay."""
    totals = totals or replay(log).totals
    seconds = playtime_seconds(log.end_ms)
    pressed, correct = totals.keys_pressed, totals.keys_correct
    return TypingMeasures(
        total_keys_pressed=pressed,
        correct_keys=correct,
        incorrect_keys=pressed - correct,
        accuracy_percentage=key_accuracy(correct, pressed),
        keys_per_minute=pressed / seconds * 60,
        net_wpm=standard_wpm(correct, seconds),
        raw_wpm=standard_wpm(pressed, seconds),
        consistency=consistency(keys_each_second(log)),
        duration_seconds=seconds,
    )


def keys_each_second(log: KeyLog) -> list[int]:
    """Keys pressed in each second of game time. An unfinished last second is left out unless it is the only one."""
    return log.keys.each_second(max(1, log.end_ms // 1000))


def consistency(speeds: list[int]) -> float:
    """1 minus the coefficient of variation (population), in percent, never below 0; 0 if nothing was typed."""
    mean = statistics.fmean(speeds)
    if mean == 0:
        return 0.0
    return max(0.0, (1 - statistics.pstdev(speeds) / mean) * 100)
