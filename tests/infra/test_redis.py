"""The client of Redis: what an address may say."""

from __future__ import annotations

import pytest

from server.infra.redis import CONNECTIONS, open_redis
from server.infra.redis_url import BadRedisUrl


async def test_an_address_may_bring_its_own_bounds(redis_url: str) -> None:
    asked = "socket_timeout=3&max_connections=7"
    async with open_redis(f"{redis_url}{'&' if '?' in redis_url else '?'}{asked}") as client:
        assert await client.ping()
        assert client.connection_pool.connection_kwargs["socket_timeout"] == 3.0
        assert client.connection_pool.max_connections == 7
    async with open_redis(redis_url) as client:
        assert client.connection_pool.max_connections == CONNECTIONS


@pytest.mark.parametrize("url", ["localhost:6379", "redis://localhost:port", "redis://h/0?max_connections=many"])
async def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadRedisUrl):
        open_redis(url)
