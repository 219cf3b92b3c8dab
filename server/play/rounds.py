"""Periodic work for all games of the process: writing the journal, watching the sockets, reaping.

Laws: a round that fails is logged and repeated at its next turn; any number of processes may run the same rounds.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import structlog

from game.terms import EndReason
from server.infra import metrics
from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.tasks import every
from server.play import store
from server.play.core.protocol import Close
from server.play.doors import Doors
from server.play.endings import Endings
from server.play.journal import FLUSH_EVERY_S, Journal
from server.play.live import LiveGame
from server.play.rows import GameRow
from server.play.table import Table
from server.settings import Settings

log = structlog.get_logger(__name__)

LOST_EVERY_S = 1  # one read for all games whose clock is stopped
TOUCH_EVERY_S = 60
TOUCH_SLACK_S = 2 * TOUCH_EVERY_S  # a live process has touched its games more recently than this
LEFT_KEPT_S = 60  # a game that its player has left stays in memory: most who come back do so at once
REAP_EVERY_S = 30
REAP_LIMIT = 100  # games a round: each is one replay and one transaction


class Rounds:
    """Each of `works()` is the body of a background task; it runs until it is cancelled."""

    def __init__(
        self, table: Table, doors: Doors, endings: Endings, journal: Journal, *, pg: Pool, settings: Settings
    ) -> None:
        self._table, self._doors, self._endings = table, doors, endings
        self._pg, self._journal, self._settings = pg, journal, settings

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [
            every(FLUSH_EVERY_S, self.flush, POSTGRES_AWAY),
            every(min(1.0, self._settings.silent_timeout_ms / 4000), self.look_after, POSTGRES_AWAY),
            every(LOST_EVERY_S, self.look_for_lost, POSTGRES_AWAY),
            every(TOUCH_EVERY_S, self.touch, POSTGRES_AWAY),
            every(REAP_EVERY_S, self.reap, POSTGRES_AWAY),
        ]

    # ------------------------------------------------------------ the journal

    async def flush(self) -> None:
        """Write every game that changed. Games that could not be written stay marked."""
        table = self._table
        games = [game for game in table.unwritten if not game.session.ended]
        table.unwritten.clear()
        lost = await self._journal.write([game.session for game in games], table.now_ms())
        if self._journal.away:
            table.unwritten.update(game for game in games if table.holds(game))
            return
        for game in games:
            if not table.holds(game):
                continue
            if game.session in lost and game.saving is None:
                self._doors.lost(game)
            elif game.session.d < game.session.s:
                table.unwritten.add(game)

    async def look_for_lost(self) -> None:
        """A process learns from its writes that it lost a game; games whose clock is stopped write nothing, so ask."""
        still = [game for game in self._table.games() if game.connection is not None and not game.session.running]
        lost = await self._journal.taken_from_us([game.session for game in still])
        for game in still:
            if game.session in lost and self._table.holds(game) and game.saving is None:
                self._doors.lost(game)

    # ------------------------------------------------------------ sockets

    async def look_after(self) -> None:
        """Close silent and slow sockets, pause idle games, send an ack where only `d` moved."""
        table = self._table
        now_s, now_ms = table.now_s(), table.now_ms()
        metrics.PLAYERS.set(table.playing)
        for game in table.games():
            connection, session = game.connection, game.session
            if connection is None:
                if now_s - game.left_at_s > LEFT_KEPT_S and game.saving is None and self._is_journalled(game):
                    table.let_go(game)  # whoever comes back, or reaps it, reads the journal
            elif now_s - connection.last_heard_s > self._settings.silent_timeout_ms / 1000:
                table.send_away(game, Close.SILENT)
            elif connection.is_slow():
                table.send_away(game, Close.SLOW_READER)
            elif not session.ended:
                table.heard(game, session.check_idle(now_ms))
                if session.d > session.d_told:
                    game.send([session.ack()])

    def _is_journalled(self, game: LiveGame) -> bool:
        """Whether the journal has all of it."""
        return game not in self._table.unwritten and game.session.d == game.session.s and not self._journal.away

    # ------------------------------------------------------------ games that are left

    async def touch(self) -> None:
        """Tell the other processes that these games have a player."""
        left = set(self._table.left)
        held = {game.row.id for game in self._table.games() if game.connection or game.saving}
        if left | held:
            await store.touch(self._pg, [*(left | held)])
        self._table.left -= left

    async def reap(self) -> None:
        """End games that were left, and save those that were over when their process died.

        Each game is taken over first, and saved once by its id, so that two reapers at once do no harm.
        """
        await self.touch()
        for row in await store.left_alone(self._pg, self._settings.abandon_after_s, REAP_LIMIT):
            await self._end(row)
        here = {game.row.id for game in self._table.games()}
        unsaved = [session_id for session_id in await self._journal.ended() if session_id not in here]
        for session_id in await store.ended_among(self._pg, unsaved):
            await self._journal.forget(session_id)
        for row in await store.left_alone(self._pg, TOUCH_SLACK_S, REAP_LIMIT, among=unsaved):
            await self._end(row)

    async def _end(self, row: GameRow) -> None:
        try:
            await self._endings.end(row, EndReason.ABANDONED, ended_at=row.updated_at)
        except REDIS_AWAY as error:
            log.warning("reaper_waits_for_redis", session=row.id, error=str(error))
        except POSTGRES_AWAY:
            raise
        except Exception:  # a game that cannot be ended must not hold up the others
            log.exception("game_not_reaped", session=row.id)
