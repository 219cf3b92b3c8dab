"""SPRINT: as much code as one can type in half a minute, one or two.

Laws:
- Enemies stand still and the wall cannot fall. The game ends at its time exactly; a later key is not counted.
- Its waves come from the rotation, and it is counted there like any other game.
- It is ranked by net WPM over its whole time, on a board for each length: only a sprint that lasted to its end is.
"""

from __future__ import annotations

from typing import Literal

from game.terms import Difficulty, EndReason, Mode, SprintSeconds
from server.infra.inputs import Body, DifficultyIn, LanguageIn
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow
from server.results import RankRule


class StartSprint(Body):
    """`seconds` is how long the game lasts."""

    mode: Literal["SPRINT"] = "SPRINT"
    seconds: SprintSeconds
    language: LanguageIn
    difficulty: DifficultyIn = Difficulty.NORMAL


class Sprint(GameMode[StartSprint]):
    name = Mode.SPRINT
    start = StartSprint
    implied_by = "seconds"
    columns = ("seconds",)
    enemies_hit = False
    ranked_on = "sprint"
    has_ghosts = False  # a ghost game plays its last wave to the end, and has no clock
    # Its time cannot be cut short, so a slow one has few words and a low value: ten in 30 s are some 12 words a minute.
    rank_rule = RankRule(least_words=10, ends=frozenset({EndReason.TIME}))

    async def prepare(self, user_id: str, start: StartSprint) -> Prepared:
        return Prepared(start.language, start.difficulty, {"seconds": start.seconds})

    @classmethod
    def time_limit_ms(cls, row: GameRow) -> int:
        seconds: int = row.own["seconds"]
        return seconds * 1000
