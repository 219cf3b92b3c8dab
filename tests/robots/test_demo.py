"""Demo games are real games: each row follows from its keys, and making them again changes nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from game.replay import replay
from game.scoring import final_score, playtime_seconds
from server.infra.cli import Stores
from server.infra.postgres import Pool
from server.key_logs import log_of, stored
from server.practice import plays
from server.robots.demo import PLAYERS, demo_games
from server.settings import Settings
from tests.commands import in_thread
from tests.rows import one_row

FEW = PLAYERS[:3]


@pytest.fixture
async def stores(settings: Settings, pg: Pool, redis: Redis) -> Stores:
    """The test's own servers, in a test marked as one of the shipped library."""
    return Stores(settings, pg, redis)


async def tables(pg: Pool) -> list[Any]:
    return [
        [dict(row) for row in await pg.fetch(f"SELECT * FROM {table} ORDER BY id")]
        for table in ("users", "user_statistics", "game_sessions", "game_results", "typing_sessions", "code_snippets")
    ]


@pytest.mark.shipped_library
async def test_every_demo_row_follows_from_its_key_log(stores: Stores) -> None:
    players, games = await demo_games(stores, FEW)
    assert (players, games) == (3, sum(player.games for player in FEW))
    rows = await stores.pg.fetch(
        f"SELECT r.*, {stored('t')} AS log, s.started_at FROM game_results r"
        " JOIN game_sessions s ON s.id = r.session_id JOIN typing_sessions t ON t.game_session_id = s.id"
    )
    assert len(rows) == games
    for row in rows:
        log = log_of(row["log"])
        totals = replay(log).totals
        assert playtime_seconds(log.end_ms) == row["playtime_seconds"]
        assert final_score(totals, row["playtime_seconds"]) == row["final_score"]
        assert (totals.correct_words, totals.waves_completed) == (row["correct_words"], row["waves_completed"])
        assert row["ranked"] or row["unranked_reason"] in ("too_short", "too_few_words")
        assert row["ended_at"] <= datetime.now(UTC)
        assert abs(row["ended_at"] - row["started_at"] - timedelta(milliseconds=log.end_ms)) < timedelta(seconds=1)


@pytest.mark.shipped_library
async def test_games_of_every_period_count_and_stand_on_no_board_of_people(stores: Stores, settings: Settings) -> None:
    await demo_games(stores, FEW)
    for period in ("all", "week", "day"):
        since = {"all": timedelta(days=99), "week": timedelta(days=7), "day": timedelta(days=1)}[period]
        recent = await stores.pg.fetchval(
            "SELECT count(DISTINCT user_id) FROM game_results WHERE ranked AND ended_at > $1", datetime.now(UTC) - since
        )
        assert recent == len(FEW), period
    assert await stores.pg.fetchval("SELECT bool_and(is_bot) FROM users")
    boards = [key async for key in stores.redis.scan_iter(match=f"{settings.redis_prefix}lb:*", _type="zset")]
    assert sum([await stores.redis.zcard(key) for key in boards]) == 0


@pytest.mark.shipped_library
async def test_a_snippets_figures_count_each_demo_game_it_came_in(stores: Stores) -> None:
    await demo_games(stores, FEW)
    drawn = await one_row(stores.pg, "SELECT id, usage_count FROM code_snippets ORDER BY usage_count DESC, id LIMIT 1")
    assert (await plays.stats(stores.pg, str(drawn["id"]))).plays == drawn["usage_count"]


@pytest.mark.shipped_library
async def test_demo_games_are_made_once(stores: Stores) -> None:
    await demo_games(stores, FEW)
    before = await tables(stores.pg)
    assert await demo_games(stores, FEW) == (0, 0)
    assert await tables(stores.pg) == before


@pytest.mark.shipped_library
async def test_demo_games_at_the_same_time_are_made_once(stores: Stores) -> None:
    await asyncio.gather(*(demo_games(stores, FEW[:1]) for _ in range(3)))
    assert await stores.pg.fetchval("SELECT count(*) FROM users") == 1
    assert await stores.pg.fetchval("SELECT count(*) FROM game_results") == FEW[0].games
    assert await stores.pg.fetchval("SELECT total_games FROM user_statistics") == FEW[0].games


@pytest.mark.shipped_library
async def test_a_name_that_is_somebody_elses_is_passed_over(stores: Stores) -> None:
    theirs = "INSERT INTO users (username, email, password_hash, display_name) VALUES ($1, 'me@example.org', 'x', 'Me')"
    await stores.pg.execute(theirs, FEW[0].username.upper())
    assert await demo_games(stores, FEW[:1]) == (0, 0)
    assert await stores.pg.fetchval("SELECT count(*) FROM game_sessions") == 0


async def test_without_a_library_there_are_players_and_no_games(settings: Settings, pg: Pool, redis: Redis) -> None:
    assert await demo_games(Stores(settings, pg, redis), FEW[:1]) == (1, 0)
    assert await pg.fetchval("SELECT count(*) FROM game_sessions") == 0


def test_there_are_demo_players_enough_and_no_two_of_a_name() -> None:
    assert len({player.username for player in PLAYERS}) == len(PLAYERS) >= 12


async def test_demo_players_are_refused_in_production(environment: pytest.MonkeyPatch, pg: Pool) -> None:
    environment.setenv("PRODEV_PRODUCTION", "1")
    assert "--force" in await in_thread("seed", "--demo", code=1)
    assert await pg.fetchval("SELECT count(*) FROM code_snippets") == 0
