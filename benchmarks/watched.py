"""`prodev serve`, with the longest hold of its event loop written down: the server that benchmarks/players.py starts.

A hold is how much later than asked a timer of HOLD_EVERY_S ran. The holds of each second go to the file named by
PRODEV_BENCH_HOLDS as one JSON line `[longest_ms, …]` when the server gets SIGUSR1, and are then forgotten. The timer
costs a few hundred wake-ups a second, about 1 % of a core.
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
        self._loop, self._file, self._longest_s = loop, file, 0.0
        loop.add_signal_handler(signal.SIGUSR1, self._write)
        self._again()

    def _again(self) -> None:
        self._due_s = self._loop.time() + HOLD_EVERY_S
        self._loop.call_at(self._due_s, self._look)

    def _look(self) -> None:
        self._longest_s = max(self._longest_s, self._loop.time() - self._due_s)
        self._again()

    def _write(self) -> None:
        self._file.write_bytes(orjson.dumps(self._longest_s * 1000))
        self._longest_s = 0.0


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
