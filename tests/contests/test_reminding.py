"""Who is told that a contest begins soon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from server.contests import reminding
from server.infra.postgres import Pool
from tests.contests.contests import call, made
from tests.live import Account, Live


async def told(pg: Pool) -> list[tuple[str, dict[str, Any]]]:
    rows = await pg.fetch("SELECT user_id, data FROM notifications WHERE kind = 'CONTEST_SOON' ORDER BY id")
    return [(row["user_id"], row["data"]) for row in rows]


async def test_who_has_joined_is_told_once_and_again_when_it_is_moved(live: Live, pg: Pool, admin: Account) -> None:
    starts_at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    slug = await made(admin, starts_at=starts_at.isoformat())
    ada, quiet = await live.register("ada"), await live.register("quiet")
    await live.register("bob")  # has not joined
    await quiet.request("PUT", "/api/user/settings", notifications_off=["CONTEST_SOON"])
    for one in (ada, quiet):
        await call(one, "POST", f"/{slug}/join")
    remind = reminding(pg).work
    await remind(starts_at - timedelta(minutes=16))
    assert await told(pg) == []
    for minutes in (15, 14, 1):
        await remind(starts_at - timedelta(minutes=minutes))
    await remind(starts_at)
    said = {"slug": slug, "title": "Friday night", "starts_at": f"{starts_at:%Y-%m-%dT%H:%M:%S}.000Z"}
    assert await told(pg) == [(ada.id, said)]
    later = starts_at + timedelta(hours=1)
    await pg.execute("UPDATE contests SET starts_at = $2 WHERE slug = $1", slug, later)
    await remind(later - timedelta(minutes=5))
    assert [user for user, _ in await told(pg)] == [ada.id, ada.id]
