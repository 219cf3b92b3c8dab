"""How players get to their game, and learn where it went: hello, find, take over, lost.

Laws:
- A game belongs to the process that took its journal last. A process that learns that it lost a game lets go of it and
  writes nothing more.
- To look for a game that may be in another process, hold `only_one` of its token, so that it is never loaded twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from weakref import WeakValueDictionary

import structlog

from game.replay import BrokenLog
from game.terms import EndReason
from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.web import dumps
from server.play import store
from server.play.core import protocol
from server.play.core.protocol import Close, Hello, Resume
from server.play.journal import Journal, new_epoch
from server.play.live import Connected, LiveGame, new_session
from server.play.long_work import worked_through
from server.play.modes import Modes
from server.play.rows import GameRow
from server.play.table import Table
from server.results import GameResult

log = structlog.get_logger(__name__)

FIRST_WAVE_WAIT_S = 3
ENDED_ELSEWHERE_S = (0, 0.1, 0.4, 0.5)  # a result is saved within a second, or the game has not ended

ResultOf = Callable[[str], Awaitable[GameResult | None]]  # the result of an ended session


@dataclass(frozen=True, slots=True)
class Ended:
    """A game that was over before its player said hello."""

    session_id: str
    result: GameResult | None


class Doors:
    def __init__(self, table: Table, journal: Journal, modes: Modes, pg: Pool, result_of: ResultOf) -> None:
        self._table, self._journal, self._modes, self._pg = table, journal, modes, pg
        self._result_of = result_of
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    # ------------------------------------------------------------ hello

    async def open(self, hello: Hello, connection: Connected) -> LiveGame | int:
        """Bring a player to their game. Returns the live game, or the code to close with."""
        if self._table.draining:
            return Close.DRAINING
        token = protocol.session_token(hello.token)
        if token is None:
            return Close.BAD_TOKEN
        try:
            async with self.only_one(token):
                found = await self.find(token)
                if isinstance(found, LiveGame):
                    await _until_it_has_a_wave(found)
        except (*POSTGRES_AWAY, *REDIS_AWAY) as error:
            log.warning("hello_put_off", error=str(error))
            return Close.DRAINING
        if found is None:
            return Close.BAD_TOKEN
        if isinstance(found, Ended):
            connection.send(over(found.result))
            log.debug("hello_for_ended_game", session=found.session_id)
            return Close.DONE
        return self._attach(found, connection, hello.resume)

    def _attach(self, game: LiveGame, connection: Connected, resume: Resume | None) -> LiveGame | int:
        table = self._table
        if table.draining or connection.is_closed or not table.holds(game):
            return Close.DRAINING  # all three may have happened while the game was being looked up
        table.send_away(game, Close.REPLACED)
        game.connection = connection
        if game.session.ended:
            game.send([protocol.saving()])
        else:
            table.heard(game, game.session.connect(resume, table.now_ms()))
        return game

    # ------------------------------------------------------------ find, take over

    def only_one(self, token: str) -> asyncio.Lock:
        """The lock by which two hellos for one game load it once. It lives as long as it is held or awaited."""
        lock = self._locks.get(token)
        if lock is None:
            lock = self._locks[token] = asyncio.Lock()
        return lock

    async def find(self, token: str) -> LiveGame | Ended | None:
        """The game that a token opens; None if it opens none. Hold `only_one`."""
        game = await self.still_ours(self._table.by_token(token))
        if game is not None:
            return game
        row = await store.by_token(self._pg, token)
        if row is None:
            return None
        if row.ended_at is not None:
            return Ended(row.id, await self._result_of(row.id))
        return await self.take_over(row)

    async def still_ours(self, game: LiveGame | None) -> LiveGame | None:
        """The game, or None if another process has taken it; it is let go of then. Hold `only_one`."""
        if game is not None and game.saving is None and await self._journal.taken_from_us([game.session]):
            self.lost(game)
            return None
        return game

    async def take_over(self, row: GameRow) -> LiveGame:
        """Take an unfinished game over from its journal. Hold `only_one`.

        Raises what POSTGRES_AWAY and REDIS_AWAY name.
        """
        epoch = new_epoch()
        waves = await self._modes[row.mode].waves_of(row)
        session = new_session(row, epoch)
        taken = await self._journal.take(row.id, epoch)
        if taken is not None:
            now_ms = self._table.now_ms()
            try:
                await worked_through(
                    len(taken.tape),
                    session.restore,
                    taken.standing,
                    taken.waves,
                    taken.tape,
                    age_ms=taken.age_ms,
                    now_ms=now_ms,
                )
            except BrokenLog:
                log.exception("journal_broken", session=row.id)
                session = new_session(row, epoch, journal_lost=True)
        session.clear_after(waves.last_wave(len(session.drawn)))
        game = LiveGame(row, session, waves, left_at_s=self._table.now_s())
        self._table.add(game)
        return game

    # ------------------------------------------------------------ lost

    def lost(self, game: LiveGame) -> None:
        """Another process has this game now, or has ended it."""
        log.info("session_taken_elsewhere", session=game.row.id)
        connection, game.connection = game.connection, None
        self._table.let_go(game)
        if connection is not None:
            self._table.tasks.spawn(self._say_where_it_went(connection, game.row.id))

    async def _say_where_it_went(self, connection: Connected, session_id: str) -> None:
        """Wait a moment: the process that took the game may be ending it, and then there is a result to report."""
        try:
            for wait_s in ENDED_ELSEWHERE_S:
                await asyncio.sleep(wait_s)
                row = await store.by_id(self._pg, session_id)
                if row is not None and row.ended_at is not None:
                    connection.send(over(await self._result_of(session_id)))
                    connection.close(Close.DONE)
                    return
            connection.close(Close.REPLACED)
        except POSTGRES_AWAY as error:
            log.warning("taken_game_unknown", session=session_id, error=str(error))
        finally:  # it is unknown which of the two happened: the player's next hello finds out
            connection.close(Close.DRAINING)


async def _until_it_has_a_wave(game: LiveGame) -> None:
    """`welcome` carries the wave. Raises TimeoutError when none comes."""
    if game.session.lacks_wave:
        game.wave_came.clear()
        async with asyncio.timeout(FIRST_WAVE_WAIT_S):
            await game.wave_came.wait()


def over(result: GameResult | None, reason: EndReason | None = None) -> bytes:
    """The `over` frame. For a game that had ended before, the reason is its result's, if it has one."""
    return protocol.over(reason or (result.end_reason if result else EndReason.QUIT), dumps(result))
