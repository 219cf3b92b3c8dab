"""Matches whose seats are on two processes, and what becomes of them when processes, Redis or everybody goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from redis.asyncio import Redis

from server.infra.postgres import Pool
from server.play.core.match_session import MatchSession
from server.play.hall import sweep
from server.play.live import LiveGame
from server.settings import Settings
from tests.gate import Gate
from tests.live import PATIENCE_S, Live, playing, serving, typed
from tests.play.matches import at_pace, call, look, match_in, opened, row, seated

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["picows"])
def settings(settings: Settings) -> Settings:
    return settings


@pytest.fixture(autouse=True)
def _quick(live: Live, other: Live) -> None:
    at_pace(live, other)


def game_of(live: Live, token: str) -> LiveGame:
    game = live.play.table.by_token(token)
    assert game is not None and isinstance(game.session, MatchSession)
    return game


def starts_ms(game: LiveGame) -> int:
    session = game.session
    assert isinstance(session, MatchSession) and session.starts_ms is not None
    return session.starts_ms


def forget(live: Live) -> None:
    """As if this process had died: nothing is written any more, and nobody is told."""
    for game in live.play.table.games():
        live.play.table.let_go(game)


async def test_seats_on_two_processes_start_at_one_instant_and_see_each_other(live: Live, other: Live) -> None:
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live), (bob, other)) as (here, there):
        while len((await here.match("OPEN"))["seats"]) < 2:
            pass
        await call(ada, "POST", f"/{code}/start", at=other)
        first, second = await here.begins(), await there.begins()
        assert first["text"] == second["text"]
        # The test's processes share a machine, so one clock shows what both made of PostgreSQL's.
        apart_ms = starts_ms(game_of(live, here.token)) - starts_ms(game_of(other, there.token))
        assert abs(apart_ms) <= 50, "half of a slow answer, twice"
        await there.type(1)
        keys_done = len(typed(first["text"]))
        while row(standing := await here.player.until("standing"), 2)[1] < keys_done:
            pass
        assert row(standing, 2)[5] == 2
        await there.type(1)
        await there.player.until("over")
        while row(standing := await here.player.until("standing"), 2)[6] != 1:
            pass
        await here.player.send("quit")
    for live_ in (live, other):
        over = await match_in(ada, code, "OVER", at=live_)
        assert [seat["place"] for seat in over["seats"]] == [2, 1]


async def test_a_seat_moves_to_another_process_in_the_midst_of_the_race(live: Live, other: Live) -> None:
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live), (bob, live)) as (host, seat):
        await call(ada, "POST", f"/{code}/start")
        text = (await seat.begins())["text"]
        await seat.player.press(typed(text)[:4])
        async with playing(other) as moved:
            welcome = await moved.hello(seat.token)
            assert (welcome["s"], welcome["running"], welcome["pauses"]) == (4, True, 0)
            now_ms = live.play.table.now_ms()
            apart_ms = game_of(other, seat.token).session.clock_ms(now_ms) - host_clock(live, host.token, now_ms)
            assert abs(apart_ms) <= 50
            await moved.press(typed(text)[4:])
            assert await seat.player.closed() in (4504, 4001)
            while not (await host.match("RUNNING"))["seats"][1]["connected"]:
                pass
            await moved.send("quit")
            assert (await moved.until("over"))["result"]["waves_completed"] == 1


def host_clock(live: Live, token: str, now_ms: int) -> int:
    return game_of(live, token).session.clock_ms(now_ms)


async def test_a_seat_that_waits_for_the_start_moves_too(live: Live, other: Live) -> None:
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live), (bob, live)) as (_, seat), playing(other) as moved:
        assert (await moved.hello(seat.token))["wave"] is None
        await call(ada, "POST", f"/{code}/start")
        assert (await moved.until("wave"))["at"] == 0


async def test_seats_of_a_dead_process_are_taken_over_and_end(live: Live, other: Live, pg: Pool, redis: Redis) -> None:
    """The sweep finds them; their clock has run on."""
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live), (bob, other)) as (_, lost):
        await call(ada, "POST", f"/{code}/start")
        text = (await lost.begins())["text"]
        await lost.player.press(typed(text)[:7])
        await lost.player.durable()
        forget(other)
        await redis.hset(live.play.journal.hash_key(lost.session_id), "owner", "a process that is dead")
        await live.play.sweep.work(NOW)
        assert live.play.table.by_token(lost.token) is None, "its process may have lost Redis alone"
        live.play.sweep.silent_s = 0
        await live.play.sweep.work(NOW)
        adopted = game_of(live, lost.token)
        assert (adopted.session.s, adopted.session.running, adopted.connection) == (7, True, None)
        await call(ada, "POST", f"/{code}/leave")
        await call(bob, "POST", f"/{code}/leave")
    over = await match_in(ada, code, "OVER")
    assert [seat["place"] for seat in over["seats"]] == [2, 1]


async def test_seats_that_stay_as_they_are_keep_no_other_from_being_taken_over(
    live: Live, other: Live, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "MOST", 1)
    live.play.sweep.silent_s = 0  # all seats are looked at
    ada, bob, eve = await live.guest(), await live.guest(), await live.guest()
    living, code = await opened(ada), await opened(eve)
    async with seated(living, (ada, live), (bob, live)), seated(code, (eve, live), (bob, other)) as (_, lost):
        await call(ada, "POST", f"/{living}/start")
        await call(eve, "POST", f"/{code}/start")
        await lost.begins()
        forget(other)
        await redis.hset(live.play.journal.hash_key(lost.session_id), "owner", "a process that is dead")
        for _ in range(4):
            await live.play.sweep.work(NOW)
        assert live.play.table.by_token(lost.token) is not None


async def died(pg: Pool, code: str) -> None:
    """The games of a match have ended a while ago, and nobody has said a word."""
    await pg.execute("UPDATE game_sessions SET ended_at = now() WHERE match_code = $1", code)
    await pg.execute("UPDATE matches SET starts_at = starts_at - interval '1 minute' WHERE code = $1", code)
    await pg.execute(
        "UPDATE game_sessions SET started_at = started_at - interval '1 minute',"
        " ended_at = ended_at - interval '30 seconds' WHERE match_code = $1",
        code,
    )


async def test_a_match_whose_last_process_died_is_decided_by_another(live: Live, other: Live, pg: Pool) -> None:
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live), (bob, live)) as seats:
        await call(ada, "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
    await died(pg, code)
    await other.play.sweep.work(NOW)
    assert (await match_in(ada, code, "OVER"))["seats"][0]["place"] == 1


async def test_a_match_that_somebody_holds_keeps_no_other_from_being_decided(
    live: Live, other: Live, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "ONE_S", 0.3)
    ada, bob = await live.guest(), await live.guest()
    codes = [await opened(ada) for _ in range(2)]
    for code in codes:
        async with seated(code, (ada, live), (bob, live)) as seats:
            await call(ada, "POST", f"/{code}/start")
            for seat in seats:
                await seat.begins()
        await died(pg, code)
    async with pg.acquire() as holder, holder.transaction():
        await holder.execute("SELECT FROM matches WHERE code = $1 FOR UPDATE", codes[0])
        async with asyncio.timeout(PATIENCE_S):
            await other.play.sweep.work(NOW)
        assert (await look(ada, codes[1]))["state"] == "OVER"
    await match_in(ada, codes[0], "OVER")


async def test_an_open_match_that_everybody_left_ends_by_itself(live: Live, other: Live, pg: Pool) -> None:
    at_pace(live, other, given_up_after=100)
    ada = await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live)):
        pass
    async with asyncio.timeout(PATIENCE_S):
        while (await look(ada, code))["state"] != "OVER":
            await other.play.sweep.work(NOW)
    match = await look(ada, code)
    assert (match["starts_at"], match["seats"][0]["place"]) == (None, None)
    assert await pg.fetchval("SELECT count(*) FROM game_sessions WHERE ended_at IS NULL") == 0
    assert (await ada.request("POST", f"/api/matches/{code}/join")).json()["code"] == "play/match-over"


async def test_an_open_match_with_somebody_in_it_is_not_given_up(live: Live, other: Live, pg: Pool) -> None:
    ada = await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live)):
        await pg.execute("UPDATE matches SET created_at = created_at - interval '1 hour'")
        await other.play.sweep.work(NOW)
        assert (await look(ada, code))["state"] == "OPEN"


async def test_a_change_that_nobody_heard_is_seen_within_a_second(live: Live, other: Live, pg: Pool) -> None:
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live)) as (host,):
        await host.match("OPEN")
        heard = other.play.hall.presence
        await call(bob, "POST", f"/{code}/join", at=other)
        await heard.changed(code)  # the count says that something was missed
        while len((await host.match("OPEN"))["seats"]) < 2:
            pass


async def test_what_redis_lost_of_a_match_is_there_again(live: Live, other: Live, redis: Redis) -> None:
    ada = await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live)) as (host,):
        while not (await host.match("OPEN"))["seats"][0]["connected"]:
            pass
        await redis.delete(live.play.hall.presence.channel(code))
        async with asyncio.timeout(PATIENCE_S):
            while not (await look(ada, code, at=other))["seats"][0]["connected"]:
                await asyncio.sleep(0.02)


# ---------------------------------------------------------------- stores away


@pytest.fixture
async def gated(settings: Settings, redis_gate: Gate, postgres_gate: Gate) -> AsyncIterator[tuple[Live, Gate, Gate]]:
    """A server whose PostgreSQL and Redis are behind gates."""
    behind = settings.model_copy(update={"database_url": postgres_gate.url, "redis_url": redis_gate.url})
    async with serving(behind) as running:
        at_pace(running)
        yield running, postgres_gate, redis_gate


async def test_a_match_starts_and_ends_while_redis_is_away(gated: tuple[Live, Gate, Gate]) -> None:
    live, _, redis_gate = gated
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live), (bob, live)) as seats:
        await redis_gate.shut()
        await call(ada, "POST", f"/{code}/start")
        for seat in seats:
            await seat.begins()
            await seat.type(2)
            assert (await seat.player.until("over"))["reason"] == "cleared"
        assert (await match_in(ada, code, "OVER"))["seats"][0]["place"] == 1
        await redis_gate.open()


async def test_a_start_without_postgresql_is_refused_and_can_be_asked_again(gated: tuple[Live, Gate, Gate]) -> None:
    live, postgres_gate, _ = gated
    ada, bob = await live.guest(), await live.guest()
    code = await opened(ada)
    async with seated(code, (ada, live), (bob, live)) as (host, _):
        await postgres_gate.shut()
        for path in (f"/{code}/start", f"/{code}/leave", f"/{code}/join", "", "/quick"):
            body: dict[str, Any] = {} if path else {"language": "PYTHON"}
            answer = await ada.request("POST", f"/api/matches{path}", **body)
            assert (answer.status_code, answer.json()["code"]) == (503, "server/unavailable")
        await postgres_gate.open()
        async with asyncio.timeout(PATIENCE_S):
            while not (await ada.request("POST", f"/api/matches/{code}/start")).is_success:
                await asyncio.sleep(0.05)
        await host.begins()
