"""GHOST: the waves of a game that is over, exactly as they were served, beside a ghost that plays that game again.

Laws:
- Those who may see a game's replay may race its ghost, and nobody else may. A game that was allowed to begin goes on,
  even if that permission is withdrawn or the recorded game is deleted.
- A mode says itself whether its games have ghosts (`GameMode.has_ghosts`).
- All of the waves are played, the last one to its end, even if the recorded game ended earlier in it.
- It counts in no rotation and is ranked on no board: its player knows what is coming.
- The database is asked each time whether a game may be played. Only its waves are kept, since they never change, and
  shared by all who play on them at the same time.
Bound: WAVES_KEPT waves, about 14 KiB each; the recordings asked for least recently are forgotten first, and read again
when they are asked for. A recording of more waves than that is kept alone.

Absent on purpose: the ghost itself. The client reads the recorded game's key log and moves it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import structlog

from game.terms import Difficulty, Language, Mode
from game.wave import Wave
from server.infra.inputs import Body, DifficultyIn, Id, LanguageIn
from server.infra.postgres import Pool
from server.infra.web import Problem
from server.key_logs import StoredLog, stored_waves, waves_of
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow
from server.play.waves import GivenWaves, RemainingWaves, Tools, WaveSource
from server.results import VISIBLE

log = structlog.get_logger(__name__)

NO_GHOST = 404, "play/no-ghost"
NOT_THE_GHOSTS = 422, "play/not-the-ghosts"
WAVES_KEPT = 1_000

# $1: result, $2: viewer, $3: true to skip all checks, $4: modes without ghosts.
_FOUND = f"""
SELECT r.id, r.session_id, s.language, s.difficulty FROM game_results r
JOIN game_sessions s ON s.id = r.session_id
JOIN users u ON u.id = r.user_id
WHERE r.id = $1 AND ($3 OR (r.mode::text <> ALL($4::text[]) AND {VISIBLE}))
"""
_WAVES = f"SELECT {stored_waves('t')} FROM typing_sessions t WHERE game_session_id = $1"


class StartGhost(Body):
    """`ghost` is the result of the game to play against. Language and difficulty follow from it, and must agree if
    they are given."""

    mode: Literal["GHOST"] = "GHOST"
    ghost: Id
    language: LanguageIn | None = None
    difficulty: DifficultyIn | None = None


def without_ghosts() -> list[Mode]:
    """The modes whose games cannot be raced."""
    return [mode.name for mode in GameMode.__subclasses__() if not mode.has_ghosts]


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
                "This game was not found, is private, or cannot be read by this server.",
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
        raise Problem(*NOT_THE_GHOSTS, "These settings come from the ghost's game: leave them out.", errors=errors)


# ---------------------------------------------------------------- the recorded games


@dataclass(frozen=True, slots=True)
class Recording:
    """The waves in order, at least one. The last one is whole, even when the game ended in the middle of it."""

    result_id: str
    language: Language
    difficulty: Difficulty
    waves: tuple[Wave, ...]


class Recordings:
    """One per process."""

    def __init__(self) -> None:
        self._waves: OrderedDict[str, tuple[Wave, ...]] = OrderedDict()  # by result, the latest asked for last

    async def find(self, pg: Pool, result_id: str, viewer_id: str | None) -> Recording | None:
        """The game to play against: None when there is none, or `viewer_id` may not see its replay. Without a viewer,
        for a game that was allowed to begin, nothing is checked.

        Raises ValueError for a log that this version cannot read, and what POSTGRES_AWAY names.
        """
        row = await pg.fetchrow(_FOUND, result_id, viewer_id, viewer_id is None, without_ghosts())
        if row is None:
            return None
        waves = self._waves.get(row["id"])
        if waves is None:
            log: StoredLog | None = await pg.fetchval(_WAVES, row["session_id"])
            if log is None:
                return None
            # In a thread, because a game of four hours has hundreds. Another start may have read them meanwhile.
            read = await asyncio.to_thread(waves_of, log)
            waves = self._waves.get(row["id"], read)
        self._keep(row["id"], waves)
        return Recording(row["id"], Language(row["language"]), Difficulty(row["difficulty"]), waves)

    def _keep(self, result_id: str, waves: tuple[Wave, ...]) -> None:
        self._waves[result_id] = waves
        self._waves.move_to_end(result_id)
        while len(self._waves) > 1 and sum(map(len, self._waves.values())) > WAVES_KEPT:
            self._waves.popitem(last=False)
