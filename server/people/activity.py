"""The days on which somebody played: a year of UTC days up to today. Days without a game are left out.

Bound: DAYS days, so at most as many entries. The player's games in that time are read once, by
`game_results_user_id_ended_at_idx`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import WithJsonSchema

from server.infra.postgres import Pool
from server.infra.rows import read

DAYS = 365

_GAMES_A_DAY = """
SELECT to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS games,
    sum(playtime_seconds)::int AS playtime_seconds
FROM game_results WHERE user_id = $1 AND ended_at >= $2 AND ended_at < $3
GROUP BY day ORDER BY day
"""

DayText = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]


@dataclass(frozen=True, slots=True)
class Day:
    day: DayText
    games: int
    playtime_seconds: int


@dataclass(frozen=True, slots=True)
class Activity:
    """A year of UTC days up to today; `days` holds those with a game, the oldest first."""

    first_day: DayText
    last_day: DayText
    days: list[Day]


async def activity(pg: Pool, user_id: str, now: datetime) -> Activity:
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    first = today - timedelta(days=DAYS - 1)
    days = await pg.fetch(_GAMES_A_DAY, user_id, first, today + timedelta(days=1))
    return Activity(f"{first:%Y-%m-%d}", f"{today:%Y-%m-%d}", [read(Day, day) for day in days])
