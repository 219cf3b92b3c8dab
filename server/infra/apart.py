"""Work on what strangers sent, in a process of its own: it takes nothing from the event loop, and can be ended.

Laws:
- One process for each `Apart`, started by the first call; it ends when it had nothing to do for IDLE_S, or when the
  server is gone. What it is given and what it answers are pickled, so they are plain values.
- A call has `limit_s` from its turn on, and the process MEMORY_BYTES. What takes more is killed (TookTooLong) with
  all that it has started, and the next call starts another one.
- Calls take turns, and nobody has two at once. Beyond WAITING of them the next is refused at once (Busy), so nothing
  grows.
- What the work raises is raised here, with its traceback as a note. Only too much memory, or too deep a recursion, is
  taken for what was sent (TookTooLong).

Absent on purpose: anything about a result's worth. The work itself has read what a stranger wrote.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import pickle
import resource
import select
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO, Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

IDLE_S = 120.0
START_S = 20.0  # Python and its imports take one, on a machine that has other things to do longer
WAITING = 8  # a minute at the worst
NICENESS = 10
MEMORY_BYTES = 1024 * 1024 * 1024  # address space; the grammars and Python map a quarter of it

_LENGTH = struct.Struct("!Q")


class TookTooLong(Exception):
    """The work had its time, or its memory, and is ended."""


class Busy(Exception):
    """Too many calls wait already."""


class OneAtATime(Busy):
    """A call of the same person waits already, or is under way."""


class Apart(Generic[In, Out]):
    """Calls `work`, `module:function`, elsewhere: what it imports is not imported here."""

    def __init__(self, work: str, *, limit_s: float) -> None:
        self._work, self._limit_s = work, limit_s
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._people: set[str] = set()
        self._process: asyncio.subprocess.Process | None = None

    async def __call__(self, given: In, person: str) -> Out:
        """Raises TookTooLong, Busy, and what the work does."""
        if person in self._people:
            raise OneAtATime
        if self._waiting >= WAITING:
            raise Busy
        self._waiting += 1
        self._people.add(person)
        try:
            async with self._turn:
                return await self._call(given)
        finally:
            self._waiting -= 1
            self._people.discard(person)

    def close(self) -> None:
        """End the process. Another call would start it again."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    async def _call(self, given: In) -> Out:
        sent = pickle.dumps(given)
        process = await self._started()
        try:
            async with asyncio.timeout(self._limit_s):
                answer = await _exchange(process, sent)
        except (TimeoutError, OSError, asyncio.IncompleteReadError):  # killed by its memory limit, it says nothing
            self.close()
            raise TookTooLong from None
        except BaseException:  # a call that is given up leaves an answer that nobody may read as the next one's
            self.close()
            raise
        value: Out
        value, error = pickle.loads(answer)
        if error is not None:
            raise error
        return value

    async def _started(self) -> asyncio.subprocess.Process:
        try:
            async with asyncio.timeout(START_S):
                return await self._running()
        except TimeoutError:
            self.close()
            raise Busy from None
        except BaseException as error:
            self.close()
            if isinstance(error, asyncio.IncompleteReadError):
                raise RuntimeError(f"{self._work} did not start; standard error says why") from error
            raise

    async def _running(self) -> asyncio.subprocess.Process:
        process = self._process
        if process is not None and process.returncode is None:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await _exchange(process, b"")  # it may be about to end
                return process
            self.close()
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-m", __name__, self._work),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # what it starts is in its group, and is ended with it
        )
        await _exchange(self._process, b"")
        return self._process


async def _exchange(process: asyncio.subprocess.Process, sent: bytes) -> bytes:
    assert process.stdin is not None, "a pipe"
    assert process.stdout is not None, "a pipe"
    process.stdin.write(_LENGTH.pack(len(sent)) + sent)
    await process.stdin.drain()
    (length,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
    return await process.stdout.readexactly(length)


# ---------------------------------------------------------------- the other process


def _serve(name: str) -> None:
    """Answer calls until there are none. Nothing that was sent (b"") is answered with nothing: it is alive."""
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nobody else's print may look like an answer
    os.nice(NICENESS)
    module, _, function = name.partition(":")
    work = getattr(importlib.import_module(module), function)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError, OSError):  # not every system knows it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, most))  # programs that it starts may take more
    while (sent := _next(given)) is not None:
        answer = _answer(work, pickle.loads(sent)) if sent else b""
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _answer(work: Callable[[Any], Any], given: Any) -> bytes:
    """What the work returns, and what it raises; one of them is None."""
    try:
        return pickle.dumps((work(given), None))
    except (MemoryError, RecursionError):
        raise SystemExit(1) from None
    except Exception as error:
        error.add_note(f"Elsewhere:\n{traceback.format_exc()}")
        return _pickled(error)


def _pickled(error: Exception) -> bytes:
    """Some exceptions cannot be pickled, others are not read again."""
    try:
        answer = pickle.dumps((None, error))
        pickle.loads(answer)
    except Exception:
        plain = RuntimeError(f"{type(error).__name__}: {error}")
        plain.add_note(error.__notes__[-1])
        return pickle.dumps((None, plain))
    return answer


def _next(given: BinaryIO) -> bytes | None:
    """None when nothing came for IDLE_S, or the server has gone."""
    if not select.select([given], [], [], IDLE_S)[0]:
        return None
    head = given.read(_LENGTH.size)
    return given.read(*_LENGTH.unpack(head)) if len(head) == _LENGTH.size else None


if __name__ == "__main__":
    _serve(sys.argv[1])
