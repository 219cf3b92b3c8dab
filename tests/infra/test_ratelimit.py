"""Rate limits: shared through Redis, and held without it."""

from __future__ import annotations

import uuid

import pytest
from redis.asyncio import Redis

from server.infra import metrics
from server.infra.ratelimit import REDIS_RETRY_S, RateLimits
from server.infra.redis import open_redis
from server.infra.web import Problem
from server.settings import Settings


@pytest.fixture
def key() -> str:
    return f"POST /x {uuid.uuid4()}"


def faults() -> float:
    """How often Redis was asked and did not answer."""
    return metrics.REGISTRY.get_sample_value("prodev_faults_total", {"server": "redis"}) or 0.0


async def test_calls_within_the_rate_pass_and_the_next_is_refused(redis: Redis, settings: Settings, key: str) -> None:
    limits = RateLimits(redis, settings.redis_prefix)
    for _ in range(3):
        await limits("3/minute", key)
    with pytest.raises(Problem) as refusal:
        await limits("3/minute", key)
    assert (refusal.value.status, refusal.value.code) == (429, "request/rate-limited")
    assert 1 <= int(refusal.value.headers["Retry-After"]) <= 60
    assert "at most 3 in one minute" in refusal.value.detail


async def test_each_key_and_rate_has_its_own_count(redis: Redis, settings: Settings, key: str) -> None:
    limits = RateLimits(redis, settings.redis_prefix)
    await limits("1/minute", key)
    await limits("1/minute", key + "0")
    await limits("2/hour", key)
    with pytest.raises(Problem):
        await limits("1/minute", key)


async def test_processes_share_their_counts(redis: Redis, redis_url: str, settings: Settings, key: str) -> None:
    other = open_redis(redis_url)
    await RateLimits(redis, settings.redis_prefix)("1/minute", key)
    with pytest.raises(Problem):
        await RateLimits(other, settings.redis_prefix)("1/minute", key)
    await other.aclose()


async def test_keys_stay_below_the_prefix_and_expire(redis: Redis, settings: Settings, key: str) -> None:
    await RateLimits(redis, settings.redis_prefix)("5/minute", key)
    found = [name async for name in redis.scan_iter(match=f"{settings.redis_prefix}*")]
    assert found
    for name in found:
        assert 0 < await redis.ttl(name) <= 120


async def test_limits_hold_while_redis_is_away(key: str) -> None:
    away = open_redis("redis://127.0.0.1:1")
    limits = RateLimits(away, "test:")
    await limits("2/minute", key)
    await limits("2/minute", key)
    with pytest.raises(Problem) as refusal:
        await limits("2/minute", key)
    assert refusal.value.status == 429
    await away.aclose()


async def test_absent_redis_is_asked_again_only_after_a_while(key: str) -> None:
    away = open_redis("redis://127.0.0.1:1")
    now = 1000.0
    limits = RateLimits(away, "test:", clock=lambda: now)
    before = faults()
    for _ in range(5):
        await limits("100/minute", key)
    assert faults() - before == 1
    now += REDIS_RETRY_S
    await limits("100/minute", key)
    assert faults() - before == 2
    await away.aclose()


async def test_limits_can_be_switched_off(redis: Redis, settings: Settings, key: str) -> None:
    limits = RateLimits(redis, settings.redis_prefix, enabled=False)
    for _ in range(5):
        await limits("1/minute", key)
