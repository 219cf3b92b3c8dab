"""Every route that names a player to another is walked before and after a block, which hides each from the other as if
they did not exist.

A route that is about others at all (tests/security/test_privacy.py) and is neither in `asked` nor in SAME fails the
test.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from game.terms import Role
from server.infra.postgres import Pool
from server.leaderboards import Boards
from server.settings import Settings
from tests.live import Account, Live, serving
from tests.play.matches import opened
from tests.security.test_privacy import GROUP, NOBODY, OWN, ROUTES, STAFFS, Played, played, rebuilt
from tests.small_library import fill

ABOUT_NO_OTHERS = {OWN, NOBODY, STAFFS, GROUP}
BOARD = "a board is one picture for everybody, sent as the same bytes to all who follow it"
STANDINGS = "a contest compares all who take part, and ranks that left somebody out would be wrong"
CLASS = "a class is its teachers' to bring together, and they see all of it"
REPORT = "who blocks somebody may still report what they did, and only staff read that"
OWN_WORDS = "they are the caller's own words"
PICTURE = "it is drawn for sites that show a link to it, which say nothing of who looks"
SEATED = "who has a seat keeps it, and a match is the same for all who sit in it"

# What a block does not change, and why.
SAME = {
    "GET /api/leaderboard": BOARD,
    "GET /api/leaderboard/live": BOARD,
    "GET /api/players/now": BOARD,
    "GET /api/ratings": BOARD,
    "GET /api/challenges/{id}/leaderboard": BOARD,
    **{f"GET /api/contests{what}": STANDINGS for what in ("", "/{slug}", "/{slug}/standings", "/{slug}/live")},
    **{f"GET /api/groups/{{slug}}{what}": CLASS for what in ("", "/assignments", "/results.csv", "/invite.svg")},
    "POST /api/reports": REPORT,
    "POST /api/matches": "whoever opens a match is alone in it",
    **{f"POST /api/matches/{{code}}/{what}": SEATED for what in ("leave", "start", "rematch", "invite")},
    "POST /api/game/end": "it ends a game of the caller's",
    **{f"{method} /api/game/result/{{id}}/appeal": "it is the player's own" for method in ("GET", "POST")},
    **{f"{method} /api/collections/{{id}}": "it changes what is the caller's" for method in ("PUT", "DELETE")},
    "POST /api/collections/{id}/snippets": "likewise",
    **{f"{method} /api/{what}/{{id}}": OWN_WORDS for method in ("PUT", "DELETE") for what in ("posts", "comments")},
    "POST /api/posts": OWN_WORDS,
    **{f"{method} /api/comments/{{id}}/like": "as a post's; tests/discussions" for method in ("PUT", "DELETE")},
    "DELETE /api/collections/{id}/snippets/{snippet_id}": "likewise",
    "GET /api/game/result/{id}/journey": "only who played it is told (tests/progress)",
    **{f"{method} /api/replays/{{id}}": "only who shares it changes it" for method in ("PUT", "DELETE")},
    "GET /api/replays/{id}/picture.png": PICTURE,
}

FIGURES = ("activity", "journey", "keys", "progress", "ratings")

Request = tuple[str, str, Any]


def asked(one: Played, ids: Sequence[str]) -> Mapping[str, list[Request]]:
    """By its route, all that can be asked by what is known of ada: `ids` are Town.ids."""
    collection, code, snippet, post, shared = ids
    profile, friend = "/api/users/ada", "/api/friends/ada"
    game, replay = f"/api/game/result/{one.result_id}", f"/api/game/replay/{one.session_id}"
    match = f"/api/matches/{code}"
    practice = {"mode": "PRACTICE", "collection": collection}
    return {
        "GET /api/users/{username}": [("GET", profile, None)],
        **{f"GET /api/users/{{username}}/{what}": [("GET", f"{profile}/{what}", None)] for what in FIGURES},
        **{
            f"GET /api/users/{{username}}/{what}": [
                ("GET", f"{profile}/{what}", None),
                ("GET", f"/api/users/cleo/{what}", None),
            ]
            for what in ("followers", "following")
        },
        **{
            f"{method} /api/users/{{username}}/follow": [(method, f"{profile}/follow", None)]
            for method in ("PUT", "DELETE")
        },
        "PUT /api/friends/{username}": [("PUT", friend, {"action": "REQUEST"})],
        "GET /api/friends": [("GET", "/api/friends", None)],
        "DELETE /api/friends/{username}": [("DELETE", friend, None)],
        "GET /api/game/result/{id}": [("GET", game, None)],
        "GET /api/game/result/{id}/analysis": [("GET", f"{game}/analysis", None)],
        "GET /api/game/replay/{session_id}": [("GET", replay, None)],
        "POST /api/game/start": [
            ("POST", "/api/game/start", {"mode": "GHOST", "ghost": one.result_id}),
            ("POST", "/api/game/start", practice),
            ("POST", "/api/game/start", {"mode": "RACE", "match": code}),
        ],
        "GET /api/replays": [("GET", "/api/replays", None), ("GET", "/api/replays?by=ada", None)],
        "GET /api/replays/{id}": [("GET", f"/api/replays/{shared}", None)],
        "GET /api/snippets/{id}/page": [("GET", f"/api/snippets/{snippet}/page", None)],
        "GET /api/posts": [("GET", f"/api/posts?on=snippet:{snippet}", None)],
        "GET /api/posts/{id}": [("GET", f"/api/posts/{post}", None)],
        "GET /api/posts/{id}/comments": [("GET", f"/api/posts/{post}/comments", None)],
        "POST /api/posts/{id}/comments": [("POST", f"/api/posts/{post}/comments", {"text": "Well said."})],
        **{
            f"{method} /api/posts/{{id}}/like": [(method, f"/api/posts/{post}/like", None)]
            for method in ("PUT", "DELETE")
        },
        "GET /api/notifications": [("GET", "/api/notifications", None)],
        "GET /api/collections": [("GET", "/api/collections", None)],
        "GET /api/collections/{id}": [("GET", f"/api/collections/{collection}", None)],
        "GET /api/groups/{slug}/members": [("GET", "/api/groups/class/members", None)],
        "GET /api/matches": [("GET", "/api/matches", None), ("GET", "/api/matches?live=true", None)],
        "GET /api/matches/{code}": [("GET", match, None)],
        "GET /api/matches/{code}/live": [("GET", f"{match}/live", None)],
        "POST /api/matches/{code}/join": [("POST", f"{match}/join", None)],
        "POST /api/matches/quick": [("POST", "/api/matches/quick", {"language": "PYTHON"})],
    }


@dataclass(frozen=True, slots=True)
class Town:
    """Ada has a game on the boards, the best run of a snippet, public code, an open match, and cleo, whom she follows
    and who follows her. Bob, whom she follows too, looks around, and is in cleo's class as ada is."""

    live: Live
    ada: Account
    bob: Account
    cleo: Account
    game: Played
    collection: str
    match: str
    snippet: str
    post: str
    shared: str

    @property
    def marks(self) -> tuple[str, ...]:
        return self.ada.id, '"ada"', *self.game.marks[:2], self.collection, self.match

    @property
    def ids(self) -> tuple[str, ...]:
        return self.collection, self.match, self.snippet, self.post, self.shared

    async def walk(self, reader: Account) -> dict[str, list[tuple[int, str]]]:
        return {
            route: [await self._ask(reader, *one) for one in requests]
            for route, requests in asked(self.game, self.ids).items()
        }

    async def _ask(self, reader: Account, method: str, path: str, body: Any) -> tuple[int, str]:
        if path.endswith("/live"):
            return await self._opened(reader, path)
        answer = await self.live.http.request(method, path, json=body, headers=reader.headers)
        assert answer.status_code < 500 and answer.status_code not in (422, 429), (path, answer.text)
        await self._undo(reader, answer)
        return answer.status_code, answer.text

    async def _opened(self, reader: Account, path: str) -> tuple[int, str]:
        """The first of a stream, or its refusal."""
        text = ""
        async with self.live.http.stream("GET", path, headers=reader.headers) as answer:
            async for chunk in answer.aiter_text():
                text += chunk
                if "\n\n" in text or answer.status_code != 200:
                    break
        return answer.status_code, text

    async def _undo(self, reader: Account, answer: httpx.Response) -> None:
        """Give up the game or the seat that was given."""
        if answer.request.method == "POST" and answer.is_success and "/posts/" not in answer.request.url.path:
            given = answer.json()
            if given.get("mode") in ("GHOST", "PRACTICE"):
                await reader.end(given)
            else:
                code = given["match"]["code"] if isinstance(given["match"], dict) else given["match"]
                assert (await reader.request("POST", f"/api/matches/{code}/leave")).status_code == 204


@pytest.fixture
async def town(settings: Settings, pg: Pool, redis: Redis) -> AsyncIterator[Town]:
    await fill(pg)
    async with serving(settings) as live:
        ada, bob, cleo = [await live.register(name) for name in ("ada", "bob", "cleo")]
        game = await played(pg, ada.id, 1, 40)
        await rebuilt(Boards(pg, redis, settings))
        code: Any = {"snippets": [{"snippet_text": "price = 7 * count"}]}
        made = await ada.request("POST", "/api/collections", name="Kata", language="PYTHON", is_public=True)
        collection = made.json()["collection"]["id"]
        assert (await ada.request("POST", f"/api/collections/{collection}/snippets", **code)).is_success
        group = (await cleo.request("POST", "/api/groups", name="Class")).json()
        for one in ada, bob:
            assert (await one.request("POST", "/api/groups/join", code=group["invite_code"])).is_success
        assert (await ada.request("PUT", "/api/users/cleo/follow")).is_success
        assert (await cleo.request("PUT", "/api/users/ada/follow")).is_success
        match = await opened(ada, visibility="PUBLIC")
        assert (await ada.request("POST", f"/api/matches/{match}/join")).is_success
        assert (await ada.request("PUT", "/api/users/bob/follow")).is_success
        snippet = await pg.fetchval("SELECT id FROM code_snippets WHERE is_active AND is_latest LIMIT 1")
        run = "INSERT INTO snippet_runs VALUES ($1, $2, 60, 98, now())"
        await pg.execute(run, game.result_id, snippet)
        post = await ada.request("POST", f"/api/posts?on=snippet:{snippet}", text="I was faster.")
        shared = (await ada.request("POST", "/api/replays", result_id=game.result_id, title="Mine")).json()["id"]
        yield Town(live, ada, bob, cleo, game, collection, match, snippet, post.json()["id"], shared)


def test_every_route_that_names_others_is_walked_or_the_same_for_a_reason() -> None:
    about_others = {route for route, how in ROUTES.items() if how not in ABOUT_NO_OTHERS}
    walked = asked(Played("", "", ""), [""] * 5).keys()
    assert not walked & SAME.keys()
    assert about_others - walked - SAME.keys() == set()
    assert (walked | SAME.keys()) - ROUTES.keys() == set()


async def test_a_block_hides_each_from_the_other_on_every_route(town: Town) -> None:
    before = await town.walk(town.bob)
    for route, answers in before.items():
        assert all(status < 400 for status, _ in answers), (route, answers)
    silent = {route for route, answers in before.items() if not any(mark in _all(answers) for mark in town.marks)}
    assert silent == {
        *(f"GET /api/users/{{username}}/{what}" for what in FIGURES),
        *(f"{method} /api/users/{{username}}/follow" for method in ("PUT", "DELETE")),
        *(f"{method} /api/friends/{{username}}" for method in ("PUT", "DELETE")),
        "GET /api/matches/{code}/live",  # its first event is a beat
        "GET /api/posts/{id}/comments",
        "POST /api/posts/{id}/comments",
        *(f"{method} /api/posts/{{id}}/like" for method in ("PUT", "DELETE")),
    }, "what else tells nothing of her proves nothing here"

    for blocker, blocked in ((town.ada, "bob"), (town.bob, "ada")):
        assert (await blocker.request("PUT", f"/api/friends/{blocked}", action="BLOCK")).is_success
        after = await town.walk(town.bob)
        if blocker is town.bob:
            del after["GET /api/friends"]  # which names whom he can unblock
        assert {route for route, answers in after.items() if any(mark in _all(answers) for mark in town.marks)} == set()
        for route in silent:
            assert {status for status, _ in after[route]} == {404}, route
        assert (await blocker.request("PUT", f"/api/friends/{blocked}", action="UNBLOCK")).is_success


async def test_those_who_are_not_concerned_see_what_they_saw(town: Town) -> None:
    moderator = await town.live.register("root", role=Role.MODERATOR)
    assert (await town.ada.request("PUT", "/api/friends/bob", action="BLOCK")).is_success
    assert (await town.ada.request("PUT", "/api/friends/root", action="BLOCK")).is_success
    for reader in (town.cleo, moderator):
        for path in ("/api/users/ada", "/api/collections", f"/api/matches/{town.match}", "/api/matches"):
            answer = await reader.request("GET", path)
            assert answer.status_code == 200 and any(mark in answer.text for mark in town.marks), path
    members = (await town.cleo.request("GET", "/api/groups/class/members")).json()
    assert [one["username"] for one in members["items"]] == ["cleo", "ada", "bob"]
    assert (await moderator.request("POST", f"/api/matches/{town.match}/join")).status_code == 404, "to play is no duty"


def _all(answers: list[tuple[int, str]]) -> str:
    return "\n".join(text for _, text in answers)
