"""Games that begin: looked up by their mode, written down, with their first wave ready."""

from __future__ import annotations

from game.terms import Mode
from server.infra.inputs import Body
from server.infra.postgres import Pool
from server.play import store
from server.play.journal.books import new_epoch
from server.play.live import LiveGame, new_session
from server.play.modes import Modes
from server.play.rows import GameRow
from server.play.table import Table


class Starts:
    def __init__(self, table: Table, modes: Modes, pg: Pool) -> None:
        self._table, self._modes, self._pg = table, modes, pg

    async def start(self, user_id: str, name: Mode, asked: Body) -> GameRow:
        """A new game of that mode; `asked` is what the mode's start takes.

        Raises store.TooManyGames, waves.NoSnippets, and the Problems of the mode.
        """
        mode = self._modes[name]
        prepared = await mode.prepare(user_id, asked)
        async with self._pg.acquire() as connection, connection.transaction():
            row = await store.begin(connection, user_id, name, prepared)
            waves = mode.waves_of_new(row, prepared)
            first = await waves.first(connection)
        session = new_session(row, new_epoch(), time_limit_ms=mode.time_limit_ms(row))
        session.clear_after(waves.last_wave(0))
        game = LiveGame(row, session, waves, left_at_s=self._table.now_s())
        for wave in first:
            session.offer(wave, self._table.now_ms())  # no player is connected yet, and the clock is stopped
        self._table.add(game)
        # Written before the answer is sent, so that the player's socket finds the game on any process.
        await self._table.writer.written(game)
        return row
