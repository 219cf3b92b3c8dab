"""Why a player's weak keys are weak: their figures beside those that they are compared with, and how they went lately.

Law: the keys are those of `WeakKeys`, which a game with a focus is given; a single key is compared with all keys, and a
pair with its own second key (focus.py).

Each game is gone through once for keys and once for pairs; from then on sums are added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, dataclass
from datetime import datetime

from game.analysis import Press, due_keys
from server.practice.focus import DUE_MINIMUM, MISS_COST, KeyCost, PastGame


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


@dataclass(frozen=True, slots=True)
class _Sums:
    """What can be added up of some presses."""

    due: int = 0
    missed: int = 0
    timed: int = 0
    took_ms: int = 0

    def __add__(self, other: _Sums) -> _Sums:
        return _Sums(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def cost(self) -> KeyCost:
        mean_ms = self.took_ms / self.timed if self.timed else 0.0
        return KeyCost(self.due, mean_ms, self.missed / self.due if self.due else 0.0)


@dataclass(frozen=True, slots=True)
class _CountedGame:
    """`sums` has those of the keys and pairs that are asked about, and of _ALL."""

    played_at: datetime
    sums: Mapping[str, _Sums]

    def of(self, key: str) -> _Sums:
        return self.sums.get(key, _NONE)


_ALL = ""  # all keys together
_NONE = _Sums()


def weak_figures(weights: Mapping[str, float], games: Sequence[PastGame]) -> list[WeakKey]:
    """Of each weak key, the weakest first; `games` are the newest first."""
    asked = {_ALL, *weights, *map(_compared_with, weights)}
    counted = [_CountedGame(game.started_at, _sums(game, asked)) for game in reversed(games)]
    return [_figures(key, weights[key], counted) for key in sorted(weights, key=lambda key: (-weights[key], key))]


def _compared_with(key: str) -> str:
    return key[-1] if len(key) > 1 else _ALL


def _sums(game: PastGame, asked: AbstractSet[str]) -> dict[str, _Sums]:
    found: dict[str, list[Press]] = {key: [] for key in asked}
    for length in (1, 2):
        for key, press in due_keys(game.waves, length):
            if length == 1:
                found[_ALL].append(press)
            if key in asked:
                found[key].append(press)
    return {key: _sums_of(presses) for key, presses in found.items()}


def _sums_of(presses: Sequence[Press]) -> _Sums:
    times = [press.took_ms for press in presses if press.took_ms is not None]
    return _Sums(len(presses), sum(bool(press.wrong) for press in presses), len(times), sum(times))


def _figures(key: str, weight: float, games: Sequence[_CountedGame]) -> WeakKey:
    """From games in their order."""
    own, usual = _costs(key, games)
    having = [game for game in games if game.of(key).due]
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


def _in_game(key: str, game: _CountedGame) -> KeyInGame:
    own, usual = _costs(key, [game])
    return KeyInGame(game.played_at, own.due, own.mean_ms or None, own.missed * 100, usual.mean_ms or None)


def _costs(key: str, games: Sequence[_CountedGame]) -> tuple[KeyCost, KeyCost]:
    """Of the key, and of what it is compared with."""
    other = _compared_with(key)
    return sum((game.of(key) for game in games), _NONE).cost, sum((game.of(other) for game in games), _NONE).cost


def _improved(key: str, games: Sequence[_CountedGame]) -> float | None:
    """`games` are in their order, and the key was due in each."""
    half = len(games) // 2
    (older, _), (newer, _) = _costs(key, games[:half]), _costs(key, games[len(games) - half :])
    if min(older.due, newer.due) < DUE_MINIMUM or not older.mean_ms or not newer.mean_ms:
        return None
    before, now = (cost.mean_ms * (1 + MISS_COST * cost.missed) for cost in (older, newer))
    return (1 - now / before) * 100
