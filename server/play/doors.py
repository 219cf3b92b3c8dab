"""How players get to their game, and learn where it went: hello, find, take over, lost.

Laws:
- A game belongs to the process that took its journal last. A process that learns that it lost a game lets go of it and
  writes nothing more.
- A living process is asked for a game, and has written it when it answers (`hand_over`). Only a dead one's is taken as
  its journal stands; and a game without a journal begins anew only when no living process has it.
- To look for a game that may be in another process, hold `only_one` of its token, so that it is never loaded twice.
- A hello whose socket is gone takes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import structlog

from game.terms import EndReason
from server.infra import metrics
from server.infra.postgres import POSTGRES_AWAY, Pool, within
from server.infra.redis import REDIS_AWAY
from server.infra.seldom import say_away
from server.infra.web import POSTGRES_S, dumps
from server.play import letters, store
from server.play.core import protocol
from server.play.core.protocol import Close, Hello
from server.play.core.session import PlaySession
from server.play.journal.books import Held, Journal, Nowhere, new_epoch
from server.play.journal.contents import BrokenJournal, Taken
from server.play.journal.written import Written
from server.play.live import Connected, LiveGame
from server.play.long_work import worked_through
from server.play.modes import Modes
from server.play.neighbours import Neighbours
from server.play.retries import AWAY
from server.play.rows import GameRow
from server.play.spool import Spool
from server.play.table import Table
from server.play.waves import RemainingWaves, WaveSource
from server.results import GameResult

log = structlog.get_logger(__name__)

FIRST_WAVE_WAIT_S = 3
HAND_OVER_S = 4.5  # longer than the heartbeat of a process that died a moment ago
ANSWER_S = 1.5  # the owner writes for a second at most
ASK_AGAIN_S = 0.1
SEARCH_S = 2.0  # a Redis that lost its data learns within a second which processes are alive
LOOK_S = 0.5  # of PostgreSQL's time, so that a player hears within two seconds
WHERE_IT_WENT_S = (0, 0.1, 0.2, 0.3, 0.3)  # together less than the second within which the old socket is closed

ResultOf = Callable[[str], Awaitable[GameResult | None]]  # the result of an ended session
TakenOver = Callable[[str], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Ended:
    """A game that was over before its player said hello."""

    session_id: str
    result: GameResult | None


class EndedElsewhere(Exception):
    """The process that had the game has ended it, and saved its result."""


class Doors:
    def __init__(
        self,
        table: Table,
        journal: Journal,
        neighbours: Neighbours,
        spool: Spool,
        *,
        modes: Modes,
        pg: Pool,
        result_of: ResultOf,
        on_taken_over: TakenOver,
    ) -> None:
        """`on_taken_over` is told the token of a game whose player was here and has come to another process."""
        self._table, self._journal, self._neighbours = table, journal, neighbours
        self._spool, self._on_taken_over = spool, on_taken_over
        self._modes, self._pg, self._result_of = modes, pg, result_of
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.taking: set[str] = set()  # ids of the games that are being taken over at this moment
        table.writer.on_lost = self._lost_by_writing

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
                with within(POSTGRES_S):
                    found = None if connection.is_closed else await self.find(token)
                if isinstance(found, LiveGame):
                    await _until_it_has_a_wave(found)
        except AWAY as error:
            say_away("hello_put_off", error)
            return Close.DRAINING
        if found is None:
            return Close.BAD_TOKEN
        if isinstance(found, Ended):
            connection.send([over(found.result)])
            log.debug("hello_for_ended_game", session=found.session_id)
            return Close.DONE
        return self._attach(found, connection, hello)

    def _attach(self, game: LiveGame, connection: Connected, hello: Hello) -> LiveGame | int:
        table = self._table
        if table.draining or connection.is_closed or not table.holds(game):
            return Close.DRAINING  # all three may have happened while the game was being looked up
        table.send_away(game, Close.REPLACED)
        game.connection = connection
        table.moved(game)
        if game.session.ended:
            game.send([protocol.saving()])
        else:
            _, resume, wants_next, beat_ms = hello
            reply = game.session.connect(resume, table.now_ms(), wants_next=wants_next, beat_ms=beat_ms)
            table.heard(game, reply)
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
            return game if await self._opens(token) else None
        row = await store.by_token(self._pg, token)
        if row is None:
            return None
        if row.ended_at is not None:
            return Ended(row.id, await self._result_of(row.id))
        try:
            return await self.take_over(row)
        except EndedElsewhere:
            return Ended(row.id, await self._result_of(row.id))

    async def _opens(self, token: str) -> bool:
        """Whether the token of a game that is here still opens it. It does while PostgreSQL cannot be asked: a dropped
        socket must not end a game then. `Admission` finds out what was missed."""
        try:
            with within(LOOK_S):
                return await store.by_token(self._pg, token) is not None
        except POSTGRES_AWAY:
            return True

    async def still_ours(self, game: LiveGame | None) -> LiveGame | None:
        """The game, or None if another process has taken it; it is let go of then. Hold `only_one`.

        While Redis is away it is taken for ours: nobody can take it there. (If Redis is away for this process alone,
        the first of two results that is saved counts: docs/architecture.md.)
        """
        if game is None or game.saving is not None or self._table.writer.away_for(game):
            return game
        try:
            whose = await self._journal.whose(game.row.id)
        except REDIS_AWAY:
            return game
        if whose is None or whose.epoch == game.session.epoch:
            return game if self._table.holds(game) else None
        if not game.written.is_held:
            return game  # its first write is on its way
        self.lost(game)
        return None

    async def take_over(self, row: GameRow, ask: str = letters.LET_GO) -> LiveGame:
        """Take an unfinished game over, from the process that has it, or from the spool or the journal of a dead one.

        `ask` is what a living owner is asked to do. Hold `only_one`. Raises EndedElsewhere, and what POSTGRES_AWAY and
        REDIS_AWAY name.
        """
        spooled = await self._from_spool(row)
        if spooled is not None:
            return spooled
        self.taking.add(row.id)
        try:
            waves = await self._modes[row.mode].waves_of(row)
            epoch = new_epoch()
            try:
                taken = await self._taken(row.id, epoch, ask)
                if taken is None and isinstance(waves, RemainingWaves):
                    session = self._new_session(row, epoch, waves, journal_lost=True)  # other waves than its own
                    written = Written()
                else:
                    session, written = await self._restored(row, epoch, waves, taken)
            except BrokenJournal:
                session, written = await self._without_journal(row, epoch, waves), Written()
            session.clear_after(waves.last_wave(len(session.drawn)))
            game = LiveGame(row, session, waves, left_at_s=self._table.now_s(), written=written)
            self._table.add(game)
            return game
        finally:
            self.taking.discard(row.id)

    async def _from_spool(self, row: GameRow) -> LiveGame | None:
        """A game that was over when its process died: its journal, if there is one, is older than its file."""
        if not self._spool.holds(row.id):
            return None
        try:
            await self.take_spooled(row, await self._spool.read(row.id))
        except BrokenJournal:  # is set aside by who looks after the spool
            return None
        return self._table.game(row.id)

    async def take_spooled(self, row: GameRow, spooled: Taken) -> None:
        """Take a game that is over and waits in the spool, unless a living process has it. Hold `only_one`.

        Its result is saved then, as that of every game that is over. Raises BrokenJournal.
        """
        epoch = new_epoch()
        waves = await self._modes[row.mode].waves_of(row)
        session, written = await self._restored(row, epoch, waves, spooled)
        if not session.ended:
            raise BrokenJournal("a spooled game that is not over")
        try:
            if isinstance(await self._journal.take(row.id, epoch, knows_dead=self._neighbours.knows_dead), Held):
                return
        except BrokenJournal:
            await self._journal.set_aside(row.id, epoch)
        except REDIS_AWAY as error:
            log.info("spooled_game_without_journal", session=row.id, error=str(error))
        self._table.add(LiveGame(row, session, waves, left_at_s=self._table.now_s(), written=written))

    async def _taken(self, session_id: str, epoch: str, ask: str) -> Taken | None:
        """The journal, once its owner has let go of it or is dead. Raises TimeoutError if neither happens."""
        now_s = asyncio.get_running_loop().time
        searched_s, nobody_has_it = now_s() + SEARCH_S, False
        async with asyncio.timeout(HAND_OVER_S):
            while True:
                taken = await self._journal.take(
                    session_id, epoch, knows_dead=self._neighbours.knows_dead, anyway=nobody_has_it
                )
                if isinstance(taken, Nowhere):
                    nobody_has_it = not await self._somebody_has(session_id) and now_s() >= searched_s
                elif isinstance(taken, Held):
                    answer = await self._neighbours.ask(taken.owner, ask, session_id, ANSWER_S)
                    if answer in (letters.OVER, letters.PLAYED):
                        raise EndedElsewhere(answer)
                    if answer != letters.BUSY:
                        continue
                else:
                    return taken
                await asyncio.sleep(ASK_AGAIN_S)

    async def _somebody_has(self, session_id: str) -> bool:
        """Whether another living process has a game of which Redis knows nothing. It is in its journal again then."""
        neighbours = self._neighbours
        asked = [neighbours.ask(process, letters.WRITE, session_id, ANSWER_S) for process in await neighbours.others()]
        return any(answer != letters.NOT_HERE for answer in await asyncio.gather(*asked))

    async def _restored(
        self, row: GameRow, epoch: str, waves: WaveSource, taken: Taken | None
    ) -> tuple[PlaySession, Written]:
        session = self._new_session(row, epoch, waves)
        if taken is None:
            return session, Written()
        try:
            await worked_through(
                len(taken.tape),
                session.restore,
                taken.standing,
                taken.waves,
                taken.tape,
                age_ms=taken.age_ms,
                now_ms=self._table.now_ms(),
            )
        except Exception as error:  # of any kind: no game can go on from this journal
            raise BrokenJournal(repr(error)) from error
        if not taken.is_as_written_now:
            return session, Written()
        return session, Written(keys=len(taken.tape), waves=len(taken.waves), is_held=True)

    async def _without_journal(self, row: GameRow, epoch: str, waves: WaveSource) -> PlaySession:
        """The game goes on, unranked, from what the database knows; its journal is kept for inspection."""
        log.exception("journal_broken", session=row.id, aside=epoch)
        metrics.JOURNALS_BROKEN.inc()
        await self._journal.set_aside(row.id, epoch)
        return self._new_session(row, epoch, waves, journal_lost=True)

    def _new_session(self, row: GameRow, epoch: str, waves: WaveSource, *, journal_lost: bool = False) -> PlaySession:
        return self._modes[row.mode].session(row, epoch, waves, journal_lost=journal_lost)

    # ------------------------------------------------------------ lost

    async def hand_over(self, game: LiveGame) -> bool:
        """Let another process have this game: it is judged here no more, and written as it stands at this moment.

        False: Redis did not take it, and the game stays here.
        """
        table = self._table
        if table.writer.away_for(game):
            return False
        connection = self._let_go(game)
        if connection is not None:
            heard_ms = int(connection.last_heard_s * 1000)
            game.session.disconnect(table.now_ms(), our_fault=False, heard_ms=heard_ms)
            table.tasks.spawn(self._on_taken_over(game.row.session_token))
        if await table.writer.release([game]):
            return True
        log.warning("not_handed_over", session=game.row.id)
        if not game.written.is_elsewhere and table.game(game.row.id) is None and game.row.id not in self.taking:
            game.left_at_s = table.now_s()
            game.written.forget()  # Redis may or may not say that nobody has it
            table.add(game)
        return False

    def lost(self, game: LiveGame) -> None:
        """Another process has this game now, or has ended it."""
        log.info("session_taken_elsewhere", session=game.row.id)
        self._let_go(game)

    def _let_go(self, game: LiveGame) -> Connected | None:
        """Forget the game here, and see that its player hears where it went. Returns the connection that it had."""
        connection, game.connection = game.connection, None
        self._table.let_go(game)
        if connection is not None:
            self._table.tasks.spawn(self._say_where_it_went(connection, game.row.id, game.session.epoch))
        return connection

    def _lost_by_writing(self, game: LiveGame) -> None:
        if game.saving is None:  # otherwise `Endings` sees it, which has a caller to answer
            self.lost(game)

    async def _say_where_it_went(self, connection: Connected, session_id: str, epoch: str) -> None:
        """Until it is known that its player is elsewhere, or that the game has ended, for a second at most.

        If neither is known by then the player is told to come back, and their hello finds out.
        """
        try:
            for wait_s in WHERE_IT_WENT_S:
                await asyncio.sleep(wait_s)
                with within(LOOK_S):
                    row = await store.by_id(self._pg, session_id)
                    if row is not None and row.ended_at is not None:
                        connection.send([over(await self._result_of(session_id))])
                        connection.close(Close.DONE)
                        return
                whose = await self._journal.whose(session_id)
                if whose is not None and whose.epoch != epoch and whose.has_player:
                    connection.close(Close.REPLACED)
                    return
        except AWAY as error:
            say_away("taken_game_unknown", error, session=session_id)
        finally:
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
