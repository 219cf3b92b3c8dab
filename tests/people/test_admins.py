"""What admins may do, what moderators may see, and that an admin is always left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from server.infra.paging import LongPage
from server.sign_in import User
from tests.accounts import PASSWORD, Browser, until_waiting
from tests.http import fits, pointers, problem

NewBrowser = Callable[..., Browser]
USERS = "/api/admin/users"


@pytest.fixture
async def moderator(browsers: NewBrowser, pg: asyncpg.Pool) -> Browser:
    browser = browsers()
    await browser.register("mod")
    await pg.execute("UPDATE users SET role = 'MODERATOR' WHERE id = $1", browser.id)
    return browser


async def names(browser: Browser, query: str = "") -> list[str]:
    response = await browser.call("GET", f"{USERS}?{query}")
    assert response.status_code == 200, response.text
    assert fits(LongPage[User], response.json())
    return [user["username"] for user in response.json()["items"]]


# ---------------------------------------------------------------- looking


async def test_users_are_listed_newest_first_in_pages(admin: Browser, pg: asyncpg.Pool) -> None:
    await pg.execute(
        """
        INSERT INTO users (username, email, password_hash, display_name, created_at)
        SELECT 'user_' || i, i || '@example.com', '!', 'User ' || i, now() - i * interval '1 hour'
        FROM generate_series(1, 25) i
        """
    )
    response = (await admin.call("GET", f"{USERS}?page=2&per_page=10")).json()
    assert (response["page"], response["per_page"], response["total"]) == (2, 10, 26)
    assert [user["username"] for user in response["items"]] == [f"user_{i}" for i in range(10, 20)]
    assert len((await admin.call("GET", USERS)).json()["items"]) == 20
    assert (await admin.call("GET", f"{USERS}?page=4&per_page=10")).json()["items"] == []
    third = (await admin.call("GET", f"{USERS}?page=101&per_page=10&after={response['next']}")).json()
    assert [user["username"] for user in third["items"]] == [f"user_{i}" for i in range(20, 26)]
    assert (third["total"], third["next"]) == (26, None)


async def test_users_can_be_searched_and_filtered(
    admin: Browser, ada: Browser, bob: Browser, guest: Browser, pg: asyncpg.Pool
) -> None:
    await pg.execute("UPDATE users SET display_name = '100% Wool_' WHERE id = $1", bob.id)
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", ada.id)
    await pg.execute("UPDATE users SET username = 'guest_11111111', display_name = 'Guest' WHERE id = $1", guest.id)
    assert await names(admin, "search=AD") == ["ada"]
    assert await names(admin, "search=bob%40EXAMPLE") == ["bob"]
    assert await names(admin, "search=%25") == ["bob"]
    assert await names(admin, "search=l_") == ["bob"]
    assert await names(admin, "search=%5C") == []
    assert await names(admin, "search=Wool_") == await names(admin, "search=0%25+wo") == ["bob"]
    assert await names(admin, "search=bob%25") == await names(admin, "search=bobwool") == []
    assert await names(admin, "role=admin") == ["root"]
    assert await names(admin, "is_active=false") == ["ada"]
    assert await names(admin, "is_guest=true") == ["guest_11111111"]
    assert len(await names(admin, "search=&role=&is_active=&is_guest=")) == 4
    assert await names(admin, "search=bob&role=ADMIN") == []


async def test_the_deleted_are_not_listed(admin: Browser, ada: Browser) -> None:
    await ada.call("DELETE", "/api/user/account", {"password": PASSWORD})
    assert await names(admin) == ["root"]
    assert problem(await admin.call("GET", f"{USERS}/{ada.id}")) == (404, "account/no-such-user")
    response = await admin.call("PUT", f"{USERS}/{ada.id}", {"is_active": True})
    assert problem(response) == (404, "account/no-such-user")


async def test_one_user_can_be_looked_up(admin: Browser, ada: Browser) -> None:
    answer = (await admin.call("GET", f"{USERS}/{ada.id}")).json()
    assert fits(User, answer)
    assert answer["email"] == "ada@example.com"
    assert problem(await admin.call("GET", f"{USERS}/{uuid4()}")) == (404, "account/no-such-user")
    assert problem(await admin.call("GET", f"{USERS}/7")) == (422, "request/invalid")


async def test_a_search_that_does_not_validate_is_refused(admin: Browser) -> None:
    for query in ["role=KING", "page=0", "per_page=0", "is_active=7", "search=" + "x" * 101, "sort=id"]:
        assert problem(await admin.call("GET", f"{USERS}?{query}")) == (422, "request/invalid"), query


async def test_a_moderator_may_look_and_not_touch(moderator: Browser, ada: Browser) -> None:
    assert set(await names(moderator)) == {"mod", "ada"}
    assert (await moderator.call("GET", f"{USERS}/{ada.id}")).status_code == 200
    assert await names(moderator, "search=example.com") == []
    for path in USERS, f"{USERS}/{ada.id}":
        assert "example.com" not in (await moderator.call("GET", path)).text
    for user in ada, moderator:
        response = await moderator.call("PUT", f"{USERS}/{user.id}", {"role": "ADMIN"})
        assert problem(response) == (403, "auth/forbidden")


async def test_a_player_sees_none_of_it(ada: Browser, guest: Browser) -> None:
    for browser in ada, guest:
        calls: list[tuple[str, str, dict[str, Any] | None]] = [
            ("GET", USERS, None),
            ("GET", f"{USERS}/{ada.id}", None),
            ("PUT", f"{USERS}/{ada.id}", {}),
        ]
        for method, path, body in calls:
            assert problem(await browser.call(method, path, body)) == (403, "auth/forbidden")
    assert problem(await ada.http.get(USERS)) == (401, "auth/required")


# ---------------------------------------------------------------- changing


async def test_a_role_counts_at_once(admin: Browser, ada: Browser) -> None:
    response = await admin.call("PUT", f"{USERS}/{ada.id}", {"role": "moderator"})
    assert response.status_code == 200 and response.json()["role"] == "MODERATOR"
    assert fits(User, response.json())
    await names(ada)
    await admin.call("PUT", f"{USERS}/{ada.id}", {"role": "PLAYER"})
    assert problem(await ada.call("GET", USERS)) == (403, "auth/forbidden")


async def test_disabling_signs_out_and_enabling_lets_back_in(
    browsers: NewBrowser, admin: Browser, ada: Browser
) -> None:
    assert (await admin.call("PUT", f"{USERS}/{ada.id}", {"is_active": False})).json()["is_active"] is False
    assert problem(await ada.call("GET", "/api/user/profile")) == (401, "auth/invalid-token")
    assert problem(await ada.http.post("/api/auth/refresh")) == (401, "auth/invalid-refresh")
    body = {"login": "ada", "password": PASSWORD}
    assert problem(await browsers().call("POST", "/api/auth/login", body)) == (401, "auth/wrong-credentials")
    await admin.call("PUT", f"{USERS}/{ada.id}", {"is_active": True})
    assert not await ada.is_signed_in()
    await browsers().login("ada")


async def test_a_reset_password_replaces_the_old_one_and_signs_out(
    browsers: NewBrowser, admin: Browser, ada: Browser
) -> None:
    response = await admin.call("PUT", f"{USERS}/{ada.id}", {"password": "given by the teacher"})
    assert response.status_code == 200 and "teacher" not in response.text
    assert not await ada.is_signed_in()
    body = {"login": "ada", "password": PASSWORD}
    assert problem(await browsers().call("POST", "/api/auth/login", body)) == (401, "auth/wrong-credentials")
    await browsers().login("ada", "given by the teacher")


async def test_a_change_of_name_signs_nobody_out(admin: Browser, ada: Browser) -> None:
    response = await admin.call("PUT", f"{USERS}/{ada.id}", {"display_name": "Renamed", "role": None})
    assert (response.json()["display_name"], response.json()["role"]) == ("Renamed", "PLAYER")
    assert await ada.is_signed_in()


async def test_an_admin_gives_another_username_that_is_free(admin: Browser, ada: Browser, bob: Browser) -> None:
    response = await admin.call("PUT", f"{USERS}/{ada.id}", {"username": "BOB"})
    assert problem(response) == (409, "account/username-taken")
    assert (await admin.call("PUT", f"{USERS}/{ada.id}", {"username": "lovelace"})).json()["username"] == "lovelace"
    assert await ada.is_signed_in()


async def test_a_change_that_does_not_validate_is_refused(admin: Browser, ada: Browser) -> None:
    for body, pointer in [
        ({"role": "KING"}, "/role"),
        ({"role": 1}, "/role"),
        ({"is_active": "false"}, "/is_active"),
        ({"password": "short"}, "/password"),
        ({"password": "p" * 73}, "/password"),
        ({"display_name": ""}, "/display_name"),
        ({"username": "n w"}, "/username"),
        ({"email": "new@example.com"}, "/email"),
    ]:
        response = await admin.call("PUT", f"{USERS}/{ada.id}", body)
        assert problem(response) == (422, "request/invalid") and pointers(response) == [pointer], body


async def test_who_is_not_there_cannot_be_changed(admin: Browser) -> None:
    response = await admin.call("PUT", f"{USERS}/{uuid4()}", {"role": "ADMIN"})
    assert problem(response) == (404, "account/no-such-user")
    assert problem(await admin.call("PUT", f"{USERS}/x", {})) == (422, "request/invalid")


@pytest.mark.parametrize("body", [{"role": "ADMIN"}, {"password": "long enough"}])
async def test_a_guest_gets_neither_role_nor_password(admin: Browser, guest: Browser, body: dict[str, str]) -> None:
    assert problem(await admin.call("PUT", f"{USERS}/{guest.id}", body)) == (409, "account/guest")
    assert (await admin.call("PUT", f"{USERS}/{guest.id}", {"is_active": False})).status_code == 200


@pytest.mark.parametrize("body", [{"role": "PLAYER"}, {"role": "MODERATOR"}, {"is_active": False}])
async def test_the_last_admin_stays(admin: Browser, bob: Browser, pg: asyncpg.Pool, body: dict[str, Any]) -> None:
    # A disabled admin does not count.
    await pg.execute("UPDATE users SET role = 'ADMIN', is_active = false WHERE id = $1", bob.id)
    response = await admin.call("PUT", f"{USERS}/{admin.id}", body)
    assert problem(response) == (409, "account/last-admin")
    await pg.execute("UPDATE users SET is_active = true WHERE id = $1", bob.id)
    assert (await admin.call("PUT", f"{USERS}/{admin.id}", body)).status_code == 200


async def test_two_admins_who_demote_each_other_at_once_leave_one(
    admin: Browser, bob: Browser, pg: asyncpg.Pool
) -> None:
    await pg.execute("UPDATE users SET role = 'ADMIN' WHERE id = $1", bob.id)
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM users FOR UPDATE")
        tasks = [
            asyncio.create_task(by.call("PUT", f"{USERS}/{whom.id}", {"role": "PLAYER"}))
            for by, whom in ((admin, bob), (bob, admin))
        ]
        await until_waiting(pg, 2)
    answers = sorted(await asyncio.gather(*tasks), key=lambda answer: answer.status_code)
    assert answers[0].status_code == 200
    assert problem(answers[1]) == (403, "auth/forbidden")  # not an admin any more
    assert await pg.fetchval("SELECT count(*) FROM users WHERE role = 'ADMIN'") == 1
