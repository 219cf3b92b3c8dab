"""Periodic work for all games of the process: the journal's writer, watching the sockets, reaping.

Laws: a round that fails is logged and repeated at its next turn; any number of processes may run the same rounds.
"""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from typing import Any

import structlog

from game.terms import EndReason
from server.infra import metrics
from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.tasks import every, in_slices
from server.play import store
from server.play.core.match_session import MatchSession
from server.play.core.protocol import Close
from server.play.doors import Doors
from server.play.endings import Endings
from server.play.journal.books import Journal
from server.play.lease import TICK_S
from server.play.live import LiveGame
from server.play.neighbours import Neighbours
from server.play.retries import AWAY
from server.play.rows import GameRow
from server.play.table import Table
from server.settings import Settings

log = structlog.get_logger(__name__)

ALIVE_EVERY_S = 1
WAITING_EVERY_S = 3  # with the heartbeat's three seconds: a dead process's results are taken over within ten
TOUCH_EVERY_S = 60
# A game that its player has left stays in memory: most who come back do so at once. The seat of a match stays until it
# is over, because its clock runs on.
LEFT_KEPT_S = 60
STALL_S = 3.0  # after one as long as this, what players have sent meanwhile is still to be read
REAP_EVERY_S = 30
REAP_LIMIT = 100  # games a round: each is one replay and one transaction


class Rounds:
    """Each of `works()` is the body of a background task; it runs until it is cancelled."""

    def __init__(
        self,
        table: Table,
        doors: Doors,
        endings: Endings,
        journal: Journal,
        neighbours: Neighbours,
        *,
        pg: Pool,
        settings: Settings,
    ) -> None:
        self._table, self._doors, self._endings, self._neighbours = table, doors, endings, neighbours
        self._pg, self._journal, self._settings = pg, journal, settings
        self._looked_s = 0.0

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [
            self._table.writer.run(),
            every(TICK_S, self._table.look_at_itself, ()),
            self._neighbours.listen(),
            every(ALIVE_EVERY_S, self._neighbours.beat, REDIS_AWAY),
            every(min(1.0, self._settings.silent_timeout_ms / 4000), self.look_after, POSTGRES_AWAY),
            every(WAITING_EVERY_S, self.take_waiting, AWAY),
            every(TOUCH_EVERY_S, self.touch, POSTGRES_AWAY),
            every(REAP_EVERY_S, self.reap, AWAY),
        ]

    # ------------------------------------------------------------ sockets

    async def look_after(self) -> None:
        """Close silent and slow sockets, pause games that nobody plays, send an ack where only `d` moved."""
        metrics.PLAYERS.set(self._table.playing)
        began_s = self._table.now_s()
        has_listened, self._looked_s = began_s - self._looked_s < STALL_S, began_s
        async for games in in_slices(self._table.games()):
            now_s, now_ms = self._table.now_s(), self._table.now_ms()
            for game in games:
                if self._table.holds(game):
                    self._look_after(game, now_s, now_ms, has_listened)

    def _look_after(self, game: LiveGame, now_s: float, now_ms: int, has_listened: bool) -> None:
        table, connection, session = self._table, game.connection, game.session
        if connection is None:
            is_left = not isinstance(session, MatchSession) and now_s - game.left_at_s > LEFT_KEPT_S
            if is_left and game.saving is None and table.writer.has_written(game):
                table.tasks.spawn(self._doors.hand_over(game))  # its player, or the reaper, will read the journal
        elif now_s - connection.last_heard_s > self._settings.silent_timeout_ms / 1000:
            table.send_away(game, Close.SILENT)
        elif connection.is_slow():
            table.send_away(game, Close.SLOW_READER)
        elif not session.ended:
            heard_ms = int(connection.last_heard_s * 1000)
            table.heard(game, session.check_idle(now_ms, heard_ms=heard_ms, has_listened=has_listened))
            if session.d > session.d_told:
                game.send([session.ack()])

    # ------------------------------------------------------------ games that are left

    async def touch(self) -> None:
        """Tell the other processes that these games have a player."""
        left = set(self._table.left)
        held = {game.row.id for game in self._table.games() if game.connection or game.saving}
        async for session_ids in in_slices([*(left | held)]):
            await store.touch(self._pg, session_ids)
        self._table.left -= left

    async def reap(self) -> None:
        """End games that were left alone."""
        await self.touch()
        for row in await store.left_alone(self._pg, self._settings.abandon_after_s, REAP_LIMIT):
            await self._each(row, self._endings.abandon(row))

    async def take_waiting(self) -> None:
        """Save games that were over when their process died, by their journal or by this machine's spool.

        Each game is taken over first, and saved once by its id, so that two processes at once do no harm.
        """
        await self._endings.save_spooled()
        unsaved = [session_id for session_id in await self._journal.orphans() if self._table.game(session_id) is None]
        if not unsaved:
            return
        for session_id in await store.ended_among(self._pg, unsaved):
            await self._journal.forget(session_id)
        for row in await store.left_alone(self._pg, 0, REAP_LIMIT, among=unsaved):
            await self._each(row, self._endings.end(row, EndReason.ABANDONED, ended_at=row.updated_at))

    async def _each(self, row: GameRow, work: Awaitable[object]) -> None:
        try:
            await work
        except REDIS_AWAY as error:
            log.warning("reaper_waits_for_redis", session=row.id, error=str(error))
        except POSTGRES_AWAY:
            raise
        except Exception:  # a game that cannot be ended must not hold up the others
            log.exception("game_not_reaped", session=row.id)
