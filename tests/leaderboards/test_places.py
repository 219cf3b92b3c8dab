"""The places that a game took, kept for its result page."""

from __future__ import annotations

import asyncpg
from redis.asyncio import Redis

from game.terms import Metric
from server.leaderboards import Boards, PlacesTaken
from server.settings import Settings
from tests.leaderboards.boards import play, redis_that_is_away
from tests.results.games import add_player


async def test_a_games_places_are_kept_for_all_and_for_its_own_kind(
    pg: asyncpg.Pool, redis: Redis, boards: Boards, settings: Settings
) -> None:
    places = PlacesTaken(redis, settings.redis_prefix)
    ada, bob = await add_player(pg), await add_player(pg)
    await boards.add(await play(pg, ada, words=30, difficulty="HARD"))
    await boards.add(await play(pg, bob, words=40))
    first = await play(pg, ada, words=35)
    await places.keep(first.id, await boards.add(first))
    kept = await places.of(first.id) or []
    found = {(one.metric, one.language, one.difficulty): (one.before, one.now) for one in kept}
    overall = {(metric, None, None): (2, 2) for metric in Metric}
    assert found == overall | {(metric, "PYTHON", "NORMAL"): (None, 2) for metric in Metric}
    better = await play(pg, ada, words=60)
    await places.keep(better.id, await boards.add(better))
    assert {(one.before, one.now) for one in await places.of(better.id) or []} == {(2, 1)}


async def test_a_game_that_is_no_new_best_took_no_place(
    pg: asyncpg.Pool, redis: Redis, boards: Boards, settings: Settings
) -> None:
    places = PlacesTaken(redis, settings.redis_prefix)
    ada = await add_player(pg)
    await boards.add(await play(pg, ada, words=60))
    worse = await play(pg, ada, words=40)
    await places.keep(worse.id, await boards.add(worse))
    assert await places.of(worse.id) is None


async def test_a_game_put_on_the_boards_again_keeps_its_places(
    pg: asyncpg.Pool, redis: Redis, boards: Boards, settings: Settings
) -> None:
    places = PlacesTaken(redis, settings.redis_prefix)
    game = await play(pg, await add_player(pg))
    await places.keep(game.id, await boards.add(game))
    kept = await places.of(game.id)
    await places.keep(game.id, await boards.add(game))
    assert kept is not None and await places.of(game.id) == kept


async def test_nothing_is_said_while_redis_is_away(pg: asyncpg.Pool, boards: Boards, settings: Settings) -> None:
    away = redis_that_is_away()
    places = PlacesTaken(away, settings.redis_prefix)
    game = await play(pg, await add_player(pg))
    await places.keep(game.id, await boards.add(game))
    assert await places.of(game.id) is None
    await away.aclose()
