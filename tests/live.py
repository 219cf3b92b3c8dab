"""The real server in the test's own event loop, and a player that speaks to it through the `websockets` library."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import uvicorn
import websockets
from websockets.asyncio.client import ClientConnection
from websockets.typing import Origin, Subprotocol

from game.terms import Role
from server import leaderboards
from server.app import create_app
from server.infra.http_protocol import HttpProtocol
from server.infra.replica import Replica
from server.play import Play, socket_class
from server.serve import KEEP_ALIVE_S
from server.settings import Settings
from tests.accounts import PASSWORD

PATIENCE_S = 60  # a test that waits this long has failed, on a machine of any speed


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # signals are pytest's

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"


class Live:
    """A running server. `http` is a client of it, without credentials."""

    def __init__(self, server: _Server, http: httpx.AsyncClient, url: str, settings: Settings) -> None:
        self._server, self.http, self.url, self.settings = server, http, url, settings

    @property
    def play(self) -> Play:
        play: Play = self._server.lifespan.state["play"]
        return play

    @property
    def boards_live(self) -> leaderboards.Live:
        live: leaderboards.Live = self._server.lifespan.state["live"]
        return live

    @property
    def replica(self) -> Replica:
        replica: Replica = self._server.lifespan.state["replica"]
        return replica

    @property
    def sockets(self) -> int:
        """Upgraded connections that the server still holds."""
        return sum(not isinstance(each, HttpProtocol) for each in self._server.server_state.connections)

    async def guest(self) -> Account:
        """A new guest, signed in here; asked again, as a client must, while the server is too busy."""
        answer = await until_served(lambda: self.http.post("/api/auth/guest"))
        assert answer.status_code == 201, answer.text
        self.http.cookies.clear()
        return Account(self, answer.json())

    async def register(self, username: str, guest: Account | None = None, *, role: Role = Role.PLAYER) -> Account:
        """A new player, signed in here, or what becomes of that guest. `role` is what they may do then."""
        body = {"username": username, "email": f"{username}@example.com", "password": PASSWORD}
        headers = guest.headers if guest else {}
        answer = await self.http.post("/api/auth/register", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        self.http.cookies.clear()
        account = Account(self, answer.json())
        if role is not Role.PLAYER:
            await self.play.pg.execute("UPDATE users SET role = $2 WHERE id = $1", account.id, role)
        return account

    async def without_players(self) -> None:
        """Until the server knows that no player is connected to it."""
        await until(lambda: not self.play.table.playing)

    def stop(self) -> None:
        """As SIGTERM does."""
        self._server.should_exit = True


async def turns_during(work: Awaitable[object]) -> int:
    """How many turns of the event loop others have until `work` is done."""
    turns = 0

    async def take() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    other = asyncio.create_task(take())
    await work
    other.cancel()
    return turns


class SkippingClock:
    """A server's clock that a test can put forward: `live.play.table.clock = clock`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._skipped_s = 0.0

    def skip(self, seconds: float) -> None:
        """Timers that are set already keep ringing when they would have."""
        self._skipped_s += seconds

    def time(self) -> float:
        return self._loop.time() + self._skipped_s

    def call_at(self, when: float, callback: Callable[..., object], *args: Any) -> asyncio.TimerHandle:
        return self._loop.call_at(when - self._skipped_s, callback, *args)


class Account:
    def __init__(self, live: Live, answer: dict[str, Any]) -> None:
        self.live, self.id = live, answer["user"]["id"]
        self.headers = {"Authorization": f"Bearer {answer['access_token']}"}

    async def request(self, method: str, path: str, *, at: Live | None = None, **body: Any) -> httpx.Response:
        live = at or self.live
        return await live.http.request(method, path, headers=self.headers, json=None if method == "GET" else body)

    async def start(self, language: str = "PYTHON", difficulty: str = "NORMAL") -> dict[str, Any]:
        return await self.start_as(language=language, difficulty=difficulty)

    async def start_as(self, *, at: Live | None = None, **asked: Any) -> dict[str, Any]:
        """A game that is asked for by just this body; asked again, as a client must, while the server is too busy."""
        answer = await self._until_served("/api/game/start", at, asked)
        assert answer.status_code == 201, answer.text
        game: dict[str, Any] = answer.json()
        return game

    async def end(self, game: dict[str, Any], *, at: Live | None = None) -> httpx.Response:
        """The answer to the game's end; asked again, as a client must, while its result is being saved."""
        return await self._until_served("/api/game/end", at, {"session_id": game["session_id"]})

    async def _until_served(self, path: str, at: Live | None, body: dict[str, Any]) -> httpx.Response:
        return await until_served(lambda: self.request("POST", path, at=at, **body))


async def until_served(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """The first answer that is not that the server is too busy, or that PostgreSQL does not respond."""
    async with asyncio.timeout(PATIENCE_S):
        while (answer := await ask()).status_code == 503:
            pass
    return answer


@asynccontextmanager
async def serving(settings: Settings, *, grace_s: int = 1) -> AsyncIterator[Live]:
    """A server process's whole inside, on a free port. It stops `grace_s` after it was told to, if need be."""
    config = uvicorn.Config(
        create_app(settings),
        port=0,
        ws=socket_class(settings),
        http=HttpProtocol,
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,  # with as little as the client's, both may let a connection go at once
        timeout_graceful_shutdown=grace_s,
    )
    async with (
        running(config) as server,
        httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S, verify=False) as http,
    ):
        yield Live(server, http, server.url, settings)


@asynccontextmanager
async def running(config: uvicorn.Config) -> AsyncIterator[_Server]:
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started or task.done())
    assert server.started, "the server did not start"
    try:
        yield server
    finally:
        server.should_exit = True
        await asyncio.wait_for(task, PATIENCE_S)


@contextlib.contextmanager
def running_apart(config: uvicorn.Config) -> Iterator[_Server]:
    """In a thread, with a loop of its own. Tests skip time in theirs: a server in it would sleep on for as long as they
    skipped, so one that outlives a test must not be there."""
    server = _Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        deadline_s = time.monotonic() + PATIENCE_S
        while not server.started:
            assert thread.is_alive() and time.monotonic() < deadline_s, "the server did not start"
            time.sleep(0.01)
        yield server
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
    assert not thread.is_alive(), "the server did not end"


class Player:
    """One socket. Remembers the last welcome, the wave under way, and how many keys it has sent."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.welcome: dict[str, Any] = {}
        self.wave: dict[str, Any] = {}
        self.sent = 0

    async def send(self, t: str, **fields: Any) -> None:
        await self.socket.send(orjson.dumps({"t": t, **fields}).decode())

    async def receive(self) -> dict[str, Any]:
        frame: dict[str, Any] = orjson.loads(await asyncio.wait_for(self.socket.recv(), PATIENCE_S))
        if frame["t"] == "wave":
            self.wave = frame
        elif frame["t"] == "welcome":
            self.welcome, self.wave, self.sent = frame, frame["wave"], frame["s"]
        return frame

    async def until(self, t: str) -> dict[str, Any]:
        """The next frame of that kind; what comes before it is passed over."""
        while True:
            frame = await self.receive()
            if frame["t"] == t:
                return frame

    async def hello(self, token: str, **resume: Any) -> dict[str, Any]:
        await self.send("hello", token=token, **({"resume": resume} if resume else {}))
        return await self.until("welcome")

    async def press(self, text: str, at_ms: int = 0) -> list[dict[str, Any]]:
        """Send keys in one frame; returns every frame up to their ack."""
        await self.send("k", s=self.sent + 1, e=[[at_ms, key] for key in text])
        self.sent += len(text)
        frames = []
        while True:
            frames.append(await self.receive())
            if frames[-1]["t"] == "a" and frames[-1]["s"] >= self.sent:
                return frames

    async def durable(self) -> None:
        """Until every key sent would survive the death of the server."""
        while (await self.until("a"))["d"] < self.sent:
            pass

    async def closed(self) -> int:
        """The close code."""
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                await asyncio.wait_for(self.socket.recv(), PATIENCE_S)
        assert self.socket.close_code is not None
        return self.socket.close_code

    def drop(self) -> None:
        """As a lost network does: no goodbye."""
        self.socket.transport.abort()


async def until(holds: Callable[[], object]) -> None:
    """Until something that this process does by itself is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await asyncio.sleep(0.005)


def typed(text: str) -> str:
    """The keys that type a snippet's text."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


@asynccontextmanager
async def playing(
    live: Live, *, origin: str | None = "", subprotocols: tuple[str, ...] = ("prodev.v1",), path: str = "/ws/play"
) -> AsyncIterator[Player]:
    """An open play socket. `origin` empty means the server's own."""
    async with websockets.connect(
        f"ws://{urlsplit(live.url).netloc}{path}",
        origin=None if origin is None else Origin(origin or live.url),
        subprotocols=[Subprotocol(name) for name in subprotocols] or None,
        compression=None,
        ping_interval=None,
        close_timeout=1,
    ) as socket:
        yield Player(socket)
