"""Boards for tests: games of many players, what Redis holds, and a plain model of the order."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import asyncpg
from redis.asyncio import Redis

from game.terms import Difficulty, Language, Metric, Period
from server.infra.redis import open_redis
from server.leaderboards import Boards
from server.leaderboards.store import Store
from server.results import GameResult, record
from server.settings import Settings
from tests.results.games import add_player, finished, start_game, totals

NOW = datetime.now(UTC)  # the boards' clock stands still; their keys expire by Redis's own
LANGUAGES = (Language.PYTHON, Language.REACT)
DIFFICULTIES = (Difficulty.NORMAL, Difficulty.HARD)


def open_boards(
    pg: asyncpg.Pool,
    redis: Redis,
    settings: Settings,
    now: datetime = NOW,
    make_store: Callable[[Redis, str], Store] = Store,
) -> Boards:
    return Boards(pg, redis, settings, clock=lambda: now, make_store=make_store)


async def no_group(slug: str, user_id: str) -> dict[str, str | None]:
    """Who belongs to a group: nobody, for tests without any."""
    return {}


async def no_friends(user_id: str) -> list[str]:
    """Nobody's, likewise."""
    return []


def redis_that_is_away() -> Redis:
    return open_redis("redis://127.0.0.1:1/0")


async def play(
    pg: asyncpg.Pool, user_id: str, ended_at: datetime = NOW, *, language: str = "PYTHON", difficulty: str = "NORMAL",
    words: int = 40, game_ms: int = 60_000, **changes: Any,
) -> GameResult:  # fmt: skip
    """A recorded game, ranked unless changed, on no board yet."""
    session_id = await start_game(pg, user_id, language, difficulty, ended_at - timedelta(hours=1))
    changes.setdefault("totals", totals(words))
    result = await record(pg, finished(session_id, user_id, ended_at=ended_at, game_ms=game_ms, **changes))
    assert result is not None
    return result


async def play_many(pg: asyncpg.Pool, seed: int, players: int = 12, games: int = 100) -> list[GameResult]:
    """Recorded games of today, this week and before, with many equal values, also in the same second."""
    random_ = random.Random(seed)
    users = [await add_player(pg) for _ in range(players)]
    seconds = [random_.choice((0, 20, 3600 * 7, 86_400 * 2, 86_400 * 9)) + random_.randint(0, 3) for _ in range(games)]
    return [
        await play(
            pg,
            random_.choice(users),
            NOW - timedelta(seconds=before, milliseconds=random_.randint(0, 999)),
            language=random_.choice(LANGUAGES),
            difficulty=random_.choice(DIFFICULTIES),
            words=random_.choice((19, 40, 40, 41, 77)),
            game_ms=random_.choice((14_000, 60_000, 60_000, 61_000)),
        )
        for before in seconds
    ]


async def dump(redis: Redis, prefix: str) -> dict[str, Any]:
    """Every board in Redis: its members or fields, and when it expires."""
    found: dict[str, Any] = {}
    async for raw in redis.scan_iter(match=f"{prefix}lb:2:*", count=1000):
        key = raw.decode()
        if key == f"{prefix}lb:2:rebuilding":
            continue
        if key.startswith(f"{prefix}lb:2:through"):
            continue
        is_hash = await redis.type(key) == b"hash"
        content = await redis.hgetall(key) if is_hash else await redis.zrange(key, 0, -1, withscores=True)
        found[key.removeprefix(prefix)] = (content, await redis.expiretime(key))
    return found


def _value(game: GameResult, metric: Metric) -> float:
    if metric is Metric.SCORE:
        return game.final_score
    speed = game.total_words_typed if metric is Metric.WPM else Fraction(game.correct_keys, 5)
    return int(speed * 6000 / game.playtime_seconds + Fraction(1, 2)) / 100


def model(
    games: list[GameResult], metric: Metric, period: Period, language: str | None, difficulty: str | None
) -> list[tuple[str, int | float]]:
    """`(user id, value)` from the first place to the last, as plain Python sorts the games."""
    day = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    since = {"all": day - timedelta(days=9999), "week": day - timedelta(days=day.weekday()), "day": day}[period]
    best: dict[str, tuple[float, int, str]] = {}
    for game in games:
        fits = language in (None, game.language) and difficulty in (None, game.difficulty)
        if not (game.ranked and fits and game.ended_at >= since):
            continue
        key = (_value(game, metric), -int(game.ended_at.timestamp()), game.user_id)
        best[game.user_id] = max(best.get(game.user_id, key), key)
    return [(user_id, value) for value, _, user_id in sorted(best.values(), reverse=True)]
