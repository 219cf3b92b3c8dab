"""What a player's past games say about each single key: the same strokes that the focus is worked out from."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterable
from typing import Any, NamedTuple

from server.practice.focus import recent_waves
from server.practice.strokes import PlayedWave


class KeyFigure(NamedTuple):
    """`presses`: how often the key was due and reached; `errors`: other keys pressed in its place."""

    key: str
    presses: int
    errors: int
    mean_ms: float | None


async def key_figures(pg: Any, user_id: str) -> tuple[int, list[KeyFigure]]:
    """`(games read, a figure for each key that was due)`, the key pressed most first."""
    games, waves = await recent_waves(pg, user_id)
    return games, await asyncio.to_thread(figures_of, waves)


def figures_of(waves: Iterable[PlayedWave]) -> list[KeyFigure]:
    times: dict[str, list[int]] = {}
    presses: dict[str, int] = {}
    errors: dict[str, int] = {}
    for wave in waves:
        for stroke in wave.strokes:
            presses[stroke.key] = presses.get(stroke.key, 0) + 1
            errors[stroke.key] = errors.get(stroke.key, 0) + stroke.wrong
            if stroke.took_ms is not None:
                times.setdefault(stroke.key, []).append(stroke.took_ms)
    means = {key: statistics.fmean(taken) for key, taken in times.items()}
    most = sorted(presses, key=lambda key: (-presses[key], key))
    return [KeyFigure(key, presses[key], errors[key], means.get(key)) for key in most]
