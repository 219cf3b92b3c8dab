"""What a player sees and what is kept while PostgreSQL or Redis is away: docs/architecture.md, "What survives what"."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable

import asyncpg
import pytest
import structlog
from redis.asyncio import Redis

from server.infra.postgres import Pool
from server.infra.redis import COMMAND_TIMEOUT_S
from server.infra.seldom import Seldom
from server.play.core.tape import RECORD_BYTES
from server.play.journal.books import Held, Journal
from server.play.journal.contents import Taken
from server.results import FinishedGame, GameResult
from server.settings import Settings
from tests.gate import Gate
from tests.live import Live, SkippingClock, playing, serving, typed, until
from tests.play.test_resume import age
from tests.small_library import fill
from tests.stored_logs import stored_log

ONE_AFTER_ANOTHER = 30
HANG_COSTS_S = ONE_AFTER_ANOTHER * COMMAND_TIMEOUT_S / 3  # of far more than one timeout, of far less than all


@pytest.fixture
async def live(settings: Settings, postgres_gate: Gate, redis_gate: Gate, pg: Pool) -> AsyncIterator[Live]:
    await fill(pg)
    async with serving(
        settings.model_copy(update={"database_url": postgres_gate.url, "redis_url": redis_gate.url, "pool_size": 4})
    ) as running:
        yield running


# ---------------------------------------------------------------- PostgreSQL away


async def test_new_games_are_put_off_while_postgres_is_away(live: Live, postgres_gate: Gate) -> None:
    guest = await live.guest()
    await postgres_gate.shut()
    answer = await guest.request("POST", "/api/game/start", language="PYTHON")
    assert (answer.status_code, answer.json()["code"]) == (503, "server/unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    await postgres_gate.open()
    await guest.start()


async def test_a_running_game_goes_on_from_waves_drawn_before_and_then_waits(live: Live, postgres_gate: Gate) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        (session,) = [lived.session for lived in live.play.table.games()]
        await until(lambda: not session.wants_waves)
        await postgres_gate.shut()
        served = 0
        while player.wave and served < 3:
            frames = await player.press(typed(player.wave["text"]))
            assert frames[-1]["hp"] == 100
            served += 1
        assert session.engine.wave is None  # three waves were typed without the database; the clock stands
        stood_at = session.clock_ms(live.play.table.now_ms())
        await postgres_gate.open()
        wave = await player.until("wave")
        assert (wave["n"], wave["at"]) == (4, stood_at)


async def test_a_result_waits_for_postgres_and_is_saved_once(live: Live, postgres_gate: Gate, pg: Pool) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        await postgres_gate.shut()
        await player.send("quit")
        assert (await player.until("saving"))["t"] == "saving"
        assert live.play.endings.unsaved == 1
        await postgres_gate.open()
        over = await player.until("over")
        assert over["result"]["session_id"] == game["session_id"]
    assert live.play.endings.unsaved == 0
    again = await guest.request("POST", "/api/game/end", session_id=game["session_id"])
    assert again.json() == over["result"]
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 1


async def test_a_result_that_cannot_be_saved_by_our_own_fault_is_kept_and_tried_again(
    live: Live, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = await live.guest()
    game = await guest.start()
    with monkeypatch.context() as broken:
        broken.setattr("server.play.retries.RETRY_S", (0,))

        async def fail(_: object) -> None:
            raise ZeroDivisionError

        broken.setattr(live.play.endings, "save", fail)
        async with playing(live) as player:
            await player.hello(game["session_token"])
            await player.press("x")
            await player.send("quit")
            assert await player.closed() == 4001
    async with playing(live) as player:
        await player.send("hello", token=game["session_token"])
        assert (await player.until("over"))["result"]["session_id"] == game["session_id"]
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 1


async def test_only_our_own_faults_use_up_the_tries_of_a_result(
    live: Live, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk for a minute, and then a bug that passes: the game stays here, and its player hears of its end."""
    game = await (await live.guest()).start()
    monkeypatch.setattr("server.play.retries.RETRY_S", (0,))
    faults: list[Exception] = [asyncpg.DiskFullError("no space left") for _ in range(10)]
    faults.append(ZeroDivisionError())
    save = live.play.endings.save

    async def fail_at_first(finished: FinishedGame) -> GameResult | None:
        if faults:
            raise faults.pop(0)
        return await save(finished)

    monkeypatch.setattr(live.play.endings, "save", fail_at_first)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        await player.send("quit")
        assert (await player.until("over"))["result"]["session_id"] == game["session_id"]
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 1


async def test_hello_waits_for_no_postgres_that_hangs(live: Live, postgres_gate: Gate) -> None:
    game = await (await live.guest()).start()
    (lived,) = live.play.table.games()
    live.play.table.let_go(lived)  # as in a process that never had it
    postgres_gate.freeze()
    async with playing(live) as player:
        await player.send("hello", token=game["session_token"])
        async with asyncio.timeout(4):  # 1.5 s are promised, and a slow machine may take longer
            assert await player.closed() == 4001
    postgres_gate.thaw()


async def test_a_wave_is_drawn_again_when_postgres_hangs(
    live: Live, postgres_gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.infra.seldom.away", Seldom())
    game = await (await live.guest()).start()
    (lived,) = live.play.table.games()
    await until(lambda: lived.drawing is None)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        postgres_gate.freeze()
        with structlog.testing.capture_logs() as logs:
            await player.press(typed(player.wave["text"]))
            await until(lambda: any(line["event"] == "wave_waits_for_postgres" for line in logs))
        postgres_gate.thaw()
        await until(lambda: lived.drawing is None)


async def test_a_fault_of_postgres_is_one_line_however_many_ask(
    live: Live, postgres_gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.infra.seldom.away", Seldom())
    guest = await live.guest()
    await postgres_gate.shut()
    with structlog.testing.capture_logs() as logs:
        for _ in range(5):
            assert (await guest.request("GET", "/api/game/current")).status_code == 503
    lines = [line for line in logs if line["event"] == "postgres_away"]
    assert len(lines) <= len({line["error"] for line in lines}) <= 2  # the connection that broke, and those refused
    await postgres_gate.open()


async def test_hello_is_put_off_while_postgres_is_away(live: Live, postgres_gate: Gate, settings: Settings) -> None:
    game = await (await live.guest()).start()
    (lived,) = live.play.table.games()
    live.play.table.let_go(lived)  # as in a process that never had it
    await postgres_gate.shut()
    async with playing(live) as player:
        await player.send("hello", token=game["session_token"])
        assert await player.closed() == 4001
    await postgres_gate.open()
    async with playing(live) as player:
        await player.hello(game["session_token"])


# ---------------------------------------------------------------- Redis away


async def test_play_goes_on_without_redis_and_is_saved(live: Live, redis_gate: Gate, pg: Pool) -> None:
    guest = await live.guest()
    await redis_gate.shut()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        frames = await player.press(typed(player.wave["text"]))
        assert frames[-1]["d"] == 0
        await player.send("quit")
        assert (await player.until("over"))["result"]["waves_completed"] == 1
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 1


async def test_keys_become_durable_again_when_redis_is_back(live: Live, redis_gate: Gate) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await redis_gate.shut()
        assert (await player.press("xx"))[-1]["d"] == 0
        await redis_gate.open()
        await player.durable()


async def test_readyz_tells_what_is_away(
    live: Live, redis_gate: Gate, postgres_gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.infra.status.WAIT_S", 10)  # a busy PostgreSQL is not away, and who is away says so
    while (await live.http.get("/readyz")).json()["redis_may_evict"] is None:
        pass  # asked beside the start of the server
    await redis_gate.shut()
    answer = await live.http.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "postgres": "ok",
        "postgres_replica": None,
        "redis": "away",
        "redis_may_evict": False,
    }
    await postgres_gate.shut()
    answer = await live.http.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "away")


async def test_a_player_whose_game_was_taken_is_sent_away_also_while_postgres_cannot_say_more(
    live: Live, postgres_gate: Gate, redis: Redis
) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await postgres_gate.shut()
        await redis.hset(live.play.journal.hash_key(game["session_id"]), "epoch", "another")
        await player.send("k", s=1, e=[[0, "x"]])
        assert await player.closed() == 4001


async def test_readyz_answers_while_every_connection_is_taken(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.infra.status.WAIT_S", 0.05)
    pool = live.play.pg
    taken = [await pool.acquire() for _ in range(pool.get_max_size())]
    try:
        assert (await live.http.get("/readyz")).status_code == 503
    finally:
        for connection in taken:
            await pool.release(connection)


async def test_a_game_that_was_left_stays_in_memory_until_its_journal_has_all_of_it(
    live: Live, redis_gate: Gate, redis: Redis
) -> None:
    game = await (await live.guest()).start()
    clock = live.play.table.clock = SkippingClock()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await redis_gate.shut()
        await player.press("xx")
        player.drop()
        await live.without_players()
    clock.skip(600)
    await live.play.writer.flush()
    await live.play.rounds.look_after()
    assert live.play.table.game(game["session_id"]) is not None
    await redis_gate.open()
    await until(lambda: live.play.table.game(game["session_id"]) is None)
    another = Journal(redis, live.settings.redis_prefix, "another process")
    while isinstance(taken := await another.take(game["session_id"], "a later epoch"), Held):
        pass  # its last write is on its way
    assert isinstance(taken, Taken)
    assert (taken.standing["s"], len(taken.tape)) == (2, 2)


# ---------------------------------------------------------------- Redis hangs, or has lost what it had


async def test_a_hanging_redis_costs_starts_and_ends_one_timeout_at_once(live: Live, redis_gate: Gate) -> None:
    guests = [await live.guest() for _ in range(ONE_AFTER_ANOTHER)]
    games = [await guest.start() for guest in guests[:20]]
    redis_gate.freeze()
    loop = asyncio.get_running_loop()

    async def timed(asked: Awaitable[object]) -> float:
        began_s = loop.time()
        await asked
        return loop.time() - began_s

    ends = [
        timed(guest.request("POST", "/api/game/end", session_id=game["session_id"]))
        for guest, game in zip(guests, games, strict=False)
    ]
    starts = [timed(guest.start()) for guest in guests[20:]]
    took_s = await asyncio.gather(*ends, *starts)
    assert max(took_s) < HANG_COSTS_S

    async def start_all() -> None:
        for guest in guests:
            await guest.start()

    assert await timed(start_all()) < HANG_COSTS_S  # nor does each later one wait anew
    redis_gate.thaw()
    await until(lambda: not live.play.writer.away)


async def test_nothing_is_kept_for_a_redis_that_is_away_but_the_game(
    live: Live, redis_gate: Gate, redis: Redis
) -> None:
    game = await (await live.guest()).start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await redis_gate.shut()
        await player.press("x" * 30)
        await until(lambda: live.play.writer.away)
        (lived,) = live.play.table.games()
        assert lived.written.keys == 0
        await redis_gate.open()
        await player.durable()
    assert len(await redis.get(live.play.journal.keys_key(game["session_id"])) or b"") == 30 * RECORD_BYTES


@pytest.mark.parametrize("hangs", [False, True])
async def test_a_game_whose_release_failed_stays_where_it_is(
    live: Live, redis_gate: Gate, redis: Redis, hangs: bool
) -> None:
    """One that hangs may take the release later: the game is written anew, and is this process's again."""
    game = await (await live.guest()).start()
    (lived,) = live.play.table.games()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await live.play.writer.flush()
        if hangs:
            redis_gate.freeze()
        else:
            await redis_gate.shut()
        await player.press("xxx")
        assert not await live.play.doors.hand_over(lived)
        assert await player.closed() == 4001
    assert live.play.table.games() == [lived]
    if hangs:
        redis_gate.thaw()
    else:
        await redis_gate.open()
    async with playing(live) as player:
        assert (await player.hello(game["session_token"]))["s"] == 3
        await player.durable()
    owner = await redis.hget(live.play.journal.hash_key(game["session_id"]), "owner")
    assert owner == live.play.neighbours.process.encode()


async def test_a_redis_that_was_started_again_gets_every_game_anew(
    live: Live, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that is paused and left, and from a copy that lacks the last wave: nothing in it says so."""
    monkeypatch.setattr("server.play.journal.writer.LOOK_AT_LEFT_S", 1_000)
    game = await (await live.guest()).start()
    (lived,) = live.play.table.games()
    await until(lambda: not lived.session.wants_waves)
    await live.play.writer.flush()
    key = live.play.journal.hash_key(game["session_id"])
    assert await redis.hdel(key, "w0")
    live.play.writer.redis_was_started_again()
    await live.play.writer.flush()
    taken = await Journal(redis, live.settings.redis_prefix, live.play.neighbours.process).take(
        game["session_id"], "z later epoch"
    )
    assert isinstance(taken, Taken)
    assert taken.waves == lived.session.drawn


@pytest.mark.parametrize("finds", ["take_waiting", "reap"])
async def test_a_result_that_nobody_takes_waits_on_the_disk_for_the_next_start(  # noqa: PLR0917 - fixtures
    settings: Settings, postgres_gate: Gate, redis_gate: Gate, pg: Pool, redis: Redis, finds: str
) -> None:
    await fill(pg)
    behind = settings.model_copy(
        update={"database_url": postgres_gate.url, "redis_url": redis_gate.url, "pool_size": 4}
    )
    spool = settings.data_dir() / "spool"
    async with serving(behind) as live:
        game = await (await live.guest()).start()
        async with playing(live) as player:
            await player.hello(game["session_token"])
            await player.press("xxx")
            await redis_gate.shut()
            await postgres_gate.shut()
            await player.send("quit")
            await player.until("saving")
            await until(lambda: list(spool.glob("*.json")))
            live.stop()
            await player.closed()
    async for key in redis.scan_iter(match=f"{settings.redis_prefix}journal:*"):
        await redis.delete(key)  # as if the machine of Redis were lost too
    async with serving(settings) as again:
        await age(pg, game["session_id"])
        await getattr(again.play.rounds, finds)()
        await until(lambda: not again.play.table.games())
        await until(lambda: not list(spool.glob("*.json")))
    assert (await stored_log(pg)).keys.pressed == "xxx"
    assert await pg.fetchval("SELECT end_reason FROM game_results") == "quit"
