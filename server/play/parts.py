"""All parts of play, made once per process and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from redis.asyncio import Redis

from server.feed import Consumer, Periodic
from server.infra.postgres import Pool
from server.play.admission import Admission
from server.play.doors import Doors, ResultOf
from server.play.endings import Endings, Save
from server.play.hall.deciding import consumer as deciding_consumer
from server.play.hall.hall import Hall
from server.play.hall.house import Strokes
from server.play.hall.opening import Opening
from server.play.hall.sweep import Sweep
from server.play.hall.viewers import Viewers
from server.play.handover import HandOver
from server.play.journal.books import Journal
from server.play.journal.writers import open_writer
from server.play.modes import open_modes
from server.play.neighbours import Neighbours
from server.play.reference import Reference
from server.play.rounds import Rounds
from server.play.sockets.porter import Porter
from server.play.spool import Spool
from server.play.standings import Standings
from server.play.starts import Starts
from server.play.table import Table
from server.play.waves import Draw, Drill, Tools, WeakKeys
from server.settings import Settings

COLLECTION_S_A_GAME = 30e-6  # measured with 2,000 connected players


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
        drill: Drill,
        save: Save,
        result_of: ResultOf,
        strokes: Strokes,
    ) -> None:
        self.pg = pg
        self.tools = Tools(pg, draw, weak_keys, drill, Reference(self._now_s))
        self.modes = open_modes(self.tools)
        prefix = settings.redis_prefix
        self.neighbours = Neighbours(redis, prefix)
        self.writer = open_writer(redis, prefix, self.neighbours.process, self._now_s, self.neighbours.lease)
        self.journal = Journal(redis, prefix, self.neighbours.process)
        self.table = Table(self.writer, asyncio.get_running_loop())
        self.porter = Porter(settings, redis)
        spool = Spool(settings.data_dir() / "spool")
        self.doors = Doors(
            self.table,
            self.journal,
            self.neighbours,
            spool,
            modes=self.modes,
            pg=pg,
            result_of=result_of,
            on_taken_over=self.porter.charge_take_over,
        )
        self.endings = Endings(
            self.table,
            self.doors,
            self.journal,
            spool,
            pg=pg,
            abandon_after_s=settings.abandon_after_s,
            save=save,
            judges=settings.plausibility,
            result_of=result_of,
        )
        self.admission = Admission(self.table, self.endings, pg, redis, prefix)
        self.standings = Standings(self.table, self.journal)
        self.starts = Starts(self.table, self.modes, self.endings, self.standings, pg)
        self.hall = Hall(
            self.table,
            self.starts,
            self.endings,
            pg=pg,
            redis=redis,
            prefix=prefix,
            process=self.neighbours.process,
            reference=self.tools.reference,
            strokes=strokes,
        )
        self.opening = Opening(pg, self.tools, self.starts)
        self.viewers = Viewers(self.hall)
        self.sweep = Sweep(
            self.hall,
            self.table,
            self.doors,
            self.endings,
            journal=self.journal,
            neighbours=self.neighbours,
            pg=pg,
        )
        self.neighbours.answering = HandOver(self.table, self.doors, self.endings, self.journal, pg).answer
        self.rounds = Rounds(
            self.table, self.doors, self.endings, self.journal, self.neighbours, pg=pg, settings=settings
        )

    def _now_s(self) -> float:
        return self.table.now_s()

    def collection_s(self) -> float:
        """For how long a whole garbage collection would hold up the players; 0 while there are none."""
        table = self.table
        return table.playing and len(table.games()) * COLLECTION_S_A_GAME

    def periodic(self) -> list[Periodic]:
        """What modes and matches want done from time to time."""
        return [*(work for mode in self.modes.values() for work in mode.periodic()), self.sweep.periodic()]

    def consumers(self) -> list[Consumer]:
        """What follows from the end of a game here."""
        return [deciding_consumer()]

    def works(self) -> list[Coroutine[Any, Any, None]]:
        return [*self.rounds.works(), *self.admission.works(), *self.hall.works(), *self.viewers.works()]

    async def stop(self) -> None:
        """Send all players elsewhere (4001), write and let go of their games, end the tasks."""
        self.table.drain()
        self.hall.close()
        await self.writer.flush_all()
        await self.writer.release(self.table.games())
        await self.table.tasks.end()
        await self.neighbours.leave()
        await self.writer.close()
