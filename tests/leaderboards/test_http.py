"""`GET /api/leaderboard`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest
from pydantic import TypeAdapter

from server.leaderboards import Boards, endpoints
from server.leaderboards.answers import LeaderboardOut
from tests.leaderboards.boards import no_friends, no_group, play
from tests.results.games import add_player, delete_player
from tests.results.web import bearer, client
from tests.rows import one_row


@pytest.fixture
async def http(pg: asyncpg.Pool, boards: Boards) -> AsyncIterator[httpx.AsyncClient]:
    async with client(pg, endpoints(boards, no_group, no_friends)) as opened:
        yield opened


async def test_a_page_has_the_documented_shape(pg: asyncpg.Pool, boards: Boards, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    game = await play(pg, user_id, words=41, game_ms=61_000, language="REACT")
    await boards.add(game)
    answer = await http.get("/api/leaderboard", params={"metric": "WPM", "period": "Day", "language": "react"})
    assert answer.status_code == 200
    body = answer.json()
    TypeAdapter(LeaderboardOut).validate_python(body)
    assert list(body) == [
        "mode", "seconds", "day",
        "metric", "period", "language", "difficulty", "total", "as_of", "source", "version", "entries", "me"
    ]  # fmt: skip
    assert (body["metric"], body["period"], body["language"], body["difficulty"]) == ("wpm", "day", "REACT", None)
    assert (body["total"], body["source"], body["me"]) == (1, "redis", None)
    user = await one_row(pg, "SELECT username, display_name FROM users WHERE id = $1", user_id)
    assert body["entries"] == [
        {
            "rank": 1,
            "user_id": user_id,
            **user,
            "value": 40.33,
            "ended_at": game.ended_at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{game.ended_at.microsecond // 1000:03d}Z",
            "result_id": game.id,
            "session_id": game.session_id,
            "replays_public": True,
            "language": game.language,
            "difficulty": game.difficulty,
            "waves_completed": game.waves_completed,
            "net_wpm": game.net_wpm,
            "key_accuracy_percentage": game.key_accuracy_percentage,
        }
    ]


async def test_a_crowd_that_reads_one_page_reads_it_once(
    boards: Boards, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, readings = asyncio.Event(), asyncio.Event(), 0
    read = boards.page

    async def slowly(*asked: Any, **which: Any) -> Any:
        nonlocal readings
        readings += 1
        begun.set()
        await go_on.wait()
        return await read(*asked, **which)

    monkeypatch.setattr(boards, "page", slowly)
    first, *others = [asyncio.create_task(http.get("/api/leaderboard")) for _ in range(5)]
    await begun.wait()
    first.cancel()  # one who goes takes the page from no other
    go_on.set()
    answers = await asyncio.gather(*others)
    assert {answer.status_code for answer in answers} == {200}
    assert readings == 1


async def test_what_this_process_writes_shows_on_the_next_page(
    pg: asyncpg.Pool, boards: Boards, http: httpx.AsyncClient
) -> None:
    assert (await http.get("/api/leaderboard")).json()["total"] == 0
    user_id = await add_player(pg)
    await boards.add(await play(pg, user_id))
    assert (await http.get("/api/leaderboard")).json()["total"] == 1
    await delete_player(pg, user_id)
    await boards.remove_user(user_id)
    assert (await http.get("/api/leaderboard")).json()["total"] == 0


async def test_me_is_the_callers_own_place(pg: asyncpg.Pool, boards: Boards, http: httpx.AsyncClient) -> None:
    players = [await add_player(pg) for _ in range(5)]
    for number, user_id in enumerate(players):
        await boards.add(await play(pg, user_id, words=90 - number))
    body = (await http.get("/api/leaderboard?limit=2", headers=bearer(players[3]))).json()
    assert (len(body["entries"]), body["me"]["rank"], body["me"]["user_id"]) == (2, 4, players[3])
    body = (await http.get("/api/leaderboard?limit=2&around=ME", headers=bearer(players[3]))).json()
    assert [entry["rank"] for entry in body["entries"]] == [3, 4]


async def test_around_me_of_someone_unranked_is_the_first_page(
    pg: asyncpg.Pool, boards: Boards, http: httpx.AsyncClient
) -> None:
    await boards.add(await play(pg, await add_player(pg)))
    answer = await http.get("/api/leaderboard?around=me&offset=5", headers=bearer(await add_player(pg)))
    assert answer.status_code == 200
    assert answer.json()["me"] is None and len(answer.json()["entries"]) == 1


async def test_around_me_without_a_token_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/leaderboard?around=me")
    assert (answer.status_code, answer.json()["code"]) == (401, "auth/required")
    assert (await http.get("/api/leaderboard?around=me", headers=bearer("nobody"))).status_code == 401


async def test_empty_filters_mean_any(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/leaderboard?language=&difficulty=&around=&limit=100&offset=10000000")
    assert answer.status_code == 200
    assert (answer.json()["language"], answer.json()["difficulty"], answer.json()["entries"]) == (None, None, [])


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "offset=-1", "offset=10000001", "metric=fame", "period=year", "language=COBOL",
     "difficulty=1", "around=you", "page=1", "limit=1&limit=2", "limit=ten"],
)  # fmt: skip
async def test_a_bad_query_is_refused(http: httpx.AsyncClient, query: str) -> None:
    answer = await http.get(f"/api/leaderboard?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "request/invalid")
