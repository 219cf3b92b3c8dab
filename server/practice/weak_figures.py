"""Why a player's weak keys are weak: their figures beside those that they are compared with, and how they went lately.

Law: the keys are those of `WeakKeys`, which a game with a focus is given; a single key is compared with all keys, and a
pair with its own second key (focus.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from game.analysis import PlayedWave, Press, due_keys
from server.practice.focus import DUE_MINIMUM, MISS_COST, KeyCost, PastGame, cost_of


@dataclass(frozen=True, slots=True)
class KeyInGame:
    """How a key went in one game, beside what it is compared with. Times are null where nothing was timed."""

    played_at: datetime
    due: int
    mean_ms: float | None
    missed_percentage: float
    usual_ms: float | None


@dataclass(frozen=True, slots=True)
class WeakKey:
    """A weak key or pair of keys. `missed_percentage` of the `due` times another key came first; `usual_…` is what it
    is compared with. `improved_percentage` is how much less it costs in the newer half of its games than in the older
    one, misses counted as time; null until either has enough. `games` has those in which it was due, the oldest first.
    """

    key: str
    weight: float
    due: int
    mean_ms: float | None
    missed_percentage: float
    usual_ms: float | None
    usual_missed_percentage: float
    improved_percentage: float | None
    games: list[KeyInGame]


def weak_figures(weights: Mapping[str, float], games: Sequence[PastGame]) -> list[WeakKey]:
    """Of each weak key, the weakest first; `games` are the newest first."""
    return [_figures(key, weights[key], games[::-1]) for key in sorted(weights, key=lambda key: (-weights[key], key))]


def _figures(key: str, weight: float, games: Sequence[PastGame]) -> WeakKey:
    """From games in their order."""
    own, usual = _costs(key, games)
    having = [game for game in games if _presses(game.waves, key)]
    return WeakKey(
        key,
        weight,
        own.due,
        own.mean_ms or None,
        own.missed * 100,
        usual.mean_ms or None,
        usual.missed * 100,
        _improved(key, having),
        [_in_game(key, game) for game in having],
    )


def _in_game(key: str, game: PastGame) -> KeyInGame:
    own, usual = _costs(key, [game])
    return KeyInGame(game.started_at, own.due, own.mean_ms or None, own.missed * 100, usual.mean_ms or None)


def _costs(key: str, games: Sequence[PastGame]) -> tuple[KeyCost, KeyCost]:
    """Of the key, and of what it is compared with."""
    waves = [wave for game in games for wave in game.waves]
    usual = _presses(waves, key[-1]) if len(key) > 1 else [press for wave in waves for press in wave.presses]
    return cost_of(_presses(waves, key)), cost_of(usual)


def _presses(waves: Iterable[PlayedWave], key: str) -> list[Press]:
    return [press for due, press in due_keys(waves, len(key)) if due == key]


def _improved(key: str, games: Sequence[PastGame]) -> float | None:
    """`games` are in their order, and the key was due in each."""
    half = len(games) // 2
    (older, _), (newer, _) = _costs(key, games[:half]), _costs(key, games[len(games) - half :])
    if min(older.due, newer.due) < DUE_MINIMUM or not older.mean_ms or not newer.mean_ms:
        return None
    before, now = (cost.mean_ms * (1 + MISS_COST * cost.missed) for cost in (older, newer))
    return (1 - now / before) * 100
