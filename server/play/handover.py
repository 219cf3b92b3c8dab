"""What this process does when another one asks it about a game."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from game.terms import EndReason
from server.infra.postgres import Pool, within
from server.infra.seldom import say_away
from server.infra.web import POSTGRES_S
from server.play import letters, store
from server.play.doors import Doors
from server.play.endings import Endings
from server.play.journal.books import Journal
from server.play.live import LiveGame
from server.play.retries import AWAY
from server.play.table import Table

log = structlog.get_logger(__name__)

SAVING_WAIT_S = 1.0  # shorter than the asker waits


class HandOver:
    def __init__(self, table: Table, doors: Doors, endings: Endings, journal: Journal, pg: Pool) -> None:
        self._table, self._doors, self._endings, self._journal, self._pg = table, doors, endings, journal, pg

    async def answer(self, asked: str, session_id: str) -> str:
        """One of the answers in `letters`. What fails here is BUSY: the asker asks again, as long as it has time."""
        answers: dict[str, Callable[[str], Awaitable[str]]] = {
            letters.LET_GO: self._let_go,
            letters.END: self._end,
            letters.ABANDON: self._abandon,
            letters.WRITE: self._write,
        }
        try:
            with within(POSTGRES_S):
                return await answers[asked](session_id)
        except AWAY as error:
            say_away("letter_waits", error, asked=asked, session=session_id)
        except Exception:
            log.exception("letter_failed", asked=asked, session=session_id)
        return letters.BUSY

    async def _let_go(self, session_id: str) -> str:
        game = self._table.game(session_id)
        if game is None:
            return await self._not_here(session_id)
        if game.saving is not None:
            return await self._saved(game)
        return letters.NOT_HERE if await self._doors.hand_over(game) else letters.BUSY

    async def _end(self, session_id: str) -> str:
        game = self._table.game(session_id)
        if game is None:
            return await self._not_here(session_id)
        self._endings.end_here(game, EndReason.QUIT)
        return await self._saved(game)

    async def _abandon(self, session_id: str) -> str:
        row = await store.by_id(self._pg, session_id)
        if row is None or row.ended_at is not None:
            return letters.OVER
        if self._table.game(session_id) is None and session_id not in self._doors.taking:
            return await self._not_here(session_id)
        await self._endings.abandon(row)
        return letters.OVER if self._table.game(session_id) is None else letters.PLAYED

    async def _write(self, session_id: str) -> str:
        game = self._table.game(session_id)
        if game is None:
            return letters.NOT_HERE
        await self._table.writer.written(game)
        return letters.HERE

    async def _not_here(self, session_id: str) -> str:
        if session_id in self._doors.taking:
            return letters.BUSY
        await self._journal.release(session_id)
        return letters.NOT_HERE

    async def _saved(self, game: LiveGame) -> str:
        assert game.saving is not None, "it is over"
        try:
            async with asyncio.timeout(SAVING_WAIT_S):
                await asyncio.shield(game.saving)
        except TimeoutError:
            return letters.BUSY
        return letters.OVER
