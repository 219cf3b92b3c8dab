"""A Redis that may throw keys away is noticed, at the start and later."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from server.embedded.servers import EmbeddedServers
from server.infra.evictions import EvictionWatch
from server.infra.metrics import REDIS_MAY_EVICT
from server.infra.redis import REDIS_AWAY, open_redis
from tests.gate import Gate
from tests.live import until


@pytest.fixture
def own_redis_url(server_folder: Path) -> Iterator[str]:
    """A Valkey of the test's own, whose settings it may change."""
    with EmbeddedServers(server_folder, "evictions", only="valkey") as servers:
        yield servers.redis_url


async def test_a_limit_with_any_policy_but_noeviction_is_said_once(own_redis_url: str) -> None:
    redis = open_redis(own_redis_url)
    watch = EvictionWatch(redis)
    with structlog.testing.capture_logs() as logs:
        for limit, policy, found in [
            ("0", "allkeys-lru", False),  # without a limit nothing is evicted
            ("100mb", "noeviction", False),
            ("100mb", "volatile-lru", True),
            ("100mb", "allkeys-lru", True),
            ("100mb", "noeviction", False),
        ]:
            await redis.config_set("maxmemory", limit)
            await redis.config_set("maxmemory-policy", policy)
            await watch.look()
            assert watch.may_evict is found, (limit, policy)
            (metric,) = REDIS_MAY_EVICT.collect()
            assert metric.samples[0].value == found
    assert [(line["event"], line["policy"]) for line in logs] == [("redis_may_evict", "volatile-lru")]
    await redis.aclose()


async def test_a_redis_that_is_away_at_the_start_is_asked_later(
    redis_gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.infra.evictions.LOOK_EVERY_S", 0.01)
    await redis_gate.shut()
    redis = open_redis(redis_gate.url)
    watch = EvictionWatch(redis)
    with pytest.raises(REDIS_AWAY):
        await watch.look()
    running = asyncio.create_task(watch.run())
    await redis_gate.open()
    await until(lambda: watch.may_evict is False)
    running.cancel()
    await redis.aclose()
