"""`prodev serve`, with the longest hold of its event loop written down: the server that benchmarks/players.py starts.

A hold is how much later than asked a timer of HOLD_EVERY_S ran. The longest of each second go to the file named by
PRODEV_BENCH_HOLDS as one JSON list of milliseconds, the latest last, when the server gets SIGUSR1, and are then
forgotten. The timer costs a few hundred wake-ups a second, about 1 % of a core.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import orjson
import uvicorn

from server.cli import main

HOLD_EVERY_S = 0.003


class _Holds:
    def __init__(self, loop: asyncio.AbstractEventLoop, file: Path) -> None:
        self._loop, self._file = loop, file
        self._longest_ms: list[float] = []
        self._second = 0
        loop.add_signal_handler(signal.SIGUSR1, self._write)
        self._again()

    def _again(self) -> None:
        self._due_s = self._loop.time() + HOLD_EVERY_S
        self._loop.call_at(self._due_s, self._look)

    def _look(self) -> None:
        now_s = self._loop.time()
        hold_ms = (now_s - self._due_s) * 1000
        if int(now_s) > self._second or not self._longest_ms:
            self._second = int(now_s)
            self._longest_ms.append(hold_ms)
        else:
            self._longest_ms[-1] = max(self._longest_ms[-1], hold_ms)
        self._again()

    def _write(self) -> None:
        self._file.write_bytes(orjson.dumps(self._longest_ms))
        self._longest_ms = []


def _watch(file: Path) -> None:
    startup = uvicorn.Server.startup

    async def watched(self: uvicorn.Server, *given: Any, **named: Any) -> None:
        _Holds(asyncio.get_running_loop(), file)
        await startup(self, *given, **named)

    uvicorn.Server.startup = watched  # type: ignore[method-assign]  # uvicorn has no hook for it


if __name__ == "__main__":
    _watch(Path(os.environ["PRODEV_BENCH_HOLDS"]))
    sys.argv[0] = "prodev"
    main()
