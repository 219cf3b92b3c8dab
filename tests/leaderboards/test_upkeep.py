"""What the boards lack is noticed and put on them."""

from __future__ import annotations

import asyncio
import time

import asyncpg
import pytest
import structlog
from redis.asyncio import Redis

from game.terms import Metric, Period
from server.infra.redis import open_redis
from server.leaderboards import Boards
from server.leaderboards.answers import LeaderboardOut
from server.leaderboards.board import Board, span_of
from server.leaderboards.keys import BoardKeys
from server.leaderboards.standings import Window
from server.leaderboards.store import Store
from server.settings import Settings
from tests.gate import Gate
from tests.leaderboards.boards import NOW, dump, open_boards, play, play_many
from tests.live import PATIENCE_S
from tests.results.games import add_player, delete_player, register


async def page(boards: Boards) -> LeaderboardOut:
    return await boards.page(Metric.SCORE, Period.ALL, None, None, Window(limit=20))


async def lost(redis: Redis, prefix: str) -> None:
    """Redis forgets everything of the boards."""
    async for key in redis.scan_iter(match=f"{prefix}lb:*"):
        await redis.delete(key)


async def test_boards_that_redis_lost_come_from_postgres_and_are_rebuilt(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    for game in await play_many(pg, 4, games=20):
        await boards.add(game)
    before, shown = await dump(redis, settings.redis_prefix), await page(boards)
    await lost(redis, settings.redis_prefix)
    again = await page(boards)
    assert again.source == "postgres" and again.entries == shown.entries
    await boards.upkeep.look()
    assert await dump(redis, settings.redis_prefix) == before
    assert (await page(boards)).source == "redis"


@pytest.mark.parametrize("part", ["board", "sizes"])
async def test_a_board_that_redis_evicted_is_noticed_and_rebuilt(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings, part: str
) -> None:
    """Redis evicts whole keys, and the others say that all is well."""
    for game in await play_many(pg, 4, games=20):
        await boards.add(game)
    before, shown = await dump(redis, settings.redis_prefix), await page(boards)
    assert shown.source == "redis" and shown.entries
    keys = BoardKeys(settings.redis_prefix)
    of_all = Board(Metric.SCORE, span_of(Period.ALL, NOW), None, None)
    parts = {"board": keys.board(of_all), "sizes": keys.sizes()}
    await redis.delete(parts[part])
    again = await page(boards)
    assert again.source == "postgres" and again.entries == shown.entries
    await boards.upkeep.look()
    assert await dump(redis, settings.redis_prefix) == before
    assert (await page(boards)).source == "redis"


async def test_a_rebuild_is_told_with_its_reason_and_only_where_there_is_something(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    with structlog.testing.capture_logs() as events:
        await boards.upkeep.look()  # a new installation
        assert events == []
        await play_many(pg, 2, games=3)
        await redis.delete(BoardKeys(settings.redis_prefix).through())
        await boards.upkeep.look()
        boards.upkeep.spoil()
        await boards.upkeep.look()
    told = [(event["event"], event["why"]) for event in events if event["log_level"] == "info"]
    assert told == [
        ("leaderboards_rebuilt", "Redis did not have them"),
        ("leaderboards_rebuilt", "they held what PostgreSQL does not"),
    ]
    assert all(event["bests"] > 0 for event in events)


async def test_removals_leave_boards_whole(pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings) -> None:
    games = await play_many(pg, 4, games=20)
    for game in games:
        await boards.add(game)
    for user_id in {game.user_id for game in games}:
        assert (await page(boards)).source == "redis"
        await boards.remove_user(user_id)
    assert (await page(boards)).total == 0
    assert await redis.hgetall(BoardKeys(settings.redis_prefix).sizes()) == {}


async def test_sizes_of_boards_that_have_expired_are_forgotten(
    boards: Boards, redis: Redis, settings: Settings
) -> None:
    keys = BoardKeys(settings.redis_prefix)
    await boards.upkeep.look()
    await redis.hset(keys.sizes(), mapping={"old": "3 1000", "for ever": "3 0"})
    store = Store(redis, settings.redis_prefix)
    through = await store.through()
    assert through is not None and await store.advance(through, through)
    assert await redis.hgetall(keys.sizes()) == {b"for ever": b"3 0"}


async def test_games_that_end_while_redis_is_away_are_taken_in_when_it_is_back(
    pg: asyncpg.Pool, redis_gate: Gate, settings: Settings
) -> None:
    cut = open_redis(redis_gate.url)
    boards = open_boards(pg, cut, settings)
    await boards.upkeep.look()
    first, second, leaving, guest = [await add_player(pg, is_guest=number == 3) for number in range(4)]
    for user_id in (first, leaving, guest):
        await boards.add(await play(pg, user_id))
    await redis_gate.shut()
    await boards.add(await play(pg, second, words=90))
    await boards.add(await play(pg, first, words=91))
    await delete_player(pg, leaving)
    await boards.remove_user(leaving)
    await register(pg, guest)
    await boards.add_user(guest)
    away = await page(boards)
    assert away.source == "postgres"
    assert [entry.user_id for entry in away.entries] == [first, second, guest]
    await redis_gate.open()
    async with asyncio.timeout(PATIENCE_S):
        while (back := await page(boards)).source != "redis":
            await asyncio.sleep(0)
    assert back.entries == away.entries
    await boards.close()
    await cut.aclose()


async def test_another_process_takes_in_what_a_dead_one_could_not_write(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    await play(pg, await add_player(pg))  # recorded, and the process died
    other = open_boards(pg, redis, settings)
    assert (await page(other)).source == "postgres", "a new process looks before it trusts"
    await other.upkeep.look()
    shown = await page(other)
    assert (shown.source, shown.total) == ("redis", 1)
    await other.close()


async def test_an_older_copy_of_redis_is_brought_up_to_date(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    games = await play_many(pg, 5, games=30)
    keys = [key async for key in redis.scan_iter(match=f"{settings.redis_prefix}lb:*")]
    copy = [(key, value) for key in keys if (value := await redis.dump(key)) is not None]
    for game in games:
        await boards.add(game)
    whole = await dump(redis, settings.redis_prefix)
    await lost(redis, settings.redis_prefix)
    assert len(copy) == len(keys)
    for key, value in copy:
        await redis.restore(key, 0, value)
    boards.upkeep.miss(None)
    await boards.upkeep.look()
    assert await dump(redis, settings.redis_prefix) == whole


async def test_boards_that_nobody_has_looked_after_are_not_trusted(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    through = BoardKeys(settings.redis_prefix).through()
    await redis.decrby(through, 3_600_000)
    assert (await page(boards)).source == "postgres"
    await boards.upkeep.look()
    assert (await page(boards)).source == "redis"


async def test_boards_from_before_a_metric_existed_are_rebuilt_with_it(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    await boards.add(await play(pg, await add_player(pg)))
    whole, keys = await dump(redis, settings.redis_prefix), BoardKeys(settings.redis_prefix)
    async for key in redis.scan_iter(match=f"{settings.redis_prefix}lb:2:net_wpm:*"):
        await redis.delete(key)
    await redis.rename(keys.through(), f"{settings.redis_prefix}lb:2:through")  # as a server of then named it
    newer = open_boards(pg, redis, settings)
    await newer.upkeep.look()
    assert await dump(redis, settings.redis_prefix) == whole
    await newer.close()


async def test_boards_that_hold_what_postgres_does_not_are_rebuilt(pg: asyncpg.Pool, boards: Boards) -> None:
    game = await play(pg, await add_player(pg))
    await boards.add(game)
    await pg.execute("DELETE FROM game_results WHERE id = $1", game.id)
    shown = await page(boards)
    assert (shown.source, shown.total) == ("postgres", 0)
    await boards.upkeep.look()
    shown = await page(boards)
    assert (shown.source, shown.total) == ("redis", 0)


async def test_upkeep_that_is_woken_as_it_ends_ends(pg: asyncpg.Pool, redis: Redis, settings: Settings) -> None:
    for ticks in range(6):  # between the two, so that the one that matters is among them
        boards = open_boards(pg, redis, settings)
        boards.open()
        async with asyncio.timeout(PATIENCE_S) as limit:
            while boards.upkeep.behind:
                await asyncio.sleep(0.001)
            for _ in range(5):  # until it waits
                await asyncio.sleep(0)
            boards.upkeep.wake()
            for _ in range(ticks):
                await asyncio.sleep(0)
            await boards.close()
        assert not limit.expired()  # what swallows a cancellation may have swallowed the limit's too


async def test_boards_of_another_release_go_when_no_server_keeps_them(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    for game in await play_many(pg, 4, games=5):
        await boards.add(game)
    before, prefix = await dump(redis, settings.redis_prefix), f"{settings.redis_prefix}lb:"
    await redis.zadd(f"{prefix}score:all:any:any", {"somebody": 1})
    for age_s, is_left in (60, True), (7200, False):
        await redis.set(f"{prefix}through:score,wpm,net_wpm:SOLO", round((time.time() - age_s) * 1000))
        await boards.purging().work(pg, NOW)
        assert await redis.exists(f"{prefix}score:all:any:any") == is_left
    assert await dump(redis, settings.redis_prefix) == before
