"""Background tasks of a process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

AGAIN_S = 0.2


async def end_all(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel the tasks until all are done, and leave what they raised in them.

    Once is not enough: `asyncio.wait_for`, with which redis sends, swallows until Python 3.12 a cancellation that comes
    with what it waits for.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=AGAIN_S)
