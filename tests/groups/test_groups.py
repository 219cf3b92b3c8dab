"""Groups over HTTP: who may do what, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from server.groups.groups import MEMBERS_LIMIT
from server.infra.postgres import Pool
from server.leaderboards import Boards
from tests.accounts import Browser
from tests.http import problem
from tests.leaderboards.boards import play

Group = dict[str, Any]


async def test_a_new_group_has_an_owner_a_code_and_an_address(ada: Browser, group: Group) -> None:
    assert (group["slug"], group["name"], group["join"], group["role"], group["members"]) == (
        "informatik-9b",
        "Informatik 9b",
        "CODE",
        "OWNER",
        1,
    )
    assert re.fullmatch("[2-9A-HJKMNP-Z]{8}", group["invite_code"])
    again = (await ada.call("POST", "/api/groups", {"name": "Informatik 9b"})).json()
    assert again["slug"] == "informatik-9b-2"
    mine = (await ada.call("GET", "/api/groups")).json()
    assert [one["slug"] for one in mine["items"]] == ["informatik-9b", "informatik-9b-2"]
    assert mine["total"] == 2


async def test_a_member_joins_by_the_code_in_any_case_and_only_once(
    ada: Browser, bob: Browser, guest: Browser, group: Group
) -> None:
    assert problem(await bob.call("GET", "/api/groups/informatik-9b")) == (404, "group/no-such-group")
    assert problem(await bob.call("POST", "/api/groups/join", {"code": "AAAAAAAA"})) == (404, "group/no-such-group")
    code = {"code": f" {group['invite_code'].lower()} "}
    assert problem(await guest.call("POST", "/api/groups/join", code)) == (403, "group/guest")
    for _ in range(2):
        joined = (await bob.call("POST", "/api/groups/join", code)).json()
        assert (joined["role"], joined["members"], joined["invite_code"]) == ("MEMBER", 2, None)


async def test_who_may_join_is_what_the_group_says(ada: Browser, bob: Browser, group: Group) -> None:
    path, code = "/api/groups/informatik-9b", {"code": group["invite_code"]}
    by_address = {"code": "Informatik-9b"}
    assert problem(await bob.call("POST", "/api/groups/join", by_address)) == (404, "group/no-such-group")
    await ada.call("PUT", path, {"join": "closed"})
    assert problem(await bob.call("POST", "/api/groups/join", code)) == (404, "group/no-such-group")
    fresh = (await ada.call("PUT", path, {"join": "open", "new_invite_code": True})).json()["invite_code"]
    assert fresh != group["invite_code"]
    assert problem(await bob.call("POST", "/api/groups/join", code)) == (404, "group/no-such-group")
    assert (await bob.call("POST", "/api/groups/join", by_address)).status_code == 200


async def test_no_rude_name_is_given_to_a_group_or_a_member(ada: Browser, bob: Browser, group: Group) -> None:
    await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})
    path = f"/api/groups/{group['slug']}"
    for method, where, body in (
        ("POST", "/api/groups", {"name": "The Assholes"}),
        ("PUT", path, {"name": "The Assholes"}),
        ("PUT", f"{path}/members/{bob.id}", {"nickname": "Arschloch"}),
        ("PUT", "/api/user/profile", {"display_name": "Dickhead"}),
        ("PUT", "/api/user/profile", {"username": "fuck_this"}),
    ):
        answer = await ada.call(method, where, body)
        assert (answer.status_code, [one["code"] for one in answer.json()["errors"]]) == (422, ["rude"]), where


async def test_members_change_nothing(ada: Browser, bob: Browser, group: Group) -> None:
    await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})
    path = f"/api/groups/{group['slug']}"
    for method, where, body in (
        ("PUT", path, {"name": "Mine"}),
        ("POST", f"{path}/pupils", {"usernames": ["eve"]}),
        ("PUT", f"{path}/members/{ada.id}", {"nickname": "Miss"}),
        ("DELETE", f"{path}/members/{ada.id}", None),
        ("POST", f"{path}/members/{ada.id}/password", None),
        ("POST", f"{path}/assignments", {"title": "More"}),
        ("GET", f"{path}/results.csv", None),
        ("GET", f"{path}/invite.svg", None),
    ):
        assert problem(await bob.call(method, where, body)) == (403, "group/teachers-only")
    assert problem(await bob.call("DELETE", path)) == (403, "group/owner-only")


async def test_the_owner_is_followed_by_a_teacher_and_never_by_a_member(
    ada: Browser, bob: Browser, group: Group, pg: Pool
) -> None:
    path = f"/api/groups/{group['slug']}"
    await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})
    assert problem(await ada.call("POST", f"{path}/leave")) == (409, "group/last-teacher")
    promoted = await ada.call("PUT", f"{path}/members/{bob.id}", {"role": "teacher"})
    assert promoted.json()["role"] == "TEACHER"
    assert problem(await bob.call("PUT", f"{path}/members/{ada.id}", {"role": "member"})) == (403, "group/owner-only")
    assert problem(await bob.call("DELETE", f"{path}/members/{ada.id}")) == (409, "group/keeps-role")
    assert (await ada.call("POST", f"{path}/leave")).status_code == 204
    assert (await bob.call("GET", path)).json()["role"] == "OWNER"
    assert (await bob.call("POST", f"{path}/leave")).status_code == 204
    assert await pg.fetchval("SELECT count(*) FROM groups") == 0


async def test_ownership_is_handed_on(ada: Browser, bob: Browser, group: Group) -> None:
    path = f"/api/groups/{group['slug']}"
    await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})
    assert (await ada.call("PUT", f"{path}/members/{bob.id}", {"role": "owner"})).json()["role"] == "OWNER"
    assert (await ada.call("GET", path)).json()["role"] == "TEACHER"
    assert (await bob.call("DELETE", path)).status_code == 204
    assert problem(await ada.call("GET", path)) == (404, "group/no-such-group")


async def test_a_full_group_says_so(ada: Browser, bob: Browser, group: Group, pg: Pool) -> None:
    await pg.execute(
        "WITH made AS (INSERT INTO users (username, display_name, is_guest) SELECT 'full_' || n, 'Full', true"
        " FROM generate_series(1, $2) n RETURNING id)"
        " INSERT INTO group_members (group_id, user_id) SELECT $1, id FROM made",
        group["id"],
        MEMBERS_LIMIT - 1,
    )
    assert problem(await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})) == (409, "group/full")
    pupils = await ada.call("POST", f"/api/groups/{group['slug']}/pupils", {"usernames": ["eve"]})
    assert problem(pupils) == (409, "group/full")


async def test_the_way_in_is_drawn_for_a_camera(ada: Browser, group: Group) -> None:
    drawn = await ada.call("GET", f"/api/groups/{group['slug']}/invite.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg")


# ---------------------------------------------------------------- boards


@pytest.fixture
async def stranger(browsers: Callable[..., Browser]) -> Browser:
    browser = browsers()
    await browser.register("stranger")
    return browser


@pytest.fixture
async def member(bob: Browser, group: Group) -> Browser:
    await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})
    return bob


async def test_a_board_compares_the_group_alone(
    ada: Browser, member: Browser, stranger: Browser, boards: Boards, pg: Pool
) -> None:
    for words, player in ((60, stranger), (50, member), (40, ada)):
        await boards.add(await play(pg, player.id, words=words, game_ms=61_000))
    page = (await ada.call("GET", "/api/leaderboard", params={"group": "informatik-9b", "metric": "wpm"})).json()
    assert [(one["rank"], one["username"]) for one in page["entries"]] == [(1, "bob"), (2, "ada")]
    assert (page["total"], page["me"]["rank"]) == (2, 2)
    await ada.call("PUT", f"/api/groups/informatik-9b/members/{member.id}", {"nickname": "Bobby T."})
    called = (await member.call("GET", "/api/leaderboard", params={"group": "informatik-9b", "metric": "wpm"})).json()
    assert [one["display_name"] for one in (*called["entries"], called["me"])] == ["Bobby T.", "ada", "Bobby T."]
    everybody = (await ada.call("GET", "/api/leaderboard", params={"metric": "wpm"})).json()
    assert everybody["total"] == 3
    assert [one["display_name"] for one in everybody["entries"]] == ["stranger", "bob", "ada"], "elsewhere as before"
    asked = await stranger.call("GET", "/api/leaderboard", params={"group": "informatik-9b"})
    assert problem(asked) == (404, "group/no-such-group")
    nobody = await stranger.http.get("/api/leaderboard", params={"group": "informatik-9b"})
    assert problem(nobody) == (401, "auth/required")
