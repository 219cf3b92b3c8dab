"""`prodev serve` as processes that a test kills, stops and starts again, and what they had to say meanwhile.

Laws:
- A server that is started again listens where it did before, because clients that come back look for it there.
- A server's log is kept, also when it was killed: `complaints` are the lines that no fault of operation excuses.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import orjson

from tests.forks import Fork, fork

PATIENCE_S = 60  # a server that takes longer to start or to end has failed
LOG_SHOWN = 60  # lines
PRODEV = "server.main:main"
# The tests' players come from one address, and come back at once: that is no attack here.
SETTINGS = {"PRODEV_RATE_LIMITS": "false", "PRODEV_BCRYPT_COST": "4", "PRODEV_LOG_JSON": "true"}
READY = re.compile(rb"Pro Dev is ready: (\S+)\n")


class Server:
    """One `prodev serve`. `url` stays the same however often it is started."""

    def __init__(
        self, log: Path, *arguments: str, program: Sequence[str] = (), entry: str = PRODEV, **variables: str
    ) -> None:
        """`log`: the file that gets all that it logs. `arguments` are the command's, `variables` its environment's.
        `program`: for another than this checkout's. `entry`: the function that is called instead of `prodev`."""
        self._log, self._program, self._arguments, self._entry = log, program, arguments, entry
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PRODEV_")}
        self._environment = inherited | SETTINGS | variables
        self._process: Process | Fork | None = None
        self._talk: asyncio.Task[None] | None = None
        self._port = 0
        self._is_up = False
        self.url = ""

    @property
    def pid(self) -> int:
        assert self._process is not None, "it was started"
        return self._process.pid

    @property
    def is_up(self) -> bool:
        """Ready, and not told to stop."""
        return self._is_up and self.runs

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def workers(self) -> list[int]:
        """The processes of `--workers`."""
        forking = [child for child in children(self.pid) if b"forkserver" in _command(child)]
        return [worker for one in forking for worker in children(one)]

    async def start(self) -> None:
        """Returns when it is ready. Fails with what it logged if it ends before."""
        with self._log.open("ab") as log:
            self._process = process = await self._begun(log.fileno())
        assert process.stdout is not None
        said = b""
        async with asyncio.timeout(PATIENCE_S):
            while not (ready := READY.search(said)):
                line = await process.stdout.readline()
                assert line, f"it ended: {said.decode()}{self._log.read_text()[-2000:]}"
                said += line
        self.url = ready[1].decode()
        self._port = int(self.url.rpartition(":")[2])
        self._talk = asyncio.create_task(_swallow(process.stdout))
        self._is_up = True

    async def _begun(self, log: int) -> Process | Fork:
        command = ("serve", "--port", str(self._port), *self._arguments)
        if not self._program:
            return await fork(self._entry, command, self._environment, log)
        return await asyncio.create_subprocess_exec(
            *self._program, *command, env=self._environment, stdout=PIPE, stderr=log
        )

    async def kill(self) -> None:
        """SIGKILL, to its workers as well; returns when none of them is left, and the port is free."""
        victims = [*self.workers(), self.pid]
        for victim in victims:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        await self._ended()
        for victim in victims:
            await gone(victim)

    async def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        assert self._process is not None
        self._is_up = False
        with suppress(ProcessLookupError):
            self._process.terminate()
        return await self._ended()

    async def _ended(self) -> int:
        assert self._process is not None
        async with asyncio.timeout(PATIENCE_S):
            status = await self._process.wait()
            if self._talk is not None:
                await self._talk
        return status

    def log(self) -> list[dict[str, object]]:
        """All it has logged since its first start; what is no JSON is the event of a line of level "error"."""
        return [_entry(line) for line in self._log.read_bytes().splitlines() if line]

    def complaints(self) -> list[dict[str, object]]:
        """Lines of level "error", tracebacks among them: no fault of operation may cause one."""
        return [entry for entry in self.log() if entry["level"] in ("error", "critical") or "exception" in entry]


def _entry(line: bytes) -> dict[str, object]:
    try:
        entry: dict[str, object] = orjson.loads(line)
    except orjson.JSONDecodeError:
        text = line.decode(errors="replace")
        return {"event": text, "level": "warning" if text.startswith("Warning: ") else "error"}
    return {"level": "info", **entry}


async def _swallow(stream: asyncio.StreamReader) -> None:
    while await stream.read(2**16):
        pass


@asynccontextmanager
async def served(*servers: Server) -> AsyncIterator[None]:
    """They run, and are stopped at the end if they still do."""
    async with AsyncExitStack() as stack:
        for server in servers:
            stack.push_async_callback(_end, server)
            await server.start()
        try:
            yield
        finally:
            for server in servers:  # shown if the test fails
                print(f"{server.url} logged:", *server.log()[-LOG_SHOWN:], sep="\n")


async def _end(server: Server) -> None:
    if server.runs:
        try:
            await server.stop()
        except TimeoutError:
            await server.kill()
            raise


def children(process_id: int) -> list[int]:
    try:
        listed = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in listed.split()]


def _command(process_id: int) -> bytes:
    try:
        return Path(f"/proc/{process_id}/cmdline").read_bytes()
    except OSError:
        return b""


async def gone(process_id: int) -> None:
    """Waits until a process, which need not be our child, is no more."""
    try:
        handle = os.pidfd_open(process_id)
    except ProcessLookupError:
        return
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(handle, ended.set)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await ended.wait()
    finally:
        loop.remove_reader(handle)
        os.close(handle)
