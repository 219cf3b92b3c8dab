"""Signing in with a password: what opens the door, and that a closed one says nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import asyncpg
import bcrypt
import pytest

from server.people import Accounts
from server.sign_in import Tokens
from server.sign_in.passwords import Passwords
from tests.accounts import PASSWORD, Browser, Clock
from tests.http import fits, pointers, problem

NewBrowser = Callable[..., Browser]


async def test_username_or_email_in_any_case_signs_in(browsers: NewBrowser, ada: Browser) -> None:
    for login in ["ada", "ADA", "ada@example.com", "Ada@EXAMPLE.com"]:
        browser = browsers()
        response = await browser.login(login)
        assert response.status_code == 200, login
        assert fits(Tokens, response.json())
        assert browser.id == ada.id, login
        assert await browser.is_signed_in(), login


async def test_an_international_address_signs_in_as_it_was_typed(browsers: NewBrowser) -> None:
    await browsers().register("jose", email="José@BÜCHER.example")
    for typed in ("José@BÜCHER.example", "jose\u0301@bücher.example"):
        assert (await browsers().login(typed)).status_code == 200


async def test_a_login_is_remembered(browsers: NewBrowser, ada: Browser, clock: Clock) -> None:
    clock.advance(hours=1)
    response = await browsers().login("ada")
    assert response.json()["user"]["last_login_at"] == clock().strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The hashes that passwords were checked against."""
    seen: list[bytes] = []
    check = bcrypt.checkpw

    def counting(password: bytes, password_hash: bytes) -> bool:
        seen.append(password_hash)
        return check(password, password_hash)

    monkeypatch.setattr("bcrypt.checkpw", counting)
    return seen


async def test_every_refused_login_says_the_same_after_one_hash(
    browsers: NewBrowser,
    bob: Browser,
    guest: Browser,
    pg: asyncpg.Pool,
    hashed: list[bytes],
) -> None:
    await browsers().register("ada")
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", bob.id)
    answers = []
    for login, password in [
        ("ada", "wrong password"),
        ("ada", ""),
        ("ada", "p" * 73),
        ("ada", PASSWORD + " " * 73),
        ("nobody", PASSWORD),
        ("nobody@example.com", PASSWORD),
        ("bob", PASSWORD),
        (guest.user["username"], PASSWORD),
        ("not a name", PASSWORD),
        ("@", PASSWORD),
    ]:
        hashed.clear()
        response = await browsers().call("POST", "/api/auth/login", {"login": login, "password": password})
        assert problem(response) == (401, "auth/wrong-credentials")
        assert "set-cookie" not in response.headers
        assert len(hashed) == 1 and hashed[0].startswith(b"$2b$04$"), login
        answers.append(response.content)
    assert len(set(answers)) == 1


async def test_a_deleted_account_signs_in_no_more(browsers: NewBrowser, ada: Browser) -> None:
    await ada.call("DELETE", "/api/user/account", {"password": PASSWORD})
    for login in ("ada", "ada@example.com", f"deleted-{ada.id}@deleted.invalid"):
        for password in (PASSWORD, "!"):
            response = await browsers().call("POST", "/api/auth/login", {"login": login, "password": password})
            assert problem(response) == (401, "auth/wrong-credentials")


async def test_a_malformed_login_is_refused(browsers: NewBrowser) -> None:
    for body, pointer in [
        ({"login": "ada"}, "/password"),
        ({"password": PASSWORD}, "/login"),
        ({"login": 1, "password": PASSWORD}, "/login"),
        ({"login": "", "password": PASSWORD}, "/login"),
        ({"login": "a" * 255, "password": PASSWORD}, "/login"),
        ({"login": "ada", "password": None}, "/password"),
        ({"login": "ada", "password": ["p"]}, "/password"),
        ({"login": "ada", "password": PASSWORD, "admin": True}, "/admin"),
    ]:
        response = await browsers().call("POST", "/api/auth/login", body)
        assert problem(response) == (422, "request/invalid") and pointers(response) == [pointer], body


async def test_a_hash_of_another_cost_is_made_anew_at_the_next_login(
    browsers: NewBrowser, ada: Browser, pg: asyncpg.Pool
) -> None:
    old = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(5)).decode()
    await pg.execute("UPDATE users SET password_hash = $2 WHERE id = $1", ada.id, old)
    await browsers().login("ada")
    fresh = await pg.fetchval("SELECT password_hash FROM users WHERE id = $1", ada.id)
    assert fresh.startswith("$2b$04$")
    await browsers().login("ada")
    assert await pg.fetchval("SELECT password_hash FROM users WHERE id = $1", ada.id) == fresh


async def test_a_password_changed_during_the_login_opens_nothing(
    browsers: NewBrowser, accounts: Accounts, ada: Browser, pg: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = accounts.sign_in.passwords.check

    async def check_and_change(password: str, password_hash: str | None, account: str) -> bool:
        good = await check(password, password_hash, account)
        await pg.execute("UPDATE users SET password_hash = '$2b$04$changed' WHERE id = $1", ada.id)
        return good

    monkeypatch.setattr(accounts.sign_in.passwords, "check", check_and_change)
    response = await browsers().call("POST", "/api/auth/login", {"login": "ada", "password": PASSWORD})
    assert problem(response) == (401, "auth/wrong-credentials")


async def test_a_full_queue_answers_busy(
    browsers: NewBrowser, accounts: Accounts, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def held(password: bytes, salt: bytes) -> bytes:
        begun.set()
        may_end.wait(10)
        return b"$2b$04$"

    monkeypatch.setattr(bcrypt, "hashpw", held)
    narrow = Passwords(4, at_once=1, waiting=0)
    monkeypatch.setattr(accounts.sign_in, "passwords", narrow)
    only = asyncio.create_task(narrow.hash(PASSWORD))
    await asyncio.to_thread(begun.wait, 10)
    for path, body in [
        ("/api/auth/login", {"login": "ada", "password": PASSWORD}),
        ("/api/auth/register", {"username": "new", "email": "new@example.com", "password": PASSWORD}),
    ]:
        response = await browsers().call("POST", path, body)
        assert problem(response) == (503, "auth/busy")
        assert int(response.headers["retry-after"]) > 0
    may_end.set()
    await only
    narrow.close()


async def test_many_logins_at_once_all_succeed(browsers: NewBrowser, ada: Browser) -> None:
    answers = await asyncio.gather(*(browsers().login("ada") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
