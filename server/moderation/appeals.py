"""What a player sees of the verdict on their own game, and the one appeal that they have against it.

Law: it is nobody else's to see, and to others it does not exist. Who decided is not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from game.terms import Verdict
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.web import Principal, Problem
from server.moderation.reports import refuse_guest

NOT_FOUND = (404, "game/not-found")
NO_GROUND = (409, "moderation/nothing-to-appeal")
APPEALED = (409, "moderation/already-appealed")
APPEALABLE = frozenset({Verdict.FLAGGED, Verdict.REJECTED})

_STATE = """
SELECT r.verdict, w.reason, w.reviewed_at, a.text AS appeal, a.created_at AS appealed_at,
    a.verdict AS appeal_verdict, a.decided_at,
    r.verdict IN ('flagged', 'rejected') AND a.result_id IS NULL AS may_appeal
FROM game_results r LEFT JOIN reviews w ON w.result_id = r.id LEFT JOIN appeals a ON a.result_id = r.id
WHERE r.id = $1 AND r.user_id = $2
"""
_INSERT = """
INSERT INTO appeals (result_id, user_id, text) VALUES ($1, $2, $3) ON CONFLICT (result_id) DO NOTHING RETURNING true
"""


@dataclass(frozen=True, slots=True)
class ReviewOut:
    """`reason` is the moderator's, null before one has looked. `appeal` is the player's text; `appeal_verdict` what was
    decided upon it, null while it waits."""

    verdict: Verdict
    reason: str | None
    reviewed_at: datetime | None
    appeal: str | None
    appealed_at: datetime | None
    appeal_verdict: Verdict | None
    decided_at: datetime | None
    may_appeal: bool


async def review(pg: Pool | Connection, user_id: str, result_id: str) -> ReviewOut:
    """Raises Problem 404 for what is not the player's own."""
    row = await pg.fetchrow(_STATE, result_id, user_id)
    if row is None:
        raise Problem(*NOT_FOUND, "You have no such game.")
    return read(ReviewOut, row)


async def appeal(pg: Pool, by: Principal, result_id: str, text: str) -> ReviewOut:
    """Raises Problem 404 as `review`, 409 for a guest, a second appeal, and a game that nothing is held against."""
    refuse_guest(by)
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await by.confirm(connection)
        # Against a verdict that is given at this moment: it is seen, or it sees the appeal.
        await connection.execute("SELECT FROM game_results WHERE id = $1 FOR NO KEY UPDATE", result_id)
        state = await review(connection, by.user_id, result_id)
        if state.verdict not in APPEALABLE:
            raise Problem(*NO_GROUND, "This game was not flagged or rejected, so there is nothing to appeal.")
        if not await connection.fetchval(_INSERT, result_id, by.user_id, text):
            raise Problem(*APPEALED, "You have already appealed. Each game can be appealed once.")
        return await review(connection, by.user_id, result_id)
