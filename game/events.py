"""What happened in a game, in the past tense. `at_ms` is game time."""

from __future__ import annotations

from typing import NamedTuple


class WordTyped(NamedTuple):
    """A word was finished. `combo` is the multiplier at that moment (1 for a dirty word)."""

    word: int
    clean: bool
    damage: int
    combo: int
    at_ms: int


class Mistyped(NamedTuple):
    """A wrong key: `due` was expected, `key` was pressed."""

    due: str
    key: str
    at_ms: int


class EnemyKilled(NamedTuple):
    enemy: int
    at_ms: int


class EnemiesPushed(NamedTuple):
    """A line was typed without a wrong key: every living enemy of the wave hits `by_ms` later than it would have."""

    by_ms: int
    at_ms: int


class PlayerHit(NamedTuple):
    """`damage` is the HP actually lost, `hp` what is left."""

    enemy: int
    damage: int
    hp: int
    at_ms: int


class WaveCleared(NamedTuple):
    """`hp` is after healing."""

    number: int
    hp: int
    at_ms: int


class PlayerDefeated(NamedTuple):
    at_ms: int


class LimitReached(NamedTuple):
    """The game reached its own time limit, or a limit set in game.rules, and ends there."""

    at_ms: int


Event = WordTyped | Mistyped | EnemyKilled | EnemiesPushed | PlayerHit | WaveCleared | PlayerDefeated | LimitReached
