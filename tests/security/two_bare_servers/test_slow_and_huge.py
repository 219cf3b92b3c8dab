"""Requests that are too long, too slow or too many, at two servers with no proxy in front. Neighbours are served."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest

from game.terms import Role
from tests.accounts import PASSWORD
from tests.faults.processes import Server
from tests.live import PATIENCE_S
from tests.security.lines import Line, head, line_to
from tests.security.two_bare_servers.bare import Bare
from tests.security.two_bare_servers.conftest import CONNECTIONS, OF_ADDRESS
from tests.security.two_bare_servers.short import BODY_S, HEAD_S, IDLE_S, UNREAD_BODY_S
from tests.security.two_servers.town import at

pytestmark = pytest.mark.long  # all of them one after another

HEALTHZ = head("GET", "/healthz")
LOGIN = "Content-Type: application/json", "Content-Length: 1000"
STREAMS = 200  # one address may have so many
SLACK_S = 0.5  # of the clock of a timer
FLOOD = 60  # more than the queue of hashes holds
OTHERS, NEIGHBOUR = "127.0.0.2", "127.0.0.3"

# What is sent, how much of it comes byte by byte, and when the line is cut.
SLOW = {
    "nothing": (b"", b"", HEAD_S),
    "an empty line": (b"\r\n", b"", HEAD_S),
    "half a head": (b"GET /healthz HTTP/1.1\r\nX-Half: ", b"", HEAD_S),
    "a head in drops": (b"GET /healthz HTTP/1.1\r\nX-Half: ", b"x", HEAD_S),
    "nothing after an answer": (HEALTHZ, b"", IDLE_S),
    "an empty line after an answer": (HEALTHZ + b"\r\n", b"", HEAD_S),
    "half a second head": (HEALTHZ + b"GET /", b"", HEAD_S),
    "half a body that nobody reads": (head("GET", "/healthz", "Content-Length: 10") + b"x", b"", UNREAD_BODY_S),
    "half a body": (head("POST", "/api/auth/login", *LOGIN) + b"{", b"", BODY_S),
    "a body in drops": (head("POST", "/api/auth/login", *LOGIN) + b"{", b" ", BODY_S),
}


async def test_what_does_not_come_to_its_end_is_cut_at_both(bare: Bare) -> None:
    async def is_cut(server: Server, start: bytes, drop: bytes, after_s: float) -> tuple[bytes, bool]:
        """What was answered, and whether it took as long as it should."""
        async with line_to(at(server)) as line, asyncio.TaskGroup() as group:
            began_s = time.monotonic()
            await line.send(start)
            dropping = group.create_task(_drop(line, drop)) if drop else None
            said = await line.rest(after_s + PATIENCE_S)
            if dropping is not None:
                dropping.cancel()
            return said, time.monotonic() - began_s > after_s - SLACK_S

    attacks = [(server, *attack) for server in bare.servers for attack in SLOW.values()]
    cut = asyncio.gather(*(is_cut(*attack) for attack in attacks))
    while not cut.done():  # the neighbours, for as long as it takes
        assert [(await client.get("/healthz")).status_code for client in bare.clients] == [200, 200]
        await asyncio.wait([cut], timeout=0.5)
    for name, (said, late) in zip(list(SLOW) * 2, await cut, strict=True):
        assert late, f"{name} was cut too soon: {said!r}"
        if "body" in name and "nobody" not in name:
            assert said.startswith(b"HTTP/1.1 408 "), name


async def _drop(line: Line, byte: bytes) -> None:
    while True:
        await line.send(byte)
        await asyncio.sleep(0.05)  # the attack is its slowness


async def test_what_is_too_long_is_refused_by_both(bare: Bare) -> None:
    chunk = b"2\r\n{}\r\n0\r\n"
    for server in bare.servers:
        for start, more, times, refusal in (
            (head("GET", "/healthz", "X-One: " + "x" * 60_000), b"", 0, b" 431 "),
            (head("GET", "/healthz", *(f"X-{n}: {'x' * 500}" for n in range(120))), b"", 0, b" 431 "),
            (b"GET /healthz HTTP/1.1\r\nX-Never-Ends: ", b"x" * 2_000, 20, b" 431 "),
            (head("GET", "/healthz?" + "x" * 9_000), b"", 0, b" 414 "),
            (head("POST", "/api/auth/login", "Transfer-Encoding: chunked") + chunk, b"X-A: b\r\n" * 200, 30, b" 431 "),
        ):
            async with line_to(at(server)) as line:
                await line.send(start)
                for _ in range(times):
                    await line.send(more)
                assert refusal in await line.rest()
        async with line_to(at(server)) as line:  # a terabyte for an address that there is not
            await line.send(head("POST", "/api/nothing", "Content-Length: 1000000000000"))
            assert (await line.answer())[0] == 404
            for _ in range(40):  # 2.5 MB
                await line.send(b"x" * 65_536)
            await line.rest()


@asynccontextmanager
async def _lines(server: Server, own: str, most: int) -> AsyncIterator[list[Line]]:
    """As many lines of one address as are served, up to `most`; each of them was."""
    async with AsyncExitStack() as stack:
        lines: list[Line] = []
        for _ in range(most):
            line = await stack.enter_async_context(line_to(at(server), own))
            await line.send(HEALTHZ)
            if b" 200 " not in (answer := await line.head()):
                assert b" 503 " in answer
                break
            lines.append(line)
        yield lines


async def _until_served(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while (await client.get("/healthz")).status_code != 200:
            await asyncio.sleep(0.01)


async def test_so_many_connections_come_from_one_address_and_in_all_at_both(bare: Bare) -> None:
    for server, client in zip(bare.servers, bare.clients, strict=True):
        async with _lines(server, OTHERS, OF_ADDRESS + 10) as of_one:
            assert len(of_one) == OF_ADDRESS
            assert (await client.get("/healthz")).status_code == 200, "others have their own"
            async with _lines(server, NEIGHBOUR, OF_ADDRESS) as of_another:
                assert len(of_another) == CONNECTIONS - OF_ADDRESS
                assert (await client.get("/healthz")).status_code == 503
            await _until_served(client)


async def test_so_many_event_streams_come_from_one_address_at_both(bare: Bare) -> None:
    async def stream(server: Server, own: str, stack: AsyncExitStack) -> bytes:
        line = await stack.enter_async_context(line_to(at(server), own))
        await line.send(head("GET", "/api/leaderboard/live"))
        return await line.head()

    for server in bare.servers:
        async with AsyncExitStack() as others:
            heads = [await stream(server, OTHERS, others) for _ in range(STREAMS)]
            assert all(b" 200 " in each for each in heads)
            async with AsyncExitStack() as more:
                assert b" 503 " in await stream(server, OTHERS, more)
                assert b" 200 " in await stream(server, NEIGHBOUR, more)
        async with AsyncExitStack() as again, asyncio.timeout(PATIENCE_S):
            while b" 200 " not in await stream(server, OTHERS, again):
                await asyncio.sleep(0.01)


async def test_one_address_does_not_fill_the_queue_of_hashes_of_either(bare: Bare) -> None:
    """Hundreds of guesses at many accounts at once; the neighbour's sign-in takes its turn."""
    ada = await bare.register("ada")
    owner = {"login": ada["user"]["username"], "password": PASSWORD}
    for server in bare.servers:
        local = [httpx.AsyncHTTPTransport(local_address=address) for address in (OTHERS, NEIGHBOUR)]
        async with (
            httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S, transport=local[0]) as others,
            httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S, transport=local[1]) as neighbour,
        ):

            async def guess(number: int, client: httpx.AsyncClient = others) -> int:
                body = {"login": f"nobody_{number}", "password": "a guess"}
                return (await client.post("/api/auth/login", json=body)).status_code

            async with asyncio.TaskGroup() as group:
                guesses = [group.create_task(guess(number)) for number in range(FLOOD)]
                await asyncio.wait(guesses, return_when=asyncio.FIRST_COMPLETED)
                assert (await neighbour.post("/api/auth/login", json=owner)).status_code == 200
            statuses = [each.result() for each in guesses]
        assert set(statuses) == {401, 503}, "so many at once fill what one address may have"


async def test_neither_believes_who_is_no_proxy(bare: Bare) -> None:
    said = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    root = await bare.register("root", Role.ADMIN)
    for client in bare.clients:
        ada = await bare.register("ada")
        answer = await client.put(
            f"/api/admin/users/{ada['user']['id']}", json={"is_active": False}, headers={**root["headers"], **said}
        )
        assert answer.status_code == 200 and "strict-transport-security" not in answer.headers
        address = "SELECT ip_address FROM audit_logs WHERE entity_id = $1"
        assert await bare.pg.fetchval(address, ada["user"]["id"]) == "127.0.0.1"
        guest = await client.post("/api/auth/guest", headers=said)
        assert guest.headers["set-cookie"].startswith("prodev_refresh=")
        client.cookies.clear()
