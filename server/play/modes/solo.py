"""SOLO: waves from the rotation until the player falls or stops. The game that the documented boards are about.

A focus is a flavour of it, not a mode: it only changes which of several equally used snippets comes next, so such a
game is counted, ranked and stored like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from game.terms import Difficulty, Mode
from server.infra.inputs import Body, DifficultyIn, LanguageIn
from server.play.modes import focus
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow


class StartSolo(Body):
    """`focus`: of equally used snippets, serve those dense in the keys that the player is slow or inaccurate at."""

    mode: Literal["SOLO"] = "SOLO"
    language: LanguageIn
    difficulty: DifficultyIn = Difficulty.NORMAL
    focus: bool = False


class Solo(GameMode[StartSolo]):
    name = Mode.SOLO
    start = StartSolo
    columns = focus.COLUMNS
    ranked_on = "solo"

    async def prepare(self, user_id: str, start: StartSolo) -> Prepared:
        return Prepared(start.language, start.difficulty, await focus.focus_of(self._tools, user_id, start.focus))

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        return focus.focus_shown(row)
