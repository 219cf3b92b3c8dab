"""Games that begin: looked up by their mode, written down, with their first wave ready."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from game.terms import EndReason, Mode
from server.infra.inputs import Body
from server.infra.postgres import Pool
from server.play import store
from server.play.endings import Endings
from server.play.journal.books import new_epoch
from server.play.live import LiveGame
from server.play.modes import Modes, Prepared
from server.play.retries import AWAY
from server.play.rows import GameRow
from server.play.standings import Standings
from server.play.table import Table

RETIRE_S = 3  # a game that another process has may take longer to end; then the player is asked


class Starts:
    def __init__(self, table: Table, modes: Modes, endings: Endings, standings: Standings, pg: Pool) -> None:
        self._table, self._modes, self._endings, self._standings, self._pg = table, modes, endings, standings, pg

    async def start(self, user_id: str, name: Mode, asked: Body) -> GameRow:
        """A new game of that mode; `asked` is what the mode's start takes.

        What the player had left there is ended, in a mode whose games are begun anew (`one_for_each`).
        If the player has too many unfinished games, the oldest in which no key was pressed makes room for it.
        Raises store.TooManyGames, waves.NoSnippets, and the Problems of the mode.
        """
        prepared = await self._modes[name].prepare(user_id, asked)
        await self._leave_earlier(user_id, name, prepared)
        for _ in range(store.UNFINISHED_LIMIT):
            try:
                return await self._begin(user_id, name, prepared)
            except store.TooManyGames as refusal:
                if not await self._retire_one(refusal.games):
                    raise
        return await self._begin(user_id, name, prepared)

    async def _leave_earlier(self, user_id: str, name: Mode, prepared: Prepared) -> None:
        column = self._modes[name].one_for_each
        if column is not None:
            for row in await store.unfinished(self._pg, user_id):
                if row.mode is name and row.own[column] == prepared.own[column]:
                    await self.leave(row)

    async def _retire_one(self, games: Sequence[GameRow]) -> bool:
        """End the oldest of these games in which no key was pressed; whether there was one."""
        standings = await self._standings.of(games)
        unbegun = [row for row, one in zip(games, standings, strict=True) if one is not None and not one.keys_pressed]
        return bool(unbegun) and await self.leave(min(unbegun, key=lambda row: row.started_at))

    async def leave(self, row: GameRow) -> bool:
        """End a game that its player has left for another; whether that was possible."""
        try:
            async with asyncio.timeout(RETIRE_S):
                await self._endings.end(row, EndReason.QUIT)
        except AWAY:
            return False
        return True

    async def _begin(self, user_id: str, name: Mode, prepared: Prepared) -> GameRow:
        mode = self._modes[name]
        async with self._pg.acquire() as connection, connection.transaction():
            row = await store.begin(connection, user_id, name, prepared)
            waves = mode.waves_of_new(row, prepared)
            first = await waves.first(connection)
        session = mode.session(row, new_epoch(), waves)
        session.clear_after(waves.last_wave(0))
        game = LiveGame(row, session, waves, left_at_s=self._table.now_s())
        for wave in first:
            session.offer(wave, self._table.now_ms())  # no player is connected yet, and the clock is stopped
        self._table.add(game)
        # Written before the answer is sent, so that the player's socket finds the game on any process.
        await self._table.writer.written(game)
        return row
