"""Results over HTTP: what is whose, and what is nobody's."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from pydantic import TypeAdapter

from server.key_logs.converting import convert
from server.results import GameResult, record
from server.results.http import endpoints
from server.results.reading import Replay
from tests.results.games import START, add_player, delete_player, finished, start_game
from tests.results.web import bearer, client

Pool = asyncpg.Pool


@pytest.fixture
async def http(pg: Pool) -> AsyncIterator[httpx.AsyncClient]:
    async with client(pg, endpoints(pg)) as opened:
        yield opened


async def play(pg: Pool, user_id: str, language: str = "PYTHON", minute: int = 1, **changes: Any) -> GameResult:
    session_id = await start_game(pg, user_id, language)
    changes.setdefault("ended_at", START + timedelta(minutes=minute))
    result = await record(pg, finished(session_id, user_id, **changes))
    assert result is not None
    return result


async def test_a_ranked_result_is_everybodys(pg: Pool, http: httpx.AsyncClient) -> None:
    result = await play(pg, await add_player(pg))
    answer = await http.get(f"/api/game/result/{result.id}")
    assert answer.status_code == 200
    body = answer.json()
    TypeAdapter(GameResult).validate_python(body)
    assert body["id"] == result.id and body["ended_at"] == "2026-11-18T12:01:00.000Z"
    assert sum(body["score_parts"].values()) == body["final_score"]


async def test_a_replay_holds_keys_totals_and_result(pg: Pool, http: httpx.AsyncClient) -> None:
    result = await play(pg, await add_player(pg))
    answer = await http.get(f"/api/game/replay/{result.session_id}")
    body = answer.json()
    TypeAdapter(Replay).validate_python(body)
    assert body["key_log"] == finished("", "").key_log
    assert body["result"]["id"] == result.id
    assert body["totals"]["keys_pressed"] == body["typing_result"]["total_keys_pressed"] == 205


async def test_a_replay_is_the_same_in_whichever_form_its_log_is_stored(pg: Pool, http: httpx.AsyncClient) -> None:
    path = f"/api/game/replay/{(await play(pg, await add_player(pg))).session_id}"
    of_compact = await http.get(path)
    assert (await convert(pg, compact=False)).rows == 1
    of_json = await http.get(path)
    assert (of_json.status_code, of_json.content) == (200, of_compact.content)
    await pg.execute("UPDATE typing_sessions SET key_sequence = NULL, key_log = '\\x01'")
    damaged = await http.get(path)
    assert (damaged.status_code, damaged.json()["code"]) == (409, "game/unreadable")


@pytest.mark.parametrize("why", ["unranked", "private", "disabled", "deleted"])
async def test_a_hidden_game_is_not_found_by_others(pg: Pool, http: httpx.AsyncClient, why: str) -> None:
    user_id, other = await add_player(pg, replays_public=why != "private"), await add_player(pg)
    result = await play(pg, user_id, game_ms=9_000 if why == "unranked" else 60_000)
    if why == "deleted":
        await delete_player(pg, user_id)
    if why == "disabled":
        await pg.execute("UPDATE users SET is_active = false WHERE id = $1", user_id)
    for path in (f"/api/game/result/{result.id}", f"/api/game/replay/{result.session_id}"):
        for headers in ({}, bearer(other)):
            answer = await http.get(path, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (404, "game/not-found")
        if why != "deleted":
            assert (await http.get(path, headers=bearer(user_id))).status_code == 200, "one's own is always shown"


async def test_an_unknown_game_is_not_found_and_a_bad_id_refused(http: httpx.AsyncClient) -> None:
    for path in ("/api/game/result", "/api/game/replay"):
        assert (await http.get(f"{path}/{uuid.uuid4()}")).status_code == 404
        refused = await http.get(f"{path}/not-a-uuid")
        assert (refused.status_code, refused.json()["code"]) == (422, "request/invalid")
        assert (await http.get(f"{path}/{uuid.uuid4()}", headers=bearer("nobody"))).status_code == 401


async def test_history_is_own_games_newest_first_in_pages(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    await play(pg, await add_player(pg))
    games = [await play(pg, user_id, minute=minute) for minute in (1, 3, 2, 2, 5)]
    expected = [game.id for game in sorted(games, key=lambda game: (game.ended_at, game.id), reverse=True)]
    seen = []
    for page in (1, 2, 3, 4):
        answer = await http.get("/api/game/history", params={"page": page, "per_page": 2}, headers=bearer(user_id))
        body = answer.json()
        assert (body["page"], body["per_page"], body["total"]) == (page, 2, 5)
        seen += [item["id"] for item in body["items"]]
    assert seen == expected
    assert await _after_one_another(http, user_id, per_page=2) == [expected[:2], expected[2:4], expected[4:]]
    # The last page may be a full one, and no empty one follows it.
    assert await _after_one_another(http, user_id, per_page=1) == [[one] for one in expected]
    assert await _after_one_another(http, user_id, per_page=5) == [expected]


async def _after_one_another(http: httpx.AsyncClient, user_id: str, per_page: int) -> list[list[str]]:
    """Pages, each asked for after the one before."""
    seen, params = list[list[str]](), {"per_page": str(per_page)}
    while True:
        body = (await http.get("/api/game/history", params=params, headers=bearer(user_id))).json()
        assert body["total"] == 5
        seen.append([item["id"] for item in body["items"]])
        if body["next"] is None:
            return seen
        params |= {"after": body["next"], "page": "101"}


async def test_history_is_filtered_by_language_difficulty_and_rank(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    await play(pg, user_id, "REACT", game_ms=9_000)
    await play(pg, user_id, "PYTHON")
    for params, total in (
        ({"language": "react"}, 1),
        ({"language": "", "difficulty": "", "ranked": ""}, 2),
        ({"ranked": "true"}, 1),
        ({"ranked": "false", "language": "REACT"}, 1),
        ({"ranked": "true", "language": "REACT"}, 0),
        ({"difficulty": "HARD"}, 0),
    ):
        answer = await http.get("/api/game/history", params=params, headers=bearer(user_id))
        assert answer.json()["total"] == total


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "per_page=101",
        "language=COBOL",
        "page=1&page=2",
        "sort=asc",
        "ranked=2",
        "page=101",
        "after=1",
        "after=1.x",
    ],
)
async def test_a_bad_history_query_is_refused(pg: Pool, http: httpx.AsyncClient, query: str) -> None:
    answer = await http.get(f"/api/game/history?{query}", headers=bearer(await add_player(pg)))
    assert (answer.status_code, answer.json()["code"]) == (422, "request/invalid")


async def test_history_without_a_token_is_refused(http: httpx.AsyncClient) -> None:
    assert (await http.get("/api/game/history")).status_code == 401
