"""Devices that follow, befriend and block over HTTP, with what people are told of it."""

from __future__ import annotations

import pytest

from game.terms import NotificationKind
from server import people, sign_in, social
from server.infra.postgres import Connection, Pool
from server.infra.web import Endpoints
from server.notifications import Notice, notify, retract
from server.people import Accounts
from tests.accounts import Browser, Clock, accounts, ada, admin, app, bob, browsers, clock, guest, signing_in, told

__all__ = ["accounts", "ada", "admin", "app", "bob", "browsers", "clock", "guest", "signing_in", "told"]


async def _tell(connection: Connection, to: str, kind: NotificationKind, by: str) -> None:
    await notify(connection, Notice(to, kind, subject=by, by=by))


async def _retract(connection: Connection, to: str, kind: NotificationKind, by: str) -> None:
    await retract(connection, to, kind, by)


TELLING = social.Teller(_tell, _retract)


@pytest.fixture
def endpoints(accounts: Accounts, pg: Pool, clock: Clock) -> Endpoints:
    return [
        *people.endpoints(accounts),
        *sign_in.endpoints(accounts.sign_in),
        *social.endpoints(pg, TELLING, clock),
    ]


async def put(browser: Browser, name: str, action: str) -> int:
    return (await browser.call("PUT", f"/api/friends/{name}", {"action": action})).status_code


async def befriend(one: Browser, other: Browser) -> None:
    for browser, name in ((one, other.user["username"]), (other, one.user["username"])):
        assert await put(browser, name, "REQUEST") == 200
