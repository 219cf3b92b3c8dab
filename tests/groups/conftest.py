"""Devices that use groups over HTTP, with boards beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from redis.asyncio import Redis

from server import groups, leaderboards, people, sign_in, social
from server.infra.postgres import Pool
from server.infra.web import Endpoints
from server.leaderboards import Boards
from server.people import Accounts, ManagedAccounts
from server.settings import Settings
from tests.accounts import Browser, accounts, ada, admin, app, bob, browsers, clock, guest, signing_in, told

__all__ = ["accounts", "ada", "admin", "app", "bob", "browsers", "clock", "guest", "signing_in", "told"]


@pytest.fixture
async def boards(pg: Pool, redis: Redis, settings: Settings) -> AsyncIterator[Boards]:
    opened = Boards(pg, redis, settings)
    await opened.rebuild()
    yield opened
    await opened.close()


@pytest.fixture
def endpoints(accounts: Accounts, pg: Pool, boards: Boards) -> Endpoints:
    return [
        *people.endpoints(accounts),
        *sign_in.endpoints(accounts.sign_in),
        *groups.endpoints(pg, ManagedAccounts(accounts)),
        *leaderboards.endpoints(boards, partial(groups.nicknames, pg), partial(social.friends_of, pg)),
    ]


@pytest.fixture
async def group(ada: Browser) -> dict[str, Any]:
    """Ada's."""
    answer = await ada.call("POST", "/api/groups", {"name": "Informatik 9b"})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made
