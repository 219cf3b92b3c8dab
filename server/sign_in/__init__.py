"""Signing in: passwords, tokens, cookies, and the families of refresh tokens.

The composition root makes one `Accounts`, routes with `accounts.authenticate`, and runs `purge_expired_sign_ins` now
and then.
"""

from server.sign_in.accounts import Accounts
from server.sign_in.families import purge_expired_sign_ins

__all__ = ["Accounts", "purge_expired_sign_ins"]
