"""The end of a game: ended on request or by its own rules, saved, reported to its player.

Laws:
- `over` is sent after the commit, and after the boards were tried.
- While PostgreSQL is away the game waits. The journal holds it in case this process dies; when Redis is away too, the
  spool does.
- A game that another living process has is ended there, as it stands there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from game.terms import EndReason
from server.infra import metrics
from server.infra.clock import utc_now
from server.infra.postgres import POSTGRES_AWAY, Pool, within
from server.infra.seldom import say_away
from server.infra.web import POSTGRES_S
from server.play import letters, store
from server.play.core import protocol
from server.play.core.protocol import Close
from server.play.doors import Doors, EndedElsewhere, ResultOf, over
from server.play.finishing import finished_here
from server.play.journal.books import Journal
from server.play.journal.contents import BrokenJournal
from server.play.live import LiveGame
from server.play.long_work import worked_through
from server.play.retries import AWAY, RETRY_S, retry_s
from server.play.rows import GameRow
from server.play.spool import Spool
from server.play.table import Table
from server.results import FinishedGame, GameResult, SessionGone

log = structlog.get_logger(__name__)

SAVING_TOLD_AFTER_S = 0.25  # most results are saved before a player could read the message

Save = Callable[[FinishedGame], Awaitable[GameResult | None]]  # the transaction and the boards


class Endings:
    def __init__(
        self,
        table: Table,
        doors: Doors,
        journal: Journal,
        spool: Spool,
        *,
        pg: Pool,
        abandon_after_s: float,
        save: Save,
        result_of: ResultOf,
        judges: bool,
    ) -> None:
        self._table, self._doors, self._journal, self._pg = table, doors, journal, pg
        self._spool, self._abandon_after_s = spool, abandon_after_s
        self.save, self._result_of, self._judges = save, result_of, judges
        self.unsaved = 0  # games that are over and wait to be saved, or for PostgreSQL to come back
        table.when_over(self._finish)

    # ------------------------------------------------------------ ending a game

    async def end(self, row: GameRow, reason: EndReason, *, ended_at: datetime | None = None) -> GameResult | None:
        """End a game, in this process or another, and return its result (None when no key was pressed).

        `ended_at` is when the player left, if that is earlier than now. Raises what POSTGRES_AWAY and
        REDIS_AWAY name.
        """
        async with self._doors.only_one(row.session_token):
            game = self._table.game(row.id)
            if game is None:
                with within(POSTGRES_S):
                    fresh = await store.by_id(self._pg, row.id)
                    if fresh is None or fresh.ended_at is not None:
                        return await self._result_of(row.id)
                    try:
                        game = await self._doors.take_over(fresh, letters.END)
                    except EndedElsewhere:
                        return await self._result_of(row.id)
            saving = self.end_here(game, reason, ended_at=ended_at)
        result = await asyncio.shield(saving)
        if not game.written.is_elsewhere:
            return result
        return await self.end(row, reason, ended_at=ended_at)  # the last write of the game told that another has it

    async def end_within(self, wait_s: float, row: GameRow, reason: EndReason) -> GameResult | None:
        """As `end`, for a caller who waits `wait_s` at most: TimeoutError then, and the game is ended all the same."""
        ending = self._table.tasks.spawn(self.end(row, reason), away=AWAY)
        done, _ = await asyncio.wait([ending], timeout=max(0.0, wait_s))
        if not done:
            raise TimeoutError(f"the result was not saved within {wait_s:.1f} s")
        return ending.result()

    def end_here(
        self, game: LiveGame, reason: EndReason, *, ended_at: datetime | None = None
    ) -> asyncio.Task[GameResult | None]:
        """End a game of this process, if it has not ended. Returns what saves it."""
        if not game.session.ended and ended_at is not None:
            game.session.note_end(ended_at)
        self._table.heard(game, game.session.end(reason, self._table.now_ms()))
        assert game.saving is not None, "a session that is over says so, and is then saved"
        return game.saving

    async def abandon(self, row: GameRow) -> None:
        """End a game that seems to be left alone, unless somebody is on it or has been meanwhile.

        Raises what POSTGRES_AWAY and REDIS_AWAY name.
        """
        async with self._doors.only_one(row.session_token):  # a hello on its way is waited for
            game = await self._doors.still_ours(self._table.game(row.id))
            if game is not None and game.connection is not None:
                return
            with within(POSTGRES_S):
                if not await self._is_left_alone(row.id):
                    return
                if game is None:
                    try:
                        game = await self._doors.take_over(row, letters.ABANDON)
                    except EndedElsewhere:
                        return
                    if not await self._is_left_alone(row.id):
                        return
            saving = self.end_here(game, EndReason.ABANDONED, ended_at=row.updated_at)
        await asyncio.shield(saving)

    async def save_spooled(self) -> None:
        """Save what waits in the spool. Raises what POSTGRES_AWAY names."""
        for session_id in await self._spool.waiting():
            if self._table.game(session_id) is not None:
                continue
            row = await store.by_id(self._pg, session_id)
            if row is None or row.ended_at is not None:
                await self._spool.discard(session_id)
                continue
            async with self._doors.only_one(row.session_token):
                if self._table.game(session_id) is not None:
                    continue
                try:
                    await self._doors.take_spooled(row, await self._spool.read(session_id))
                except BrokenJournal:
                    log.exception("spooled_game_broken", session=session_id)
                    metrics.JOURNALS_BROKEN.inc()
                    await self._spool.set_aside(session_id)

    async def _is_left_alone(self, session_id: str) -> bool:
        return bool(await store.left_alone(self._pg, self._abandon_after_s, 1, among=[session_id]))

    # ------------------------------------------------------------ saving one that is over

    async def _finish(self, game: LiveGame) -> GameResult | None:
        """Save the game, tell its player, forget it."""
        session = game.session
        session.note_end(utc_now())
        slow = asyncio.get_running_loop().call_later(SAVING_TOLD_AFTER_S, game.send, [protocol.saving()])
        try:
            await self._table.writer.written(game)
            if game.written.is_elsewhere:
                self._doors.lost(game)
                with within(POSTGRES_S):
                    return await self._result_of(session.id)
            finished = await worked_through(len(session.tape), finished_here, game, judges=self._judges)
            self.unsaved += 1
            try:
                result = await self._save_until_saved(game, finished)
            finally:
                self.unsaved -= 1
            await game.waves.over(session)
        except Exception:  # our bug: the journal keeps the game, and the player's next hello tries again
            if game.connection is not None:
                game.connection.close(Close.DRAINING)
            self._table.let_go(game)
            raise
        finally:
            slow.cancel()
        metrics.KEYS.inc(len(session.tape))
        if game.connection is not None:
            game.send([over(result, session.ended_reason)])
            game.connection.close(Close.DONE)
            game.connection = None
        self._table.let_go(game)
        await self._spool.saved(session.id)
        await self._journal.forget(session.id)
        return result

    async def _save_until_saved(self, game: LiveGame, finished: FinishedGame) -> GameResult | None:
        """Try until PostgreSQL takes it, however long it is away. What fails by our own bug is given up after some
        tries, once the journal has it."""
        tries = bugs = 0
        while True:
            try:
                return await self.save(finished)
            except SessionGone:  # its player was removed for good
                return None
            except POSTGRES_AWAY as error:
                say_away("result_waits_for_postgres", error, session=finished.session_id)
            except Exception:
                log.exception("result_not_saved", session=finished.session_id)
                bugs += 1
                if bugs > len(RETRY_S) and self._table.writer.has_written(game):
                    raise
            if self._table.writer.away_for(game):
                await self._spool.put(game)
            await asyncio.sleep(retry_s(tries))
            tries += 1
