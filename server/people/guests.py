"""The end of guests who do not come back.

Law: a guest who did nothing for 30 days is deleted with all their games. None of those is ranked, so no board and no
other player loses anything. A sign of life is a refresh, a sign-in or a game.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from server.feed import Periodic
from server.infra.postgres import Pool

IDLE_AFTER = timedelta(days=30)


def purging(pg: Pool) -> Periodic:
    """Every hour."""
    return Periodic("purge_guests", lambda now: purge_idle_guests(pg, now), timedelta(hours=1))


async def purge_idle_guests(pg: Pool, now: datetime, batch: int = 200) -> int:
    """Deletes idle guests, `batch` to a transaction, and returns how many. Several processes may run this at once: each
    skips the rows that another has locked."""
    before, deleted = now - IDLE_AFTER, 0
    while True:
        tag = await pg.execute(
            """
            DELETE FROM users WHERE id IN (
                SELECT id FROM users u
                WHERE is_guest AND created_at < $1 AND coalesce(last_login_at < $1, true)
                  AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.user_id = u.id AND t.used_at >= $1)
                  AND NOT EXISTS (SELECT FROM game_sessions g WHERE g.user_id = u.id
                                  AND coalesce(g.ended_at, g.started_at) >= $1)
                LIMIT $2 FOR UPDATE SKIP LOCKED)
            """,
            before,
            batch,
        )
        count = int(tag.split()[-1])
        deleted += count
        if count < batch:
            return deleted
