"""Requests that are too long, too slow or too many, with no proxy in front. The neighbours are still served."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest

from server.infra import http_protocol
from server.infra.addresses import Proxies
from server.infra.places import Places
from server.settings import Settings
from tests.live import PATIENCE_S, Live, serving, until
from tests.play.raw_peer import raw_peer
from tests.security.lines import Line, head, line_to

HEALTHZ = head("GET", "/healthz")


async def _served(line: Line) -> int:
    await line.send(HEALTHZ)
    return (await line.answer())[0]


# ---------------------------------------------------------------- too long


@pytest.mark.parametrize("fields", [["X-One: " + "x" * 60_000], [f"X-{n}: {'x' * 500}" for n in range(120)]])
async def test_a_long_head_that_comes_at_once_is_refused(live: Live, fields: list[str]) -> None:
    async with line_to(live) as line:
        await line.send(head("GET", "/healthz", *fields))
        assert (await line.rest()).startswith(b"HTTP/1.1 431 ")


async def test_a_long_head_that_comes_in_pieces_is_refused(live: Live) -> None:
    async with line_to(live) as line:
        await line.send(b"GET /healthz HTTP/1.1\r\nX-Never-Ends: ")
        for _ in range(20):
            await line.send(b"x" * 2_000)
        assert (await line.rest()).startswith(b"HTTP/1.1 431 ")


async def test_a_head_within_the_limit_is_taken(live: Live) -> None:
    async with line_to(live) as line:
        await line.send(head("GET", "/healthz", "Cookie: " + "x" * 16_000))
        assert (await line.answer())[0] == 200


async def test_a_long_url_is_refused_and_a_shorter_one_is_not(live: Live) -> None:
    async with line_to(live) as line:
        await line.send(head("GET", "/healthz?" + "x" * 9_000))
        assert (await line.rest()).startswith(b"HTTP/1.1 414 ")
    async with line_to(live) as line:
        await line.send(head("GET", "/healthz?" + "x" * 7_000))
        assert (await line.answer())[0] == 200


async def test_trailers_without_end_are_refused(live: Live) -> None:
    async with line_to(live) as line:
        await line.send(head("POST", "/api/auth/login", "Transfer-Encoding: chunked") + b"2\r\n{}\r\n0\r\n")
        for number in range(100):
            await line.send(f"X-{number}: {'x' * 1_000}\r\n".encode())
        assert b"HTTP/1.1 431 " in await line.rest()


async def test_what_nobody_reads_is_not_taken_without_end(live: Live) -> None:
    """A body of a terabyte for an address that there is not: answered at once, and then cut."""
    async with line_to(live) as line:
        await line.send(head("POST", "/api/nothing", "Content-Length: 1000000000000"))
        assert (await line.answer())[0] == 404
        async with asyncio.timeout(PATIENCE_S):
            sender = asyncio.create_task(_send_for_ever(line))
            await line.rest()
            sender.cancel()


async def _send_for_ever(line: Line) -> None:
    while True:
        await line.send(b"x" * 65_536)
        await asyncio.sleep(0)


# ---------------------------------------------------------------- too slow


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_TIMEOUT_S", "BODY_TIMEOUT_S", "READ_TIMEOUT_S", "CLOSE_TIMEOUT_S"):
        monkeypatch.setattr(http_protocol, name, 0.2)
    monkeypatch.setattr("tests.live.KEEP_ALIVE_S", 1)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"\r\n",
        b"GET /healthz HTTP/1.1\r\nX-Half: ",
        HEALTHZ + b"\r\n",  # an empty line after a whole request, and then nothing
        HEALTHZ + b"GET /",
        head("GET", "/healthz", "Content-Length: 10") + b"x",  # the body of a request whose body nobody reads
        head("POST", "/api/auth/login", "Content-Type: application/json", "Content-Length: 10") + b"{",
    ],
)
async def test_what_does_not_come_to_its_end_is_cut(live: Live, start: bytes) -> None:
    async with line_to(live) as line:
        await line.send(start)
        await line.rest()


@pytest.mark.usefixtures("impatient")
async def test_a_byte_now_and_then_does_not_hold_a_line(live: Live) -> None:
    async with line_to(live) as line:
        await line.send(b"GET /healthz HTTP/1.1\r\n")
        trickle = asyncio.create_task(_trickle(line))
        await line.rest()
        trickle.cancel()


async def _trickle(line: Line) -> None:
    while True:
        await line.send(b"X")
        await asyncio.sleep(0.02)  # the attack is its slowness


@pytest.mark.usefixtures("impatient")
async def test_empty_lines_do_not_hold_a_line_that_has_been_served(live: Live) -> None:
    async with line_to(live) as line:
        assert await _served(line) == 200
        await line.send(b"\r\n")
        await line.rest()


@pytest.mark.usefixtures("impatient")
async def test_a_response_that_nobody_reads_is_given_up(settings: Settings) -> None:
    """Requests on one line whose answers fill every buffer on the way. The line's place is free again."""
    one: dict[str, Any] = {"connections_per_address": 1, "trusted_proxies": ""}
    async with serving(settings.model_copy(update=one)) as live:
        address = urlsplit(live.url)
        with socket.socket() as peer:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            peer.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(peer, (address.hostname, address.port))
            await loop.sock_sendall(peer, head("GET", "/api/openapi.json") * 200)
            assert (await _until_served(live)) > 0


async def _until_served(live: Live) -> int:
    """How many connections were refused before one was served."""
    refused = 0
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with line_to(live) as line:
                await line.send(HEALTHZ)
                if b" 200 " in await line.head():
                    return refused
                refused += 1


# ---------------------------------------------------------------- too many


@pytest.fixture
async def narrow(settings: Settings) -> AsyncIterator[Live]:
    """Ten places in all, three for an address, and no proxy."""
    few: dict[str, Any] = {"connections": 10, "connections_per_address": 3, "trusted_proxies": ""}
    async with serving(settings.model_copy(update=few)) as live:
        yield live


async def test_an_address_has_so_many_connections_and_gets_them_back(narrow: Live) -> None:
    async with line_to(narrow) as first, line_to(narrow) as second:
        async with line_to(narrow) as third:
            assert [await _served(each) for each in (first, second, third)] == [200, 200, 200]
            async with line_to(narrow) as too_many:
                assert (await too_many.rest()).startswith(b"HTTP/1.1 503 ")
            assert await _served(first) == 200
        await _until_served(narrow)


@pytest.mark.parametrize("adapter", ["picows", "starlette"])
async def test_an_open_socket_keeps_its_place_until_it_is_lost(settings: Settings, adapter: str) -> None:
    few: dict[str, Any] = {"connections_per_address": 2, "trusted_proxies": "", "socket": adapter}
    async with serving(settings.model_copy(update=few)) as live:
        for _ in range(3):
            async with AsyncExitStack() as stack:
                for _ in range(2):
                    await stack.enter_async_context(raw_peer(live))
                async with line_to(live) as too_many:
                    assert (await too_many.rest()).startswith(b"HTTP/1.1 503 ")
            await until(lambda: not live.sockets)


def test_ipv6_counts_by_network_and_a_proxy_only_in_all() -> None:
    places = Places(4, 1, Proxies("10.0.0.0/8"))
    assert places.take("2001:db8::1") is not None
    assert places.take("2001:db8::2") is None  # of the same /64
    assert places.take("2001:db8:0:1::1") is not None
    assert [places.take("10.1.1.1") is not None for _ in range(3)] == [True, True, False]


def test_a_place_is_given_back_once() -> None:
    places = Places(1, 1, Proxies(""))
    place = places.take("192.0.2.1")
    assert place is not None
    place.leave()
    place.leave()
    assert places.take("192.0.2.1") is not None
    assert places.take("192.0.2.2") is None
