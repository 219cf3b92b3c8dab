"""Accounts over the test's own database, with a clock that the test moves, and browsers that use them over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette

from server import people, sign_in
from server.infra.postgres import Pool
from server.infra.web import Endpoints
from server.people import Accounts, everything_kept
from server.settings import Settings
from server.sign_in import SignIn
from tests.http import app_of, bearer, client_of

PASSWORD = "correct horse battery"


class Clock:
    """Stands still until it is told to move."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at or datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Told:
    """Whom the callbacks were called for."""

    registered: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    async def on_guest_registered(self, user_id: str) -> None:
        self.registered.append(user_id)

    async def on_deleted(self, user_id: str) -> None:
        self.deleted.append(user_id)


class Browser:
    """One device: a cookie jar, and the access token of the user who signed in on it."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.user: dict[str, Any] = {}
        self.token = ""

    @property
    def id(self) -> str:
        return str(self.user["id"])

    @property
    def refresh_token(self) -> str:
        return self.http.cookies["prodev_refresh"]

    def keep(self, response: httpx.Response) -> httpx.Response:
        """Remembers the tokens of an answer that signs somebody in."""
        assert response.is_success, response.text
        self.user, self.token = response.json()["user"], response.json()["access_token"]
        return response

    async def register(self, username: str, **more: Any) -> httpx.Response:
        body = {"username": username, "email": f"{username}@example.com", "password": PASSWORD, **more}
        return self.keep(await self.call("POST", "/api/auth/register", body))

    async def login(self, login: str, password: str = PASSWORD) -> httpx.Response:
        return self.keep(await self.http.post("/api/auth/login", json={"login": login, "password": password}))

    async def guest(self) -> httpx.Response:
        return self.keep(await self.http.post("/api/auth/guest"))

    async def refresh(self) -> httpx.Response:
        return self.keep(await self.http.post("/api/auth/refresh"))

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """With this device's access token, if there is one."""
        headers = {**(bearer(self.token) if self.token else {}), **more.pop("headers", {})}
        if body is not None:
            more["json"] = body
        return await self.http.request(method, path, headers=headers, **more)

    async def is_signed_in(self) -> bool:
        return (await self.call("GET", "/api/user/profile")).status_code == 200


async def until_waiting(pg: Pool, count: int) -> None:
    """Returns once `count` of the database's connections wait for a lock."""
    async with asyncio.timeout(60):
        while count != await pg.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ):
            pass


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def signing_in(pg: Pool, settings: Settings, clock: Clock) -> Iterator[SignIn]:
    made = SignIn(pg, settings, now=clock)
    yield made
    made.close()


@pytest.fixture
def accounts(signing_in: SignIn, redis: Redis, told: Told) -> Accounts:
    return Accounts(
        signing_in,
        redis,
        records=everything_kept(),
        on_guest_registered=told.on_guest_registered,
        on_deleted=told.on_deleted,
    )


@pytest.fixture
def endpoints(accounts: Accounts) -> Endpoints:
    """Those of people and of sign_in."""
    return [*people.endpoints(accounts), *sign_in.endpoints(accounts.sign_in)]


@pytest.fixture
def app(endpoints: Endpoints, signing_in: SignIn) -> Starlette:
    return app_of(endpoints, signing_in.authenticate)


@pytest.fixture
async def browsers(app: Starlette) -> AsyncIterator[Callable[..., Browser]]:
    """Makes devices."""
    async with AsyncExitStack() as stack:
        opened: list[httpx.AsyncClient] = []

        def new(**more: Any) -> Browser:
            opened.append(client_of(app, **more))
            stack.push_async_callback(opened[-1].aclose)
            return Browser(opened[-1])

        yield new


@pytest.fixture
async def ada(browsers: Callable[..., Browser]) -> Browser:
    """A registered player."""
    browser = browsers(headers={"User-Agent": "Ada's laptop"})
    await browser.register("ada")
    return browser


@pytest.fixture
async def bob(browsers: Callable[..., Browser]) -> Browser:
    """Another registered player."""
    browser = browsers()
    await browser.register("bob")
    return browser


@pytest.fixture
async def guest(browsers: Callable[..., Browser]) -> Browser:
    browser = browsers()
    await browser.guest()
    return browser


@pytest.fixture
async def admin(browsers: Callable[..., Browser], pg: Pool) -> Browser:
    """The only admin."""
    browser = browsers()
    await browser.register("root")
    await pg.execute("UPDATE users SET role = 'ADMIN' WHERE id = $1", browser.id)
    return browser
