"""Limits count who it is: an address by its network, an account, a user; and a class behind one address gets in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from server.infra import event_stream
from server.infra.addresses import ForwardedHeaders, Proxies, counted_as, current_client
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.live import Live, until
from tests.security.lines import from_address

PUPILS = 30


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        ("10.0.0.0/8", "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),  # the left one is an invention
        ("10.0.0.0/8", "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("10.0.0.0/8", "203.0.113.9", "1.1.1.1", "203.0.113.9"),
        ("*", "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("*,203.0.113.0/24", "10.0.0.1", "1.1.1.1, 198.51.100.7, 203.0.113.9", "198.51.100.7"),
        ("10.0.0.0/8", "10.0.0.1", "1.1.1.1, nonsense", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("10.0.0.0/8", "10.0.0.1", "203.0.113.9:5000", "203.0.113.9"),
        ("", "10.0.0.1", "1.1.1.1", "10.0.0.1"),
        # As a server that listens on `::` meets them.
        ("10.0.0.0/8", "::ffff:10.0.0.1", "1.1.1.1, ::ffff:203.0.113.9, ::ffff:10.0.0.7", "203.0.113.9"),
    ],
)
def test_the_client_is_the_rightmost_that_is_no_proxy(trusted: str, peer: str, forwarded: str, client: str) -> None:
    assert Proxies(trusted).client_of(peer, [forwarded]) == client


@pytest.mark.parametrize(("trusted", "client"), [("", "127.0.0.1"), ("127.0.0.1", "203.0.113.9")])
async def test_a_server_on_both_networks_names_its_peers_as_one_on_one_does(trusted: str, client: str) -> None:
    """Its socket says `::ffff:127.0.0.1`."""

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        assert (scope["client"][0], current_client.get()) == (client, client)

    async def nothing(*_: object) -> Any:
        raise AssertionError

    said = [(b"x-forwarded-for", b"203.0.113.9")]
    scope = {"type": "http", "client": ("::ffff:127.0.0.1", 4242), "headers": said}
    await ForwardedHeaders(app, Proxies(trusted))(scope, nothing, nothing)


def test_addresses_count_by_network() -> None:
    assert counted_as("2001:db8::1") == counted_as("2001:db8::ffff:1") != counted_as("2001:db8:0:1::1")
    assert counted_as("::ffff:192.0.2.1") == counted_as("192.0.2.1") != counted_as("192.0.2.2")


@pytest.mark.parametrize("trusted", ["all", "10.0.0.1/8", "10.0.0.0/8,caddy"])
def test_a_proxy_that_is_no_network_is_refused_at_the_start(trusted: str) -> None:
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies=trusted)


async def test_an_invented_address_does_not_renew_a_limit(limited: Live) -> None:
    statuses = [await _guess(limited, f"198.51.100.{n}, 203.0.113.9") for n in range(12)]
    assert statuses == [401] * 10 + [429] * 2


async def _guess(live: Live, forwarded: str, login: str = "nobody") -> int:
    body = {"login": login, "password": "a guess"}
    return (await live.http.post("/api/auth/login", json=body, headers=from_address(forwarded))).status_code


async def test_guesses_at_an_account_do_not_lock_its_owner_out(limited: Live) -> None:
    await limited.register("ada")
    statuses = [await _guess(limited, f"2001:db8::{n}", "Ada" if n % 2 else "ada") for n in range(1, 13)]
    assert statuses == [401] * 10 + [429] * 2  # of one /64, however the name is written
    body = {"login": "ada", "password": PASSWORD}
    assert (
        await limited.http.post("/api/auth/login", json=body, headers=from_address("203.0.113.9"))
    ).status_code == 200


async def test_a_user_of_many_addresses_is_one(limited: Live) -> None:
    ada = await limited.register("ada")
    body = {"current_password": "a guess", "new_password": "another password"}
    statuses = [
        (
            await limited.http.put(
                "/api/user/password", json=body, headers={**ada.headers, **from_address(f"203.0.113.{number}")}
            )
        ).status_code
        for number in range(12)
    ]
    assert statuses == [403] * 10 + [429] * 2


async def test_a_class_behind_one_address_signs_in_and_starts(limited: Live) -> None:
    async def pupil() -> int:
        answer = await limited.http.post("/api/auth/guest", headers=from_address("203.0.113.9"))
        assert answer.status_code == 201, answer.text
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}", **from_address("203.0.113.9")}
        game = {"language": "PYTHON", "difficulty": "NORMAL"}
        return (await limited.http.post("/api/game/start", json=game, headers=headers)).status_code

    gate = asyncio.Semaphore(5)  # the test's one server process is also its thirty browsers

    async def in_turn() -> int:
        async with gate:
            return await pupil()

    assert [await each for each in asyncio.as_completed([in_turn() for _ in range(PUPILS)])] == [201] * PUPILS


async def test_an_address_has_so_many_streams(limited: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "MOST_STREAMS_PER_ADDRESS", 1)
    path = "/api/leaderboard/live?metric=score&period=all"
    async with limited.http.stream("GET", path, headers=from_address("203.0.113.9")) as first:
        assert first.status_code == 200
        assert (await limited.http.get(path, headers=from_address("203.0.113.9"))).status_code == 503
        async with limited.http.stream("GET", path, headers=from_address("203.0.113.10")) as other:
            assert other.status_code == 200
    await until(lambda: not limited.boards_live.open_streams())
    async with limited.http.stream("GET", path, headers=from_address("203.0.113.9")) as again:
        assert again.status_code == 200
