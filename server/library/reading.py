"""Pages of the library; the newest first and the id break ties."""

from __future__ import annotations

from typing import Any

import asyncpg

from server.infra.inputs import PageQuery
from server.library.answers import Answer, Filters, SnippetListed, SnippetsQuery, Sort, Sorted
from server.library.versions import STATE, NoSuchSnippet

_COLUMNS = ", ".join(f"{STATE} AS state" if name == "state" else name for name in SnippetListed.model_fields)
_FOUND = f"""
    FROM code_snippets
    WHERE is_latest
      AND ($1::"Language" IS NULL OR language = $1)
      AND ($2::"Difficulty" IS NULL OR difficulty = $2)
      AND ($3::text IS NULL OR category = $3)
      AND ($4::boolean IS NULL OR is_active = $4)
      AND ($6::text IS NULL OR $6 = {STATE})
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
    SELECT {_COLUMNS} FROM code_snippets WHERE id IN (SELECT id FROM whole) ORDER BY version DESC
"""

_ORDER = {
    Sort.NEWEST: "",
    Sort.MOST_USED: "usage_count DESC,",
    Sort.LEAST_USED: "usage_count,",
    Sort.EASIEST: "difficulty, token_count,",
    Sort.HARDEST: "difficulty DESC, token_count DESC,",
}
_CATEGORIES = """
    SELECT language, category, count(*) AS snippets FROM code_snippets
    WHERE is_latest GROUP BY language, category ORDER BY language, category
"""
_BUCKETS = """
    SELECT language, difficulty,
        count(*) FILTER (WHERE is_active) AS published,
        count(*) FILTER (WHERE NOT is_active AND published_at IS NULL) AS draft,
        count(*) FILTER (WHERE NOT is_active AND published_at IS NOT NULL) AS retired,
        coalesce(min(usage_count) FILTER (WHERE is_active), 0) AS least_drawn,
        coalesce(max(usage_count) FILTER (WHERE is_active), 0) AS most_drawn
    FROM code_snippets WHERE is_latest GROUP BY language, difficulty ORDER BY language, difficulty
"""


async def page(pg: Any, query: SnippetsQuery) -> Answer:
    """The latest versions that the filters let through."""
    filters = _values(query)
    rows = await pg.fetch(
        f"SELECT {_COLUMNS} {_FOUND} ORDER BY {_ORDER[query.sort]} created_at DESC, id DESC LIMIT $7 OFFSET $8",
        *filters,
        query.per_page,
        query.offset,
    )
    return query.answer(rows, await pg.fetchval(f"SELECT count(*) {_FOUND}", *filters))


async def every_id(pg: Any, filters: Filters) -> list[str]:
    """The ids of the latest versions that the filters let through."""
    return [row["id"] for row in await pg.fetch(f"SELECT id {_FOUND}", *_values(filters))]


async def every_sorted(pg: Any, query: Sorted) -> list[asyncpg.Record]:
    """The latest versions that the filters let through, in the order asked for."""
    rows: list[asyncpg.Record] = await pg.fetch(
        f"SELECT {_COLUMNS} {_FOUND} ORDER BY {_ORDER[query.sort]} created_at DESC, id DESC", *_values(query)
    )
    return rows


async def every_one(pg: Any, filters: Filters) -> list[asyncpg.Record]:
    """The latest versions that the filters let through, by language, difficulty and category."""
    rows: list[asyncpg.Record] = await pg.fetch(
        f"SELECT {_COLUMNS} {_FOUND} ORDER BY language, difficulty, category, created_at, id", *_values(filters)
    )
    return rows


async def buckets(pg: Any) -> list[Answer]:
    """Each language and difficulty that has snippets: how many of each state, and how often those active were drawn."""
    return [dict(row) for row in await pg.fetch(_BUCKETS)]


async def categories(pg: Any) -> list[Answer]:
    """The categories that each language has, and how many snippets are in each."""
    return [dict(row) for row in await pg.fetch(_CATEGORIES)]


def _values(filters: Filters) -> tuple[Any, ...]:
    return filters.language, filters.difficulty, filters.category, filters.is_active, filters.q, filters.state


async def versions(pg: Any, snippet_id: str, query: PageQuery) -> Answer:
    """Every version of the snippet that any version's id names, the latest first. Raises NoSuchSnippet."""
    rows = await pg.fetch(_VERSIONS, snippet_id)
    if not rows:
        raise NoSuchSnippet(snippet_id)
    return query.answer(rows[query.offset : query.offset + query.per_page], len(rows))
