"""The endpoints of accounts."""

from __future__ import annotations

from server.accounts.accounts import Accounts
from server.accounts.http_auth import auth_endpoints
from server.accounts.http_user import admin_endpoints, user_endpoints
from server.infra.web import Endpoint


def endpoints(accounts: Accounts) -> list[Endpoint]:
    return [*auth_endpoints(accounts), *user_endpoints(accounts), *admin_endpoints(accounts)]
