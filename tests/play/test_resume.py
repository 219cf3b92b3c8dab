"""Coming back: after a drop, to another process, after a deploy, after being left alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from redis.asyncio import Redis

from game.replay import replay
from game.terms import EndReason
from server.infra.postgres import Pool
from server.play.core.budget import KEY_COST_MS
from server.settings import Settings
from tests.live import Live, Player, SkippingClock, playing, serving, typed, until
from tests.rows import one_row
from tests.stored_logs import stored_log


def back(player: Player) -> dict[str, Any]:
    """What a client that was dropped says of itself."""
    return {"epoch": player.welcome["epoch"], "d": player.welcome["d"], "v": player.welcome["v"], "k": player.sent}


async def age(pg: Pool, session_id: str, hours: int = 1) -> None:
    """Let a game have been left alone for so long."""
    await pg.execute("ALTER TABLE game_sessions DISABLE TRIGGER USER")
    await pg.execute(
        "UPDATE game_sessions SET started_at = started_at - make_interval(hours => $2 + 1),"
        " updated_at = now() - make_interval(hours => $2) WHERE id = $1",
        session_id,
        hours,
    )
    await pg.execute("ALTER TABLE game_sessions ENABLE TRIGGER USER")


async def dead(live: Live, redis: Redis, game: dict[str, Any]) -> None:
    """What the others see of a game whose process was killed: nobody alive has it."""
    await redis.hset(live.play.journal.hash_key(game["session_id"]), "owner", "killed")


async def test_a_dropped_player_goes_on_at_the_same_key(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    game = await guest.start()
    clock = live.play.table.clock = SkippingClock()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        keys = typed(player.wave["text"])
        await player.press(keys[:5])
        clock.skip(1)  # in which two keys are pressed that never arrive
        player.drop()
        await live.without_players()
    async with playing(live) as again:
        welcome = await again.hello(game["session_token"], **(back(player) | {"k": 7}))
        assert (welcome["s"], welcome["running"], welcome["epoch"]) == (5, False, player.welcome["epoch"])
        assert [frame["t"] for frame in await again.press(keys[5:7])] == ["a"]  # still standing
        frames = await again.press(keys[7:])
        assert frames[0]["t"] == "running"
        assert "clear" in [frame["t"] for frame in frames]
        await again.send("quit")
        result = (await again.until("over"))["result"]
    assert (result["pauses"], result["correct_words"], result["incorrect_words"]) == (1, result["total_words_typed"], 0)


async def test_coming_back_again_and_again_buys_no_keys(live: Live) -> None:
    """Twenty-five reconnects once bought 5,880 keys in a game of 16 s: 4,410 words a minute."""
    game = await (await live.guest()).start()
    clock = live.play.table.clock = SkippingClock()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("go")
        await player.until("running")
        clock.skip(1)  # worth 25 keys
        player.drop()
        await live.without_players()
    bought = 0
    for _ in range(25):
        async with playing(live) as again:
            clock.skip(1)
            welcome = await again.hello(game["session_token"], epoch="", d=0, v=0, k=2**53 - 1)
            assert not welcome["running"]
            frames: list[str] = []
            while "running" not in frames:  # which a key does that the budget does not cover
                frames = [frame["t"] for frame in await again.press("x")]
                bought += 1
            again.drop()
            await live.without_players()
    (session,) = [lived.session for lived in live.play.table.games()]
    game_ms = session.clock_ms(live.play.table.now_ms())
    assert bought == len(session.tape) <= 25 + game_ms // KEY_COST_MS, (
        "a key for each start, and what time has paid for"
    )


async def test_the_game_goes_on_in_another_process_from_the_journal(live: Live, other: Live, pg: Pool) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        keys = typed(player.wave["text"])
        await player.press(keys[:5])
        await player.durable()
        async with playing(other) as moved:  # the first process still believes that it has the game
            welcome = await moved.hello(game["session_token"], **back(player))
            assert welcome["s"] == welcome["d"] == 5
            assert welcome["wave"]["text"] == player.wave["text"]
            assert welcome["epoch"] != player.welcome["epoch"]
            await moved.press(keys[5:])
            await player.send("k", s=6, e=[[0, "x"]])
            assert await player.closed() == 4504
            await moved.send("quit")
            result = (await moved.until("over"))["result"]
    assert (result["waves_completed"], result["ranked"] or result["unranked_reason"]) == (1, "too_short")
    log = await stored_log(pg)
    assert replay(log).totals.waves_completed == 1


async def test_whoever_takes_a_game_over_serves_the_waves_that_were_drawn(
    live: Live, other: Live, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        (session,) = [lived.session for lived in live.play.table.games()]
        await until(lambda: not session.wants_waves)
        await live.play.writer.flush()
        monkeypatch.setattr(live.play.writer, "mark", lambda _: None)
        first = typed(player.wave["text"])
        await player.press(first)  # begins the second wave, which dies with its process before the journal is written
        second = player.wave
        player.drop()
        await live.without_players()
    await dead(live, redis, game)
    async with playing(other) as moved:
        assert (await moved.hello(game["session_token"], **back(player)))["wave"]["n"] == 1
        await moved.press(first[moved.sent :])
        assert (moved.wave["n"], moved.wave["text"]) == (2, second["text"])


async def test_a_deploy_sends_players_elsewhere_and_costs_them_nothing(settings: Settings, other: Live) -> None:
    async with serving(settings) as stopping:
        guest = await stopping.guest()
        game = await guest.start()
        async with playing(stopping) as player:
            await player.hello(game["session_token"])
            keys = typed(player.wave["text"])
            await player.press(keys[:5])
            stopping.stop()
            assert await player.closed() == 4001
    async with playing(other) as moved:
        welcome = await moved.hello(game["session_token"], **back(player))
        assert welcome["s"] == 5
        await moved.press(keys[5:])
        await moved.send("quit")
        result = (await moved.until("over"))["result"]
    assert (result["pauses"], result["unranked_reason"]) == (0, "too_short")


async def test_a_journal_that_lost_keys_makes_the_game_unranked(
    live: Live, other: Live, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.play.doors.SEARCH_S", 0)
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("xx")
        await player.durable()
        player.drop()
        await live.without_players()
    await live.play.writer.flush()
    for lived in live.play.table.games():
        live.play.table.let_go(lived)  # as if its process had died
    async for key in redis.scan_iter(match=f"{live.settings.redis_prefix}journal:*"):
        await redis.delete(key)
    async with playing(other) as moved:
        welcome = await moved.hello(game["session_token"], **(back(player) | {"d": 2}))
        assert welcome["s"] == 0
        await moved.press("xxx")
        await moved.send("quit")
        assert (await moved.until("over"))["result"]["unranked_reason"] == "journal_lost"


async def test_a_journal_emptied_under_a_running_game_is_written_anew(live: Live, other: Live, redis: Redis) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("xx")
        await player.durable()
        async for key in redis.scan_iter(match=f"{live.settings.redis_prefix}journal:*"):
            await redis.delete(key)
        await player.press("x")
        await player.durable()
        async with playing(other) as moved:
            assert (await moved.hello(game["session_token"], **back(player)))["s"] == 3


# ---------------------------------------------------------------- being left alone


async def test_a_game_that_was_left_leaves_memory_after_a_minute_and_comes_back_from_its_journal(live: Live) -> None:
    game = await (await live.guest()).start()
    clock = live.play.table.clock = SkippingClock()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        keys = typed(player.wave["text"])
        await player.press(keys[:5])
        player.drop()
        await live.without_players()
    await live.play.writer.flush()
    clock.skip(59)
    await live.play.rounds.look_after()
    assert live.play.table.game(game["session_id"]) is not None
    clock.skip(2)
    await until(lambda: live.play.table.game(game["session_id"]) is None)
    async with playing(live) as again:
        welcome = await again.hello(game["session_token"], **back(player))
        assert (welcome["s"], welcome["epoch"] != player.welcome["epoch"]) == (5, True)
        await again.press(keys[5:])
        await again.send("quit")
        result = (await again.until("over"))["result"]
    assert (result["waves_completed"], result["pauses"], result["unranked_reason"]) == (1, 1, "too_short")


async def test_a_game_left_alone_is_abandoned_once_by_any_number_of_reapers(live: Live, other: Live, pg: Pool) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press(typed(player.wave["text"]))
        player.drop()
        await live.without_players()
    await live.play.rounds.touch()
    await age(pg, game["session_id"])
    await asyncio.gather(live.play.rounds.reap(), other.play.rounds.reap(), other.play.rounds.reap())
    (row,) = await pg.fetch("SELECT r.*, s.is_completed FROM game_results r JOIN game_sessions s ON s.id = session_id")
    assert (row["end_reason"], row["is_completed"], row["ranked"]) == ("abandoned", False, False)
    assert (row["waves_completed"], row["unranked_reason"]) == (1, "abandoned")
    assert await pg.fetchval("SELECT total_games FROM user_statistics WHERE user_id = $1", guest.id) == 1


async def test_a_game_with_a_player_on_it_is_not_reaped(live: Live, other: Live, pg: Pool) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        await age(pg, game["session_id"])
        await live.play.rounds.touch()
        await asyncio.gather(live.play.rounds.reap(), other.play.rounds.reap())
        await player.press("x")
    assert await pg.fetchval("SELECT ended_at FROM game_sessions") is None


async def test_an_untouched_game_is_closed_without_a_result(live: Live, pg: Pool) -> None:
    game = await (await live.guest()).start()
    await age(pg, game["session_id"])
    await live.play.rounds.reap()
    row = await one_row(pg, "SELECT * FROM game_sessions")
    assert row["ended_at"] is not None
    assert not row["is_completed"]
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 0


async def test_a_game_that_ended_while_its_process_died_is_saved_by_another(
    live: Live, other: Live, pg: Pool, redis: Redis
) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        lived = live.play.table.game(game["session_id"])
        assert lived is not None
        lived.session.end(EndReason.QUIT, live.play.table.now_ms())
        await live.play.writer.written(lived)
        live.play.table.let_go(lived)  # SIGKILL between the journal and the commit
        await dead(live, redis, game)
    await other.play.rounds.take_waiting()
    row = await one_row(pg, "SELECT * FROM game_results")
    assert row["end_reason"] == "quit"
    assert not await redis.smembers(*other.play.journal.ended_keys())
