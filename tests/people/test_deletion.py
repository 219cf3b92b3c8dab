"""The end of an account: what is made anonymous, what is erased, and what stays."""

from __future__ import annotations

from collections.abc import Callable

import asyncpg

from server.people import Accounts
from tests.accounts import PASSWORD, Browser, Told
from tests.http import pointers, problem
from tests.people.games import add_game, saw_snippets

NewBrowser = Callable[..., Browser]


async def test_a_deleted_account_is_anonymous_and_its_names_are_free(
    browsers: NewBrowser, ada: Browser, pg: asyncpg.Pool, told: Told
) -> None:
    response = await ada.call("DELETE", "/api/user/account", {"password": PASSWORD})
    assert (response.status_code, response.content) == (204, b"")
    row = await pg.fetchrow("SELECT * FROM users WHERE id = $1", ada.id)
    assert row is not None
    assert row["username"] == f"deleted_{ada.id.replace('-', '')[:12]}"
    assert row["email"] == f"deleted-{ada.id}@deleted.invalid"
    assert (row["password_hash"], row["display_name"]) == ("!", "deleted player")
    assert (row["is_active"], row["last_login_at"], row["settings"]) == (False, None, {})
    assert row["deleted_at"] is not None and not row["replays_public"]
    tokens = await pg.fetch("SELECT revoked_at, user_agent FROM refresh_tokens WHERE user_id = $1", ada.id)
    assert [(token["revoked_at"] is None, token["user_agent"]) for token in tokens] == [(False, "")]
    assert told.deleted == [ada.id]
    assert problem(await ada.call("GET", "/api/user/profile")) == (401, "auth/invalid-token")
    again = browsers()
    await again.register("ada")
    assert again.id != ada.id


async def test_results_stay_under_the_deleted_player(ada: Browser, pg: asyncpg.Pool) -> None:
    session = await pg.fetchval(
        "INSERT INTO game_sessions (user_id, language) VALUES ($1, 'PYTHON') RETURNING id", ada.id
    )
    await ada.call("DELETE", "/api/user/account", {"password": PASSWORD})
    name = await pg.fetchval(
        "SELECT display_name FROM users u JOIN game_sessions s ON s.user_id = u.id WHERE s.id = $1", session
    )
    assert name == "deleted player"


async def test_deletion_needs_the_password(ada: Browser, told: Told) -> None:
    for body, expected in [
        ({}, (422, "request/invalid")),
        ({"password": None}, (422, "request/invalid")),
        ({"password": 5}, (422, "request/invalid")),
        ({"password": "wrong password"}, (403, "account/wrong-password")),
    ]:
        response = await ada.call("DELETE", "/api/user/account", body)
        assert problem(response) == expected and pointers(response) == ["/password"], body
        assert await ada.is_signed_in(), body
        assert told.deleted == [], body


async def test_a_guest_deletes_without_a_password(guest: Browser, pg: asyncpg.Pool, told: Told) -> None:
    assert (await guest.call("DELETE", "/api/user/account", {})).status_code == 204
    row = await pg.fetchrow("SELECT * FROM users WHERE id = $1", guest.id)
    assert row is not None and row["deleted_at"] is not None and row["display_name"] == "deleted player"
    assert told.deleted == [guest.id]
    assert not await guest.is_signed_in()


async def test_the_last_admin_cannot_leave(admin: Browser, bob: Browser, pg: asyncpg.Pool) -> None:
    response = await admin.call("DELETE", "/api/user/account", {"password": PASSWORD})
    assert problem(response) == (409, "account/last-admin")
    await pg.execute("UPDATE users SET role = 'ADMIN' WHERE id = $1", bob.id)
    assert (await admin.call("DELETE", "/api/user/account", {"password": PASSWORD})).status_code == 204


async def test_a_callback_that_fails_does_not_undo_the_deletion(ada: Browser, accounts: Accounts) -> None:
    async def fail(_: str) -> None:
        raise RuntimeError("boards")

    accounts.on_deleted = fail
    assert (await ada.call("DELETE", "/api/user/account", {"password": PASSWORD})).status_code == 204


async def test_what_a_feature_erases_is_gone_and_what_it_keeps_stays(
    ada: Browser, bob: Browser, pg: asyncpg.Pool
) -> None:
    for browser in ada, bob:
        await add_game(pg, browser.id, 20)
        await saw_snippets(pg, browser.id)
    await ada.call("DELETE", "/api/user/account", {"password": PASSWORD})
    left = await pg.fetch("SELECT DISTINCT user_id FROM recent_snippets")
    assert [row["user_id"] for row in left] == [bob.id]
    for table in "game_sessions", "game_results", "typing_sessions", "typing_results", "user_statistics":
        assert await pg.fetchval(f"SELECT count(*) FROM {table} WHERE user_id = $1", ada.id) == 1, table
    agents = await pg.fetch("SELECT user_agent <> '' AS kept FROM refresh_tokens ORDER BY user_id = $1", ada.id)
    assert [row["kept"] for row in agents] == [True, False], "only the caller's are redacted"
