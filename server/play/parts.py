"""All parts of play, made once per process and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from redis.asyncio import Redis

from server.infra.postgres import Pool
from server.play.doors import Doors, ResultOf
from server.play.endings import Endings, Save
from server.play.journal import Journal
from server.play.modes import open_modes
from server.play.rounds import Rounds
from server.play.sockets.porter import Porter
from server.play.starts import Starts
from server.play.table import Table
from server.play.waves import Draw, Tools, WeakKeys
from server.settings import Settings


class Play:
    """Run `works()` as background tasks. `stop()` sends all players elsewhere."""

    def __init__(
        self,
        pg: Pool,
        redis: Redis,
        settings: Settings,
        *,
        draw: Draw,
        weak_keys: WeakKeys,
        save: Save,
        result_of: ResultOf,
    ) -> None:
        self.pg = pg
        self.tools = Tools(pg, draw, weak_keys)
        self.modes = open_modes(self.tools)
        self.journal = Journal(redis, settings.redis_prefix)
        self.table = Table(self.journal, asyncio.get_running_loop())
        self.starts = Starts(self.table, self.journal, self.modes, pg)
        self.porter = Porter(settings)
        self.doors = Doors(self.table, self.journal, self.modes, pg, result_of)
        self.endings = Endings(self.table, self.doors, self.journal, self.modes, pg, save=save, result_of=result_of)
        self.rounds = Rounds(self.table, self.doors, self.endings, self.journal, pg=pg, settings=settings)

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return self.rounds.works()

    async def stop(self) -> None:
        """Send all players elsewhere (4001), write the journal, end the tasks."""
        self.table.drain()
        await self.rounds.flush()
        await self.table.tasks.end()
