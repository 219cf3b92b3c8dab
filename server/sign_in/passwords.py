"""Passwords: bcrypt, off the event loop, a bounded number at once.

Laws:
- A hash of cost 12 takes a core 0.2 s. At most `AT_ONCE` run and `WAITING` more may queue, `PER_ADDRESS` of them all
  from one address; everyone after that is told to come back, because a burst of logins must not starve the players'
  sockets.
- `check` always costs one hash, so that its duration does not reveal whether an account exists.
- bcrypt reads 72 bytes. A longer password is refused where it is set, and is simply wrong where it is checked.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, TypeVar

import bcrypt
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from server.infra.addresses import current_client
from server.infra.web import RETRY_AFTER_S, Problem

MINIMUM_LENGTH = 8
LIMIT_BYTES = 72
AT_ONCE = 2
WAITING = 48  # about 5 s of queue at cost 12; a longer wait is worse than a 503 with Retry-After
PER_ADDRESS = 34  # a class that signs in at the same moment; the rest stays for everybody else

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
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="bcrypt")
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._clients: Counter[str] = Counter()  # hashes under way, by address
        # A well-formed hash of no password: it takes as long to check as a real one of this cost.
        self._dummy = f"$2b${cost:02d}${'.' * 53}"

    async def hash(self, password: str) -> str:
        """The bcrypt hash of a password that `NewPassword` accepted."""
        return await self._run(lambda: bcrypt.hashpw(password.encode(), bcrypt.gensalt(self._cost)).decode())

    async def check(self, password: str, password_hash: str | None) -> bool:
        """Whether the password belongs to the hash. False for None, which stands for an account that does not exist."""
        raw = password.encode()
        known = password_hash is not None and password_hash.startswith("$2") and len(raw) <= LIMIT_BYTES
        against = password_hash if known and password_hash is not None else self._dummy
        return await self._run(lambda: bcrypt.checkpw(raw[:LIMIT_BYTES], against.encode())) and known

    def is_outdated(self, password_hash: str) -> bool:
        """True when the hash was made at another cost than today's. Replace it at the next successful login."""
        return not password_hash.startswith(f"$2b${self._cost:02d}$")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[[], T]) -> T:
        client = current_client.get()
        if (client and self._clients[client] >= PER_ADDRESS) or not self._places.acquire(blocking=False):
            raise Problem(
                503,
                "auth/busy",
                "Too many people are signing in right now. Try again in a moment.",
                headers={"Retry-After": str(RETRY_AFTER_S)},
            )
        future = self._threads.submit(work)
        waiting = asyncio.wrap_future(future)
        if client:
            self._clients[client] += 1
            waiting.add_done_callback(lambda _: self._left(client))
        # Released when the work is done, not when its caller is: a client that hangs up frees no core.
        future.add_done_callback(lambda _: self._places.release())
        return await waiting

    def _left(self, client: str) -> None:
        self._clients[client] -= 1
        if not self._clients[client]:
            del self._clients[client]
