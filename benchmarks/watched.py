"""`prodev serve`, with the longest holds of its event loop written down: the server that benchmarks/players.py starts.

A hold is how much later than asked a timer of HOLD_EVERY_S ran: whatever kept the loop, be it the keys of everybody at
once or the machine itself. The longest step of play's background work (`Play.works`) between two waits is measured
beside it, in CPU time, which no neighbour on the machine can lengthen. On SIGUSR1 the longest `[hold, step]` of each
second, in milliseconds, go to the file named by PRODEV_BENCH_HOLDS as one JSON list, the latest last, and are then
forgotten. The timer costs a few hundred wake-ups a second, about 1 % of a core.
"""

from __future__ import annotations

import asyncio
import functools
import os
import signal
import sys
import time
import types
from collections.abc import Callable, Coroutine, Generator
from pathlib import Path
from typing import Any

import orjson
import uvicorn

from server.main import main
from server.play import Play

HOLD_EVERY_S = 0.003


class _Holds:
    """The longest of each second. It is made before there is a loop, as play's works are."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._longest_ms: list[list[float]] = []
        self._second = 0

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.add_signal_handler(signal.SIGUSR1, self._write)
        self._again()

    def step(self, took_ms: float) -> None:
        self._note(1, took_ms)

    def _again(self) -> None:
        self._due_s = self._loop.time() + HOLD_EVERY_S
        self._loop.call_at(self._due_s, self._look)

    def _look(self) -> None:
        self._note(0, (self._loop.time() - self._due_s) * 1000)
        self._again()

    def _note(self, which: int, took_ms: float) -> None:
        second = int(time.monotonic())
        if second > self._second or not self._longest_ms:
            self._second = second
            self._longest_ms.append([0.0, 0.0])
        latest = self._longest_ms[-1]
        latest[which] = max(latest[which], took_ms)

    def _write(self) -> None:
        self._file.write_bytes(orjson.dumps(self._longest_ms))
        self._longest_ms = []


@types.coroutine
def _in_steps(work: Coroutine[Any, Any, None], note: Callable[[float], None]) -> Generator[Any, Any, None]:
    """`work`, and `note` is told the CPU milliseconds of each of its steps from one wait to the next."""
    resume: Callable[[], Any] = functools.partial(work.send, None)
    while True:
        began_s = time.thread_time()
        try:
            awaited = resume()
        except StopIteration:
            return
        finally:
            note((time.thread_time() - began_s) * 1000)
        try:
            sent = yield awaited
            resume = functools.partial(work.send, sent)
        except BaseException as error:
            resume = functools.partial(work.throw, error)


async def _timed(work: Coroutine[Any, Any, None], note: Callable[[float], None]) -> None:
    await _in_steps(work, note)


def _watch(file: Path) -> None:
    holds = _Holds(file)
    startup, works = uvicorn.Server.startup, Play.works

    async def watched(self: uvicorn.Server, *given: Any, **named: Any) -> None:
        holds.start()
        await startup(self, *given, **named)

    uvicorn.Server.startup = watched  # type: ignore[method-assign]  # uvicorn has no hook for it
    # The bench alone looks at single steps, so play has no hook for it either.
    Play.works = lambda self: [_timed(work, holds.step) for work in works(self)]  # type: ignore[method-assign]


if __name__ == "__main__":
    _watch(Path(os.environ["PRODEV_BENCH_HOLDS"]))
    sys.argv[0] = "prodev"
    main()
