"""Where one is signed in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from uuid import uuid4

import asyncpg

from server.infra.paging import Page
from server.sign_in.answers import Device
from tests.accounts import Browser, Clock, until_waiting
from tests.http import fits, problem

NewBrowser = Callable[..., Browser]


async def test_sign_ins_are_listed_last_used_first(
    browsers: NewBrowser, ada: Browser, bob: Browser, clock: Clock
) -> None:
    born = clock()
    phone = browsers(headers={"User-Agent": "Ada's phone\x07" + "!" * 300})
    clock.advance(minutes=5)
    await phone.login("ada")
    clock.advance(minutes=5)
    await ada.refresh()
    answer = (await ada.call("GET", "/api/user/sessions")).json()
    assert fits(Page[Device], answer)
    assert (answer["page"], answer["per_page"], answer["total"]) == (1, 20, 2)
    assert [(item["user_agent"][:12], item["current"]) for item in answer["items"]] == [
        ("Ada's laptop", True),
        ("Ada's phone!", False),
    ]
    laptop = answer["items"][0]
    assert laptop["created_at"] == born.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert laptop["last_used_at"] == clock().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    second_page = (await phone.call("GET", "/api/user/sessions?page=2&per_page=1")).json()
    assert [item["current"] for item in second_page["items"]] == [True]
    assert second_page["total"] == 2
    past_the_end = (await phone.call("GET", "/api/user/sessions?page=3&per_page=1")).json()
    assert (past_the_end["items"], past_the_end["total"]) == ([], 2)


async def test_what_has_ended_is_not_listed(browsers: NewBrowser, ada: Browser, clock: Clock) -> None:
    other = browsers()
    await other.login("ada")
    assert (await ada.call("GET", "/api/user/sessions")).json()["total"] == 2
    await other.http.post("/api/auth/logout")
    assert (await ada.call("GET", "/api/user/sessions")).json()["total"] == 1


async def test_what_has_expired_is_not_listed(browsers: NewBrowser, ada: Browser, clock: Clock) -> None:
    await browsers().login("ada")
    clock.advance(days=29)
    await ada.refresh()
    assert (await ada.call("GET", "/api/user/sessions")).json()["total"] == 2
    clock.advance(days=1)
    await ada.refresh()
    assert (await ada.call("GET", "/api/user/sessions")).json()["total"] == 1


async def test_one_sign_in_can_be_ended(browsers: NewBrowser, ada: Browser) -> None:
    other = browsers()
    await other.login("ada")
    items = (await ada.call("GET", "/api/user/sessions")).json()["items"]
    other_id = next(item["id"] for item in items if not item["current"])
    assert (await ada.call("DELETE", f"/api/user/sessions?id={other_id}")).status_code == 204
    assert not await other.is_signed_in()
    assert await ada.is_signed_in()
    response = await ada.call("DELETE", f"/api/user/sessions?id={other_id}")
    assert problem(response) == (404, "account/no-such-session")


async def test_anothers_sign_in_is_not_there(ada: Browser, bob: Browser) -> None:
    bobs = (await bob.call("GET", "/api/user/sessions")).json()["items"][0]["id"]
    for unknown in bobs, uuid4():
        response = await ada.call("DELETE", f"/api/user/sessions?id={unknown}")
        assert problem(response) == (404, "account/no-such-session")
    assert await bob.is_signed_in()


async def test_all_others_can_be_ended(browsers: NewBrowser, ada: Browser, bob: Browser) -> None:
    other = browsers()
    await other.login("ada")
    assert (await ada.call("DELETE", "/api/user/sessions?others=true")).status_code == 204
    assert not await other.is_signed_in()
    assert await ada.is_signed_in() and await bob.is_signed_in()


async def test_a_refresh_at_the_same_moment_does_not_slip_past(
    browsers: NewBrowser, ada: Browser, pg: asyncpg.Pool
) -> None:
    other = browsers()
    await other.login("ada")
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM users WHERE id = $1 FOR UPDATE", ada.id)
        refreshing = asyncio.create_task(other.refresh())
        await until_waiting(pg, 1)
        ending = asyncio.create_task(ada.call("DELETE", "/api/user/sessions?others=true"))
        await until_waiting(pg, 2)
    await refreshing
    assert (await ending).status_code == 204
    assert not await other.is_signed_in() and await ada.is_signed_in()


async def test_all_can_be_ended(browsers: NewBrowser, ada: Browser, bob: Browser) -> None:
    other = browsers()
    await other.login("ada")
    assert (await ada.call("DELETE", "/api/user/sessions")).status_code == 204
    assert not await other.is_signed_in() and not await ada.is_signed_in()
    assert await bob.is_signed_in()


async def test_a_query_that_does_not_validate_ends_nothing(ada: Browser) -> None:
    for query in ["id=7", "id=x&id=y", "others=perhaps", "all=true", "others=true&id=" + "0" * 31]:
        assert problem(await ada.call("DELETE", f"/api/user/sessions?{query}")) == (422, "request/invalid"), query
        assert await ada.is_signed_in(), query


async def test_a_page_that_does_not_validate_is_refused(ada: Browser) -> None:
    for query in ["page=0", "page=x", "per_page=101", "page=100001", "size=3"]:
        assert problem(await ada.call("GET", f"/api/user/sessions?{query}")) == (422, "request/invalid"), query
