"""Background tasks of a process: work that repeats forever, single pieces of work, and the end of both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from itertools import islice
from typing import Any, TypeVar

import structlog

log = structlog.get_logger(__name__)

Done = TypeVar("Done")
Item = TypeVar("Item")

SLICE = 250  # things that are seen to between two turns of the event loop: a millisecond or two
AGAIN_S = 0.5  # time for a task to tidy up before it is cancelled again


async def every(seconds: float, work: Callable[[], Awaitable[None]], away: tuple[type[BaseException], ...]) -> None:
    """Do `work` every `seconds`, forever. An exception ends only that round.

    `away` are the errors of a server that is away; anything else is our own bug.
    """
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except away as error:
            log.info("round_skipped", work=work.__qualname__, error=str(error) or type(error).__name__)
        except Exception:
            log.exception("round_failed", work=work.__qualname__)


async def in_slices(items: Iterable[Item]) -> AsyncIterator[list[Item]]:
    """All the items, some at a time, so that work on each of thousands does not hold the event loop.

    Anything may have happened between two slices: look again at what must still be so.
    """
    left = iter(items)
    while some := [*islice(left, SLICE)]:
        yield some
        await asyncio.sleep(0)


async def end_all(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel the tasks until all are done. Their exceptions stay in them.

    Once is not enough: until Python 3.12 `asyncio.wait_for`, with which redis sends, swallows a cancellation that comes
    together with its result.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=AGAIN_S)


class Tasks:
    """Work that runs in the background. An exception in it is logged as our own bug, unless `away` names it."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Done], away: tuple[type[BaseException], ...] = ()) -> asyncio.Task[Done]:
        """`away` are the errors of a server that is away, of which somebody else has told or will tell."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(lambda done: self._done(done, away))
        return task

    def _done(self, task: asyncio.Task[Any], away: tuple[type[BaseException], ...]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, away):
            log.error("task_failed", exc_info=error)

    async def end(self) -> None:
        await end_all(self._running)
