"""How often somebody may ask whether an email address has an account here, by registering or by choosing a new one.

Both must say that an address is taken. So that nobody learns it of many:
- Each such answer is counted for the address it goes to. Past TAKEN_RATE no question about an email is answered there,
  whether it is taken or not.
- An account asks about NEW_EMAIL_RATE new addresses, and only with its password: a wrong one counts as well.

Bound: whoever comes from many addresses gets as many times more. Usernames are public, and not counted.
"""

from __future__ import annotations

from server.infra.addresses import UNKNOWN, current_client
from server.infra.ratelimit import Limits

TAKEN_RATE = ("20/hour", "60/day")  # for each address; a class that registers mistypes a few
NEW_EMAIL_RATE = ("10/day",)  # for each account
NEW_EMAILS_RATE = ("100/day",)  # for each address, however many accounts


class Questions:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def may_ask(self) -> None:
        """Call it before looking whether an email is taken. Raises Problem 429."""
        for rate in TAKEN_RATE:
            await self._limits.check(rate, _taken_key())

    async def told_taken(self) -> None:
        """Call it before saying that one is. Raises Problem 429 when that was one too many at the same moment."""
        for rate in TAKEN_RATE:
            await self._limits(rate, _taken_key())

    async def chooses(self, user_id: str) -> None:
        """Call it before the password of somebody who wants a new email is looked at. Raises Problem 429."""
        for rate in NEW_EMAIL_RATE:
            await self._limits(rate, f"new email {user_id}")
        for rate in NEW_EMAILS_RATE:
            await self._limits(rate, f"new email {_client()}")


def _taken_key() -> str:
    return f"email taken {_client()}"


def _client() -> str:
    return current_client.get() or UNKNOWN
