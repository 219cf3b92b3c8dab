"""A Redis that may throw keys away, or takes none, is noticed, at the start and later."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from redis.exceptions import ResponseError

from server.embedded.servers import EmbeddedServers
from server.infra.evictions import EvictionWatch
from server.infra.metrics import REDIS_MAY_EVICT, REDIS_REFUSES_WRITES
from server.infra.redis import REDIS_AWAY, REDIS_UNABLE, open_redis
from server.infra.redis_writes import WriteWatch
from server.settings import Settings
from tests.gate import Gate
from tests.live import serving, until


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


async def test_a_redis_that_takes_no_writes_is_seen_in_readyz_metrics_and_the_log(
    own_redis_url: str, settings: Settings
) -> None:
    redis = open_redis(own_redis_url)
    with structlog.testing.capture_logs() as logs:
        async with serving(settings.model_copy(update={"redis_url": own_redis_url})) as live:

            async def said() -> tuple[int, str, float]:
                answer = await live.http.get("/readyz")
                (metric,) = REDIS_REFUSES_WRITES.collect()
                return answer.status_code, answer.json()["redis"], metric.samples[0].value

            assert await said() == (200, "ok", 0)
            await redis.config_set("maxmemory", 1)
            assert await said() == (200, "refuses", 1)  # games can be started all the same
            await redis.config_set("maxmemory", 0)
            assert await said() == (200, "ok", 0)
            await redis.replicaof("127.0.0.1", "1")
            await redis.config_set("replica-serve-stale-data", "yes")
            assert await said() == (200, "refuses", 1)
            await redis.replicaof("NO", "ONE")
            assert await said() == (200, "ok", 0)
    told = [line["event"] for line in logs if line["event"].startswith("redis_") and "write" in line["event"]]
    assert told == ["redis_refuses_writes", "redis_takes_writes_again"] * 2
    await redis.aclose()


@pytest.mark.parametrize("setting", ["maxmemory", "min-replicas-to-write"])
async def test_a_refused_write_can_be_repeated_and_a_wrong_command_cannot(own_redis_url: str, setting: str) -> None:
    """A job of the feed that met the one waits, and that met the other is dead after some tries."""
    redis = open_redis(own_redis_url)
    await redis.lpush("a list", "1")
    with pytest.raises(ResponseError) as wrong:
        await redis.incr("a list")
    assert not isinstance(wrong.value, REDIS_UNABLE)
    await redis.config_set(setting, 1)
    with pytest.raises(REDIS_UNABLE):
        await redis.set("a", "1")
    with pytest.raises(REDIS_UNABLE):
        await redis.eval("return redis.call('SET', 'a', '1')", 0)
    await redis.config_set(setting, 0)
    await redis.set("a", "1")
    await redis.aclose()


async def test_a_refusal_is_looked_for_without_being_asked(
    redis_gate: Gate, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.infra.redis_writes.LOOK_EVERY_S", 0.01)
    redis = open_redis(redis_gate.url)
    watch = WriteWatch(redis, settings.redis_prefix)
    watch.refuses = "OOM"
    running = asyncio.create_task(watch.run())
    await until(lambda: watch.refuses is None)
    running.cancel()
    await redis.aclose()
