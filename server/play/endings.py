"""The end of a game: ended on request or by its own rules, saved, reported to its player.

Laws:
- `over` is sent after the commit, and after the boards were tried.
- While PostgreSQL is away the game waits. The journal holds it in case this process dies.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from game.analytics import measures
from game.keylog import encode
from game.terms import EndReason
from server.infra import metrics
from server.infra.postgres import POSTGRES_AWAY, Pool
from server.play import retries, store
from server.play.core import protocol
from server.play.core.protocol import Close
from server.play.doors import Doors, ResultOf, over
from server.play.journal import Journal
from server.play.live import LiveGame
from server.play.long_work import worked_through
from server.play.modes import Modes
from server.play.rows import GameRow
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
        modes: Modes,
        pg: Pool,
        *,
        save: Save,
        result_of: ResultOf,
    ) -> None:
        self._table, self._doors, self._journal, self._modes, self._pg = table, doors, journal, modes, pg
        self.save, self._result_of = save, result_of
        table.when_over(self._finish)

    # ------------------------------------------------------------ ending a game

    async def end(self, row: GameRow, reason: EndReason, *, ended_at: datetime | None = None) -> GameResult | None:
        """End a game, whichever process it is in, and return its result (None when no key was pressed).

        `ended_at` is when the player left, if that is earlier than now. Raises what POSTGRES_AWAY and
        REDIS_AWAY name.
        """
        async with self._doors.only_one(row.session_token):
            game = await self._doors.still_ours(self._table.game(row.id))
            if game is None:
                fresh = await store.by_id(self._pg, row.id)
                if fresh is None or fresh.ended_at is not None:
                    return await self._result_of(row.id)
                game = await self._doors.take_over(fresh)
            if not game.session.ended and ended_at is not None:
                game.session.note_end(ended_at)
            self._table.heard(game, game.session.end(reason, self._table.now_ms()))
            saving = game.saving
            assert saving is not None, "a session that is over says so, and is then saved"
        return await asyncio.shield(saving)

    async def close_user(self, user_id: str) -> None:
        """End a deleted or disabled player's games in this process. In the others their tokens open nothing."""
        for game in self._table.games():
            if game.row.user_id == user_id:
                self._table.heard(game, game.session.end(EndReason.ABANDONED, self._table.now_ms()))

    # ------------------------------------------------------------ saving one that is over

    async def _finish(self, game: LiveGame) -> GameResult | None:
        """Save the game, tell its player, forget it."""
        session = game.session
        session.note_end(datetime.now(UTC))
        slow = asyncio.get_running_loop().call_later(SAVING_TOLD_AFTER_S, game.send, [protocol.saving()])
        try:
            if session in await self._journal.write([session], self._table.now_ms()):
                self._doors.lost(game)
                return await self._result_of(session.id)
            result = await self._save_until_saved(await worked_through(len(session.tape), self.finished, game))
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
            game.connection.send(over(result, session.ended_reason))
            game.connection.close(Close.DONE)
            game.connection = None
        self._table.let_go(game)
        await self._journal.forget(session.id)
        return result

    async def _save_until_saved(self, game: FinishedGame) -> GameResult | None:
        """Try until PostgreSQL takes it."""
        tries = 0
        while True:
            try:
                return await self.save(game)
            except SessionGone:  # its player was removed for good
                return None
            except POSTGRES_AWAY as error:
                log.warning("result_waits_for_postgres", session=game.session_id, error=str(error))
            except Exception:
                log.exception("result_not_saved", session=game.session_id)
                if tries >= len(retries.RETRY_S):
                    raise
            await asyncio.sleep(retries.retry_s(tries))
            tries += 1

    def finished(self, game: LiveGame) -> FinishedGame:
        """The game as `results` saves it. Works through the whole key log."""
        session, mode = game.session, self._modes[game.row.mode]
        log, totals = session.key_log(), session.engine.totals
        assert session.ended_at is not None, "told when the saving began"
        return FinishedGame(
            session_id=session.id,
            user_id=session.user_id,
            totals=totals,
            game_ms=log.end_ms,
            end_reason=log.end_reason,
            pauses=session.pauses,
            paused_ms=session.paused_ms,
            journal_lost=session.journal_lost,
            key_log=encode(log),
            measures=measures(log, totals),
            ended_at=session.ended_at,
            unranked_by_mode=mode.unranked_reason,
            **mode.of_result(game.row),
        )
