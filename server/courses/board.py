"""The leaderboard of a challenge: everybody's best attempt that passed it; the better score, then the earlier.

Law: who stands on it is asked when it is read, by the rule of all boards: registered players who are active and no
robots. Attempts that are flagged or rejected are nobody's best (a trigger sees to that).
"""

from __future__ import annotations

import asyncpg

from server.courses.own import confirm_published
from server.courses.rows import BoardPlace, ChallengeBoard
from server.infra.paging import PageQuery
from server.infra.postgres import Pool
from server.infra.rows import read
from server.results import ON_BOARDS, of_keys

_ON_IT = f"p.challenge_id = $1 AND p.status = 'COMPLETED' AND {ON_BOARDS} AND NOT u.is_guest"
_TOTAL = f"SELECT count(*) FROM challenge_progress p JOIN users u ON u.id = p.user_id WHERE {_ON_IT}"
_PLACES = f"""
SELECT p.user_id, u.username, u.display_name, p.best_score, p.best_at, r.id AS result_id, {of_keys("r")}
FROM challenge_progress p JOIN users u ON u.id = p.user_id JOIN game_results r ON r.id = p.best_result_id
WHERE {_ON_IT}
"""
# In the order of an index, which is read no further than to the end of the page.
TOP = f"{_PLACES} ORDER BY p.best_score DESC, p.best_at, p.user_id LIMIT $2 OFFSET $3"
_MINE = f"{_PLACES} AND p.user_id = $2"
# $2: score, $3: time, $4: player.
_BETTER = f"{_TOTAL} AND (p.best_score > $2 OR (p.best_score = $2 AND (p.best_at, p.user_id) < ($3, $4::uuid)))"


async def board(pg: Pool, challenge_id: str, user_id: str | None, query: PageQuery) -> ChallengeBoard:
    """Raises Problem 404."""
    await confirm_published(pg, challenge_id)
    rows = await pg.fetch(TOP, challenge_id, query.per_page, query.offset)
    return ChallengeBoard(
        items=[_place(row, rank) for rank, row in enumerate(rows, query.offset + 1)],
        page=query.page,
        per_page=query.per_page,
        total=await pg.fetchval(_TOTAL, challenge_id),
        me=None if user_id is None else await _mine(pg, challenge_id, user_id),
    )


async def _mine(pg: Pool, challenge_id: str, user_id: str) -> BoardPlace | None:
    row = await pg.fetchrow(_MINE, challenge_id, user_id)
    if row is None:
        return None
    better: int = await pg.fetchval(_BETTER, challenge_id, row["best_score"], row["best_at"], user_id)
    return _place(row, better + 1)


def _place(row: asyncpg.Record, rank: int) -> BoardPlace:
    return read(BoardPlace, {**row, "rank": rank})
