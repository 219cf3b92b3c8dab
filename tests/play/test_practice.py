"""Practice on a running server: nothing attacks, nothing ends it, it counts nowhere, and nobody else sees it."""

from __future__ import annotations

from typing import Any

import pytest

from game.engine import Engine
from game.replay import replay
from game.rules import FULL_HP, GAME_LIMIT_MS
from game.terms import Role
from server.infra.postgres import Pool
from server.settings import Settings
from tests.live import Account, Live, SkippingClock, playing, typed
from tests.play.test_sprint import type_waves
from tests.stored_logs import stored_log


@pytest.fixture(params=["picows"])  # the socket makes no difference here
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"plausibility": True})


async def practised(live: Live, account: Account, waves: int = 2) -> dict[str, Any]:
    """The result of a practice game of a minute and a half."""
    clock = live.play.table.clock = SkippingClock()
    game = await account.start_as(mode="PRACTICE", language="PYTHON")
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await type_waves(player, waves)
        clock.skip(90)
        await player.press("~")
        await player.send("quit")
        result: dict[str, Any] = (await player.until("over"))["result"]
    return result


async def test_practice_goes_on_without_hits_until_its_player_quits(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    result = await practised(live, ada, waves=4)
    assert (result["mode"], result["end_reason"], result["waves_completed"]) == ("PRACTICE", "quit", 4)
    assert (result["ranked"], result["unranked_reason"], result["total_damage_taken"]) == (False, "practice", 0)
    log = await stored_log(pg)
    assert {enemy.damage for wave in log.waves for enemy in wave.enemies} == {0}
    engine: Engine = replay(log)
    assert (engine.hp, engine.totals.waves_completed, log.time_limit_ms) == (FULL_HP, 4, None)
    assert min(enemy.due_ms for wave in log.waves for enemy in wave.enemies) == GAME_LIMIT_MS
    analysis = (await ada.request("GET", f"/api/game/result/{result['id']}/analysis")).json()
    assert analysis["waves_total"] == 5
    assert analysis["own"]["bests"]["counts"] is False


async def test_practice_counts_in_no_statistics_and_is_in_no_calendar(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    await practised(live, ada)
    assert (await ada.request("GET", "/api/user/stats")).json()["total_games"] == 0
    assert (await ada.request("GET", "/api/users/ada/activity")).json()["days"] == []
    progress = (await ada.request("GET", "/api/users/ada/progress")).json()
    assert (progress["languages"], progress["games"]) == ([], [])
    assert await pg.fetchval("SELECT count(*) FROM games_by_language") == 0
    game = await ada.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("~")
    await ada.end(game)
    assert (await ada.request("GET", "/api/user/stats")).json()["total_games"] == 1
    assert await pg.fetchval("SELECT games FROM games_by_language") == 1


async def test_nobody_else_sees_practice_and_nobody_judges_it(live: Live, pg: Pool) -> None:
    ada, eve = await live.register("ada"), await live.register("eve")
    mod, admin = await live.register("mod", role=Role.MODERATOR), await live.register("root", role=Role.ADMIN)
    result = await practised(live, ada)
    assert result["verdict"] == "clean", "every key came at once, and nobody asked"
    assert await pg.fetchval("SELECT count(*) FROM rhythms") == 0
    shown = [
        f"/api/game/result/{result['id']}",
        f"/api/game/result/{result['id']}/analysis",
        f"/api/game/replay/{result['session_id']}",
    ]
    for path in shown:
        assert (await ada.request("GET", path)).status_code == 200
        assert [(await one.request("GET", path)).status_code for one in (eve, mod, admin)] == [404] * 3
        assert (await live.http.get(path)).status_code == 404
    case = f"/api/moderation/results/{result['id']}"
    assert (await mod.request("GET", case)).status_code == 404
    assert (await mod.request("PUT", case, verdict="rejected", reason="No.")).status_code == 404
    report = await eve.request("POST", "/api/reports", kind="RESULT", id=result["id"], reason="No.")
    assert report.status_code == 404
    for racer in (ada, eve):
        ghost = await racer.request("POST", "/api/game/start", ghost=result["id"])
        assert (ghost.status_code, ghost.json()["code"]) == (404, "play/no-ghost")


async def test_others_are_not_told_which_keys_were_practised(live: Live) -> None:
    ada, eve = await live.register("ada"), await live.register("eve")
    await practised(live, ada)
    own = (await ada.request("GET", "/api/users/ada/keys")).json()
    others = (await eve.request("GET", "/api/users/ada/keys")).json()
    assert (own["games"], others["games"], others["keys"]) == (1, 0, [])
    assert own["keys"]


async def test_what_was_practised_is_counted_in_the_rotation_and_remembered(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    await practised(live, ada, waves=2)
    seen = await pg.fetchval("SELECT snippet_ids FROM recent_snippets WHERE user_id = $1", ada.id)
    log = await stored_log(pg)
    assert seen == [wave.snippet_id for wave in reversed(log.waves)]
    assert await pg.fetchval("SELECT sum(usage_count) FROM code_snippets") >= len(seen)


async def test_practice_has_a_focus_if_it_is_asked_for(live: Live) -> None:
    guest = await live.guest()
    plain = await guest.start_as(mode="practice", language="python", difficulty="normal")
    focused = await guest.start_as(mode="PRACTICE", language="PYTHON", focus=True)
    assert (plain["mode"], plain["difficulty"], plain["focus"]) == ("PRACTICE", "NORMAL", None)
    assert focused["focus"] == [], "nothing is known of who has not played"


@pytest.mark.parametrize("gone", ["handed over", "journal lost"])
async def test_practice_goes_on_in_another_process(live: Live, other: Live, gone: str) -> None:
    account = await live.guest()
    game = await account.start_as(mode="PRACTICE", language="PYTHON")
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press(typed(player.wave["text"])[:5])
        await player.durable()
        player.drop()
    if gone == "journal lost":
        live.play.table.let_go(next(iter(live.play.table.games())))
        await other.play.journal.forget(game["session_id"])
    current = (await account.request("GET", "/api/game/current", at=other)).json()["sessions"]
    assert [one["mode"] for one in current] == ["PRACTICE"]
    async with playing(other) as moved:
        welcome = await moved.hello(game["session_token"])
        assert welcome["s"] == (5 if gone == "handed over" else 0)
        assert {enemy["damage"] for enemy in welcome["wave"]["enemies"]} == {0}
        await moved.press("~")
        await moved.send("quit")
        over = await moved.until("over")
    assert (over["result"]["mode"], over["result"]["unranked_reason"]) == ("PRACTICE", "practice")
