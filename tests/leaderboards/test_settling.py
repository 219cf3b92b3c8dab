"""Places after a game was taken back: the player's next best, on every board, whatever else happens meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from redis.asyncio import Redis

from game.terms import Metric, Period
from server.leaderboards import Boards
from server.leaderboards.standings import Window
from server.leaderboards.store import Store
from server.results import GameResult
from server.settings import Settings
from tests.leaderboards.boards import NOW, dump, model, open_boards, play, play_many
from tests.results.games import add_player


async def take_back(pg: asyncpg.Pool, game: GameResult) -> None:
    await pg.execute(
        "UPDATE game_results SET verdict = 'rejected', ranked = false, unranked_reason = 'verdict' WHERE id = $1",
        game.id,
    )


async def shown(boards: Boards, metric: Metric = Metric.SCORE, period: Period = Period.ALL) -> tuple[str, list[Any]]:
    page = await boards.page(metric, period, None, None, Window(limit=50))
    return page.source, [(entry.user_id, entry.value) for entry in page.entries]


@pytest.mark.parametrize("seed", range(3))
async def test_every_board_is_as_if_the_games_had_never_been_ranked(
    pg: asyncpg.Pool, redis: Redis, settings: Settings, boards: Boards, seed: int
) -> None:
    games = await play_many(pg, seed)
    for game in games:
        await boards.add(game)
    ranked = [game for game in games if game.ranked]
    back, left = ranked[::3], [game for game in ranked if game not in ranked[::3]]
    for game in back:
        await take_back(pg, game)
    for user_id in {game.user_id for game in back}:
        await boards.judge_user(user_id)
    settled = await dump(redis, settings.redis_prefix)
    for metric in Metric:
        for period in Period:
            assert await shown(boards, metric, period) == ("redis", model(left, metric, period, None, None))
    await boards.rebuild()
    assert await dump(redis, settings.redis_prefix) == settled


async def test_settling_who_has_nothing_to_settle_changes_and_tells_nothing(
    pg: asyncpg.Pool, redis: Redis, settings: Settings, boards: Boards
) -> None:
    user = await add_player(pg)
    await boards.add(await play(pg, user, words=60))
    await boards.add(await play(pg, user, NOW - timedelta(days=2), words=90))
    before = await dump(redis, settings.redis_prefix), await redis.get(f"{settings.redis_prefix}lb:changes")
    await boards.judge_user(user)
    assert (await dump(redis, settings.redis_prefix), await redis.get(f"{settings.redis_prefix}lb:changes")) == before


async def test_a_game_that_ends_while_places_are_settled_is_not_lost(
    pg: asyncpg.Pool, redis: Redis, settings: Settings, boards: Boards
) -> None:
    user = await add_player(pg)
    rejected = await play(pg, user, words=90)
    await boards.add(rejected)
    await take_back(pg, rejected)

    class Interrupted(Store):
        """Between the look into PostgreSQL and the step in Redis, the player's next game ends elsewhere."""

        async def lower(self, *args: Any) -> None:
            self.later = await play(pg, user, words=70)
            await boards.add(self.later)
            await super().lower(*args)

    await open_boards(pg, redis, settings, make_store=Interrupted).upkeep.settle(user)
    value = await pg.fetchval("SELECT final_score FROM game_results WHERE ranked")
    assert await shown(boards) == ("redis", [(user, value)])


async def test_a_deadlock_while_places_are_settled_leaves_them_to_the_upkeep(
    pg: asyncpg.Pool, redis: Redis, settings: Settings, boards: Boards
) -> None:
    user = await add_player(pg)
    lesser, best = await play(pg, user, words=60), await play(pg, user, words=90)
    for game in (lesser, best):
        await boards.add(game)

    class Interrupted(Store):
        """PostgreSQL chooses this transaction to end a deadlock, once."""

        is_victim = True

        async def lower(self, *args: Any) -> None:
            if self.is_victim:
                self.is_victim = False
                await pg.execute("DO $$ BEGIN RAISE deadlock_detected; END $$")
            await super().lower(*args)

    interrupted = open_boards(pg, redis, settings, make_store=Interrupted)
    await interrupted.upkeep.look()
    await take_back(pg, best)
    await interrupted.judge_user(user)
    assert interrupted.upkeep.behind
    await interrupted.upkeep.look()
    assert await shown(interrupted) == ("redis", [(user, lesser.final_score)])
    await interrupted.close()


async def test_places_on_boards_that_are_being_rebuilt_are_lowered_too(
    pg: asyncpg.Pool, redis: Redis, settings: Settings, boards: Boards
) -> None:
    user = await add_player(pg)
    lesser, best = await play(pg, user, words=60), await play(pg, user, words=90)
    for game in (lesser, best):
        await boards.add(game)

    class Interrupted(Store):
        async def finish_rebuild(self, *args: Any) -> None:
            await take_back(pg, best)
            await boards.judge_user(user)
            await super().finish_rebuild(*args)

    await open_boards(pg, redis, settings, make_store=Interrupted).rebuild()
    assert await shown(boards) == ("redis", [(user, lesser.final_score)])


async def test_a_reader_who_comes_first_puts_the_places_right(pg: asyncpg.Pool, boards: Boards) -> None:
    user = await add_player(pg)
    lesser, best = await play(pg, user, words=60), await play(pg, user, words=90)
    for game in (lesser, best):
        await boards.add(game)
    await take_back(pg, best)
    assert await shown(boards) == ("postgres", [(user, lesser.final_score)])
    await boards.upkeep.look()
    assert await shown(boards) == ("redis", [(user, lesser.final_score)])
