"""The end of guests who do not come back.

Law: a guest who did nothing for some days (PRODEV_GUEST_DAYS) is deleted with all their games. None of those is ranked,
so no board and no other player loses anything. A sign of life is a refresh, a sign-in or a game.
"""

from __future__ import annotations

from datetime import timedelta

from server.feed import Purge

_DELETE = """
DELETE FROM users WHERE id IN (
    SELECT id FROM users u
    WHERE is_guest AND created_at < $1 AND coalesce(last_login_at < $1, true)
      AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.user_id = u.id AND t.used_at >= $1)
      AND NOT EXISTS (SELECT FROM game_sessions g WHERE g.user_id = u.id AND coalesce(g.ended_at, g.started_at) >= $1)
    LIMIT $2 FOR UPDATE SKIP LOCKED)
"""


def purging(kept: timedelta) -> Purge:
    return Purge("guests", _DELETE, kept, at_once=200)  # with all their games
