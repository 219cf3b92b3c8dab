"""Players who type on through every fault, each with a witness. A test of faults lets a `Crowd` of them play.

They come back as a client must (docs/protocol.md), by the strict client of `prodev bot`, only sooner than people would.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import httpx
import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from server.infra.postgres import Pool
from server.key_logs import log_of
from server.key_logs import stored as stored_log
from server.play.core.protocol import FINAL, Close
from server.robots.bot import CONNECTING
from server.robots.client import Frame, GameClient, ProtocolBroken
from server.robots.squad import socket_url
from server.robots.typist import Typist as Hands
from server.robots.typist import strokes
from tests.faults.witness import Broken, Stored, Witness

Route = Callable[[], str]  # the server to go to next, as http://host:port

HANDS = Hands(wpm=170, accuracy=0.95)  # fast, and below the 25 keys a second that the resume budget covers
PATIENCE_S = 90  # for anything that a living house does by itself
SILENT_S = 3.0  # a line without a word for so long is dead
PING_EVERY_S = 1.0
BACK_OFF_S = (0.02, 0.3)
QUICK = CONNECTING | {"close_timeout": 0.1}
LOST = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, httpx.TransportError)
NO_CODE = 1006  # what a browser calls a connection that ends without a close frame


class Typist:
    """One player, on one game after another until `finish`. `games` are the witnesses of all of them."""

    def __init__(
        self, name: str, route: Route, random: Random, http: httpx.AsyncClient, *, loses: bool, hands: Hands = HANDS
    ) -> None:
        self.name, self.games = name, list[Witness]()
        self._route, self._random, self._http, self._loses, self._hands = route, random, http, loses, hands
        self._headers: dict[str, str] = {}
        self._finishing = False
        self._client: GameClient | None = None
        self._socket: ClientConnection | None = None
        self._typing: asyncio.Task[None] | None = None
        self.connected = asyncio.Event()  # set while there is a welcome
        self.connections = 0  # that came to a welcome
        self.closes: list[int] = []  # the codes of all closes

    @property
    def witness(self) -> Witness:
        return self.games[-1]

    @property
    def is_finishing(self) -> bool:
        return self._finishing

    @property
    def socket(self) -> ClientConnection | None:
        """The present connection, for those who want to harm it."""
        return self._socket

    async def finish(self) -> None:
        """Quit the game when it can be; `play` returns then."""
        self._finishing = True
        if self._socket is not None and self.connected.is_set():
            await self._quit(self._socket)

    # ------------------------------------------------------------ games

    async def play(self) -> None:
        """Raises Broken, or what else goes wrong and should not."""
        await self._call("/api/auth/guest")
        while not self._finishing:
            try:
                await self._game()
            except (Broken, ProtocolBroken) as fault:
                print(f"{self.name}, game {self.witness.session_id}:", *self.witness.recent, sep="\n")
                raise Broken(f"{self.name}: {fault}") from fault

    async def _call(self, path: str, **body: Any) -> dict[str, Any]:
        """POST until it is done: a server may be away or busy for a while."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    answer = await self._http.post(self._route() + path, json=body, headers=self._headers)
                except httpx.TransportError:
                    await self._rest()
                    continue
                if answer.is_success:
                    break
                if answer.status_code == 409:  # of starts whose answers were lost
                    for session in answer.json()["sessions"]:
                        await self._call("/api/game/end", session_id=session["session_id"])
                elif answer.status_code < 500:
                    raise Broken(f"{path}: {answer.status_code} {answer.text}")
                else:
                    await self._rest()
        made: dict[str, Any] = answer.json() or {}
        if "access_token" in made:
            self._headers = {"Authorization": f"Bearer {made['access_token']}"}
        return made

    async def _rest(self) -> None:
        await asyncio.sleep(self._random.uniform(*BACK_OFF_S))

    async def _game(self) -> None:
        made = await self._call("/api/game/start", language="PYTHON", difficulty="NORMAL")
        self.games.append(Witness(made["session_id"], self._loses))
        self._client = client = GameClient(made["session_token"])
        while client.outcome is None:
            try:
                await self._converse(client, socket_url(self._route(), made["socket"]))
            except LOST as error:
                if isinstance(error, ConnectionClosed):
                    self.closes.append(NO_CODE if error.rcvd is None else error.rcvd.code)
                    if self.closes[-1] >= FINAL:
                        raise Broken(f"closed with {error}") from error
                self.witness.dropped(drained=isinstance(error, ConnectionClosed) and self.closes[-1] == Close.DRAINING)
                if client.outcome is None:
                    await self._rest()

    # ------------------------------------------------------------ one connection

    async def _converse(self, client: GameClient, url: str) -> None:
        now_s = asyncio.get_running_loop().time
        origin = Origin(url.replace("ws://", "http://").rpartition("/ws/")[0])
        async with connect(
            url, origin=origin, open_timeout=SILENT_S, **(CONNECTING | {"close_timeout": 0.1})
        ) as socket:
            self._socket, pinging = socket, None
            try:
                await self._send(socket, client.hello())
                while client.outcome is None:
                    async with asyncio.timeout(SILENT_S):
                        frame = orjson.loads(await socket.recv())
                    self.witness.received(frame, now_s())
                    turn = client.turn
                    for answer in client.take(frame, now_s()):
                        await self._send(socket, answer)
                    if frame["t"] == "welcome":
                        self.connections += 1
                        self.connected.set()
                        pinging = pinging or asyncio.create_task(self._ping(socket))
                        if self._finishing:
                            await self._quit(socket)
                    if client.turn != turn:
                        self._type_on(client, socket)
            finally:
                self.connected.clear()
                self._socket = None
                if pinging is not None:
                    pinging.cancel()
                client.dropped(now_s())
                self._type_on(client, socket)

    async def _send(self, socket: ClientConnection, frame: Frame) -> None:
        """What is sent is known to the witness, whether it arrives or not."""
        self.witness.sent(frame, asyncio.get_running_loop().time())
        with contextlib.suppress(ConnectionClosed):
            await socket.send(orjson.dumps(frame), text=True)

    async def _quit(self, socket: ClientConnection) -> None:
        if self._typing is not None:
            self._typing.cancel()
        await self._send(socket, {"t": "quit"})

    async def _ping(self, socket: ClientConnection) -> None:
        number = 0
        while True:
            await asyncio.sleep(PING_EVERY_S)
            number += 1
            await self._send(socket, {"t": "ping", "n": number})

    def _type_on(self, client: GameClient, socket: ClientConnection) -> None:
        """The text to type has changed."""
        if self._typing is not None:
            self._typing.cancel()
            self._typing = None
        if client.keys_left and not self._finishing:
            self._typing = asyncio.create_task(self._type(client, socket, client.keys_left))

    async def _type(self, client: GameClient, socket: ClientConnection, keys: str) -> None:
        now_s = asyncio.get_running_loop().time
        press_at_s = now_s()
        for interval_ms, key in strokes(self._hands, keys, self._random):
            press_at_s += interval_ms / 1000
            await asyncio.sleep(press_at_s - now_s())
            await self._send(socket, client.press(key, now_s()))


class Crowd:
    """Typists at play. A fault that one of them finds is raised by the next method awaited here."""

    def __init__(self, typists: list[Typist]) -> None:
        self.typists = typists
        self._playing = [asyncio.create_task(typist.play()) for typist in typists]

    @property
    def games(self) -> list[Witness]:
        return [game for typist in self.typists for game in typist.games]

    @property
    def keys(self) -> int:
        """How many were sent and not undone."""
        return sum(len(game.keys) for game in self.games)

    async def typing(self, keys_each: int = 1) -> None:
        """Until every typist has so many more keys acknowledged than now."""
        await self.meanwhile(*(self._typed_on(typist, keys_each) for typist in self.typists))

    async def typing_again(self, keys_each: int = 1) -> None:
        """As `typing`, for those who have not been told to finish."""
        going_on = [typist for typist in self.typists if not typist.is_finishing]
        await self.meanwhile(*(self._typed_on(typist, keys_each) for typist in going_on))

    async def _typed_on(self, typist: Typist, keys: int) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not typist.games:
                await asyncio.sleep(0.01)
            before = len(typist.games), typist.witness.acked
            while (len(typist.games), typist.witness.acked) < (before[0], before[1] + keys):
                await asyncio.sleep(0.01)

    async def meanwhile(self, *works: Coroutine[Any, Any, None]) -> None:
        """Do all this while they play."""
        doing = [asyncio.create_task(work) for work in works]
        try:
            await self._until_done({*doing})
        finally:
            for task in doing:
                task.cancel()
            await asyncio.gather(*doing, return_exceptions=True)

    async def _until_done(self, waiting: set[asyncio.Task[None]]) -> None:
        while waiting:
            playing = {task for task in self._playing if not task.done()}
            done, _ = await asyncio.wait({*waiting, *playing}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await task  # the fault of a typist is raised here
            waiting -= done

    async def finish(self) -> list[Witness]:
        """Every game is quit and over. Returns all games that there were."""
        async with asyncio.timeout(PATIENCE_S):
            for typist in self.typists:
                await typist.finish()
            await asyncio.gather(*self._playing)
        return self.games

    async def leave(self) -> None:
        for task in self._playing:
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)


@asynccontextmanager
async def crowd(
    routes: Iterable[Route], random: Random, *, loses: bool = False, hands: Hands = HANDS
) -> AsyncIterator[Crowd]:
    """A typist a route, at play. `loses`: processes may die meanwhile."""
    async with httpx.AsyncClient(timeout=10, verify=False, limits=httpx.Limits(max_connections=20)) as http:
        made = Crowd(
            [
                Typist(f"typist {number}", route, Random(random.random()), http, loses=loses, hands=hands)
                for number, route in enumerate(routes)
            ]
        )
        try:
            yield made
        finally:
            await made.leave()


async def stored(pg: Pool, session_id: str) -> Stored:
    """What the database has of a game."""
    row = await pg.fetchrow(
        f"SELECT r.*, {stored_log('t')} AS log FROM game_results r"
        " JOIN typing_sessions t ON t.game_session_id = r.session_id WHERE r.session_id = $1",
        session_id,
    )
    return Stored(None, None) if row is None else Stored(log_of(row["log"]), dict(row))


async def check(pg: Pool, games: Iterable[Witness]) -> None:
    """Every game is stored once, and as it was played. Raises Broken."""
    for game in games:
        game.check(await stored(pg, game.session_id))
    open_games = await pg.fetchval("SELECT count(*) FROM game_sessions WHERE ended_at IS NULL")
    if open_games:
        raise Broken(f"{open_games} games did not end")
