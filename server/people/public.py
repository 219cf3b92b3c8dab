"""What everybody may see of a player.

Law: unknown, deleted and disabled are one 404. A guest is shown, and marked as one: their name stands in games they
play, but nobody can prove who they are, and none of their games is ranked.
"""

from __future__ import annotations

from typing import Any

from server.infra.web import Problem
from server.sign_in.accounts import Accounts

BEST_RESULTS = 5


async def public_profile(accounts: Accounts, username: str) -> dict[str, Any]:
    """Raises Problem 404 `account/no-such-player`."""
    player = await accounts.pg.fetchrow(
        """
        SELECT id, username, display_name, role, is_guest, created_at FROM users
        WHERE lower(username) = lower($1) AND is_active AND deleted_at IS NULL
        """,
        username,
    )
    statistics = await accounts.statistics.read(player["id"]) if player else None
    if player is None or statistics is None:
        raise Problem(404, "account/no-such-player", "There is no player of this name.")
    best = await accounts.pg.fetch(
        """
        SELECT r.id, r.session_id, s.language, s.difficulty, r.final_score, r.words_per_minute, r.accuracy_percentage,
               r.waves_completed, r.enemies_killed, r.max_combo, r.playtime_seconds, r.ended_at
        FROM game_results r JOIN game_sessions s ON s.id = r.session_id
        WHERE r.user_id = $1 AND r.ranked
        ORDER BY r.final_score DESC, r.ended_at, r.id LIMIT $2
        """,
        player["id"],
        BEST_RESULTS,
    )
    return {**dict(player), "statistics": statistics, "best_results": best}
