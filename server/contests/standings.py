"""Who stands where in a contest.

Laws:
- The order is by final score, then the earlier finish; no two share a rank.
- A result counts if it is taken for honest, its game was paused no longer than a ranked one may be, and its player
  stands on boards. That is asked when standings are read, so a verdict or a disabled account moves everybody at once,
  also when the contest is over. What ratings moved by is written down (fixing.py) and stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from server.contests.rows import ContestRow, ContestStanding, ContestTop
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.web import Principal
from server.play import contest_game
from server.results import HONEST, MOST_PAUSED_MS, MOST_PAUSES, ON_BOARDS, of_keys, of_session

TOP = 25  # of the standings, in an event

# Over r (game_results) and u (users): why a result does not count, NULL for one that does.
EXCLUDED = f"""
CASE WHEN r.verdict IN ('flagged', 'rejected') THEN r.verdict::text
    WHEN r.pauses > {MOST_PAUSES} OR r.paused_ms > {MOST_PAUSED_MS} THEN 'paused' END
"""
COUNTS = f"({HONEST} AND r.pauses <= {MOST_PAUSES} AND r.paused_ms <= {MOST_PAUSED_MS} AND {ON_BOARDS})"
BEST_FIRST = "r.final_score DESC, r.ended_at, r.id"
# $1: contests. The results that count in them, with their ranks.
RANKED = f"""
SELECT p.contest_slug, p.user_id, r.id AS result_id, row_number() OVER (
    PARTITION BY p.contest_slug ORDER BY {BEST_FIRST})::int AS rank
FROM contest_participations p JOIN game_results r ON {of_session("p.session_id")} JOIN users u ON u.id = p.user_id
WHERE p.contest_slug = ANY($1::text[]) AND {COUNTS}
"""
_STANDINGS = f"""
WITH ranked AS ({RANKED})
SELECT k.rank, k.user_id, u.username, u.display_name, m.nickname, k.result_id, r.final_score,
    {of_keys("r")}, r.waves_completed, r.playtime_seconds, r.ended_at, p.old_rating, p.new_rating
FROM ranked k JOIN contests c ON c.slug = k.contest_slug
JOIN contest_participations p ON p.contest_slug = k.contest_slug AND p.user_id = k.user_id
JOIN game_results r ON r.id = k.result_id JOIN users u ON u.id = k.user_id
LEFT JOIN group_members m ON m.group_id = c.group_id AND m.user_id = k.user_id
ORDER BY k.rank LIMIT $2 OFFSET $3
"""
# Of contest c.
TAKING_PART = f"""
(SELECT count(*)::int FROM contest_participations p JOIN users u ON u.id = p.user_id
    WHERE p.contest_slug = c.slug AND {ON_BOARDS}) AS participants,
(SELECT count(*)::int FROM contest_participations p JOIN game_sessions s ON s.id = p.session_id
    WHERE p.contest_slug = c.slug AND s.ended_at IS NULL) AS playing
"""
COUNTING = f"""
FROM contest_participations p JOIN game_results r ON {of_session("p.session_id")}
JOIN users u ON u.id = p.user_id WHERE p.contest_slug = c.slug AND {COUNTS}
"""
_COUNTED_UP = f"{TAKING_PART}, (SELECT count(*)::int {COUNTING}) AS finished"
_CONTESTS = """
SELECT c.slug, c.title, c.description, c.language, c.difficulty, c.keys, c.group_id,
    g.slug AS group_slug, g.name AS group_name, c.starts_at, c.duration_s, c.fixed_at, {figures},
    {is_staff} AS is_staff, clock_timestamp() AS now
FROM contests c LEFT JOIN groups g ON g.id = c.group_id
"""
_KNOWN = f"SELECT c.slug FROM contests c WHERE c.slug = lower($1) AND {contest_game.is_shown_to('$2')}"
_KNOWING = f"""
SELECT v.id FROM unnest($2::uuid[]) AS v (id) JOIN contests c ON c.slug = $1 AND {contest_game.is_shown_to("v.id")}
"""


def contests_known_to(user: str, figures: str) -> str:
    """The statement that reads them, with `figures` of contest c; both are SQL. More conditions may follow."""
    selected = _CONTESTS.format(figures=figures, is_staff=contest_game.has_staff(user))
    return f"{selected} WHERE {contest_game.is_shown_to(user)}"


_ANY = f"{_CONTESTS.format(figures=_COUNTED_UP, is_staff='false')} WHERE c.slug = $1"
_ONE = f"{contests_known_to('$1', _COUNTED_UP)} AND c.slug = $2"


async def contest_of(pg: Pool | Connection, slug: str, user_id: str | None) -> ContestRow:
    """Raises Problem 404 for somebody who does not know of it."""
    row = await pg.fetchrow(_ONE, user_id, slug)
    if row is None:
        raise contest_game.no_contest()
    return read(ContestRow, row)


# In SQL, of post p, and of a reader.
POST_IS_CALLED = "(SELECT c.title FROM contests c WHERE c.slug = p.contest_slug)"
POST_IS_SEEN = f"p.contest_slug IN (SELECT c.slug FROM contests c WHERE {contest_game.is_shown_to('reader.id')})"


async def known_contest(connection: Pool | Connection, caller: Principal | None, slug: str) -> str | None:
    """The slug of a contest, in any case; None for somebody, or nobody, who does not know of it."""
    known: str | None = await connection.fetchval(_KNOWN, slug, caller and caller.user_id)
    return known


async def knowing(pg: Pool, slug: str, user_ids: Sequence[str]) -> set[str]:
    """Those of these users who know of a contest."""
    return {row["id"] for row in await pg.fetch(_KNOWING, slug, user_ids)}


async def contest_of_all(pg: Pool, slug: str) -> ContestRow | None:
    """Without a look at who asks."""
    row = await pg.fetchrow(_ANY, slug)
    return None if row is None else read(ContestRow, row)


async def standings(pg: Pool, slug: str, user_id: str | None, query: PageQuery) -> Page[ContestStanding]:
    """Raises Problem 404."""
    contest = await contest_of(pg, slug, user_id)
    rows = await pg.fetch(_STANDINGS, [slug], query.per_page, query.offset)
    return query.page_of((read(ContestStanding, row) for row in rows), contest.finished)


async def top(pg: Pool | Connection, contest: ContestRow) -> ContestTop:
    rows = await pg.fetch(_STANDINGS, [contest.slug], TOP, 0)
    return ContestTop(
        participants=contest.participants,
        playing=contest.playing,
        finished=contest.finished,
        standings=[read(ContestStanding, row) for row in rows],
    )
