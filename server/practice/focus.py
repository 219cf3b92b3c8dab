"""What a player should practise: the keys and pairs of keys that they are slow or wrong at, from their own past games.

The model: a key's weakness is the time it takes divided by that of the player's average key, minus 1, plus MISS_COST
times how much more often than average it is missed. A pair is compared with its own second key instead, so that one
slow key does not make every pair with it weak. Both shrink towards zero for keys that were due only a few times. Blanks
are left out: every snippet has about as many.

Bounds: the newest GAMES_READ games, each from its end, until KEYS_READ keys are read; at most KEYS_FOCUSED keys and
pairs are returned, so that the draw that prefers them stays cheap. Those of PLAYERS_KEPT players are kept in memory.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from game.analysis import PlayedWave, Press, due_keys
from server.infra.postgres import Pool
from server.key_logs import has_log, stored
from server.practice.waves import waves_of_log

GAMES_READ = 20
KEYS_READ = 20_000  # an hour of typing, read in a few hundredths of a second in a thread
KEYS_FOCUSED = 8
DUE_MINIMUM = 5  # fewer may be chance
DOUBT = 5  # a key that was due this often counts half
MISS_COST = 3.0  # a miss costs the combo of its word, and about the time of three keys
WEAKNESS_MINIMUM = 0.25  # some of everybody's keys are a little slower than others
KEPT_S_A_GAME = 30.0  # half a minute after a first game, ten minutes after twenty
PLAYERS_KEPT = 10_000  # about a kilobyte each

_GAMES = f"""
    SELECT game_session_id AS id, started_at FROM typing_sessions t
    WHERE user_id = $1 AND ended_at IS NOT NULL AND {has_log("t")} AND ($3 OR NOT EXISTS (
        SELECT FROM game_sessions s WHERE s.id = t.game_session_id AND s.mode = 'PRACTICE'
    ))
    ORDER BY started_at DESC LIMIT $2
"""
_LOG = f"SELECT {stored('t')} FROM typing_sessions t WHERE game_session_id = $1"


class WeakKeys:
    """Each player's weakest keys and pairs of keys with their weights: what a page names is what a game is given.

    They are kept for KEPT_S_A_GAME for each game that was read, since one game more changes little among many.
    """

    def __init__(self, pg: Pool, now_s: Callable[[], float] = time.monotonic) -> None:
        self._pg, self._now_s = pg, now_s
        self._kept: OrderedDict[str, tuple[float, dict[str, float]]] = OrderedDict()

    async def of(self, user_id: str, games: Sequence[PastGame] | None = None) -> Mapping[str, float]:
        """The weakest first; empty for a player who has hardly played. `games` are the `recent_games`, if at hand."""
        until_s, weak = self._kept.get(user_id, (0.0, {}))
        if self._now_s() < until_s:
            return weak
        if games is None:
            games = await recent_games(self._pg, user_id)
        weak = await asyncio.to_thread(weaknesses, [wave for game in games for wave in game.waves])
        self._kept[user_id] = (self._now_s() + len(games) * KEPT_S_A_GAME, weak)
        self._kept.move_to_end(user_id)
        if len(self._kept) > PLAYERS_KEPT:
            self._kept.popitem(last=False)
        return weak


@dataclass(frozen=True, slots=True)
class PastGame:
    """One of a player's ended games."""

    started_at: datetime
    waves: list[PlayedWave]


async def recent_games(pg: Pool, user_id: str, *, is_own: bool = True) -> list[PastGame]:
    """The newest first: what is known about the player's keys, within the bounds above. Others (`is_own` is false) are
    not told what was practised: its code may be the player's own."""
    games: list[PastGame] = []
    keys = 0
    for row in await pg.fetch(_GAMES, user_id, GAMES_READ, is_own):
        if keys >= KEYS_READ:
            break
        log = await pg.fetchval(_LOG, row["id"])  # one at a time: the longest game's log has some megabytes
        found, pressed = _last_waves(await asyncio.to_thread(waves_of_log, log), KEYS_READ - keys)
        games.append(PastGame(row["started_at"], found))
        keys += pressed
    return games


def _last_waves(waves: Sequence[PlayedWave], keys: int) -> tuple[list[PlayedWave], int]:
    """The last waves of a game, in order, until they have so many keys; with how many they have."""
    taken, pressed = list[PlayedWave](), 0
    for wave in reversed(waves):
        if pressed >= keys:
            break
        taken.append(wave)
        pressed += wave.keys_right + wave.keys_wrong
    return taken[::-1], pressed


def weaknesses(waves: Sequence[PlayedWave]) -> dict[str, float]:
    """The weakest first, KEYS_FOCUSED at most; weights are above WEAKNESS_MINIMUM."""
    usual = cost_of([press for wave in waves for press in wave.presses])
    singles, pairs = _costs(waves, 1), _costs(waves, 2)
    weights = {key: _weakness(cost, usual) for key, cost in singles.items()}
    weights |= {pair: _weakness(cost, singles[pair[1]]) for pair, cost in pairs.items()}
    weakest = sorted(weights, key=lambda key: (-weights[key], key))[:KEYS_FOCUSED]
    return {key: round(weights[key], 3) for key in weakest if weights[key] > WEAKNESS_MINIMUM}


@dataclass(frozen=True, slots=True)
class KeyCost:
    """What some presses cost: `due` of them, with the mean of their times and the share that was missed."""

    due: int
    mean_ms: float
    missed: float


def cost_of(presses: Sequence[Press]) -> KeyCost:
    times = [press.took_ms for press in presses if press.took_ms is not None]
    missed = sum(bool(press.wrong) for press in presses) / len(presses) if presses else 0.0
    return KeyCost(len(presses), statistics.fmean(times) if times else 0.0, missed)


def _costs(waves: Sequence[PlayedWave], length: int) -> dict[str, KeyCost]:
    """Of each key, or of each pair by its second key; those with a blank are left out."""
    found: dict[str, list[Press]] = {}
    for key, press in due_keys(waves, length):
        if not any(character.isspace() for character in key):
            found.setdefault(key, []).append(press)
    return {key: cost_of(presses) for key, presses in found.items()}


def _weakness(cost: KeyCost, usual: KeyCost) -> float:
    """How much more these cost than the usual ones, in the time of a usual key."""
    if cost.due < DUE_MINIMUM:
        return 0.0
    slower = cost.mean_ms / usual.mean_ms - 1 if usual.mean_ms else 0.0
    return (slower + MISS_COST * (cost.missed - usual.missed)) * cost.due / (cost.due + DOUBT)


def density(text: str, weights: Mapping[str, float]) -> float:
    """The weight of the weak keys in a snippet, for each of its characters that is not blank.

    The rotation works out the same in SQL and prefers the snippets that have most (server/library/rotation.py).
    """
    characters = len(text.replace(" ", "").replace("\n", ""))
    return sum(weight * text.count(key) for key, weight in weights.items()) / characters
