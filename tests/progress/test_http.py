"""What a server tells of a player's journey, over days that it is told of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from server.infra.clock import utc_now
from server.infra.postgres import Pool
from server.progress import counting
from server.settings import Settings
from tests.calendar import Calendar, calendar
from tests.feed.conftest import until_done
from tests.live import Account, Live, serving
from tests.results.games import finished, start_game, totals
from tests.small_library import fill

__all__ = ["calendar"]


async def end_game(live: Live, account: Account, **change: Any) -> str:
    """As the process that runs a game ends it, and once the feed is done."""
    pg, now = live.play.pg, utc_now()
    session = await start_game(pg, account.id, started_at=now - timedelta(minutes=1))
    result = await live.play.endings.save(finished(session, account.id, ended_at=now, **change))
    assert result is not None
    await until_done(pg)
    return str(result.id)


async def told(account: Account, path: str = "/api/user/journey") -> dict[str, Any]:
    answer = await account.request("GET", path)
    assert answer.status_code == HTTPStatus.OK, answer.text
    found: dict[str, Any] = answer.json()
    return found


def a_week_long(settings: Settings) -> Settings:
    """Tokens that do not run out while days are skipped."""
    return settings.model_copy(update={"access_token_s": 30 * 24 * 3600})


async def test_a_player_through_some_days(calendar: Calendar, settings: Settings, pg: Pool) -> None:
    await fill(pg)
    async with serving(a_week_long(settings)) as live:
        ada, bob = await live.register("ada"), await live.register("bob")
        assert (await told(ada))["xp"] == 0
        answer = await ada.request("PUT", "/api/user/time-zone", zone="Pacific/Auckland")
        assert answer.json() == {"zone": "Pacific/Auckland", "is_chosen": False}
        first = await end_game(live, ada)
        journey = await told(ada)
        assert journey["streak"] == {"days": 1, "longest": 1, "freezes_left": 1, "is_played": True}
        assert journey["time_zone"]["zone"] == "Pacific/Auckland"
        assert [(one["slug"], one["share"]) for one in journey["achievements"]] == [("forty-wpm", 1), ("first-game", 1)]
        added = await told(ada, f"/api/game/result/{first}/journey")
        assert added["is_counted"] and added["xp"] + added["bonus"] == journey["xp"] == added["level"]["xp"]
        assert [one["slug"] for one in added["unlocked"]] == ["forty-wpm", "first-game"]
        await calendar.skip(days=1)
        assert not (await told(ada))["streak"]["is_played"]
        for _ in range(2):
            second = await end_game(live, ada, totals=totals(300, dirty=0, waves=9))
            await calendar.skip(days=1)
        journey = await told(ada)
        assert journey["streak"]["days"] == 3
        news = {one["slug"] for one in journey["achievements"]}
        assert {"three-days", "level-5", "flawless-fifty"} <= news
        assert (await told(ada, f"/api/game/result/{first}/journey"))["level"] is None, "another game came after it"
        moved = (await told(ada, f"/api/game/result/{second}/journey"))["level"]
        assert moved["before"] <= moved["now"] == journey["level"]
        notices = (await told(ada, "/api/notifications"))["items"]
        assert {one["subject"] for one in notices if one["kind"] == "ACHIEVEMENT"} == news

        shown = await told(bob, "/api/users/ada/journey")
        assert shown == {**journey, "time_zone": None}
        assert (await bob.request("GET", f"/api/game/result/{first}/journey")).status_code == HTTPStatus.NOT_FOUND
        await counting(pg).work(utc_now())
        listed = await told(bob, "/api/achievements")
        assert (listed["players"], len(listed["achievements"])) == (1, len(await pg.fetch("SELECT FROM achievements")))
        assert {one["reached"] for one in listed["achievements"]} == {0}
        own = {one["slug"]: one for one in (await told(ada, "/api/achievements"))["achievements"]}
        assert own["week"]["reached"] == 3 and own["week"]["unlocked_at"] is None and own["three-days"]["unlocked_at"]


async def test_who_is_hidden_has_no_journey(settings: Settings, pg: Pool) -> None:
    async with serving(settings) as live:
        ada, bob = await live.register("ada"), await live.register("bob")
        await end_game(live, ada)
        await pg.execute("UPDATE users SET is_active = false WHERE id = $1", ada.id)
        assert (await bob.request("GET", "/api/users/ada/journey")).status_code == HTTPStatus.NOT_FOUND


async def test_a_private_player_s_journey_tells_the_day_alone(settings: Settings, pg: Pool) -> None:
    async with serving(settings) as live:
        ada, bob = await live.register("ada"), await live.register("bob")
        await end_game(live, ada)
        own, path = await told(ada), "/api/users/ada/journey"
        assert own["streak"]["is_played"] is True and own["achievements"]
        assert (await told(bob, path))["achievements"] == own["achievements"]
        await pg.execute("UPDATE users SET replays_public = false WHERE id = $1", ada.id)
        await pg.execute("UPDATE user_achievements SET unlocked_at = '2026-11-27T13:14:15Z'")
        seen = await told(bob, path)
        assert seen["streak"] == own["streak"] | {"is_played": None}
        days = {datetime.fromisoformat(one["unlocked_at"]) for one in seen["achievements"]}
        assert days == {datetime(2026, 11, 27, tzinfo=UTC)}
        days = {datetime.fromisoformat(one["unlocked_at"]) for one in (await told(ada, path))["achievements"]}
        assert days == {datetime(2026, 11, 27, 13, 14, 15, tzinfo=UTC)}


async def test_where_a_player_is(settings: Settings, pg: Pool) -> None:
    async with serving(settings) as live:
        ada = await live.register("ada")
        for zone in ("Mars/Olympus", "europe/prague", "../../etc/passwd", "Etc/Unknown"):
            answer = await ada.request("PUT", "/api/user/time-zone", zone=zone)
            assert (answer.status_code, answer.json()["code"]) == (422, "journey/unknown-time-zone")
        assert (await told(ada))["time_zone"] is None
        said: list[tuple[dict[str, Any], tuple[str, bool]]] = [
            ({"zone": "Europe/Prague"}, ("Europe/Prague", False)),
            ({"zone": "Asia/Tokyo", "is_chosen": True}, ("Asia/Tokyo", True)),
            ({"zone": "Europe/Prague"}, ("Asia/Tokyo", True)),
            ({"zone": "America/New_York", "is_chosen": False}, ("America/New_York", False)),
            ({"zone": "Europe/Prague"}, ("Europe/Prague", False)),
        ]
        for body, (zone, is_chosen) in said:
            answer = await ada.request("PUT", "/api/user/time-zone", **body)
            assert answer.json() == {"zone": zone, "is_chosen": is_chosen}
        assert len(await pg.fetch("SELECT FROM user_time_zones")) == 1, "nothing was played in the others"


async def test_the_first_zone_holds_for_before_and_the_next_from_then_on(
    calendar: Calendar, settings: Settings, pg: Pool
) -> None:
    async with serving(a_week_long(settings)) as live:
        ada = await live.register("ada")
        now = utc_now()
        await calendar.skip(hours=(23 - now.hour) % 24 + 24, minutes=-now.minute)  # eleven at night, as UTC has it
        await end_game(live, ada)
        await calendar.skip(hours=4)
        await end_game(live, ada)
        assert (await told(ada))["streak"]["days"] == 2
        await ada.request("PUT", "/api/user/time-zone", zone="Pacific/Honolulu")
        await until_done(pg)
        assert (await told(ada))["streak"]["days"] == 1, "one afternoon and evening there"
        await calendar.skip(minutes=1)
        await ada.request("PUT", "/api/user/time-zone", zone="Europe/Prague")
        await until_done(pg)
        assert (await told(ada))["streak"]["days"] == 1, "what is over keeps its days"
        await end_game(live, ada)
        assert (await told(ada))["streak"]["days"] == 2


async def test_what_is_not_counted_yet_says_so(settings: Settings, pg: Pool) -> None:
    async with serving(settings) as live:
        ada = await live.register("ada")
        result = await end_game(live, ada)
        await pg.execute(
            "INSERT INTO feed_jobs (queue, subject, due_at) VALUES ('journeys', $1, now() + interval '1 hour')", result
        )
        added = await told(ada, f"/api/game/result/{result}/journey")
        assert not added["is_counted"] and added["level"] is None
