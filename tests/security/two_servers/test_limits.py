"""Limits count for both servers together, by whom and not only by where; neither tells of anybody's email address."""

from __future__ import annotations

import asyncio

import pytest

from game.terms import Role
from server.infra.ratelimit import RateLimits
from tests.accounts import PASSWORD
from tests.security.lines import Line, from_address, head, line_to
from tests.security.two_servers.town import Town, at

pytestmark = pytest.mark.long  # all of them one after another

HERE, ELSEWHERE = "203.0.113.9", "203.0.113.10"


async def test_emails_are_asked_for_and_guessed_slowly_at_both_together(town: Town) -> None:
    ada = await town.register("ada")
    statuses = []
    for number, client in zip(range(50), town.both, strict=False):
        body = {"username": f"eve_{number}", "email": ada["user"]["email"], "password": PASSWORD}
        statuses.append((await client.post("/api/auth/register", json=body, headers=from_address(HERE))).status_code)
    assert 20 <= statuses.count(409) <= 20 * town.counters and set(statuses[40:]) == {429}
    statuses = []
    for number, client in zip(range(30), town.both, strict=False):
        body = {"email": f"new_{number}@example.com", "password": PASSWORD}
        statuses.append((await client.put("/api/user/profile", json=body, headers=ada["headers"])).status_code)
    assert 10 <= statuses.count(200) <= 10 * town.counters and set(statuses[20:]) == {429}
    assert (await town.other.put("/api/user/profile", json={"email": "x@example.com"}, headers=ada["headers"])).json()[
        "code"
    ] == "account/password-needed"


async def test_neither_shows_a_moderator_an_address(town: Town) -> None:
    ada, mod = (await town.register("ada"))["user"], await town.register("mod", Role.MODERATOR)
    for client in town.clients:
        for path in f"/api/admin/users/{ada['id']}", f"/api/admin/users?search={ada['username']}":
            answer = await client.get(path, headers=mod["headers"])
            assert answer.status_code == 200 and ada["id"] in answer.text
            assert "@example.com" not in answer.text, path
        found = (await client.get("/api/admin/users?search=@example.com", headers=mod["headers"])).json()
        assert (found["items"], found["total"]) == ([], 0)


async def test_an_account_is_guessed_at_slowly_at_both_together_and_not_locked(town: Town) -> None:
    ada = await town.register("ada")
    owner = {"login": ada["user"]["username"], "password": PASSWORD}
    known = await town.one.post("/api/auth/login", json=owner)
    device = {"Cookie": f"prodev_device={known.cookies['prodev_device']}"}
    for client in town.one, town.other:
        client.cookies.clear()
    statuses = []
    for number, client in zip(range(130), town.both, strict=False):
        headers = from_address(f"198.18.0.{number}")
        body = {**owner, "password": "a guess"}
        statuses.append((await client.post("/api/auth/login", json=body, headers=headers)).status_code)
    assert statuses.count(401) <= 60 * town.counters and set(statuses[120:]) == {429}
    for client in town.one, town.other:
        assert (await client.post("/api/auth/login", json=owner, headers=device)).status_code == 200


async def test_an_address_is_one_whatever_it_says_and_however_many_of_a_network_it_uses(town: Town) -> None:
    """An address that is left of the rightmost one that is no proxy's may be an invention."""

    async def guessed(name: str, forwarded: list[str]) -> list[int]:
        return [
            (
                await client.post(
                    "/api/auth/login", json={"login": name, "password": "a guess"}, headers=from_address(said)
                )
            ).status_code
            for client, said in zip(town.both, forwarded, strict=False)
        ]

    most = 10 * town.counters
    for said in (
        [f"198.51.100.{number}, 203.0.113.20" for number in range(24)],
        [f"198.51.100.{number}, 203.0.113.21, 10.0.0.7" for number in range(24)],
        [f"2001:db8:7:7::{number:x}" for number in range(24)],
    ):
        statuses = await guessed(town.name("nobody"), said)
        assert statuses.count(401) <= most and set(statuses[most:]) == {429}, said[0]
    apart = [f"203.0.113.{100 + number}, 10.0.0.7" for number in range(24)]
    assert await guessed(town.name("nobody"), apart) == [401] * 24


async def test_a_user_of_many_addresses_is_one_at_both_together(town: Town) -> None:
    ada = await town.register("ada")
    body = {"current_password": "a guess", "new_password": "another password"}
    statuses = [
        (
            await client.put(
                "/api/user/password", json=body, headers={**ada["headers"], **from_address(f"198.18.1.{number}")}
            )
        ).status_code
        for number, client in zip(range(24), town.both, strict=False)
    ]
    most = 10 * town.counters
    assert statuses.count(403) <= most and set(statuses[most:]) == {429}


async def test_an_address_has_so_many_guests_a_minute_and_a_day(town: Town) -> None:
    async def guests(count: int, address: str) -> list[int]:
        return [
            (await client.post("/api/auth/guest", headers=from_address(address))).status_code
            for client, _ in zip(town.both, range(count), strict=False)
        ]

    statuses = await guests(130, "203.0.113.30")
    assert 120 <= statuses.count(201) <= 120 * town.counters
    # Those of the day until now, as the servers count them.
    count = RateLimits(town.redis, town.redis_prefix)
    for _ in range(99):
        await asyncio.gather(*(count("1000/day", "POST /api/auth/guest 203.0.113.31") for _ in range(10)))
    statuses = await guests(20, "203.0.113.31")
    assert 10 <= statuses.count(201) <= 10 * town.counters
    assert await guests(2, "203.0.113.32") == [201, 201]


async def test_boards_are_read_so_often_from_one_address(town: Town) -> None:
    """All requests of a minute at once, half of them at each."""

    async def statuses(line: Line, count: int) -> list[int]:
        return [(await line.answer())[0] for _ in range(count)]

    forwarded = f"X-Forwarded-For: {HERE}"
    async with line_to(at(town.servers[0])) as one, line_to(at(town.servers[1])) as other:
        reading = [asyncio.create_task(statuses(line, 650)) for line in (one, other)]
        for line in one, other:
            await line.send(head("GET", "/api/leaderboard?limit=1", forwarded) * 650)
        found = [status for half in await asyncio.gather(*reading) for status in half]
    assert 1200 <= found.count(200) <= 1200 * town.counters and set(found) <= {200, 429}
    for client in town.clients:
        assert (await client.get("/api/leaderboard?limit=1", headers=from_address(ELSEWHERE))).status_code == 200
