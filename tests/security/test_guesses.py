"""Guessing a password is slow from however many addresses, and locks nobody out; a class still gets in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import bcrypt
import httpx
import pytest

from server.infra.postgres import Pool
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.live import Live, serving
from tests.security.lines import from_address

PUPILS = 30
HERE = "203.0.113.9"


def addresses() -> Iterator[str]:
    """A new one each time."""
    for number in range(65_536):
        yield f"198.18.{number // 256}.{number % 256}"


async def tries(live: Live, login: str, password: str, address: str, cookies: httpx.Cookies | None = None) -> int:
    live.http.cookies.clear()
    headers = from_address(address)
    if cookies is not None:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    body = {"login": login, "password": password}
    answer = await live.http.post("/api/auth/login", json=body, headers=headers)
    live.http.cookies.clear()
    return answer.status_code


async def cookies_of(live: Live, login: str) -> httpx.Cookies:
    """A browser that has been signed in."""
    answer = await live.http.post("/api/auth/login", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    kept = httpx.Cookies(answer.cookies)
    live.http.cookies.clear()
    return kept


async def test_many_addresses_guess_no_faster_than_one_and_the_owner_still_gets_in(limited: Live) -> None:
    await limited.register("ada")
    await limited.register("bob")
    known = await cookies_of(limited, "ada")
    strangers = addresses()
    statuses = [await tries(limited, "ada", "a guess", next(strangers)) for _ in range(75)]
    assert statuses == [401] * statuses.index(429) + [429] * (75 - statuses.index(429)) and statuses.index(429) <= 60
    assert await tries(limited, "Ada", PASSWORD, next(strangers)) == 429, "however the name is written"
    assert await tries(limited, "ada", PASSWORD, HERE, known) == 200
    assert await tries(limited, "bob", PASSWORD, next(strangers)) == 200


async def test_a_stranger_at_the_owners_own_address_does_not_lock_them_out(limited: Live) -> None:
    await limited.register("ada")
    known = await cookies_of(limited, "ada")
    assert [await tries(limited, "ada", "a guess", HERE) for _ in range(12)][-1] == 429
    assert await tries(limited, "ada", PASSWORD, HERE, known) == 200


async def test_a_known_device_guesses_slowly_too_and_only_at_accounts_that_know_it(limited: Live) -> None:
    await limited.register("ada")
    await limited.register("bob")
    known, strangers = await cookies_of(limited, "bob"), addresses()
    statuses = [await tries(limited, "bob", "a guess", next(strangers), known) for _ in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    assert await tries(limited, "bob", PASSWORD, HERE) == 200, "nobody else pays for it"
    for _ in range(60):
        await tries(limited, "ada", "a guess", next(strangers), known)
    assert await tries(limited, "ada", "a guess", next(strangers), known) == 429


async def test_names_of_nobody_are_counted_as_accounts_are(limited: Live) -> None:
    strangers = addresses()
    statuses = [await tries(limited, "nobody", "a guess", next(strangers)) for _ in range(62)]
    assert statuses == [401] * 60 + [429] * 2


@pytest.fixture
async def honest_cost(settings: Settings) -> AsyncIterator[Live]:
    """With limits, and hashes as dear as in production."""
    dear = settings.model_copy(update={"rate_limits": True, "bcrypt_cost": 12})
    async with serving(dear) as live:
        yield live


async def test_thirty_pupils_behind_one_address_sign_in_within_a_minute(honest_cost: Live, pg: Pool) -> None:
    stored = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(12)).decode()
    await pg.execute(
        "INSERT INTO users (username, email, password_hash, display_name)"
        " SELECT 'pupil_' || n, 'pupil_' || n || '@example.com', $1, 'Pupil' FROM generate_series(1, $2) n",
        stored,
        PUPILS,
    )
    began_s = time.monotonic()
    async with httpx.AsyncClient(base_url=honest_cost.url, timeout=60) as browser:

        async def signs_in(number: int) -> int:
            body = {"login": f"pupil_{number}", "password": PASSWORD}
            answer = await browser.post("/api/auth/login", json=body, headers=from_address(HERE))
            return answer.status_code

        statuses = await asyncio.gather(*(signs_in(number) for number in range(1, PUPILS + 1)))
    assert statuses == [200] * PUPILS
    assert time.monotonic() - began_s < 60
