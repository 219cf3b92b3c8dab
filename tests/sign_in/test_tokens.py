"""Access tokens: which ones open, and how soon they stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import asyncpg
import jwt
import pytest

from server.people import Accounts
from server.settings import Settings
from tests.accounts import Browser, Clock
from tests.http import bearer, problem

NewBrowser = Callable[..., Browser]
INVALID, EXPIRED = (401, "auth/invalid-token"), (401, "auth/expired-token")


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


async def test_a_token_says_who_and_how_long(ada: Browser, clock: Clock) -> None:
    claims = claims_of(ada.token)
    assert claims["sub"] == ada.id
    assert claims["token_version"] == 0
    assert claims["iat"] == int(clock().timestamp())
    assert claims["exp"] - claims["iat"] == 900


async def test_a_principal_is_what_the_row_says_now(ada: Browser, accounts: Accounts, pg: asyncpg.Pool) -> None:
    await pg.execute("UPDATE users SET role = 'MODERATOR', display_name = 'Countess' WHERE id = $1", ada.id)
    principal = await accounts.sign_in.authenticate(ada.token)
    assert (principal.user_id, principal.username, principal.role) == (ada.id, "ada", "MODERATOR")
    assert (principal.display_name, principal.is_guest) == ("Countess", False)


async def test_a_token_lives_15_minutes(ada: Browser, clock: Clock) -> None:
    clock.advance(seconds=899)
    assert await ada.is_signed_in()
    clock.advance(seconds=1)
    response = await ada.call("GET", "/api/user/profile")
    assert problem(response) == EXPIRED
    assert response.headers["www-authenticate"].startswith("Bearer")


async def test_a_token_of_ours_that_says_something_else_is_invalid(ada: Browser, settings: Settings) -> None:
    changes: list[dict[str, object]] = [
        {"sub": str(uuid4())},
        {"sub": "ada"},
        {"sub": None},
        {"sub": 7},
        {"sid": str(uuid4())},
        {"sid": ["x"]},
        {"token_version": 1},
        {"token_version": "one"},
        {"exp": "never"},
        {"exp": None},
    ]
    for change in changes:
        token = jwt.encode({**claims_of(ada.token), **change}, str(settings.secret_key), "HS256")
        assert problem(await ada.call("GET", "/api/user/profile", headers=bearer(token))) == INVALID, change


async def test_a_token_with_anothers_sign_in_is_invalid(ada: Browser, bob: Browser, settings: Settings) -> None:
    claims = {**claims_of(ada.token), "sid": claims_of(bob.token)["sid"]}
    token = jwt.encode(claims, str(settings.secret_key), "HS256")
    assert problem(await ada.call("GET", "/api/user/profile", headers=bearer(token))) == INVALID


async def test_what_is_no_token_is_invalid(browsers: NewBrowser) -> None:
    for token in ["x", "a.b.c", "é", "..", "x" * 5000]:
        headers = {b"Authorization": f"Bearer {token}".encode("latin-1")}
        assert problem(await browsers().http.get("/api/user/profile", headers=headers)) == INVALID, token


async def test_another_key_or_no_signature_is_invalid(ada: Browser) -> None:
    claims = claims_of(ada.token)
    forged = jwt.encode(claims, "the key of another installation, as long", "HS256")
    assert problem(await ada.call("GET", "/api/user/profile", headers=bearer(forged))) == INVALID
    unsigned = jwt.encode(claims, "", "none")
    assert problem(await ada.call("GET", "/api/user/profile", headers=bearer(unsigned))) == INVALID


async def test_no_token_is_told_to_sign_in(browsers: NewBrowser) -> None:
    for header in [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "}]:
        response = await browsers().http.get("/api/user/profile", headers=header)
        assert problem(response) == (401, "auth/required"), header
        assert response.headers["www-authenticate"] == "Bearer", header


@pytest.mark.parametrize("change", ["is_active = false", "token_version = 5", "is_active = false, deleted_at = now()"])
async def test_a_row_that_has_moved_on_ends_the_token(ada: Browser, pg: asyncpg.Pool, change: str) -> None:
    await pg.execute(f"UPDATE users SET {change} WHERE id = $1", ada.id)
    assert problem(await ada.call("GET", "/api/user/profile")) == INVALID


# ---------------------------------------------------------------- signing out


async def test_logout_ends_this_sign_in_at_once_and_no_other(browsers: NewBrowser, ada: Browser) -> None:
    elsewhere = browsers()
    await elsewhere.login("ada")
    response = await ada.http.post("/api/auth/logout")
    assert (response.status_code, response.content) == (204, b"")
    assert 'prodev_refresh=""' in response.headers["set-cookie"] and "Path=/api/auth" in response.headers["set-cookie"]
    assert "prodev_refresh" not in ada.http.cookies
    assert not await ada.is_signed_in()
    assert await elsewhere.is_signed_in()


async def test_logout_without_the_cookie_ends_the_tokens_sign_in(ada: Browser, clock: Clock) -> None:
    refresh_token = ada.refresh_token
    ada.http.cookies.clear()
    clock.advance(hours=1)  # an expired access token is enough to log out with
    assert (await ada.call("POST", "/api/auth/logout")).status_code == 204
    response = await ada.http.post("/api/auth/refresh", headers={"Cookie": f"prodev_refresh={refresh_token}"})
    assert problem(response) == (401, "auth/invalid-refresh")


async def test_logging_out_twice_or_as_nobody_is_no_error(browsers: NewBrowser, ada: Browser) -> None:
    for _ in range(2):
        assert (await ada.call("POST", "/api/auth/logout")).status_code == 204
    response = await browsers().call("POST", "/api/auth/logout", headers=bearer("x"))
    assert response.status_code == 204


async def test_logout_all_ends_every_sign_in(browsers: NewBrowser, ada: Browser, bob: Browser) -> None:
    elsewhere = browsers()
    await elsewhere.login("ada")
    assert (await ada.call("POST", "/api/auth/logout-all")).status_code == 204
    for browser in ada, elsewhere:
        assert problem(await browser.call("GET", "/api/user/profile")) == INVALID
    assert problem(await elsewhere.http.post("/api/auth/refresh")) == (401, "auth/invalid-refresh")
    assert await bob.is_signed_in()
    await ada.login("ada")
    assert claims_of(ada.token)["token_version"] == 1


async def test_logout_all_needs_a_token(browsers: NewBrowser) -> None:
    assert problem(await browsers().http.post("/api/auth/logout-all")) == (401, "auth/required")
