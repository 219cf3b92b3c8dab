"""The games of this process: who is connected, what is due, what must be written.

Laws:
- One timer a session, armed for its next deadline; no tick. What is done for all games at once is in play.rounds.
- A game belongs to the process that took its journal last. A process that finds out that it lost a game lets go of it
  and writes nothing more.
- `over` is sent after the commit, and after the boards were tried.

Absent on purpose: the rules of a session (play.session), where waves come from (play.waves), frames on the wire
(play.connection), SQL (play.store).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

import structlog

from game.replay import BrokenLog
from game.terms import EndReason
from game.wave import Wave
from server.infra import metrics
from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.tasks import end_all
from server.infra.web import dumps
from server.play import store
from server.play.core import protocol
from server.play.core.protocol import Close, Hello, Resume
from server.play.core.reply import Follows, Reply
from server.play.core.session import WAVES_AHEAD, PlaySession
from server.play.ending import finished
from server.play.journal import Journal, new_epoch
from server.play.live import Connected, Live
from server.play.waves import Waves
from server.results import FinishedGame, Recording, SessionGone
from server.settings import Settings

log = structlog.get_logger(__name__)

RETRY_S = (0.2, 0.5, 1, 2, 5)  # then every 5 s
FIRST_WAVE_WAIT_S = 3
ENDED_ELSEWHERE_S = (0, 0.1, 0.4, 0.5)  # a result is saved within a second, or there was no end

WeakKeys = Callable[[Any, str], Awaitable[dict[str, float]]]  # server.practice.weak_keys
Save = Callable[[FinishedGame], Awaitable[Any]]  # the transaction and the boards; answers the public result or None
ResultOf = Callable[[str], Awaitable[Any]]  # the public result of an ended session, or None


class Registry:
    """The live games. `stop()` sends everybody elsewhere."""

    def __init__(
        self,
        pg: Pool,
        journal: Journal,
        settings: Settings,
        *,
        waves: Waves,
        weak_keys: WeakKeys,
        save: Save,
        result_of: ResultOf,
    ) -> None:
        self._pg, self._journal, self._settings = pg, journal, settings
        self._waves, self._weak_keys, self._save, self._result_of = waves, weak_keys, save, result_of
        self._live: dict[str, Live] = {}
        self._by_token: dict[str, Live] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._dirty: set[PlaySession] = set()
        self.left: set[str] = set()  # ids of games whose player left since they were last touched
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.get_running_loop()
        self.draining = False

    # ------------------------------------------------------------ time and tasks

    def now_s(self) -> float:
        return self._loop.time()

    def now_ms(self) -> int:
        return int(self._loop.time() * 1000)

    @property
    def playing(self) -> int:
        """Games with a player connected, in this process."""
        return sum(live.connection is not None for live in self._live.values())

    def games(self) -> list[Live]:
        return list(self._live.values())

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("play_task_failed", exc_info=error)

    async def stop(self) -> None:
        """Send everybody elsewhere (4001), write the journal, end the tasks."""
        self.drain()
        await self.flush()
        await end_all(self._tasks)

    def drain(self) -> None:
        """Take no more players and send the present ones elsewhere."""
        self.draining = True
        for connection in [live.connection for live in self._live.values() if live.connection is not None]:
            connection.drain()

    # ------------------------------------------------------------ starting and finding games

    async def start(self, user_id: str, language: str, difficulty: str, *, focus: bool = False) -> Any:
        """A new game with its first wave ready. Answers its row. Raises store.TooManyGames, NoSnippets.

        With `focus` its waves are those dense in what the player is weak at.
        """
        weak = await self._weak_keys(self._pg, user_id) if focus else None
        async with self._pg.acquire() as connection, connection.transaction():
            row = await store.begin(connection, user_id, language, difficulty, focus=weak)
            wave = await self._waves.first(connection, row)
        return await self._begin(row, [wave], None)

    async def start_ghost(self, user_id: str, ghost: Recording) -> Any:
        """A new game on the waves of `ghost` (play.waves finds it). Answers its row. Raises store.TooManyGames."""
        async with self._pg.acquire() as connection, connection.transaction():
            row = await store.begin(connection, user_id, ghost.language, ghost.difficulty, ghost_of=ghost.result_id)
        return await self._begin(row, ghost.waves[: 1 + WAVES_AHEAD], ghost.waves)

    async def _begin(self, row: Any, first: Sequence[Wave], recorded: Sequence[Wave] | None) -> Any:
        live = self._adopt(_new_session(row, new_epoch(), recorded), row, recorded)
        for wave in first:
            self._offer(live, wave)
        # Written before the answer, so that the player's socket finds the game on whichever process it meets.
        await self._journal.write([live.session], self.now_ms())
        self._see_to(live)
        return row

    def _adopt(self, session: PlaySession, row: Any, recorded: Sequence[Wave] | None) -> Live:
        live = Live(session, row, recorded, left_at_s=self.now_s())
        self._live[session.id] = self._by_token[session.token] = live
        self._mark(live)
        return live

    def let_go(self, live: Live) -> None:
        """Forget a game here. Its journal stays."""
        session = live.session
        for handle in (live.timer, live.drawing):
            if handle is not None:
                handle.cancel()
        if self._live.get(session.id) is live:
            del self._live[session.id]
            self._by_token.pop(session.token, None)
        self._dirty.discard(session)
        self._journal.let_go(session.id)

    def _only_one(self, token: str) -> asyncio.Lock:
        """Two hellos for one game load it once. A lock lives as long as somebody holds or awaits it."""
        lock = self._locks.get(token)
        if lock is None:
            lock = self._locks[token] = asyncio.Lock()
        return lock

    async def _load(self, row: Any) -> Live:
        """Take an unfinished game over from its journal. Raises what POSTGRES_AWAY and REDIS_AWAY name."""
        epoch, recorded = new_epoch(), await self._waves.recorded(row)
        session = _new_session(row, epoch, recorded)
        taken = await self._journal.take(session.id, epoch)
        if taken is not None:
            try:
                session.restore(taken.standing, taken.waves, taken.tape, age_ms=taken.age_ms, now_ms=self.now_ms())
            except BrokenLog:
                log.exception("journal_broken", session=session.id)
                session = _new_session(row, epoch, recorded, journal_lost=True)
        if row["ghost_of"] is not None and recorded is None:
            session.clear_after(len(session.drawn))
        live = self._adopt(session, row, recorded)
        self._see_to(live)
        return live

    async def open(self, hello: Hello, connection: Connected) -> Live | int:
        """Bring a player to their game. Answers the live game, or the code to close with."""
        if self.draining:
            return Close.DRAINING
        token = protocol.session_token(hello.token)
        if token is None:
            return Close.BAD_TOKEN
        try:
            async with self._only_one(token):
                live = await self._find(token)
                if isinstance(live, Live) and live.session.engine.wave is None and not live.session.ended:
                    async with asyncio.timeout(FIRST_WAVE_WAIT_S):
                        await live.first_wave.wait()
        except (*POSTGRES_AWAY, *REDIS_AWAY) as error:
            log.warning("hello_put_off", error=str(error))
            return Close.DRAINING
        if live is None:
            return Close.BAD_TOKEN
        if not isinstance(live, Live):
            row, result = live
            connection.send(over_before(result))
            log.debug("hello_for_ended_game", session=row["id"])
            return Close.DONE
        return self._attach(live, connection, hello.resume)

    async def _find(self, token: str) -> Live | tuple[Any, Any] | None:
        """The live game, or (row, result) of an ended one, or None for a token that opens nothing."""
        live = self._by_token.get(token)
        if live is not None:
            if live.saving is not None or not await self._journal.taken_from_us([live.session]):
                return live
            self._lost(live)
        row = await store.by_token(self._pg, token)
        if row is None:
            return None
        if row["ended_at"] is not None:
            return row, await self._result_of(row["id"])
        return await self._load(row)

    def _attach(self, live: Live, connection: Connected, resume: Resume | None) -> Live | int:
        if self.draining or connection.is_closed or self._live.get(live.session.id) is not live:
            return Close.DRAINING  # all three may have come about while the game was being found
        self.send_away(live, Close.REPLACED)
        live.connection = connection
        if live.session.ended:
            live.send([protocol.saving()])
        else:
            self.heard(live, live.session.connect(resume, self.now_ms()))
        return live

    def leave(self, live: Live, connection: Connected, *, our_fault: bool) -> None:
        """The player's socket is gone."""
        if live.connection is connection:
            self._detach(live, our_fault=our_fault)

    def send_away(self, live: Live, code: int) -> None:
        """Close a player's socket for what it did."""
        if live.connection is not None:
            live.connection.close(code)
            self._detach(live, our_fault=False)

    def _detach(self, live: Live, *, our_fault: bool) -> None:
        live.connection = None
        live.left_at_s = self.now_s()
        self.left.add(live.session.id)
        self.heard(live, live.session.disconnect(self.now_ms(), our_fault=our_fault))

    # ------------------------------------------------------------ what follows from a frame

    def heard(self, live: Live, reply: Reply) -> None:
        """Send what a call on the session returned, and do what follows from it."""
        frames, follows = reply
        live.send(frames)
        if follows & Follows.JOURNAL:
            self._dirty.add(live.session)
        if follows > Follows.JOURNAL:
            self._see_to(live)

    def _mark(self, live: Live) -> None:
        self._dirty.add(live.session)

    def _see_to(self, live: Live) -> None:
        session = live.session
        if session.ended:
            if live.saving is None:
                session.note_end(datetime.now(UTC))
                live.saving = self.spawn(self._finish(live))
            return
        if session.engine.wave is not None:
            live.first_wave.set()
        else:
            live.first_wave.clear()
        if session.wants_waves > 0 and live.drawing is None:
            live.drawing = self.spawn(self._draw_waves(live))
        self._arm(live)

    def _arm(self, live: Live) -> None:
        """One timer a session. It is let run when the deadline moved on: it then arms itself anew."""
        due_ms = live.session.deadline_ms()
        if due_ms is None:
            return
        due_s = due_ms / 1000
        if live.timer is not None:
            if live.timer.when() <= due_s:
                return
            live.timer.cancel()
        live.timer = self._loop.call_at(due_s, self._judge, live)

    def _judge(self, live: Live) -> None:
        live.timer = None
        if self._live.get(live.session.id) is live and not live.session.ended:
            self.heard(live, live.session.judge(self.now_ms()))

    # ------------------------------------------------------------ waves

    def _offer(self, live: Live, wave: Wave) -> None:
        self.heard(live, live.session.offer(wave, self.now_ms()))

    async def _draw_waves(self, live: Live) -> None:
        session = live.session
        tries = 0
        try:
            while session.wants_waves > 0:
                wave = await self._waves.next(live)
                if wave is None:
                    await asyncio.sleep(_retry_s(tries))
                    tries += 1
                elif not session.ended:
                    tries = 0
                    self._offer(live, wave)
        finally:
            live.drawing = None
        self._see_to(live)

    # ------------------------------------------------------------ the end

    async def end(self, row: Any, reason: EndReason, *, ended_at: datetime | None = None) -> Any:
        """End a game wherever it is and answer its public result (None when no key was pressed).

        `ended_at` says when the player left, for a game that ends later than that. Raises what POSTGRES_AWAY and
        REDIS_AWAY name.
        """
        async with self._only_one(row["session_token"]):
            live = self._live.get(row["id"])
            if live is not None and live.saving is None and await self._journal.taken_from_us([live.session]):
                self._lost(live)
                live = None
            if live is None:
                fresh = await store.by_id(self._pg, row["id"])
                if fresh is None or fresh["ended_at"] is not None:
                    return await self._result_of(row["id"])
                live = await self._load(fresh)
            if not live.session.ended:
                if ended_at is not None:
                    live.session.note_end(ended_at)
                self.heard(live, live.session.end(reason, self.now_ms()))
            assert live.saving is not None
            saving = live.saving
        return await asyncio.shield(saving)

    async def _finish(self, live: Live) -> Any:
        """Save the game, tell its player, forget it."""
        session = live.session
        slow = self._loop.call_later(0.25, live.send, [protocol.saving()])
        try:
            if session in await self._journal.write([session], self.now_ms()):
                self._lost(live)
                return await self._result_of(session.id)
            result = await self._save_until_saved(live)
            await self._waves.remember(live)
        except Exception:  # our bug: the journal keeps the game, and the player, coming back, has it tried again
            if live.connection is not None:
                live.connection.close(Close.DRAINING)
            self.let_go(live)
            raise
        finally:
            slow.cancel()
        metrics.KEYS.inc(len(session.tape))
        live.send([protocol.over(session.ended_reason or EndReason.QUIT, dumps(result))])
        if live.connection is not None:
            live.connection.close(Close.DONE)
            live.connection = None
        self.let_go(live)
        await self._journal.forget(session.id)
        return result

    async def _save_until_saved(self, live: Live) -> Any:
        """PostgreSQL away is waited out. The journal holds the game meanwhile, should this process die."""
        session, game = live.session, finished(live)
        tries = 0
        while True:
            try:
                return await self._save(game)
            except SessionGone:  # its player was removed for good
                return None
            except POSTGRES_AWAY as error:
                log.warning("result_waits_for_postgres", session=session.id, error=str(error))
            except Exception:
                log.exception("result_not_saved", session=session.id)
                if tries >= len(RETRY_S):
                    raise
            await asyncio.sleep(_retry_s(tries))
            tries += 1

    def _lost(self, live: Live) -> None:
        """Another process has this game now, or has ended it."""
        log.info("session_taken_elsewhere", session=live.session.id)
        connection, live.connection = live.connection, None
        self.let_go(live)
        if connection is not None:
            self.spawn(self._say_where_it_went(connection, live.session.id))

    async def _say_where_it_went(self, connection: Connected, session_id: str) -> None:
        """A moment's patience: whoever took the game may be ending it, and then there is a result to tell."""
        try:
            for wait_s in ENDED_ELSEWHERE_S:
                await asyncio.sleep(wait_s)
                row = await store.by_id(self._pg, session_id)
                if row is not None and row["ended_at"] is not None:
                    connection.send(over_before(await self._result_of(session_id)))
                    connection.close(Close.DONE)
                    return
            connection.close(Close.REPLACED)
        except POSTGRES_AWAY as error:
            log.warning("taken_game_unknown", session=session_id, error=str(error))
        finally:  # nobody knows which of the two: the player's next hello finds out
            connection.close(Close.DRAINING)

    async def close_user(self, user_id: str) -> None:
        """A deleted or disabled player's games end where they stand, here; elsewhere their tokens open nothing."""
        for live in [live for live in self._live.values() if live.session.user_id == user_id]:
            if not live.session.ended:
                self.heard(live, live.session.end(EndReason.ABANDONED, self.now_ms()))

    # ------------------------------------------------------------ rounds

    async def look_for_lost(self) -> None:
        """A game that stands still writes nothing, and a write is how a process learns that it lost a game."""
        still = [live for live in self._live.values() if live.connection is not None and not live.session.running]
        for session in await self._journal.taken_from_us([live.session for live in still]):
            live = self._live.get(session.id)
            if live is not None and live.session is session and live.saving is None:
                self._lost(live)

    async def flush(self) -> None:
        """Write every session that changed; what could not be written stays marked."""
        sessions = [session for session in self._dirty if not session.ended]
        self._dirty.clear()
        lost = await self._journal.write(sessions, self.now_ms())
        if self._journal.away:
            self._dirty.update(session for session in sessions if session.id in self._live)
            return
        for session in sessions:
            live = self._live.get(session.id)
            if session in lost and live is not None and live.session is session and live.saving is None:
                self._lost(live)
            elif session.d < session.s and live is not None:
                self._dirty.add(session)


def _new_session(row: Any, epoch: str, recorded: Sequence[Wave] | None, *, journal_lost: bool = False) -> PlaySession:
    session = PlaySession(
        id=row["id"],
        token=row["session_token"],
        user_id=row["user_id"],
        language=row["language"],
        difficulty=row["difficulty"],
        epoch=epoch,
        journal_lost=journal_lost,
    )
    session.clear_after(None if recorded is None else len(recorded))
    return session


def over_before(result: Any) -> bytes:
    """`over` for a game that had ended already; one without a key has no result to say how."""
    return protocol.over(result.end_reason if result else EndReason.QUIT, dumps(result))


def _retry_s(tries: int) -> float:
    return RETRY_S[min(tries, len(RETRY_S) - 1)]
