"""Refresh tokens: their cookie, their rotation, lost answers, and what a thief gets."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie

import asyncpg
import httpx
import pytest

from server.people import Accounts
from server.sign_in.families import SIBLINGS, hash_of, purging
from tests.accounts import Browser, Clock, until_waiting
from tests.http import problem
from tests.rows import one_row

NewBrowser = Callable[..., Browser]


async def present(browser: Browser, refresh_token: str) -> httpx.Response:
    """Another device that got hold of a refresh token uses it."""
    browser.http.cookies.clear()
    return await browser.http.post("/api/auth/refresh", headers={"Cookie": f"prodev_refresh={refresh_token}"})


def morsels(response: httpx.Response) -> SimpleCookie:
    """The cookies that a response sets."""
    cookies = SimpleCookie()
    for line in response.headers.get_list("set-cookie"):
        cookies.load(line)
    return cookies


async def test_a_cookie_of_the_previous_release_is_good_behind_tls_and_replaced(
    browsers: NewBrowser, ada: Browser
) -> None:
    browser = browsers(base_url="https://prodev.test")
    response = await browser.http.post("/api/auth/refresh", headers={"Cookie": f"prodev_refresh={ada.refresh_token}"})
    assert response.status_code == 200
    cookies = morsels(response)
    assert cookies["__Secure-prodev_refresh"].value
    assert (cookies["prodev_refresh"].value, cookies["prodev_refresh"]["max-age"]) == ("", "0")


async def test_behind_tls_a_cookie_that_a_page_without_tls_may_have_set_counts_less(
    browsers: NewBrowser, ada: Browser, bob: Browser
) -> None:
    both = f"prodev_refresh={bob.refresh_token}; __Secure-prodev_refresh={ada.refresh_token}"
    browser = browsers(base_url="https://prodev.test")
    response = await browser.http.post("/api/auth/refresh", headers={"Cookie": both})
    assert response.json()["user"]["username"] == "ada"


async def test_without_tls_the_secure_name_is_nothing(browsers: NewBrowser, ada: Browser) -> None:
    headers = {"Cookie": f"__Secure-prodev_refresh={ada.refresh_token}"}
    assert problem(await browsers().http.post("/api/auth/refresh", headers=headers)) == (401, "auth/invalid-refresh")


async def test_the_cookie_is_kept_from_scripts_and_other_sites(browsers: NewBrowser, ada: Browser) -> None:
    for scheme, secure in ("http", False), ("https", True):
        response = await browsers(base_url=f"{scheme}://prodev.test").login("ada")
        name = "__Secure-prodev_refresh" if secure else "prodev_refresh"
        morsel = morsels(response)[name]
        assert morsel["httponly"] is True
        assert morsel["samesite"].lower() == "strict"
        assert morsel["path"] == "/api/auth"
        assert morsel["max-age"] == str(30 * 86400)
        assert bool(morsel["secure"]) is secure


async def test_only_the_hash_of_a_token_is_stored(ada: Browser, pg: asyncpg.Pool) -> None:
    rows = await pg.fetch("SELECT * FROM refresh_tokens")
    assert [row["token_hash"] for row in rows] == [hashlib.sha256(ada.refresh_token.encode()).hexdigest()]
    assert ada.refresh_token not in str([dict(row) for row in rows])


async def test_a_refresh_rotates_the_token(ada: Browser, clock: Clock) -> None:
    first, first_access = ada.refresh_token, ada.token
    clock.advance(minutes=14)
    response = await ada.refresh()
    assert response.status_code == 200
    assert ada.refresh_token != first and ada.token != first_access
    clock.advance(minutes=14)
    await ada.refresh()
    assert await ada.is_signed_in()


async def test_without_a_cookie_there_is_nothing_to_refresh(browsers: NewBrowser) -> None:
    assert problem(await browsers().http.post("/api/auth/refresh")) == (401, "auth/invalid-refresh")


async def test_a_token_of_nobody_is_refused(browsers: NewBrowser) -> None:
    for token in ["x", "é", "x" * 4000, '"', "a b;c"]:
        response = await browsers().http.post(
            "/api/auth/refresh", headers={b"Cookie": f"prodev_refresh={token}".encode()}
        )
        assert problem(response) == (401, "auth/invalid-refresh"), token


async def test_two_tabs_that_refresh_at_once_are_both_signed_in(browsers: NewBrowser, ada: Browser) -> None:
    token, tabs = ada.refresh_token, [browsers(), browsers()]
    answers = await asyncio.gather(*(present(tab, token) for tab in tabs))
    assert [answer.status_code for answer in answers] == [200, 200]
    for tab, answer in zip(tabs, answers, strict=True):
        tab.keep(answer)
        assert await tab.is_signed_in()


async def children(browsers: NewBrowser, token: str, count: int) -> list[str]:
    """Tokens made from the same one."""
    return [(await present(browsers(), token)).cookies["prodev_refresh"] for _ in range(count)]


@pytest.mark.parametrize("kept", range(3))
async def test_of_the_tokens_made_from_one_any_may_be_the_one_that_arrived(
    browsers: NewBrowser, ada: Browser, kept: int
) -> None:
    """Tabs share a cookie, and nobody knows whose answer came last."""
    token = (await children(browsers, ada.refresh_token, 3))[kept]
    for _ in range(3):
        answer = await present(browsers(), token)
        assert answer.status_code == 200
        token = answer.cookies["prodev_refresh"]


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
async def test_both_tokens_made_from_one_are_a_theft(
    browsers: NewBrowser, ada: Browser, first: int, second: int, pg: asyncpg.Pool
) -> None:
    both = await children(browsers, ada.refresh_token, 2)
    going_on = await present(browsers(), both[first])
    assert going_on.status_code == 200
    assert problem(await present(browsers(), both[second])) == (401, "auth/refresh-reused")
    newest = going_on.cookies["prodev_refresh"]
    assert problem(await present(browsers(), newest)) == (401, "auth/invalid-refresh")
    assert not await ada.is_signed_in()


async def test_a_lost_answer_is_asked_for_again_however_late(browsers: NewBrowser, ada: Browser, clock: Clock) -> None:
    first = ada.refresh_token
    await ada.refresh()  # and its answer is lost
    clock.advance(days=7)
    answer = await present(browsers(), first)
    assert answer.status_code == 200
    assert (await present(browsers(), answer.cookies["prodev_refresh"])).status_code == 200


async def test_many_tabs_at_once_leave_a_bounded_row(browsers: NewBrowser, ada: Browser, pg: asyncpg.Pool) -> None:
    tokens = await children(browsers, ada.refresh_token, SIBLINGS + 5)
    row = await one_row(pg, "SELECT cardinality(sibling_hashes) AS siblings FROM refresh_tokens")
    assert row["siblings"] == SIBLINGS
    assert (await present(browsers(), tokens[-SIBLINGS])).status_code == 200


async def test_refresh_token_reuse_revokes_the_family(browsers: NewBrowser, ada: Browser, clock: Clock) -> None:
    elsewhere = browsers()
    await elsewhere.login("ada")
    first = ada.refresh_token
    await ada.refresh()
    await ada.refresh()
    assert problem(await present(browsers(), first)) == (401, "auth/refresh-reused")
    # The family has ended: its newest token, and its access token, at once.
    newest = ada.refresh_token
    assert problem(await ada.call("GET", "/api/user/profile")) == (401, "auth/invalid-token")
    assert problem(await present(browsers(), newest)) == (401, "auth/invalid-refresh")
    assert problem(await present(browsers(), first)) == (401, "auth/invalid-refresh")
    # Another sign-in of the same user has not.
    await elsewhere.refresh()
    assert await elsewhere.is_signed_in()


async def test_a_sign_in_is_one_row_however_often_it_is_renewed(ada: Browser, pg: asyncpg.Pool) -> None:
    for _ in range(5):
        await ada.refresh()
    assert await pg.fetchval("SELECT count(*) FROM refresh_tokens") == 1


async def test_a_sign_in_ends_after_180_days_however_much_it_is_used(ada: Browser, clock: Clock) -> None:
    for _ in range(8):
        clock.advance(days=20)
        await ada.refresh()
    clock.advance(days=19)
    morsel = morsels(await ada.refresh())["prodev_refresh"]
    assert morsel["max-age"] == str(86_400)  # the browser is told as well
    clock.advance(days=1)
    assert problem(await ada.http.post("/api/auth/refresh")) == (401, "auth/invalid-refresh")
    assert not await ada.is_signed_in()


@pytest.mark.parametrize("column", ["token_hash", "previous_hash"])
async def test_a_token_of_the_previous_release_is_good(
    browsers: NewBrowser, ada: Browser, pg: asyncpg.Pool, column: str
) -> None:
    """It names no family, and is found by its hash."""
    old = secrets.token_urlsafe(32)
    await pg.execute(f"UPDATE refresh_tokens SET {column} = $1", hash_of(old))
    answer = await present(browsers(), old)
    assert answer.status_code == 200
    assert (await present(browsers(), answer.cookies["prodev_refresh"])).status_code == 200
    assert problem(await present(browsers(), secrets.token_urlsafe(32))) == (401, "auth/invalid-refresh")


async def test_reuse_and_refresh_at_once_leave_no_live_token(
    browsers: NewBrowser, ada: Browser, pg: asyncpg.Pool
) -> None:
    first = ada.refresh_token
    await ada.refresh()
    await ada.refresh()
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM users WHERE id = $1 FOR UPDATE", ada.id)
        refreshing = asyncio.create_task(ada.refresh())
        await until_waiting(pg, 1)
        reusing = asyncio.create_task(present(browsers(), first))
        await until_waiting(pg, 2)
    await refreshing
    assert problem(await reusing) == (401, "auth/refresh-reused")
    assert await pg.fetchval("SELECT count(*) FROM refresh_tokens WHERE revoked_at IS NULL") == 0
    assert not await ada.is_signed_in()


async def test_a_sign_in_unused_for_30_days_is_over(ada: Browser, clock: Clock) -> None:
    clock.advance(days=29)
    await ada.refresh()
    clock.advance(days=30)
    assert problem(await ada.http.post("/api/auth/refresh")) == (401, "auth/invalid-refresh")


async def test_a_disabled_account_refreshes_no_more(ada: Browser, pg: asyncpg.Pool) -> None:
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", ada.id)
    assert problem(await ada.http.post("/api/auth/refresh")) == (401, "auth/invalid-refresh")


async def test_a_refused_refresh_leaves_the_cookie(ada: Browser, browsers: NewBrowser) -> None:
    response = await present(browsers(), "old")
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_scripts_are_told_that_there_is_a_sign_in_and_nothing_else(
    browsers: NewBrowser, ada: Browser, scheme: str
) -> None:
    browser = browsers(base_url=f"{scheme}://prodev.test")
    for response in (await browser.login("ada"), await browser.http.post("/api/auth/refresh")):
        cookies = morsels(response)
        mark = cookies.pop("prodev_signed_in")
        assert (mark.value, mark["path"], mark["httponly"]) == ("yes", "/", "")
        assert bool(mark["secure"]) is (scheme == "https") and mark["samesite"].lower() == "strict"
        [refresh] = [one for name, one in cookies.items() if name.endswith("prodev_refresh")]
        assert mark["max-age"] == refresh["max-age"]
        assert all(one["httponly"] for one in cookies.values())
    assert morsels(await browser.http.post("/api/auth/logout"))["prodev_signed_in"]["max-age"] == "0"
    assert "prodev_signed_in" not in browser.http.cookies


async def test_a_foreign_origin_is_refused(ada: Browser, accounts: Accounts) -> None:
    for origin, status in [
        (None, 200),
        ("http://prodev.test", 200),
        ("https://PRODEV.test", 200),
        ("https://play.example", 200),
        ("https://evil.example", 403),
        ("http://prodev.test.evil.example", 403),
        ("http://prodev.test:8080", 403),
        ("null", 403),
        ("", 403),
        ("http://[", 403),
    ]:
        accounts.settings.origins = "https://other.example, https://play.example/"
        headers = {} if origin is None else {"Origin": origin}
        before = ada.refresh_token
        response = await ada.http.post("/api/auth/refresh", headers=headers)
        assert response.status_code == status, origin
        if status == 403:
            assert problem(response) == (403, "auth/foreign-origin"), origin
            assert ada.refresh_token == before, origin
            for path in ("logout", "logout-all", "guest", "login", "register"):
                body = {"login": "ada", "password": "x", "username": "abc", "email": "a@b.org"}
                wanted = {"login": ("login", "password"), "register": ("username", "email", "password")}.get(path)
                sent = {name: body[name] for name in wanted} if wanted else None
                if path == "register" and sent:
                    sent["password"] = "long enough"
                response = await ada.call("POST", f"/api/auth/{path}", sent, headers=headers)
                assert problem(response) == (403, "auth/foreign-origin"), path
            assert await ada.is_signed_in(), origin


async def test_a_user_has_100_sign_ins_at_most(
    browsers: NewBrowser, ada: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.sign_in.families.PER_USER", 3)
    others = [browsers() for _ in range(3)]
    for other in others:
        clock.advance(seconds=1)
        await other.login("ada")
    assert not await ada.is_signed_in()
    assert [await other.is_signed_in() for other in others] == [True] * 3


async def test_expired_sign_ins_are_purged_and_living_ones_know_since_when_they_are(
    browsers: NewBrowser, ada: Browser, bob: Browser, pg: asyncpg.Pool, clock: Clock
) -> None:
    born = clock()
    for _ in range(4):
        clock.advance(days=10)
        await ada.refresh()
    assert await purging().work(pg, clock()) == 1  # bob's
    items = (await ada.call("GET", "/api/user/sessions")).json()["items"]
    assert [item["created_at"] for item in items] == [born.strftime("%Y-%m-%dT%H:%M:%S.000Z")]
    assert await purging().work(pg, clock() + timedelta(days=31)) == 1
    assert await pg.fetchval("SELECT count(*) FROM refresh_tokens") == 0
