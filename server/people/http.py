"""The endpoints of accounts."""

from __future__ import annotations

from server.infra.web import Endpoint
from server.people.http_user import admin_endpoints, user_endpoints
from server.sign_in.accounts import Accounts
from server.sign_in.http import auth_endpoints


def endpoints(accounts: Accounts) -> list[Endpoint]:
    return [*auth_endpoints(accounts), *user_endpoints(accounts), *admin_endpoints(accounts)]
