"""Starting, finding and ending games over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from game.scoring import earned_points
from game.terms import Role
from server.infra.postgres import Pool
from server.play.core.protocol import Close
from server.settings import Settings
from tests.live import PATIENCE_S, Account, Live, playing, serving, typed
from tests.played_games import badly_typed, played

NOBODYS = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(params=["picows"])  # the socket makes no difference here
def settings(settings: Settings) -> Settings:
    return settings


async def test_start_answers_with_all_that_a_client_needs(live: Live) -> None:
    game = await (await live.guest()).start("python", "Normal")
    assert game.keys() == {
        "session_id",
        "session_token",
        "socket",
        "protocol",
        "mode",
        "language",
        "difficulty",
        "focus",
        "ghost_of",
        "seconds",
        "daily_on",
        "daily_try",
        "match",
        "seat",
        "contest",
        "collection",
        "snippet",
        "bookmarks",
        "category",
        "challenge",
        "challenge_version",
        "started_at",
        "standing",
    }
    assert (game["focus"], game["ghost_of"]) == (None, None)
    assert (game["socket"], game["protocol"]) == ("/ws/play", "prodev.v1")
    assert (game["mode"], game["language"], game["difficulty"]) == ("SOLO", "PYTHON", "NORMAL")


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        ({}, 422, "request/invalid", "/language"),
        ({"language": "COBOL"}, 422, "request/invalid", "/language"),
        ({"language": 7}, 422, "request/invalid", "/language"),
        ({"language": "PYTHON", "difficulty": "IMPOSSIBLE"}, 422, "request/invalid", "/difficulty"),
        ({"language": "PYTHON", "mode": "x"}, 422, "request/invalid", "/mode"),
        ({"mode": "RACE"}, 422, "request/invalid", "/match"),
        ({"mode": "RACE", "match": "ACDE23"}, 404, "play/no-match", None),
        ({"language": "PYTHON", "mode": 7}, 422, "request/invalid", "/mode"),
        ({"language": "PYTHON", "mode": "SOLO", "seconds": 30}, 422, "request/invalid", "/seconds"),
        ({"language": "PYTHON", "focus": 10**400}, 422, "request/invalid", "/focus"),
        ({"language": "PYTHON", "focus": "yes"}, 422, "request/invalid", "/focus"),
        ({"language": "REACT"}, 409, "play/no-snippets", None),
    ],
)
async def test_a_start_that_does_not_fit_is_refused(
    live: Live, body: dict[str, Any], status: int, code: str, pointer: str | None
) -> None:
    guest = await live.guest()
    answer = await guest.request("POST", "/api/game/start", **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    if pointer:
        assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert (await guest.request("GET", "/api/game/current")).json() == {"sessions": []}


async def test_nobody_starts_or_ends_a_game_without_a_token(live: Live) -> None:
    for method, path in (("POST", "/api/game/start"), ("GET", "/api/game/current"), ("POST", "/api/game/end")):
        answer = await live.http.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth/required")


async def begun(live: Live, guest: Account, keys: str = "x") -> dict[str, Any]:
    """A game in which keys were pressed, and which is left."""
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press(keys)
    return game


async def test_a_fourth_unfinished_game_is_refused_with_the_three(live: Live) -> None:
    guest = await live.guest()
    games = [await begun(live, guest) for _ in range(3)]
    answer = await guest.request("POST", "/api/game/start", language="PYTHON")
    assert (answer.status_code, answer.json()["code"]) == (409, "play/too-many-games")
    sessions = answer.json()["sessions"]
    assert [{**one, "standing": None} for one in sessions] == games[::-1]
    assert {one["standing"]["keys_pressed"] for one in sessions} == {1}
    await guest.request("POST", "/api/game/end", session_id=games[0]["session_id"])
    await guest.start()


async def test_of_many_starts_at_once_no_more_than_three_are_left(live: Live, pg: Pool) -> None:
    """Each one that finds too many ends one without a key, or is refused when another start was quicker."""
    guest = await live.guest()
    answers = await asyncio.gather(*(guest.request("POST", "/api/game/start", language="PYTHON") for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len((await guest.request("GET", "/api/game/current")).json()["sessions"]) == 3
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 0


async def test_a_fourth_game_ends_the_oldest_in_which_no_key_was_pressed(live: Live) -> None:
    guest = await live.guest()
    with_key = await begun(live, guest)
    unbegun = [await guest.start() for _ in range(2)]
    fourth = await guest.start()
    left = (await guest.request("GET", "/api/game/current")).json()["sessions"]
    assert [one["session_id"] for one in left] == [one["session_id"] for one in (fourth, unbegun[1], with_key)]
    assert (await guest.request("POST", "/api/game/end", session_id=unbegun[0]["session_id"])).json() is None


async def test_unfinished_games_say_how_far_they_have_got_on_any_process(live: Live, settings: Settings) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press(typed(player.wave["text"])[:-1])
        await player.send("pause")
        await player.until("paused")
    (session,) = (await guest.request("GET", "/api/game/current")).json()["sessions"]
    engine = live.play.table.games()[0].session.engine
    standing = session["standing"]
    assert standing["keys_pressed"] == engine.keys_pressed > 10
    assert standing["wave"] == standing["pauses"] == 1
    assert standing["score"] == earned_points(engine.totals) > 0
    assert (standing["hp"], standing["game_ms"]) == (100, live.play.table.games()[0].session.clock_ms(0))
    await live.play.writer.flush_all()
    async with serving(settings) as other:
        (there,) = (await guest.request("GET", "/api/game/current", at=other)).json()["sessions"]
    assert there == session


async def test_a_game_of_another_process_without_a_key_makes_room_too(live: Live, settings: Settings) -> None:
    guest = await live.guest()
    games = [await guest.start() for _ in range(3)]
    await live.play.writer.flush_all()
    async with serving(settings) as other:
        answer = await guest.request("POST", "/api/game/start", at=other, language="PYTHON")
        assert answer.status_code == 201
    left = (await guest.request("GET", "/api/game/current")).json()["sessions"]
    assert {one["session_id"] for one in left} == {
        answer.json()["session_id"],
        *(one["session_id"] for one in games[1:]),
    }


async def test_end_is_idempotent_and_tells_the_socket(live: Live) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press(typed(player.wave["text"]))
        first = await guest.request("POST", "/api/game/end", session_id=game["session_id"])
        over = await player.until("over")
        assert await player.closed() == 1000
    second = await guest.request(
        "POST", "/api/game/end", session_id=game["session_id"], session_token=game["session_token"]
    )
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json() == over["result"]
    assert first.json()["end_reason"] == "quit"


async def test_end_works_while_another_process_holds_the_socket(live: Live, settings: Settings) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with serving(settings) as other, playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("xx")  # acknowledged, and perhaps not yet in the journal
        answer = await guest.end(game, at=other)
        assert answer.json()["pauses"] == 0
        assert (await player.until("over"))["result"] == answer.json()


async def test_ending_a_game_without_a_key_answers_null(live: Live) -> None:
    guest = await live.guest()
    game = await guest.start()
    answer = await guest.request("POST", "/api/game/end", session_id=game["session_id"])
    assert (answer.status_code, answer.json()) == (200, None)


async def test_a_player_who_paused_hears_that_the_game_ended_in_another_process(live: Live, settings: Settings) -> None:
    guest = await live.guest()
    game = await guest.start()
    async with serving(settings) as other, playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        await player.send("pause")
        await player.until("paused")
        ended = await guest.request("POST", "/api/game/end", at=other, session_id=game["session_id"])
        over = await player.until("over")  # without another frame from here
        assert (over["reason"], over["result"]) == ("quit", ended.json())


async def test_disabling_a_player_ends_the_game_under_way(live: Live, pg: Pool) -> None:
    admin = await live.register("root", role=Role.ADMIN)
    guest = await live.guest()
    game = await guest.start()
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press("x")
        disabled = await admin.request("PUT", f"/api/admin/users/{guest.id}", is_active=False)
        assert disabled.status_code == 200, disabled.text
        assert await player.closed() == Close.BAD_TOKEN
    reason = "SELECT end_reason::text FROM game_results WHERE user_id = $1"
    async with asyncio.timeout(PATIENCE_S):
        while (ended := await pg.fetchval(reason, guest.id)) is None:
            await asyncio.sleep(0.01)
    assert ended == "abandoned"


async def test_others_games_do_not_exist(live: Live) -> None:
    game = await (await live.guest()).start()
    stranger = await live.guest()
    for session_id in (game["session_id"], NOBODYS):
        answer = await stranger.request("POST", "/api/game/end", session_id=session_id)
        assert (answer.status_code, answer.json()["code"]) == (404, "play/no-game")


@pytest.mark.parametrize("session_id", ["x", 7, None, "g" * 36])
async def test_end_refuses_what_is_no_id(live: Live, session_id: object) -> None:
    answer = await (await live.guest()).request("POST", "/api/game/end", session_id=session_id)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/session_id")


async def test_end_refuses_another_games_token(live: Live) -> None:
    guest = await live.guest()
    game = await guest.start()
    answer = await guest.request("POST", "/api/game/end", session_id=game["session_id"], session_token=NOBODYS)
    assert (answer.status_code, answer.json()["code"]) == (422, "play/wrong-token")


async def test_a_focus_names_what_the_player_is_weak_at(live: Live, pg: Pool) -> None:
    guest = await live.guest()
    body: dict[str, Any] = {"language": "PYTHON", "focus": True}
    unknown = (await guest.request("POST", "/api/game/start", **body)).json()
    assert unknown["focus"] == [], "nothing is known of who has not played"
    await guest.request("POST", "/api/game/end", session_id=unknown["session_id"])
    user_id = await pg.fetchval("SELECT id FROM users")
    text = "pairs = {}\npairs['a'] = 1\nprint(pairs)"
    snippet_id = await pg.fetchval("SELECT id FROM code_snippets WHERE snippet_text = $1", text)
    for _ in range(6):
        await played(pg, user_id, [snippet_id], badly_typed(text, "["))
    named = (await guest.request("GET", "/api/user/focus")).json()
    game = (await guest.request("POST", "/api/game/start", **body)).json()
    assert game["focus"][0] == "["
    assert named == {"keys": game["focus"]}, "what is offered is what is given"
    (found,) = (await guest.request("GET", "/api/game/current")).json()["sessions"]
    assert {**found, "standing": None} == game


async def test_two_hundred_games_start_at_once(live: Live) -> None:
    """A pool of four connections has a queue then, and PostgreSQL is not away."""
    guests = [await live.guest() for _ in range(100)]
    await asyncio.gather(*(guest.start() for guest in guests for _ in range(2)))
