"""PRACTICE: waves from the rotation for as long as the player likes. Nothing attacks, and nothing is at stake.

Laws:
- Enemies stand still and the wall cannot fall. Only the player ends the game, or the bounds of every game.
- It is ranked on no board and counts in no statistics, and nobody but its player ever sees it, staff included. So it is
  not judged either: there is no verdict to reach, and its rhythms are not kept.
- It is counted in the rotation and remembered there like any other game: what was practised does not come back soon,
  least of all in a ranked game.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from game.terms import Difficulty, Mode
from server.infra.inputs import Body, DifficultyIn, LanguageIn
from server.play.modes import focus
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow


class StartPractice(Body):
    """`focus`: of equally used snippets, serve those dense in the keys that the player is slow or inaccurate at."""

    mode: Literal["PRACTICE"] = "PRACTICE"
    language: LanguageIn
    difficulty: DifficultyIn = Difficulty.NORMAL
    focus: bool = False


class Practice(GameMode[StartPractice]):
    name = Mode.PRACTICE
    start = StartPractice
    columns = focus.COLUMNS
    enemies_hit = False
    is_judged = False
    has_ghosts = False  # nobody else may see it, and its player can practise again

    async def prepare(self, user_id: str, start: StartPractice) -> Prepared:
        return Prepared(start.language, start.difficulty, await focus.focus_of(self._tools, user_id, start.focus))

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        return focus.focus_shown(row)
