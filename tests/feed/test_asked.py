"""Jobs that no ended game writes: asked for by other transactions, for one consumer."""

from __future__ import annotations

import asyncpg
from redis.asyncio import Redis

from server.feed import Consumer, ask
from server.infra.postgres import Connection
from server.leaderboards import STANDINGS, standings_consumer
from server.settings import Settings
from tests.feed.conftest import Starts, end_game, until_done
from tests.leaderboards.boards import open_boards, play
from tests.leaderboards.test_settling import shown, take_back
from tests.results.games import add_player


async def test_a_player_whose_game_was_taken_back_falls_though_the_judging_process_died(
    pg: asyncpg.Pool, redis: Redis, settings: Settings, starts: Starts
) -> None:
    boards = open_boards(pg, redis, settings)
    await boards.upkeep.look()
    user = await add_player(pg)
    lesser, best = await play(pg, user, words=60), await play(pg, user, words=90)
    for game in (lesser, best):
        await boards.add(game)
    async with pg.acquire() as connection, connection.transaction():
        await ask(connection, STANDINGS, user)
        await ask(connection, STANDINGS, user)
        await connection.execute(
            "UPDATE game_results SET verdict = 'rejected', ranked = false, unranked_reason = 'verdict' WHERE id = $1",
            best.id,
        )
    await starts([standings_consumer(boards)])
    await until_done(pg)
    assert await shown(boards) == ("redis", [(user, lesser.final_score)])
    await take_back(pg, lesser)
    async with pg.acquire() as connection:
        await ask(connection, STANDINGS, user)  # to a feed that runs
    await until_done(pg)
    assert await shown(boards) == ("redis", [])
    await boards.close()


async def test_a_dead_letter_that_is_asked_for_again_is_due(pg: asyncpg.Pool) -> None:
    user = await add_player(pg)
    await pg.execute(
        "INSERT INTO feed_jobs (queue, subject, tries, error, failed_at, due_at) VALUES ($1, $2, 10, 'x', now(), NULL)",
        STANDINGS,
        user,
    )
    async with pg.acquire() as connection:
        await ask(connection, STANDINGS, user)
    (job,) = await pg.fetch("SELECT tries, error, due_at <= now() AS is_due FROM feed_jobs WHERE queue = $1", STANDINGS)
    assert tuple(job) == (0, None, True)


async def test_what_an_undone_transaction_asked_for_is_not_done(pg: asyncpg.Pool) -> None:
    async with pg.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await ask(connection, STANDINGS, await add_player(pg))
        await transaction.rollback()
    assert await pg.fetchval("SELECT count(*) FROM feed_jobs WHERE queue = $1", STANDINGS) == 0


async def test_who_has_no_part_in_ended_games_gets_no_job_of_them(pg: asyncpg.Pool, starts: Starts) -> None:
    seen: list[str] = []

    async def see(_: Connection, subject: str) -> None:
        seen.append(subject)

    await starts([Consumer("own", see, ended_games=False), Consumer("all", see)])
    result_id = await end_game(pg)
    await until_done(pg)
    assert seen == [result_id]
    assert [row["name"] for row in await pg.fetch("SELECT name FROM feed_consumers")] == ["all"]
