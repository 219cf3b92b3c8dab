"""A Valkey Cluster that speaks TLS and knows its users: each of its servers is met with the same name and trust.

The wheel's Valkey has no TLS, so a line before each server speaks it, and the servers tell their clients of those
lines.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from redis.exceptions import ConnectionError, NoPermissionError

from server.infra.evictions import EvictionWatch
from server.infra.postgres import Pool
from server.infra.redis import open_redis
from server.infra.redis_cluster import ClusterClient, slot_of
from server.settings import Settings
from tests.clusters import HOST, MASTERS, cluster_announcing
from tests.live import PATIENCE_S, playing, serving, typed
from tests.small_library import fill

pytestmark = pytest.mark.long

CERTIFICATES = Path(__file__).parent.parent / "certificates"  # of 127.0.0.1, signed by itself, for a hundred years
USER, PASSWORD = "prodev", "a-secret"
RIGHTS = "~prodev:* ~{prodev:* &prodev:* +@all -@admin -@dangerous +info +cluster|slots".split()  # noqa: SIM905 - as an operator writes it


@dataclass(slots=True)
class Line:
    """TLS outside, plain inside."""

    port: int
    inside: int = 0


@contextmanager
def tls_lines(count: int) -> Iterator[list[Line]]:
    """In a thread of their own, so that nothing of the server waits for them."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield [asyncio.run_coroutine_threadsafe(_tls_line(), loop).result(PATIENCE_S) for _ in range(count)]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _tls_line() -> Line:
    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection(HOST, line.inside)
        await asyncio.gather(_copy(reader, inner_writer), _copy(inner_reader, writer))

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / "loopback.crt", CERTIFICATES / "loopback.key")
    server = await asyncio.start_server(carry, HOST, 0, ssl=context)
    line = Line(server.sockets[0].getsockname()[1])
    return line


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(65_536):
            writer.write(part)
            await writer.drain()
    writer.close()


@pytest.fixture
def locked(server_folder: Path) -> Iterator[str]:
    """What an address of a cluster ends with whose only user is ours."""
    with tls_lines(MASTERS) as lines, cluster_announcing(server_folder, [line.port for line in lines]) as cluster:
        for line, node in zip(lines, cluster.masters, strict=True):
            line.inside = node.port
            node.tell("ACL SETUSER", USER, "on", f">{PASSWORD}", *RIGHTS)
            node.tell("ACL SETUSER", "default", "resetpass", ">somebody-elses")
        yield ",".join(f"{HOST}:{line.port}" for line in lines[:2]) + "/?cluster=true"


def _address(rest: str, *, password: str = PASSWORD, trust: str = f"&ssl_ca_certs={CERTIFICATES}/loopback.crt") -> str:
    return f"rediss://{USER}:{password}@{rest}{trust}"


async def test_a_game_is_played_and_kept_on_it(locked: str, settings: Settings, pg: Pool) -> None:
    await fill(pg)
    chosen = settings.model_copy(update={"redis_url": _address(locked), "rate_limits": True, "redis_prefix": "prodev:"})
    async with serving(chosen) as live, playing(live) as player:
        guest = await live.guest()
        game = await guest.start()
        await player.hello(game["session_token"])
        await player.send("go")
        await player.press(typed(player.wave["text"])[:5])
        await player.durable()
        assert (await guest.end(game)).status_code == 200


async def test_each_server_asks_for_the_name_and_shows_whose_it_is(locked: str) -> None:
    names = [f"prodev:{number}" for number in range(30)]
    async with _client(_address(locked)) as client:
        for name in names:
            await client.set(name, "x")
        assert {slot_of(name) * MASTERS // 16384 for name in names} == {0, 1, 2}
        evictions = EvictionWatch(client)
        await evictions.look()
        assert evictions.may_evict is False, "that can be found out by these rights"
        with pytest.raises(NoPermissionError):
            await client.set("another:installations", "x")
    wrong, untrusting = _address(locked, password="wrong"), _address(locked, trust="")
    for address, complaint in ((wrong, "invalid username-password"), (untrusting, "self-signed certificate")):
        async with _client(address) as client:
            with pytest.raises(ConnectionError, match=f"no server of the cluster answers: .*{complaint}"):
                await client.get(names[0])


@asynccontextmanager
async def _client(address: str) -> AsyncIterator[ClusterClient]:
    client = open_redis(address)
    assert isinstance(client, ClusterClient)
    try:
        yield client
    finally:
        await client.aclose()
