"""A held event loop shows in the metrics, and so do connections that are taken and games that wait."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from server.infra import holds
from server.infra.metrics import REGISTRY
from server.infra.postgres import Pool
from server.infra.tasks import end_all


@pytest.fixture
async def watching(pg: Pool, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    monkeypatch.setattr(holds, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(holds, "QUEUES_EVERY_LOOKS", 1)
    task = asyncio.create_task(holds.watch_holds(pg, lambda: 7))
    yield
    await end_all([task])


def late_in_all_s() -> float:
    return REGISTRY.get_sample_value("prodev_event_loop_late_seconds_sum") or 0.0


async def test_a_held_loop_is_seen(watching: None) -> None:
    await looked()
    before_s = late_in_all_s()
    time.sleep(0.2)  # noqa: ASYNC251 - this is the fault
    await looked()
    assert late_in_all_s() - before_s > 0.15


async def looked() -> None:
    """Until the watch has looked once more."""
    count = REGISTRY.get_sample_value("prodev_event_loop_late_seconds_count") or 0
    while (REGISTRY.get_sample_value("prodev_event_loop_late_seconds_count") or 0) <= count:
        await asyncio.sleep(0)


async def test_connections_are_counted_by_what_they_do(watching: None, pg: Pool) -> None:
    async with pg.acquire():
        await looked()
        await looked()
        used = REGISTRY.get_sample_value("prodev_pool_connections", {"state": "used"})
        idle = REGISTRY.get_sample_value("prodev_pool_connections", {"state": "idle"})
        unopened = REGISTRY.get_sample_value("prodev_pool_connections", {"state": "unopened"})
    assert used == 1
    assert used + (idle or 0) + (unopened or 0) == pg.get_max_size()


async def test_games_that_wait_to_be_saved_are_counted(watching: None) -> None:
    await looked()
    await looked()
    assert REGISTRY.get_sample_value("prodev_games_waiting") == 7
