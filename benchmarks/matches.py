"""What standings cost beside the keys of a match, and how exactly its clocks start.

    .venv/bin/python benchmarks/matches.py [--seats 16] [--rounds 300]

One process has all seats of one match, each on a real socket. A round presses one key on every seat, from the arrival
of its frame to the write of its answer, and then tells the standings to everybody; both are timed as CPU of this
thread, and the players read outside of that. A player presses some 8 keys a second and is told 4 times, so a round of
standings falls on two keys of every seat. What the kernel and the socket's library do before a frame arrives is left
out: it would make the keys dearer, and the share smaller.

`late` is by how much after the instant of the start each player's `running` arrived, `join` the time from the call to
the welcome.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import orjson
import uvicorn
from rich.console import Console
from rich.table import Table
from stage import SECRET_KEY, machine, servers_behind
from websockets.asyncio.client import ClientConnection, connect

from server.app import create_app
from server.play import Play, socket_class
from server.play.core.match_session import MatchSession
from server.robots.bot import CONNECTING
from server.settings import Settings

KEYS_A_ROUND = 2  # of each seat, between two standings
LANGUAGE = {"language": "PYTHON", "difficulty": "EXPERT"}


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # signals are the benchmark's


async def _answers(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        frame: dict[str, Any] = orjson.loads(await socket.recv())
        if frame["t"] == kind:
            return frame


class Race:
    """One match with all its players on the line."""

    def __init__(self, play: Play, http: httpx.AsyncClient, port: int) -> None:
        self._play, self._http, self._port = play, http, port
        self.sockets: list[ClientConnection] = []
        self.joins_ms: list[float] = []

    async def fill(self, seats: int, stack: AsyncExitStack) -> tuple[str, dict[str, str]]:
        """Everybody joins; returns the code and what the host sends along."""
        code, host = "", {}
        for number in range(seats):
            answer = (await self._http.post("/api/auth/guest")).json()
            headers = {"Authorization": f"Bearer {answer['access_token']}"}
            if number == 0:
                wanted = {**LANGUAGE, "waves": 3, "capacity": seats, "visibility": "LINK"}
                code = (await self._http.post("/api/matches", json=wanted, headers=headers)).json()["code"]
                host = headers
            began = time.perf_counter()
            taken = (await self._http.post(f"/api/matches/{code}/join", headers=headers)).json()
            socket = await stack.enter_async_context(
                connect(f"ws://127.0.0.1:{self._port}{taken['socket']}", origin=self._origin, **CONNECTING)
            )
            await socket.send(orjson.dumps({"t": "hello", "token": taken["session_token"]}), text=True)
            await _answers(socket, "welcome")
            self.joins_ms.append((time.perf_counter() - began) * 1000)
            self.sockets.append(socket)
        return code, host

    @property
    def _origin(self) -> Any:
        return f"http://127.0.0.1:{self._port}"

    async def begin(self, code: str, host: dict[str, str]) -> list[float]:
        """Start; returns by how many ms after the start each player heard of it."""
        await self._http.post(f"/api/matches/{code}/start", headers=host)
        now_s = asyncio.get_running_loop().time

        async def heard(socket: ClientConnection) -> float:
            await _answers(socket, "running")
            return now_s() * 1000

        at_ms = await asyncio.gather(*map(heard, self.sockets))
        (starts_ms,) = {
            game.session.starts_ms for game in self._play.table.games() if isinstance(game.session, MatchSession)
        }
        assert starts_ms is not None
        return [one - starts_ms for one in at_ms]

    async def measure(self, rounds: int) -> tuple[float, float]:
        """Microseconds of CPU a key, and a round of standings."""
        keys_ns = tells_ns = pressed = 0
        games = self._play.table.games()
        readers = [asyncio.create_task(_read(socket)) for socket in self.sockets]
        clock = time.thread_time_ns
        for number in range(1, rounds + 1):
            frame = orjson.dumps({"t": "k", "s": number, "e": [[0, "~"]]})
            began = clock()
            for game in games:
                game.connection.received(frame)  # type: ignore[union-attr]  # everybody is on the line
            keyed = clock()
            self._play.hall.telling.tick()
            tells_ns += clock() - keyed
            keys_ns += keyed - began
            pressed += len(games)
            await asyncio.sleep(0.005)
        for reader in readers:
            reader.cancel()
        return keys_ns / pressed / 1000, tells_ns / rounds / 1000


async def _read(socket: ClientConnection) -> None:
    async for _ in socket:
        pass


async def _measured(settings: Settings, seats: int, rounds: int) -> None:
    config = uvicorn.Config(
        create_app(settings), port=0, ws=socket_class(settings), lifespan="on", log_config=None, access_log=False
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    play: Play = server.lifespan.state["play"]
    async with (
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http,
        AsyncExitStack() as stack,
    ):
        race = Race(play, http, port)
        code, host = await race.fill(seats, stack)
        late_ms = await race.begin(code, host)
        key_us, tell_us = await race.measure(rounds)
    show(seats, race.joins_ms, late_ms, key_us, tell_us)
    server.should_exit = True
    await serving


def show(seats: int, joins_ms: list[float], late_ms: list[float], key_us: float, tell_us: float) -> None:
    table = Table(title=f"a match of {seats} on one process ({machine()})")
    for heading in ("a key, µs", "standings for all, µs", "share of the keys", "join ms", "late p50 ms", "late max ms"):
        table.add_column(heading, justify="right")
    share = tell_us / (KEYS_A_ROUND * seats * key_us)
    joined, late = statistics.median(joins_ms), statistics.median(late_ms)
    figures = (f"{key_us:.1f}", f"{tell_us:.0f}", f"{share:.1%}", f"{joined:.1f}", f"{late:.1f}", f"{max(late_ms):.1f}")
    table.add_row(*figures)
    Console().print(table)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--seats", type=int, default=16)
    options.add_argument("--rounds", type=int, default=300)
    given = options.parse_args()
    with servers_behind() as servers:
        settings = Settings(
            database_url=servers.database_url,
            redis_url=servers.redis_url,
            rate_limits=False,
            secret_key=SECRET_KEY,
            bcrypt_cost=4,
            plausibility=False,
            keys_per_second=1_000_000,
            keys_burst=1_000_000,
        )
        asyncio.run(_measured(settings, given.seats, given.rounds))


if __name__ == "__main__":
    main()
