"""A rebuild leaves exactly what play builds."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import asyncpg
import pytest
from redis.asyncio import Redis

from game.terms import Language, Metric, Period
from server.infra.redis import open_redis
from server.leaderboards import Boards, RebuildLost
from server.leaderboards import rebuild as rebuild_module
from server.leaderboards.standings import Window
from server.leaderboards.store import Store, member
from server.settings import Settings
from tests.gate import Gate
from tests.leaderboards.boards import dump, open_boards, play, play_many
from tests.results.games import add_player, delete_player


async def beside(redis: Redis, prefix: str) -> list[bytes]:
    """What a rebuild leaves lying about: its lock, and boards beside the live ones."""
    keys = [key async for key in redis.scan_iter(match=f"{prefix}lb:*")]
    return [key for key in keys if key.endswith(b":rebuilding") or len(key.rsplit(b":", 1)[1]) == 32]


def before_the_exchange(happens: Callable[[], Awaitable[None]]) -> Callable[[Redis, str], Store]:
    """Makes stores in which `happens` comes right before a rebuild's last step."""

    class Eventful(Store):
        async def finish_rebuild(self, token: str, now: datetime, through: int) -> None:
            await happens()
            await super().finish_rebuild(token, now, through)

    return Eventful


async def test_columns_of_a_newer_release_spoil_no_rebuild(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    for game in await play_many(pg, 1, games=20):
        await boards.add(game)
    before = await dump(redis, settings.redis_prefix)
    for table in "leaderboards", "leaderboard_counts", "leaderboard_count_changes", "leaderboard_changes":
        await pg.execute(f"ALTER TABLE {table} ADD COLUMN added text")
    await boards.rebuild()
    assert await dump(redis, settings.redis_prefix) == before


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_rebuild_is_identical_to_what_play_built(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings, seed: int
) -> None:
    games = await play_many(pg, seed)
    for game in random.Random(seed).sample(games, len(games)):
        await boards.add(game)
    built = await dump(redis, settings.redis_prefix)
    steps: list[tuple[int, int]] = []
    await boards.rebuild(lambda done, total: steps.append((done, total)))
    assert await dump(redis, settings.redis_prefix) == built and built
    assert steps[0][0] == 0 and steps[-1][0] == steps[-1][1] > 0
    assert await beside(redis, settings.redis_prefix) == []


async def test_a_rebuild_takes_away_what_does_not_belong(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    await boards.add(await play(pg, await add_player(pg)))
    built = await dump(redis, settings.redis_prefix)
    prefix = settings.redis_prefix
    await redis.zadd(f"{prefix}lb:2:score:all:any:any", {"somebody": 2**50})
    await redis.zadd(f"{prefix}lb:2:wpm:all:REACT:EXPERT", {"somebody": 2**50})
    await redis.delete(f"{prefix}lb:2:wpm:all:any:any")
    await boards.rebuild()
    assert await dump(redis, prefix) == built


@pytest.mark.parametrize("seed", [11, 12])
async def test_a_rebuild_is_identical_while_games_end(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings, seed: int
) -> None:
    """Games are recorded and written by two processes, and a player leaves, while the boards are rebuilt again and
    again."""
    other = open_boards(pg, redis, settings)
    players = [await add_player(pg) for _ in range(10)]
    random_ = random.Random(seed)
    leaving = players[0]

    async def play_on(on: Boards) -> None:
        for _ in range(40):
            user_id = random_.choice(players[1:])
            await on.add(
                await play(pg, user_id, words=random_.randint(20, 90), language=random_.choice(("REACT", "PYTHON")))
            )

    async def leave() -> None:
        game = await play(pg, leaving)
        await other.add(game)
        await delete_player(pg, leaving)
        await other.remove_user(leaving)
        await boards.add(game)

    playing = asyncio.gather(play_on(boards), play_on(other), leave())
    rebuilds = 0
    while not playing.done():
        await boards.rebuild()
        rebuilds += 1
    await playing
    built = await dump(redis, settings.redis_prefix)
    assert rebuilds > 1
    await boards.rebuild()
    assert await dump(redis, settings.redis_prefix) == built
    assert str(member(leaving)) not in str(built)


async def test_a_game_saved_between_the_look_and_the_exchange_is_kept(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    """The narrowest place: PostgreSQL is read, the boards beside are complete, the exchange is still to come."""
    await boards.add(await play(pg, await add_player(pg)))
    late, gone = await add_player(pg), await add_player(pg)
    await boards.add(await play(pg, gone))

    async def play_and_leave() -> None:
        await boards.add(await play(pg, late, words=90))
        await delete_player(pg, gone)
        await boards.remove_user(gone)

    rebuilding = open_boards(pg, redis, settings, make_store=before_the_exchange(play_and_leave))
    await rebuilding.rebuild()
    await rebuilding.close()
    page = await boards.page(Metric.SCORE, Period.DAY, None, None, Window(limit=20))
    assert page.source == "redis" and page.total == 2
    assert page.entries[0].user_id == late
    built = await dump(redis, settings.redis_prefix)
    await boards.rebuild()
    assert await dump(redis, settings.redis_prefix) == built


async def test_a_second_rebuild_at_the_same_time_is_refused(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    await play_many(pg, 6, games=10)
    outcomes = await asyncio.gather(boards.rebuild(), boards.rebuild(), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if not isinstance(outcome, int)] == [RebuildLost]
    assert await beside(redis, settings.redis_prefix) == []


async def test_a_redis_that_is_away_for_a_moment_costs_no_rebuild(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, redis_gate: Gate, settings: Settings
) -> None:
    for game in await play_many(pg, 7, games=10):
        await boards.add(game)
    built = await dump(redis, settings.redis_prefix)
    writes = 0

    class Behind(Store):
        async def write_beside(self, *entered: Any, **named: Any) -> None:
            nonlocal writes
            writes += 1
            if writes <= 2:
                await redis_gate.shut()
            elif writes == 3:
                await redis_gate.open()
            await super().write_beside(*entered, **named)

    cut = open_redis(redis_gate.url)
    rebuilding = open_boards(pg, cut, settings, make_store=Behind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuild_module, "WRITTEN_AGAIN_AFTER_S", (0.0, 0.0))
        patch.setattr(rebuild_module, "AT_ONCE", 1)  # so that the first three writes are the tries of one piece
        await rebuilding.rebuild()
    await rebuilding.close()
    await cut.aclose()
    assert writes > 3
    assert await dump(redis, settings.redis_prefix) == built


async def test_a_rebuild_that_fails_leaves_the_live_boards_alone(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    for game in await play_many(pg, 7, games=20):
        await boards.add(game)
    built = await dump(redis, settings.redis_prefix)

    class Unexpected(Exception):
        """Anything."""

    def fail(done: int, total: int) -> None:
        if done:
            raise Unexpected

    with pytest.raises(Unexpected):
        await boards.rebuild(fail)
    assert await dump(redis, settings.redis_prefix) == built
    assert await beside(redis, settings.redis_prefix) == []
    await boards.rebuild()


async def test_a_rebuild_whose_lock_was_taken_does_not_finish(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    for game in await play_many(pg, 8, games=20):
        await boards.add(game)
    built = await dump(redis, settings.redis_prefix)

    async def lose_it() -> None:
        await redis.set(f"{settings.redis_prefix}lb:2:rebuilding", ":another", px=60_000)

    rebuilding = open_boards(pg, redis, settings, make_store=before_the_exchange(lose_it))
    with pytest.raises(RebuildLost):
        await rebuilding.rebuild()
    await rebuilding.close()
    assert await redis.get(f"{settings.redis_prefix}lb:2:rebuilding") == b":another"
    assert await dump(redis, settings.redis_prefix) == built


async def test_of_two_equal_games_the_same_one_stands_whatever_arrived_first(
    pg: asyncpg.Pool, boards: Boards, redis: Redis, settings: Settings
) -> None:
    user_id = await add_player(pg)
    games = [await play(pg, user_id) for _ in range(4)]
    games.sort(key=lambda game: game.id)
    for game in games:
        await boards.add(game)
    built = await dump(redis, settings.redis_prefix)
    await boards.rebuild()
    assert await dump(redis, settings.redis_prefix) == built
    for game in reversed(games):
        await boards.add(game)
    assert await dump(redis, settings.redis_prefix) == built
    page = await boards.page(Metric.WPM, Period.WEEK, Language.PYTHON, None, Window(limit=1))
    assert page.entries[0].result_id == games[-1].id
