"""Snippets that are kept for a contest: nobody else is given them until it is over.

Laws:
- A snippet is kept for one contest at most, by its latest version; the version that an edit makes is kept too.
- No language and difficulty gives up more than half of its active snippets, so that the rotation has something left.
- Contests of groups, which anybody can make, keep no more than a quarter of them together.
- What a course teaches is kept for none (teaching.py): whoever learns has seen it.
- What is let go enters the rotation as a newcomer does, at its bucket's lowest count (a trigger sees to that too, for
  contests that are deleted with their group).

All of it happens in the caller's transaction, whose first statement is `take_turn`: no lock is taken before that one,
as in every other transaction that writes the library, so no two wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from server.infra.postgres import Connection
from server.library.faults import LibraryRefused
from server.library.rotation import SNIPPET_COLUMNS, WRITERS_LOCK, Snippet, draw, snippet_of
from server.library.teaching import taught
from server.library.versions import lowest_count

_FOUND = f"SELECT {SNIPPET_COLUMNS}, is_latest, kept_for FROM code_snippets WHERE id = ANY($1::uuid[]) FOR UPDATE"
_KEEP = "UPDATE code_snippets SET kept_for = $1 WHERE id = ANY($2::uuid[])"
_HALVES = """
SELECT EXISTS (
    SELECT FROM code_snippets WHERE is_active GROUP BY language, difficulty
    HAVING count(*) FILTER (WHERE kept_for IS NOT NULL) > count(*) FILTER (WHERE kept_for IS NULL)
        AND bool_or(id = ANY($1::uuid[])))
"""
_GROUPS_QUARTERS = """
SELECT EXISTS (
    SELECT FROM code_snippets s LEFT JOIN contests c ON c.slug = s.kept_for AND c.group_id IS NOT NULL
    WHERE s.is_active GROUP BY s.language, s.difficulty
    HAVING 4 * count(c.slug) > count(*) AND bool_or(c.slug = $2 AND s.id = ANY($1::uuid[])))
"""
_BUCKETS = "SELECT DISTINCT language, difficulty FROM code_snippets WHERE kept_for = $1 ORDER BY 1, 2"
_LET_GO = """
UPDATE code_snippets SET kept_for = NULL, is_active = is_active OR ($2 AND is_latest AND published_at IS NULL)
WHERE kept_for = $1
"""


class NotToKeep(LibraryRefused):
    """The snippet at this place of the list cannot be kept. `why` is one word: unknown, twice, language, superseded,
    kept, taught."""

    def __init__(self, place: int, why: str) -> None:
        super().__init__(f"snippet {place + 1} cannot be kept: {why}")
        self.place, self.why = place, why


class TooFewLeft(LibraryRefused):
    """Too few snippets of a language and difficulty would be left to play with."""


async def take_turn(connection: Connection) -> None:
    """Wait for the other writers of the library, and keep them waiting until the transaction ends."""
    await connection.execute(WRITERS_LOCK)


async def keep(connection: Connection, contest: str, language: str, ids: Sequence[str]) -> list[Snippet]:
    """Keep these versions for a contest, which is there. In their order. Raises NotToKeep, TooFewLeft."""
    rows = {row["id"]: row for row in await connection.fetch(_FOUND, ids)}
    known = await taught(connection)
    for place, one in enumerate(ids):
        why = "twice" if one in ids[:place] else _why_not(rows.get(one), contest, language)
        if why is None and one in known:
            why = "taught"
        if why is not None:
            raise NotToKeep(place, why)
    await _keep(connection, contest, ids)
    return [snippet_of(rows[one]) for one in ids]


def _why_not(row: asyncpg.Record | None, contest: str, language: str) -> str | None:
    if row is None:
        return "unknown"
    if row["language"] != language:
        return "language"
    if not row["is_latest"]:
        return "superseded"
    return "kept" if row["kept_for"] not in (None, contest) else None


async def draw_to_keep(
    connection: Connection, contest: str, language: str, difficulty: str, count: int
) -> list[Snippet]:
    """Draw so many snippets from the rotation, which counts them, and keep them. Raises TooFewLeft."""
    drawn: list[Snippet] = []
    known = await taught(connection)
    while len(drawn) < count:
        had = [*known, *(one.id for one in drawn)]
        one = await draw(connection, language, difficulty, had)
        if one is None or one.id in had:
            raise TooFewLeft(f"{language} {difficulty} has {len(drawn)} snippets to draw")
        drawn.append(one)
    await _keep(connection, contest, [one.id for one in drawn])
    return drawn


async def _keep(connection: Connection, contest: str, ids: Sequence[str]) -> None:
    await connection.execute(_KEEP, contest, ids)
    if await connection.fetchval(_HALVES, ids):
        raise TooFewLeft("more than half of a language and difficulty would be kept")
    if await connection.fetchval(_GROUPS_QUARTERS, ids, contest):
        raise TooFewLeft("contests of groups would keep more than a quarter of a language and difficulty")


async def let_go(connection: Connection, contest: str, *, publish: bool) -> None:
    """They are anybody's from now on. `publish`: drafts among them enter the rotation too."""
    for bucket in await connection.fetch(_BUCKETS, contest):
        await lowest_count(connection, bucket["language"], bucket["difficulty"])  # locked, so that the trigger is exact
    await connection.execute(_LET_GO, contest, publish)
