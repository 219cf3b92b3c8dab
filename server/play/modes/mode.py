"""What a mode is: all that differs between one kind of game and another.

Laws:
- A mode is one file of this folder and one line in its `__init__`. Its start parameters, its refusals, its SQL and its
  columns are in that file; the rest of the server asks through `GameMode` and names no mode.
- A mode decides before a game begins and after it is over. While it runs, the session alone judges.

Absent on purpose: the words of the modes (game.terms), the columns of results (server.results).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from game.terms import Difficulty, Language, Mode
from game.wave import Wave
from server.infra.inputs import Body
from server.play.rows import GameRow
from server.play.waves import GivenWaves, RotationWaves, Tools, WaveSource

Start = TypeVar("Start", bound=Body)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A game that may begin.

    `own` is what stands in the mode's own columns. `waves` are all of the game's waves; None: the rotation has them.
    """

    language: Language
    difficulty: Difficulty
    own: Mapping[str, object] = field(default_factory=dict)
    waves: Sequence[Wave] | None = None


class GameMode(ABC, Generic[Start]):
    """One a process and mode. Where its waves come from, when it is cleared, what its results count for."""

    name: ClassVar[Mode]
    start: type[Start]  # what `POST /api/game/start` takes for it, beside `mode`
    implied_by: ClassVar[str | None] = None  # the start parameter that chooses this mode when `mode` is not given
    problems: ClassVar[tuple[tuple[int, str], ...]] = ()  # (status, code) of the refusals of `prepare`
    columns: ClassVar[tuple[str, ...]] = ()  # of game_sessions, which no other mode reads
    enemies_hit: ClassVar[bool] = True
    # The boards that its games count on, by the name that the leaderboard knows them by. None: a game of this mode is
    # never ranked, and says so with the mode's name in lower case as its `unranked_reason`.
    ranked_on: ClassVar[str | None] = None

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    @abstractmethod
    async def prepare(self, user_id: str, start: Start) -> Prepared:
        """What the player asked for, looked up. Raises Problem when there is no such game to play."""

    def waves_of_new(self, row: GameRow, prepared: Prepared) -> WaveSource:
        """The waves of a game that begins."""
        if prepared.waves is not None:
            return GivenWaves(prepared.waves)
        return RotationWaves(self._tools, row, enemies_hit=self.enemies_hit)

    async def waves_of(self, row: GameRow) -> WaveSource:
        """The waves of an unfinished game that is taken over. Overridden where they were given.

        Raises what POSTGRES_AWAY names.
        """
        return RotationWaves(self._tools, row, enemies_hit=self.enemies_hit)

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        """Fields of `StartedGame` that only this mode fills."""
        return {}

    def of_result(self, row: GameRow) -> Mapping[str, Any]:
        """Fields of `results.FinishedGame` that only this mode fills."""
        return {}

    @property
    def unranked_reason(self) -> str | None:
        """Why no game of this mode is ranked; None when its games are, if they keep the rules."""
        return self.name.lower() if self.ranked_on is None else None
