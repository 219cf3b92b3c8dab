"""A peer that hangs up, whenever it does and on whatever it asked for, is nothing that the log complains of.

Two whole server processes on one PostgreSQL and one Valkey, one for each adapter, because what is looked for is what
they write. What a peer left at the one, it goes on with at the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import pytest

from server.infra.postgres import Pool
from tests.accounts import PASSWORD
from tests.faults.processes import Server, served
from tests.http import bearer
from tests.live import PATIENCE_S
from tests.play.raw_peer import PING, frame, text
from tests.security.lines import head

BIG_LOG_BYTES = 8 * 2**20  # more than all the buffers on the way to a peer that does not read


@pytest.fixture
async def servers(external: dict[str, str], tmp_path: Path) -> AsyncIterator[list[Server]]:
    adapters = ("picows", "starlette")
    both = [Server(tmp_path / one, **external, PRODEV_SOCKET=one, PRODEV_LOG_LEVEL="info") for one in adapters]
    async with served(*both):
        yield both


@asynccontextmanager
async def line(server: Server, *, reset: bool) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A line that ends with a reset, as a killed program's does, or with a plain end."""
    address = urlsplit(server.url)
    with socket.socket() as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        if reset:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        plain.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plain, (address.hostname, address.port))
        reader, writer = await asyncio.open_connection(sock=plain)
        try:
            yield reader, writer
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


@asynccontextmanager
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S) as http:
        yield http


def requests(token: str) -> Iterator[tuple[str, bytes]]:
    """`(name, bytes)`: one of each kind of route, whole and half."""
    signed = f"Authorization: Bearer {token}"
    for path in (
        *("/", "/static/js/main.js", "/nothing", "/healthz", "/readyz", "/metrics", "/api/openapi.json"),
        *("/api/leaderboard", "/api/players/now", "/api/users/ada", "/api/users/ada/keys", "/api/user/export"),
        *("/api/game/history", "/api/user/sessions"),
    ):
        yield path, head("GET", path, signed)
        yield f"many {path}", head("GET", path, signed) * 20
    bodies: dict[str, dict[str, Any]] = {
        "POST /api/auth/login": {"login": "ada", "password": PASSWORD},
        "POST /api/auth/guest": {},
        "POST /api/auth/refresh": {},
        "POST /api/game/start": {"language": "PYTHON"},
        "PUT /api/user/settings": {"theme": "dark"},
        "PUT /api/user/password": {"current_password": "wrong", "new_password": "long enough"},
    }
    for route, body in bodies.items():
        method, path = route.split()
        raw = orjson.dumps(body)
        begun = head(method, path, signed, "Content-Type: application/json", f"Content-Length: {len(raw)}")
        yield route, begun + raw
        yield f"half {route}", begun + raw[:1]
        yield f"none {route}", begun
    yield "half a head", b"GET / HTTP/1.1\r\nX-Half"
    yield "nothing", b""
    yield "nonsense", b"\x16\x03\x01\x02\x00\x01\x00"
    yield "half chunked", head("POST", "/api/auth/login", "Transfer-Encoding: chunked") + b"5\r\n{"


def handshake(server: Server) -> bytes:
    return head(
        "GET",
        "/ws/play",
        *(f"Origin: {server.url}", f"Host: {urlsplit(server.url).netloc}", "Upgrade: websocket"),
        *("Connection: Upgrade", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13"),
        "Sec-WebSocket-Protocol: prodev.v1",
    ).replace(b"Host: prodev.test\r\n", b"", 1)


@pytest.mark.parametrize("reset", [True, False], ids=["reset", "end"])
async def test_a_peer_that_hangs_up_is_no_fault_of_ours(servers: list[Server], pg: Pool, reset: bool) -> None:
    async with client(servers[0]) as http:
        body = {"username": "ada", "email": "ada@example.com", "password": PASSWORD}
        answer = (await http.post("/api/auth/register", json=body)).json()
        token, user_id = answer["access_token"], answer["user"]["id"]
    await pg.execute(
        "WITH game AS (INSERT INTO game_sessions (user_id, language) VALUES ($1, 'PYTHON') RETURNING id)"
        " INSERT INTO typing_sessions (user_id, game_session_id, key_sequence) SELECT $1, id, $2 FROM game",
        user_id,
        {"x": "x" * BIG_LOG_BYTES},
    )
    for server, other in zip(servers, reversed(servers), strict=True):
        async with client(other) as http:
            await _hang_up_requests(server, token, reset=reset)
            await _hang_up_streams(server, http, reset=reset)
            await _hang_up_sockets(server, http, reset=reset)
            for each in servers:
                async with client(each) as asked:
                    assert (await asked.get("/readyz")).status_code == 200
                    assert (await asked.get("/api/user/profile", headers=bearer(token))).status_code == 200
    assert [server.complaints() for server in servers] == [[], []]


async def _hang_up_requests(server: Server, token: str, *, reset: bool) -> None:
    for _, sent in requests(token):
        for wait in False, True:
            async with line(server, reset=reset) as (reader, writer):
                with contextlib.suppress(ConnectionError):
                    writer.write(sent)
                    await writer.drain()
                    if wait:  # until it answers, or for a moment
                        with contextlib.suppress(TimeoutError):
                            async with asyncio.timeout(0.05):
                                await reader.read(100)


async def _hang_up_streams(server: Server, http: httpx.AsyncClient, *, reset: bool) -> None:
    """Readers of a live board leave before, while and after it is sent, and it changes after they have left."""
    for wait in (0, 1, 2):
        async with line(server, reset=reset) as (reader, writer):
            writer.write(head("GET", "/api/leaderboard/live"))
            await writer.drain()
            for _ in range(wait):
                await asyncio.wait_for(reader.readuntil(b"\n\n" if wait > 1 else b"\r\n\r\n"), PATIENCE_S)
    assert (await http.post("/api/auth/guest")).status_code == 201


async def _hang_up_sockets(server: Server, http: httpx.AsyncClient, *, reset: bool) -> None:
    """Before, in and after the handshake; after the hello; in the middle of a frame; with keys on their way. By
    somebody new, for whom no peer that is gone has begun games."""
    asked = handshake(server)
    headers = bearer((await _answered(http, "/api/auth/guest", None, {})).json()["access_token"])
    for stage in range(7):
        started = (await _answered(http, "/api/game/start", {"language": "PYTHON"}, headers)).json()
        hello = text("hello", token=started["session_token"])
        keys = text("k", s=1, e=[[0, "x"]])
        said = [b"", b"", b"", hello, hello + keys, hello + keys[:5], hello + frame(PING) * 20 + keys * 20]
        async with line(server, reset=reset) as (reader, writer):
            writer.write(asked if stage else asked[:60])
            await writer.drain()
            if stage >= 2:  # a client waits for the answer before it sends a frame
                await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
                writer.write(said[stage])
                await writer.drain()
            if stage >= 3:
                await asyncio.wait_for(reader.readexactly(50), PATIENCE_S)
        await _answered(http, "/api/game/end", {"session_id": started["session_id"]}, headers)


async def _answered(
    http: httpx.AsyncClient, path: str, body: dict[str, Any] | None, headers: dict[str, str]
) -> httpx.Response:
    """Once the database has time for it: the server refuses what waits for that longer than a call may take, and it
    still does what the peers had asked who are gone."""
    async with asyncio.timeout(PATIENCE_S):
        while (
            answer := await http.post(path, json=body, headers=headers)
        ).status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            assert answer.json()["code"] in ("server/unavailable", "play/saving"), answer.text
    assert answer.is_success, answer.text
    return answer
