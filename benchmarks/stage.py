"""What the benchmarks of the socket share: servers pinned to a core, games begun over HTTP, a library of long texts."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from server.embedded import EmbeddedServers
from server.infra.migrate import migrate
from server.infra.postgres import open_pool
from server.library.parse import parse
from server.library.versions import Content, add, writing

HERE = Path(__file__).parent
LONG_TEXT = "\n".join(f"value_{n:02} = compute_something({n}, offset={n}) + {n} * 2" for n in range(30))
SERVER_CORE = 0
START_AT_ONCE = 8  # games begun over HTTP at the same time


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
        "PRODEV_SECRET_KEY": "a key for nobody's use but this benchmark's",
        "PRODEV_BCRYPT_COST": "4",
        **settings,
    }
    command = launcher or (str(Path(sys.executable).with_name("prodev")),)
    with pinned(*command, "serve", "--port", str(port), **environment) as server:
        until_answers(f"http://127.0.0.1:{port}/healthz", server)
        yield server


@contextmanager
def bare_node(port: int, script: str = "bare_ws.mjs") -> Iterator[subprocess.Popen[bytes]]:
    """A Node server that does the least: parse a key, compare it, acknowledge it."""
    with pinned("node", str(HERE / script), str(port), LONG_TEXT) as server:
        until_answers(f"http://127.0.0.1:{port}/", server)
        yield server


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


def until_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url, timeout=1)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"{url} does not answer")


async def start_games(base: str, players: int) -> list[str]:
    """The session tokens of so many new guests' games."""
    left = iter(range(players))
    tokens: list[str] = []

    async def starter() -> None:
        async with httpx.AsyncClient(base_url=base, timeout=60) as http:
            for _ in left:
                http.cookies.clear()
                guest = (await http.post("/api/auth/guest")).json()
                game = await http.post(
                    "/api/game/start",
                    json={"language": "PYTHON", "difficulty": "EXPERT"},
                    headers={"Authorization": f"Bearer {guest['access_token']}"},
                )
                tokens.append(game.json()["session_token"])

    await asyncio.gather(*(starter() for _ in range(START_AT_ONCE)))
    return tokens
