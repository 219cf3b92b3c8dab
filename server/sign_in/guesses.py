"""How often the password of one account may be tried, from wherever.

Laws:
- All strangers together have few tries at an account, so that many addresses guess no faster than one.
- They cannot lock its owner out: a browser that was signed in to the account before (known_devices.py) has tries of
  its own, whatever the strangers do, and at the same address too.
- A name that is nobody's is counted as an account's is. Nobody learns from it who has one.

Not covered: an owner on a new device, while strangers use the account's tries up. A password reset does not help then;
waiting does, or a known device.
"""

from __future__ import annotations

import hashlib

from server.infra.addresses import UNKNOWN, current_client
from server.infra.ratelimit import Limits
from server.sign_in.emails import normal_login

FROM_ONE_ADDRESS = ("10/minute",)
BY_ALL_STRANGERS = ("60/hour", "300/day")  # a guessed password of the 10,000 most common ones takes a month
BY_A_KNOWN_DEVICE = ("10/minute", "60/hour")


class Guesses:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def admit(self, login: str, known_device: str | None) -> None:
        """Count one try at the account that `login` names. `known_device`: the name of the browser if the account
        knows it. Raises Problem 429."""
        account = _digest(normal_login(login).strip().lower())  # however it is written
        if known_device is not None:
            for rate in BY_A_KNOWN_DEVICE:
                await self._limits(rate, f"guess {account} device {_digest(known_device)}")
            return
        for rate in FROM_ONE_ADDRESS:
            await self._limits(rate, f"guess {account} {current_client.get() or UNKNOWN}")
        for rate in BY_ALL_STRANGERS:
            await self._limits(rate, f"guess {account}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
