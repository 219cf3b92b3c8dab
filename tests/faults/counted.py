"""`prodev` as a process that counts what it holds: `python -m tests.faults.counted COMMAND…`.

On SIGUSR2 it writes the counts as JSON to the file that COUNTS_FILE names. It finds things by their types, so that
nothing is counted which the server itself would have to count.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
from pathlib import Path
from types import FrameType

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from server.main import main
from server.play.core.session import PlaySession
from server.play.sockets.connection import Connection
from server.play.table import Table

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def counts() -> dict[str, int]:
    """Right after the garbage was collected."""
    gc.collect()
    everything = gc.get_objects()
    tables = [thing for thing in everything if isinstance(thing, Table)]
    pools = [thing for thing in everything if isinstance(thing, asyncpg.Pool)]
    # The pool keeps what it opened for a while, within its own bound.
    kept = sum(isinstance(thing, asyncpg.Connection) and _is_open(thing) for thing in everything)
    return {
        "live_games": sum(len(table.games()) for table in tables),
        "players": sum(table.playing for table in tables),
        "sessions": sum(isinstance(thing, PlaySession) for thing in everything),
        "live_connections": sum(isinstance(thing, Connection) for thing in everything),
        "tasks": sum(isinstance(thing, asyncio.Task) and not thing.done() for thing in everything),
        "timers": sum(_counts(thing) for thing in everything if type(thing).__name__ == "TimerHandle"),
        "pool_busy": sum(pool.get_size() - pool.get_idle_size() for pool in pools),
        "files": len(os.listdir("/proc/self/fd")) - kept,
        "memory_bytes": int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES,
    }


def _counts(timer: object) -> bool:
    """asyncpg keeps one for each statement that a connection has prepared, of which there are only so many."""
    return "_StatementCache" not in repr(timer)


def _is_open(connection: asyncpg.Connection) -> bool:
    if isinstance(connection, PoolConnectionProxy):
        return False  # it stands for one that is counted by itself
    try:
        return not connection.is_closed()
    except AttributeError:  # the signal came while it is being made
        return False


def tell(_number: int, _frame: FrameType | None) -> None:
    target = Path(os.environ["COUNTS_FILE"])
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(counts()))
    fresh.rename(target)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR2, tell)
    main()
