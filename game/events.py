"""What happened in a game, in the past tense. `at_ms` is game time.

Nobody writes to an event. They are not frozen, because making a frozen one takes several times as long, and every word
makes one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class WordTyped:
    """A word was finished. `combo` is the multiplier at that moment (1 for a dirty word)."""

    word: int
    clean: bool
    damage: int
    combo: int
    at_ms: int


@dataclass(slots=True)
class Mistyped:
    """A wrong key: `due` was expected, `key` was pressed."""

    due: str
    key: str
    at_ms: int


@dataclass(slots=True)
class EnemyKilled:
    enemy: int
    at_ms: int


@dataclass(slots=True)
class EnemiesPushed:
    """A line was typed without a wrong key: every living enemy of the wave hits `by_ms` later than it would have."""

    by_ms: int
    at_ms: int


@dataclass(slots=True)
class PlayerHit:
    """`damage` is the HP actually lost, `hp` what is left."""

    enemy: int
    damage: int
    hp: int
    at_ms: int


@dataclass(slots=True)
class WaveCleared:
    """`hp` is after healing."""

    number: int
    hp: int
    at_ms: int


@dataclass(slots=True)
class PlayerDefeated:
    at_ms: int


@dataclass(slots=True)
class LimitReached:
    """The game reached its own time limit, or a limit set in game.rules, and ends there."""

    at_ms: int


Event = WordTyped | Mistyped | EnemyKilled | EnemiesPushed | PlayerHit | WaveCleared | PlayerDefeated | LimitReached
