"""A robot's account waits out what passes by itself, and gives up on what does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

import httpx
import pytest

from server.robots.account import TRIES_LIMIT, Account, AccountRefused

SIGNED_IN = {"user": {"username": "guest_1"}, "access_token": "first"}
PROBLEM = {"code": "play/too-many-games", "detail": "You have 3.", "errors": []}

Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits here; how long it would have been is kept."""
    told: list[float] = []

    async def sleep(seconds: float) -> None:
        told.append(seconds)

    # The robot's own: other servers may live in this process, and they sleep too.
    monkeypatch.setattr("server.robots.account.sleep", sleep)
    return told


def account(*answers: Any) -> tuple[Account, list[httpx.Request]]:
    """An account whose server gives these answers in turn: `(status, body[, headers])`, or an error to raise."""
    asked: list[httpx.Request] = []
    waiting = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        given = waiting.pop(0)
        if isinstance(given, Exception):
            raise given
        status, body, *headers = given
        return httpx.Response(status, json=body, headers=headers[0] if headers else {})

    client = httpx.AsyncClient(base_url="http://server", transport=httpx.MockTransport(answer))
    return Account(client, Random(1)), asked


async def test_a_guest_signs_in_and_starts_games_with_its_token() -> None:
    guest, asked = account((201, SIGNED_IN), (201, {"session_token": "t"}))
    await guest.sign_in(register=False)
    assert (await guest.start(language="PYTHON"))["session_token"] == "t"
    assert guest.username == "guest_1"
    assert [request.url.path for request in asked] == ["/api/auth/guest", "/api/game/start"]
    assert asked[1].headers["Authorization"] == "Bearer first"
    assert asked[0].url.params["is_bot"] == "true"


async def test_a_registered_player_has_a_name_of_its_own() -> None:
    one, asked = account((201, SIGNED_IN))
    other, asked_too = account((201, SIGNED_IN))
    await one.sign_in(register=True)
    await other.sign_in(register=True)
    assert asked[0].url.path == "/api/auth/register"
    assert asked[0].content != asked_too[0].content
    assert json.loads(asked[0].content)["is_bot"] is True


async def test_a_rate_limit_is_waited_out_as_the_server_says(waits: list[float]) -> None:
    guest, asked = account((429, PROBLEM, {"Retry-After": "7"}), (201, SIGNED_IN))
    await guest.sign_in(register=False)
    assert len(asked) == 2
    assert 7 <= waits[0] <= 8


@pytest.mark.parametrize("passing", [(503, PROBLEM), (502, "not even JSON"), httpx.ConnectError("refused")])
async def test_a_server_that_is_away_is_asked_again(passing: Any, waits: list[float]) -> None:
    guest, _ = account(passing, (201, SIGNED_IN))
    await guest.sign_in(register=False)
    assert len(waits) == 1


async def test_a_server_that_stays_away_is_given_up(waits: list[float]) -> None:
    guest, asked = account(*[httpx.ConnectError("refused")] * TRIES_LIMIT)
    with pytest.raises(AccountRefused, match="ConnectError: refused"):
        await guest.sign_in(register=False)
    assert len(asked) == TRIES_LIMIT


async def test_a_refusal_is_final_and_says_why(waits: list[float]) -> None:
    guest, asked = account((201, SIGNED_IN), (409, PROBLEM))
    await guest.sign_in(register=False)
    with pytest.raises(AccountRefused, match=r"409 play/too-many-games \(You have 3\.\)"):
        await guest.start(language="PYTHON")
    assert len(asked) == 2
    assert waits == []


async def test_an_access_token_that_ran_out_is_renewed() -> None:
    renewed = SIGNED_IN | {"access_token": "second"}
    guest, asked = account((201, SIGNED_IN), (401, PROBLEM), (200, renewed), (201, {"session_token": "t"}))
    await guest.sign_in(register=False)
    await guest.start(language="PYTHON")
    assert [request.url.path for request in asked][1:] == ["/api/game/start", "/api/auth/refresh", "/api/game/start"]
    assert "Authorization" not in asked[2].headers
    assert asked[3].headers["Authorization"] == "Bearer second"


async def test_a_refresh_that_is_refused_is_final() -> None:
    guest, _ = account((201, SIGNED_IN), (401, PROBLEM), (401, PROBLEM))
    await guest.sign_in(register=False)
    with pytest.raises(AccountRefused, match="refresh"):
        await guest.start(language="PYTHON")
