"""Players who connect, type a little and drop, thousands of times: nothing of them is left in the server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import httpx
import orjson
import pytest
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from server.infra.postgres import Pool
from server.play.core.protocol import Close
from server.play.journal.books import OVER
from server.robots.bot import CONNECTING
from server.robots.client import Frame, GameClient
from server.robots.squad import socket_url
from tests.faults.conftest import Figures
from tests.faults.processes import Server, served
from tests.faults.sizes import size
from tests.faults.typists import PATIENCE_S, check
from tests.faults.witness import Witness, tally

VISITORS = 8
CYCLES_A_GAME = 10
KEYS = 5
GROWTH = 1.05  # of memory, at most
WARM_UP = 0.25  # of the cycles: caches fill, and what the allocator keeps for later
MEMORY_FROM_CYCLES = 5_000  # with fewer, what the allocator keeps is more than what is looked for

LOOKS = 10
SETTLES_WITHIN_S = 30
NOBODY = {"live_games": 0, "players": 0, "sessions": 0, "live_connections": 0}

Counts = dict[str, int]


class Counted:
    """A server that says what it holds."""

    def __init__(self, server: Server, file: Path, redis: Redis, prefix: str) -> None:
        self._server, self._file, self._redis, self._prefix = server, file, redis, prefix

    async def counts(self) -> Counts:
        self._file.unlink(missing_ok=True)
        os.kill(self._server.pid, signal.SIGUSR2)
        async with asyncio.timeout(PATIENCE_S):
            while not self._file.exists():
                await asyncio.sleep(0.01)
        counts: Counts = json.loads(self._file.read_text())
        keys = [key async for key in self._redis.scan_iter(match=f"{self._prefix}*", count=1_000)]
        over = [key async for key in self._redis.scan_iter(f"{self._prefix}journal:*", 1_000, "HASH")]
        # What is over is remembered for an hour, in a hash of one field.
        over = [key for key in over if await self._redis.hgetall(key) == {b"epoch": OVER.encode()}]
        return counts | {"valkey_keys": len(keys) - len(over)}

    async def settled(self, at_most: Counts) -> Counts:
        """The counts when none is above its limit, or when that takes too long."""
        deadline_s = asyncio.get_running_loop().time() + SETTLES_WITHIN_S
        while True:
            now = await self.counts()
            if not above(now, at_most) or asyncio.get_running_loop().time() > deadline_s:
                return now
            await asyncio.sleep(0.1)

    async def at_rest(self) -> Counts:
        """The most of each that there is with nobody there: rounds come and go with a task and a timer each."""
        left = above(await self.settled(NOBODY), NOBODY)
        assert left == {}, "they are all gone"
        looks = [await self.settled(NOBODY) for _ in range(LOOKS)]
        return {name: max(look[name] for look in looks) for name in looks[0]}


MOMENTARY_FILES = 40  # connections that rounds and the players' client hold; a leak would be one a cycle, or many more


def above(counts: Counts, at_most: Counts) -> Counts:
    return {name: counts[name] for name, limit in at_most.items() if counts[name] > limit}


class Visitor:
    """A player who is never there for long."""

    def __init__(self, url: str, http: httpx.AsyncClient, random: Random) -> None:
        self._url, self._http, self._random = url, http, random
        self.games: list[Witness] = []

    async def visit(self, cycles: int) -> None:
        """Game after game, each over several connections."""
        headers = {"Authorization": f"Bearer {(await self._call('/api/auth/guest'))['access_token']}"}
        left = cycles
        while left > 0:
            made = await self._call("/api/game/start", headers=headers, json={"language": "PYTHON"})
            self.games.append(Witness(made["session_id"]))
            client, left = GameClient(made["session_token"]), left - CYCLES_A_GAME
            for cycle in range(CYCLES_A_GAME):
                while not await self._comes_and_goes(client, for_good=cycle == CYCLES_A_GAME - 1):
                    await asyncio.sleep(self._random.random() / 4)

    async def _call(self, path: str, **asked: Any) -> dict[str, Any]:
        """A busy machine is waited for."""
        while (answer := await self._http.post(path, **asked)).status_code == 503:
            await asyncio.sleep(int(answer.headers["Retry-After"]))
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def _comes_and_goes(self, client: GameClient, *, for_good: bool) -> bool:
        """Whether it came to keys; if the server could not reach its storage in time, it did not."""
        try:
            async with connect(socket_url(self._url, "/ws/play"), origin=Origin(self._url), **CONNECTING) as socket:
                await self._send(socket, client.hello())
                while not client.keys_left:
                    await self._take(socket, client)
                for key in client.keys_left[:KEYS]:
                    await self._send(socket, client.press(key, self._now_s()))
                if for_good:
                    await self._send(socket, {"t": "quit"})
                while for_good and client.outcome is None:
                    await self._take(socket, client)
                if not for_good:
                    await self._drop(socket, client)
        except ConnectionClosed as closed:
            if closed.rcvd is None or closed.rcvd.code != Close.DRAINING:
                raise
            self.games[-1].dropped(drained=True)
            return False
        finally:
            client.dropped(self._now_s())
        if not for_good:
            self.games[-1].dropped()
        return True

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()

    async def _send(self, socket: ClientConnection, frame: Frame) -> None:
        self.games[-1].sent(frame, self._now_s())
        await socket.send(orjson.dumps(frame), text=True)

    async def _take(self, socket: ClientConnection, client: GameClient) -> None:
        frame = orjson.loads(await socket.recv())
        self.games[-1].received(frame, self._now_s())
        for answer in client.take(frame, self._now_s()):
            await self._send(socket, answer)

    async def _drop(self, socket: ClientConnection, client: GameClient) -> None:
        match self._random.randrange(3):
            case 0:
                socket.transport.abort()
            case 1:
                await self._take(socket, client)
                socket.transport.abort()
            case _:
                await socket.close()


@pytest.fixture
async def counted(
    external: dict[str, str], tmp_path: Path, redis: Redis, redis_prefix: str
) -> AsyncIterator[tuple[Server, Counted]]:
    program = (sys.executable, "-m", "tests.faults.counted")
    server = Server(tmp_path / "log", program=program, COUNTS_FILE=str(tmp_path / "counts"), **external)
    async with served(server):
        yield server, Counted(server, tmp_path / "counts", redis, redis_prefix)


async def visits(server: Server, cycles: int, random: Random) -> list[Witness]:
    async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S, verify=False) as http:
        visitors = [Visitor(server.url, http, Random(random.random())) for _ in range(VISITORS)]
        await asyncio.gather(*(visitor.visit(-(-cycles // VISITORS)) for visitor in visitors))
    return [game for visitor in visitors for game in visitor.games]


async def test_nothing_is_left_of_players_who_come_and_go(
    counted: tuple[Server, Counted], pg: Pool, random: Random, figures: Figures
) -> None:
    server, holds = counted
    cycles = size(160, 20_000)
    games = await visits(server, round(WARM_UP * cycles), random)
    before = await holds.at_rest()
    games += await visits(server, round((1 - WARM_UP) * cycles), random)
    limits = {name: count for name, count in before.items() if name != "memory_bytes"}
    limits["files"] += MOMENTARY_FILES
    after = await holds.settled(limits)
    growth = after["memory_bytes"] / before["memory_bytes"]
    figures(cycles=cycles, growth=f"{growth:.3f}", **after, **tally(games))
    assert above(after, limits) == {}
    assert growth < GROWTH or cycles < MEMORY_FROM_CYCLES
    await check(pg, games)
    assert server.complaints() == []
