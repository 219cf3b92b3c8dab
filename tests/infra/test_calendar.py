"""That a test can put a running server's calendar forward, whichever clock a feature reads."""

from __future__ import annotations

from http import HTTPStatus

from server.infra import clock
from server.infra.postgres import Pool
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.calendar import Calendar, calendar
from tests.live import playing, serving, typed
from tests.small_library import fill

__all__ = ["calendar"]


async def test_games_of_three_days_are_played_in_a_moment(calendar: Calendar, settings: Settings, pg: Pool) -> None:
    await fill(pg)
    days = []
    async with serving(settings) as live:
        account = await live.register("ada")
        for _ in range(3):
            game = await account.start_as(mode="DAILY", language="PYTHON")
            async with playing(live) as player:
                await player.hello(game["session_token"])
                await player.press(typed(player.wave["text"]), 1_000)
                await account.end(game)
            days.append(f"{clock.utc_now():%Y-%m-%d}")
            await calendar.skip(days=1)
            assert (await account.request("GET", "/api/user/profile")).status_code == HTTPStatus.UNAUTHORIZED
            answer = await live.http.post("/api/auth/login", json={"login": "ada", "password": PASSWORD})
            account.headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        played = (await live.http.get("/api/users/ada/activity")).json()
    assert [day["day"] for day in played["days"]] == days
    stamped = await pg.fetch(
        "SELECT started_at, ended_at, updated_at, created_at, daily_on FROM game_sessions ORDER BY 1"
    )
    assert [{f"{at:%Y-%m-%d}" for at in row.values()} for row in stamped] == [{day} for day in days]
