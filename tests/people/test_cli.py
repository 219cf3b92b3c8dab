"""`prodev users`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable

import asyncpg
import orjson
import pytest
from redis.asyncio import Redis

from server.infra.postgres import Pool
from server.leaderboards import Boards
from server.settings import Settings
from tests.accounts import PASSWORD, Browser
from tests.commands import Cli
from tests.leaderboards.boards import play
from tests.leaderboards.test_upkeep import page
from tests.rows import one_row

NewBrowser = Callable[..., Browser]


@pytest.fixture
def cli(environment: pytest.MonkeyPatch) -> Cli:
    return Cli("users")


@pytest.fixture
async def boards(pg: Pool, redis: Redis, settings: Settings) -> AsyncIterator[Boards]:
    made = Boards(pg, redis, settings)
    yield made
    await made.close()


NEW = ("create", "--username", "grace", "--email", "grace@example.com")


async def test_create_makes_an_account_that_signs_in(cli: Cli, browsers: NewBrowser) -> None:
    result = await cli(*NEW, "--role", "admin", "--password", PASSWORD)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Created grace (ADMIN), id ")
    assert PASSWORD not in result.output
    grace = browsers()
    await grace.login("grace")
    assert (grace.user["role"], grace.user["display_name"]) == ("ADMIN", "grace")


async def test_create_asks_for_the_password(cli: Cli, browsers: NewBrowser) -> None:
    result = await cli(*NEW, "--display-name", "Grace H.", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    grace = browsers()
    await grace.login("grace@example.com")
    assert (grace.user["role"], grace.user["display_name"]) == ("PLAYER", "Grace H.")


async def test_create_can_make_a_password(cli: Cli, browsers: NewBrowser) -> None:
    result = await cli(*NEW, "--generate")
    password = result.output.splitlines()[-1].removeprefix("Password: ")
    await browsers().login("grace", password)


async def test_create_refuses_what_does_not_fit_in_one_line(cli: Cli, ada: Browser, pg: asyncpg.Pool) -> None:
    password = ("--password", PASSWORD)
    assert await cli.refused("create", "--username", "ADA", "--email", "x@example.com", *password) == (
        "This username is taken."
    )
    assert await cli.refused("create", "--username", "eve", "--email", "ADA@example.com", *password) == (
        "This email is taken."
    )
    assert (await cli.refused("create", "--username", "e v", "--email", "x@example.com", *password)).startswith(
        "username: "
    )
    assert (await cli.refused("create", "--username", "eve", "--email", "x", *password)).startswith("email: ")
    assert await cli.refused(*NEW, *password, "--role", "king") == "role: king is not player, moderator or admin"
    assert (await cli.refused(*NEW, "--password", "short")).startswith("password: ")
    assert (await cli.refused(*NEW, "--password", "é" * 37)).startswith("password: ")
    assert await cli.refused(*NEW, *password, "--generate") == "give --password or --generate, not both"
    assert await pg.fetchval("SELECT count(*) FROM users") == 1


async def test_list_shows_accounts_for_people_and_for_programs(cli: Cli, ada: Browser, guest: Browser) -> None:
    shown = (await cli("list")).output
    assert "ada@example.com" in shown and "guest" in shown
    listed = orjson.loads((await cli("list", "--json")).output)
    assert {user["username"] for user in listed} == {"ada", guest.user["username"]}
    assert not {"password_hash", "token_version"} & listed[0].keys()
    assert len(orjson.loads((await cli("list", "--json", "--limit", "1")).output)) == 1
    assert "1 of 2 accounts" in (await cli("list", "--limit", "1")).output
    assert orjson.loads((await cli("list", "--json", "--role", "admin")).output) == []
    assert await cli.refused("list", "--role", "king") == "role: king is not player, moderator or admin"


async def test_set_role_promotes_and_keeps_the_last_admin(cli: Cli, ada: Browser) -> None:
    assert (await cli("set-role", "ADA", "Admin")).output.endswith("ada is now ADMIN.\n")
    assert await ada.call("GET", "/api/admin/users")
    assert "last active admin" in await cli.refused("set-role", "ada@example.com", "player")
    assert await cli.refused("set-role", "nobody", "admin") == "there is no account nobody"
    assert await cli.refused("set-role", "ada", "king") == "role: king is not player, moderator or admin"


async def test_reset_password_replaces_it_and_signs_out(cli: Cli, browsers: NewBrowser, ada: Browser) -> None:
    result = await cli("reset-password", "ada", "--generate")
    assert result.exit_code == 0, result.output
    assert not await ada.is_signed_in()
    await browsers().login("ada", result.output.splitlines()[-1].removeprefix("Password: "))
    assert await cli.refused("reset-password", "nobody", "--generate") == "there is no account nobody"
    assert (await cli.refused("reset-password", "ada", "--password", "x")).startswith("password: ")


async def test_a_guest_gets_no_password_from_here(cli: Cli, guest: Browser) -> None:
    line = await cli.refused("reset-password", guest.user["username"], "--password", PASSWORD)
    assert line == "Guests have neither a role nor a password."


async def test_disable_signs_out_and_takes_off_the_boards_until_enable(
    cli: Cli, ada: Browser, bob: Browser, boards: Boards, pg: Pool
) -> None:
    for player in (ada, bob):
        await boards.add(await play(pg, player.id))
    assert {entry.user_id for entry in (await page(boards)).entries} == {ada.id, bob.id}
    assert (await cli.done("disable", "ADA")).endswith("ada is disabled.\n")
    assert not await ada.is_signed_in() and await bob.is_signed_in()
    assert [entry.user_id for entry in (await page(boards)).entries] == [bob.id]
    assert (await cli.done("enable", "ada@example.com")).endswith("ada is enabled.\n")
    assert {entry.user_id for entry in (await page(boards)).entries} == {ada.id, bob.id}
    assert await cli.refused("disable", "nobody") == "there is no account nobody"


async def test_rename_changes_either_name_and_the_boards(
    cli: Cli, browsers: NewBrowser, ada: Browser, boards: Boards, pg: Pool
) -> None:
    await boards.add(await play(pg, ada.id))
    assert (await cli.done("rename", "ada", "--display-name", "Somebody")).endswith("ada is now ada (Somebody).\n")
    (entry,) = (await page(boards)).entries
    assert entry.display_name == "Somebody"
    assert (await cli.done("rename", "ada", "--username", "lovelace")).endswith("ada is now lovelace (Somebody).\n")
    await browsers().login("lovelace")
    await cli.done(*NEW, "--password", PASSWORD)
    assert await cli.refused("rename", "lovelace", "--username", "GRACE") == "This username is taken."
    assert await cli.refused("rename", "grace") == "give --username, --display-name or both"
    assert (await cli.refused("rename", "grace", "--username", "b b")).startswith("username: ")
    deeds = await pg.fetch("SELECT action, new_values FROM audit_logs WHERE entity_id = $1 ORDER BY created_at", ada.id)
    assert [deed["action"] for deed in deeds] == ["rename", "rename"]


async def test_a_guest_is_renamed_by_display_name_alone(cli: Cli, guest: Browser) -> None:
    name = guest.user["username"]
    assert (
        await cli.refused("rename", name, "--username", "x_y_z") == "Of a guest only the display name can be changed."
    )
    assert (await cli.done("rename", name, "--display-name", "Guest One")).endswith(
        f"{name} is now {name} (Guest One).\n"
    )


async def test_delete_asks_and_deletes_for_good(cli: Cli, admin: Browser, ada: Browser, bob: Browser, pg: Pool) -> None:
    declined = await cli("delete", "ada", "bob", typed="n\n")
    assert declined.exit_code == 1 and await ada.is_signed_in()
    assert await cli.refused("delete", "ada", "nobody", "--yes") == "there is no account nobody"
    assert await ada.is_signed_in()  # all or none
    assert (await cli.done("delete", "ada", "bob", typed="y\n")).endswith("2 accounts deleted.\n")
    assert not await ada.is_signed_in() and not await bob.is_signed_in()
    rows = await pg.fetch("SELECT display_name FROM users WHERE id = ANY($1)", [ada.id, bob.id])
    assert {row["display_name"] for row in rows} == {"deleted player"}
    assert await pg.fetchval("SELECT count(*) FROM audit_logs WHERE action = 'delete'") == 2
    assert "last active admin" in await cli.refused("delete", admin.user["username"], "--yes")


async def test_an_email_and_a_date_are_never_broken_over_two_lines(
    cli: Cli, browsers: NewBrowser, ada: Browser, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("COLUMNS", "60")
    address = "a.rather.long.name.of.somebody@department.university.example.org"
    await cli.done("create", "--username", "grace", "--email", address, "--password", PASSWORD)
    assert re.search(rf"{re.escape(address)} +PLAYER +active +\d{{4}}-\d\d-\d\d", await cli.done("list"))


async def test_robots_are_marked_unmarked_and_deleted(cli: Cli, ada: Browser, bob: Browser, pg: asyncpg.Pool) -> None:
    async def marked() -> set[str]:
        return {row["id"] for row in await pg.fetch("SELECT id FROM users WHERE is_bot AND deleted_at IS NULL")}

    assert (await cli("remove-bots")).output == "0 accounts deleted.\n"
    assert (await cli("mark-bot", "ADA", "bob@example.com")).exit_code == 0
    assert await marked() == {ada.id, bob.id}
    assert "active, robot" in (await cli("list")).output
    assert (await cli("unmark-bot", "ada")).output.endswith("ada is not marked as a robot.\n")
    assert await marked() == {bob.id}
    assert await cli.refused("mark-bot", "nobody") == "there is no account nobody"
    declined = await cli("remove-bots", typed="n\n")
    assert (declined.exit_code, await marked()) == (1, {bob.id})
    assert (await cli("remove-bots", typed="y\n")).output.endswith("1 account deleted.\n")
    assert await marked() == set() and not await bob.is_signed_in() and await ada.is_signed_in()
    row = await one_row(pg, "SELECT username, display_name, is_active FROM users WHERE id = $1", bob.id)
    assert (row["display_name"], row["is_active"]) == ("deleted player", False)
    assert row["username"] != "bob"


async def test_the_last_admin_is_not_deleted_as_a_robot(cli: Cli, admin: Browser) -> None:
    await cli("mark-bot", admin.user["username"])
    assert "last active admin" in await cli.refused("remove-bots", "--yes")
