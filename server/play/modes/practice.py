"""PRACTICE: waves for as long as the player likes. Nothing attacks, and nothing is at stake.

Laws:
- Enemies stand still and the wall cannot fall. Only the player ends the game, or the bounds of every game.
- It is ranked on no board and counts in no statistics, and nobody but its player ever sees it, staff included. So it is
  not judged either: there is no verdict to reach, and its rhythms are not kept.
- Waves of the rotation are counted there and remembered like those of any other game: what was practised does not come
  back soon, least of all in a ranked game. Those of one topic are remembered alone, and those of a collection are
  counted in it alone. Drills, a snippet alone and bookmarks are neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from game.terms import Difficulty, Language, Mode
from server.infra.inputs import Body, DifficultyIn, Id, LanguageIn
from server.infra.web import Problem
from server.play.modes import collection_waves, focus, snippet_waves
from server.play.modes.mode import GameMode, Prepared
from server.play.practice_waves import DrillWaves, TopicWaves
from server.play.rows import GameRow
from server.play.waves import RotationWaves, WaveSource

MOST_KEYS = 8  # as many as a focus has (server/practice/focus.py)


def _each_once(keys: list[str]) -> list[str]:
    return list(dict.fromkeys(keys))


# A key that is no blank, or two of them one after the other.
KeyIn = Annotated[str, Field(pattern=r"^[!-~]{1,2}$")]


class StartPractice(Body):
    """Waves of a language and difficulty, NORMAL if that is not said, of a `collection`, or of one `snippet` alone: one
    of the three.

    Of a language: `focus` for drills on the keys that the player is slow or inaccurate at, `keys` for drills on these
    keys and pairs of keys, `category` for whole snippets of one topic, `bookmarks` for the player's own, of all
    difficulties. At most one of the four; without any, whole snippets of all. Of a collection: with `focus`, those
    dense in the player's weak keys come first.
    """

    mode: Literal["PRACTICE"] = "PRACTICE"
    language: LanguageIn | None = None
    difficulty: DifficultyIn | None = None
    collection: Id | None = None
    snippet: Id | None = None
    focus: bool = False
    keys: Annotated[list[KeyIn], Field(max_length=MOST_KEYS), AfterValidator(_each_once)] = Field(default=[])
    category: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,49}$")] | None = None
    bookmarks: bool = False

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        sources = (self.language, self.collection, self.snippet)
        if sources == (None, None, None):
            raise ValueError("name a language, a collection or a snippet")
        if self.focus + bool(self.keys) + (self.category is not None) + self.bookmarks > 1:
            raise ValueError("give one of focus, keys, category and bookmarks")
        said = (self.difficulty, self.category, self.keys, self.bookmarks)
        if self.language is None and said != (None, None, [], False):
            raise ValueError("everything but the focus comes with the collection or the snippet: leave it out")
        if sum(source is not None for source in sources) > 1 or (self.snippet is not None and self.focus):
            raise ValueError("name one of language, collection and snippet; a snippet alone has no focus")
        return self


class Practice(GameMode[StartPractice]):
    name = Mode.PRACTICE
    start = StartPractice
    implied_by = "collection"
    problems = (
        *(collection_waves.NO_COLLECTION, collection_waves.EMPTY),
        *(snippet_waves.NO_SNIPPET, snippet_waves.NO_BOOKMARKS),
    )
    columns = (*focus.COLUMNS, "collection_id", "category", "snippet_id", "of_bookmarks")
    enemies_hit = False
    is_judged = False
    has_ghosts = False  # nobody else may see it, and its player can practise again

    async def prepare(self, user_id: str, start: StartPractice) -> Prepared:
        if start.collection is not None:
            return await self._of_collection(user_id, start.collection, start.focus)
        if start.snippet is not None:
            return await self._of_snippet(start.snippet)
        assert start.language is not None, "validated"
        difficulty = start.difficulty or Difficulty.NORMAL
        if start.bookmarks:
            await snippet_waves.find_bookmarks(self._tools.pg, user_id, start.language)
            return Prepared(start.language, difficulty, {"of_bookmarks": True})
        asked = await focus.focus_of(self._tools, user_id, start.focus)
        weights = asked["focus"] or dict.fromkeys(start.keys, 1.0)
        if weights:  # so that the lines are at hand when the game begins in a transaction
            await self._tools.drill(start.language, difficulty, weights, "")
        own = {"focus": weights or asked["focus"], "category": start.category}
        return Prepared(start.language, difficulty, own)

    async def _of_collection(self, user_id: str, collection: str, is_focused: bool) -> Prepared:
        own = await focus.focus_of(self._tools, user_id, is_focused)
        found = await self._tools.pg.fetchrow(collection_waves.FOUND, collection, user_id)
        if found is None:
            raise collection_waves.no_collection()
        if not found["snippets"]:
            raise Problem(*collection_waves.EMPTY, "There is no code in this collection yet.")
        begun = partial(collection_waves.count_game, collection)
        own = {**own, "collection_id": collection}
        return Prepared(Language(found["language"]), Difficulty.NORMAL, own, begun=begun)

    async def _of_snippet(self, snippet_id: str) -> Prepared:
        found = await snippet_waves.find_snippet(self._tools.pg, snippet_id)
        return Prepared(Language(found.language), Difficulty(found.difficulty), {"snippet_id": found.id})

    def waves_of_new(self, row: GameRow, prepared: Prepared) -> WaveSource:
        return self._waves(row)(self._tools, row, self.as_served)

    async def waves_of(self, row: GameRow) -> WaveSource:
        return self._waves(row)(self._tools, row, self.as_served)

    def _waves(self, row: GameRow) -> type[RotationWaves]:
        if row.own["collection_id"] is not None:
            return collection_waves.CollectionWaves
        if row.own["snippet_id"] is not None:
            return snippet_waves.SnippetWaves
        if row.own["of_bookmarks"]:
            return snippet_waves.BookmarkWaves
        if row.own["category"] is not None:
            return TopicWaves
        return DrillWaves if row.own["focus"] else RotationWaves

    def shown(self, row: GameRow) -> Mapping[str, Any]:
        own = row.own
        return {
            **focus.focus_shown(row),
            "collection": own["collection_id"],
            "category": own["category"],
            "snippet": own["snippet_id"],
            "bookmarks": own["of_bookmarks"] is True,
        }
