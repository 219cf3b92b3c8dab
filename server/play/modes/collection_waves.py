"""The waves of a game that is played on a collection: code that a player brought.

Laws:
- Who may see a collection may play it, and each wave asks again: what was made private is given to nobody else.
- The least used snippet comes next, at random among equals, or with a focus the densest in the player's weak keys. A
  game has each before it has one again.
- A game goes on when its collection is gone (`chosen_waves`).
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from game.wave import Wave
from server.infra.postgres import Connection, Pool
from server.infra.web import Problem
from server.library import DENSITY, WEAK, Snippet
from server.play.modes.chosen_waves import ChosenWaves
from server.play.rows import GameRow
from server.social import SHOWN, visible

NO_COLLECTION = 404, "collection/not-found"
EMPTY = 409, "collection/empty"


def is_listed(collection: str) -> str:
    """Whether everybody finds this row of `collections`: it is public, and its player not disabled."""
    author = f"SELECT FROM users u WHERE u.id = {collection}.created_by AND {SHOWN}"
    return f"({collection}.is_public AND ({collection}.created_by IS NULL OR EXISTS ({author})))"


def is_shown_to(user: str, collection: str = "c") -> str:
    """Whether this user (a parameter, NULL for nobody) may see this row of `collections`."""
    author = f"{collection}.created_by"
    return f"({author} = {user} OR ({is_listed(collection)} AND {visible(author, f'{user}::uuid')}))"


# $1: collection, $2: user.
FOUND = f"""
SELECT c.language, EXISTS (SELECT FROM collection_snippets s WHERE s.collection_id = c.id) AS snippets
FROM collections c WHERE c.id = $1 AND {is_shown_to("$2")}
"""
# Each registered player once, and not its own: so nobody plays a collection up the list. $2: the player, $3: the game.
_COUNT_PLAYER = """
UPDATE collections SET usage_count = usage_count + 1 WHERE id = $1 AND created_by IS DISTINCT FROM $2
    AND EXISTS (SELECT FROM users u WHERE u.id = $2 AND NOT u.is_guest)
    AND NOT EXISTS (SELECT FROM game_sessions s WHERE s.user_id = $2 AND s.collection_id = $1 AND s.id <> $3)
"""
# $1: collection, $2: user, $3: what is not to come, $4: the game.
_DRAW = f"""
WITH {WEAK}, drawn AS (
    SELECT s.id AS drawn_id, c.language FROM collection_snippets s JOIN collections c ON c.id = s.collection_id
    WHERE c.id = $1 AND s.id <> ALL($3::uuid[]) AND {is_shown_to("$2")}
    ORDER BY s.usage_count, CASE WHEN EXISTS (SELECT FROM weak) THEN {DENSITY} END DESC NULLS LAST, random()
    LIMIT 1
    FOR NO KEY UPDATE OF s
)
UPDATE collection_snippets SET usage_count = usage_count + 1 FROM drawn WHERE id = drawn_id
RETURNING id, language, difficulty, snippet_text, words, expected_wpm
"""


def no_collection() -> Problem:
    return Problem(*NO_COLLECTION, "This collection was not found, or is private.")


async def count_game(collection: str, connection: Connection, row: GameRow) -> None:
    """A game was started on it. Of two that a player starts at once, both may be counted."""
    await connection.execute(_COUNT_PLAYER, collection, row.user_id, row.id)


class CollectionWaves(ChosenWaves):
    """Of a game whose row names a collection."""

    __slots__ = ()

    async def _draw(self, pg: Pool | Connection, drawn: Sequence[Wave], begun: Sequence[str]) -> Snippet | None:
        row = self._row
        distinct = list(dict.fromkeys(wave.snippet_id for wave in reversed(drawn)))
        for excluded in (distinct, distinct[:1], []):
            found = await pg.fetchrow(_DRAW, row.own["collection_id"], row.user_id, excluded, row.id)
            if found is not None:
                return _snippet(found)
            if not excluded:
                break
        return None


def _snippet(row: asyncpg.Record) -> Snippet:
    return Snippet(
        id=row["id"],
        language=row["language"],
        difficulty=row["difficulty"],
        category="",
        text=row["snippet_text"],
        words=row["words"],
        expected_wpm=row["expected_wpm"],
        version=1,
    )
