"""Passwords: bcrypt, off the event loop, a bounded number at once.

Laws:
- A hash of cost 12 takes a core 0.2 s. At most `AT_ONCE` run and `WAITING` more may queue; everyone after that is told
  to come back, because a burst of logins must not starve the players' sockets.
- Addresses take turns, and one has `PER_ADDRESS` of the places at most, one account `PER_ACCOUNT`. So neither one
  address nor one account keeps others from signing in (fair_queue.py).
- `check` always costs one hash, so that its duration does not reveal whether an account exists.
- bcrypt reads 72 bytes. A longer password is refused where it is set, and is simply wrong where it is checked.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated, TypeVar

import bcrypt
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from server.infra.addresses import current_client
from server.infra.web import RETRY_AFTER_S, Problem
from server.sign_in.fair_queue import FairQueue, QueueFull

MINIMUM_LENGTH = 8
LIMIT_BYTES = 72
AT_ONCE = 2
WAITING = 48  # about 5 s of queue at cost 12; a longer wait is worse than a 503 with Retry-After
PER_ADDRESS = 34  # a class that signs in at the same moment; the rest stays for everybody else
PER_ACCOUNT = 20  # an account that many share; nobody needs more

T = TypeVar("T")


def _fits(password: str) -> str:
    if len(password.encode()) > LIMIT_BYTES:
        raise PydanticCustomError("password_too_long", "must be at most 72 bytes long in UTF-8")
    return password


NewPassword = Annotated[str, Field(min_length=MINIMUM_LENGTH, max_length=LIMIT_BYTES), AfterValidator(_fits)]


def generate_password() -> str:
    """A password for an account that is created or repaired on the command line: 96 bits, 16 characters."""
    return secrets.token_urlsafe(12)


class Passwords:
    """Hashes and checks passwords at `cost`. Raises Problem 503 `auth/busy` when the queue is full."""

    def __init__(self, cost: int, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._cost = cost
        self._queue = FairQueue(at_once, waiting, "bcrypt")
        # A well-formed hash of no password: it takes as long to check as a real one of this cost.
        self._dummy = f"$2b${cost:02d}${'.' * 53}"

    async def hash(self, password: str) -> str:
        """The bcrypt hash of a password that `NewPassword` accepted."""
        return await self._run(lambda: bcrypt.hashpw(password.encode(), bcrypt.gensalt(self._cost)).decode())

    async def check(self, password: str, password_hash: str | None, account: str = "") -> bool:
        """Whether the password belongs to the hash. False for None, which stands for an account that does not exist.
        `account` is whose it is, if it is anybody's."""
        raw = password.encode()
        known = password_hash is not None and password_hash.startswith("$2") and len(raw) <= LIMIT_BYTES
        against = password_hash if known and password_hash is not None else self._dummy
        return await self._run(lambda: bcrypt.checkpw(raw[:LIMIT_BYTES], against.encode()), account) and known

    def is_outdated(self, password_hash: str) -> bool:
        """True when the hash was made at another cost than today's. Replace it at the next successful login."""
        return not password_hash.startswith(f"$2b${self._cost:02d}$")

    def close(self) -> None:
        self._queue.close()

    async def _run(self, work: Callable[[], T], account: str = "") -> T:
        client = current_client.get()
        named = ((client, PER_ADDRESS), (account and f"account {account}", PER_ACCOUNT))
        shares = [(name, most) for name, most in named if name]
        try:
            return await self._queue.run(work, client, shares)
        except QueueFull:
            raise Problem(
                503,
                "auth/busy",
                "Too many people are signing in right now. Try again in a moment.",
                headers={"Retry-After": str(RETRY_AFTER_S)},
            ) from None
