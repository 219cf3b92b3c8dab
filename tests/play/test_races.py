"""What happens to a hello, a game or a round when something else happens in its middle."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import orjson
import pytest
from redis.asyncio import Redis

from server.infra.postgres import Pool
from server.play.core.session import IDLE_PAUSE_MS
from server.play.doors import Ended
from server.play.live import LiveGame
from server.results import FinishedGame, GameResult
from tests.live import Live, SkippingClock, playing, typed, until
from tests.play.test_resume import age


def after_finding(
    live: Live, monkeypatch: pytest.MonkeyPatch, happens: Callable[[LiveGame | Ended | None], Awaitable[None]]
) -> None:
    """Let something happen between a game's being found and its player's being welcomed."""
    find = live.play.doors.find

    async def find_then(token: str) -> LiveGame | Ended | None:
        found = await find(token)
        await happens(found)
        return found

    monkeypatch.setattr(live.play.doors, "find", find_then)


async def test_a_hello_on_its_way_when_the_server_drains_is_sent_elsewhere(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await (await live.guest()).start()

    async def drain(_: object) -> None:
        live.play.table.drain()

    after_finding(live, monkeypatch, drain)
    async with playing(live) as player:
        await player.send("hello", token=game["session_token"])
        assert await player.closed() == 4001
    assert live.play.table.playing == 0


async def test_a_hello_never_joins_a_game_that_was_let_go_meanwhile(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await (await live.guest()).start()

    async def let_go(found: LiveGame | Ended | None) -> None:
        assert isinstance(found, LiveGame)
        live.play.table.let_go(found)

    with monkeypatch.context() as meanwhile:
        after_finding(live, meanwhile, let_go)
        async with playing(live) as player:
            await player.send("hello", token=game["session_token"])
            assert await player.closed() == 4001
    async with playing(live) as player:
        await player.hello(game["session_token"])


async def test_a_socket_that_is_gone_before_its_welcome_replaces_nobody(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player, playing(live) as gone:
        await player.hello(game["session_token"])
        found, given_up = asyncio.Event(), asyncio.Event()

        async def wait(_: object) -> None:
            found.set()
            try:
                await asyncio.Event().wait()
            finally:
                given_up.set()

        after_finding(live, monkeypatch, wait)
        await gone.send("hello", token=game["session_token"])
        await found.wait()
        gone.drop()
        await given_up.wait()
        await player.press("x")
        assert live.play.table.games()[0].session.pauses == 0


async def test_a_hello_that_fails_by_our_own_fault_is_not_left_waiting(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await (await live.guest()).start()

    async def fail(_: object) -> None:
        raise ZeroDivisionError

    after_finding(live, monkeypatch, fail)
    async with playing(live) as player:
        await player.send("hello", token=game["session_token"])
        assert await player.closed() == 4001


async def test_a_draw_that_fails_is_made_again(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.play.retries.RETRY_S", (0,))
    draw = live.play.tools.draw
    failures: list[int] = []

    async def fail_once(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get("begun") and not failures:  # not that of the first wave
            failures.append(1)
            raise asyncpg.DeadlockDetectedError
        return await draw(*args, **kwargs)

    monkeypatch.setattr(live.play.tools, "draw", fail_once)
    await (await live.guest()).start()
    (lived,) = live.play.table.games()
    await until(lambda: not lived.session.wants_waves)
    assert failures


async def test_a_wave_that_began_as_the_game_ended_was_seen(
    live: Live, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The draw that would write it down is cut off by the game's end."""
    guest = await live.guest()
    game = await guest.start()
    (lived,) = live.play.table.games()
    await until(lambda: not lived.session.wants_waves)

    async def hang(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(live.play.tools, "draw", hang)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("go")
        await player.press(typed(player.wave["text"]))
        await player.send("quit")
        await player.until("over")
    seen = [wave.snippet_id for wave in lived.session.waves]
    assert len(seen) == 2
    assert await pg.fetchval("SELECT snippet_ids FROM recent_snippets") == seen[::-1]


async def test_a_game_that_cannot_be_ended_keeps_no_other_from_the_reaper(
    live: Live, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.play.retries.RETRY_S", (0,))
    guest = await live.guest()
    broken, other = await guest.start(), await guest.start()
    save = live.play.endings.save

    async def fail(finished: FinishedGame) -> GameResult | None:
        if finished.session_id == broken["session_id"]:
            raise ZeroDivisionError
        return await save(finished)

    monkeypatch.setattr(live.play.endings, "save", fail)
    await age(pg, other["session_id"], hours=1)
    await age(pg, broken["session_id"], hours=2)
    await live.play.rounds.reap()
    assert await pg.fetchval("SELECT ended_at FROM game_sessions WHERE id = $1", other["session_id"]) is not None
    assert await pg.fetchval("SELECT ended_at FROM game_sessions WHERE id = $1", broken["session_id"]) is None


async def test_a_pause_for_idling_goes_to_the_journal(live: Live, redis: Redis) -> None:
    play = live.play
    clock = play.table.clock = SkippingClock()
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        (lived,) = play.table.games()
        await until(lambda: not lived.session.wants_waves)
        clock.skip(IDLE_PAUSE_MS / 2000)
        await player.send("ping", n=1)  # it is there, and does not play
        await player.until("pong")
        await play.writer.flush()
        await until(lambda: lived not in play.writer.unwritten)  # the writer's own round may have had it in hand
        clock.skip(IDLE_PAUSE_MS / 2000)
        await play.rounds.look_after()
        await play.writer.flush()
        await until(lambda: lived not in play.writer.unwritten)
        standing = await redis.hget(play.journal.hash_key(lived.row.id), "standing")
        assert standing is not None and orjson.loads(standing)["pauses"] == 1
        assert (await player.until("paused"))["reason"] == "idle"
