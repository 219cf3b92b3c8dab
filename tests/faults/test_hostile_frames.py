"""Peers send tens of thousands of hostile frames, over both adapters: the server stays up and quiet, keeps nothing of
them, and their neighbours' keys are acknowledged as if nobody else were there."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from random import Random

import pytest

from server.infra.postgres import Pool
from server.settings import Settings
from tests.faults.conftest import Figures
from tests.faults.hostile import hostile_frame
from tests.faults.sizes import size
from tests.live import Live, Player, playing, serving, until
from tests.play.raw_peer import RawPeer, raw_peer
from tests.small_library import fill

FRAMES = size(3_000, 100_000)  # over each adapter
PEERS = 6  # at a time
FRAMES_OF_A_PEER = 60  # at most: most peers are sent away long before
NEIGHBOURS = 3
ACK_WAIT_S = 5.0  # a hundred times what a quiet machine needs; a neighbour who is forgotten waits for ever


@pytest.fixture(params=["picows", "starlette"])
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    changes = {"socket": request.param, "hellos_per_address": 10**6, "hello_timeout_ms": 500}
    return settings.model_copy(update=changes)


@pytest.fixture
async def live(settings: Settings, pg: Pool) -> AsyncIterator[Live]:
    await fill(pg)
    async with serving(settings) as running:
        yield running


class Neighbour:
    """An honest player, who types wrong keys as long as the others go on: no wave ends, so each key is just judged."""

    def __init__(self) -> None:
        self.acknowledged = self.games = 0
        self.longest_ms = 0.0

    async def play(self, live: Live, ended: asyncio.Event) -> None:
        account = await live.guest()
        while not ended.is_set():
            self.games += 1
            game = await account.start_as(mode="SPRINT", seconds=120, language="PYTHON", difficulty="NORMAL")
            async with playing(live) as player:
                await player.hello(game["session_token"])
                await self._type(player, ended)
                await player.send("quit")
                await player.until("over")

    async def _type(self, player: Player, ended: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        for number in range(2_000):  # well within a sprint's time and a game's keys
            began_s = loop.time()
            async with asyncio.timeout(ACK_WAIT_S):
                (*events, ack) = await player.press("~", number * 10)
            assert ack["s"] == player.sent and {event["t"] for event in events} <= {"running", "a", "wave", "next"}
            self.acknowledged += 1
            self.longest_ms = max(self.longest_ms, 1_000 * (loop.time() - began_s))
            if ended.is_set():
                return
            await asyncio.sleep(0.01)  # as fast as a hundred keys a second


class Crowd:
    """Hostile peers, one after another in each of PEERS places."""

    def __init__(self, live: Live, seed: int) -> None:
        self._live, self._seed, self.sent, self.peers = live, seed, 0, 0

    async def attack(self) -> None:
        async with asyncio.TaskGroup() as places:
            for place in range(PEERS):
                places.create_task(self._from(Random(self._seed * PEERS + place)))

    async def _from(self, random: Random) -> None:
        account = await self._live.guest()
        token = (await account.start())["session_token"]
        while self.sent < FRAMES:
            self.peers += 1
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                async with raw_peer(self._live) as peer:
                    await self._send(peer, random, token)
            if not self.peers % 20:  # the old one may have been quit
                token = (await account.start())["session_token"]

    async def _send(self, peer: RawPeer, random: Random, token: str) -> None:
        if random.random() < 0.7:
            with contextlib.suppress(AssertionError):  # the game is over by now
                await peer.hello(token)
        for _ in range(random.randrange(1, FRAMES_OF_A_PEER)):
            peer.write(hostile_frame(random, token))
            self.sent += 1
            if peer.writer.transport.is_closing():
                return
            if random.random() < 0.2:
                await peer.writer.drain()
                await asyncio.sleep(0)
        if random.random() < 0.5:
            await peer.closed() if random.random() < 0.1 else await asyncio.sleep(0)


@pytest.mark.long
async def test_neighbours_of_hostile_peers_play_on(
    live: Live, random: Random, figures: Figures, capfd: pytest.CaptureFixture[str]
) -> None:
    ended = asyncio.Event()
    neighbours = [Neighbour() for _ in range(NEIGHBOURS)]
    crowd = Crowd(live, random.randrange(2**32))
    async with asyncio.TaskGroup() as tasks:
        for neighbour in neighbours:
            tasks.create_task(neighbour.play(live, ended))
        await until(lambda: all(neighbour.acknowledged for neighbour in neighbours))
        try:
            await crowd.attack()
        finally:
            ended.set()
    await until(lambda: not live.sockets and not live.play.table.playing)
    acknowledged = sum(neighbour.acknowledged for neighbour in neighbours)
    longest_ms = round(max(neighbour.longest_ms for neighbour in neighbours))
    figures(frames=crowd.sent, peers=crowd.peers, acknowledged=acknowledged, longest_ack_ms=longest_ms)
    assert crowd.sent >= FRAMES and acknowledged > NEIGHBOURS
    said = capfd.readouterr()
    assert re.findall(r"Traceback|\[(?:error|critical)", said.out + said.err) == []
