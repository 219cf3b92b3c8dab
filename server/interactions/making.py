"""Votes and bookmarks: what writes them, and what a reader's own are.

Laws:
- Every id of a version means the version that is public now; a snippet without one does not exist here.
- A player keeps BOOKMARKS bookmarks, counted while the player's row is locked (`Principal.confirm`).
- Guests vote and bookmark as everybody does, and keep both when they register. Triggers count their votes from then on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from server.infra.paging import PageQuery
from server.infra.postgres import Connection, Pool
from server.infra.rows import columns, read
from server.infra.web import Principal, Problem
from server.interactions.answers import Bookmark, BookmarkedLanguage, BookmarksOut, OwnOpinion, SeenSnippet
from server.library import is_public, public_version, public_versions

BOOKMARKS = 1_000  # more than anybody practises

NO_SNIPPET = 404, "snippet/not-found"
TOO_MANY = 409, "snippet/too-many-bookmarks"

_VOTE = """
INSERT INTO snippet_interactions (user_id, snippet_id, vote) VALUES ($1, $2, $3)
ON CONFLICT (user_id, snippet_id) DO UPDATE SET vote = EXCLUDED.vote
"""
_BOOKMARK = """
INSERT INTO snippet_interactions AS i (user_id, snippet_id, bookmarked_at) VALUES ($1, $2, now())
ON CONFLICT (user_id, snippet_id) DO UPDATE SET bookmarked_at = coalesce(i.bookmarked_at, EXCLUDED.bookmarked_at)
"""
# A row that would say nothing is deleted; one of the two statements finds it.
_NO_VOTE = (
    "DELETE FROM snippet_interactions WHERE user_id = $1 AND snippet_id = $2 AND bookmarked_at IS NULL",
    "UPDATE snippet_interactions SET vote = 0 WHERE user_id = $1 AND snippet_id = $2",
)
_NO_BOOKMARK = (
    "DELETE FROM snippet_interactions WHERE user_id = $1 AND snippet_id = $2 AND vote = 0",
    "UPDATE snippet_interactions SET bookmarked_at = NULL WHERE user_id = $1 AND snippet_id = $2",
)
_OWN = f"""
SELECT snippet_id, {columns(OwnOpinion)} FROM (
    SELECT snippet_id, vote, bookmarked_at IS NOT NULL AS is_bookmarked, is_counted
    FROM snippet_interactions WHERE user_id = $1 AND snippet_id = ANY($2::uuid[])
) own
"""
_MINE = "i.user_id = $1 AND i.bookmarked_at IS NOT NULL"
_COUNT = f"SELECT count(*) FROM snippet_interactions i WHERE {_MINE}"
_PAGE = f"""
SELECT s.id, s.language, s.difficulty, s.category, i.bookmarked_at,
    CASE WHEN {is_public("s")} THEN s.snippet_text END AS snippet_text
FROM snippet_interactions i JOIN code_snippets s ON s.id = i.snippet_id
WHERE {_MINE} ORDER BY i.bookmarked_at DESC, s.id LIMIT $2 OFFSET $3
"""
_LANGUAGES = f"""
SELECT s.language, count(*)::int AS snippets
FROM snippet_interactions i JOIN code_snippets s ON s.id = i.snippet_id
WHERE {_MINE} AND {is_public("s")} GROUP BY s.language ORDER BY s.language
"""


async def vote(pg: Pool, by: Principal, snippet_id: str, value: int) -> OwnOpinion:
    """0 takes it back. Raises Problem 404."""
    async with _on(pg, by, snippet_id) as (connection, current):
        if value:
            await connection.execute(_VOTE, by.user_id, current, value)
        else:
            await _take_back(connection, _NO_VOTE, by.user_id, current)
        return await opinion(connection, by.user_id, current)


async def bookmark(pg: Pool, by: Principal, snippet_id: str) -> OwnOpinion:
    """Raises Problem 404, 409."""
    async with _on(pg, by, snippet_id) as (connection, current):
        own = await opinion(connection, by.user_id, current)
        if not own.is_bookmarked and await connection.fetchval(_COUNT, by.user_id) >= BOOKMARKS:
            raise Problem(*TOO_MANY, f"You have {BOOKMARKS} bookmarks. Remove one first.")
        await connection.execute(_BOOKMARK, by.user_id, current)
        return replace(own, is_bookmarked=True)


async def remove_bookmark(pg: Pool, by: Principal, snippet_id: str) -> None:
    """Whether there was one or not; also of a snippet that is not public any more."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        current = await public_version(connection, snippet_id) or snippet_id
        await _take_back(connection, _NO_BOOKMARK, by.user_id, current)


async def _take_back(connection: Connection, statements: Sequence[str], user_id: str, snippet_id: str) -> None:
    for statement in statements:
        await connection.execute(statement, user_id, snippet_id)


@asynccontextmanager
async def _on(pg: Pool, by: Principal, snippet_id: str) -> AsyncIterator[tuple[Connection, str]]:
    """A transaction of this player, and the version that is public."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        current = await public_version(connection, snippet_id)
        if current is None:
            raise no_snippet()
        yield connection, current


def no_snippet() -> Problem:
    return Problem(*NO_SNIPPET, "There is no such snippet in the library.")


async def opinion(pg: Pool | Connection, user_id: str | None, snippet_id: str) -> OwnOpinion:
    return (await _opinions(pg, user_id, [snippet_id])).get(snippet_id, OwnOpinion())


async def seen(pg: Pool, user_id: str | None, ids: Sequence[str]) -> list[SeenSnippet]:
    """Those that are public, in the order asked for, with what the reader makes of them."""
    current = await public_versions(pg, ids)
    own = await _opinions(pg, user_id, list(current.values()))
    return [SeenSnippet(one, current[one], own.get(current[one], OwnOpinion())) for one in ids if one in current]


async def _opinions(pg: Pool | Connection, user_id: str | None, ids: Sequence[str]) -> dict[str, OwnOpinion]:
    rows = [] if user_id is None else await pg.fetch(_OWN, user_id, ids)
    return {row["snippet_id"]: read(OwnOpinion, row) for row in rows}


async def bookmarks(pg: Pool, user_id: str, query: PageQuery) -> BookmarksOut:
    """The newest first."""
    rows = await pg.fetch(_PAGE, user_id, query.per_page, query.offset)
    languages = await pg.fetch(_LANGUAGES, user_id)
    return BookmarksOut(
        items=[read(Bookmark, row) for row in rows],
        page=query.page,
        per_page=query.per_page,
        total=await pg.fetchval(_COUNT, user_id),
        languages=[read(BookmarkedLanguage, row) for row in languages],
    )
