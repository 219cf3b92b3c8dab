"""What is done for all games at once, again and again: writing the journal, looking after sockets, reaping.

Laws: a round that fails is logged and comes again; any number of processes may do the same rounds at the same time.
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
from server.play.journal import FLUSH_EVERY_S, Journal
from server.play.registry import Registry
from server.settings import Settings

log = structlog.get_logger(__name__)

LOST_EVERY_S = 1  # one read for all games that stand
TOUCH_EVERY_S = 60
TOUCH_SLACK_S = 2 * TOUCH_EVERY_S  # a process that died cannot have touched its games more than this ago
REAP_EVERY_S = 30
REAP_LIMIT = 100  # games a round: each is one replay and one transaction


class Rounds:
    """Each of `works()` is a background task's body: it goes on until it is cancelled."""

    def __init__(self, registry: Registry, pg: Pool, journal: Journal, settings: Settings) -> None:
        self._registry, self._pg, self._journal, self._settings = registry, pg, journal, settings

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [
            every(FLUSH_EVERY_S, self._registry.flush, POSTGRES_AWAY),
            every(min(1.0, self._settings.silent_timeout_ms / 4000), self.look_after, POSTGRES_AWAY),
            every(LOST_EVERY_S, self._registry.look_for_lost, POSTGRES_AWAY),
            every(TOUCH_EVERY_S, self.touch, POSTGRES_AWAY),
            every(REAP_EVERY_S, self.reap, POSTGRES_AWAY),
        ]

    async def look_after(self) -> None:
        """Close the silent and the slow, count idling, carry a `d` that nothing else carried."""
        registry = self._registry
        now_s, now_ms = registry.now_s(), registry.now_ms()
        metrics.PLAYERS.set(registry.playing)
        for live in registry.games():
            connection, session = live.connection, live.session
            if connection is None:
                if now_s - live.left_at_s > self._settings.abandon_after_s + TOUCH_SLACK_S and live.saving is None:
                    registry.let_go(live)  # whoever reaps it reads the journal
            elif now_s - connection.last_heard_s > self._settings.silent_timeout_ms / 1000:
                registry.send_away(live, Close.SILENT)
            elif connection.is_slow():
                registry.send_away(live, Close.SLOW_READER)
            elif not session.ended:
                registry.heard(live, session.check_idle(now_ms))
                if session.d > session.d_told:
                    live.send([session.ack()])

    async def touch(self) -> None:
        """Tell the other processes that these games are looked after."""
        left = set(self._registry.left)
        held = {live.session.id for live in self._registry.games() if live.connection or live.saving}
        if left | held:
            await store.touch(self._pg, [*(left | held)])
        self._registry.left -= left

    async def reap(self) -> None:
        """End what was left alone, and save what was over when its process died.

        Each game is taken over first, and saved once by its id, so that two reapers at once do no harm.
        """
        await self.touch()
        for row in await store.left_alone(self._pg, self._settings.abandon_after_s, REAP_LIMIT):
            await self._end(row)
        here = {live.session.id for live in self._registry.games()}
        unsaved = [session_id for session_id in await self._journal.ended() if session_id not in here]
        for session_id in await store.ended_among(self._pg, unsaved):
            await self._journal.forget(session_id)
        for row in await store.left_alone(self._pg, TOUCH_SLACK_S, REAP_LIMIT, among=unsaved):
            await self._end(row)

    async def _end(self, row: Any) -> None:
        try:
            await self._registry.end(row, EndReason.ABANDONED, ended_at=row["updated_at"])
        except REDIS_AWAY as error:
            log.warning("reaper_waits_for_redis", session=row["id"], error=str(error))
        except POSTGRES_AWAY:
            raise
        except Exception:  # one game that cannot be ended keeps none of the others waiting
            log.exception("game_not_reaped", session=row["id"])
