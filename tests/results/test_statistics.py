"""The statistics against a plain model that plays the games one after the other."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game import scoring
from game.terms import Language
from server.results import FinishedGame, rank_registered, record
from tests.results.games import START, add_player, finished, random_game, register, start_game
from tests.rows import one_row

Pool = asyncpg.Pool
INTEGERS = (
    "total_games", "total_playtime_sec", "best_score", "total_words_typed", "total_enemies_killed", "highest_wave",
)  # fmt: skip


def model(games: Sequence[tuple[str, FinishedGame]]) -> dict[str, Any]:
    """The statistics after `(language, game)`s in order."""
    statistics: dict[str, Any] = dict.fromkeys((*INTEGERS, "best_wpm", "avg_wpm", "avg_accuracy"), 0)
    played: Counter[str] = Counter()
    favorite = None
    for language, game in games:
        seconds, words = scoring.playtime_seconds(game.game_ms), game.totals.words_typed
        wpm = scoring.words_per_minute(words, seconds)
        accuracy = scoring.accuracy_percentage(game.totals.correct_words, words)
        old = statistics["total_games"]
        statistics["avg_wpm"] = (statistics["avg_wpm"] * old + wpm) / (old + 1)
        statistics["avg_accuracy"] = (statistics["avg_accuracy"] * old + accuracy) / (old + 1)
        statistics["total_games"] += 1
        statistics["total_playtime_sec"] += seconds
        statistics["best_score"] = max(statistics["best_score"], scoring.final_score(game.totals, seconds))
        statistics["best_wpm"] = max(statistics["best_wpm"], wpm)
        statistics["total_words_typed"] += words
        statistics["total_enemies_killed"] += game.totals.enemies_killed
        statistics["highest_wave"] = max(statistics["highest_wave"], game.totals.waves_completed)
        played[language] += 1
        if favorite is None or played[language] >= played[favorite]:
            favorite = language
    return {**statistics, "favorite_language": favorite}


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
async def test_fifty_games_at_once_count_as_in_order(pg: Pool, seed: int) -> None:
    random_ = random.Random(seed)
    user_id = await add_player(pg)
    games = []
    for number in range(50):
        language = random_.choice(list(Language))
        session_id = await start_game(pg, user_id, language)
        games.append((language, random_game(random_, session_id, user_id, START + timedelta(seconds=number))))
    shuffled = random_.sample(games, len(games))
    rows = await asyncio.gather(*(record(pg, game) for _, game in shuffled))
    again = await asyncio.gather(*(record(pg, game) for _, game in shuffled))
    assert rows == again

    statistics = await one_row(pg, "SELECT * FROM user_statistics WHERE user_id = $1", user_id)
    expected = model(games)
    for name in (*INTEGERS, "best_wpm", "favorite_language"):
        assert statistics[name] == expected[name], name
    for name in ("avg_wpm", "avg_accuracy"):
        assert abs(statistics[name] - expected[name]) < 1e-9, name


async def test_favorite_language_is_the_one_played_last_among_equals(pg: Pool) -> None:
    """Also when the last game is saved first."""
    user_id = await add_player(pg)
    for language, minute in (("REACT", 4), ("PYTHON", 1), ("REACT", 2), ("PYTHON", 3)):
        session_id = await start_game(pg, user_id, language)
        await record(pg, finished(session_id, user_id, ended_at=START + timedelta(minutes=minute)))
    assert await pg.fetchval("SELECT favorite_language FROM user_statistics WHERE user_id = $1", user_id) == "REACT"


async def test_registering_ranks_only_the_games_that_lacked_nothing_else(pg: Pool) -> None:
    user_id = await add_player(pg, is_guest=True)
    await record(pg, finished(await start_game(pg, user_id), user_id))
    await record(pg, finished(await start_game(pg, user_id), user_id, game_ms=14_000))
    assert await rank_registered(pg, [user_id]) == 0, "still a guest"
    await register(pg, user_id)
    assert await rank_registered(pg, [user_id]) == 1
    assert await rank_registered(pg, [user_id]) == 0
    reasons = await pg.fetch("SELECT unranked_reason FROM game_results WHERE user_id = $1", user_id)
    assert {row["unranked_reason"] for row in reasons} == {None, "too_short"}
