"""The waves of practice on snippets that the player has chosen: one alone, or their bookmarks.

Laws:
- Only what is public is given, asked again at each wave. What is drawn is not counted: the rotation's bound is about
  whole buckets.
- Of the bookmarks of a language each comes once, by chance, before one comes again; the one alone comes each time.
- A contest that keeps a bookmarked snippet changes nothing: that its waves stay away would tell which ones it has.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.wave import Wave
from server.infra.postgres import Connection, Pool
from server.infra.web import Problem
from server.library import Snippet, is_public, public_version, snippet
from server.play.modes.chosen_waves import ChosenWaves, longest_ago_first

NO_SNIPPET = 404, "snippet/not-found"
NO_BOOKMARKS = 409, "snippet/no-bookmarks"

_OF_BOOKMARKS = f"""
SELECT s.id FROM snippet_interactions i JOIN code_snippets s ON s.id = i.snippet_id
WHERE i.user_id = $1 AND i.bookmarked_at IS NOT NULL AND s.language = $2 AND {is_public("s")}
ORDER BY coalesce(array_position($3::uuid[], s.id), 0), random() LIMIT 1
"""


async def find_snippet(pg: Pool, snippet_id: str) -> Snippet:
    """What a game on this snippet is played on. Raises Problem 404."""
    current = await public_version(pg, snippet_id)
    found = None if current is None else await snippet(pg, current)
    if found is None:
        raise Problem(*NO_SNIPPET, "There is no such snippet in the library.")
    return found


async def find_bookmarks(pg: Pool, user_id: str, language: str) -> None:
    """Raises Problem 409 when there is none to play."""
    if await pg.fetchval(_OF_BOOKMARKS, user_id, language, []) is None:
        raise Problem(*NO_BOOKMARKS, "You have no bookmarks in this language.")


class SnippetWaves(ChosenWaves):
    """Of a game whose row names a snippet."""

    __slots__ = ()

    async def _draw(self, pg: Pool | Connection, drawn: Sequence[Wave], begun: Sequence[str]) -> Snippet | None:
        current = await public_version(pg, self._row.own["snippet_id"])
        return None if current is None else await snippet(pg, current)


class BookmarkWaves(ChosenWaves):
    """Of a game whose row says that it is played on bookmarks."""

    __slots__ = ()

    async def _draw(self, pg: Pool | Connection, drawn: Sequence[Wave], begun: Sequence[str]) -> Snippet | None:
        found = await pg.fetchval(_OF_BOOKMARKS, self._row.user_id, self._row.language, longest_ago_first(drawn))
        return None if found is None else await snippet(pg, found)
