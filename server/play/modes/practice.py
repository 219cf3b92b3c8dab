"""PRACTICE: waves from the rotation, or from a collection, for as long as the player likes. Nothing is at stake.

Laws:
- Enemies stand still and the wall cannot fall. Only the player ends the game, or the bounds of every game.
- It is ranked on no board and counts in no statistics, and nobody but its player ever sees it, staff included. So it is
  not judged either: there is no verdict to reach, and its rhythms are not kept.
- Waves of the rotation are counted there and remembered like those of any other game: what was practised does not come
  back soon, least of all in a ranked game. Those of a collection are counted in it alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal, Self

from pydantic import model_validator

from game.terms import Difficulty, Language, Mode
from server.infra.inputs import Body, DifficultyIn, Id, LanguageIn
from server.infra.web import Problem
from server.play.modes import collection_waves, focus
from server.play.modes.mode import GameMode, Prepared
from server.play.rows import GameRow
from server.play.waves import WaveSource


class StartPractice(Body):
    """Waves of a language and difficulty, NORMAL if that is not said, or of a `collection`: one of the two. `focus`: of
    equally used snippets, serve those dense in the keys that the player is slow or inaccurate at."""

    mode: Literal["PRACTICE"] = "PRACTICE"
    language: LanguageIn | None = None
    difficulty: DifficultyIn | None = None
    collection: Id | None = None
    focus: bool = False

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if self.collection is None and self.language is None:
            raise ValueError("name a language, or a collection")
        if self.collection is not None and (self.language, self.difficulty) != (None, None):
            raise ValueError("language and difficulty come with the collection: leave them out")
        return self


class Practice(GameMode[StartPractice]):
    name = Mode.PRACTICE
    start = StartPractice
    implied_by = "collection"
    problems = (collection_waves.NO_COLLECTION, collection_waves.EMPTY)
    columns = (*focus.COLUMNS, "collection_id")
    enemies_hit = False
    is_judged = False
    has_ghosts = False  # nobody else may see it, and its player can practise again

    async def prepare(self, user_id: str, start: StartPractice) -> Prepared:
        own = await focus.focus_of(self._tools, user_id, start.focus)
        if start.collection is None:
            assert start.language is not None, "validated"
            return Prepared(start.language, start.difficulty or Difficulty.NORMAL, own)
        found = await self._tools.pg.fetchrow(collection_waves.FOUND, start.collection, user_id)
        if found is None:
            raise Problem(*collection_waves.NO_COLLECTION, "This collection was not found, or is private.")
        if not found["snippets"]:
            raise Problem(*collection_waves.EMPTY, "There is no code in this collection yet.")
        own = {**own, "collection_id": start.collection}
        begun = partial(collection_waves.count_game, start.collection)
        return Prepared(Language(found["language"]), Difficulty.NORMAL, own, begun=begun)

    def waves_of_new(self, row: GameRow, prepared: Prepared) -> WaveSource:
        if row.own["collection_id"] is None:
            return super().waves_of_new(row, prepared)
        return collection_waves.CollectionWaves(self._tools, row, self.as_served)

    async def waves_of(self, row: GameRow) -> WaveSource:
        if row.own["collection_id"] is None:
            return await super().waves_of(row)
        return collection_waves.CollectionWaves(self._tools, row, self.as_served)

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        return {**focus.focus_shown(row), "collection": row.own["collection_id"]}
