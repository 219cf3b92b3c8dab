"""Matches that no process looks after: their processes died, or everybody left. Done every few seconds, by one process
of the installation.

Laws:
- A seat whose process is dead is taken over, if its game is still on: its clock runs, and it ends like any other. Dead
  is a process that neither Redis nor PostgreSQL has heard of lately: one that has lost Redis alone goes on.
- A match in which a step is overdue gets it.
- An open match without anybody is given up within five minutes, and the games of its seats are ended.
- Nothing keeps another from its turn: what stays as it is comes again when all others have come, and what fails is
  logged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import structlog

from game.terms import EndReason
from server.feed import Periodic
from server.infra.postgres import Pool, within
from server.infra.redis import REDIS_AWAY
from server.infra.web import POSTGRES_LONG_S
from server.play import store
from server.play.doors import Doors, EndedElsewhere
from server.play.endings import Endings
from server.play.hall import moves
from server.play.hall.hall import Hall
from server.play.journal.books import Journal
from server.play.neighbours import Neighbours
from server.play.retries import AWAY
from server.play.rows import GameRow
from server.play.table import Table

log = structlog.get_logger(__name__)

EVERY = timedelta(seconds=5)
MOST = 200  # of each kind, in one turn; the next goes on from there
ONE_S = 5.0  # for one of them, which may be locked; it is tried again in its turn
SILENT_S = 25.0  # after a seat's player was last said to be there, which is said every 10 s
OVERDUE_S = 3  # what a process that looks after a match has long done

# Started, with a game that ended or should have been ended a while ago; or public, with players who wait for too long.
_OVERDUE = """
SELECT m.created_at AS at, m.code AS id FROM matches m WHERE m.ended_at IS NULL AND (
    (m.starts_at < clock_timestamp() - make_interval(secs => $1) AND EXISTS (
        SELECT FROM match_seats x LEFT JOIN game_sessions s ON s.id = x.session_id
        WHERE x.match_code = m.code AND (s.id IS NULL OR s.ended_at < clock_timestamp() - make_interval(secs => $1))))
    OR (m.starts_at IS NULL AND m.visibility = 'PUBLIC' AND (
        SELECT count(*) FROM match_seats x WHERE x.match_code = m.code
        AND x.joined_at < clock_timestamp() - make_interval(secs => $5)) >= 2)
) AND (m.created_at, m.code) > ($2, $3) ORDER BY m.created_at, m.code LIMIT $4
"""
_UNENDED = f"""
SELECT {store.COLUMNS_OF_S}, m.starts_at AS at
FROM matches m JOIN match_seats x ON x.match_code = m.code JOIN game_sessions s ON s.id = x.session_id
WHERE s.ended_at IS NULL
"""
_STARTED = f"""
{_UNENDED} AND m.ended_at IS NULL AND m.starts_at < clock_timestamp()
AND s.updated_at <= clock_timestamp() - make_interval(secs => $1)
AND (m.starts_at, s.id) > ($2, $3) ORDER BY m.starts_at, s.id LIMIT $4
"""
_OF_MATCH = f"{_UNENDED} AND m.code = $1"
# `updated_at` of a game is when a process last said that it has a player on it; it says so every minute.
_GIVEN_UP = """
SELECT m.created_at AS at, m.code AS id FROM matches m WHERE m.ended_at IS NULL AND m.starts_at IS NULL
AND m.created_at < clock_timestamp() - make_interval(secs => $1) AND NOT EXISTS (
    SELECT FROM match_seats x JOIN game_sessions s ON s.id = x.session_id
    WHERE x.match_code = m.code AND s.ended_at IS NULL
    AND s.updated_at > clock_timestamp() - make_interval(secs => $1))
AND (m.created_at, m.code) > ($2, $3) ORDER BY m.created_at, m.code LIMIT $4
"""
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_NO_CODE, _NO_ID = "", "00000000-0000-0000-0000-000000000000"


class _Rows:
    """What a query finds, MOST at a time: `next` goes on after the last one, and from the first when all have come."""

    def __init__(self, pg: Pool, query: str, first: str) -> None:
        self._pg, self._query = pg, query
        self._first = self._after = (_FIRST, first)

    async def next(self, limit_s: float, *more: object) -> list[asyncpg.Record]:
        found: list[asyncpg.Record] = await self._pg.fetch(self._query, limit_s, *self._after, MOST, *more)
        self._after = (found[-1]["at"], found[-1]["id"]) if len(found) == MOST else self._first
        return found


class Sweep:
    def __init__(
        self,
        hall: Hall,
        table: Table,
        doors: Doors,
        endings: Endings,
        *,
        journal: Journal,
        neighbours: Neighbours,
        pg: Pool,
    ) -> None:
        self._hall, self._table, self._doors, self._endings = hall, table, doors, endings
        self._journal, self._neighbours, self._pg = journal, neighbours, pg
        self._started = _Rows(pg, _STARTED, _NO_ID)
        self._overdue, self._empty = _Rows(pg, _OVERDUE, _NO_CODE), _Rows(pg, _GIVEN_UP, _NO_CODE)
        self.silent_s = SILENT_S

    def periodic(self) -> Periodic:
        return Periodic("sweep_matches", self.work, EVERY)

    async def work(self, _: datetime) -> None:
        """One turn. Raises what POSTGRES_AWAY names."""
        pace = self._hall.steps.pace
        with within(POSTGRES_LONG_S):
            await self._adopt()
        with within(POSTGRES_LONG_S):
            for row in await self._overdue.next(OVERDUE_S, pace.second_waits / 1000 + OVERDUE_S):
                await _tried(self._hall.attend, row["id"])
        with within(POSTGRES_LONG_S):
            for row in await self._empty.next(pace.given_up_after / 1000):
                await _tried(self._give_up, row["id"])

    async def _adopt(self) -> None:
        """Take over the games of started matches that no living process has."""
        if not self._neighbours.knows_dead:
            return
        rows = {row["id"]: store.game_row(row) for row in await self._started.next(self.silent_s)}
        elsewhere = [one for one in rows if self._table.game(one) is None]
        try:
            alone = await self._journal.alone(elsewhere)
        except REDIS_AWAY as error:
            log.info("seats_not_looked_for", error=str(error))
            return
        for session_id in alone:
            await _tried(self._take, rows[session_id])

    async def _take(self, row: GameRow) -> None:
        async with self._doors.only_one(row.session_token):
            if self._table.game(row.id) is not None:
                return
            try:
                await self._doors.take_over(row)
                log.info("seat_adopted", session=row.id, match=row.own["match_code"])
            except EndedElsewhere:
                pass
            except AWAY as error:
                log.info("seat_not_adopted", session=row.id, error=str(error))

    async def _give_up(self, code: str) -> None:
        if not await moves.give_up(self._pg, code):
            return
        log.info("match_given_up", match=code)
        await self._end_all([store.game_row(row) for row in await self._pg.fetch(_OF_MATCH, code)])
        self._hall.changed(code)

    async def _end_all(self, rows: Sequence[GameRow]) -> None:
        for row in rows:
            try:
                await self._endings.end(row, EndReason.ABANDONED)
            except AWAY as error:  # the reaper ends it
                log.info("seat_not_ended", session=row.id, error=str(error))


async def _tried(do: Callable[[Any], Awaitable[object]], what: Any) -> None:
    """A fault is this one's alone: it is tried again in its turn."""
    name = str(getattr(what, "id", what))
    try:
        async with asyncio.timeout(ONE_S):
            await do(what)
    except AWAY as error:
        log.info("not_swept", what=name, error=str(error) or type(error).__name__)
    except Exception:
        log.exception("not_swept", what=name)
