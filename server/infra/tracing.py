"""Traces, where PRODEV_TRACING asks for them: what a request, a game's end or a job of the feed spent its time on.

Law: off, nothing of OpenTelemetry is imported here and nothing at all is asked at a call. What is recorded is put
around the parts when they are made.
Absent on purpose: what is recorded (spans.py), and the keys of the play socket. A process judges tens of thousands of
keys a second in some twenty microseconds each, and a span costs more than that: what keys wait for is counted instead,
of one in 64 (`prodev_key_ack_seconds`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ParamSpec, Protocol, TypeVar

from starlette.middleware import Middleware

from server.infra.extras import of_extra

P = ParamSpec("P")
T = TypeVar("T")

EXTRA = "tracing"


class Tracing(Protocol):
    """What app.py puts around its parts. Begin it before connections are made; end it with `stop`."""

    def middleware(self) -> list[Middleware]:
        """What records requests."""

    def around(self, name: str, work: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        """`work`, each call of which is a span."""

    async def stop(self) -> None:
        """Send what waits, for a moment at most."""


class _Off:
    def middleware(self) -> list[Middleware]:
        return []

    def around(self, name: str, work: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        return work

    async def stop(self) -> None:
        pass


OFF: Tracing = _Off()


class TracingRefused(Exception):
    """A variable OTEL_* asks for what this server cannot do; the message is one line."""


def begin_tracing(is_on: bool) -> Tracing:
    """Raises what `check_tracing` does."""
    check_tracing(is_on)
    if not is_on:
        return OFF
    from server.infra.spans import Spans  # noqa: PLC0415 - imported only where it is used

    return Spans()


def check_tracing(is_on: bool) -> None:
    """Raises ExtraMissing or TracingRefused when what is asked for is not possible."""
    if not is_on:
        return
    with of_extra(EXTRA, "PRODEV_TRACING"):
        from server.infra.spans import must_be_possible  # noqa: PLC0415 - imported only where it is used
    must_be_possible()
