"""The daily on running servers: the same waves for all, drawn once, the first try ranked."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from game.replay import replay
from game.terms import Mode
from server.infra.postgres import Pool
from server.play.modes.daily import WAVES
from server.settings import Settings
from tests.live import Account, Live, SkippingClock, playing, typed, until
from tests.play.test_sprint import quit_early, type_waves
from tests.snippets import add_to
from tests.stored_logs import stored_log


@pytest.fixture(params=["picows"])
def settings(settings: Settings) -> Settings:
    return settings


async def daily(account: Account, at: Live | None = None, language: str = "PYTHON") -> dict[str, Any]:
    return await account.start_as(at=at, mode="DAILY", language=language)


async def play(account: Account, game: dict[str, Any], at: Live | None = None) -> tuple[list[str], dict[str, Any]]:
    """Type the three waves in 20 s; their texts, and the `over` frame."""
    live = at or account.live
    clock = live.play.table.clock = SkippingClock()
    texts = []
    async with playing(live) as player:
        await player.hello(game["session_token"])
        for number in range(1, WAVES + 1):
            texts.append(player.wave["text"])
            if number < WAVES:
                await type_waves(player, 1)
        keys = typed(player.wave["text"])
        await player.press(keys[:-1])
        clock.skip(20)
        await player.send("k", s=player.sent + 1, e=[[20_000, keys[-1]]])
        return texts, await player.until("over")


async def test_everybody_plays_the_same_three_waves_which_are_counted_once(live: Live, other: Live, pg: Pool) -> None:
    players = [await live.guest() for _ in range(6)]
    used: int = await pg.fetchval("SELECT sum(usage_count) FROM code_snippets")
    games = await asyncio.gather(*(daily(one, at) for one, at in zip(players, [live, other] * 3, strict=True)))
    first, second = [await play(one, game, live) for one, game in zip(players[:2], games, strict=False)]
    assert first[0] == second[0]
    assert len(set(first[0])) == WAVES
    assert await pg.fetchval("SELECT sum(usage_count) FROM code_snippets") == used + WAVES
    assert await pg.fetchval("SELECT count(*) FROM dailies") == 1


async def test_the_day_s_waves_are_drawn_at_its_beginning_once(live: Live, pg: Pool) -> None:
    (work,) = live.play.modes[Mode.DAILY].periodic()
    assert work.turn_after(datetime(2026, 3, 1, 12, tzinfo=UTC)) == datetime(2026, 3, 2, tzinfo=UTC)
    used = "SELECT sum(usage_count) FROM code_snippets"
    for _ in range(2):
        await work.work(datetime.now(UTC))
        drawn = await pg.fetchval(used)
    assert drawn == WAVES * await pg.fetchval("SELECT count(*) FROM dailies") > 0
    await daily(await live.guest())
    assert await pg.fetchval(used) == drawn


async def test_a_rush_of_first_askers_holds_nobody_else_up(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    players = [await live.guest() for _ in range(live.settings.pool_size + 4)]
    drawing, asked, draw = asyncio.Event(), 0, live.play.tools.draw
    mode = live.play.modes[Mode.DAILY]
    prepare = mode.prepare

    async def held_draw(*given: Any, **more: Any) -> Any:
        await drawing.wait()
        return await draw(*given, **more)

    async def counted(*given: Any) -> Any:
        nonlocal asked
        asked += 1
        return await prepare(*given)

    monkeypatch.setattr(live.play.tools, "draw", held_draw)
    monkeypatch.setattr(mode, "prepare", counted)
    rush = asyncio.gather(*(daily(one) for one in players))
    await until(lambda: asked == len(players))
    assert (await live.http.get("/api/game/daily")).status_code == 200
    drawing.set()
    assert {game["mode"] for game in await rush} == {"DAILY"}


async def test_the_first_try_is_ranked_and_later_ones_are_not(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    game = await daily(ada)
    assert (game["mode"], game["daily_try"], game["difficulty"]) == ("DAILY", 1, "NORMAL")
    assert game["daily_on"] == f"{datetime.now(UTC):%Y-%m-%d}"
    _, over = await play(ada, game)
    result = over["result"]
    assert (over["reason"], result["mode"], result["daily_on"]) == ("cleared", "DAILY", game["daily_on"])
    assert (result["ranked"], result["waves_completed"], result["unranked_reason"]) == (True, WAVES, None)
    _, again = await play(ada, await daily(ada))
    assert (again["result"]["ranked"], again["result"]["unranked_reason"]) == (False, "not_first_try")
    assert (await live.http.get("/api/leaderboard")).json()["total"] == 0, "the documented boards are of solo games"
    log = await stored_log(pg, "game_session_id = $1", game["session_id"])
    assert replay(log).totals.waves_completed == WAVES


async def test_a_game_that_was_only_started_is_a_try(live: Live) -> None:
    ada = await live.register("ada")
    for number in (1, 2):
        game = await daily(ada)
        assert game["daily_try"] == number
        await ada.request("POST", "/api/game/end", session_id=game["session_id"])
    _, over = await play(ada, await daily(ada))
    assert over["result"]["unranked_reason"] == "not_first_try"


async def test_of_tries_that_begin_at_once_one_is_the_first(live: Live, other: Live) -> None:
    ada = await live.register("ada")
    await daily(await live.guest())  # the waves are drawn
    games = await asyncio.gather(*(daily(ada, at) for at in (live, other, live)))
    assert sorted(game["daily_try"] for game in games) == [1, 2, 3]


async def test_a_daily_left_early_is_not_ranked(live: Live) -> None:
    ada = await live.register("ada")
    clock = live.play.table.clock = SkippingClock()
    game = await daily(ada)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await type_waves(player, 2)
        clock.skip(16)
        await player.press("~")
        await player.send("quit")
        result = (await player.until("over"))["result"]
    assert (result["waves_completed"], result["unranked_reason"]) == (2, "ended_early")


async def test_a_daily_of_yesterday_goes_on_today_with_its_own_waves(live: Live, other: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    game = await daily(ada)
    async with playing(live) as player:
        text = (await player.hello(game["session_token"]))["wave"]["text"]
        await player.press(typed(text)[:4])
        await player.durable()
    await pg.execute("UPDATE dailies SET day = day - 1")
    await pg.execute("UPDATE game_sessions SET daily_on = daily_on - 1")
    async with playing(other) as moved:
        welcome = await moved.hello(game["session_token"])
        assert (welcome["s"], welcome["wave"]["text"]) == (4, text)
        await moved.send("quit")
        result = (await moved.until("over"))["result"]
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert result["daily_on"] == f"{yesterday:%Y-%m-%d}"
    assert (await daily(ada))["daily_try"] == 1, "a new day"


async def test_a_language_without_snippets_has_no_daily(live: Live, pg: Pool) -> None:
    answer = await (await live.guest()).request("POST", "/api/game/start", mode="DAILY", language="RUST")
    assert (answer.status_code, answer.json()["code"]) == (409, "play/no-snippets")
    assert await pg.fetchval("SELECT count(*) FROM dailies") == 0
    for n in range(6):
        await add_to(pg, f"const a{n} = {n};", language="JAVASCRIPT", difficulty="NORMAL", category="tests")
    assert (await daily(await live.guest(), language="JAVASCRIPT"))["language"] == "JAVASCRIPT"


async def test_a_daily_takes_no_difficulty(live: Live) -> None:
    answer = await (await live.guest()).request(
        "POST", "/api/game/start", mode="DAILY", language="PYTHON", difficulty="EASY"
    )
    assert answer.status_code == 422


async def test_a_daily_has_no_ghost(live: Live) -> None:
    guest = await live.guest()
    result = await quit_early(guest, await daily(guest))
    refused = await guest.request("POST", "/api/game/start", ghost=result["id"])
    assert (refused.status_code, refused.json()["code"]) == (404, "play/no-ghost")


async def test_a_daily_that_lost_its_waves_and_its_journal_goes_on_unranked(
    live: Live, other: Live, pg: Pool, redis: Redis
) -> None:
    player_of = await live.register("forgetful")
    game = await daily(player_of)
    await pg.execute("DELETE FROM dailies")
    await live.play.writer.flush()
    for lived in live.play.table.games():
        live.play.table.let_go(lived)
    await redis.delete(live.play.journal.hash_key(game["session_id"]))
    async with playing(other) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        await player.send("quit")
        assert (await player.until("over"))["result"]["unranked_reason"] == "journal_lost"
