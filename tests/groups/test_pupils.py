"""Accounts that a teacher makes: all or none, with passwords for the first sign-in alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.infra.postgres import Pool
from tests.accounts import Browser
from tests.groups.test_groups import Group
from tests.http import problem

OWN = "a password of my own"


async def made(ada: Browser, group: Group, *usernames: str) -> list[dict[str, Any]]:
    answer = await ada.call("POST", f"/api/groups/{group['slug']}/pupils", {"usernames": list(usernames)})
    assert answer.status_code == 201, answer.text
    sheet: list[dict[str, Any]] = answer.json()
    return sheet


async def test_a_pupil_signs_in_from_the_sheet_and_must_choose_a_password(
    ada: Browser, browsers: Callable[..., Browser], group: Group
) -> None:
    (eve, _) = await made(ada, group, "eve", "mallory")
    device = browsers()
    await device.login("eve", eve["password"])
    assert device.user["must_change_password"] is True
    assert device.user["email"] is None
    for method, path, body in (
        ("GET", "/api/groups", None),
        ("PUT", "/api/user/profile", {"display_name": "Eve"}),
        ("GET", "/api/user/export", None),
        ("GET", "/api/leaderboard", None),
    ):
        assert problem(await device.call(method, path, body)) == (403, "auth/password-change-required")
    assert (await device.call("GET", "/api/user/profile")).status_code == 200
    change = {"current_password": eve["password"], "new_password": OWN}
    device.keep(await device.call("PUT", "/api/user/password", change))
    assert device.user["must_change_password"] is False
    assert (await device.call("GET", "/api/groups")).json()["items"][0]["role"] == "MEMBER"
    again = await browsers().http.post("/api/auth/login", json={"login": "eve", "password": eve["password"]})
    assert again.status_code == 401


async def test_a_list_with_a_fault_makes_nothing_and_names_each(ada: Browser, bob: Browser, group: Group) -> None:
    path = f"/api/groups/{group['slug']}/pupils"
    answer = await ada.call("POST", path, {"usernames": ["eve", "BOB", "Eve", "guest_0a1b2c3d", "zoe"]})
    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        ("/usernames/0", "twice"),
        ("/usernames/1", "taken"),
        ("/usernames/2", "twice"),
        ("/usernames/3", "taken"),
    ]
    alike = await ada.call("POST", path, {"usernames": ["paypai", "paypaI", "zoe", "Arnold", "amold"]})
    assert [(one["pointer"], one["code"]) for one in alike.json()["errors"]] == [
        (f"/usernames/{place}", "twice") for place in (0, 1, 3, 4)
    ]
    rude = await ada.call("POST", path, {"usernames": ["zoe", "FuckFace99", "dick"]})
    assert [(one["pointer"], one["code"]) for one in rude.json()["errors"]] == [("/usernames/1", "rude")]
    shapeless = await ada.call("POST", path, {"usernames": ["zoe", "no spaces", "x", "<script>"]})
    assert [one["pointer"] for one in shapeless.json()["errors"]] == ["/usernames/1", "/usernames/2", "/usernames/3"]
    assert (await ada.call("GET", f"/api/groups/{group['slug']}/members")).json()["total"] == 1


async def test_a_teacher_resets_and_renames_only_what_the_group_made(
    ada: Browser, bob: Browser, browsers: Callable[..., Browser], group: Group
) -> None:
    await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})
    (eve,) = await made(ada, group, "eve")
    members = f"/api/groups/{group['slug']}/members"
    assert problem(await ada.call("POST", f"{members}/{bob.id}/password")) == (409, "group/not-managed")
    assert problem(await ada.call("PUT", f"{members}/{bob.id}", {"username": "robert"})) == (409, "group/not-managed")
    remove = await ada.call("DELETE", f"{members}/{bob.id}", params={"delete_account": "true"})
    assert problem(remove) == (409, "group/not-managed")
    assert problem(await ada.call("PUT", f"{members}/{eve['user_id']}", {"role": "teacher"})) == (
        409,
        "group/keeps-role",
    )
    device = browsers()
    await device.login("eve", eve["password"])
    reset = (await ada.call("POST", f"{members}/{eve['user_id']}/password")).json()
    assert not await device.is_signed_in()
    await device.login("eve", reset["password"])
    changed = await ada.call("PUT", f"{members}/{eve['user_id']}", {"username": "eve_k", "nickname": "Eve K."})
    assert (changed.json()["username"], changed.json()["nickname"]) == ("eve_k", "Eve K.")
    assert (await ada.call("PUT", f"{members}/{bob.id}", {"nickname": "Bobby"})).json()["nickname"] == "Bobby"
    await browsers().register("paul")
    for name in ("ada", "pauI", "guest_01234567"):  # another's, one that looks like another's, one of the server's
        taken = await ada.call("PUT", f"{members}/{eve['user_id']}", {"username": name})
        assert problem(taken) == (409, "account/username-taken"), name
        refused = await ada.call("POST", f"/api/groups/{group['slug']}/pupils", {"usernames": ["kim", name]})
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/usernames/1"], name
    gone = await ada.call("DELETE", f"{members}/{eve['user_id']}", params={"delete_account": "true"})
    assert gone.status_code == 204
    assert not await device.is_signed_in()


async def test_a_pupil_who_has_a_role_on_the_site_is_out_of_a_teachers_hands(
    ada: Browser, group: Group, pg: Pool
) -> None:
    (eve,) = await made(ada, group, "eve")
    await pg.execute("UPDATE users SET role = 'ADMIN' WHERE id = $1", eve["user_id"])
    member = f"/api/groups/{group['slug']}/members/{eve['user_id']}"
    assert problem(await ada.call("POST", f"{member}/password")) == (409, "group/not-managed")
    assert problem(await ada.call("PUT", member, {"username": "mallory"})) == (409, "group/not-managed")
    assert problem(await ada.call("DELETE", member, params={"delete_account": "true"})) == (409, "group/not-managed")
    assert problem(await ada.call("PUT", member, {"role": "teacher"})) == (409, "group/keeps-role")


async def test_no_teacher_acts_outside_their_group_or_reads_an_address(
    ada: Browser, bob: Browser, browsers: Callable[..., Browser], group: Group
) -> None:
    other = (await bob.call("POST", "/api/groups", {"name": "Other"})).json()
    (eve,) = await made(ada, group, "eve")
    answer = await bob.call("POST", f"/api/groups/{other['slug']}/members/{eve['user_id']}/password")
    assert problem(answer) == (404, "group/no-such-member")
    answer = await bob.call("POST", f"/api/groups/{group['slug']}/members/{eve['user_id']}/password")
    assert problem(answer) == (404, "group/no-such-group")
    await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})
    for path in ("", "/members", "/assignments", "/results.csv"):
        assert "@" not in (await ada.call("GET", f"/api/groups/{group['slug']}{path}")).text


async def test_classmates_do_not_see_whose_account_is_whose(
    ada: Browser, bob: Browser, browsers: Callable[..., Browser], group: Group
) -> None:
    await bob.call("POST", "/api/groups/join", {"code": group["invite_code"]})
    await made(ada, group, "eve")
    path = f"/api/groups/{group['slug']}/members"
    told = {one["username"]: one for one in (await ada.call("GET", path)).json()["items"]}
    assert (told["eve"]["is_managed"], told["eve"]["signed_in"]) == (True, False)
    shown = {one["username"]: one for one in (await bob.call("GET", path)).json()["items"]}
    assert (shown["eve"]["is_managed"], shown["eve"]["signed_in"]) == (False, None)
