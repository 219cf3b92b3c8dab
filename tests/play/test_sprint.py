"""A sprint on a running server: it ends at its time, nothing hits, and it stands on no board of solo games."""

from __future__ import annotations

from typing import Any

import pytest

from game.replay import replay
from game.rules import GAME_LIMIT_MS
from game.terms import EndReason
from server.infra.postgres import Pool
from server.play.modes.sprint import Sprint
from server.settings import Settings
from tests.live import Account, Live, Player, SkippingClock, playing, typed
from tests.stored_logs import stored_log


@pytest.fixture(params=["picows"])  # the socket makes no difference here
def settings(settings: Settings) -> Settings:
    return settings


async def sprint(account: Account, seconds: int = 30) -> dict[str, Any]:
    return await account.start_as(mode="SPRINT", seconds=seconds, language="PYTHON")


async def type_waves(player: Player, waves: int) -> None:
    for _ in range(waves):
        before = player.wave["n"]
        await player.press(typed(player.wave["text"]))
        if player.wave["n"] == before:
            await player.until("wave")


async def quit_early(account: Account, game: dict[str, Any]) -> dict[str, Any]:
    """The result of a game in which one key was pressed."""
    async with playing(account.live) as player:
        await player.hello(game["session_token"])
        await player.press("~")
        await player.send("quit")
        result: dict[str, Any] = (await player.until("over"))["result"]
    return result


async def test_a_sprint_that_ran_out_is_ranked_with_its_whole_time_and_its_log_ends_the_same(
    live: Live, pg: Pool
) -> None:
    clock = live.play.table.clock = SkippingClock()
    ada = await live.register("ada")
    game = await sprint(ada)
    assert (game["mode"], game["seconds"], game["difficulty"]) == ("SPRINT", 30, "NORMAL")
    async with playing(live) as player:
        welcome = await player.hello(game["session_token"])
        assert {enemy["damage"] for enemy in welcome["wave"]["enemies"]} == {0}
        assert min(enemy["due"] for enemy in welcome["wave"]["enemies"]) == GAME_LIMIT_MS
        await type_waves(player, 2)
        clock.skip(31)
        await player.send("k", s=player.sent + 1, e=[[30_001, "x"]])  # too late: it is not counted
        over = await player.until("over")
        assert await player.closed() == 1000
    result = over["result"]
    assert (over["reason"], result["end_reason"], result["playtime_seconds"]) == ("time", "time", 30)
    assert (result["mode"], result["seconds"], result["waves_completed"]) == ("SPRINT", 30, 2)
    assert (result["ranked"], result["unranked_reason"], result["total_damage_taken"]) == (True, None, 0)
    log = await stored_log(pg)
    assert (log.time_limit_ms, log.end_ms) == (30_000, 30_000)
    engine = replay(log)
    assert (engine.end_reason, engine.totals.correct_words) == (EndReason.TIME, result["correct_words"])
    board = (await live.http.get("/api/leaderboard")).json()
    assert board["total"] == 0, "the documented boards are of solo games"
    history = (await ada.request("GET", "/api/game/history")).json()["items"]
    assert [(row["mode"], row["seconds"]) for row in history] == [("SPRINT", 30)]
    statistics = (await ada.request("GET", "/api/user/stats")).json()
    assert statistics["total_games"] == 1


async def test_a_sprint_ends_by_itself(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sprint, "time_limit_ms", lambda *_: 200)
    game = await sprint(await live.guest())
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("~")
        over = await player.until("over")
    assert (over["reason"], over["result"]["playtime_seconds"]) == ("time", 1)


async def test_a_sprint_that_was_ended_early_is_not_ranked(live: Live) -> None:
    clock = live.play.table.clock = SkippingClock()
    ada = await live.register("ada")
    game = await sprint(ada)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await type_waves(player, 2)
        clock.skip(20)
        await player.press("~")
        await player.send("quit")
        result = (await player.until("over"))["result"]
    assert (result["end_reason"], result["unranked_reason"]) == ("quit", "ended_early")


async def test_a_sprint_has_no_ghost(live: Live) -> None:
    guest = await live.guest()
    result = await quit_early(guest, await sprint(guest))
    refused = await guest.request("POST", "/api/game/start", ghost=result["id"])
    assert (refused.status_code, refused.json()["code"]) == (404, "play/no-ghost")


@pytest.mark.parametrize("gone", ["handed over", "journal lost"])
async def test_a_sprint_keeps_its_time_in_another_process(live: Live, other: Live, gone: str) -> None:
    clock = live.play.table.clock = other.play.table.clock = SkippingClock()
    account = await live.guest()
    game = await sprint(account, 60)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press(typed(player.wave["text"])[:5])
        await player.durable()
        player.drop()
    if gone == "journal lost":
        live.play.table.let_go(next(iter(live.play.table.games())))
        await live.play.tools.pg.execute("SELECT 1")
        await other.play.journal.forget(game["session_id"])
    current = (await account.request("GET", "/api/game/current", at=other)).json()["sessions"]
    assert [(one["mode"], one["seconds"]) for one in current] == [("SPRINT", 60)]
    async with playing(other) as moved:
        welcome = await moved.hello(game["session_token"])
        assert welcome["s"] == (5 if gone == "handed over" else 0)
        await moved.press("~")
        clock.skip(61)
        await moved.send("k", s=moved.sent + 1, e=[[60_001, "x"]])
        over = await moved.until("over")
    assert (over["reason"], over["result"]["playtime_seconds"]) == ("time", 60)


@pytest.mark.parametrize("seconds", [29, 0, 45, "60", None, 60.5, True])
async def test_a_sprint_of_another_length_is_refused(live: Live, seconds: object) -> None:
    account = await live.guest()
    answer = await account.request("POST", "/api/game/start", mode="SPRINT", seconds=seconds, language="PYTHON")
    assert answer.status_code == 422, answer.text


async def test_a_sprint_needs_a_length_and_a_length_makes_a_sprint(live: Live) -> None:
    account = await live.guest()
    without = await account.request("POST", "/api/game/start", mode="SPRINT", language="PYTHON")
    assert without.status_code == 422
    implied = await account.request("POST", "/api/game/start", seconds=120, language="PYTHON")
    assert implied.json()["mode"] == "SPRINT"
    solo = await account.request("POST", "/api/game/start", mode="SOLO", seconds=60, language="PYTHON")
    assert solo.status_code == 422


async def test_the_bests_of_a_sprint_are_those_of_sprints_of_its_length(live: Live, pg: Pool) -> None:
    clock = live.play.table.clock = SkippingClock()
    ada = await live.register("ada")

    async def played(seconds: int, waves: int) -> str:
        game = await sprint(ada, seconds)
        async with playing(live) as player:
            await player.hello(game["session_token"])
            await type_waves(player, waves)
            clock.skip(seconds + 1)
            await player.send("k", s=player.sent + 1, e=[[seconds * 1000 + 1, "x"]])
            result = (await player.until("over"))["result"]
            assert result["ranked"], result["unranked_reason"]
            result_id: str = result["id"]
            return result_id

    async def earlier(result_id: str) -> int:
        analysis = await ada.request("GET", f"/api/game/result/{result_id}/analysis")
        count: int = analysis.json()["own"]["bests"]["earlier"]["all"]
        return count

    first, longer, second = await played(30, 2), await played(60, 3), await played(30, 3)
    assert [await earlier(one) for one in (first, longer, second)] == [0, 0, 1]
