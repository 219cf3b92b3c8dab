"""All endpoints of people."""

from __future__ import annotations

from server.infra.web import Endpoints
from server.people.accounts import Accounts
from server.people.http_account import account_endpoints
from server.people.http_admin import admin_endpoints
from server.people.http_players import player_endpoints
from server.people.http_registration import registration_endpoints


def endpoints(accounts: Accounts) -> Endpoints:
    return [
        *registration_endpoints(accounts),
        *account_endpoints(accounts),
        *admin_endpoints(accounts),
        *player_endpoints(accounts),
    ]
