"""The journal against a real Redis: what is written late, twice, or for a game that is gone meanwhile."""

from __future__ import annotations

import asyncio

import pytest
from redis.asyncio import Redis

from server.play.core.session import PlaySession
from server.play.journal import Journal
from server.settings import Settings
from tests.play.games import keys, session


@pytest.fixture
def journal(redis: Redis, settings: Settings) -> Journal:
    return Journal(redis, settings.redis_prefix)


def running(number: int = 1) -> PlaySession:
    game = session()
    game.id = f"game-{number}"
    game.connect(None, 0)
    return game


async def test_a_game_let_go_while_it_is_written_disturbs_no_other(journal: Journal) -> None:
    gone, neighbour = running(1), running(2)
    for game in (gone, neighbour):
        game.keys(keys(1, "a"), 100)
    writing = asyncio.create_task(journal.write([gone, neighbour], 200))
    await asyncio.sleep(0)  # it is on its way, and nothing has come back
    assert not writing.done()
    journal.let_go(gone.id)
    assert await writing == []
    assert neighbour.d == 1


async def test_a_write_that_arrives_late_changes_nothing(journal: Journal, redis: Redis, settings: Settings) -> None:
    late, game = running(), running()
    late.keys(keys(1, "a"), 100)
    game.keys(keys(1, "a"), 100)
    await journal.write([game], 200)
    game.keys(keys(2, " "), 300)
    await journal.write([game], 400)
    await Journal(redis, settings.redis_prefix).write([late], 200)
    taken = await journal.take(game.id, "another")
    assert taken is not None
    assert (taken.standing["s"], len(taken.tape)) == (2, 2)


async def test_the_taker_of_a_game_learns_how_old_its_journal_is(journal: Journal, redis: Redis) -> None:
    game = running()
    await journal.write([game], 0)
    key = journal.hash_key(game.id)
    written_ms = int(await redis.hget(key, "at_ms") or 0)
    await redis.hset(key, "at_ms", str(written_ms - 60_000))
    taken = await journal.take(game.id, "another")
    assert taken is not None
    assert 60_000 <= taken.age_ms < 90_000


async def test_a_process_learns_which_of_its_games_others_have_taken(journal: Journal) -> None:
    games = [running(number) for number in (1, 2, 3)]
    await journal.write(games[:2], 0)  # of the third nobody knows yet
    await journal.take(games[1].id, "another")
    assert await journal.taken_from_us(games) == [games[1]]


async def test_a_journal_that_went_back_in_time_is_written_anew(journal: Journal, redis: Redis) -> None:
    game = running()
    for number, key in enumerate("a =", 1):
        game.keys(keys(number, key), number)
        await journal.write([game], number)
    await redis.ltrim(journal.parts_key(game.id), 0, 0)
    for number, key in enumerate(" 1", 4):
        game.keys(keys(number, key), number)
        await journal.write([game], number)
    await journal.write([game], 10)
    assert game.d == 5
    taken = await journal.take(game.id, "another")
    assert taken is not None
    assert "".join(key.key for key in taken.tape) == "a = 1"
    assert len(taken.waves) == 3
