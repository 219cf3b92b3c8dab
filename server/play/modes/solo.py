"""SOLO: waves from the rotation until the player falls or stops. The game that the documented boards are about.

A focus is a flavour of it and no mode of its own: which of several equally used snippets comes next is all that it
changes, so such a game is counted, ranked and stored as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from game.terms import Difficulty, Mode
from server.infra.inputs import Body, DifficultyIn, LanguageIn
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow


class StartSolo(Body):
    """With `focus`, among equally used snippets come those dense in the keys that the player is slow or wrong at."""

    language: LanguageIn
    difficulty: DifficultyIn = Difficulty.NORMAL
    focus: bool = False


class Solo(GameMode[StartSolo]):
    name = Mode.SOLO
    start = StartSolo
    columns = ("focus",)  # the weak keys and pairs of keys, each with its weight; NULL when no focus was asked for
    ranked_on = "solo"

    async def prepare(self, user_id: str, start: StartSolo) -> Prepared:
        weak = await self._tools.weak_keys(self._tools.pg, user_id) if start.focus else None
        return Prepared(start.language, start.difficulty, {"focus": weak})

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        weights = row.own["focus"]
        return {"focus": None if weights is None else sorted(weights, key=lambda key: (-weights[key], key))}
