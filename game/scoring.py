"""The documented formulas.

Law: IEEE doubles in the order printed in docs/game.md ("Score"), never rounded in between, so that Python, SQL (float8)
and JavaScript agree to the last bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts of one whole game. Damage is dealt in points and taken in HP; `max_combo` is 0 to 10."""

    correct_words: int = 0
    incorrect_words: int = 0
    enemies_killed: int = 0
    waves_completed: int = 0
    max_combo: int = 0
    damage_dealt: int = 0
    damage_taken: int = 0
    keys_pressed: int = 0
    keys_correct: int = 0

    @property
    def words_typed(self) -> int:
        return self.correct_words + self.incorrect_words


@dataclass(frozen=True, slots=True)
class ScoreParts:
    """The six addends of a final score, in points."""

    words: int
    enemies: int
    waves: int
    combo: int
    accuracy: int
    speed: int

    @property
    def total(self) -> int:
        return self.words + self.enemies + self.waves + self.combo + self.accuracy + self.speed


# What one of each is worth: a word, an enemy, a wave, a step of the best multiplier, a percent, a word a minute.
POINTS = ScoreParts(words=10, enemies=50, waves=100, combo=25, accuracy=5, speed=2)


def playtime_seconds(game_ms: int) -> int:
    """Whole seconds, rounded half up, and at least 1."""
    return max(1, (game_ms + 500) // 1000)


def accuracy_percentage(correct_words: int, total_words_typed: int) -> float:
    """0 to 100; 0 if nothing was typed."""
    return correct_words / total_words_typed * 100 if total_words_typed else 0.0


def words_per_minute(total_words_typed: int, seconds: int) -> float:
    """Tokens a minute; 0 if `seconds` is 0."""
    return total_words_typed / seconds * 60 if seconds else 0.0


def score_parts(totals: Totals, seconds: int) -> ScoreParts:
    accuracy = accuracy_percentage(totals.correct_words, totals.words_typed)
    return ScoreParts(
        words=totals.correct_words * POINTS.words,
        enemies=totals.enemies_killed * POINTS.enemies,
        waves=totals.waves_completed * POINTS.waves,
        combo=totals.max_combo * POINTS.combo,
        accuracy=math.floor(accuracy * POINTS.accuracy),
        speed=math.floor(words_per_minute(totals.words_typed, seconds) * POINTS.speed),
    )


def earned_points(totals: Totals) -> int:
    """What can no longer be lost; accuracy and speed count at the end."""
    return (
        totals.correct_words * POINTS.words
        + totals.enemies_killed * POINTS.enemies
        + totals.waves_completed * POINTS.waves
        + totals.max_combo * POINTS.combo
    )


def final_score(totals: Totals, seconds: int) -> int:
    return score_parts(totals, seconds).total
