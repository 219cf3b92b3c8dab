"""Which index each page of a discussion reads, when there are many: docs/schema.md says so, and why."""

from __future__ import annotations

from typing import Any

from server.discussions import showing
from server.discussions.admin_reading import newest_page
from server.infra.postgres import Pool
from tests.results.games import add_player
from tests.snippets import add_to, code

ABOUT = "('snippet:' || p.snippet_id)"
FILL = """
INSERT INTO posts (id, snippet_id, user_id, text, blocks, created_at)
    SELECT gen_random_uuid(), s.id, $1, 'p', '[]', now() - n * interval '1 minute'
    FROM code_snippets s, generate_series(1, 200) n;
"""
COMMENTS = """
INSERT INTO comments (post_id, user_id, text, blocks, number, path, created_at)
    SELECT p.id, $1, 'c', '[]', n, ARRAY[n], now() - n * interval '1 minute'
    FROM (SELECT id FROM posts LIMIT 4) p, generate_series(1, 2000) n;
"""


async def plan(pg: Pool, statement: str, *values: object) -> str:
    return "\n".join(row[0] for row in await pg.fetch(f"EXPLAIN {statement}", *values))


async def test_no_page_reads_a_discussion_from_end_to_end(pg: Pool) -> None:
    user, snippet = await add_player(pg), await add_to(pg, code(1))
    for number in range(2, 42):
        await add_to(pg, code(number))
    await pg.execute(FILL, user)
    await pg.execute(COMMENTS, user)
    await pg.execute("ANALYZE posts, comments, likes")
    post = await pg.fetchval("SELECT post_id FROM comments LIMIT 1")
    at, id = await pg.fetchrow("SELECT created_at, id FROM posts LIMIT 1") or (None, None)
    pages: dict[str, list[tuple[Any, ...]]] = {
        "posts_snippet_id_created_at_id_idx": [
            (showing.posts_page(ABOUT, "snippet_id"), viewer, False, snippet, *after, 11)
            for viewer in (None, user)
            for after in ((None, None), (at, id))
        ],
        "comments_post_id_path_key": [
            (showing.COMMENTS_PAGE, viewer, False, post, path, 31) for viewer in (None, user) for path in ([], [1000])
        ],
        "comments_created_at_id_idx": [(newest_page(ABOUT), None, *after, 21) for after in ((None, None), (at, id))],
    }
    for index, asked in pages.items():
        for statement, *values in asked:
            found = await plan(pg, str(statement), *values)
            assert index in found and "Sort Key: p.created_at" not in found, found
            assert "Seq Scan on posts" not in found and "Seq Scan on comments" not in found, found
