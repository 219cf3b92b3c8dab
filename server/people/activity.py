"""On which days somebody played: a year of UTC days up to today. Days without a game are left out.

Bound: DAYS days, so as many entries at most, and the games of one player in that time are read once, by
`game_results_user_id_ended_at_idx`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from server.infra.postgres import Pool

DAYS = 365

_GAMES_A_DAY = """
SELECT to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS games,
    sum(playtime_seconds)::int AS playtime_seconds
FROM game_results WHERE user_id = $1 AND ended_at >= $2 AND ended_at < $3
GROUP BY day ORDER BY day
"""


async def activity(pg: Pool, user_id: str, now: datetime) -> dict[str, Any]:
    """`{first_day, last_day, days:[{day, games, playtime_seconds}]}`, the oldest day first."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=DAYS - 1)
    days = await pg.fetch(_GAMES_A_DAY, user_id, first, today + timedelta(days=1))
    return {"first_day": f"{first:%Y-%m-%d}", "last_day": f"{today:%Y-%m-%d}", "days": [dict(day) for day in days]}
