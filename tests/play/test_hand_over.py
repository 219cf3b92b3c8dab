"""A game between living processes: nothing that happened is undone, and only one of them judges it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from redis.asyncio import Redis

from server.infra.postgres import Pool
from server.play import letters
from server.play.core.budget import LAG_QUOTA_MS
from server.play.core.session import PlaySession
from server.play.lease import LEASE_S
from server.settings import Settings
from tests.live import Live, SkippingClock, playing, serving, typed, until
from tests.play.games import keys
from tests.play.test_resume import age, back
from tests.rows import one_row
from tests.stored_logs import stored_log


def session_at(live: Live) -> PlaySession:
    (game,) = live.play.table.games()
    return game.session


async def test_hopping_between_living_processes_refunds_no_time_and_counts_each_pause(live: Live, other: Live) -> None:
    guest = await live.guest()
    game = await guest.start()
    clocks = {one: SkippingClock() for one in (live, other)}
    for one, clock in clocks.items():
        one.play.table.clock = clock
    resume: dict[str, Any] = {}
    for hop, one in enumerate((live, other, live, other, live)):
        async with playing(one) as player:
            welcome = await player.hello(game["session_token"], **resume)
            assert welcome["s"] == hop
            assert welcome["at"] >= 3_000 * hop
            await player.press("\x7e", at_ms=welcome["at"])  # a wrong key, younger than the last write
            for clock in clocks.values():
                clock.skip(3)
            resume = back(player) | {"d": 0}
            if hop < 4:
                following = other if one is live else live
                async with playing(following) as taker:  # the first socket is still open
                    await taker.hello(game["session_token"], **resume)
                    assert await player.closed() == 4504
                await following.without_players()
    assert session_at(live).pauses >= 4
    assert len(session_at(live).tape) == 5


async def test_a_hop_buys_no_time_in_which_the_client_was_heard(live: Live, other: Live) -> None:
    """As within one process: what was typed before the last ping has arrived."""
    game = await (await live.guest()).start()
    clock = live.play.table.clock = SkippingClock()
    async with playing(live) as player, playing(other) as taker:
        await player.hello(game["session_token"])
        await player.press("\x7e")  # starts the clock
        clock.skip(5)
        await player.send("ping", n=1)
        await player.until("pong")
        await taker.hello(game["session_token"], **(back(player) | {"d": 0, "k": 50}))
        stood_at = taker.welcome["at"]
        await taker.press("\x7e" * 40, at_ms=1_000)
        assert session_at(other).running, "the keys began a new run of the clock, and were not placed before it"
        assert session_at(other).engine.at_ms >= stood_at - LAG_QUOTA_MS


async def test_the_journal_knows_when_the_client_was_last_heard(live: Live) -> None:
    """The death of a process buys no more than a hop."""
    game = await (await live.guest()).start()
    clock = live.play.table.clock = SkippingClock()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("\x7e")
        clock.skip(5)
        await player.send("ping", n=1)
        await player.until("pong")
        now_ms = live.play.table.now_ms()
        *_, unheard_ms = session_at(live).standing(now_ms)["budget"]
        assert unheard_ms < 5_000


async def test_the_old_owner_judges_no_more_once_it_was_asked(live: Live, other: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player, playing(other) as taker:
        await player.hello(game["session_token"])
        await player.press("x")
        await taker.hello(game["session_token"])
        assert live.play.table.games() == []
        assert session_at(other).s == 1
        assert session_at(other).pauses == 1


async def test_a_player_whose_taker_never_came_is_told_to_come_back(live: Live, other: Live) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        answer = await other.play.neighbours.ask(live.play.neighbours.process, letters.LET_GO, game["session_id"], 5)
        assert answer == letters.NOT_HERE
        assert await player.closed() == 4001
    async with playing(other) as again:
        assert (await again.hello(game["session_token"]))["s"] == 1


async def test_a_hello_whose_socket_is_gone_takes_no_game(
    live: Live, other: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        looking = asyncio.Event()
        find = other.play.doors.find

        async def find_late(token: str) -> object:
            looking.set()
            await asyncio.sleep(0)
            await until(lambda: gone_is_lost)
            return await find(token)

        gone_is_lost = False
        monkeypatch.setattr(other.play.doors, "find", find_late)
        async with playing(other) as gone:
            await gone.send("hello", token=game["session_token"])
            await looking.wait()
            gone.drop()
        await player.press("x")
        gone_is_lost = True
        await asyncio.wait_for(_quiet(other), 10)
        await player.press("x")
        assert session_at(live).pauses == 0


async def _quiet(live: Live) -> None:
    """Until no hello is on its way."""
    await until(lambda: not live.play.doors.taking)


async def test_a_game_of_a_dead_process_is_taken_as_its_journal_stands(live: Live, other: Live, redis: Redis) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("xx")
        await player.durable()
        await redis.hset(live.play.journal.hash_key(game["session_id"]), "owner", "killed")
        async with playing(other) as taker:
            assert (await taker.hello(game["session_token"]))["s"] == 2
            await player.send("k", s=3, e=[[0, "x"]])
            assert await player.closed() == 4504


async def test_end_at_another_process_ends_the_game_as_its_owner_has_it(live: Live, other: Live, pg: Pool) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x" * 20)  # acknowledged, and not yet in the journal
        answer = await guest.end(game, at=other)
        assert (answer.status_code, answer.json()["pauses"]) == (200, 0)
        assert (await stored_log(pg)).keys.pressed == "x" * 20
        assert (await player.until("over"))["result"] == answer.json()


async def test_the_reaper_asks_the_process_that_has_the_game(live: Live, other: Live, pg: Pool) -> None:
    """Its player came back a moment ago, and the database does not know yet."""
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await age(pg, game["session_id"])
        await other.play.rounds.reap()
        await player.press("x")
        assert session_at(live).pauses == 0
    row = await one_row(pg, "SELECT ended_at FROM game_sessions")
    assert row["ended_at"] is None


async def test_a_stopped_process_leaves_its_games_to_be_taken_at_once(settings: Settings, other: Live) -> None:
    async with serving(settings) as stopping:
        game = await (await stopping.guest()).start()
        async with playing(stopping) as player:
            await player.hello(game["session_token"])
            await player.press(typed(player.wave["text"])[:3])
    async with playing(other) as moved:
        assert (await moved.hello(game["session_token"], **back(player)))["s"] == 3


async def forget_all(live: Live, redis: Redis) -> None:
    """As FLUSHALL does, for this test's keys."""
    async for key in redis.scan_iter(match=f"{live.settings.redis_prefix}*", count=1000):
        await redis.delete(key)


async def test_a_hello_elsewhere_after_redis_lost_all_it_had_gets_the_game_of_its_owner(
    live: Live, other: Live, redis: Redis
) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("xxx")
        await player.durable()
        player.drop()
        await live.without_players()
    await live.play.writer.flush()  # nothing makes the owner look at the journal soon
    await forget_all(live, redis)
    async with playing(other) as taker:
        assert (await taker.hello(game["session_token"], **back(player)))["s"] == 3
        assert not session_at(other).journal_lost
    assert live.play.table.games() == []


async def test_two_hellos_for_a_game_that_nobody_has_give_it_to_one(
    live: Live, other: Live, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.play.doors.SEARCH_S", 0.2)
    game = await (await live.guest()).start()
    (lived,) = live.play.table.games()
    await live.play.writer.flush()
    live.play.table.let_go(lived)
    await forget_all(live, redis)
    async with playing(live) as one, playing(other) as two:
        await asyncio.gather(*(each.send("hello", token=game["session_token"]) for each in (one, two)))
        closed, pending = await asyncio.wait(
            [asyncio.create_task(each.closed()) for each in (one, two)], return_when=asyncio.FIRST_COMPLETED
        )
        assert [task.result() for task in closed] in ([4504], [4001])
        await until(lambda: live.play.table.games() + other.play.table.games())  # the other may still be opening it
        assert len(live.play.table.games() + other.play.table.games()) == 1
        for task in pending:
            task.cancel()


async def test_nobody_is_declared_dead_while_nobody_can_be_heard(
    live: Live, other: Live, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis was away: the owner has not said yet that it lives, and has more of the game than its journal."""
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("xx")
        await player.durable()
        player.drop()
        await live.without_players()
    (lived,) = live.play.table.games()
    await live.play.writer.flush()
    monkeypatch.setattr(live.play.writer, "mark", lambda _: None)
    lived.session.keys(keys(3, "x"), live.play.table.now_ms())
    await redis.delete(*live.play.neighbours.alive_keys(live.play.neighbours.process))
    monkeypatch.setattr(other.play.neighbours, "unheard_s", time.monotonic())
    async with playing(other) as taker:
        assert (await taker.hello(game["session_token"], **back(player)))["s"] == 3


async def test_a_game_that_redis_does_not_take_is_not_handed_over(
    live: Live, other: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis is back, and the owner's writer has not noticed yet."""
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("xxx")
        with monkeypatch.context() as hindered:
            hindered.setattr(live.play.writer, "away", True)
            assert not await live.play.doors.hand_over(live.play.table.games()[0])
        assert session_at(live).s == 3
        async with playing(other) as taker:
            assert (await taker.hello(game["session_token"]))["s"] == 3


async def test_a_broken_journal_holds_no_place_for_ever(live: Live, redis: Redis, pg: Pool) -> None:
    guest = await live.guest()
    game = await guest.start()
    (lived,) = live.play.table.games()
    await live.play.writer.flush()
    live.play.table.let_go(lived)
    key = live.play.journal.hash_key(game["session_id"])
    await redis.hset(key, "standing", '{"keys": 0, "s": "x"}')
    async with playing(live) as player:
        assert (await player.hello(game["session_token"]))["s"] == 0
        await player.press("xxx")
        await player.send("quit")
        assert (await player.until("over"))["result"]["unranked_reason"] == "journal_lost"
    assert [name async for name in redis.scan_iter(match=f"{key}:broken:*")]
    assert (await guest.request("GET", "/api/game/current")).json()["sessions"] == []


# ---------------------------------------------------------------- a process that stood still


def stand_still(live: Live, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """As SIGSTOP and SIGCONT do: no round runs, no heart beats, and what was sent meanwhile is there at once."""
    lease = live.play.writer.lease
    lease.renewed(lease.now_s())
    lease.tick()
    stopped_s = lease.now_s()
    monkeypatch.setattr(lease, "now_s", lambda: max(stopped_s, time.monotonic()) + seconds)
    live.play.table.sure_until_s = live.play.table.now_s()


async def test_a_process_that_stood_still_judges_no_key_before_it_knows_its_games(
    live: Live, other: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("xx")
        await player.durable()
        stand_still(live, monkeypatch, LEASE_S + 1)
        await player.send("k", s=3, e=[[0, "x"]])
        assert await player.closed() == 4001
        assert session_at(live).s == 2
    async with playing(live) as again:
        welcome = await again.hello(game["session_token"], **back(player))
        assert (welcome["s"], welcome["pauses"]) == (2, 0)


async def test_a_process_that_was_slow_within_its_lease_goes_on(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        stand_still(live, monkeypatch, LEASE_S - 1)
        assert (await player.press("x"))[-1]["s"] == 1


async def test_a_game_that_another_process_took_meanwhile_is_found_there(
    live: Live, other: Live, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player, playing(other) as taker:
        await player.hello(game["session_token"])
        await player.press("xx")
        await player.durable()
        monkeypatch.setattr(live.play.writer, "mark", lambda _: None)  # it does nothing
        await redis.hset(live.play.journal.hash_key(game["session_id"]), "owner", "killed")
        assert (await taker.hello(game["session_token"]))["s"] == 2
        stand_still(live, monkeypatch, LEASE_S + 1)
        await player.send("k", s=3, e=[[0, "x"]])
        assert await player.closed() in (4001, 4504)
        assert (await taker.press("x"))[-1]["s"] == 3
