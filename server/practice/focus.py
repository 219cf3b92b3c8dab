"""What a player should practise: the keys and pairs of keys that they are slow or wrong at, from their own past games.

The model: a key's weakness is the time it takes over the player's average key, less 1, and MISS_COST for each time it
is missed beyond the player's average; a pair's is the same over its own second key, so that a slow key does not make
every pair with it a weak one. Both are drawn towards none while they were due only a few times. Blanks are left out:
every snippet has about as many.

Bounds: the newest GAMES_READ games, as far as KEYS_READ keys; KEYS_FOCUSED keys and pairs come out, so that the draw
that prefers them costs little.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server.practice.strokes import PlayedWave, Stroke, waves_of_log

GAMES_READ = 20
KEYS_READ = 20_000  # an hour's typing; reading them takes a few hundredths of a second, in a thread
KEYS_FOCUSED = 8
DUE_MINIMUM = 5  # fewer show chance
DOUBT = 5  # a key due this often counts for half
MISS_COST = 3.0  # a miss costs a player's word its combo, and about as much time as three keys
WEAKNESS_MINIMUM = 0.25  # of everybody's keys some are a little slower than others

_GAMES = """
    SELECT id FROM typing_sessions
    WHERE user_id = $1 AND ended_at IS NOT NULL AND key_sequence IS NOT NULL
    ORDER BY started_at DESC LIMIT $2
"""
_LOG = "SELECT key_sequence::text FROM typing_sessions WHERE id = $1"


async def weak_keys(pg: Any, user_id: str) -> dict[str, float]:
    """The player's weakest keys and pairs of keys, each with its weight; none for who has hardly played."""
    _, waves = await recent_waves(pg, user_id)
    return await asyncio.to_thread(weaknesses, waves)


async def recent_waves(pg: Any, user_id: str) -> tuple[int, list[PlayedWave]]:
    """`(games read, their waves)`: what is known of the player's keys, within the bounds above."""
    waves: list[PlayedWave] = []
    games = keys = 0
    for row in await pg.fetch(_GAMES, user_id, GAMES_READ):
        if keys >= KEYS_READ:
            break
        log = await pg.fetchval(_LOG, row["id"])  # one at a time: the longest game's log has some megabytes
        found = await asyncio.to_thread(waves_of_log, log)
        waves += found
        games += 1
        keys += sum(wave.keys_right + wave.keys_wrong for wave in found)
    return games, waves


def weaknesses(waves: Iterable[PlayedWave]) -> dict[str, float]:
    """The weakest first, KEYS_FOCUSED at most; weights are above WEAKNESS_MINIMUM."""
    strokes = [stroke for wave in waves for stroke in wave.strokes]
    if not strokes:
        return {}
    singles: dict[str, list[Stroke]] = {}
    pairs: dict[str, list[Stroke]] = {}
    for stroke in strokes:
        if not stroke.key.isspace():
            singles.setdefault(stroke.key, []).append(stroke)
            if stroke.before and not stroke.before.isspace():
                pairs.setdefault(stroke.before + stroke.key, []).append(stroke)
    weights = {key: _weakness(of, strokes) for key, of in singles.items()}
    weights |= {pair: _weakness(of, singles[pair[1]]) for pair, of in pairs.items()}
    weakest = sorted(weights, key=lambda key: (-weights[key], key))[:KEYS_FOCUSED]
    return {key: round(weights[key], 3) for key in weakest if weights[key] > WEAKNESS_MINIMUM}


def _weakness(strokes: Sequence[Stroke], usual: Sequence[Stroke]) -> float:
    """How much more these cost than the usual ones, in the time of a usual key."""
    if len(strokes) < DUE_MINIMUM:
        return 0.0
    usual_ms = _mean_ms(usual)
    slower = _mean_ms(strokes) / usual_ms - 1 if usual_ms else 0.0
    more_missed = _miss_share(strokes) - _miss_share(usual)
    return (slower + MISS_COST * more_missed) * len(strokes) / (len(strokes) + DOUBT)


def _mean_ms(strokes: Sequence[Stroke]) -> float:
    times = [stroke.took_ms for stroke in strokes if stroke.took_ms is not None]
    return statistics.fmean(times) if times else 0.0


def _miss_share(strokes: Sequence[Stroke]) -> float:
    return sum(stroke.wrong > 0 for stroke in strokes) / len(strokes)


def density(text: str, weights: Mapping[str, float]) -> float:
    """What the weak keys weigh in each character of a snippet that is not blank: what the rotation prefers."""
    characters = len(text.replace(" ", "").replace("\n", ""))
    return sum(weight * text.count(key) for key, weight in weights.items()) / characters
