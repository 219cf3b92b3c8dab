"""Waits for a server that the feed needs, and logs when it goes away and comes back."""

from __future__ import annotations

import asyncio
import contextlib

import asyncpg
import structlog

from server.infra.postgres import POSTGRES_AWAY

log = structlog.get_logger(__name__)

FIRST_RETRY_S, LAST_RETRY_S = 0.25, 5.0


class Away(Exception):
    """A server that an effect needs is away. Nothing is counted: the queue waits."""


_EXPECTED: tuple[type[BaseException], ...] = (Away, *POSTGRES_AWAY, asyncpg.PostgresError)


class Patience:
    """`of` names what waits: a queue, or the whole feed."""

    def __init__(self, of: str) -> None:
        self._of = of
        self._retry_s = FIRST_RETRY_S
        self._is_away = False

    async def wait(self, error: Exception, ending: asyncio.Event | None = None) -> None:
        """The server is away: wait before the next try. Ends at once when `ending` is set."""
        if not self._is_away:
            self._is_away = True
            ours = None if isinstance(error, _EXPECTED) else error  # a bug of ours: the log has where
            log.warning("feed_waits", of=self._of, error=str(error) or type(error).__name__, exc_info=ours)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._retry_s):
                await (ending or asyncio.Event()).wait()
        self._retry_s = min(2 * self._retry_s, LAST_RETRY_S)

    def answered(self) -> None:
        if self._is_away:
            log.info("feed_goes_on", of=self._of)
        self._is_away, self._retry_s = False, FIRST_RETRY_S
