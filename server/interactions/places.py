"""A snippet's own page: the code, how it is typed, and who typed it fastest.

Laws:
- Nothing here is counted when it is read: figures are kept as they come, the usual speed is that of the newest
  RUNS_LOOKED_AT runs and the list is out of the fastest, each by an index.
- The list shows each player once, and only games that everybody may watch. Whom a block hides from the
  reader is not on it.
"""

from __future__ import annotations

from server.infra.postgres import Pool
from server.infra.rows import columns, read
from server.interactions.answers import BestRun, SnippetFigures, SnippetPage
from server.interactions.making import no_snippet, opinion
from server.library import public_version
from server.social import ON_BOARDS, visible

RUNS_LOOKED_AT = 500
FASTEST_LOOKED_AT = 200  # of which one player may have many
LISTED = 10

_SNIPPET = """
SELECT id, language, difficulty, category, snippet_text, words, expected_wpm, source, license, version, published_at
FROM code_snippets WHERE id = $1
"""
FIGURES = f"""
SELECT f.times_typed, f.likes, f.dislikes, f.bookmarks, f.line_mistakes,
    100.0 * f.correct_keys / nullif(f.correct_keys + f.wrong_keys, 0) AS key_accuracy_percentage,
    (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY newest.net_wpm) FROM (
        SELECT net_wpm FROM snippet_runs WHERE snippet_id = $1 ORDER BY typed_at DESC LIMIT {RUNS_LOOKED_AT}
    ) newest) AS median_net_wpm
FROM snippet_figures f WHERE f.snippet_id = $1
"""
# $1: the snippet, $2: the reader.
BEST = f"""
SELECT {columns(BestRun)} FROM (
    SELECT DISTINCT ON (r.user_id) n.result_id, r.session_id, u.username, u.display_name, n.net_wpm,
        n.key_accuracy_percentage, n.typed_at
    FROM (
        SELECT * FROM snippet_runs WHERE snippet_id = $1 ORDER BY net_wpm DESC LIMIT {FASTEST_LOOKED_AT}
    ) n JOIN game_results r ON r.id = n.result_id JOIN users u ON u.id = r.user_id
    WHERE r.ranked AND u.replays_public AND {ON_BOARDS} AND {visible("u.id", "$2::uuid")}
    ORDER BY r.user_id, n.net_wpm DESC, n.typed_at
) fastest ORDER BY net_wpm DESC, typed_at LIMIT {LISTED}
"""
_UNTYPED = SnippetFigures(0, None, None, [], 0, 0, 0)


async def place_of(pg: Pool, viewer_id: str | None, snippet_id: str) -> SnippetPage:
    """Raises Problem 404 for what is not public."""
    current = await public_version(pg, snippet_id)
    if current is None:
        raise no_snippet()
    snippet = await pg.fetchrow(_SNIPPET, current)
    figures = await pg.fetchrow(FIGURES, current)
    best = await pg.fetch(BEST, current, viewer_id)
    assert snippet is not None, "snippets that were public are never deleted"
    parts = {
        "figures": _UNTYPED if figures is None else read(SnippetFigures, figures),
        "best": [read(BestRun, row) for row in best],
        "own": await opinion(pg, viewer_id, current),
    }
    return read(SnippetPage, {**dict(snippet), **parts})
