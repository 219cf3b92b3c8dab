"""The fixtures that people and sign_in share."""

from tests.accounts import accounts, ada, admin, app, bob, browsers, clock, endpoints, guest, signing_in, told

__all__ = ["accounts", "ada", "admin", "app", "bob", "browsers", "clock", "endpoints", "guest", "signing_in", "told"]
