"""`platform_profiles` and `platform_days`: what a player has brought from each platform.

Laws:
- Of a day that two files have, the one with more tests is kept: an export may be of a filtered list, and that of a day
  that is not over lacks the rest of it. So a file that is imported twice, or after a fuller one, changes nothing.
- `current_wpm` and `best_wpm` follow from the days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from game.terms import Platform
from server.infra.postgres import Pool
from server.infra.rows import columns, names, read
from server.infra.web import Principal
from server.platforms.days import ImportedDay

CURRENT_DAYS = 7  # days with tests that the current speed is the mean of
DAYS_TOLD = 400  # of each platform; the calendar shows a year

_REPLACED = ", ".join(f"{name} = EXCLUDED.{name}" for name in names(ImportedDay) if name != "day")
_PROFILE = """
INSERT INTO platform_profiles AS p (user_id, platform, handle) VALUES ($1, $2, $3)
ON CONFLICT (user_id, platform) DO UPDATE SET handle = coalesce($3, p.handle)
"""
_DAYS = f"""
INSERT INTO platform_days AS d (user_id, platform, {columns(ImportedDay)})
SELECT $1, $2, * FROM unnest($3::date[], $4::int[], $5::int[], $6::float8[], $7::float8[], $8::float8[])
ON CONFLICT (user_id, platform, day) DO UPDATE SET {_REPLACED}
WHERE EXCLUDED.tests > d.tests
RETURNING 1
"""
_SPEEDS = f"""
UPDATE platform_profiles SET synced_at = now(), best_wpm = whole.best_wpm, current_wpm = newest.current_wpm
FROM (SELECT max(best_wpm) AS best_wpm FROM platform_days WHERE user_id = $1 AND platform = $2) whole,
    (SELECT sum(mean_wpm * tests) / sum(tests) AS current_wpm FROM (
        SELECT mean_wpm, tests FROM platform_days WHERE user_id = $1 AND platform = $2
        ORDER BY day DESC LIMIT {CURRENT_DAYS}
    ) last) newest
WHERE user_id = $1 AND platform = $2
"""
_PROFILES = """
SELECT p.platform, p.handle, p.current_wpm, p.best_wpm, p.synced_at, count(*)::int AS days, sum(d.tests)::int AS tests,
    min(d.day) AS first_day, max(d.day) AS last_day
FROM platform_profiles p JOIN platform_days d USING (user_id, platform)
WHERE p.user_id = $1 GROUP BY p.user_id, p.platform ORDER BY p.platform
"""
_TOLD = f"""
SELECT platform, {columns(ImportedDay)} FROM (
    SELECT *, row_number() OVER (PARTITION BY platform ORDER BY day DESC) AS place FROM platform_days WHERE user_id = $1
) listed WHERE place <= {DAYS_TOLD} ORDER BY day, platform
"""


@dataclass(frozen=True, slots=True)
class PlatformProfile:
    """What is kept of one platform. `current_wpm` is the mean over the tests of the newest seven days that have any;
    `synced_at` is when an import last brought something new."""

    platform: Platform
    handle: str | None
    current_wpm: float
    best_wpm: float
    synced_at: datetime
    days: int
    tests: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class PlatformDay:
    """A day of tests on a platform; see ImportedDay."""

    platform: Platform
    day: date
    tests: int
    seconds: int
    mean_wpm: float
    best_wpm: float
    accuracy: float


async def keep(pg: Pool, by: Principal, platform: Platform, handle: str | None, days: Sequence[ImportedDay]) -> int:
    """Keep the days of a file, in one transaction; returns how many are new or fuller than before. Raises Problem 401
    or 403 when the caller's account was deleted or disabled while the file was read."""
    values = [[getattr(day, name) for day in days] for name in names(ImportedDay)]
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        await connection.execute(_PROFILE, by.user_id, platform, handle)
        news = len(await connection.fetch(_DAYS, by.user_id, platform, *values))
        if news:
            await connection.execute(_SPEEDS, by.user_id, platform)
    return news


async def profiles_of(pg: Pool, user_id: str) -> list[PlatformProfile]:
    return [read(PlatformProfile, row) for row in await pg.fetch(_PROFILES, user_id)]


async def days_kept(pg: Pool, user_id: str) -> list[PlatformDay]:
    """The newest DAYS_TOLD of each platform, the oldest first."""
    return [read(PlatformDay, row) for row in await pg.fetch(_TOLD, user_id)]


async def remove(pg: Pool, user_id: str, platform: Platform) -> bool:
    """Whether there was anything to remove."""
    done: str = await pg.execute(
        "DELETE FROM platform_profiles WHERE user_id = $1 AND platform = $2", user_id, platform
    )
    return done != "DELETE 0"
