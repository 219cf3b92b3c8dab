"""Contests as one player sees them: lists, one of them, and what one's own part in it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import asyncpg

from game.keylog import decode_waves
from game.terms import ContestState
from server.contests.figures import Counted, KeptFigures
from server.contests.requests import ContestsQuery
from server.contests.rows import ContestRow, ContestSnippet, ContestView, OwnEntry
from server.contests.standings import EXCLUDED, RANKED, contest_of, contests_known_to
from server.infra.paging import Page
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.play import contest_game
from server.results import of_session

# $1: the user who asks, or NULL. $2: a state or NULL, $3: the slug of a group or empty.
_NARROWED = f"""
AND ($3 = '' OR g.slug = $3) AND CASE $2::text
    WHEN 'UPCOMING' THEN c.fixed_at IS NULL AND c.starts_at > clock_timestamp()
    WHEN 'RUNNING' THEN c.fixed_at IS NULL AND c.starts_at <= clock_timestamp()
    WHEN 'CLOSING' THEN c.fixed_at IS NULL AND {contest_game.ENDS_AT} <= clock_timestamp()
    WHEN 'OVER' THEN c.fixed_at IS NOT NULL ELSE true END
"""
_PAGE = f"{contests_known_to('$1', 'greatest(c.updated_at, c.fixed_at) AS changed_at')} {_NARROWED}"
_TOTAL = f"""
SELECT count(*) FROM contests c LEFT JOIN groups g ON g.id = c.group_id
WHERE {contest_game.is_shown_to("$1")} {_NARROWED}
"""
_SOONEST = {ContestState.UPCOMING: "c.starts_at", ContestState.RUNNING: contest_game.ENDS_AT}
# $1: contests, $2: a user. All but the rank. `changed_at`: when the latest of it began to be written.
_OWN = f"""
SELECT p.contest_slug, p.joined_at, p.session_id, s.id IS NOT NULL AND s.ended_at IS NULL AS is_playing,
    r.id AS result_id, r.final_score, NULL::int AS rank, {EXCLUDED} AS excluded, p.old_rating, p.new_rating,
    greatest(p.joined_at, s.started_at, s.ended_at, r.created_at) AS changed_at
FROM contest_participations p LEFT JOIN game_sessions s ON s.id = p.session_id
LEFT JOIN game_results r ON {of_session("p.session_id")}
WHERE p.contest_slug = ANY($1::text[]) AND p.user_id = $2
"""
_RANK = f"SELECT rank FROM ({RANKED}) k WHERE user_id = $2"
_SNIPPETS = """
SELECT id, version, category, difficulty, snippet_text, usage_count AS draws FROM code_snippets
WHERE id = ANY($1::uuid[])
"""


class _Part(NamedTuple):
    """How a player takes part, without the rank, and when the latest of it was written."""

    entry: OwnEntry
    changed_at: datetime

    def ranked(self, rank: int | None) -> OwnEntry:
        return replace(self.entry, rank=None if self.entry.excluded else rank)


async def view(pg: Pool | Connection, slug: str, user_id: str | None) -> ContestView:
    """Raises Problem 404."""
    contest = await contest_of(pg, slug, user_id)
    part = (await _parts(pg, [slug], user_id)).get(slug)
    rank = None if part is None or part.entry.result_id is None else await pg.fetchval(_RANK, [slug], user_id)
    is_shown = contest.is_staff or contest.state is ContestState.OVER
    return _view(contest, None if part is None else part.ranked(rank), await _snippets(pg, slug) if is_shown else None)


async def page(
    pg: Pool | Connection, kept: KeptFigures, user_id: str | None, query: ContestsQuery
) -> Page[ContestView]:
    """Those that begin or end soonest first; all of them, and those that are over, by their start, the latest first."""
    filters = user_id, query.state, query.group.lower()
    order = _SOONEST.get(query.state, "c.starts_at DESC") if query.state else "c.starts_at DESC"
    rows = await pg.fetch(
        f"{_PAGE} ORDER BY {order}, c.slug LIMIT $4 OFFSET $5", *filters, query.per_page, query.offset
    )
    parts = await _parts(pg, [row["slug"] for row in rows], user_id)
    figures = await kept.of(pg, [_counted(row, parts.get(row["slug"])) for row in rows])
    total: int = await pg.fetchval(_TOTAL, *filters)
    views = list[ContestView]()
    for row in rows:
        if (found := figures.get(row["slug"])) is None:  # deleted just now
            continue
        counts = {"participants": found.participants, "playing": found.playing, "finished": found.finished}
        yours = None
        if (part := parts.get(row["slug"])) is not None:
            yours = part.ranked(None if part.entry.result_id is None else found.rank_of(part.entry.result_id))
        views.append(_view(read(ContestRow, {**row, **counts}), yours, None))
    return query.page_of(views, total)


def _counted(row: asyncpg.Record, part: _Part | None) -> Counted:
    changed_at = row["changed_at"] if part is None else max(row["changed_at"], part.changed_at)
    return Counted(row["slug"], changed_at, is_over=row["fixed_at"] is not None)


def _view(contest: ContestRow, yours: OwnEntry | None, snippets: list[ContestSnippet] | None) -> ContestView:
    return ContestView(contest=contest.shown(), yours=yours, may_edit=contest.is_staff, snippets=snippets)


async def _parts(pg: Pool | Connection, slugs: Sequence[str], user_id: str | None) -> Mapping[str, _Part]:
    """By contest."""
    rows = [] if user_id is None else await pg.fetch(_OWN, slugs, user_id)
    return {row["contest_slug"]: _Part(read(OwnEntry, row), row["changed_at"]) for row in rows}


async def _snippets(pg: Pool | Connection, slug: str) -> list[ContestSnippet]:
    document = await pg.fetchval("SELECT waves FROM contests WHERE slug = $1", slug)
    try:
        ids: Sequence[str] = [wave.snippet_id for wave in decode_waves(document)]
    except ValueError:  # a later version made them
        return []
    rows = {row["id"]: row for row in await pg.fetch(_SNIPPETS, ids)}
    return [read(ContestSnippet, rows[one]) for one in ids if one in rows]
