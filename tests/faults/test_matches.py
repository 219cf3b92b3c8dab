"""A race of eight on two servers, one of which is killed in the midst of it: no seat is lost, and no place."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from random import Random
from typing import Any

import httpx
import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from game.keylog import KeyLog
from game.terms import RatingKind
from server.infra.postgres import Pool
from server.key_logs import log_of, stored
from server.play.core.match import finish_of, places
from server.ratings import NEW, Strength, moved, shown
from server.robots.bot import CONNECTING
from server.robots.client import Frame, GameClient
from server.robots.squad import socket_url
from server.robots.typist import Typist, strokes
from tests.accounts import PASSWORD
from tests.faults.conftest import Figures
from tests.faults.processes import Server
from tests.faults.typists import PATIENCE_S
from tests.http import bearer
from tests.live import typed

SEATS = 8
KEYS_BEFORE = 15  # of each typist, before the server dies
LOST = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake)
SILENT_S = 5.0

Route = Callable[[], str]


class Racer:
    """One player: joins on any server, types at their own speed, comes back wherever it can."""

    def __init__(self, number: int, route: Route, http: httpx.AsyncClient, random: Random) -> None:
        self.number, self._route, self._http, self._random = number, route, http, random
        self.typist = Typist(60 + 12 * number, 0.95)
        self._headers: dict[str, str] = {}
        self._typing: asyncio.Task[None] | None = None
        self.client = GameClient("")
        self.drops = 0

    async def sign_in(self) -> None:
        name = f"racer_{self.number}"
        body = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
        made = await self.call("POST", "/api/auth/register", **body)
        self._headers = bearer(made["access_token"])

    async def call(self, method: str, path: str, **body: Any) -> Any:
        """Asked until a server answers it."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                with contextlib.suppress(httpx.TransportError):
                    answer = await self._http.request(
                        method, self._route() + path, json=body if method == "POST" else None, headers=self._headers
                    )
                    if answer.is_success:
                        return answer.json()
                    assert answer.status_code >= 500, answer.text
                await asyncio.sleep(0.1)

    async def race(self, code: str) -> None:
        """From the seat to `over`."""
        taken = await self.call("POST", f"/api/matches/{code}/join")
        self.client = GameClient(taken["session_token"], is_seat=True)
        while self.client.outcome is None:
            try:
                await self._converse(socket_url(self._route(), taken["socket"]))
            except LOST:
                self.drops += 1
                await asyncio.sleep(self._random.uniform(0.05, 0.4))

    async def _converse(self, url: str) -> None:
        client, now_s = self.client, asyncio.get_running_loop().time
        origin = Origin(url.replace("ws://", "http://").rpartition("/ws/")[0])
        async with connect(url, origin=origin, open_timeout=SILENT_S, **CONNECTING) as socket:
            pinging = asyncio.create_task(_ping(socket))
            try:
                await _send(socket, client.hello())
                while client.outcome is None:
                    async with asyncio.timeout(SILENT_S):
                        frame = orjson.loads(await socket.recv())
                    turn = client.turn
                    for answer in client.take(frame, now_s()):
                        await _send(socket, answer)
                    if client.turn != turn:
                        self._type_on(socket)
            finally:
                pinging.cancel()
                client.dropped(now_s())
                self._type_on(socket)

    def _type_on(self, socket: ClientConnection) -> None:
        if self._typing is not None:
            self._typing.cancel()
            self._typing = None
        if self.client.keys_left:
            self._typing = asyncio.create_task(self._type(socket, self.client.keys_left))

    async def _type(self, socket: ClientConnection, keys: str) -> None:
        now_s = asyncio.get_running_loop().time
        press_at_s = now_s()
        for interval_ms, key in strokes(self.typist, keys, self._random):
            press_at_s += interval_ms / 1000
            await asyncio.sleep(press_at_s - now_s())
            await _send(socket, self.client.press(key, now_s()))


async def _send(socket: ClientConnection, frame: Frame) -> None:
    with contextlib.suppress(ConnectionClosed):
        await socket.send(orjson.dumps(frame), text=True)


async def _ping(socket: ClientConnection) -> None:
    number = 0
    while True:
        await asyncio.sleep(1)
        number += 1
        await _send(socket, {"t": "ping", "n": number})


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await asyncio.sleep(0.02)


@pytest.mark.long
async def test_a_race_goes_on_when_one_of_two_servers_is_killed(
    two_servers: list[Server], pg: Pool, random: Random, figures: Figures
) -> None:
    def route(number: int) -> Route:
        """Half of them at each server, so that whichever dies has players."""
        home, other = two_servers[number % 2], two_servers[1 - number % 2]
        return lambda: (home if home.is_up else other).url

    routes = [route(number) for number in range(SEATS)]
    async with httpx.AsyncClient(timeout=10, verify=False) as http:
        racers = [Racer(number, route, http, Random(random.random())) for number, route in enumerate(routes)]
        await asyncio.gather(*(racer.sign_in() for racer in racers))
        opened = await racers[0].call("POST", "/api/matches", language="PYTHON", waves=3, capacity=SEATS)
        code = opened["code"]
        racing = [asyncio.create_task(racer.race(code)) for racer in racers]
        try:
            await _until(lambda: min(racer.client.pressed for racer in racers) >= KEYS_BEFORE)
            victim = random.choice(two_servers)
            await victim.kill()
            await asyncio.sleep(0)
            await victim.start()
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.gather(*racing)
        finally:
            for task in racing:
                task.cancel()
        match: dict[str, Any] = {}
        async with asyncio.timeout(PATIENCE_S):
            while match.get("state") != "OVER":
                match = await racers[0].call("GET", f"/api/matches/{code}")
                await asyncio.sleep(0.1)
    await check_places(pg, match)
    await check_ratings(pg, match)
    assert sum(racer.drops for racer in racers) > 0
    assert [server.complaints() for server in two_servers] == [[], []]
    figures(drops=sum(racer.drops for racer in racers), cleared=sum(one["place"] is not None for one in match["seats"]))


async def check_places(pg: Pool, match: dict[str, Any]) -> None:
    """They follow from the key logs, and every seat has one."""
    rows = await pg.fetch(
        f"SELECT x.seat, {stored('t')} AS log, r.end_reason, r.pauses FROM match_seats x"
        " JOIN typing_sessions t ON t.game_session_id = x.session_id JOIN game_results r ON r.session_id = x.session_id"
        " WHERE x.match_code = $1 ORDER BY x.seat",
        match["code"],
    )
    assert len(rows) == len(match["seats"]) == SEATS
    assert {row["pauses"] for row in rows} == {0}
    logs = [log_of(row["log"]) for row in rows]
    orders = [order_of(log, sum(match["keys"])) for log in logs]
    again = [1 + sum(other < order for other in orders) for order in orders]
    assert [seat["place"] for seat in match["seats"]] == again == places([finish_of(log) for log in logs])


def order_of(log: KeyLog, all_keys: int) -> tuple[bool, int, int, float]:
    """Less is better. Counted key by key, and not by the replay that the server decides by."""
    due = "".join(typed(wave.text) for wave in log.waves)
    done = 0
    for key in log.keys.pressed:
        done += due[done : done + 1] == key
    cleared = done == all_keys
    return not cleared, log.keys.at_ms[-1] if cleared else 0, -done, -done / max(1, len(log.keys))


async def check_ratings(pg: Pool, match: dict[str, Any]) -> None:
    """Moved once, as the places say."""
    after = moved([NEW] * SEATS, [seat["place"] for seat in match["seats"]])
    for seat, strength in zip(match["seats"], after, strict=True):
        assert (seat["rating_before"], seat["rating_after"]) == (1500, shown(strength))
        row = await pg.fetchrow(
            "SELECT mu, sigma, games FROM ratings WHERE user_id = $1 AND kind = $2", seat["user_id"], RatingKind.RACE
        )
        assert row is not None
        assert (Strength(row["mu"], row["sigma"]), row["games"]) == (strength, 1)
