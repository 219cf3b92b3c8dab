"""Nobody learns of many addresses whether they have an account here, and nobody but its owner and admins sees one."""

from __future__ import annotations

from typing import Any

import pytest

from game.terms import Role
from tests.accounts import PASSWORD
from tests.live import Live
from tests.security.lines import from_address

HERE, ELSEWHERE = "203.0.113.9", "203.0.113.10"
TRIED = 150


async def registers(live: Live, number: int, email: str, address: str = HERE) -> int:
    body = {"username": f"someone_{number}", "email": email, "password": PASSWORD}
    answer = await live.http.post("/api/auth/register", json=body, headers=from_address(address))
    live.http.cookies.clear()
    return answer.status_code


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registrations are few a minute anyway; here only what is said of emails counts."""
    monkeypatch.setattr("server.infra.dispatch.limit", _no_limit)


async def _no_limit(*_: Any) -> None:
    pass


@pytest.mark.usefixtures("unhurried")
async def test_few_are_told_that_an_address_is_taken_and_then_nothing(limited: Live) -> None:
    await limited.register("ada")
    statuses = [await registers(limited, number, "ada@example.com") for number in range(25)]
    assert statuses == [409] * 20 + [429] * 5
    assert await registers(limited, 100, "free@example.com") == 429, "a free one must not be told from a taken one"
    assert await registers(limited, 100, "free@example.com", ELSEWHERE) == 201


@pytest.mark.usefixtures("unhurried")
async def test_a_class_that_registers_is_not_asked_to_wait(limited: Live) -> None:
    assert [await registers(limited, n, f"pupil_{n}@example.com") for n in range(30)] == [201] * 30


async def test_an_account_tries_few_new_addresses(limited: Live) -> None:
    ada = await limited.register("ada")
    statuses = []
    for number in range(TRIED):
        body = {"email": f"new_{number}@example.com", "password": PASSWORD}
        headers = {**ada.headers, **from_address(f"198.51.{number}.1")}
        statuses.append((await limited.http.put("/api/user/profile", json=body, headers=headers)).status_code)
    assert statuses == [200] * 10 + [429] * (TRIED - 10)


async def test_a_wrong_password_counts_as_a_try(limited: Live) -> None:
    ada = await limited.register("ada")
    statuses = [
        (await ada.request("PUT", "/api/user/profile", email="x@example.com", password="a guess")).status_code
        for _ in range(12)
    ]
    assert statuses == [403] * 10 + [429] * 2


# ---------------------------------------------------------------- who sees one


async def test_moderators_see_no_address_and_find_nobody_by_one(live: Live) -> None:
    ada, looker = await live.register("ada"), await live.register("moderator", role=Role.MODERATOR)
    for path in f"/api/admin/users/{ada.id}", "/api/admin/users", "/api/admin/users?search=ada":
        answer = await looker.request("GET", path)
        assert answer.status_code == 200 and ada.id in answer.text
        assert "@example.com" not in answer.text, path
    found = (await looker.request("GET", "/api/admin/users?search=@example.com")).json()
    assert (found["items"], found["total"]) == ([], 0)


async def test_admins_and_the_owner_see_it(live: Live) -> None:
    ada, root = await live.register("ada"), await live.register("root", role=Role.ADMIN)
    assert (await root.request("GET", f"/api/admin/users/{ada.id}")).json()["email"] == "ada@example.com"
    assert (await root.request("GET", "/api/admin/users?search=ada@example")).json()["total"] == 1
    assert (await ada.request("GET", "/api/user/profile")).json()["email"] == "ada@example.com"
