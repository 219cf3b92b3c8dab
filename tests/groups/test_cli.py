"""`prodev groups`."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from tests.accounts import Browser
from tests.commands import Cli
from tests.groups.test_groups import Group

NewBrowser = Callable[..., Browser]


@pytest.fixture
def cli(environment: pytest.MonkeyPatch) -> Cli:
    return Cli("groups")


async def test_a_group_is_created_for_its_owner_and_listed(cli: Cli, ada: Browser) -> None:
    said = await cli.done("create", "Informatik 9b", "--owner", "ADA@example.com", "--join", "closed")
    mine = (await ada.call("GET", "/api/groups")).json()["items"]
    assert [(one["slug"], one["role"], one["join"]) for one in mine] == [("informatik-9b", "OWNER", "CLOSED")]
    assert said == f"Created informatik-9b, at /groups/informatik-9b. Its code is {mine[0]['invite_code']}.\n"
    listed = orjson.loads(await cli.done("list", "--json"))
    assert [(one["slug"], one["owner"], one["members"]) for one in listed] == [("informatik-9b", "ada", 1)]
    assert "Informatik 9b" in await cli.done("list")


async def test_what_does_not_fit_is_refused_in_one_line(cli: Cli, guest: Browser, group: Group) -> None:
    slug = group["slug"]
    assert await cli.refused("create", "Class", "--owner", "nobody") == "there is no account nobody"
    assert "Guests" in await cli.refused("create", "Class", "--owner", guest.user["username"])
    assert (await cli.refused("create", " ", "--owner", "ada")).startswith("name: ")
    assert (await cli.refused("create", "Class", "--owner", "ada", "--join", "maybe")).startswith("join: ")
    for command in ("members", "no-such"), ("export", "no-such"), ("add-pupils", "no-such", "-"):
        assert await cli.refused(*command, typed="eve\n") == "there is no group no-such"
    assert "cannot be read" in await cli.refused("add-pupils", slug, "/no/such/file")
    assert (await cli.refused("add-pupils", slug, "-", typed="\n\n")).startswith("usernames: ")
    assert await cli.refused("reset-password", slug, "nobody") == f"there is no member nobody in {slug}"
    assert "their own account" in await cli.refused("reset-password", slug, "ada")


async def test_pupils_sign_in_with_the_sheet_and_choose_a_password(
    cli: Cli, browsers: NewBrowser, group: Group, tmp_path: Path
) -> None:
    names = tmp_path / "names.txt"
    names.write_text("\ufeffeve\r\n\r\n  mallory  \r\n", "utf-8")
    sheet = [line.split() for line in (await cli.done("add-pupils", group["slug"], str(names))).splitlines()]
    assert [username for username, _ in sheet] == ["eve", "mallory"]
    device = browsers()
    await device.login("eve", sheet[0][1])
    assert device.user["must_change_password"] is True
    again = await cli.done("reset-password", group["slug"], "EVE")
    assert not await device.is_signed_in()
    await device.login("eve", again.split()[1])
    listed = {one["username"]: one for one in orjson.loads(await cli.done("members", group["slug"], "--json"))}
    assert {name: one["signed_in"] for name, one in listed.items()} == {"ada": None, "eve": True, "mallory": False}
    assert "not signed in yet" in await cli.done("members", group["slug"])


async def test_a_list_with_faults_makes_nothing_and_names_the_lines(cli: Cli, bob: Browser, group: Group) -> None:
    slug = group["slug"]
    taken = await cli.refused("add-pupils", slug, "-", typed="zoe\n\nbob\nEve\neve\n")
    assert taken == (
        "no accounts were created: line 3: bob is taken.; line 4: Eve is in the list more than once.;"
        " line 5: eve is in the list more than once."
    )
    wrong = await cli.refused("add-pupils", slug, "-", typed="zoe\n<script>\nno spaces\nassface\nFuckFace\n")
    assert wrong.startswith("no accounts were created: line 2: a username has 3 to 50 letters")
    assert "; line 3: " in wrong
    assert wrong.endswith("; line 5: FuckFace holds a word that others may find rude. Choose another name")
    assert "line 4" not in wrong, "what is not unmistakable"
    assert len(orjson.loads(await cli.done("members", slug, "--json"))) == 1


async def test_results_are_written_as_the_page_writes_them(
    cli: Cli, ada: Browser, group: Group, tmp_path: Path
) -> None:
    served = (await ada.call("GET", f"/api/groups/{group['slug']}/results.csv")).text
    assert await cli.done("export", group["slug"]) == served.replace("\r\n", "\n"), "as the runner hands it on"
    file = tmp_path / "results.csv"
    await cli.done("export", group["slug"], "--to", str(file))
    with file.open(newline="") as table:
        assert next(csv.reader(table))[:2] == ["username", "display_name"]
    assert "cannot be written" in await cli.refused("export", group["slug"], "--to", str(tmp_path))
