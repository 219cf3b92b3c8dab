"""Contests as one player sees them: lists, one of them, and what one's own part in it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from game.keylog import decode_waves
from game.terms import ContestState
from server.contests.requests import ContestsQuery
from server.contests.rows import ContestRow, ContestSnippet, ContestView, OwnEntry
from server.contests.standings import CONTEST, EXCLUDED, RANKED, contest_of
from server.infra.paging import Page
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.play import contest_game
from server.results import of_session

# After CONTEST. $2: a state or NULL, $3: the slug of a group or empty.
_LISTED = f"""
AND ($3 = '' OR g.slug = $3) AND CASE $2::text
    WHEN 'UPCOMING' THEN c.fixed_at IS NULL AND c.starts_at > clock_timestamp()
    WHEN 'RUNNING' THEN c.fixed_at IS NULL AND c.starts_at <= clock_timestamp()
    WHEN 'CLOSING' THEN c.fixed_at IS NULL AND {contest_game.ENDS_AT} <= clock_timestamp()
    WHEN 'OVER' THEN c.fixed_at IS NOT NULL ELSE true END
"""
_TOTAL = f"""
SELECT count(*) FROM contests c LEFT JOIN groups g ON g.id = c.group_id
WHERE {contest_game.is_shown_to("$1")} {_LISTED}
"""
_SOONEST = {ContestState.UPCOMING: "c.starts_at", ContestState.RUNNING: contest_game.ENDS_AT}
# $1: contests in which the user $2 takes part.
_OWN = f"""
WITH ranked AS ({RANKED})
SELECT p.contest_slug, p.joined_at, p.session_id, s.id IS NOT NULL AND s.ended_at IS NULL AS is_playing,
    r.id AS result_id, r.final_score, k.rank, {EXCLUDED} AS excluded, p.old_rating, p.new_rating
FROM contest_participations p LEFT JOIN game_sessions s ON s.id = p.session_id
LEFT JOIN game_results r ON {of_session("p.session_id")}
LEFT JOIN ranked k ON k.contest_slug = p.contest_slug AND k.user_id = p.user_id
WHERE p.contest_slug = ANY($1::text[]) AND p.user_id = $2
"""
_PART_IN = "SELECT contest_slug FROM contest_participations WHERE user_id = $1 AND contest_slug = ANY($2::text[])"
_SNIPPETS = """
SELECT id, version, category, difficulty, snippet_text, usage_count AS draws FROM code_snippets
WHERE id = ANY($1::uuid[])
"""


async def view(pg: Pool | Connection, slug: str, user_id: str | None) -> ContestView:
    """Raises Problem 404."""
    contest = await contest_of(pg, slug, user_id)
    yours = await _own(pg, [slug], user_id)
    is_shown = contest.is_staff or contest.state is ContestState.OVER
    return _view(contest, yours, await _snippets(pg, slug) if is_shown else None)


async def page(pg: Pool, user_id: str | None, query: ContestsQuery) -> Page[ContestView]:
    """Those that begin or end soonest first; all of them, and those that are over, by their start, the latest first."""
    filters = user_id, query.state, query.group.lower()
    order = _SOONEST.get(query.state, "c.starts_at DESC") if query.state else "c.starts_at DESC"
    rows = await pg.fetch(
        f"{CONTEST} {_LISTED} ORDER BY {order}, c.slug LIMIT $4 OFFSET $5", *filters, query.per_page, query.offset
    )
    found = [read(ContestRow, row) for row in rows]
    yours = await _own(pg, [one.slug for one in found], user_id)
    total: int = await pg.fetchval(_TOTAL, *filters)
    return query.page_of([_view(one, yours, None) for one in found], total)


def _view(contest: ContestRow, yours: Mapping[str, OwnEntry], snippets: list[ContestSnippet] | None) -> ContestView:
    return ContestView(
        contest=contest.shown(), yours=yours.get(contest.slug), may_edit=contest.is_staff, snippets=snippets
    )


async def _own(pg: Pool | Connection, slugs: Sequence[str], user_id: str | None) -> Mapping[str, OwnEntry]:
    """By contest. What is not played in is not ranked for nothing."""
    if user_id is None:
        return {}
    played = [row["contest_slug"] for row in await pg.fetch(_PART_IN, user_id, slugs)]
    rows = await pg.fetch(_OWN, played, user_id) if played else []
    return {row["contest_slug"]: read(OwnEntry, row) for row in rows}


async def _snippets(pg: Pool | Connection, slug: str) -> list[ContestSnippet]:
    document = await pg.fetchval("SELECT waves FROM contests WHERE slug = $1", slug)
    try:
        ids: Sequence[str] = [wave.snippet_id for wave in decode_waves(document)]
    except ValueError:  # a later version made them
        return []
    rows = {row["id"]: row for row in await pg.fetch(_SNIPPETS, ids)}
    return [read(ContestSnippet, rows[one]) for one in ids if one in rows]
