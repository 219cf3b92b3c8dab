"""Two servers with limits, behind proxies, started once for all tests of this folder."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest

from server.infra.redis import open_redis
from tests.databases import Databases, opened
from tests.faults.conftest import variables_of
from tests.faults.processes import Server, served
from tests.live import PATIENCE_S
from tests.security.two_servers.town import Town
from tests.small_library import fill

# On this machine there is one, which others may be in front of.
PROXIES = "127.0.0.1,10.0.0.0/8"
KEPT = httpx.Limits()


@pytest.fixture(scope="package")
async def _town(
    databases: Databases, migrated_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(databases.like(migrated_url))
        variables = variables_of(url, redis_url, f"test:{uuid.uuid4().hex}:", folder)
        limits = {"PRODEV_RATE_LIMITS": "true", "PRODEV_TRUSTED_PROXIES": PROXIES}
        servers = [Server(folder / f"{name}.log", **variables, **limits) for name in ("one", "other")]
        yield await two(stack, servers, variables)


async def two(
    stack: AsyncExitStack, servers: list[Server], variables: dict[str, str], limits: httpx.Limits = KEPT
) -> Town:
    """They are started, and stopped with the stack. `limits` are those of the clients."""
    pg = await stack.enter_async_context(opened(variables["DATABASE_URL"]))
    redis = open_redis(variables["REDIS_URL"])
    stack.push_async_callback(redis.aclose)
    await fill(pg)
    await stack.enter_async_context(served(*servers))
    clients = [
        await stack.enter_async_context(httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S, limits=limits))
        for server in servers
    ]
    return Town(servers, clients, pg, redis, variables["PRODEV_REDIS_PREFIX"], variables, itertools.count())


@pytest.fixture
def town(_town: Town) -> Iterator[Town]:
    """The two servers, with nothing to complain of after the test either."""
    for client in _town.clients:
        client.cookies.clear()
    yield _town
    assert [server.complaints() for server in _town.servers] == [[], []]
