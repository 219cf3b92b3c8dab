"""GHOST: the waves of a game that is over, exactly as they were served, beside a ghost that plays that game again.

Laws:
- Those who may see a game's replay may race its ghost, and nobody else may. A game that was allowed to begin goes on,
  even if that permission is withdrawn or the recorded game is deleted.
- All of the waves are played, the last one to its end, even if the recorded game ended earlier in it.
- It counts in no rotation and is ranked on no board: its player knows what is coming.

Absent on purpose: the ghost itself. The client reads the recorded game's key log and moves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import structlog

from game.terms import Mode
from server.infra.inputs import Body, DifficultyIn, Id, LanguageIn
from server.infra.web import Problem
from server.play.modes.mode import GameMode, Prepared
from server.play.recordings import Recording, Recordings
from server.play.rows import GameRow
from server.play.waves import GivenWaves, RemainingWaves, Tools, WaveSource

log = structlog.get_logger(__name__)

NO_GHOST = 404, "play/no-ghost"
NOT_THE_GHOSTS = 422, "play/not-the-ghosts"


class StartGhost(Body):
    """`ghost` is the result of the game to play against. Language and difficulty follow from it, and must agree if
    they are given."""

    mode: Literal["GHOST"] = "GHOST"
    ghost: Id
    language: LanguageIn | None = None
    difficulty: DifficultyIn | None = None


class Ghost(GameMode[StartGhost]):
    name = Mode.GHOST
    start = StartGhost
    implied_by = "ghost"
    problems = (NO_GHOST, NOT_THE_GHOSTS)
    columns = ("ghost_of",)  # the result whose waves are played; no foreign key, since that result may go

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._recordings = Recordings()

    async def prepare(self, user_id: str, start: StartGhost) -> Prepared:
        try:
            found = await self._recordings.find(self._tools.pg, start.ghost, user_id)
        except ValueError:  # a later version wrote it
            found = None
        if found is None:
            raise Problem(
                *NO_GHOST,
                "There is no such game, or it is not shown to others, or this server cannot read it.",
            )
        _agree(start, found)
        return Prepared(found.language, found.difficulty, {"ghost_of": found.result_id}, found.waves)

    async def waves_of(self, row: GameRow) -> WaveSource:
        result_id = row.own["ghost_of"]
        try:
            found = await self._recordings.find(self._tools.pg, result_id, None)
        except ValueError as error:
            log.warning("recording_unreadable", result=result_id, error=str(error))
            found = None
        if found is None:
            return RemainingWaves(self._tools, row, self.as_served)
        return GivenWaves(found.waves)

    @classmethod
    def of_result(cls, row: GameRow) -> Mapping[str, Any]:
        return row.own


def _agree(start: StartGhost, ghost: Recording) -> None:
    """Raises Problem 422 when the player asked for another language or difficulty than the recorded game's."""
    asked = {"language": (start.language, ghost.language), "difficulty": (start.difficulty, ghost.difficulty)}
    errors = [
        {"pointer": f"/{name}", "code": "not_the_ghosts", "detail": f"The ghost's game is {recorded}, not {given}"}
        for name, (given, recorded) in asked.items()
        if given is not None and given != recorded
    ]
    if errors:
        raise Problem(*NOT_THE_GHOSTS, "Leave out what the ghost's game says by itself.", errors=errors)
