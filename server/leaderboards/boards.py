"""The leaderboards: written after each game, read by everybody, and correct whether or not Redis is up.

Laws:
- PostgreSQL is the truth and Redis is a copy: no game waits longer than WRITE_TIMEOUT_S for Redis or fails because of
  it.
- A page says which store it came from, and both stores give the same page.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import structlog
from redis.asyncio import Redis

from game.terms import Difficulty, Language, Metric, Period
from server.infra.clock import utc_now
from server.infra.postgres import Pool, as_it_is
from server.infra.redis import REDIS_AWAY
from server.leaderboards import rebuild as rebuilding
from server.leaderboards import table, truth
from server.leaderboards.answers import EntryOut, LeaderboardOut
from server.leaderboards.board import DAILY, SOLO, Board, Entry, Ladder, entry, has_ladder, shown_value, span_of
from server.leaderboards.changes import RENAMED
from server.leaderboards.filling import fill
from server.leaderboards.names import Named, Names
from server.leaderboards.result_ids import Results
from server.leaderboards.standings import Move, Slice, Standing, Window
from server.leaderboards.store import BoardEvicted, RebuildLost, Store, age_s
from server.leaderboards.upkeep import DISTRUST_AFTER_S, OPERATING_FAULTS, Upkeep
from server.results import GameResult
from server.settings import Settings

log = structlog.get_logger(__name__)

WRITE_TIMEOUT_S = 1.0  # the longest that the end of a game waits for its place
POSTGRES_READERS = 2  # slices read from PostgreSQL at once; more would use up the pool that games need
READER_WAIT_S = 2.0  # then a reader is told to come back: PostgreSQL is slow, or hangs


@dataclass(frozen=True, slots=True)
class OldBoards:
    """A `Purges`: the boards of other releases go when no server keeps them any more."""

    store: Store
    what: str = "old_boards"

    async def work(self, _pg: Pool, _now: datetime) -> int:
        try:
            return await self.store.forget_other_releases()
        except REDIS_AWAY as error:
            log.info("old_boards_left", error=str(error) or type(error).__name__)
            return 0


class Boards:
    """`open` starts the upkeep and `close` ends it; without `open`, the first reader starts it.

    `make_store` makes the store from a client and the prefix of its keys.
    """

    def __init__(
        self,
        pg: Pool,
        redis: Redis,
        settings: Settings,
        clock: Callable[[], datetime] = utc_now,
        make_store: Callable[[Redis, str], Store] = Store,
    ) -> None:
        self._pg, self._clock = pg, clock
        self._store = make_store(redis, settings.redis_prefix)
        self._names, self._results = Names(pg), Results(pg)
        self.upkeep = Upkeep(pg, self._store, clock)
        self._postgres_readers = asyncio.Semaphore(POSTGRES_READERS)
        self.version = 0  # counts changes known to this process, so that a cached page can be recognised as outdated

    def open(self) -> None:
        self.upkeep.wake()

    async def close(self) -> None:
        await self.upkeep.close()

    async def add(self, result: GameResult) -> list[Move]:
        """Put a committed result on the boards if it is ranked there; returns the places it took. Never raises if Redis
        is away: the boards take in the game when it is back."""
        if not (result.ranked and result.on_boards and has_ladder(result)):
            return []
        try:
            if self.upkeep.away:
                self.upkeep.miss(None)
                return []
            async with asyncio.timeout(WRITE_TIMEOUT_S):
                return await self._store.write([entry(result)], self._clock())
        except REDIS_AWAY as error:
            self.upkeep.miss(error)
            return []
        except asyncio.CancelledError:  # our caller gave up waiting: the game may or may not have been written
            self.upkeep.miss(None)
            raise
        finally:
            self.version += 1

    async def put(self, entries: Sequence[Entry]) -> list[Move]:
        """Put ranked results on the boards, which may have them already; returns the places they took only now. Raises
        REDIS_AWAY: call it again later."""
        async with asyncio.timeout(WRITE_TIMEOUT_S):
            moves = await self._store.write(entries, self._clock())
        if moves:
            self.version += 1
        return moves

    async def remove_user(self, user_id: str) -> None:
        """Take a player off every board who may stand on none any more. Call it after the change is committed. Never
        raises if Redis is away."""
        try:
            await self._store.remove(user_id, self._clock())
        except REDIS_AWAY as error:
            self.upkeep.miss(error)
        finally:
            self.heard_change(renamed=True)

    async def rename_user(self, user_id: str) -> None:
        """Show a player's new name, here and in other processes. Call it after the change is committed. Never raises if
        Redis is away: names are read again within a few seconds anyway."""
        self.heard_change(renamed=True)
        with contextlib.suppress(*REDIS_AWAY):
            await self._store.tell(RENAMED)

    def heard_change(self, *, renamed: bool) -> None:
        """Some process, or this one, changed the boards or the names on them: what is cached here is outdated."""
        if renamed:
            self._names.forget()
            self._results.forget()
        self.version += 1

    async def add_user(self, user_id: str) -> None:
        """Put all games of a player on the boards who has registered, or may stand there again. Call it after the
        change is committed. Never raises OPERATING_FAULTS: the next look of the upkeep does the work."""
        try:
            await self.upkeep.add_users([user_id])
        except OPERATING_FAULTS as error:
            self.upkeep.miss(error)
        finally:
            self.heard_change(renamed=True)

    async def judge_user(self, user_id: str) -> None:
        """Give a player the places that PostgreSQL says, after a change of who may stand or of which games count. Call
        it after the change is committed. Never raises OPERATING_FAULTS: the next look of the upkeep does the work."""
        try:
            await self.settle_user(user_id)
        except OPERATING_FAULTS as error:
            self.upkeep.miss(error)

    async def settle_user(self, user_id: str) -> None:
        """As `judge_user`, but raises OPERATING_FAULTS: call it again later."""
        try:
            await self.upkeep.settle(user_id)
        finally:
            self.heard_change(renamed=True)

    async def rebuild(self, progress: rebuilding.Progress = lambda done, total: None) -> int:
        """Rebuild every board; returns how many places were read. Raises RebuildLost, REDIS_AWAY, POSTGRES_AWAY."""
        if not await fill(self._pg):
            raise RebuildLost
        return await rebuilding.rebuild(self._pg, self._store, self._clock(), progress)

    async def forget_other_releases(self) -> int:
        """Delete the boards that servers of other releases keep in Redis, who rebuild them if they still serve. Returns
        how many keys. Raises REDIS_AWAY."""
        return await self._store.forget_other_releases(even_if_kept=True)

    def purging(self) -> OldBoards:
        """Of boards that other releases left in Redis."""
        return OldBoards(self._store)

    async def page(
        self,
        metric: Metric,
        period: Period,
        language: Language | None,
        difficulty: Difficulty | None,
        window: Window,
        *,
        ladder: Ladder = SOLO,
        day: date | None = None,
        among: Sequence[str] | None = None,
    ) -> LeaderboardOut:
        """The body of `GET /api/leaderboard`. `day` chooses another day than today; `among` are the players who are
        compared, everybody if it is not given."""
        now = self._clock()
        span = span_of(period, now if day is None else datetime.combine(day, time(), UTC))
        board = Board(metric, span, language, difficulty, ladder)
        with as_it_is():  # what Redis holds is compared with it
            kept = None if span.is_over(now) else await self._from_redis(board, window, among)
        places, names = kept or await self._from_postgres(board, window, among)
        return LeaderboardOut(
            mode=ladder.mode,
            seconds=ladder.seconds,
            day=span.start.date() if ladder is DAILY and span.start else None,
            metric=metric,
            period=period,
            language=language,
            difficulty=difficulty,
            total=places.total,
            as_of=now,
            source="redis" if kept else "postgres",
            version=places.version,
            entries=[_shown(metric, place, names[place.result_id]) for place in places.places],
            me=_shown(metric, places.mine, names[places.mine.result_id]) if places.mine else None,
        )

    async def _from_redis(
        self, board: Board, window: Window, among: Sequence[str] | None
    ) -> tuple[Slice, dict[str, Named]] | None:
        """None if Redis is away or cannot be trusted."""
        if self.upkeep.away or self.upkeep.behind:
            self.upkeep.wake()
            return None
        places = await self._read(board, window, among)
        if places is None:
            return None
        places, unknown = await self._results.known(board, places)
        names = await self._names.of(_result_ids(places))
        unnamed = {place.user_id for place in _all(places) if not _may_stand(names.get(place.result_id))}
        if left := unknown | unnamed:
            for user_id in left:  # a change that is on its way here, or whose process could not bring it
                await self.judge_user(user_id)
            return None
        return places, names

    async def _read(self, board: Board, window: Window, among: Sequence[str] | None) -> Slice | None:
        """What Redis holds; None if it is away, or lacks something."""
        try:
            if among is None:
                through, places = await self._store.read(board, window)
            else:
                through, places = await self._store.read_among(board, window, among)
        except REDIS_AWAY as error:
            self.upkeep.miss(error)
        except BoardEvicted as evicted:
            log.warning("board_evicted", board=str(evicted))
            self.upkeep.spoil()
        else:
            if through is not None and age_s(through) <= DISTRUST_AFTER_S:
                return places
            self.upkeep.miss(None)
        return None

    async def _from_postgres(
        self, board: Board, window: Window, among: Sequence[str] | None
    ) -> tuple[Slice, dict[str, Named]]:
        """Raises POSTGRES_AWAY, also if no place among the readers came free."""
        async with asyncio.timeout(READER_WAIT_S):
            await self._postgres_readers.acquire()
        try:
            filled = await self.upkeep.is_filled()
            read_slice = table.read_slice if filled else truth.read_slice
            places = await read_slice(self._pg, board, window, among)
        finally:
            self._postgres_readers.release()
        with as_it_is():  # they are kept
            names = await self._names.of(_result_ids(places))
        standing = {result_id for result_id, named in names.items() if named.may_stand}
        # Some may have been unranked between the two reads.
        shown = [place for place in places.places if place.result_id in standing]
        mine = places.mine if places.mine and places.mine.result_id in standing else None
        return Slice(places.total, shown, mine), names  # without a version: PostgreSQL does not count changes


def _all(places: Slice) -> list[Standing]:
    return [*places.places, *([places.mine] if places.mine else [])]


def _may_stand(named: Named | None) -> bool:
    return named is not None and named.may_stand


def _result_ids(places: Slice) -> set[str]:
    return {place.result_id for place in _all(places)}


def _shown(metric: Metric, place: Standing, named: Named) -> EntryOut:
    return EntryOut(
        rank=place.rank,
        user_id=place.user_id,
        username=named.username,
        display_name=named.display_name,
        value=shown_value(metric, place.packed),
        ended_at=named.ended_at,
        result_id=place.result_id,
        session_id=named.session_id,
        replays_public=named.replays_public,
        language=named.language,
        difficulty=named.difficulty,
        waves_completed=named.waves_completed,
        net_wpm=named.net_wpm,
        key_accuracy_percentage=named.key_accuracy_percentage,
    )
