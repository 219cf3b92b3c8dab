"""What a player's past games say about each single key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from game import analysis
from game.analysis import KeyFigure, PlayedWave
from server.infra.postgres import Pool
from server.practice.focus import recent_games


async def past_key_figures(pg: Pool, user_id: str, *, is_own: bool) -> tuple[int, list[KeyFigure]]:
    """`(games read, a figure for each key that was due)`, the key pressed most often first.

    `is_own`: whether the player is told.
    """
    games = await recent_games(pg, user_id, is_own=is_own)
    return len(games), await asyncio.to_thread(_most_pressed_first, [wave for game in games for wave in game.waves])


def _most_pressed_first(waves: Iterable[PlayedWave]) -> list[KeyFigure]:
    return sorted(analysis.key_figures(waves), key=lambda one: (-one.presses, one.key))
