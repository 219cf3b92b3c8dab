"""What benchmarks share: servers pinned to a core, games begun over HTTP, long texts, the machine's name."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import orjson

from server.embedded import EmbeddedServers
from server.infra.migrate import migrate
from server.infra.postgres import open_pool
from server.library.parse import parse
from server.library.versions import Content, add, writing

HERE = Path(__file__).parent

Figures = dict[str, float]

SECRET_KEY = "a key for nobody's use but this benchmark's"
LONG_TEXT = "\n".join(f"value_{n:02} = compute_something({n}, offset={n}) + {n} * 2" for n in range(30))
SERVER_CORE = 0
# Periodic work has the subject of nobody.
_FED = """
SELECT count(*) AS waiting, min(error) AS failed FROM feed_jobs WHERE subject <> '00000000-0000-0000-0000-000000000000'
"""
SIGMA = 0.4  # of the log-normal gaps between two keys
WARM_UP_S = 3.0
START_AT_ONCE = 8  # games begun over HTTP at the same time
PATIENCE_S = 20.0


def medians(rounds: Sequence[Figures]) -> Figures:
    """Of each figure, over the rounds."""
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


@contextmanager
def servers_behind() -> Iterator[EmbeddedServers]:
    """PostgreSQL and Valkey on every core but the server's, with a few texts in the library; this process too."""
    folder = Path(tempfile.mkdtemp(prefix="prodev-bench-"))
    folder.chmod(0o711)
    os.sched_setaffinity(0, set(range(1, os.cpu_count() or 1)) or {0})
    try:
        with EmbeddedServers(folder, "benchmark") as servers:
            asyncio.run(_long_texts(servers.database_url))
            yield servers
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _long_texts(database_url: str) -> None:
    """Waves long enough that drawing them is as rare, against keys, as in play."""
    await migrate(database_url)
    pool = await open_pool(database_url, 2)
    async with writing(pool) as connection:
        for n in range(3):
            text = LONG_TEXT.replace("value_", f"value_{n}")
            content = Content(
                language="PYTHON",
                difficulty="EXPERT",
                category="benchmark",
                parsed=parse("PYTHON", text),
                expected_wpm=40,
            )
            await add(connection, content)
    await pool.close()


@contextmanager
def prodev(servers: EmbeddedServers, port: int, *launcher: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """`prodev serve` on its core, until the block ends. `launcher` stands in for the `prodev` command."""
    environment = {
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "PRODEV_RATE_LIMITS": "false",
        "PRODEV_KEYS_PER_SECOND": "1000000",
        "PRODEV_KEYS_BURST": "1000000",
        "PRODEV_LOG_LEVEL": "error",
        "PRODEV_SECRET_KEY": SECRET_KEY,
        "PRODEV_BCRYPT_COST": "4",
        "PYTHONDONTWRITEBYTECODE": "",  # compiled once, as in an image
        **settings,
    }
    command = launcher or (str(Path(sys.executable).with_name("prodev")),)
    with pinned(*command, "serve", "--port", str(port), **environment) as server:
        until_answers(port, server)
        yield server


TOYS = {  # what each is called in a table: its command before port and text, how its frames are wrapped
    "Node ws": (("node", str(HERE / "toys" / "bare_ws.mjs")), "prodev"),
    "picows": ((sys.executable, str(HERE / "toys" / "picows_toy.py")), "prodev"),
    "socket.io": (("node", str(HERE / "toys" / "socket_io.mjs")), "socketio"),
    "Colyseus": (("node", str(HERE / "toys" / "colyseus.mjs")), "colyseus"),
}


@contextmanager
def toy(name: str, port: int, players: int) -> Iterator[list[str]]:
    """A server that does the least (parse a key, compare it, acknowledge it); yields its players' tokens."""
    command, wire = TOYS[name]
    with pinned(*command, str(port), LONG_TEXT) as server:
        until_answers(port, server)
        yield asyncio.run(_seats(port, players)) if wire == "colyseus" else ["-"] * players


async def _seats(port: int, players: int) -> list[str]:
    """The socket paths that Colyseus's matchmaking gives."""
    paths = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        for _ in range(players):
            seat = (await http.post("/matchmake/joinOrCreate/typing", json={})).json()
            room = seat["room"]
            paths.append(f"/{room['processId']}/{room['roomId']}?sessionId={seat['sessionId']}")
    return paths


def type_on(
    program: Path,
    port: int,
    tokens: Sequence[str],
    *,
    wire: str = "prodev",
    rate: float = 0,
    seconds: float,
    seed: int = 0,
    at_edge: Callable[[], None] = lambda: None,
) -> Figures:
    """One run of benchmarks/typists.c; with `rate` 0 the closed loop. `at_edge` is called when what is measured begins,
    after everybody has come and has typed for a while, and when it ends."""
    command = [str(program), wire, *map(str, (port, len(tokens), rate, SIGMA, WARM_UP_S, seconds, seed))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write("\n".join(tokens).encode())
        running.stdin.close()
        line = b""
        for line in running.stdout:
            if b'"measured"' in line:
                at_edge()
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    figures: Figures = orjson.loads(line)
    if figures["gone"] or figures["over"] or (rate and figures["unanswered"]):
        print(f"  {figures['gone']:.0f} typists were cut off, {figures['unanswered']:.0f} keys unanswered", flush=True)
    return figures


@contextmanager
def typists() -> Iterator[Path]:
    """The generator, built."""
    compiler = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)
    if compiler is None:
        sys.exit("the typists (benchmarks/typists.c) need a C compiler")
    folder = Path(tempfile.mkdtemp(prefix="prodev-typists-"))
    try:
        program = folder / "typists"
        subprocess.run([compiler, "-O2", "-o", str(program), str(HERE / "typists.c"), "-lm"], check=True)
        yield program
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def on_the_server_core() -> Iterator[None]:
    """This program has the server's core, until the block ends."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_s(pid: int) -> float:
    """What a process has computed, in seconds of a core, to a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def postgres_s() -> float:
    """What all processes of this program's PostgreSQL have computed, those that have ended left out."""
    parents: dict[int, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ends meanwhile
            if b"postgres" in (process / "cmdline").read_bytes().split(b"\0")[0]:
                parents[int(process.name)] = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    ours = {pid for pid, parent in parents.items() if parent == os.getpid()}
    found = 0.0
    for pid, parent in parents.items():
        if pid in ours or parent in ours:
            with suppress(OSError):
                found += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return found


async def until_fed(url: str) -> None:
    """Until the feed has done what follows from the games that have ended. Exits if it cannot."""
    connection = await asyncpg.connect(url)
    try:
        while (row := await connection.fetchrow(_FED)) and row["waiting"]:
            if row["failed"]:
                sys.exit(f"a consumer of the feed fails: {row['failed']}")
            await asyncio.sleep(0.05)
    finally:
        await connection.close()


def machine() -> str:
    """For the title of a table: what figures depend on, and what else the machine did."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{model or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def node_is_here() -> bool:
    return bool(shutil.which("node")) and (HERE / "node_modules").is_dir()


@contextmanager
def pinned(*command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process on SERVER_CORE, until the block ends."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, {SERVER_CORE})
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def until_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until something listens on the port."""
    deadline_s = time.monotonic() + 30
    while time.monotonic() < deadline_s and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    sys.exit(f"nothing listens on port {port}")


async def _answer(http: httpx.AsyncClient, path: str, **given: Any) -> Any:
    """Asked again when PostgreSQL has not answered in time, as on a machine that does much else."""
    until_s = time.monotonic() + PATIENCE_S
    while (answer := await http.post(path, **given)).status_code == httpx.codes.SERVICE_UNAVAILABLE:
        if time.monotonic() > until_s:
            break
        await asyncio.sleep(0.5)
    return answer.raise_for_status().json()


async def start_games(base: str, players: int) -> list[str]:
    """The session tokens of so many new guests' games."""
    left = iter(range(players))
    tokens: list[str] = []

    async def starter() -> None:
        async with httpx.AsyncClient(base_url=base, timeout=60) as http:
            for _ in left:
                http.cookies.clear()
                guest = await _answer(http, "/api/auth/guest")
                game = await _answer(
                    http,
                    "/api/game/start",
                    json={"language": "PYTHON", "difficulty": "EXPERT"},
                    headers={"Authorization": f"Bearer {guest['access_token']}"},
                )
                tokens.append(game["session_token"])

    await asyncio.gather(*(starter() for _ in range(START_AT_ONCE)))
    return tokens
