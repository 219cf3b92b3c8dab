"""What every endpoint of people and of sign_in refuses in the same way, and what it says about itself."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import asyncpg
import pytest

from server.infra.web import Access, Endpoint, Endpoints, Problem
from server.people import Accounts
from tests.accounts import Browser, Clock
from tests.http import app_of, bearer, client_of, problem

NewBrowser = Callable[..., Browser]


def path_of(endpoint: Endpoint) -> str:
    return endpoint.path.format(id=uuid4(), username="nobody")


@pytest.fixture
def with_body(endpoints: Endpoints) -> Endpoints:
    found = [endpoint for endpoint in endpoints if endpoint.body]
    assert len(found) == 7
    return found


async def test_bad_json_is_a_400(admin: Browser, with_body: Endpoints) -> None:
    for endpoint in with_body:
        for raw in b"{", b"", b"\xff\xfe", b'{"username": "a', b"[1,]", b"[" * 50_000:
            response = await admin.http.request(
                endpoint.method,
                path_of(endpoint),
                content=raw,
                headers={**bearer(admin.token), "Content-Type": "application/json"},
            )
            assert problem(response) == (400, "request/bad-json"), (endpoint.path, raw[:20])


async def test_a_body_that_is_no_object_is_a_422(admin: Browser, with_body: Endpoints) -> None:
    for endpoint in with_body:
        for raw in b"null", b"[]", b"7", b'"text"', b"true":
            response = await admin.http.request(
                endpoint.method,
                path_of(endpoint),
                content=raw,
                headers={**bearer(admin.token), "Content-Type": "application/json; charset=utf-8"},
            )
            assert problem(response) == (422, "request/invalid"), (endpoint.path, raw)


async def test_a_body_over_64_kib_is_a_413(admin: Browser, with_body: Endpoints) -> None:
    for endpoint in with_body:
        response = await admin.call(endpoint.method, path_of(endpoint), {"password": "x" * 65_536})
        assert problem(response) == (413, "request/too-large"), endpoint.path


async def test_another_media_type_is_a_415(admin: Browser, with_body: Endpoints) -> None:
    for endpoint in with_body:
        for headers in {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}, {}:
            response = await admin.http.request(
                endpoint.method, path_of(endpoint), content=b"{}", headers={**bearer(admin.token), **headers}
            )
            assert problem(response) == (415, "request/media-type"), endpoint.path


async def test_half_a_surrogate_and_nul_are_refused_everywhere(admin: Browser, with_body: Endpoints) -> None:
    for endpoint in with_body:
        for raw in rb'{"display_name": "\ud800"}', rb'{"password": "\u0000"}', rb'{"\u0000": 1}':
            response = await admin.http.request(
                endpoint.method,
                path_of(endpoint),
                content=raw,
                headers={**bearer(admin.token), "Content-Type": "application/json"},
            )
            assert problem(response)[0] in (400, 422), (endpoint.path, raw)


async def test_without_a_token_only_the_public_is_served(browsers: NewBrowser, endpoints: Endpoints) -> None:
    for endpoint in endpoints:
        if endpoint.access in (Access.PUBLIC, Access.OPTIONAL):
            continue
        response = await browsers().http.request(endpoint.method, path_of(endpoint))
        assert problem(response) == (401, "auth/required"), endpoint.path


async def test_with_an_expired_token_only_the_public_is_served(
    ada: Browser, endpoints: Endpoints, clock: Clock
) -> None:
    clock.advance(hours=1)
    for endpoint in endpoints:
        if endpoint.access is Access.PUBLIC:
            continue
        response = await ada.call(endpoint.method, path_of(endpoint))
        assert problem(response) == (401, "auth/expired-token"), endpoint.path


async def test_a_wrong_method_is_a_405(ada: Browser) -> None:
    for method, path in [
        ("GET", "/api/auth/login"),
        ("POST", "/api/user/profile"),
        ("DELETE", "/api/user/password"),
        ("PUT", "/api/users/ada"),
        ("POST", "/api/admin/users"),
    ]:
        assert problem(await ada.call(method, path)) == (405, "request/method-not-allowed")


async def test_sensitive_endpoints_are_rate_limited_per_address(accounts: Accounts, endpoints: Endpoints) -> None:
    asked: list[tuple[str, str]] = []

    async def full(rate: str, key: str) -> None:
        asked.append((rate, key))
        raise Problem(429, "request/too-many", "Slow down.")

    limited = {"register", "login", "guest", "refresh", "password", "account", "export"}
    async with client_of(app_of(endpoints, accounts.sign_in.authenticate, full)) as client:
        for endpoint in endpoints:
            if endpoint.path.rsplit("/", 1)[1] in limited:
                assert (await client.request(endpoint.method, path_of(endpoint))).status_code == 429
    assert len(asked) == len(limited)
    assert all(key.endswith(" 127.0.0.1") for _, key in asked)


async def test_postgres_away_is_a_503_with_retry_after(
    ada: Browser, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with asyncpg.create_pool("postgresql://127.0.0.1:1/prodev", min_size=0) as nowhere:
        monkeypatch.setattr(accounts.sign_in, "pg", nowhere)
        for method, path, body in [
            ("GET", "/api/user/profile", None),
            ("GET", "/api/users/ada", None),
            ("POST", "/api/auth/login", {"login": "ada", "password": "password"}),
            ("POST", "/api/auth/refresh", None),
            ("POST", "/api/auth/guest", None),
        ]:
            response = await ada.call(method, path, body)
            assert problem(response) == (503, "server/unavailable"), path
            assert "retry-after" in response.headers


def test_each_endpoint_describes_itself(endpoints: Endpoints) -> None:
    for endpoint in endpoints:
        assert endpoint.summary
        assert (endpoint.returns is None) == (endpoint.status == 204), endpoint.path
        assert len(set(endpoint.problems)) == len(endpoint.problems)
