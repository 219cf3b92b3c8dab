"""What is due in a match is done.

Law: each step does nothing when it is not its time any more, so any number of processes may take it.
"""

from __future__ import annotations

import structlog

from game.terms import EndReason, MatchState, Mode
from server.infra.postgres import Pool, within
from server.infra.web import POSTGRES_S, Problem
from server.play.core.match import Due, Pace, due
from server.play.endings import Endings
from server.play.hall import house, moves
from server.play.hall.deciding import decide
from server.play.hall.held import HeldMatch
from server.play.hall.records import MatchRecord
from server.play.modes.race import StartRace
from server.play.reference import Reference
from server.play.starts import Starts
from server.play.store import TooManyGames

log = structlog.get_logger(__name__)


class Steps:
    def __init__(self, starts: Starts, endings: Endings, pg: Pool, reference: Reference) -> None:
        self._starts, self._endings, self._pg, self._reference = starts, endings, pg, reference
        self.pace = Pace()

    async def take(self, held: HeldMatch, record: MatchRecord) -> tuple[bool, float | None]:
        """Whether the match is another now, and in how many seconds to look again; None: only a change brings
        something. Raises what POSTGRES_AWAY and REDIS_AWAY name."""
        now_ms = self._reference.stamp_ms()
        if await self._has_freed_seats(record, now_ms):
            return True, None
        what, look_ms = due(record.times, round(now_ms), self.pace)
        if what is not None:
            return await self._do(held, record, what), None
        return False, None if look_ms is None else max(0.0, look_ms - now_ms) / 1000

    async def _has_freed_seats(self, record: MatchRecord, now_ms: float) -> bool:
        """Those of players who have left before the start."""
        if all(seat.ended_ms is None for seat in record.seats):
            return False
        if record.state_at(now_ms) not in (MatchState.OPEN, MatchState.COUNTDOWN):
            return False
        with within(POSTGRES_S):
            return await moves.clear_left(self._pg, record.code)

    async def _do(self, held: HeldMatch, record: MatchRecord, what: Due) -> bool:
        match what:
            case Due.COUNT_DOWN:
                with within(POSTGRES_S):
                    return await moves.count_down(self._pg, record.code, self.pace.countdown)
            case Due.STAY_OPEN:
                with within(POSTGRES_S):
                    return await moves.stay_open(self._pg, record.code)
            case Due.FILL:  # by the process that has the one who waits
                return bool(held.here) and await self._fill(record)
            case Due.CLOSE:  # each process closes its own
                for game in list(held.games.values()):
                    self._endings.end_here(game, EndReason.CLOSED)
                return False
            case Due.DECIDE:
                with within(POSTGRES_S):
                    await decide(self._pg, record.code)
                return True  # by us or by somebody else

    async def _fill(self, record: MatchRecord) -> bool:
        """Robots of the house take seats."""
        with within(POSTGRES_S):
            robots = await house.free_robots(self._pg, min(house.ROBOTS, record.capacity - len(record.seats)))
        for user_id in robots:
            try:
                row = await self._starts.start(user_id, Mode.RACE, StartRace(match=record.code))
            except (Problem, TooManyGames) as error:  # the match is full, or another process has taken the robot
                log.info("robot_not_seated", match=record.code, error=str(error))
                continue
            await moves.give_to_house(self._pg, row.id)
        return bool(robots)
