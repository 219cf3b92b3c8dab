"""A client on a few endpoints alone; a bearer token is a user's id."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg
import httpx
from starlette.applications import Starlette

from server.infra.dispatch import EXCEPTION_HANDLERS, route
from server.infra.web import Endpoint, Problem
from tests.http import Someone


def client(pg: asyncpg.Pool[asyncpg.Record], endpoints: Sequence[Endpoint]) -> httpx.AsyncClient:
    async def authenticate(token: str) -> Someone:
        row = await pg.fetchrow("SELECT * FROM users WHERE id::text = $1 AND deleted_at IS NULL", token)
        if row is None:
            raise Problem(401, "auth/invalid-token", "Sign in again.")
        return Someone(row["id"], row["username"], row["display_name"], row["role"], row["is_guest"], False)

    async def throttle(rate: str, key: str) -> None:
        pass

    app = Starlette(routes=route(endpoints, authenticate, throttle), exception_handlers=EXCEPTION_HANDLERS)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test")


def bearer(user_id: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {user_id}"}
