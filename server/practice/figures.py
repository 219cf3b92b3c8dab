"""What a player's past games say about each single key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from game import analysis
from game.analysis import PlayedWave
from server.infra.postgres import Pool
from server.practice.focus import recent_waves


class KeyHistory(NamedTuple):
    """`presses`: how often the key was due and pressed; `errors`: other keys pressed in its place."""

    key: str
    presses: int
    errors: int
    mean_ms: float | None


async def key_history(pg: Pool, user_id: str) -> tuple[int, list[KeyHistory]]:
    """`(games read, the history of each key that was due)`, the key pressed most often first."""
    games, waves = await recent_waves(pg, user_id)
    return games, await asyncio.to_thread(history_of, waves)


def history_of(waves: Iterable[PlayedWave]) -> list[KeyHistory]:
    figures = sorted(analysis.key_figures(waves), key=lambda one: (-one.presses, one.key))
    return [KeyHistory(one.key, one.presses, one.errors, one.mean_ms) for one in figures]
