"""Compares the table of the boards with the games, and its counts with its rows; writes nothing.

Law: each call is one statement, so it sees one moment: games that end meanwhile make no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.terms import Difficulty, Language, Metric, Mode, Period
from server.infra.postgres import Pool
from server.infra.rows import read
from server.leaderboards.filling import is_filled
from server.leaderboards.folding import WRONG_COUNTS

CHECK_S = 1_800.0  # counting reads all rows of the table

_PLACE = "user_id, mode, seconds, type, period, starts_on, language, difficulty"
# Of weeks and days that are over, rows may be there still: `settle_leaderboards` and `purging` take them away.
_WRONG_ROWS = f"""
SELECT user_id, mode, seconds, type AS metric, period, starts_on::text, language, difficulty,
    l.score || ' by ' || l.result_id || ', best ' || l.best AS stored,
    t.score || ' by ' || t.result_id || ', best ' || t.best AS derived
FROM (
    SELECT * FROM leaderboards WHERE user_id = ANY($1::uuid[])
        AND (mode = 'DAILY' OR period = 'all' OR starts_on > (now() AT TIME ZONE 'UTC')::date - 9)
) l FULL JOIN leaderboards_of($1::uuid[]) t USING ({_PLACE})
WHERE (l.score, l.result_id, l.best) IS DISTINCT FROM (t.score, t.result_id, t.best)
ORDER BY {_PLACE}
"""


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that is not what the games say. None: there is, or should be, no row."""

    user_id: str
    mode: Mode
    seconds: int
    metric: Metric
    period: Period
    starts_on: str
    language: Language
    difficulty: Difficulty
    stored: str | None
    derived: str | None

    @property
    def board(self) -> str:
        ladder = f"{self.mode} {self.seconds} s" if self.seconds else self.mode
        since = "" if self.period is Period.ALL else f" {self.starts_on}"
        return f"{ladder} {self.metric} {self.period}{since} {self.language} {self.difficulty}"


async def wrong_rows(pg: Pool, user_ids: Sequence[str]) -> list[WrongRow]:
    """Of these players. Nothing is wrong while the table is being filled: nobody reads it."""
    if not await is_filled(pg):
        return []
    return [read(WrongRow, row) for row in await pg.fetch(_WRONG_ROWS, user_ids, timeout=CHECK_S)]


async def wrong_counts(pg: Pool) -> int:
    """How many counts are not those of the rows."""
    return int(await pg.fetchval(f"SELECT count(*) FROM ({WRONG_COUNTS}) wrong", timeout=CHECK_S))
