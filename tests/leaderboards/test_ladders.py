"""The boards of sprints and dailies: of their own games alone, the same from both stores, and kept like the others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from redis.asyncio import Redis

from game.terms import EndReason
from server.leaderboards import Boards, endpoints
from server.results import GameResult, record
from server.settings import Settings
from tests.leaderboards.boards import NOW, dump, no_friends, no_group, open_boards, redis_that_is_away
from tests.results.games import add_player, finished, start_game, totals
from tests.results.web import bearer, client

TODAY = NOW.astimezone(UTC).date()


@pytest.fixture
async def http(pg: asyncpg.Pool, boards: Boards) -> AsyncIterator[httpx.AsyncClient]:
    async with client(pg, endpoints(boards, no_group, no_friends)) as opened:
        yield opened


async def play(
    pg: asyncpg.Pool,
    user_id: str,
    mode: str = "SOLO",
    *,
    seconds: int | None = None,
    daily_on: date | None = None,
    words: int = 40,
    ended_at: datetime = NOW,
) -> GameResult:
    session_id = await start_game(pg, user_id, started_at=ended_at - timedelta(hours=1))
    await pg.execute(
        'UPDATE game_sessions SET mode = $2::"Mode", seconds = $3, daily_on = $4,'
        " daily_try = CASE WHEN $4::date IS NOT NULL THEN 1 END WHERE id = $1",
        session_id,
        mode,
        seconds,
        daily_on,
    )
    end = {"SOLO": EndReason.DEFEATED, "SPRINT": EndReason.TIME, "DAILY": EndReason.CLEARED}[mode]
    game = finished(
        session_id, user_id, ended_at=ended_at, game_ms=(seconds or 60) * 1000, totals=totals(words), end_reason=end
    )
    result = await record(pg, game)
    assert result is not None
    assert result.ranked, result.unranked_reason
    return result


async def shown(http: httpx.AsyncClient, **query: Any) -> list[tuple[str, float]]:
    answer = await http.get("/api/leaderboard", params=query)
    assert answer.status_code == 200, answer.text
    return [(entry["result_id"], entry["value"]) for entry in answer.json()["entries"]]


async def played(pg: asyncpg.Pool) -> dict[str, GameResult]:
    user_id = await add_player(pg)
    return {
        "solo": await play(pg, user_id),
        "30": await play(pg, user_id, "SPRINT", seconds=30, words=30),
        "60": await play(pg, user_id, "SPRINT", seconds=60, words=50),
        "daily": await play(pg, user_id, "DAILY", daily_on=TODAY),
        "yesterday": await play(pg, user_id, "DAILY", daily_on=TODAY - timedelta(days=1), words=60),
    }


BOARDS: dict[str, dict[str, Any]] = {
    "solo": {},
    "30": {"mode": "sprint", "seconds": 30},
    "60": {"mode": "SPRINT"},
    "daily": {"mode": "daily", "language": "python"},
    "yesterday": {"mode": "daily", "day": f"{TODAY - timedelta(days=1)}"},
}


@pytest.mark.parametrize("how", ["as they ended", "rebuilt", "caught up", "from PostgreSQL"])
async def test_each_game_is_on_the_boards_of_its_kind_alone(  # noqa: PLR0917 - fixtures
    how: str, pg: asyncpg.Pool, redis: Redis, settings: Settings, boards: Boards, http: httpx.AsyncClient
) -> None:
    if how == "caught up":
        await boards.upkeep.look()
    games = await played(pg)
    if how == "as they ended":
        for game in games.values():
            await boards.add(game)
    elif how == "rebuilt":
        await boards.rebuild()
    elif how == "caught up":
        boards.upkeep.miss(None)
        await boards.upkeep.look()
    else:
        boards = open_boards(pg, redis_that_is_away(), settings)
        async with client(pg, endpoints(boards, no_group, no_friends)) as away:
            assert {name: [one for one, _ in await shown(away, **query)] for name, query in BOARDS.items()} == {
                name: [game.id] for name, game in games.items()
            }
        return
    assert {name: [one for one, _ in await shown(http, **query)] for name, query in BOARDS.items()} == {
        name: [game.id] for name, game in games.items()
    }
    assert await shown(http, mode="sprint", seconds=120) == []


async def test_sprints_are_ordered_by_net_wpm_and_dailies_by_score(
    pg: asyncpg.Pool, boards: Boards, http: httpx.AsyncClient
) -> None:
    slow, fast = await add_player(pg), await add_player(pg)
    for user_id, words in ((slow, 30), (fast, 50)):
        await boards.add(await play(pg, user_id, "SPRINT", seconds=30, words=words))
        await boards.add(await play(pg, user_id, "DAILY", daily_on=TODAY, words=words))
    sprint = await http.get("/api/leaderboard", params={"mode": "sprint", "seconds": 30}, headers=bearer(slow))
    body = sprint.json()
    assert (body["mode"], body["seconds"], body["day"], body["metric"], body["period"]) == (
        "SPRINT", 30, None, "net_wpm", "all",
    )  # fmt: skip
    assert [entry["user_id"] for entry in body["entries"]] == [fast, slow]
    assert (body["me"]["rank"], body["me"]["value"]) == (2, 60.4)
    daily = (await http.get("/api/leaderboard", params={"mode": "daily", "language": "PYTHON"})).json()
    assert (daily["day"], daily["metric"], daily["period"], daily["total"]) == (f"{TODAY}", "score", "day", 2)


async def test_a_deleted_player_leaves_the_boards_of_every_mode(
    pg: asyncpg.Pool, redis: Redis, settings: Settings, boards: Boards
) -> None:
    games = await played(pg)
    for game in games.values():
        await boards.add(game)
    assert len(await dump(redis, settings.redis_prefix)) > 60
    await boards.remove_user(games["solo"].user_id)
    assert await dump(redis, settings.redis_prefix) == {}


async def test_a_robot_leaves_the_boards_of_every_mode_and_comes_back_to_them(
    pg: asyncpg.Pool, redis: Redis, settings: Settings, boards: Boards
) -> None:
    games = await played(pg)
    for game in games.values():
        await boards.add(game)
    before, user_id = await dump(redis, settings.redis_prefix), games["solo"].user_id
    for is_bot, expected in ((True, {}), (False, before)):
        await pg.execute("UPDATE users SET is_bot = $2 WHERE id = $1", user_id, is_bot)
        await boards.judge_user(user_id)
        assert await dump(redis, settings.redis_prefix) == expected


async def test_a_daily_that_ended_after_midnight_is_on_the_board_of_its_day(
    pg: asyncpg.Pool, boards: Boards, http: httpx.AsyncClient
) -> None:
    late = await play(pg, await add_player(pg), "DAILY", daily_on=TODAY - timedelta(days=1))
    await boards.add(late)
    assert await shown(http, mode="daily") == []
    assert [one for one, _ in await shown(http, mode="daily", day=f"{TODAY - timedelta(days=1)}")] == [late.id]


@pytest.mark.parametrize(
    "query",
    [
        {"mode": "ghost"},
        {"mode": "sprint", "seconds": "45"},
        {"mode": "sprint", "metric": "score"},
        {"mode": "daily", "period": "all"},
        {"mode": "daily", "seconds": "30"},
        {"seconds": "30"},
        {"day": f"{TODAY}"},
        {"mode": "daily", "day": "9999-12-31"},
        {"mode": "daily", "day": "yesterday"},
    ],
)
async def test_a_board_that_does_not_exist_is_refused(query: dict[str, str], http: httpx.AsyncClient) -> None:
    assert (await http.get("/api/leaderboard", params=query)).status_code == 422
