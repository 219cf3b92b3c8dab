"""Every route is walked as a stranger, and tells of single games no more than their player lets it.

A route that is not in ROUTES fails the test: whoever adds one says how it is asked about a player, or why it cannot be.
Routes for moderators and admins alone are not walked: what a player hides, those still see.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from game.keylog import encode
from game.terms import Role
from server.app import described
from server.infra.postgres import Pool
from server.infra.web import Access, rfc3339
from server.leaderboards import Boards
from server.leaderboards.store import RebuildLost
from server.moderation.kinds import KINDS
from server.results import record
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.game.games import wave
from tests.live import PATIENCE_S, Account, Live, serving
from tests.played_games import log_of, well_typed
from tests.results.games import START, finished, start_game, totals
from tests.small_library import fill

OWN = "it is about the caller alone"
NOBODY = "it is about no player"
MATCH = "whoever takes a seat in a match shows that game to those who have one, and to its watchers"
CONTEST = "whoever plays in a contest shows that game in its standings to those who know of it"
CHALLENGE = "whoever passes a challenge shows that on its leaderboard"
STAFFS = "it changes a contest, which only its staff can"
TALK = "whoever says something in a discussion names themselves, and no game (tests/discussions)"
CODE = "who brings code shows it to nobody, until they publish it (tests/own_code)"
SHARED = "whoever shares a game shows it as long as they show replays (tests/shared_replays)"
SNIPPET = "its best runs are ranked games of players who show replays (tests/interactions)"
GROUP = "it changes a group, which only those who belong to it can"
ASKED = "asked"  # with everything that is known of the player

# What may be told although the player keeps replays private, and why.
BOARD = "a place on a board names its game"

ROUTES: dict[str, str] = {
    "POST /api/auth/register": OWN,
    "GET /api/auth/registration": NOBODY,
    "POST /api/auth/guest": OWN,
    "POST /api/auth/login": OWN,
    "POST /api/auth/refresh": OWN,
    "POST /api/auth/logout": OWN,
    "POST /api/auth/logout-all": OWN,
    "GET /api/user/sessions": OWN,
    "DELETE /api/user/sessions": OWN,
    "GET /api/user/profile": OWN,
    "PUT /api/user/profile": OWN,
    "PUT /api/user/password": OWN,
    "DELETE /api/user/account": OWN,
    "GET /api/user/settings": OWN,
    "PUT /api/user/settings": OWN,
    "GET /api/user/stats": OWN,
    "GET /api/user/export": OWN,
    "GET /api/user/focus": OWN,
    "GET /api/user/progress": OWN,
    "GET /api/user/weak-keys": OWN,
    "GET /api/user/journey": OWN,
    "PUT /api/user/time-zone": OWN,
    "GET /api/achievements": OWN,
    "GET /api/user/platforms": OWN,
    "PUT /api/user/platforms/{platform}": OWN,
    "DELETE /api/user/platforms/{platform}": OWN,
    "GET /api/game/current": OWN,
    "GET /api/game/daily": OWN,
    "GET /api/game/history": OWN,
    "POST /api/game/start": ASKED,
    "POST /api/game/end": ASKED,
    "GET /api/game/result/{id}": ASKED,
    "GET /api/game/result/{id}/analysis": ASKED,
    "GET /api/game/replay/{session_id}": ASKED,
    "GET /api/game/result/{id}/journey": ASKED,
    "GET /api/game/result/{id}/appeal": ASKED,
    "POST /api/game/result/{id}/appeal": ASKED,
    "GET /api/reports": OWN,
    "POST /api/reports": ASKED,
    "GET /api/users/{username}": ASKED,
    "GET /api/users/{username}/activity": ASKED,
    "GET /api/users/{username}/progress": ASKED,
    "GET /api/users/{username}/keys": ASKED,
    **{f"GET /api/users/{{username}}/{what}": ASKED for what in ("followers", "following")},
    **{f"{method} /api/users/{{username}}/follow": OWN for method in ("PUT", "DELETE")},
    "GET /api/friends": OWN,
    **{f"{method} /api/friends/{{username}}": OWN for method in ("PUT", "DELETE")},
    "GET /api/users/{username}/journey": ASKED,
    "GET /api/leaderboard": BOARD,
    "GET /api/leaderboard/live": BOARD,
    "GET /api/players/now": ASKED,
    "GET /api/notifications": OWN,
    "POST /api/notifications/read": OWN,
    "GET /api/notifications/live": OWN,  # and the bytes of /api/leaderboard/live
    **{f"GET /api/groups/{{slug}}{what}": ASKED for what in ("", "/members", "/assignments", "/results.csv")},
    "GET /api/groups/{slug}/invite.svg": ASKED,
    "GET /api/groups": OWN,
    "POST /api/groups": OWN,
    "POST /api/groups/join": OWN,
    "PUT /api/groups/{slug}": GROUP,
    "DELETE /api/groups/{slug}": GROUP,
    "POST /api/groups/{slug}/leave": GROUP,
    "POST /api/groups/{slug}/pupils": GROUP,
    "PUT /api/groups/{slug}/members/{user_id}": GROUP,
    "DELETE /api/groups/{slug}/members/{user_id}": GROUP,
    "POST /api/groups/{slug}/members/{user_id}/password": GROUP,
    "POST /api/groups/{slug}/assignments": GROUP,
    "DELETE /api/groups/{slug}/assignments/{id}": GROUP,
    "GET /api/matches": MATCH,
    "GET /api/matches/{code}": MATCH,
    "GET /api/matches/{code}/live": MATCH,
    "GET /api/ratings": ASKED,
    "GET /api/users/{username}/ratings": ASKED,
    "POST /api/matches": MATCH,
    "POST /api/matches/quick": MATCH,
    "POST /api/matches/{code}/join": MATCH,
    "POST /api/matches/{code}/leave": MATCH,
    "POST /api/matches/{code}/rematch": MATCH,
    "POST /api/matches/{code}/invite": MATCH,
    "POST /api/matches/{code}/start": MATCH,
    "GET /api/posts": TALK,
    "POST /api/posts": TALK,
    "POST /api/posts/preview": OWN,
    **{f"{method} /api/posts/{{id}}": TALK for method in ("GET", "PUT", "DELETE")},
    **{f"{method} /api/posts/{{id}}/comments": TALK for method in ("GET", "POST")},
    **{f"{method} /api/comments/{{id}}": TALK for method in ("PUT", "DELETE")},
    **{f"{method} /api/{what}/{{id}}/like": TALK for method in ("PUT", "DELETE") for what in ("posts", "comments")},
    "GET /api/contests": CONTEST,
    "POST /api/contests": STAFFS,
    **{f"GET /api/contests/{{slug}}{what}": CONTEST for what in ("", "/standings", "/live")},
    **{f"{method} /api/contests/{{slug}}": STAFFS for method in ("PUT", "DELETE")},
    **{f"POST /api/contests/{{slug}}/{what}": OWN for what in ("join", "leave", "start")},
    "GET /api/collections": CODE,
    "POST /api/collections": OWN,
    "POST /api/code/cut": OWN,
    **{f"{method} /api/collections/{{id}}": CODE for method in ("GET", "PUT", "DELETE")},
    "POST /api/collections/{id}/snippets": CODE,
    "DELETE /api/collections/{id}/snippets/{snippet_id}": CODE,
    "GET /api/replays": SHARED,
    "POST /api/replays": OWN,
    **{f"{method} /api/replays/{{id}}": SHARED for method in ("GET", "PUT", "DELETE")},
    "GET /api/replays/{id}/picture.png": SHARED,
    "GET /api/snippets/{id}/page": SNIPPET,
    "GET /api/opinions": OWN,
    "GET /api/user/bookmarks": OWN,
    "PUT /api/snippets/{id}/vote": OWN,
    **{f"{method} /api/snippets/{{id}}/bookmark": OWN for method in ("PUT", "DELETE")},
    **{f"GET /api/tracks{what}": OWN for what in ("", "/{slug}")},
    **{f"{method} /api/tracks/{{slug}}/enroll": OWN for method in ("POST", "DELETE")},
    **{f"GET /api/challenges/{{id}}{what}": OWN for what in ("", "/attempts")},
    **{f"POST /api/challenges/{{id}}/{what}": OWN for what in ("start", "hint")},
    "GET /api/challenges/{id}/leaderboard": CHALLENGE,
    "GET /healthz": NOBODY,
    "GET /readyz": NOBODY,
    "GET /metrics": NOBODY,
    "GET /api/openapi.json": NOBODY,
}

TELL_RANKED_GAMES = {
    "GET /api/game/result/{id}",
    "GET /api/game/result/{id}/analysis",
    "GET /api/game/replay/{session_id}",
    "POST /api/game/start",  # a ghost of it
    "GET /api/users/{username}",
    "GET /api/users/{username}/progress",
    "GET /api/leaderboard",
    "GET /api/leaderboard/live",
}
BOARDS = {route for route, how in ROUTES.items() if how == BOARD}
TEXT = "a = ~b"


@dataclass(frozen=True, slots=True)
class Played:
    """`marks`: what no answer holds that does not tell of this game."""

    result_id: str
    session_id: str
    ended_at: str

    @property
    def marks(self) -> tuple[str, ...]:
        return self.result_id, self.session_id, self.ended_at


async def played(pg: Pool, user_id: str, minute: int, words: int, snippet_id: str = "snippet-1") -> Played:
    ended_at = START + timedelta(minutes=minute, milliseconds=100 + minute)
    session_id = await start_game(pg, user_id, started_at=ended_at - timedelta(minutes=1))
    log = encode(log_of([replace(wave(TEXT), snippet_id=snippet_id)], well_typed(TEXT)))
    result = await record(
        pg, finished(session_id, user_id, totals=totals(words, dirty=0), ended_at=ended_at, key_log=log)
    )
    assert result is not None and result.ranked is (words >= 20)
    return Played(result.id, session_id, rfc3339(ended_at))


@dataclass(frozen=True, slots=True)
class Town:
    """A server on which ada has a ranked game, one that is not, and a group; bob looks around."""

    live: Live
    ada: Account
    bob: Account
    ranked: Played
    unranked: Played
    group: str

    def requests(self, route: str) -> Iterator[tuple[str, str, Any]]:
        """`(method, path, body)` of everything that can be asked by what is known of ada."""
        method, path = route.split()
        known = [self.ada.id, *self.ranked.marks[:2], *self.unranked.marks[:2]]
        if path == "/api/game/start":
            yield from ((method, path, {"mode": "GHOST", "ghost": one}) for one in known)
        elif path == "/api/game/end":
            yield from ((method, path, {"session_id": one}) for one in known)
        elif path == "/api/reports":
            yield from ((method, path, {"kind": kind, "id": one, "reason": "x"}) for kind in KINDS for one in known)
        elif path.endswith("/appeal") and method == "POST":
            yield from ((method, path.replace("{id}", one), {"text": "x"}) for one in known)
        elif "{username}" in path:
            yield method, path.replace("{username}", "ada"), None
        elif "{slug}" in path:
            yield method, path.replace("{slug}", self.group), None
        elif "{" in path:
            name = path[path.index("{") : path.index("}") + 1]
            yield from ((method, path.replace(name, one), None) for one in known)
        else:
            yield method, path, None

    async def told(self, route: str) -> str:
        """All that a stranger, signed in or not, is told by a route."""
        texts = []
        for method, path, body in self.requests(route):
            for headers in {}, self.bob.headers:
                texts.append(await self._ask(method, path, body, headers))
        return "\n".join(texts)

    async def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> str:
        if path.endswith("/live"):
            return await self._first_board(path)
        answer = await self.live.http.request(method, path, json=body, headers=headers)
        assert answer.status_code < 500, answer.text
        if path == "/api/game/start" and answer.status_code == 201:
            await self.bob.end(answer.json())  # there may be three
        return answer.text

    async def _first_board(self, path: str) -> str:
        text = ""
        async with self.live.http.stream("GET", path) as answer:
            async for chunk in answer.aiter_text():
                text += chunk
                if "event: board" in text and text.endswith("\n\n"):
                    return text
        raise AssertionError("the stream ended before there was a board")

    async def walk(self) -> dict[str, str]:
        return {route: await self.told(route) for route, how in ROUTES.items() if how in (ASKED, BOARD)}


def telling(told: dict[str, str], *marks: str) -> set[str]:
    return {route for route, text in told.items() if any(mark in text for mark in marks)}


async def rebuilt(boards: Boards) -> None:
    """The server may be about it too, as it has just started."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                await boards.rebuild()
            except RebuildLost:
                await asyncio.sleep(0)
            else:
                return


@pytest.fixture
async def town(settings: Settings, pg: Pool, redis: Redis) -> AsyncIterator[Town]:
    await fill(pg)
    async with serving(settings) as live:
        ada, bob = await live.register("ada"), await live.register("bob")
        ranked, unranked = await played(pg, ada.id, 1, 40), await played(pg, ada.id, 2, 10)
        await rebuilt(Boards(pg, redis, settings))
        group = await ada.request("POST", "/api/groups", name="Countesses")
        assert group.status_code == 201, group.text
        yield Town(live, ada, bob, ranked, unranked, group.json()["slug"])


def routes(settings: Settings, pg: Pool, redis: Redis) -> set[str]:
    """Those that a player or a stranger may call."""
    staff = Access.MODERATOR, Access.ADMIN
    return {f"{one.method} {one.path}" for one in described(settings, pg, redis) if one.access not in staff}


async def test_every_route_is_known(settings: Settings, pg: Pool, redis: Redis) -> None:
    assert routes(settings, pg, redis) - {"GET /api/openapi.json"} == ROUTES.keys() - {"GET /api/openapi.json"}


async def test_no_route_tells_more_than_the_player_allows(town: Town) -> None:
    ada = town.ada
    told = await town.walk()
    assert telling(told, *town.ranked.marks) == TELL_RANKED_GAMES, "otherwise what follows proves nothing"
    assert telling(told, *town.unranked.marks) == set()
    assert telling(told, '"key":"~"') >= {"GET /api/users/{username}/keys"}

    assert (await ada.request("PUT", "/api/user/settings", replays_public=False)).status_code == 200
    told = await town.walk()
    assert telling(told, *town.ranked.marks, *town.unranked.marks) == BOARDS
    assert telling(told, '"key":"~"', "@example.com") == set()

    own = replace(town, bob=ada)
    seen = telling(await own.walk(), *town.unranked.marks)
    assert seen >= {"GET /api/game/result/{id}", "GET /api/users/{username}/progress"}, "one's own are one's own"

    root = await town.live.register("root", role=Role.ADMIN)
    assert (await root.request("PUT", f"/api/admin/users/{ada.id}", is_active=False)).status_code == 200
    told = await town.walk()
    assert telling(told, *town.ranked.marks, *town.unranked.marks, ada.id, '"ada"') == set()

    assert (await root.request("PUT", f"/api/admin/users/{ada.id}", is_active=True)).status_code == 200
    assert telling(await town.walk(), *town.ranked.marks) == BOARDS


async def test_a_deleted_player_is_nowhere(town: Town) -> None:
    assert (await town.ada.request("DELETE", "/api/user/account", password=PASSWORD)).status_code == 204
    told = await town.walk()
    assert telling(told, *town.ranked.marks, *town.unranked.marks, town.ada.id, '"ada"') == set()
