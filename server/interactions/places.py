"""A snippet's own page: the code, how it is typed, and who typed it fastest.

Laws:
- Nothing here is counted when it is read: figures are kept as they come, and the usual speed is that of the newest
  RUNS_LOOKED_AT runs. The list goes down the fastest, once and by an index, until LISTED players are found: however
  many runs one player has, they push nobody off it.
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
# The fastest run that may be listed. Each step begins at the speed at which the last one has found a player.
_NEXT = f"""
SELECT n.result_id, r.session_id, r.user_id, u.username, u.display_name, n.net_wpm, n.key_accuracy_percentage,
    n.typed_at
FROM snippet_runs n JOIN game_results r ON r.id = n.result_id JOIN users u ON u.id = r.user_id
WHERE n.snippet_id = $1 AND r.ranked AND u.replays_public AND {ON_BOARDS} AND {visible("u.id", "$2::uuid")} AND {{more}}
ORDER BY n.net_wpm DESC, n.typed_at, n.result_id LIMIT 1
"""
# $1: the snippet, $2: the reader.
BEST = f"""
WITH RECURSIVE best AS (
    (SELECT first.*, ARRAY[first.user_id] AS listed FROM ({_NEXT.format(more="true")}) first)
    UNION ALL
    SELECT next.*, b.listed || next.user_id FROM best b CROSS JOIN LATERAL (
        {_NEXT.format(more="n.net_wpm <= b.net_wpm AND r.user_id <> ALL(b.listed)")}
    ) next WHERE cardinality(b.listed) < {LISTED}
)
SELECT {columns(BestRun)} FROM best ORDER BY cardinality(listed)
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
