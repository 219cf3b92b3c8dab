"""What a player should practise: the keys and pairs of keys that they are slow or wrong at, from their own past games.

The model: a key's weakness is the time it takes divided by that of the player's average key, minus 1, plus MISS_COST
times how much more often than average it is missed. A pair is compared with its own second key instead, so that one
slow key does not make every pair with it weak. Both shrink towards zero for keys that were due only a few times. Blanks
are left out: every snippet has about as many.

Bounds: the newest GAMES_READ games, until KEYS_READ keys are read; at most KEYS_FOCUSED keys and pairs are returned, so
that the draw that prefers them stays cheap.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Mapping, Sequence

from game.analysis import PlayedWave, Press, due_keys
from server.infra.postgres import Pool
from server.practice.waves import waves_of_log

GAMES_READ = 20
KEYS_READ = 20_000  # an hour of typing, read in a few hundredths of a second in a thread
KEYS_FOCUSED = 8
DUE_MINIMUM = 5  # fewer may be chance
DOUBT = 5  # a key that was due this often counts half
MISS_COST = 3.0  # a miss costs the combo of its word, and about the time of three keys
WEAKNESS_MINIMUM = 0.25  # some of everybody's keys are a little slower than others

_GAMES = """
    SELECT id FROM typing_sessions
    WHERE user_id = $1 AND ended_at IS NOT NULL AND key_sequence IS NOT NULL
    ORDER BY started_at DESC LIMIT $2
"""
_LOG = "SELECT key_sequence::text FROM typing_sessions WHERE id = $1"


async def weak_keys(pg: Pool, user_id: str) -> dict[str, float]:
    """The player's weakest keys and pairs of keys, each with its weight; empty for a player who has hardly played."""
    _, waves = await recent_waves(pg, user_id)
    return await asyncio.to_thread(weaknesses, waves)


async def recent_waves(pg: Pool, user_id: str) -> tuple[int, list[PlayedWave]]:
    """`(games read, their waves)`: what is known about the player's keys, within the bounds above."""
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


def weaknesses(waves: Sequence[PlayedWave]) -> dict[str, float]:
    """The weakest first, KEYS_FOCUSED at most; weights are above WEAKNESS_MINIMUM."""
    usual = [press for wave in waves for press in wave.presses]
    singles, pairs = _by_key(waves, 1), _by_key(waves, 2)
    weights = {key: _weakness(presses, usual) for key, presses in singles.items()}
    weights |= {pair: _weakness(presses, singles[pair[1]]) for pair, presses in pairs.items()}
    weakest = sorted(weights, key=lambda key: (-weights[key], key))[:KEYS_FOCUSED]
    return {key: round(weights[key], 3) for key in weakest if weights[key] > WEAKNESS_MINIMUM}


def _by_key(waves: Sequence[PlayedWave], length: int) -> dict[str, list[Press]]:
    """The presses of each key, or of each pair by its second key; those with a blank are left out."""
    found: dict[str, list[Press]] = {}
    for key, press in due_keys(waves, length):
        if not any(character.isspace() for character in key):
            found.setdefault(key, []).append(press)
    return found


def _weakness(presses: Sequence[Press], usual: Sequence[Press]) -> float:
    """How much more these cost than the usual ones, in the time of a usual key."""
    if len(presses) < DUE_MINIMUM:
        return 0.0
    usual_ms = _mean_ms(usual)
    slower = _mean_ms(presses) / usual_ms - 1 if usual_ms else 0.0
    more_missed = _miss_share(presses) - _miss_share(usual)
    return (slower + MISS_COST * more_missed) * len(presses) / (len(presses) + DOUBT)


def _mean_ms(presses: Sequence[Press]) -> float:
    times = [press.took_ms for press in presses if press.took_ms is not None]
    return statistics.fmean(times) if times else 0.0


def _miss_share(presses: Sequence[Press]) -> float:
    return sum(bool(press.wrong) for press in presses) / len(presses)


def density(text: str, weights: Mapping[str, float]) -> float:
    """The weight of the weak keys in a snippet, for each of its characters that is not blank.

    The rotation works out the same in SQL and prefers the snippets that have most (server/library/rotation.py).
    """
    characters = len(text.replace(" ", "").replace("\n", ""))
    return sum(weight * text.count(key) for key, weight in weights.items()) / characters
