"""Two servers without limits and without a proxy, with few connections, started once for all tests of this folder.

They reach PostgreSQL through a gate, and have a Valkey to themselves, which may throw keys away.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest

from server.embedded.servers import EmbeddedServers
from server.infra.redis import open_redis
from tests.conftest import folder_of_servers
from tests.databases import Databases
from tests.faults.conftest import variables_of
from tests.faults.processes import Server
from tests.gate import gate_before
from tests.security.two_bare_servers import short
from tests.security.two_bare_servers.bare import Bare
from tests.security.two_servers.conftest import two

CONNECTIONS, OF_ADDRESS = 240, 220  # an address may have 200 streams
NOT_KEPT = httpx.Limits(max_keepalive_connections=0)  # these servers soon close an idle line
SETTINGS = {
    "PRODEV_TRUSTED_PROXIES": "192.0.2.1",
    "PRODEV_CONNECTIONS": str(CONNECTIONS),
    "PRODEV_CONNECTIONS_PER_ADDRESS": str(OF_ADDRESS),
    "PRODEV_BCRYPT_COST": "8",  # slow enough to queue up for
    "PRODEV_POOL_SIZE": "2",  # so that each connection soon has prepared every statement
}


@pytest.fixture(scope="package")
async def _bare(
    databases: Databases, migrated_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Bare]:
    folder = tmp_path_factory.mktemp("bare")
    async with AsyncExitStack() as stack:
        own = stack.enter_context(EmbeddedServers(stack.enter_context(folder_of_servers()), "bare", only="valkey"))
        redis = open_redis(own.redis_url)
        await redis.config_set("maxmemory", "100mb")
        await redis.config_set("maxmemory-policy", "allkeys-lru")
        await redis.aclose()
        url = await stack.enter_async_context(databases.like(migrated_url))
        gate = await stack.enter_async_context(gate_before(url))
        variables = variables_of(url, own.redis_url, f"test:{uuid.uuid4().hex}:", folder)
        through = {**variables, **SETTINGS, "DATABASE_URL": gate.url}
        servers = [Server(folder / f"{name}.log", entry=short.ENTRY, **through) for name in ("one", "other")]
        yield Bare.of(await two(stack, servers, variables, limits=NOT_KEPT), gate)


@pytest.fixture
def bare(_bare: Bare) -> Iterator[Bare]:
    """The two servers, with nothing more to complain of after the test either, but what it has excused."""
    yield _bare
    assert _bare.complaints() == []
