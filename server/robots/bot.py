"""A player on a socket: one game over as many connections as it takes. Read it before you write a client.

A client's state is in server/robots/client.py; this is the part that waits, types and reconnects.

Laws:
- After close codes 4000 to 4499, or when the network is lost, the bot reconnects with jittered back-off; 4500 to 4999
  are final.
- Keys are sent as they are typed, one frame each; the bot never waits for an acknowledgement.
"""

from __future__ import annotations

import asyncio
import contextlib
from random import Random
from typing import Any
from urllib.parse import urlsplit

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Origin, Subprotocol

from server.robots.client import Frame, GameClient, Outcome, ProtocolBroken
from server.robots.typist import Typist, strokes

SUBPROTOCOL = Subprotocol("prodev.v1")
PING_EVERY_S = 10
SILENT_S = 25  # pings are answered every 10 s, so this long without a frame means that the network is gone
BACK_OFF_S = 0.25
BACK_OFF_LIMIT_S = 10.0
TRIES_LIMIT = 12  # without any progress in between: about a minute
CONNECTING: dict[str, Any] = {
    "subprotocols": [SUBPROTOCOL],
    "compression": None,  # the protocol has none; frames are small
    "ping_interval": None,  # the protocol has pings of its own
    "proxy": None,
    "close_timeout": 2,
}


class GameFailed(Exception):
    """The game could not be played to its end; the message says why."""


class Bot:
    """Plays one game: `await play()` once. `game` and `drops` (connections lost) may be watched meanwhile.

    `socket_url` is `ws://…/ws/play`, `token` the session token from `POST /api/game/start`, or of a seat. The bot quits
    after `waves_limit` cleared waves, or plays until it is defeated.
    """

    def __init__(
        self,
        socket_url: str,
        token: str,
        typist: Typist,
        random: Random,
        *,
        waves_limit: int | None = None,
        is_seat: bool = False,
    ) -> None:
        self._url, self._typist, self._random = socket_url, typist, random
        # The server admits only its own pages; a client that is not a browser has to name the origin itself.
        scheme, host = urlsplit(socket_url)[:2]
        self._origin = Origin(f"{'https' if scheme == 'wss' else 'http'}://{host}")
        self._typing: asyncio.Task[None] | None = None
        self.game = GameClient(token, waves_limit=waves_limit, is_seat=is_seat)
        self.drops = 0

    async def play(self) -> Outcome:
        """Play to the end. Raises GameFailed."""
        failures, pressed = 0, -1
        while self.game.outcome is None:
            try:
                await self._converse()
            except ProtocolBroken as error:
                raise GameFailed(str(error)) from error
            except (OSError, TimeoutError, ConnectionClosed, InvalidHandshake) as error:
                if self.game.outcome is not None:  # the server closes after `over`
                    break
                _raise_if_final(error)
                failures = failures + 1 if pressed == self.game.pressed else 1
                pressed = self.game.pressed
                if failures > TRIES_LIMIT:
                    raise GameFailed(f"gave up after {TRIES_LIMIT} tries: {error or type(error).__name__}") from error
                await asyncio.sleep(self._random.uniform(0, min(BACK_OFF_LIMIT_S, BACK_OFF_S * 2**failures)))
        return self.game.outcome

    async def _converse(self) -> None:
        """One connection, from hello until the game is over or the socket is lost."""
        game, now_s = self.game, asyncio.get_running_loop().time
        async with connect(self._url, origin=self._origin, **CONNECTING) as socket:
            pinging = asyncio.create_task(_ping(socket))
            try:
                await _send(socket, game.hello())
                while game.outcome is None:
                    async with asyncio.timeout(SILENT_S):
                        frame = orjson.loads(await socket.recv())
                    turn = game.turn
                    for answer in game.take(frame, now_s()):
                        await _send(socket, answer)
                    if game.turn != turn:
                        self._type_on(socket)
            finally:
                pinging.cancel()
                self.drops += game.outcome is None
                game.dropped(now_s())
                self._type_on(socket)

    def _type_on(self, socket: ClientConnection) -> None:
        """The text to type has changed: drop what was being typed, and type the new text."""
        if self._typing is not None:
            self._typing.cancel()
            self._typing = None
        if self.game.keys_left:
            self._typing = asyncio.create_task(self._type(socket, self.game.keys_left))

    async def _type(self, socket: ClientConnection, keys: str) -> None:
        """Type to the end of the wave; a frame says what comes next."""
        now_s = asyncio.get_running_loop().time
        press_at_s = now_s()
        for interval_ms, key in strokes(self._typist, keys, self._random):
            press_at_s += interval_ms / 1000  # counted from the previous key, so that late timers cost no speed
            await asyncio.sleep(press_at_s - now_s())
            await _send(socket, self.game.press(key, now_s()))


async def _send(socket: ClientConnection, frame: Frame) -> None:
    """A closed socket is noticed by its reader, so the writer ignores it."""
    with contextlib.suppress(ConnectionClosed):
        await socket.send(orjson.dumps(frame), text=True)


async def _ping(socket: ClientConnection) -> None:
    number = 0
    while True:
        await asyncio.sleep(PING_EVERY_S)
        number += 1
        await _send(socket, {"t": "ping", "n": number})


def _raise_if_final(error: Exception) -> None:
    """Raises GameFailed for errors that reconnecting would not help."""
    if isinstance(error, ConnectionClosed) and error.rcvd is not None and 4500 <= error.rcvd.code < 5000:
        raise GameFailed(f"closed with {error.rcvd.code}: {error.rcvd.reason}") from error
    if isinstance(error, InvalidStatus) and 400 <= error.response.status_code < 500:
        raise GameFailed(f"the socket was refused with {error.response.status_code}") from error
