"""`user_time_zones`: in which zone a player's days are, and since when.

Laws:
- What is over keeps its days: another zone holds from now on. The first one a player ever says holds for before, too,
  and their journey is worked out again by it.
- A zone that the player chose stays until they say otherwise; what a browser says is passed over meanwhile.
- A zone in which nothing was played is replaced, not kept; MOST are kept.
"""

from __future__ import annotations

from datetime import datetime

import asyncpg

from server.feed import lock_players
from server.infra.clock import utc_now
from server.infra.postgres import Connection, Pool
from server.infra.web import Problem
from server.progress.answers import TimeZoneOut
from server.progress.days import is_zone
from server.progress.kept import NAME
from server.results import journey_changed

MOST = 1_000  # somebody who flies every week has that many after twenty years
UNKNOWN = (422, "journey/unknown-time-zone")
FULL = (409, "journey/too-many-time-zones")

_NEWEST = """
SELECT since, zone, is_chosen, count(*) OVER () AS kept FROM user_time_zones WHERE user_id = $1
ORDER BY since DESC LIMIT 1
"""
_PLAYED = "SELECT EXISTS (SELECT FROM game_results WHERE user_id = $1 AND ended_at >= $2)"
_REPLACE = "UPDATE user_time_zones SET zone = $3, is_chosen = $4 WHERE user_id = $1 AND since = $2"
_ADD = """
INSERT INTO user_time_zones (user_id, since, zone, is_chosen) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, since) DO UPDATE SET zone = EXCLUDED.zone, is_chosen = EXCLUDED.is_chosen
"""
# What was worked out without it, by a process whose clock is ahead: no rules have this digest.
_AGAIN = "UPDATE user_journeys SET rules = '' WHERE user_id = $1 AND folded_at >= $2"
_EVER = datetime.fromisoformat("0001-01-01T00:00:00+00:00")


async def tell_zone(pg: Pool, user_id: str, zone: str, is_chosen: bool | None) -> TimeZoneOut:
    """Where the player is. `is_chosen`: None for what a browser says by itself. Raises Problem 422
    `journey/unknown-time-zone`, 409 `journey/too-many-time-zones`."""
    if not is_zone(zone):
        detail = "The server knows no time zone of this name. It takes the IANA's, such as Europe/Prague."
        errors = [{"pointer": "/zone", "code": "unknown_time_zone", "detail": detail}]
        raise Problem(*UNKNOWN, detail, errors=errors)
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        if await connection.fetchrow(_NEWEST, user_id) is None:
            await journey_changed(connection, user_id)  # before the lock: it may wait for a job that waits for it
        await lock_players(connection, NAME, [user_id], briefly=False)
        newest = await connection.fetchrow(_NEWEST, user_id)
        return await _tell(connection, user_id, newest, zone, is_chosen)


async def _tell(
    connection: Connection, user_id: str, newest: asyncpg.Record | None, zone: str, is_chosen: bool | None
) -> TimeZoneOut:
    told = TimeZoneOut(zone, bool(is_chosen))
    if newest is None:
        await connection.execute(_ADD, user_id, _now(), zone, told.is_chosen)
        await connection.execute(_AGAIN, user_id, _EVER)
        return told
    if is_chosen is None and newest["is_chosen"]:
        return TimeZoneOut(newest["zone"], True)
    since = _EVER if newest["kept"] == 1 else newest["since"]  # from when on it holds
    if newest["zone"] == zone or not await connection.fetchval(_PLAYED, user_id, since):
        await connection.execute(_REPLACE, user_id, newest["since"], zone, told.is_chosen)
    elif newest["kept"] >= MOST:
        raise Problem(*FULL, "This account has changed its time zone too often.")
    else:
        now = _now()
        await connection.execute(_ADD, user_id, now, zone, told.is_chosen)
        await connection.execute(_AGAIN, user_id, now)
    return told


def _now() -> datetime:
    """As the column keeps it."""
    now = utc_now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
