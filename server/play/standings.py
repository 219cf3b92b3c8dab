"""How far unfinished games have got, for those who list them: from the game itself, or from its journal.

Law: nothing is taken over and nothing is written; what another process plays may be a second older than it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.infra.redis import REDIS_AWAY
from server.infra.seldom import say_away
from server.play.journal.books import Journal
from server.play.rows import GameRow
from server.play.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class GameStanding:
    """`wave` is the one under way, `score` the points that can no longer be lost."""

    wave: int
    game_ms: int
    hp: int
    score: int
    keys_pressed: int
    pauses: int


class Standings:
    def __init__(self, table: Table, journal: Journal) -> None:
        self._table, self._journal = table, journal

    async def of(self, rows: Sequence[GameRow]) -> list[GameStanding | None]:
        """One for each; None where it is not known: the journal is away, or an earlier release wrote it."""
        here = [self._here(row.id) for row in rows]
        elsewhere = [row.id for row, standing in zip(rows, here, strict=True) if standing is None]
        try:
            found = dict(zip(elsewhere, await self._journal.standings(elsewhere), strict=True))
        except REDIS_AWAY as error:
            say_away("standings_unknown", error)
            found = {}
        return [standing or _read(found.get(row.id)) for row, standing in zip(rows, here, strict=True)]

    def _here(self, session_id: str) -> GameStanding | None:
        game = self._table.game(session_id)
        if game is None:
            return None
        session = game.session
        return _standing(session.shown(), session.clock_ms(self._table.now_ms()), session.pauses)


def _read(standing: dict[str, Any] | None) -> GameStanding | None:
    if standing is None or "shown" not in standing:
        return None
    return _standing(standing["shown"], standing["clock_ms"], standing["pauses"])


def _standing(shown: Sequence[int], game_ms: int, pauses: int) -> GameStanding:
    wave, hp, keys_pressed, score = shown
    return GameStanding(wave=wave, game_ms=game_ms, hp=hp, score=score, keys_pressed=keys_pressed, pauses=pauses)
