"""How far everybody has got, four times a second: between the processes, and to players and spectators.

Laws:
- What has not changed is not told. Of a match, a process tells the others what its own seats have done, once a tick at
  most; each puts the rows together for those who are on it.
- A tick touches no match that is not running, and no game of another mode.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog

from server.infra.redis import REDIS_AWAY
from server.infra.seldom import say_away
from server.play.core import protocol
from server.play.core.match_session import MatchSession
from server.play.hall.held import HeldMatch
from server.play.hall.presence import Presence
from server.play.hall.progress import SeatProgress, progress_of, standing_rows
from server.play.table import Table

log = structlog.get_logger(__name__)

TICK_S: Final = 0.25


class Telling:
    def __init__(self, matches: Mapping[str, HeldMatch], presence: Presence, table: Table) -> None:
        self._matches, self._presence, self._table = matches, presence, table

    async def run(self) -> None:
        """Tick for ever."""
        while True:
            await asyncio.sleep(TICK_S)
            try:
                self.tick()
            except Exception:  # our own bug: the next tick comes
                log.exception("telling_failed")

    def tick(self) -> None:
        """One round of all matches."""
        for held in list(self._matches.values()):
            self._tell(held)

    def _tell(self, held: HeldMatch) -> None:
        for seat, game in held.games.items():
            session = game.session
            if isinstance(session, MatchSession) and session.begun:
                self.note(held, seat, progress_of(session))
        self.tell(held)
        rows = standing_rows(held.rows)
        if rows != held.standing:
            held.standing = rows
            held.send("standing", protocol.standing(held.clock_ms(self._table.now_ms()), rows))

    def tell(self, held: HeldMatch) -> None:
        """Tell the other processes what is new here."""
        if held.mine and held.telling is None:
            held.telling = self._table.tasks.spawn(self._tell_others(held))

    def note(self, held: HeldMatch, seat: int, progress: SeatProgress) -> None:
        """How far a seat of this process has got."""
        if held.rows.get(seat) != progress and (progress.wave or held.rows):
            held.rows[seat] = held.mine[seat] = progress

    async def _tell_others(self, held: HeldMatch) -> None:
        mine: dict[int, SeatProgress] = {}
        try:
            while held.mine:
                mine, held.mine = held.mine, {}
                await self._presence.tell(held.code, mine)
        except REDIS_AWAY as error:
            say_away("standing_not_told", error)
            held.mine = mine | held.mine
        finally:
            held.telling = None
