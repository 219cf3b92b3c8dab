"""What waits for a moderator: flagged games, what players reported, appeals, and texts that are held, each object once.

Law: only a game that its player would stand on the boards with is asked about. Flagged games of guests, robots and
disabled players come when these register or are enabled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from game.plausibility import Reason
from game.terms import Difficulty, Language, Mode, Verdict
from server.discussions import TABLES, Discussions, StaffText, texts_of
from server.infra.paging import Page
from server.infra.rows import names
from server.moderation.kinds import LABEL, RESULT
from server.moderation.requests import QueueQuery, QueueSort
from server.results import ON_BOARDS, SHOWN, Selection, of_keys

REASONS = 5  # of as many reports the queue says why

_HELD = " UNION ALL ".join(
    f"SELECT '{kind}', w.id::text, coalesce(w.edited_at, w.created_at), false, 0, false, true FROM {table} w"
    f" JOIN users u ON u.id = w.user_id WHERE w.state = 'WAITING' AND {SHOWN}"
    for kind, table in TABLES.items()
)
_CAUSES = f"""
SELECT '{RESULT}' AS kind, r.id::text AS subject_id, r.ended_at AS at, true AS flagged, 0 AS reports, false AS appealed,
    false AS held
FROM game_results r JOIN users u ON u.id = r.user_id
WHERE r.verdict = 'flagged' AND r.unranked_reason = 'verdict' AND {ON_BOARDS} AND NOT u.is_guest
UNION ALL
SELECT kind, subject_id, min(created_at), false, count(*), false, false FROM reports WHERE closed_at IS NULL
GROUP BY kind, subject_id
UNION ALL
SELECT '{RESULT}', result_id::text, created_at, false, 0, true, false FROM appeals WHERE decided_at IS NULL
UNION ALL
{_HELD}
"""
# $1: cause, $2: kind, each or NULL.
_WAITING = f"""
WITH q AS (
    SELECT kind, subject_id, min(at) AS since, bool_or(flagged) AS flagged, sum(reports)::int AS reports,
        bool_or(appealed) AS appealed, bool_or(held) AS held
    FROM ({_CAUSES}) causes WHERE $2::text IS NULL OR kind = $2 GROUP BY kind, subject_id
    HAVING $1::text IS NULL OR CASE $1 WHEN 'FLAGGED' THEN bool_or(flagged) WHEN 'APPEALED' THEN bool_or(appealed)
        WHEN 'HELD' THEN bool_or(held)
        ELSE sum(reports) > 0 END
)
"""


@dataclass(frozen=True, slots=True)
class QueuedGame:
    """What the queue says of a game. The last two are worked out from its keys."""

    username: str
    display_name: str
    mode: Mode
    language: Language
    difficulty: Difficulty
    seconds: int | None
    final_score: int
    verdict: Verdict
    verdict_reasons: list[Reason]
    ended_at: datetime
    net_wpm: float
    key_accuracy_percentage: float


_GAMES = Selection(QueuedGame, derived=2)


@dataclass(frozen=True, slots=True)
class QueueItem:
    """`id` is that of the result, the reported player, the snippet or the collection; `label` a name or a line by which
    a person knows it, null when it is gone. `reports` counts those that wait, `reasons` are the first of them; `appeal`
    is the player's text; `held`: it waits to be shown. `game` is null for what is no result, `written` for what is no
    post or comment, or is gone."""

    kind: str
    id: str
    label: str | None
    since: datetime
    flagged: bool
    reports: int
    reasons: list[str]
    appeal: str | None
    held: bool
    game: QueuedGame | None
    written: StaffText | None


_ORDERS = {
    QueueSort.OLDEST: "q.since, q.subject_id",
    QueueSort.MOST_REPORTED: "q.reports DESC, q.since, q.subject_id",
}
# {order}: one of them.
_PAGE = f"""
{_WAITING}
SELECT {_GAMES.columns}, {of_keys("r")}, r.id AS game_id,
    q.kind, q.subject_id AS id, {LABEL} AS label, q.since, q.flagged, q.reports, q.held,
    ARRAY(SELECT p.reason FROM reports p WHERE p.kind = q.kind AND p.subject_id = q.subject_id AND p.closed_at IS NULL
        ORDER BY p.created_at, p.id LIMIT {REASONS}) AS reasons,
    (SELECT a.text FROM appeals a WHERE q.appealed AND a.result_id = r.id) AS appeal
FROM (SELECT * FROM q ORDER BY {{order}} LIMIT $3 OFFSET $4) q
LEFT JOIN game_results r ON r.id = CASE q.kind WHEN '{RESULT}' THEN q.subject_id::uuid END
LEFT JOIN game_sessions s ON s.id = r.session_id
LEFT JOIN users u ON u.id = r.user_id
ORDER BY {{order}}
"""
_PAGES = {sort: _PAGE.replace("{order}", order) for sort, order in _ORDERS.items()}
_COUNT = f"{_WAITING} SELECT count(*) FROM q"


async def queue(discussions: Discussions, query: QueueQuery) -> Page[QueueItem]:
    pg = discussions.pg
    total: int = await pg.fetchval(_COUNT, *query.filters())
    rows = (
        await pg.fetch(_PAGES[query.sort], *query.filters(), query.per_page, query.offset)
        if query.offset < total
        else []
    )
    texts = await texts_of(discussions, [row["id"] for row in rows if row["kind"] in TABLES])
    return query.page_of([_item(row, texts.get((row["kind"], row["id"]))) for row in rows], total)


def _item(row: asyncpg.Record, written: StaffText | None) -> QueueItem:
    own = {name: row[name] for name in names(QueueItem) if name not in ("game", "written")}
    is_game = row["game_id"] is not None
    game = _GAMES.row(row, row["net_wpm"], row["key_accuracy_percentage"]) if is_game else None
    return QueueItem(**own, game=game, written=written)
