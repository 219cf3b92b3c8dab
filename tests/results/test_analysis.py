"""A game looked at closely over HTTP, and the bests and places it set."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from pydantic import TypeAdapter

from game.analytics import measures
from game.keylog import encode
from game.terms import Metric
from server.infra.openapi import document
from server.results import GameResult, record
from server.results.http_analysis import AnalysisOut, RankMove, analysis_endpoints
from tests.game.games import Player, playing, wave
from tests.results.games import START, add_player, delete_player, finished, register, start_game, totals
from tests.results.web import bearer, client

Pool = asyncpg.Pool
RANKS = [RankMove(Metric.SCORE, None, None, 7, 3)]


@pytest.fixture
async def http(pg: Pool) -> AsyncIterator[httpx.AsyncClient]:
    async def ranks_of(_: str) -> list[RankMove]:
        return RANKS

    async with client(pg, analysis_endpoints(pg, ranks_of)) as opened:
        yield opened


async def play(
    pg: Pool, user_id: str, player: Player, language: str = "PYTHON", difficulty: str = "NORMAL", **changes: Any
) -> GameResult:
    """Save what `player` played, as the server would."""
    log = player.log()
    changes.setdefault("totals", player.engine.totals)
    return await save(
        pg,
        user_id,
        language,
        difficulty,
        key_log=encode(log),
        measures=measures(log),
        game_ms=log.end_ms,
        end_reason=log.end_reason,
        **changes,
    )


async def save(
    pg: Pool, user_id: str, language: str = "PYTHON", difficulty: str = "NORMAL", *, minute: int = 1, **changes: Any
) -> GameResult:
    session_id = await start_game(pg, user_id, language, difficulty)
    changes.setdefault("ended_at", START + timedelta(minutes=minute))
    result = await record(pg, finished(session_id, user_id, **changes))
    assert result is not None
    return result


def two_waves() -> Player:
    """20 seconds; a wave cleared with two mistakes at one place, and one begun."""
    player = Player([wave("if x:\n    y = 1"), wave("z", number=2)])
    player.begin()
    player.type("if", every_ms=1_000)
    player.type("~#", every_ms=500)
    player.type(" x:\ny = 1", every_ms=1_000)
    player.begin()
    player.press("q", 14_000)
    player.stop(20_000)
    return player


async def analysis(http: httpx.AsyncClient, result: GameResult, user_id: str | None = None) -> Any:
    headers = bearer(user_id) if user_id else {}
    answer = await http.get(f"/api/game/result/{result.id}/analysis", headers=headers)
    assert answer.status_code == 200, answer.text
    TypeAdapter(AnalysisOut).validate_python(answer.json())
    return answer.json()


async def test_an_analysis_tells_of_each_wave_and_its_mistakes(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    result = await play(pg, user_id, two_waves())
    body = await analysis(http, result, user_id)
    first, second = body["waves"]
    assert first["mistakes"] == [{"offset": 2, "errors": 2, "keys": "~#"}]
    assert (first["start_ms"], first["cleared_ms"], first["typed_to"]) == (0, 12_000, len(first["text"]))
    assert second["mistakes"] == [{"offset": 0, "errors": 1, "keys": "q"}]
    assert (second["start_ms"], second["cleared_ms"], second["typed_to"]) == (12_000, None, 0)
    assert [one["start_ms"] for one in body["marks"]] == [0, 12_000]
    assert first["words"][0] == [0, 2, "name"]
    assert body["keys"]["mistyped"][0]["key"] == " "
    assert body["pairs"]["mistyped"][0]["key"] == "f "


async def test_an_analysis_agrees_with_the_stored_measures(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    body = await analysis(http, await play(pg, user_id, two_waves()), user_id)
    typing, series = body["typing"], body["series"]
    assert (typing["total_keys_pressed"], typing["incorrect_keys"]) == (14, 3)
    assert sum(series["errors"]) == typing["incorrect_keys"]
    assert sum(series["raw_wpm"]) * series["every_s"] / 12 == pytest.approx(typing["total_keys_pressed"])
    assert body["end_ms"] == 20_000


@pytest.mark.parametrize("why", ["unranked", "private", "disabled", "deleted"])
async def test_a_hidden_games_analysis_is_not_found_by_others(pg: Pool, http: httpx.AsyncClient, why: str) -> None:
    user_id, other = await add_player(pg, replays_public=why != "private"), await add_player(pg)
    # Ranked games have 20 words; what was typed does not matter here.
    result = await play(pg, user_id, two_waves(), totals=totals(30 if why != "unranked" else 10))
    if why == "deleted":
        await delete_player(pg, user_id)
    if why == "disabled":
        await pg.execute("UPDATE users SET is_active = false WHERE id = $1", user_id)
    for headers in ({}, bearer(other)):
        answer = await http.get(f"/api/game/result/{result.id}/analysis", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "game/not-found")
    if why != "deleted":
        await analysis(http, result, user_id)


async def test_others_see_a_public_game_without_what_is_the_players_own(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    result = await play(pg, user_id, two_waves(), totals=totals())
    assert (await analysis(http, result))["own"] is None
    assert (await analysis(http, result, await add_player(pg)))["own"] is None
    assert (await analysis(http, result, user_id))["own"]["ranks"] == [asdict(move) for move in RANKS]


async def test_an_unknown_game_is_not_found(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/api/game/result/{uuid.uuid4()}/analysis")
    assert (answer.status_code, answer.json()["code"]) == (404, "game/not-found")


async def test_a_log_of_a_later_format_is_said_to_be_unreadable(pg: Pool, http: httpx.AsyncClient) -> None:
    result = await save(pg, await add_player(pg), key_log={"format": 99})
    answer = await http.get(f"/api/game/result/{result.id}/analysis")
    assert (answer.status_code, answer.json()["code"]) == (409, "game/unreadable")


async def test_a_game_of_one_key_has_an_analysis(pg: Pool, http: httpx.AsyncClient) -> None:
    player = playing("ab")
    player.press("a", 40)
    player.stop(40)
    user_id = await add_player(pg)
    body = await analysis(http, await play(pg, user_id, player), user_id)
    assert body["series"] == {"every_s": 1, "raw_wpm": [12.0], "errors": [0]}
    assert body["keys"] == {"slowest": [], "mistyped": []}
    assert body["own"]["bests"] == {"counts": False, "earlier": {"all": 0, "kind": 0}, "new": []}


async def test_the_answer_stays_small_for_the_longest_game(pg: Pool, http: httpx.AsyncClient) -> None:
    line = "x" * 70
    player = Player([wave(line, number=number, due_ms=[10**8]) for number in range(1, 701)])
    while player.begin():
        player.type("~" + line, every_ms=280)
    player.stop(player.engine.at_ms)
    user_id = await add_player(pg)
    result = await play(pg, user_id, player)
    answer = await http.get(f"/api/game/result/{result.id}/analysis", headers=bearer(user_id))
    body = answer.json()
    assert body["waves_total"] == 700
    assert len(body["marks"]) <= 600 >= len(body["series"]["raw_wpm"]) > 300
    assert len(body["waves"]) == 40
    assert len(answer.content) < 100_000


# ---------------------------------------------------------------- bests


async def bests(http: httpx.AsyncClient, result: GameResult, user_id: str) -> Any:
    return (await analysis(http, result, user_id))["own"]["bests"]


def new(found: Any) -> set[tuple[str, str]]:
    return {(best["measure"], best["scope"]) for best in found["new"]}


async def saved(pg: Pool, user_id: str, minute: int, difficulty: str = "NORMAL", **changes: Any) -> GameResult:
    log = two_waves().log()
    return await save(pg, user_id, difficulty=difficulty, minute=minute, key_log=encode(log), **changes)


async def test_a_first_game_is_no_best_but_a_beginning(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    await saved(pg, await add_player(pg), 1, totals=totals(90))
    found = await bests(http, await saved(pg, user_id, 2), user_id)
    assert found == {"counts": True, "earlier": {"all": 0, "kind": 0}, "new": []}


async def test_a_best_is_higher_than_in_every_earlier_game(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    await saved(pg, user_id, 1, totals=totals(40, dirty=4, waves=2))
    await saved(pg, user_id, 2, totals=totals(30, dirty=1, waves=3))
    result = await saved(pg, user_id, 3, totals=totals(50, dirty=4, waves=3))
    await saved(pg, user_id, 4, totals=totals(90, dirty=0, waves=9))  # later: takes nothing away
    found = await bests(http, result, user_id)
    assert found["earlier"] == {"all": 2, "kind": 2}
    scopes = ("all", "kind")
    # Accuracy was higher once, as many waves were cleared once.
    assert new(found) == {(one, scope) for one in ("final_score", "net_wpm", "max_combo") for scope in scopes}
    wpm = next(best for best in found["new"] if best["measure"] == "net_wpm")
    assert (wpm["value"], wpm["previous"]) == (50.2, 40.2)


async def test_a_best_of_its_language_and_difficulty_need_not_be_one_of_all(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    await saved(pg, user_id, 1, "EASY", totals=totals(90, dirty=0, waves=9))
    await saved(pg, user_id, 2, totals=totals(30, waves=2))
    found = await bests(http, await saved(pg, user_id, 3, totals=totals(40, waves=2)), user_id)
    assert found["earlier"] == {"all": 2, "kind": 1}
    assert {scope for _, scope in new(found)} == {"kind"}


async def test_games_that_do_not_count_set_and_spoil_no_best(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg)
    await saved(pg, user_id, 1, totals=totals(30))
    short = await saved(pg, user_id, 2, totals=totals(90), game_ms=3_000)
    assert not (await bests(http, short, user_id))["counts"]
    found = await bests(http, await saved(pg, user_id, 3, totals=totals(40)), user_id)
    assert ("net_wpm", "all") in new(found)
    assert found["earlier"]["all"] == 1


async def test_guests_have_bests_and_keep_them_when_they_register(pg: Pool, http: httpx.AsyncClient) -> None:
    user_id = await add_player(pg, is_guest=True)
    await saved(pg, user_id, 1, totals=totals(30))
    result = await saved(pg, user_id, 2, totals=totals(40))
    before = await bests(http, result, user_id)
    assert ("final_score", "all") in new(before)
    await register(pg, user_id)
    assert await bests(http, result, user_id) == before


def test_the_description_names_the_endpoint(pg: Pool) -> None:
    async def unknown(_: str) -> None:
        return None

    assert "/api/game/result/{id}/analysis" in document(analysis_endpoints(pg, unknown), "1")["paths"]
