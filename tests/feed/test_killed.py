"""A process is killed at every point between a game's commit and the end of its jobs: each effect happens once."""

from __future__ import annotations

from functools import partial

import asyncpg
import pytest
from redis.asyncio import Redis

from game.terms import Metric, Period
from server.leaderboards import Boards, PlacesTaken
from server.leaderboards.standings import Window
from server.people.statistics import StatisticsCache
from server.settings import Settings
from tests.feed.conftest import Spawn, end_game, until, until_done
from tests.leaderboards.boards import dump, open_boards
from tests.results.games import add_player, start_game

Pool = asyncpg.Pool
NAMES = {"first": "", "second": ""}


async def effects_of(pg: Pool) -> list[tuple[str, str]]:
    rows = await pg.fetch("SELECT name, result_id FROM effects WHERE result_id IS NOT NULL ORDER BY 1, 2")
    return [(row["name"], row["result_id"]) for row in rows]


async def test_killed_between_commit_and_the_first_look(effects: Pool, spawn: Spawn) -> None:
    player = await add_player(effects)
    killed = await spawn(game=(await start_game(effects, player), player))
    await killed.says("committed")
    await killed.kill()
    await spawn(consumers=NAMES)
    result_id = await effects.fetchval("SELECT id FROM game_results")
    await until(lambda: effects.fetchval("SELECT count(*) >= 2 FROM effects"))
    await until_done(effects)
    assert await effects_of(effects) == [("first", result_id), ("second", result_id)]


@pytest.mark.parametrize("where", ["before", "after"])
async def test_killed_before_and_after_an_effect(effects: Pool, spawn: Spawn, where: str) -> None:
    result_id = await end_game(effects)
    killed = await spawn(consumers={"first": "", "second": where})
    await killed.says(where)
    await killed.kill()
    heir = await spawn(consumers=NAMES)
    await until_done(effects)
    assert await effects_of(effects) == [("first", result_id), ("second", result_id)]
    assert await effects.fetchval("SELECT process FROM effects WHERE name = 'second'") == heir.id


async def test_killed_after_the_end_of_its_jobs(effects: Pool, spawn: Spawn) -> None:
    killed = await spawn(consumers=NAMES)
    result_id = await end_game(effects)
    await until(lambda: effects.fetchval("SELECT count(*) = 2 FROM effects"))
    await killed.kill()
    await spawn(consumers=NAMES)
    last = await end_game(effects)  # the heir has looked when it has done this one
    await until(lambda: effects.fetchval("SELECT count(*) >= 4 FROM effects"))
    await until_done(effects)
    assert sorted(await effects_of(effects)) == sorted((name, one) for name in NAMES for one in (result_id, last))


async def test_killed_again_and_again_at_any_point(effects: Pool, spawn: Spawn) -> None:
    results = [await end_game(effects, player) for player in [await add_player(effects)] for _ in range(120)]
    for share in (1, 25, 60):  # two at a time, and one of them dies once so many effects are there
        killed, _ = await spawn(consumers=NAMES), await spawn(consumers=NAMES)
        await until(partial(effects.fetchval, "SELECT count(*) >= $1 FROM effects", share))
        await killed.kill()
    await until_done(effects)
    assert await effects_of(effects) == sorted((name, one) for name in NAMES for one in results)


@pytest.mark.parametrize("where", ["before", "after"])
async def test_killed_before_and_after_the_boards_were_written(
    effects: Pool, spawn: Spawn, redis: Redis, settings: Settings, where: str
) -> None:
    """Redis is in no transaction: what was written there is written again, and that changes nothing."""
    places = PlacesTaken(redis, settings.redis_prefix)
    boards = open_boards(effects, redis, settings)
    await boards.upkeep.look()  # makes them, of no games: nothing that follows is the upkeep's doing
    player = await add_player(effects)
    result_id = await end_game(effects, player)
    killed = await spawn(consumers={"boards": where})
    await killed.says(where)
    written, kept = await dump(redis, settings.redis_prefix), await places.of(result_id)
    assert bool(written) == bool(kept) == (where == "after")
    await killed.kill()
    await spawn(consumers={"boards": ""})
    await until_done(effects)
    assert await places.of(result_id)
    assert await _only_player(boards) == player
    if where == "after":
        assert (await dump(redis, settings.redis_prefix), await places.of(result_id)) == (written, kept)
    await boards.close()


@pytest.mark.parametrize("where", ["before", "after"])
async def test_killed_before_and_after_the_cached_statistics_were_dropped(
    effects: Pool, spawn: Spawn, redis: Redis, settings: Settings, where: str
) -> None:
    statistics = StatisticsCache(effects, redis, settings.redis_prefix)
    player = await add_player(effects)
    assert await _games(statistics, player) == 0
    cached = await redis.get(statistics.key(player))
    assert cached
    await end_game(effects, player)
    killed = await spawn(consumers={"statistics": where})
    await killed.says(where)
    assert await _games(statistics, player) == (0 if where == "before" else 1)
    await killed.kill()
    await redis.set(statistics.key(player), cached)  # as a slow reader might that began before the game's end
    await spawn(consumers={"statistics": ""})
    await until_done(effects)
    assert await _games(statistics, player) == 1


async def _games(statistics: StatisticsCache, player: str) -> int:
    row = await statistics.read(player)
    assert row is not None
    return row.total_games


async def _only_player(boards: Boards) -> str:
    page = await boards.page(Metric.SCORE, Period.ALL, None, None, Window(10))
    assert page.source == "redis" and page.total == 1
    return page.entries[0].user_id
