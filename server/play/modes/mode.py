"""What a mode is: all that differs between one kind of game and another.

Laws:
- A mode is one file in this folder and one name in its `__init__`. Its start parameters, refusals, SQL and columns are
  in that file. The rest of the server goes through `GameMode` and does not know the modes.
- A mode acts before a game begins and after it is over. While the game runs, only the session judges.

Absent on purpose: the words of the modes (game.terms), the columns of results (server.results).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from game.terms import Difficulty, Language, Mode
from game.wave import Wave
from server.feed import Periodic
from server.infra.inputs import Body
from server.infra.postgres import Connection
from server.play.core.session import PlaySession
from server.play.live import new_session
from server.play.rows import GameRow
from server.play.waves import GivenWaves, RotationWaves, Tools, WaveSource, harmless
from server.results import ORDINARY, RankRule

Start = TypeVar("Start", bound=Body)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A game that may begin.

    `own` holds the values of the mode's own columns. `waves` are all of the game's waves, or None for the rotation's.
    `decide` returns more of `own`: it is called in the transaction that begins the game, while the player can begin no
    other one. `begun` writes down what follows from the game's row, in the same transaction.
    """

    language: Language
    difficulty: Difficulty
    own: Mapping[str, object] = field(default_factory=dict)
    waves: Sequence[Wave] | None = None
    decide: Callable[[Connection], Awaitable[Mapping[str, object]]] | None = None
    begun: Callable[[Connection, GameRow], Awaitable[None]] | None = None


class GameMode(ABC, Generic[Start]):
    """One object per mode and process: where waves come from, when the game is cleared, what its result counts for."""

    name: ClassVar[Mode]
    start: type[Start]  # what `POST /api/game/start` takes for it: its name as `mode`, and parameters of its own
    implied_by: ClassVar[str | None] = None  # the start parameter that chooses this mode when `mode` is not given
    problems: ClassVar[tuple[tuple[int, str], ...]] = ()  # (status, code) of the refusals of `prepare`
    columns: ClassVar[tuple[str, ...]] = ()  # of game_sessions; only modes that name them read them
    # The one of them in which a player's unfinished games of the mode differ: a start ends the game that was left.
    one_for_each: ClassVar[str | None] = None
    enemies_hit: ClassVar[bool] = True
    # The boards on which its games count, by the leaderboard's name for them. None: no game of this mode is ranked, and
    # their `unranked_reason` is the mode's name in lower case.
    ranked_on: ClassVar[str | None] = None
    rank_rule: ClassVar[RankRule] = ORDINARY  # what a ranked game of it must have been
    is_judged: ClassVar[bool] = True  # whether the end of its games asks if a person typed them (game.plausibility)
    has_ghosts: ClassVar[bool] = True  # whether its ended games can be raced (GHOST)

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    @abstractmethod
    async def prepare(self, user_id: str, start: Start) -> Prepared:
        """Look up what the player asked for. Raises Problem if there is no such game to play."""

    def waves_of_new(self, row: GameRow, prepared: Prepared) -> WaveSource:
        """The waves of a game that begins."""
        if prepared.waves is not None:
            return GivenWaves(prepared.waves)
        return RotationWaves(self._tools, row, self.as_served)

    async def waves_of(self, row: GameRow) -> WaveSource:
        """The waves of an unfinished game that is taken over. Overridden where they were given.

        Raises what POSTGRES_AWAY names.
        """
        return RotationWaves(self._tools, row, self.as_served)

    def session(self, row: GameRow, epoch: str, waves: WaveSource, *, journal_lost: bool = False) -> PlaySession:
        """The judge of a game that begins or is taken over, before its first wave. `waves` are the game's."""
        return new_session(row, epoch, time_limit_ms=self.time_limit_ms(row), journal_lost=journal_lost)

    def as_served(self, wave: Wave) -> Wave:
        """What becomes of a wave from the rotation, in a game that begins and in one that is taken over alike."""
        return wave if self.enemies_hit else harmless(wave)

    @classmethod
    def time_limit_ms(cls, row: GameRow) -> int | None:
        """The game time at which a game ends, reason `time`; None for a mode whose games have no such time."""
        return None

    def periodic(self) -> Sequence[Periodic]:
        """What has to be done for it from time to time, once in an installation."""
        return ()

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        """Fields of `StartedGame` that only this mode fills: its own columns, unless it says otherwise."""
        return row.own

    @classmethod
    def of_result(cls, row: GameRow) -> Mapping[str, Any]:
        """Fields of `results.FinishedGame` that only this mode fills."""
        return {}

    @classmethod
    def unranked_reason(cls, row: GameRow) -> str | None:
        """Why this game cannot be ranked, however it ends: for a mode that ranks no game, its name."""
        return cls.name.lower() if cls.ranked_on is None else None
