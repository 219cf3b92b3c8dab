"""How this process is doing by itself: what holds its event loop, whether its pool of connections is used up, and how
many games are over and not saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from server.infra import metrics
from server.infra.postgres import Pool

LOOK_EVERY_S = 0.1
QUEUES_EVERY_LOOKS = 10


async def watch_holds(pg: Pool, games_waiting: Callable[[], int]) -> None:
    """For ever. `games_waiting`: how many are over and not saved.

    A timer that rings late was held up by something else, which is what all players wait for.
    """
    loop = asyncio.get_running_loop()
    looks = 0
    while True:
        due_s = loop.time() + LOOK_EVERY_S
        await asyncio.sleep(LOOK_EVERY_S)
        metrics.LOOP_LATE_SECONDS.observe(max(0.0, loop.time() - due_s))
        if looks % QUEUES_EVERY_LOOKS == 0:
            _look_at_pool(pg)
            metrics.GAMES_WAITING.set(games_waiting())
        looks += 1


def _look_at_pool(pg: Pool) -> None:
    size, idle = pg.get_size(), pg.get_idle_size()
    for state, count in {"used": size - idle, "idle": idle, "unopened": pg.get_max_size() - size}.items():
        metrics.POOL_CONNECTIONS.labels(state).set(count)
