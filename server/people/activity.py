"""The days on which somebody played: a year of UTC days up to today. Days without a game are left out.

Bound: DAYS days, so at most as many entries. The player's games in that time are counted from
`game_results_of_player_idx` alone, and their dailies read by `game_sessions_daily_try_key`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import WithJsonSchema

from server.infra.postgres import Pool
from server.infra.rows import read
from server.results import COUNTED, of_session

DAYS = 365

_GAMES_A_DAY = f"""
SELECT to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS games,
    sum(playtime_seconds)::int AS playtime_seconds
FROM game_results r WHERE user_id = $1 AND {COUNTED} AND ended_at >= $2 AND ended_at < $3
GROUP BY day ORDER BY day
"""

# A daily counts on the day of its waves, also when it ended after midnight.
_DAILIES = f"""
SELECT DISTINCT to_char(s.daily_on, 'YYYY-MM-DD') AS day
FROM game_sessions s JOIN game_results r ON {of_session("s.id")}
WHERE s.user_id = $1 AND s.daily_on BETWEEN $2 AND $3 AND r.end_reason IN ('cleared', 'defeated')
ORDER BY day
"""

DayText = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]


@dataclass(frozen=True, slots=True)
class Day:
    day: DayText
    games: int
    playtime_seconds: int


@dataclass(frozen=True, slots=True)
class Activity:
    """A year of UTC days up to today; `days` holds those with a game, the oldest first, `dailies` those whose daily was
    played to its end, in whichever language."""

    first_day: DayText
    last_day: DayText
    days: list[Day]
    dailies: list[DayText]


async def activity(pg: Pool, user_id: str, now: datetime) -> Activity:
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=DAYS - 1)
    async with pg.acquire() as connection:
        days = await connection.fetch(_GAMES_A_DAY, user_id, first, today + timedelta(days=1))
        dailies = await connection.fetch(_DAILIES, user_id, first.date(), today.date())
    return Activity(
        f"{first:%Y-%m-%d}",
        f"{today:%Y-%m-%d}",
        [read(Day, day) for day in days],
        [daily["day"] for daily in dailies],
    )
