"""What teachers do is in the audit log, over HTTP and from the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.infra.postgres import Pool
from server.infra.web import Endpoints
from tests.accounts import Browser
from tests.commands import Cli
from tests.groups.test_groups import Group

# Each endpoint by which a group is changed, and the deeds that it leaves; none for what everybody does for themselves.
DEEDS = {
    "POST /api/groups": {"create"},
    "PUT /api/groups/{slug}": {"edit", "renew_code"},
    "DELETE /api/groups/{slug}": {"delete"},
    "POST /api/groups/{slug}/pupils": {"user create"},
    "PUT /api/groups/{slug}/members/{user_id}": {"edit_member", "user rename"},
    "POST /api/groups/{slug}/members/{user_id}/password": {"user reset_password"},
    "DELETE /api/groups/{slug}/members/{user_id}": {"remove_member", "user delete"},
    "POST /api/groups/{slug}/assignments": {"assign"},
    "DELETE /api/groups/{slug}/assignments/{id}": {"withdraw"},
    "POST /api/groups/join": set(),
    "POST /api/groups/{slug}/leave": set(),
}


def in_order(entry: tuple[Any, ...]) -> str:
    return json.dumps(entry, sort_keys=True)


async def logged(pg: Pool) -> list[tuple[Any, ...]]:
    rows = await pg.fetch(
        "SELECT entity_type, entity_id, action, old_values, new_values, metadata, user_id, ip_address FROM audit_logs"
        " ORDER BY created_at, id"
    )
    return [tuple(row) for row in rows]


def test_every_endpoint_that_changes_a_group_is_known(endpoints: Endpoints) -> None:
    paths = {f"{one.method} {one.path}" for one in endpoints if one.path.startswith("/api/groups")}
    assert {path for path in paths if not path.startswith("GET ")} == DEEDS.keys()


async def test_each_deed_is_logged_with_what_was_changed(ada: Browser, bob: Browser, group: Group, pg: Pool) -> None:
    path = f"/api/groups/{group['slug']}"
    await ada.call("PUT", path, {"name": "Informatik 9c", "join": "open", "new_invite_code": True})
    await ada.call("PUT", path, {"name": "Informatik 9c"})  # changes nothing
    await bob.call("POST", "/api/groups/join", {"code": group["slug"]})
    (eve,) = (await ada.call("POST", f"{path}/pupils", {"usernames": ["eve"]})).json()
    await ada.call("POST", f"{path}/members/{eve['user_id']}/password")
    await ada.call("PUT", f"{path}/members/{eve['user_id']}", {"username": "eve_k", "nickname": "Eve K."})
    await ada.call("DELETE", f"{path}/members/{eve['user_id']}", params={"delete_account": "true"})
    await ada.call("PUT", f"{path}/members/{bob.id}", {"role": "teacher"})
    await ada.call("DELETE", f"{path}/members/{bob.id}")
    asked = (await ada.call("POST", f"{path}/assignments", {"title": "Three games", "games": 3})).json()
    await ada.call("DELETE", f"{path}/assignments/{asked['id']}")
    assert (await ada.call("DELETE", path)).status_code == 204
    found = await logged(pg)
    told = {"group": group["slug"]}
    own, account, member = ("group", group["id"]), ("user", eve["user_id"]), {**told, "member": bob.id}
    expected = [
        (*own, "create", None, {"name": "Informatik 9b", "join": "CODE"}, {**told, "owner": ada.id}),
        (*own, "edit", {"name": "Informatik 9b", "join": "CODE"}, {"name": "Informatik 9c", "join": "OPEN"}, told),
        (*own, "renew_code", None, None, told),
        (*account, "create", None, {"username": "eve"}, told),
        (*account, "reset_password", None, None, told),
        (*account, "rename", {"username": "eve"}, {"username": "eve_k"}, told),
        (*own, "edit_member", {"nickname": None}, {"nickname": "Eve K."}, {**told, "member": eve["user_id"]}),
        (*account, "delete", None, None, told),
        (*own, "edit_member", {"role": "MEMBER"}, {"role": "TEACHER"}, member),
        (*own, "remove_member", None, None, member),
        (*own, "assign", None, {"title": "Three games"}, {**told, "assignment": asked["id"]}),
        (*own, "withdraw", {"title": "Three games"}, None, {**told, "assignment": asked["id"]}),
        (*own, "delete", {"name": "Informatik 9c", "join": "OPEN", "members": 1}, None, told),
    ]
    assert sorted(map(in_order, (entry[:6] for entry in found))) == sorted(map(in_order, expected))
    assert {entry[6:] for entry in found} == {(ada.id, "127.0.0.1")}
    text = str(found)
    assert eve["password"] not in text and group["invite_code"] not in text
    deeds = {entry[2] if entry[0] == "group" else f"user {entry[2]}" for entry in found}
    assert deeds == {deed for each in DEEDS.values() for deed in each}


async def test_a_refused_deed_leaves_no_entry(ada: Browser, group: Group, pg: Pool) -> None:
    before = await logged(pg)
    answer = await ada.call("PUT", f"/api/groups/{group['slug']}/members/{ada.id}", {"nickname": "A", "role": "member"})
    assert answer.status_code == 409
    assert await logged(pg) == before


async def test_the_command_line_is_named_and_not_the_owner(
    environment: pytest.MonkeyPatch, ada: Browser, pg: Pool
) -> None:
    cli = Cli("groups")
    await cli.done("create", "Class", "--owner", "ada")
    await cli.done("add-pupils", "class", "-", typed="eve\n")
    await cli.done("reset-password", "class", "eve")
    rows = [(entry[2], entry[5]["command"], entry[6]) for entry in await logged(pg)]
    assert rows == [
        ("create", "prodev groups create", None),
        ("create", "prodev groups add-pupils", None),
        ("reset_password", "prodev groups reset-password", None),
    ]
