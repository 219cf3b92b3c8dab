"""Accounts: who plays, how they sign in, and what they may do.

The composition root makes one `Accounts`, routes `endpoints(accounts)` with `accounts.authenticate`, and runs
`purge_idle_guests` and `purge_expired_sign_ins` now and then.
"""

from server.accounts.accounts import Accounts
from server.accounts.guests import purge_idle_guests
from server.accounts.http import endpoints
from server.accounts.names import Username
from server.accounts.sign_ins import purge_expired_sign_ins

__all__ = ["Accounts", "Username", "endpoints", "purge_expired_sign_ins", "purge_idle_guests"]
