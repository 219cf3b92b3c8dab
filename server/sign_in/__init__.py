"""Signing in: passwords, tokens, cookies, and the families of refresh tokens.

The composition root makes one `SignIn`, routes `endpoints` with `SignIn.authenticate`, and gives the feed `purging`.
Features that change accounts work with `User`, `Principal.confirm`, `SignIn.families` and `SignIn.passwords`; an
endpoint of theirs that signs somebody in calls `refuse_foreign_origin` and returns `signed_in(...)`.
"""

from server.sign_in.answers import Tokens, refreshed_if_good, signed_in, signed_out, user_agent
from server.sign_in.cookies import refuse_foreign_origin
from server.sign_in.emails import EMAIL_LENGTH, normal_email
from server.sign_in.families import PERSONAL_RECORDS, Grant, purging
from server.sign_in.http import endpoints
from server.sign_in.passwords import NewPassword, generate_password
from server.sign_in.sign_in import SignIn
from server.sign_in.tokens import invalid_token
from server.sign_in.users import USER_COLUMNS, User

__all__ = [
    "EMAIL_LENGTH",
    "PERSONAL_RECORDS",
    "USER_COLUMNS",
    "Grant",
    "NewPassword",
    "SignIn",
    "Tokens",
    "User",
    "endpoints",
    "generate_password",
    "invalid_token",
    "normal_email",
    "purging",
    "refreshed_if_good",
    "refuse_foreign_origin",
    "signed_in",
    "signed_out",
    "user_agent",
]
