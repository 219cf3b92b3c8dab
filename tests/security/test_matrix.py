"""Every route × every role × somebody else's object, by the table in matrix.py; and nobody touched the victim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from game.terms import Role
from server.app import create_app
from server.infra.client_paths import CLIENT_PATHS
from server.infra.dispatch import NamedPaths
from server.infra.postgres import Pool
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.courses.courses import course, seed
from tests.live import Account, Live, playing
from tests.people.games import add_game
from tests.security.matrix import CONTEST, OTHER, ROLES, ROWS, Row
from tests.snippets import AddSnippet, code

UNIQUE = count()


def name_of(row: Row) -> str:
    """`GET /api/users/{}`: what its parameters are called is the table's own matter."""
    return re.sub(r"{\w+}", "{}", row.route)


def served(route: BaseRoute) -> list[str]:
    match route:
        case Mount(path=path):
            return [f"MOUNT {path}"]
        case NamedPaths():
            return []  # finds others of the list
        case WebSocketRoute(path=path):
            return [f"WEBSOCKET {path}"]
        case Route(path=path, methods=methods):
            names = sorted((methods or set()) - {"HEAD"})
            return [f"{method} {re.sub('{[^}]+}', '{}', path)}" for method in names]
    raise AssertionError(f"a route of a kind that is not known: {route}")


async def test_the_table_knows_every_route_and_no_other(settings: Settings, pg: Pool) -> None:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        routes = {name for route in app.router.routes for name in served(route)}
    pages = {f"GET {re.sub('{[^}]+}', '{}', path)}" for path in CLIENT_PATHS}
    assert routes - pages - OTHER == {name_of(row) for row in ROWS}
    assert len({name_of(row) for row in ROWS}) == len(ROWS)


@dataclass(frozen=True, slots=True)
class Stage:
    """The victim, and what is made anew for each call. `live` is another server than the victim's."""

    live: Live
    pg: Pool
    add_snippet: AddSnippet
    victim: Account
    librarian: Account
    names: dict[str, str]

    async def caller(self, role: str) -> Account | None:
        if role == "anonymous":
            return None
        if role == "guest":
            return await self.live.guest()
        staff_role = Role.PLAYER if role == "disabled" else Role(role.upper())
        account = await self.live.register(f"{role}_{next(UNIQUE)}", role=staff_role)
        if role == "disabled":
            await self.pg.execute("UPDATE users SET is_active = false WHERE id = $1", account.id)
        return account

    async def fresh(self, row: Row) -> dict[str, str]:
        """What this call may change or delete, if its role lets it: nobody else meets it again."""
        unique = next(UNIQUE)
        make = {
            "snippet": lambda: self.add_snippet(code(10_000 + unique)),
            "edited": lambda: self._edited(code(20_000 + unique), code(30_000 + unique)),
            "bystander_id": lambda: self._bystander(unique),
            "job": self._job,
            "match": self._match,
            "contest": self._contest,
            "talked": self._talked,
            "post": self._post,
            "comment": self._comment,
            "game": self._game,
            "reported": self._reported,
            "own_track": self._track,
            "own_module": self._module,
            "own_lesson": self._lesson,
            "own_challenge": self._challenge,
            "own_replay": self._replay,
        }
        wanted = set(re.findall(r"{(\w+)}", repr(row)))
        return {"unique": str(unique)} | {name: await made() for name, made in make.items() if name in wanted}

    async def _edited(self, text: str, new_text: str) -> str:
        """A snippet that has a newer version."""
        snippet_id = await self.add_snippet(text)
        answer = await self.librarian.request("PUT", f"/api/snippets/{snippet_id}", snippet_text=new_text)
        assert answer.status_code == 200, answer.text
        return snippet_id

    async def _bystander(self, unique: int) -> str:
        bystander: str = (await self.live.register(f"bystander_{unique}")).id
        return bystander

    async def _game(self) -> str:
        return await add_game(self.pg, await self._bystander(next(UNIQUE)), 100)

    async def _reported(self) -> str:
        """A player whom somebody has reported."""
        reported = await self._bystander(next(UNIQUE))
        by = await self._bystander(next(UNIQUE))
        await self.pg.execute(
            "INSERT INTO reports (user_id, kind, subject_id, reason) VALUES ($1, 'PROFILE', $2, 'Rude.')", by, reported
        )
        return reported

    async def _match(self) -> str:
        """Open, and the victim's."""
        answer = await self.victim.request("POST", "/api/matches", language="PYTHON", visibility="LINK", waves=1)
        code: str = answer.json()["code"]
        return code

    async def _contest(self) -> str:
        """Of the victim's class, announced for tomorrow."""
        for _ in range(4):  # contests of groups keep a quarter of the library
            await self.add_snippet(code(40_000 + next(UNIQUE)))
        await self.pg.execute("UPDATE contests SET created_by = NULL")  # one account has few at a time
        body = filled({**CONTEST, "group": "{group}"}, {**self.names, "unique": str(next(UNIQUE))})
        answer = await self.victim.request("POST", "/api/contests", **body, starts_at=self.names["tomorrow"])
        assert answer.status_code == 201, answer.text
        slug: str = answer.json()["contest"]["slug"]
        return slug

    async def _talked(self) -> str:
        """A contest of the victim's class that all posts are about."""
        if "talked" not in self.names:
            self.names["talked"] = await self._contest()
        return self.names["talked"]

    async def _post(self) -> str:
        text = f"Hello {next(UNIQUE)}"
        answer = await self.victim.request("POST", f"/api/posts?on=contest:{await self._talked()}", text=text)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def _comment(self) -> str:
        answer = await self.victim.request("POST", f"/api/posts/{await self._post()}/comments", text="Yes")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def _made(self, path: str, **body: Any) -> Any:
        answer = await self.librarian.request("POST", f"/api/admin/{path}", **body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def _track(self) -> str:
        return str((await self._made("tracks", title="Track", language="PYTHON"))["track"]["id"])

    async def _module(self) -> str:
        """With a lesson."""
        made = (await self._made(f"tracks/{await self._track()}/modules", title="Module"))["modules"][0]["id"]
        await self._made(f"modules/{made}/lessons", title="Lesson")
        return str(made)

    async def _lesson(self) -> str:
        made = await self._made(f"tracks/{await self._track()}/modules", title="Module")
        made = await self._made(f"modules/{made['modules'][0]['id']}/lessons", title="Lesson")
        return str(made["modules"][0]["lessons"][0]["id"])

    async def _challenge(self) -> str:
        text = code(50_000 + next(UNIQUE))
        made = await self._made(f"lessons/{await self._lesson()}/challenges", title="Challenge", snippet_text=text)
        return str(made["id"])

    async def _replay(self) -> str:
        share = "INSERT INTO shared_replays (result_id, user_id, title) VALUES ($1, $2, 'Mine') RETURNING id"
        return str(await self.pg.fetchval(share, await self._game(), self.victim.id))

    async def _job(self) -> str:
        job = "INSERT INTO feed_jobs (queue, subject) VALUES ('nothing', gen_random_uuid()) RETURNING id::text"
        return str(await self.pg.fetchval(job))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"pool_size": 4})


@pytest.fixture
async def stage(live: Live, other: Live, pg: Pool, add_snippet: AddSnippet, tmp_path: Path) -> Stage:
    for number in range(8):
        await add_snippet(code(number))
    victim = await live.register("victim")
    await victim.request("PUT", "/api/user/settings", replays_public=False)
    result = await add_game(pg, victim.id, 100)
    running = await victim.start()
    names = {
        "victim": "victim",
        "kind": "PROFILE",
        "text_kind": "COMMENT",
        "victim_id": victim.id,
        "platform": "keybr",
        "tomorrow": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
        "result": result,
        "session": str(await pg.fetchval("SELECT session_id FROM game_results WHERE id = $1", result)),
        "running": running["session_id"],
        "family": (await victim.request("GET", "/api/user/sessions")).json()["items"][0]["id"],
    }
    shared = await victim.request("POST", "/api/replays", result_id=result, title="My best")
    names["replay"] = shared.json()["id"]
    names |= await with_a_class(victim) | await with_own_code(victim)
    challenges = await seed(pg, tmp_path / "courses", course(hints=["Hint"] * len(ROLES)))
    names |= {"track": "basics", "challenge": challenges["empty-calls"]}
    names["track_id"] = str(await pg.fetchval("SELECT id FROM tracks"))
    librarian = await live.register("librarian", role=Role.ADMIN)
    return Stage(other, pg, add_snippet, victim, librarian, names)


async def with_a_class(victim: Account) -> dict[str, str]:
    """The victim teaches."""
    group = (await victim.request("POST", "/api/groups", name="The victim's class")).json()["slug"]
    path = f"/api/groups/{group}"
    (pupil,) = (await victim.request("POST", f"{path}/pupils", usernames=["pupil"])).json()
    assignment = (await victim.request("POST", f"{path}/assignments", title="Homework")).json()
    return {"group": group, "pupil": pupil["user_id"], "assignment": assignment["id"]}


async def with_own_code(victim: Account) -> dict[str, str]:
    made = (await victim.request("POST", "/api/collections", name="Secrets", language="PYTHON")).json()
    path = f"/api/collections/{made['collection']['id']}"
    added = await victim.request("POST", f"{path}/snippets", snippets=[{"snippet_text": "secret = ours + theirs"}])
    return {"collection": made["collection"]["id"], "own_snippet": added.json()["collection"]["snippets"][0]["id"]}


def filled(part: Any, names: dict[str, str]) -> Any:
    """`part` with its `{names}` filled in, wherever they are."""
    if isinstance(part, str):
        return re.sub(r"{(\w+)}", lambda match: names[match[1]], part)
    if isinstance(part, dict):
        return {key: filled(value, names) for key, value in part.items()}
    return [filled(value, names) for value in part] if isinstance(part, list) else part


async def status(stage: Stage, row: Row, role: str) -> int:
    caller = await stage.caller(role)
    names = stage.names | await stage.fresh(row)
    method, path = filled(row.route, names).split(" ")
    request = stage.live.http.build_request(
        method,
        path,
        json=filled(row.body, names) if row.body is not None else None,
        params=filled(row.query, names),
        headers=caller.headers if caller else {},
    )
    answer = await stage.live.http.send(request, stream=True)  # one of them is a stream that never ends
    await answer.aclose()
    stage.live.http.cookies.clear()
    return answer.status_code


async def is_untouched(stage: Stage) -> None:
    victim, pg = stage.victim, stage.pg
    profile = (await victim.request("GET", "/api/user/profile")).json()
    assert (profile["username"], profile["email"]) == ("victim", "victim@example.com")
    current = (await victim.request("GET", "/api/game/current")).json()
    assert stage.names["running"] in [game["session_id"] for game in current["sessions"]]
    assert (await victim.request("GET", f"/api/game/result/{stage.names['result']}")).status_code == 200
    assert await pg.fetchval("SELECT is_active AND role = 'PLAYER' FROM users WHERE id = $1", victim.id)
    members = (await victim.request("GET", f"/api/groups/{stage.names['group']}/members")).json()["items"]
    assert [member["username"] for member in members] == ["victim", "pupil"]
    login = {"login": "victim", "password": PASSWORD}
    assert (await stage.live.http.post("/api/auth/login", json=login)).status_code == 200


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
async def test_every_role_is_answered_as_the_table_says(stage: Stage, role: str) -> None:
    seen = {row.route: await status(stage, row, role) for row in ROWS}
    assert seen == {row.route: row.expected()[role] for row in ROWS}
    await is_untouched(stage)


@pytest.mark.parametrize("role", ["guest", "player", "moderator", "admin"])
async def test_a_socket_asks_for_the_games_own_token(stage: Stage, role: str) -> None:
    """Whose access token it is makes no difference: it is no game's."""
    caller = await stage.caller(role)
    assert caller is not None
    for token in (caller.headers["Authorization"].removeprefix("Bearer "), stage.names["running"]):
        async with playing(stage.live) as player:
            await player.send("hello", token=token)
            assert await player.closed() == 4500
    await is_untouched(stage)
