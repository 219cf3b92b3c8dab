"""Twenty robots play two games each through `prodev bot`, and everything that is stored of it is worked out again."""

from __future__ import annotations

import asyncio
import math
import os
import sys
from pathlib import Path

import asyncpg
import pytest

from game.analytics import measures
from game.replay import replay
from game.scoring import playtime_seconds
from game.terms import Metric
from server.infra.postgres import Pool
from server.key_logs import log_of, stored
from server.settings import Settings
from tests.live import Live, serving

PLAYERS, GAMES = 20, 2
BOT = (
    f"bot --players {PLAYERS} --games {GAMES} --register --waves 2 --wpm 270 --accuracy 0.97"
    " --language python --difficulty normal --seed 7"
)
EPOCH_S = 1_735_689_600  # 2025-01-01 UTC, from which the boards count


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"pool_size": 8})


async def run_prodev(*arguments: str, settings: Settings | None = None) -> None:
    """A command of its own process, on the test's servers."""
    prodev = Path(sys.executable).with_name("prodev")
    environment = os.environ | (settings.as_environment() if settings else {})
    process = await asyncio.create_subprocess_exec(
        prodev, *arguments, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await asyncio.wait_for(process.communicate(), 150)
    assert process.returncode == 0, output.decode()


@pytest.mark.long
@pytest.mark.shipped_library
async def test_forty_games_of_robots_follow_from_what_is_stored(settings: Settings, pg: Pool) -> None:
    async with serving(settings) as live:
        await run_prodev(*BOT.split(), "--url", live.url)
        rows = await pg.fetch(
            f"SELECT r.*, {stored('t')} AS log, m.incorrect_keys, m.net_wpm, m.raw_wpm,"
            " m.consistency, m.duration_seconds, s.is_completed FROM game_results r"
            " JOIN game_sessions s ON s.id = r.session_id JOIN typing_sessions t ON t.game_session_id = s.id"
            " JOIN typing_results m ON m.session_id = t.id"
        )
        assert len(rows) == PLAYERS * GAMES
        assert await pg.fetchval("SELECT count(*) FROM game_sessions WHERE ended_at IS NULL") == 0
        for row in rows:
            _follows_from_its_columns(row)
            _follows_from_its_key_log(row)
        assert sum(row["ranked"] for row in rows) == len(rows)
        await _no_robot_stands_on_a_board(live)
        await _people_played_them(live, pg)
        await _statistics_are_those_of_a_plain_model(pg, rows)
        for metric in Metric:
            for period in ("all", "week", "day"):
                for cell in ("", "&language=python", "&difficulty=normal", "&language=PYTHON&difficulty=NORMAL"):
                    await _board_is_in_order(live, rows, metric, f"period={period}{cell}")
        empty = (await live.http.get("/api/leaderboard?language=REACT")).json()
        assert (empty["total"], empty["entries"]) == (0, [])


async def _no_robot_stands_on_a_board(live: Live) -> None:
    for query in ("", "?metric=net_wpm&period=day", "?language=python&difficulty=normal"):
        page = (await live.http.get(f"/api/leaderboard{query}")).json()
        assert (page["total"], page["entries"]) == (0, [])


async def _people_played_them(live: Live, pg: Pool) -> None:
    """The boards as they are when these games are people's."""
    names = [row["username"] for row in await pg.fetch("SELECT username FROM users WHERE is_bot")]
    assert len(names) == PLAYERS
    await run_prodev("users", "unmark-bot", *names, settings=live.settings)


def _follows_from_its_columns(row: asyncpg.Record) -> None:
    """The documented formulas, written out once more."""
    typed, seconds = row["total_words_typed"], row["playtime_seconds"]
    assert row["correct_words"] + row["incorrect_words"] == typed
    accuracy = row["correct_words"] / typed * 100 if typed else 0.0
    speed = typed / seconds * 60
    assert (row["accuracy_percentage"], row["words_per_minute"]) == (accuracy, speed)
    assert row["final_score"] == (
        row["correct_words"] * 10
        + row["enemies_killed"] * 50
        + row["waves_completed"] * 100
        + row["max_combo"] * 25
        + math.floor(accuracy * 5)
        + math.floor(speed * 2)
    )
    assert row["is_completed"] == (row["end_reason"] in ("quit", "defeated"))


def _follows_from_its_key_log(row: asyncpg.Record) -> None:
    log = log_of(row["log"])
    engine = replay(log)
    totals = engine.totals
    assert (totals.correct_words, totals.incorrect_words) == (row["correct_words"], row["incorrect_words"])
    assert (totals.enemies_killed, totals.waves_completed) == (row["enemies_killed"], row["waves_completed"])
    assert (totals.max_combo, totals.damage_dealt) == (row["max_combo"], row["total_damage_dealt"])
    assert totals.damage_taken == row["total_damage_taken"]
    assert playtime_seconds(engine.at_ms) == row["playtime_seconds"] == row["duration_seconds"]
    assert log.end_reason == row["end_reason"]
    assert (totals.keys_pressed, totals.keys_correct) == (row["total_keys_pressed"], row["correct_keys"])
    again = measures(log)
    for name in ("incorrect_keys", "net_wpm", "raw_wpm", "consistency"):
        assert getattr(again, name) == row[name]


async def _statistics_are_those_of_a_plain_model(pg: Pool, rows: list[asyncpg.Record]) -> None:
    by_user: dict[str, list[asyncpg.Record]] = {}
    for row in rows:
        by_user.setdefault(row["user_id"], []).append(row)
    for kept in await pg.fetch("SELECT * FROM user_statistics WHERE total_games > 0"):
        games = by_user.pop(kept["user_id"])
        assert kept["total_games"] == len(games)
        assert kept["total_playtime_sec"] == sum(game["playtime_seconds"] for game in games)
        assert kept["best_score"] == max(game["final_score"] for game in games)
        assert kept["best_wpm"] == max(game["words_per_minute"] for game in games)
        assert kept["avg_wpm"] == pytest.approx(sum(game["words_per_minute"] for game in games) / len(games), abs=1e-9)
        assert kept["avg_accuracy"] == pytest.approx(
            sum(game["accuracy_percentage"] for game in games) / len(games), abs=1e-9
        )
        assert kept["total_words_typed"] == sum(game["total_words_typed"] for game in games)
        assert kept["total_enemies_killed"] == sum(game["enemies_killed"] for game in games)
        assert kept["highest_wave"] == max(game["waves_completed"] for game in games)
        assert kept["favorite_language"] == "PYTHON"
    assert not by_user


def _value(metric: Metric, row: asyncpg.Record) -> int:
    """What a board orders by: points, or hundredths of words a minute, rounded half up by integers."""
    if metric is Metric.SCORE:
        return int(row["final_score"])
    twelve_thousand_words = {Metric.WPM: 12_000 * row["total_words_typed"], Metric.NET_WPM: 2_400 * row["correct_keys"]}
    return int((twelve_thousand_words[metric] + row["playtime_seconds"]) // (2 * row["playtime_seconds"]))


async def _board_is_in_order(live: Live, rows: list[asyncpg.Record], metric: Metric, query: str) -> None:
    """Each player's best game, the greater value first, then the earlier second, then the greater user id."""
    best: dict[str, tuple[int, int, str, str]] = {}
    for row in rows:
        place = (_value(metric, row), EPOCH_S - int(row["ended_at"].timestamp()), row["user_id"], row["id"])
        best[row["user_id"]] = max(best.get(row["user_id"], place), place)
    expected = sorted(best.values(), reverse=True)
    answer = (await live.http.get(f"/api/leaderboard?metric={metric}&{query}&limit=100")).json()
    assert (answer["source"], answer["total"]) == ("redis", len(expected))
    assert [entry["rank"] for entry in answer["entries"]] == list(range(1, len(expected) + 1))
    assert [entry["user_id"] for entry in answer["entries"]] == [place[2] for place in expected]
    shown = [entry["value"] for entry in answer["entries"]]
    assert shown == [place[0] if metric is Metric.SCORE else pytest.approx(place[0] / 100) for place in expected]
