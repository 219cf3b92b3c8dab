"""Lists of snippets. Among equals the newest comes first, then the order is by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.terms import Difficulty, Language
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.library.answers import Filters, SnippetsQuery, Sort, Sorted
from server.library.answers_workshop import Bucket, CategoryCount
from server.library.categories import OF_COURSES
from server.library.rotation import IN_ROTATION
from server.library.snippets import LISTED_COLUMNS, STATE, SnippetListed, listed
from server.library.versions import NoSuchSnippet

# Code of courses that is not in the rotation is not for whoever curates the library, unless they ask for it.
_IS_TAUGHT_ONLY = f"(category = '{OF_COURSES}' AND NOT is_active)"

DISLIKES_MANY = 3  # players who vote against a snippet, before somebody has to look at it
_IS_DISLIKED = f"""EXISTS (
    SELECT FROM snippet_figures f
    WHERE f.snippet_id = code_snippets.id AND f.dislikes >= {DISLIKES_MANY} AND f.dislikes > f.likes)"""

_FOUND = f"""
    FROM code_snippets
    WHERE is_latest
      AND ($3 = '{OF_COURSES}' OR NOT {_IS_TAUGHT_ONLY})
      AND ($1::"Language" IS NULL OR language = $1)
      AND ($2::"Difficulty" IS NULL OR difficulty = $2)
      AND ($3::text IS NULL OR category = $3)
      AND ($4::boolean IS NULL OR is_active = $4)
      AND ($6::text IS NULL OR $6 = {STATE})
      AND ($7::boolean IS NULL OR $7 = {_IS_DISLIKED})
      AND ($5 = '' OR strpos(lower(concat_ws(E'\\n', snippet_text, category, source)), lower($5)) > 0)
"""
_VERSIONS = f"""
    WITH RECURSIVE
        earlier AS (
            SELECT id, supersedes_id FROM code_snippets WHERE id = $1
            UNION ALL SELECT s.id, s.supersedes_id FROM code_snippets s JOIN earlier ON s.id = earlier.supersedes_id
        ),
        whole AS (
            SELECT id FROM earlier WHERE supersedes_id IS NULL
            UNION ALL SELECT s.id FROM code_snippets s JOIN whole ON s.supersedes_id = whole.id
        )
    SELECT {LISTED_COLUMNS} FROM code_snippets WHERE id IN (SELECT id FROM whole) ORDER BY version DESC
"""

_ORDER = {
    Sort.NEWEST: "",
    Sort.MOST_USED: "usage_count DESC,",
    Sort.LEAST_USED: "usage_count,",
    Sort.EASIEST: "difficulty, token_count,",
    Sort.HARDEST: "difficulty DESC, token_count DESC,",
    Sort.DISLIKED: "(SELECT dislikes FROM snippet_figures f WHERE f.snippet_id = code_snippets.id) DESC NULLS LAST,",
}
_VOTES = "SELECT snippet_id, likes, dislikes FROM snippet_figures WHERE snippet_id = ANY($1::uuid[])"
_CATEGORIES = """
    SELECT language, category, count(*) AS snippets FROM code_snippets
    WHERE is_latest GROUP BY language, category ORDER BY language, category
"""
_DRAWN_TOPICS = f"""
    SELECT language, category, difficulty, count(*)::int AS snippets FROM code_snippets
    WHERE {IN_ROTATION} GROUP BY language, category, difficulty
"""
_BUCKETS = f"""
    SELECT language, difficulty,
        count(*) FILTER (WHERE is_active) AS published,
        count(*) FILTER (WHERE NOT is_active AND published_at IS NULL) AS draft,
        count(*) FILTER (WHERE NOT is_active AND published_at IS NOT NULL) AS retired,
        coalesce(min(usage_count) FILTER (WHERE is_active), 0) AS least_drawn,
        coalesce(max(usage_count) FILTER (WHERE is_active), 0) AS most_drawn
    FROM code_snippets WHERE is_latest AND NOT {_IS_TAUGHT_ONLY}
    GROUP BY language, difficulty ORDER BY language, difficulty
"""


async def page(pg: Pool, query: SnippetsQuery) -> Page[SnippetListed]:
    """The latest versions that the filters let through."""
    filters = _values(query)
    rows = await pg.fetch(
        f"SELECT {LISTED_COLUMNS} {_FOUND} ORDER BY {_ORDER[query.sort]} created_at DESC, id DESC LIMIT $8 OFFSET $9",
        *filters,
        query.per_page,
        query.offset,
    )
    total = await pg.fetchval(f"SELECT count(*) {_FOUND}", *filters)
    return query.page_of(map(listed, rows), total)


@dataclass(frozen=True, slots=True)
class Votes:
    """What players make of a snippet."""

    snippet_id: str
    likes: int
    dislikes: int


async def votes_of(pg: Pool, ids: Sequence[str]) -> dict[str, Votes]:
    """By id; those that nobody has voted about may be missing."""
    return {row["snippet_id"]: read(Votes, row) for row in await pg.fetch(_VOTES, ids)}


async def every_id(pg: Pool | Connection, filters: Filters) -> list[str]:
    """The ids of the latest versions that the filters let through."""
    return [row["id"] for row in await pg.fetch(f"SELECT id {_FOUND}", *_values(filters))]


async def every_sorted(pg: Pool, query: Sorted) -> list[SnippetListed]:
    """The latest versions that the filters let through, in the order asked for."""
    rows = await pg.fetch(
        f"SELECT {LISTED_COLUMNS} {_FOUND} ORDER BY {_ORDER[query.sort]} created_at DESC, id DESC", *_values(query)
    )
    return list(map(listed, rows))


async def every_one(pg: Pool, filters: Filters) -> list[SnippetListed]:
    """The latest versions that the filters let through, by language, difficulty and category."""
    rows = await pg.fetch(
        f"SELECT {LISTED_COLUMNS} {_FOUND} ORDER BY language, difficulty, category, created_at, id", *_values(filters)
    )
    return list(map(listed, rows))


async def active(pg: Pool, ids: Sequence[str]) -> list[SnippetListed]:
    """Those of these versions that are in the rotation, by language, difficulty and category."""
    rows = await pg.fetch(
        f"SELECT {LISTED_COLUMNS} FROM code_snippets WHERE id = ANY($1::uuid[]) AND is_active"
        " ORDER BY language, difficulty, category, id",
        ids,
    )
    return list(map(listed, rows))


async def buckets(pg: Pool) -> list[Bucket]:
    """Each language and difficulty that has snippets: how many of each state, and how often active ones were drawn.
    Without the code of courses that is not in the rotation."""
    return [Bucket(**row) for row in await pg.fetch(_BUCKETS)]


async def categories(pg: Pool) -> list[CategoryCount]:
    """The categories of each language, and how many snippets are in each."""
    return [CategoryCount(**row) for row in await pg.fetch(_CATEGORIES)]


@dataclass(frozen=True, slots=True)
class DrawnTopic:
    """How many snippets of a category are in the rotation of one language and difficulty."""

    language: Language
    category: str
    difficulty: Difficulty
    snippets: int


async def drawn_topics(pg: Pool) -> list[DrawnTopic]:
    """The categories that games can meet. Reads the whole library, so keep the answer for a while."""
    return [read(DrawnTopic, row) for row in await pg.fetch(_DRAWN_TOPICS)]


def _values(filters: Filters) -> tuple[object, ...]:
    chosen = (filters.language, filters.difficulty, filters.category, filters.is_active)
    return *chosen, filters.q, filters.state, filters.disliked


async def versions(pg: Pool, snippet_id: str, query: PageQuery) -> Page[SnippetListed]:
    """Every version of the snippet that any version's id names, the latest first. Raises NoSuchSnippet."""
    rows = await pg.fetch(_VERSIONS, snippet_id)
    if not rows:
        raise NoSuchSnippet(snippet_id)
    shown = rows[query.offset : query.offset + query.per_page]
    return query.page_of(map(listed, shown), len(rows))
