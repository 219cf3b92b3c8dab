"""Today's daily: which day it is, until when, and what the caller has played of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from game.terms import Difficulty, Language
from server.infra.postgres import Pool
from server.infra.rows import read
from server.infra.web import Access, Call, Endpoints, endpoint
from server.play.modes.daily import DIFFICULTY, TODAY, WAVES
from server.play.parts import Play
from server.results import of_session

_DAY = f"SELECT {TODAY} AS day, ({TODAY} + 1)::timestamp AT TIME ZONE 'UTC' AS ends_at"
# $1: day, $2: user. Of the first try, what came of it.
_TRIES = f"""
SELECT s.language, count(*)::int AS tries, (array_agg(r.id) FILTER (WHERE s.daily_try = 1))[1] AS result_id,
    max(r.final_score) FILTER (WHERE s.daily_try = 1) AS final_score
FROM game_sessions s LEFT JOIN game_results r ON {of_session("s.id")}
WHERE s.daily_on = $1 AND s.user_id = $2
GROUP BY s.language ORDER BY s.language
"""


@dataclass(frozen=True, slots=True)
class DailyTries:
    """`result_id` and `final_score` are of the first try; null while it goes on, or when no key was pressed in it."""

    language: Language
    tries: int
    result_id: str | None
    final_score: int | None


@dataclass(frozen=True, slots=True)
class DailyOut:
    """The UTC day, and when it ends. `played` has the languages that the caller has tried; none without a token."""

    day: date
    ends_at: datetime
    difficulty: Difficulty
    waves: int
    played: list[DailyTries]


def daily_endpoints(play: Play) -> Endpoints:
    calls = _Calls(play.pg)
    return [
        endpoint(
            "GET",
            "/api/game/daily",
            calls.today,
            "Today's daily, and what you have played of it",
            access=Access.OPTIONAL,
            tag="play",
        )
    ]


class _Calls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def today(self, call: Call) -> DailyOut:
        row = await self._pg.fetchrow(_DAY)
        assert row is not None, "a SELECT without a table"
        tries = []
        if call.maybe_caller is not None:
            rows = await self._pg.fetch(_TRIES, row["day"], call.maybe_caller.user_id)
            tries = [read(DailyTries, one) for one in rows]
        return DailyOut(row["day"], row["ends_at"], DIFFICULTY, WAVES, tries)
