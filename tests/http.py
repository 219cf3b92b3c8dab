"""A small app around some endpoints, and a client that talks to it without a network.

For the tests of one feature; the whole server is tests/acceptance' matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
import orjson
from pydantic import TypeAdapter
from starlette.applications import Starlette

from server.infra.dispatch import EXCEPTION_HANDLERS, Authenticate, Throttle, route
from server.infra.postgres import Connection, Pool
from server.infra.web import Endpoint, Principal, Problem, dumps

BASE_URL = "http://prodev.test"


async def no_throttle(rate: str, key: str) -> None:
    """Lets everybody through."""


SOMEONE = "4e7f6bb0-5b4c-4f0e-9d3e-6f2b7f1f0a11"


class Someone(Principal):
    """A principal without a row, who keeps what they may do."""

    async def confirm(self, connection: Connection) -> None:
        pass


async def token_is_role(token: str) -> Principal:
    """Signs in somebody whose token is their role."""
    if token not in ("PLAYER", "MODERATOR", "ADMIN"):
        raise Problem(401, "auth/invalid-token", "Sign in again.")
    return Someone(SOMEONE, "someone", "Someone", token, False, False)


async def add_someone(pg: Pool) -> None:
    """The row of whom `token_is_role` signs in, for the audit log to refer to."""
    await pg.execute(
        "INSERT INTO users (id, username, email, password_hash, display_name, role)"
        " VALUES ($1, 'someone', 'someone@example.org', 'x', 'Someone', 'ADMIN')",
        SOMEONE,
    )


def app_of(endpoints: Sequence[Endpoint], authenticate: Authenticate, throttle: Throttle = no_throttle) -> Starlette:
    return Starlette(routes=route(endpoints, authenticate, throttle), exception_handlers=EXCEPTION_HANDLERS)


def client_of(app: Starlette, base_url: str = BASE_URL, **more: Any) -> httpx.AsyncClient:
    """A client with a cookie jar of its own. What the app raises fails the test. Close it, or use `async with`."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base_url, **more)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def problem(response: httpx.Response) -> tuple[int, str]:
    """`(status, code)` of a problem document, whose shape is checked on the way."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    body = response.json()
    assert {"type", "title", "status", "detail", "code", "errors"} <= body.keys()
    assert body["status"] == response.status_code
    for error in body["errors"]:
        assert {"pointer", "code", "detail"} <= error.keys()
    return response.status_code, body["code"]


def fits(answer_type: Any, answer: object) -> bool:
    """Whether a JSON answer is of the type: nothing is missing, and nothing is there that the type does not name."""
    value = TypeAdapter(answer_type).validate_json(orjson.dumps(answer))
    return bool(orjson.loads(dumps(value)) == answer)


def pointers(response: httpx.Response) -> list[str]:
    """Where the problem document points."""
    return [error["pointer"] for error in response.json()["errors"]]
