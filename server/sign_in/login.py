"""Signing in with a password, and signing out.

Law: a refused login is the same 401 after the same one hash, whether the account is unknown, a guest's, disabled, or
the password is wrong or too long. Nobody learns from it who has an account.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from server.infra.rows import columns, read
from server.infra.user_locks import lock_users
from server.infra.web import Problem
from server.results import SHOWN
from server.sign_in.emails import normal_login
from server.sign_in.families import Grant, family_of
from server.sign_in.requests import LoginBody
from server.sign_in.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class _Credentials:
    id: str
    password_hash: str | None
    is_active: bool


def _wrong_credentials() -> Problem:
    return Problem(401, "auth/wrong-credentials", "Wrong username or password.")


async def login(sign_in: SignIn, body: LoginBody, user_agent: str, device: str | None) -> Grant:
    """Signs in by username or email; `device` is the device cookie. Raises Problem 401 `auth/wrong-credentials`, 429,
    503 `auth/busy`."""
    account = await _find(sign_in, body.login)
    await sign_in.guesses.admit(body.login, sign_in.known_devices.name_of(device, account.id) if account else None)
    password_hash = account.password_hash if account else None
    good = await sign_in.passwords.check(body.password, password_hash, account.id if account else "")
    if account is None or password_hash is None or not good or not account.is_active:
        raise _wrong_credentials()
    fresh_hash = None
    if sign_in.passwords.is_outdated(password_hash):
        fresh_hash = await sign_in.passwords.hash(body.password)
    async with sign_in.pg.acquire() as connection, connection.transaction():
        # Asked again, now that the row is locked: a password changed in the meantime must not still open a sign-in.
        user_id: str | None = await connection.fetchval(
            f"SELECT id FROM users u WHERE id = $1 AND password_hash = $2 AND {SHOWN} FOR NO KEY UPDATE",
            account.id,
            password_hash,
        )
        if user_id is None:
            raise _wrong_credentials()
        if fresh_hash is not None:
            await connection.execute("UPDATE users SET password_hash = $2 WHERE id = $1", user_id, fresh_hash)
        return await sign_in.families.open(connection, user_id, user_agent)


async def _find(sign_in: SignIn, login: str) -> _Credentials | None:
    column = "email" if "@" in login else "username"
    row = await sign_in.pg.fetchrow(
        f"SELECT {columns(_Credentials)} FROM users WHERE lower({column}) = lower($1) AND deleted_at IS NULL",
        normal_login(login),
    )
    return read(_Credentials, row) if row is not None else None


async def logout(sign_in: SignIn, refresh_token: str | None, access_token: str | None) -> None:
    """Ends the sign-ins that the two tokens belong to, even when the access token has expired. A token that is not ours
    ends nothing and is not an error: its sender is signed out already."""
    ended: set[tuple[str, str]] = set()
    if access_token:
        with contextlib.suppress(Problem):
            claims = sign_in.access_tokens.read(access_token, sign_in.now(), expired_too=True)
            ended.add((claims.user_id, claims.family_id))
    async with sign_in.pg.acquire() as connection, connection.transaction():
        if refresh_token and (family := await family_of(connection, refresh_token)):
            ended.add(family)
        for user_id, family_id in sorted(ended):  # in one order everywhere, so that no two logouts wait for each other
            await lock_users(connection, user_id)
            await sign_in.families.end(connection, user_id, family_id)


async def logout_everywhere(sign_in: SignIn, user_id: str) -> None:
    """Ends every sign-in of the user, every access token and every open play socket, now."""
    async with sign_in.pg.acquire() as connection, connection.transaction():
        await lock_users(connection, user_id)
        await sign_in.end_all(connection, user_id)
    await sign_in.all_ended(user_id)
