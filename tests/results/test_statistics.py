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
from server.infra.postgres import open_pool
from server.results import FinishedGame, rank_registered, record
from server.results.columns import PERSONAL_COLUMNS
from tests.accounts import until_waiting
from tests.results.games import START, add_player, finished, random_game, register, start_game
from tests.rows import one_row

Pool = asyncpg.Pool
INTEGERS = (
    "total_games", "total_playtime_sec", "best_score", "total_words_typed", "total_enemies_killed", "highest_wave",
)  # fmt: skip


_COPIED = ", ".join(name for name in PERSONAL_COLUMNS["game_results"] if name not in ("id", "session_id", "created_at"))
# $1: a player who has a result, $2: a language. One more session in that language, with a copy of the result.
COPY_AS = f"""
WITH session AS (
    INSERT INTO game_sessions (user_id, language, difficulty, started_at, ended_at)
    SELECT $1, $2, 'NORMAL', started_at, ended_at FROM game_sessions WHERE user_id = $1 AND ended_at IS NOT NULL LIMIT 1
    RETURNING id
)
INSERT INTO game_results (id, user_id, session_id, {_COPIED})
SELECT result_id_of(session.id), $1, session.id, {_COPIED}
FROM session, (SELECT * FROM game_results WHERE user_id = $1 LIMIT 1) AS copied
"""


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


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


async def test_registering_beside_a_verdict_waits_before_it_holds_a_game(pg: Pool) -> None:
    """Both lock the statistics first: neither holds what the other is about to ask for."""
    user_id = await add_player(pg, is_guest=True)
    await record(pg, finished(await start_game(pg, user_id), user_id))
    await register(pg, user_id)
    async with pg.acquire() as verdict, verdict.transaction():
        await verdict.execute("SELECT FROM user_statistics WHERE user_id = $1 FOR UPDATE", user_id)
        ranking = asyncio.create_task(rank_registered(pg, [user_id]))
        await until_waiting(pg, 1)
        await verdict.execute("SELECT FROM game_results WHERE user_id = $1 FOR UPDATE NOWAIT", user_id)
    assert await ranking == 1


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


async def test_a_game_that_only_the_database_knows_of_counts_for_the_favorite_language(pg: Pool) -> None:
    """One ended by a server that knows nothing of these counts: a row of game_results, and nothing else."""
    user_id = await add_player(pg)
    for minute in range(3):
        session_id = await start_game(pg, user_id, "REACT")
        await record(pg, finished(session_id, user_id, ended_at=START + timedelta(minutes=minute)))
    for _ in range(3):
        await pg.execute(COPY_AS, user_id, "PYTHON")
    game = finished(await start_game(pg, user_id, "PYTHON"), user_id, ended_at=START)
    await record(pg, game)
    assert await pg.fetchval("SELECT favorite_language FROM user_statistics WHERE user_id = $1", user_id) == "PYTHON"
    counted = await pg.fetch("SELECT language::text, games FROM games_by_language WHERE user_id = $1", user_id)
    assert {tuple(row) for row in counted} == {("REACT", 3), ("PYTHON", 4)}


async def results_read_by_a_games_end(pg: Pool, user_id: str) -> int:
    game = finished(await start_game(pg, user_id), user_id)
    before = await _results_read(pg)
    await record(pg, game)
    return await _results_read(pg) - before


async def _results_read(pg: Pool) -> int:
    await pg.fetch("SELECT pg_stat_force_next_flush()")
    read: int = await pg.fetchval(
        "SELECT sum(seq_tup_read + idx_tup_fetch)::int FROM pg_stat_user_tables"
        " WHERE relid IN (SELECT relid FROM pg_partition_tree('game_results'))"
    )
    return read


async def test_a_games_end_reads_none_of_the_games_before_it(database_url: str) -> None:
    pg = await open_pool(database_url, 1)  # its connection reports what it read
    user_id = await add_player(pg)
    first = await results_read_by_a_games_end(pg, user_id)
    for _ in range(20):
        await pg.execute(COPY_AS, user_id, "PYTHON")
    assert await results_read_by_a_games_end(pg, user_id) == first
    before = await _results_read(pg)
    await pg.fetch("SELECT user_id FROM game_results WHERE pauses >= 0")
    assert await _results_read(pg) == before + 22, "what is read is counted"
    await pg.close()
