"""The live games of this process, and what follows from what happens in them.

Laws:
- One timer a game, armed for its next deadline; no tick. What is done for all games at once is in play.rounds.
- What must follow from a call on a session is what its reply says, and nothing else.
- A game that is over is saved once, by the function given to `when_over`.

Absent on purpose: the rules of a session (play.core), how a game gets here (play.starts, play.doors), how it is saved
(play.endings), SQL.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol

import structlog

from game.wave import Wave
from server.infra.tasks import Tasks
from server.play.core.reply import Follows, Reply
from server.play.journal.writer import JournalWriter
from server.play.journal.writers import JournalWriters
from server.play.lease import STILL_S
from server.play.live import Connected, LiveGame
from server.play.retries import retry_s
from server.results import GameResult

log = structlog.get_logger(__name__)

Finish = Callable[[LiveGame], Coroutine[Any, Any, GameResult | None]]


class Watcher(Protocol):
    """Who is told of games that come, go, get a player or lose one; and of players who say that they are ready."""

    def moved(self, game: LiveGame) -> None: ...
    def ready(self, game: LiveGame) -> None: ...


class Clock(Protocol):
    """The monotonic clock by which games are judged, in seconds: an event loop is one."""

    def time(self) -> float: ...
    def call_at(self, when: float, callback: Callable[..., object], *args: Any) -> asyncio.TimerHandle: ...


class Table:
    """`left`: the ids of games whose player has left since they were last touched."""

    def __init__(self, writer: JournalWriter | JournalWriters, clock: Clock) -> None:
        self.clock = clock
        self.tasks = Tasks()
        self.left: set[str] = set()
        self.draining = False
        self.writer = writer
        self.sure_until_s = 0.0  # by the clock: until then nobody has to ask whether this process stood still
        self._games: dict[str, LiveGame] = {}
        self._by_token: dict[str, LiveGame] = {}
        self._finish: Finish | None = None
        self.watcher: Watcher | None = None  # set it before the first game

    def when_over(self, finish: Finish) -> None:
        """Set the function that saves a game that is over. Call it once, before the first game."""
        self._finish = finish

    # ------------------------------------------------------------ time

    def now_s(self) -> float:
        return self.clock.time()

    def now_ms(self) -> int:
        return int(self.clock.time() * 1000)

    # ------------------------------------------------------------ which games there are

    @property
    def playing(self) -> int:
        """Games with a player connected."""
        return sum(game.connection is not None for game in self._games.values())

    def games(self) -> list[LiveGame]:
        return list(self._games.values())

    def game(self, session_id: str) -> LiveGame | None:
        return self._games.get(session_id)

    def by_token(self, token: str) -> LiveGame | None:
        return self._by_token.get(token)

    def holds(self, game: LiveGame) -> bool:
        """Whether this very game is still here."""
        return self._games.get(game.row.id) is game

    def moved(self, game: LiveGame) -> None:
        """The game is here or not, and has a player or not: one of the two has changed."""
        if self.watcher is not None:
            self.watcher.moved(game)

    def ready(self, game: LiveGame) -> None:
        """The player is ready for a match; in other games nothing waits for that."""
        if self.watcher is not None:
            self.watcher.ready(game)

    def add(self, game: LiveGame) -> None:
        """A game that begins here, or was taken over."""
        self._games[game.row.id] = self._by_token[game.row.session_token] = game
        self.writer.add(game)
        self._see_to(game, Follows.ENDED if game.session.ended else Follows.WAVES | Follows.TIMER)
        self.moved(game)

    def renew(self, game: LiveGame, token: str) -> None:
        """Another token opens this game from now on."""
        if self._by_token.get(game.row.session_token) is game:
            del self._by_token[game.row.session_token]
        game.row = replace(game.row, session_token=token)
        if self.holds(game):
            self._by_token[token] = game

    def let_go(self, game: LiveGame) -> None:
        """Forget a game in this process. Its journal stays."""
        for handle in (game.timer, game.drawing):
            if handle is not None:
                handle.cancel()
        if self.holds(game):
            del self._games[game.row.id]
            self._by_token.pop(game.row.session_token, None)
        self.writer.drop(game)
        self.moved(game)

    # ------------------------------------------------------------ players

    def leave(self, game: LiveGame, connection: Connected, *, our_fault: bool) -> None:
        """The player's socket is gone."""
        if game.connection is connection:
            self._detach(game, our_fault=our_fault)

    def send_away(self, game: LiveGame, code: int) -> None:
        """Close the socket of a player who broke a rule of the protocol, or came back on another one."""
        if game.connection is not None:
            game.connection.close(code)
            self._detach(game, our_fault=False)

    def _detach(self, game: LiveGame, *, our_fault: bool) -> None:
        heard_ms = 0 if game.connection is None else int(game.connection.last_heard_s * 1000)
        game.connection = None
        game.left_at_s = self.now_s()
        self.left.add(game.row.id)
        self.heard(game, game.session.disconnect(self.now_ms(), our_fault=our_fault, heard_ms=heard_ms))
        self.moved(game)

    def drain(self) -> None:
        """Admit no more players and send those who are connected elsewhere."""
        self.draining = True
        self._send_all_back()

    def _send_all_back(self) -> None:
        for connection in [game.connection for game in self._games.values() if game.connection is not None]:
            connection.drain()

    def stood_still(self) -> bool:
        """Whether the process did, for so long that others may have its games. Then everybody is sent to say hello
        again, by which is found out where their game is now. Call it from time to time, and when `sure_until_s` is
        past."""
        self.sure_until_s = self.now_s() + STILL_S
        if not self.writer.lease.tick():
            return False
        log.warning("stood_still", games=len(self._games))
        for game in self._games.values():
            self.writer.mark(game)
        self._send_all_back()
        return True

    async def look_at_itself(self) -> None:
        """The body of a round of every TICK_S."""
        self.stood_still()

    # ------------------------------------------------------------ what follows

    def heard(self, game: LiveGame, reply: Reply) -> None:
        """Send what a call on the session returned, and do what it left to do."""
        frames, follows = reply
        connection = game.connection
        if frames and connection is not None:
            connection.send(frames)
        if follows:
            if follows & Follows.JOURNAL:
                self.writer.mark(game)
            if follows > Follows.JOURNAL:  # the least of the duties
                self._see_to(game, follows)

    def _see_to(self, game: LiveGame, follows: int) -> None:
        if follows & Follows.ENDED:
            if game.saving is None:
                assert self._finish is not None, "`when_over` comes before the first game"
                game.saving = self.tasks.spawn(self._finish(game))
            return
        if follows & Follows.TIMER:
            self._arm(game)
        if follows & Follows.WAVES and game.drawing is None and game.session.wants_waves > 0:
            game.drawing = self.tasks.spawn(self._draw(game))

    def _arm(self, game: LiveGame) -> None:
        """A timer that is too early may ring: it is armed anew then. One that is too late is replaced."""
        due_ms = game.session.deadline_ms()
        if due_ms is None:
            return
        due_s = due_ms / 1000
        if game.timer is not None:
            if game.timer.when() <= due_s:
                return
            game.timer.cancel()
        game.timer = self.clock.call_at(due_s, self._judge, game)

    def _judge(self, game: LiveGame) -> None:
        game.timer = None
        if self.holds(game):
            self.heard(game, game.session.judge(self.now_ms()))

    # ------------------------------------------------------------ waves

    def offer(self, game: LiveGame, wave: Wave) -> None:
        self.heard(game, game.session.offer(wave, self.now_ms()))
        if game.session.engine.wave is not None:
            game.wave_came.set()

    async def _draw(self, game: LiveGame) -> None:
        session = game.session
        tries = 0
        try:
            while session.wants_waves > 0:
                wave = await game.waves.next(session)
                if wave is None:
                    await asyncio.sleep(retry_s(tries))
                    tries += 1
                elif not session.ended:
                    tries = 0
                    self.offer(game, wave)
        finally:
            game.drawing = None
