"""Keeps the boards complete: notices what is missing and adds it.

`through` in Redis is the moment up to which every saved game is known to be on the boards. It shares their fate: a
Redis that lost its data has none, and the boards are rebuilt; a Redis restored from an older copy has an older one, and
what was saved since is added again. So nothing depends on a process remembering what it could not write.

Two flags of this process: `away` means that Redis did not answer, so readers do not ask it until the upkeep finds it
answering; `behind` means that the boards may be incomplete, so readers are served from PostgreSQL.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import asyncpg
import structlog

from server.infra.postgres import POSTGRES_AWAY, Pool
from server.infra.redis import REDIS_AWAY
from server.infra.tasks import end_all
from server.leaderboards.filling import fill, is_filled
from server.leaderboards.rebuild import LONGEST_TRANSACTION, rebuild
from server.leaderboards.store import RebuildLost, Store, age_s, epoch_ms, live_spans
from server.leaderboards.table import bests_of, changed_since
from server.leaderboards.truth import saved_since, standing
from server.results import rank_registered

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 60.0
RENEW_AFTER_S = 180.0  # an older `through` is renewed: about as long as a lost write can go unnoticed
DISTRUST_AFTER_S = 900.0  # far beyond RENEW_AFTER_S: no process has maintained these boards
FIRST_RETRY_S, LAST_RETRY_S = 0.25, 5.0

OPERATING_FAULTS: tuple[type[BaseException], ...] = (*REDIS_AWAY, *POSTGRES_AWAY, asyncpg.TransactionRollbackError)


class Upkeep:
    """One per process. `look` does everything once; the task that `wake` starts repeats it until `close`."""

    def __init__(self, pg: Pool, store: Store, clock: Callable[[], datetime]) -> None:
        self._pg, self._store, self._clock = pg, store, clock
        self._task: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._looking = asyncio.Lock()
        self._closed = False
        self._missed = 0
        self._spoiled = False
        self._filled = False
        self.away = False
        self.behind = True  # it is unknown what happened before this process started
        self.on_whole: Callable[[], None] = lambda: None  # called when readers are served from Redis again

    def miss(self, error: BaseException | None) -> None:
        """Redis did not answer, or was not asked: the boards may be incomplete now."""
        if error is not None and not self.away:
            log.warning("redis_away", where="leaderboards", error=str(error) or type(error).__name__)
        self._missed += 1
        self.away = self.away or error is not None
        self.behind = True
        self.wake()

    def spoil(self) -> None:
        """The boards hold entries that PostgreSQL does not have: adding to them cannot fix that."""
        self._spoiled = True
        self.miss(None)

    def wake(self) -> None:
        """Run `look` now, in the background."""
        self._woken.set()
        if not self._closed and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._look_for_ever(), name="leaderboards-upkeep")

    async def close(self) -> None:
        self._closed = True
        if self._task is not None:
            await end_all([self._task])
            self._task = None

    async def is_filled(self) -> bool:
        """Whether the table `leaderboards` holds all games, and can be read."""
        self._filled = self._filled or await is_filled(self._pg)
        return self._filled

    async def look(self) -> None:
        """Complete the boards if they may be incomplete. Raises OPERATING_FAULTS, RebuildLost: look again soon."""
        async with self._looking:
            while True:
                missed = self._missed
                await self._look()
                if missed == self._missed:
                    was_behind, self.behind = self.behind, False
                    if was_behind:
                        self.on_whole()
                    return

    async def _look(self) -> None:
        if not await self.is_filled() and not await fill(self._pg):
            raise RebuildLost  # another process does it
        through = await self._store.through()
        self.away = False  # from here on games are written again, so what was missed is bounded
        if through is None or self._spoiled:
            why = "they held what PostgreSQL does not" if self._spoiled else "Redis did not have them"
            if bests := await rebuild(self._pg, self._store, self._clock()):  # a new installation has nothing to tell
                log.info("leaderboards_rebuilt", why=why, bests=bests)
            self._spoiled = False
        elif self.behind or age_s(through) > RENEW_AFTER_S:
            await self._catch_up(through)

    async def _catch_up(self, through: int) -> None:
        """Put everything saved since `through` on the boards; doing it twice does no harm."""
        since = datetime.fromtimestamp(through / 1000, UTC)
        async with self._pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            begun: datetime = await connection.fetchval("SELECT now()")
            async for part in saved_since(connection, since):
                await self._store.write(part, self._clock())
            changed = await changed_since(connection, since)
        for user_id in changed:
            await self.settle(user_id)
        if not await self._store.advance(through, epoch_ms(begun - LONGEST_TRANSACTION)):
            raise RebuildLost

    async def settle(self, user_id: str) -> None:
        """Give a player the places that PostgreSQL says: none, more, fewer or lower ones than the boards show.

        What is too much goes first, board by board in one step, and then all games are added; so there is no moment
        without the player, and a game that ends meanwhile is not lost.
        """
        if not await standing(self._pg, [user_id]):
            await self._store.remove(user_id, self._clock())
            return
        now = self._clock()
        bests = await bests_of(self._pg, [user_id], live_spans(now))
        await self._store.lower(user_id, bests[user_id], now)
        await self.add_users([user_id])

    async def add_users(self, user_ids: Sequence[str]) -> None:
        """Add all games of these players that count, including those they played as guests."""
        await rank_registered(self._pg, user_ids)
        await self._store.readmit(user_ids)
        now = self._clock()
        for user_id, bests in (await bests_of(self._pg, user_ids, live_spans(now))).items():
            await self._store.raise_to(user_id, bests, now)

    async def _look_for_ever(self) -> None:
        retry_s = FIRST_RETRY_S
        while True:
            self._woken.clear()
            try:
                await self.look()
            except RebuildLost:
                await asyncio.sleep(FIRST_RETRY_S)
            except OPERATING_FAULTS as error:
                log.info("boards_wait", error=str(error) or type(error).__name__, retry_s=retry_s)
                await asyncio.sleep(retry_s)
                retry_s = min(2 * retry_s, LAST_RETRY_S)
            except Exception:  # our own fault: readers are served from PostgreSQL until a later look succeeds
                log.exception("boards_upkeep_failed")
                await asyncio.sleep(LAST_RETRY_S)
            else:
                retry_s = FIRST_RETRY_S
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY_S):
                        await self._woken.wait()
