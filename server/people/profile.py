"""One's own account: names, password, end.

Law: changing the password ends every sign-in, and opens a new one for whoever just proved to know it. Deleting
anonymises the row and keeps it, because results and boards of others (ghosts) point at it; the name and the email are
free again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import asyncpg

from server.infra.web import Principal, Problem
from server.people.admins import keep_an_admin
from server.people.names import deleted_names
from server.people.registration import refuse_taken, taken_by
from server.people.requests import PasswordBody, ProfileBody
from server.sign_in.accounts import USER_COLUMNS, Accounts, Grant, public_user, tell
from server.sign_in.families import end_families, open_family
from server.sign_in.tokens import invalid_token

if TYPE_CHECKING:
    from server.sign_in.accounts import Connection

DELETED_NAME = "deleted player"


def guest_refusal(detail: str) -> Problem:
    return Problem(409, "account/guest", detail)


def _wrong_password(field: str) -> Problem:
    detail = "This is not the account's password."
    errors = [{"pointer": f"/{field}", "code": "wrong_password", "detail": detail}]
    return Problem(403, "account/wrong-password", detail, errors=errors)


async def profile(accounts: Accounts, caller: Principal) -> dict[str, Any]:
    row = await accounts.pg.fetchrow(
        f"SELECT {USER_COLUMNS} FROM users WHERE id = $1 AND deleted_at IS NULL", caller.user_id
    )
    if row is None:
        raise invalid_token()
    return public_user(row)


async def change_profile(accounts: Accounts, caller: Principal, body: ProfileBody) -> dict[str, Any]:
    """Raises Problem 409 for a taken name or email, and for a guest's wish to be named without registering."""
    if caller.is_guest and (body.username or body.email):
        raise guest_refusal("A guest has a display name only. Register to choose a username and an email.")
    if body.username or body.email:
        await refuse_taken(accounts.pg, body.username, body.email, caller.user_id)
    try:
        row = await accounts.pg.fetchrow(
            f"""
            UPDATE users SET username = coalesce($2, username), email = coalesce($3, email),
                display_name = coalesce($4, display_name)
            WHERE id = $1 AND deleted_at IS NULL RETURNING {USER_COLUMNS}
            """,
            caller.user_id,
            body.username,
            body.email,
            body.display_name,
        )
    except asyncpg.UniqueViolationError as error:
        raise taken_by(error) from None
    if row is None:
        raise invalid_token()
    if body.username or body.display_name:
        await tell(accounts.on_renamed, caller.user_id)
    return public_user(row)


async def change_password(accounts: Accounts, caller: Principal, body: PasswordBody, user_agent: str) -> Grant:
    """Raises Problem 403 `account/wrong-password`, 409 `account/guest`, 503 `auth/busy`."""
    if caller.is_guest:
        raise guest_refusal("A guest has no password. Register to choose one.")
    current_hash = await _prove(accounts, caller, body.current_password, "current_password")
    fresh_hash = await accounts.passwords.hash(body.new_password)
    async with accounts.pg.acquire() as connection, connection.transaction():
        changed = await connection.fetchval(
            """
            UPDATE users SET password_hash = $2, token_version = token_version + 1
            WHERE id = $1 AND password_hash = $3 AND deleted_at IS NULL RETURNING true
            """,
            caller.user_id,
            fresh_hash,
            current_hash,
        )
        if not changed:  # by another tab, between the proof and now
            raise _wrong_password("current_password")
        await end_families(connection, caller.user_id, accounts.now())
        return await open_family(accounts, connection, caller.user_id, user_agent)


async def _prove(accounts: Accounts, caller: Principal, password: str, field: str) -> str:
    """The account's hash, when this is its password."""
    password_hash: str | None = await accounts.pg.fetchval(
        "SELECT password_hash FROM users WHERE id = $1 AND deleted_at IS NULL", caller.user_id
    )
    if not await accounts.passwords.check(password, password_hash) or password_hash is None:
        raise _wrong_password(field)
    return password_hash


async def delete_account(accounts: Accounts, caller: Principal, password: str | None) -> None:
    """For good. Raises Problem 422 without a password, 403 for a wrong one, 409 `account/last-admin`."""
    if not caller.is_guest:
        if password is None:
            detail = "Deleting an account needs its password."
            errors = [{"pointer": "/password", "code": "missing", "detail": detail}]
            raise Problem(422, "request/invalid", detail, errors=errors)
        await _prove(accounts, caller, password, "password")
    async with accounts.pg.acquire() as connection, connection.transaction():
        await keep_an_admin(connection, caller.user_id)
        await _anonymise(accounts, connection, caller.user_id)
    await accounts.statistics.forget(caller.user_id)
    await tell(accounts.on_deleted, caller.user_id)


async def _anonymise(accounts: Accounts, connection: Connection, user_id: str) -> None:
    username, email = deleted_names(user_id)
    # A guest has neither email nor hash, and goes on having none: the schema holds the three together.
    await connection.execute(
        """
        UPDATE users SET username = $2, email = CASE WHEN is_guest THEN NULL ELSE $3 END,
            password_hash = CASE WHEN is_guest THEN NULL ELSE '!' END, display_name = $4, role = 'PLAYER',
            settings = '{}', replays_public = false, last_login_at = NULL, is_active = false,
            token_version = token_version + 1, deleted_at = $5
        WHERE id = $1 AND deleted_at IS NULL
        """,
        user_id,
        username,
        email,
        DELETED_NAME,
        accounts.now(),
    )
    await end_families(connection, user_id, accounts.now())
    await connection.execute("UPDATE refresh_tokens SET user_agent = '' WHERE user_id = $1", user_id)
