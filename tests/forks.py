"""Programs as forks of a process that has imported them: to import `prodev` takes a second of CPU, most of what a start
costs, and the tests of faults start it a hundred times. tests/infra/test_serve.py starts it as its user does.

Laws:
- What is forked runs a function as a program does: with arguments, environment, output and an end of its own.
- Its parent does nothing but fork, and say who was forked and how they ended.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence

CHILD = "from tests.forks import fork_for_ever; fork_for_ever({})"  # no module of ours is its `__main__`
ORDER_BYTES = 2**17
MOST_FILES = 2**16
STDOUT, STDERR = 1, 2


class Fork:
    """What `asyncio.subprocess.Process` is to a program."""

    def __init__(self, pid: int, stdout: asyncio.StreamReader, told: asyncio.StreamReader) -> None:
        self.pid, self.stdout = pid, stdout
        self.returncode: int | None = None
        self._end = asyncio.create_task(self._ended(told))

    async def _ended(self, told: asyncio.StreamReader) -> int:
        self.returncode = int(await told.readline())
        return self.returncode

    async def wait(self) -> int:
        return await asyncio.shield(self._end)

    def terminate(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


async def fork(entry: str, arguments: Sequence[str], environment: Mapping[str, str], stderr: int = STDERR) -> Fork:
    """The program whose function is `entry` ("module:name"), with these arguments, and this environment alone."""
    (stdout, to_stdout), (told, to_told) = os.pipe(), os.pipe()
    order = json.dumps([entry, arguments, dict(environment)]).encode()
    socket.send_fds(_parent(), [order], [to_stdout, stderr, to_told])
    os.close(to_stdout)
    os.close(to_told)
    says = await _reader(told)
    return Fork(int(await says.readline()), await _reader(stdout), says)


async def run(entry: str, arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str, str]:
    """How it ends, and what it says on stdout and stderr until then."""
    stderr, to_stderr = os.pipe()
    forked = await fork(entry, arguments, environment, to_stderr)
    os.close(to_stderr)
    errors = await _reader(stderr)
    out, err, code = await asyncio.gather(forked.stdout.read(), errors.read(), forked.wait())
    return code, out.decode(), err.decode()


async def _reader(pipe: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb")
    )
    return reader


@functools.cache
def _parent() -> socket.socket:
    """It ends with this process, which holds the other end of its socket."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    subprocess.Popen([sys.executable, "-c", CHILD.format(its.fileno())], pass_fds=[its.fileno()])
    its.close()
    return ours


# ---------------------------------------------------------------- in the parent of the forks


def fork_for_ever(orders: int) -> None:
    for name in ("server.cli", "server.app", "server.serve"):  # what `prodev` imports: each fork has it already
        importlib.import_module(name)
    asked = socket.socket(fileno=orders)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    tell: dict[int, int] = {}  # where it is said how a fork ended
    while True:
        ready, _, _ = select.select([asked.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, 2**10)
            _tell_who_ended(tell)
        if asked.fileno() in ready:
            order, pipes, _, _ = socket.recv_fds(asked, ORDER_BYTES, 3)
            if not order:
                return
            child = os.fork()
            if child == 0:
                _become(*json.loads(order), *pipes[:2])
                return
            for pipe in pipes[:2]:
                os.close(pipe)
            tell[child] = pipes[2]
            os.write(pipes[2], b"%d\n" % child)


def _tell_who_ended(tell: dict[int, int]) -> None:
    while tell:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        pipe = tell.pop(child)
        os.write(pipe, b"%d\n" % os.waitstatus_to_exitcode(status))
        os.close(pipe)


def _become(entry: str, arguments: list[str], environment: dict[str, str], stdout: int, stderr: int) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(stdout, STDOUT)
    os.dup2(stderr, STDERR)
    os.closerange(STDERR + 1, MOST_FILES)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [entry, *arguments]
    module, _, name = entry.partition(":")
    getattr(importlib.import_module(module), name)()
