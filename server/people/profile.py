"""One's own account: names and password.

Law: changing the password ends every sign-in and closes every play socket, and opens a new sign-in for the caller, who
just proved to know it.
"""

from __future__ import annotations

import asyncpg

from server.infra.rows import read
from server.infra.web import Principal, Problem
from server.infra.written import leads_elsewhere
from server.people.accounts import Accounts, tell
from server.people.registration import refuse_taken, taken_by
from server.people.requests import PasswordBody, ProfileBody
from server.results import refuse_new
from server.sign_in import USER_COLUMNS, Grant, User, invalid_token

_IS_CALLED = "SELECT display_name FROM users WHERE id = $1"


def _guest_refusal(detail: str) -> Problem:
    return Problem(409, "account/guest", detail)


def _wrong_password(field: str) -> Problem:
    detail = "Wrong password."
    errors = [{"pointer": f"/{field}", "code": "wrong_password", "detail": detail}]
    return Problem(403, "account/wrong-password", detail, errors=errors)


async def profile(accounts: Accounts, caller: Principal) -> User:
    row = await accounts.pg.fetchrow(
        f"SELECT {USER_COLUMNS} FROM users WHERE id = $1 AND deleted_at IS NULL", caller.user_id
    )
    if row is None:
        raise invalid_token()
    return read(User, row)


async def change_profile(accounts: Accounts, caller: Principal, body: ProfileBody) -> User:
    """Raises Problem 409 for a taken name or email, when a guest asks for either without registering, and for another
    display name of a new account that leads to another site; for another email also 403 `account/password-needed` or
    `account/wrong-password`, 429 and 503 `auth/busy`."""
    if caller.is_guest and (body.username or body.email):
        raise _guest_refusal("Guests only have a display name. Register to choose a username and an email.")
    if body.display_name and leads_elsewhere(body.display_name):
        await _refuse_address_of_new(accounts, caller, body.display_name)
    new_email = body.email if body.email is not None and await _is_new(accounts, caller, body.email) else None
    if new_email is not None:
        await _admit_new_email(accounts, caller, body.password)
    if body.username or new_email:
        await refuse_taken(accounts, body.username, new_email or None, caller.user_id)
    try:
        async with accounts.pg.acquire() as connection, connection.transaction():
            await caller.confirm(connection)
            row = await connection.fetchrow(
                f"""
                UPDATE users SET username = coalesce($2, username), email = nullif(coalesce($3, email), ''),
                    display_name = coalesce($4, display_name)
                WHERE id = $1 RETURNING {USER_COLUMNS}
                """,
                caller.user_id,
                body.username,
                body.email,
                body.display_name,
            )
    except asyncpg.UniqueViolationError as error:
        raise taken_by(error) from None
    assert row is not None  # locked by the transaction
    if body.username or body.display_name:
        await tell(accounts.on_renamed, caller.user_id)
    return read(User, row)


async def _refuse_address_of_new(accounts: Accounts, caller: Principal, display_name: str) -> None:
    """Who has the name already keeps it."""
    if await accounts.pg.fetchval(_IS_CALLED, caller.user_id) != display_name:
        await refuse_new(accounts.pg, caller.user_id, "display_name")


async def _is_new(accounts: Accounts, caller: Principal, email: str) -> bool:
    """False for one's own address, also when it is written in another case. An empty one is none."""
    return bool(
        await accounts.pg.fetchval(
            "SELECT coalesce(lower(email), '') <> lower($2) FROM users WHERE id = $1", caller.user_id, email
        )
    )


async def _admit_new_email(accounts: Accounts, caller: Principal, password: str | None) -> None:
    """One may sign in with an address, so whoever finds an open browser must not be able to set theirs."""
    if password is None:
        detail = "Enter your password to change the email."
        errors = [{"pointer": "/password", "code": "password_needed", "detail": detail}]
        raise Problem(403, "account/password-needed", detail, errors=errors)
    await accounts.questions.chooses(caller.user_id)
    await prove_password(accounts, caller, password, "password")


async def change_password(accounts: Accounts, caller: Principal, body: PasswordBody, user_agent: str) -> Grant:
    """Raises Problem 403 `account/wrong-password`, 409 `account/guest`, 503 `auth/busy`."""
    if caller.is_guest:
        raise _guest_refusal("Guests have no password. Register to choose one.")
    current_hash = await prove_password(accounts, caller, body.current_password, "current_password")
    fresh_hash = await accounts.sign_in.passwords.hash(body.new_password)
    async with accounts.pg.acquire() as connection, connection.transaction():
        await caller.confirm(connection)
        changed = await connection.fetchval(
            """
            UPDATE users SET password_hash = $2, must_change_password = false
            WHERE id = $1 AND password_hash = $3 RETURNING true
            """,
            caller.user_id,
            fresh_hash,
            current_hash,
        )
        if not changed:  # by another tab, between the proof and now
            raise _wrong_password("current_password")
        await accounts.sign_in.end_all(connection, caller.user_id)
        grant = await accounts.sign_in.families.open(connection, caller.user_id, user_agent)
    await accounts.sign_in.all_ended(caller.user_id)
    return grant


async def prove_password(accounts: Accounts, caller: Principal, password: str, field: str) -> str:
    """The account's hash, when this is its password. Raises Problem 403 `account/wrong-password` at the body's `field`,
    503 `auth/busy`."""
    password_hash: str | None = await accounts.pg.fetchval(
        "SELECT password_hash FROM users WHERE id = $1 AND deleted_at IS NULL", caller.user_id
    )
    if not await accounts.sign_in.passwords.check(password, password_hash, caller.user_id) or password_hash is None:
        raise _wrong_password(field)
    return password_hash
