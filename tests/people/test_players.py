"""Profiles over HTTP: what a player's games come to, and who may see which part of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from game.keylog import encode
from server.people import Accounts
from server.people.activity import DAYS, Activity
from server.people.answers import KeysOut
from server.people.http_players import player_endpoints
from server.people.progress import GAMES, Progress
from server.results import record
from tests.accounts import Clock
from tests.game.games import wave
from tests.http import fits
from tests.played_games import badly_typed, log_of, well_typed
from tests.results.games import add_player, delete_player, finished, start_game, totals
from tests.results.web import bearer, client

Pool = asyncpg.Pool

NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
EMPTY: dict[str, Any] = {
    "activity": {"first_day": "2025-11-22", "last_day": "2026-11-21", "days": [], "dailies": []},
    "progress": {"shown": True, "languages": [], "games": []},
    "keys": {"shown": True, "games": 0, "keys": []},
}


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
async def http(pg: Pool, accounts: Accounts) -> AsyncIterator[httpx.AsyncClient]:
    async with client(pg, player_endpoints(accounts)) as opened:
        yield opened


async def play(pg: Pool, user_id: str, ended_at: datetime, language: str = "PYTHON", **changes: Any) -> None:
    session_id = await start_game(pg, user_id, language, started_at=ended_at - timedelta(minutes=2))
    assert await record(pg, finished(session_id, user_id, ended_at=ended_at, **changes))


async def ask(http: httpx.AsyncClient, path: str, asker: str | None = None) -> dict[str, Any]:
    answer = await http.get(f"/api/users/{path}", headers=bearer(asker) if asker else {})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_newcomer_has_empty_figures(pg: Pool, http: httpx.AsyncClient) -> None:
    await add_player(pg, username="ada")
    for name, empty in EMPTY.items():
        assert await ask(http, f"ADA/{name}") == empty


async def test_games_are_counted_by_utc_days_of_one_year(pg: Pool, http: httpx.AsyncClient) -> None:
    ada, bob = await add_player(pg, username="ada"), await add_player(pg)
    midnight = NOW.replace(minute=0)
    await play(pg, ada, NOW)
    await play(pg, ada, midnight)
    await play(pg, ada, midnight - timedelta(milliseconds=1))
    await play(pg, ada, midnight - timedelta(days=DAYS - 1))
    await play(pg, ada, midnight - timedelta(days=DAYS - 1, milliseconds=1))  # a year and a day
    await play(pg, ada, midnight + timedelta(days=1))  # a clock that is ahead
    await play(pg, bob, NOW)
    answer = await ask(http, "ada/activity")
    assert fits(Activity, answer)
    assert answer == EMPTY["activity"] | {
        "days": [
            {"day": "2025-11-22", "games": 1, "playtime_seconds": 60},
            {"day": "2026-11-20", "games": 1, "playtime_seconds": 60},
            {"day": "2026-11-21", "games": 2, "playtime_seconds": 120},
        ]
    }


async def test_a_daily_marks_the_day_of_its_waves(pg: Pool, http: httpx.AsyncClient) -> None:
    ada = await add_player(pg, username="ada")
    midnight = NOW.replace(minute=0)

    async def play_daily(days_ago: int, end_reason: str, language: str = "PYTHON") -> None:
        day = midnight.date() - timedelta(days=days_ago)
        session_id = await start_game(pg, ada, language, started_at=midnight - timedelta(days=days_ago))
        values = "mode = 'DAILY', daily_on = $2, daily_try = 1"
        await pg.execute(f"UPDATE game_sessions SET {values} WHERE id = $1", session_id, day)
        ended_at = midnight - timedelta(days=days_ago) + timedelta(hours=25)  # after midnight
        early = {"unranked_by_mode": "ended_early"} if end_reason == "quit" else {}
        assert await record(pg, finished(session_id, ada, ended_at=ended_at, end_reason=end_reason, **early))

    await play_daily(DAYS, "cleared")  # a year and a day ago
    await play_daily(3, "defeated")
    await play_daily(3, "cleared", "REACT")
    await play_daily(2, "quit")
    await play_daily(1, "cleared")
    await play(pg, ada, NOW)
    answer = await ask(http, "ada/activity")
    assert fits(Activity, answer)
    assert answer["dailies"] == ["2026-11-18", "2026-11-20"]
    assert answer["days"][-1] == {"day": "2026-11-21", "games": 2, "playtime_seconds": 120}


async def test_each_language_has_its_own_figures(pg: Pool, http: httpx.AsyncClient) -> None:
    ada = await add_player(pg, username="ada")
    await play(pg, ada, NOW, totals=totals(40, dirty=4))
    await play(pg, ada, NOW - timedelta(hours=1), totals=totals(20, dirty=0))
    await play(pg, ada, NOW - timedelta(hours=2), "REACT", totals=totals(10, dirty=5), game_ms=30_000)
    answer = await ask(http, "ada/progress", ada)
    assert fits(Progress, answer)
    python, react = answer["languages"]
    assert (python["language"], python["total_games"], python["total_playtime_sec"]) == ("PYTHON", 2, 120)
    assert (python["best_wpm"], python["avg_wpm"], python["avg_accuracy"]) == (40, 30, 95)
    assert (react["language"], react["total_games"], react["best_wpm"], react["avg_accuracy"]) == ("REACT", 1, 20, 50)
    assert (python["best_net_wpm"], python["avg_net_wpm"]) == (201 / 5, pytest.approx((201 + 101) / 10))
    assert python["avg_key_accuracy"] == pytest.approx((201 / 205 + 101 / 101) * 50)
    assert [game["language"] for game in answer["games"]] == ["REACT", "PYTHON", "PYTHON"], "the oldest first"
    assert [game["net_wpm"] for game in answer["games"]] == [51 / 5 * 2, 101 / 5, 201 / 5]

    narrowed = await ask(http, "ada/progress?language=react", ada)
    assert narrowed == {"shown": True, "languages": answer["languages"], "games": answer["games"][:1]}


async def test_progress_holds_the_last_games_alone(pg: Pool, http: httpx.AsyncClient) -> None:
    ada = await add_player(pg, username="ada")
    for minute in range(GAMES + 1):
        await play(pg, ada, NOW - timedelta(minutes=minute))
    answer = await ask(http, "ada/progress")
    assert answer["languages"][0]["total_games"] == GAMES + 1
    assert len(answer["games"]) == GAMES
    assert answer["games"][-1]["ended_at"] == "2026-11-21T00:30:00.000Z"


def key_log(text: str, pressed: list[tuple[int, str]]) -> dict[str, Any]:
    return encode(log_of([wave(text)], pressed))


async def test_keys_tell_presses_errors_and_time(pg: Pool, http: httpx.AsyncClient) -> None:
    ada = await add_player(pg, username="ada")
    text = "a = {}\nab"
    await play(pg, ada, NOW, key_log=key_log(text, well_typed(text, ms=200)))
    await play(pg, ada, NOW, key_log=key_log(text, badly_typed(text, "{", ms=200, weak_ms=800)))
    await play(pg, ada, NOW, key_log={"format": 99})  # of a later version: it says nothing
    answer = await ask(http, "ada/keys")
    assert fits(KeysOut, answer)
    keys = {key.pop("key"): key for key in answer["keys"]}
    assert answer["games"] == 3 and set(keys) == set("a ={}\nb")
    assert keys["{"] == {"presses": 2, "errors": 1, "mean_ms": (200 + 1000) / 2}
    assert keys["\n"] == {"presses": 2, "errors": 0, "mean_ms": 200}
    assert keys["a"] == {"presses": 4, "errors": 0, "mean_ms": 200}, "the first key of a wave has no time"


async def test_others_see_the_progress_of_ranked_games_alone(pg: Pool, http: httpx.AsyncClient) -> None:
    ada, bob = await add_player(pg, username="ada"), await add_player(pg)
    await play(pg, ada, NOW, totals=totals(40))
    await play(pg, ada, NOW - timedelta(hours=1), "REACT", totals=totals(10))  # too few words
    assert len((await ask(http, "ada/progress", ada))["games"]) == 2
    for asker in None, bob:
        answer = await ask(http, "ada/progress", asker)
        assert [one["language"] for one in answer["languages"]] == ["PYTHON"]
        assert [one["language"] for one in answer["games"]] == ["PYTHON"]
    await pg.execute("UPDATE users SET replays_public = false WHERE id = $1", ada)
    for asker in None, bob:
        assert await ask(http, "ada/progress", asker) == {"shown": False, "languages": [], "games": []}
    assert len((await ask(http, "ada/progress", ada))["games"]) == 2


async def test_keys_of_who_shows_no_replays_are_their_own_alone(pg: Pool, http: httpx.AsyncClient) -> None:
    ada, bob = await add_player(pg, username="ada", replays_public=False), await add_player(pg)
    await play(pg, ada, NOW, key_log=key_log("a = 1", well_typed("a = 1")))
    for asker in None, bob:
        assert await ask(http, "ada/keys", asker) == {"shown": False, "games": 0, "keys": []}
    assert len((await ask(http, "ada/keys", ada))["keys"]) == 4
    assert len((await ask(http, "ada/activity", bob))["days"]) == 1, "totals are everybody's to see"


@pytest.mark.parametrize("name", EMPTY)
async def test_unknown_deleted_and_disabled_players_are_one_404(pg: Pool, http: httpx.AsyncClient, name: str) -> None:
    await delete_player(pg, await add_player(pg, username="gone"))
    await add_player(pg, username="barred", is_active=False)
    for username in "nobody", "gone", "barred":
        answer = await http.get(f"/api/users/{username}/{name}")
        assert (answer.status_code, answer.json()["code"]) == (404, "account/no-such-player"), username


@pytest.mark.parametrize("path", ["a/keys", "no-name/activity", "ada/progress?language=COBOL", "ada/progress?page=1"])
async def test_a_bad_question_is_refused(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(f"/api/users/{path}")
    assert (answer.status_code, answer.json()["code"]) == (422, "request/invalid")
