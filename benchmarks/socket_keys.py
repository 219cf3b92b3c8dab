"""Keystrokes a second through the play socket on one core, compared with a bare Node `ws` server.

    .venv/bin/python benchmarks/socket_keys.py [--players 200] [--seconds 8] [--rounds 3] [--node]

Closed loop: every player sends its next key when the last one has been acknowledged. Our server does everything: frame,
engine, journal, acknowledgement, with real PostgreSQL and Redis behind it. It is pinned to the first core; the players
and the servers behind it use the others. `--node` measures both in turn and prints the ratio of each round (it needs
Node, and `npm ci` in benchmarks/).
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from game.text import typed_lines
from server.embedded.servers import EmbeddedServers
from server.infra.migrate import migrate
from server.infra.postgres import open_pool
from server.library.parse import parse
from server.library.versions import Content, add, writing

HERE = Path(__file__).parent
WARM_UP_S = 2.0
LONG_TEXT = "\n".join(f"value_{n:02} = compute_something({n}, offset={n}) + {n} * 2" for n in range(30))


class Player(WSListener):
    """Types what is due, one key at a time."""

    def __init__(self, token: str, counts: list[int]) -> None:
        self._token, self._counts = token, counts
        self._keys, self._cursor, self._s = "", 0, 0
        self._began = time.monotonic()

    def on_ws_connected(self, transport: WSTransport) -> None:
        transport.send(WSMsgType.TEXT, orjson.dumps({"t": "hello", "token": self._token}))

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        payload = frame.get_payload_as_bytes()
        if payload.startswith(b'{"t":"a"'):
            self._counts[0] += 1
            self._press(transport)
        elif payload.startswith((b'{"t":"welcome"', b'{"t":"wave"')):
            frame_in = orjson.loads(payload)
            text = (frame_in.get("wave") or frame_in)["text"]
            self._keys, self._cursor = "\n".join(text[a:b] for a, b in typed_lines(text)), 0
            if frame_in["t"] == "welcome":
                self._press(transport)

    def _press(self, transport: WSTransport) -> None:
        self._s += 1
        at_ms = int((time.monotonic() - self._began) * 1000)
        key = self._keys[self._cursor] if self._cursor < len(self._keys) else " "
        self._cursor += 1
        transport.send(WSMsgType.TEXT, orjson.dumps({"t": "k", "s": self._s, "e": [[at_ms, key]]}))


async def _type(url: str, tokens: list[str], seconds: float) -> float:
    """Keys a second over `seconds`, after a warm-up."""
    counts = [0]
    headers = {
        "Origin": url.replace("ws://", "http://").removesuffix("/ws/play"),
        "Sec-WebSocket-Protocol": "prodev.v1",
    }
    transports = [
        (await ws_connect(lambda *_, token=token: Player(token, counts), url, extra_headers=headers))[0]
        for token in tokens
    ]
    await asyncio.sleep(WARM_UP_S)
    before, began = counts[0], time.monotonic()
    await asyncio.sleep(seconds)
    rate = (counts[0] - before) / (time.monotonic() - began)
    for transport in transports:
        transport.disconnect(False)
    return rate


async def _start_games(base: str, players: int) -> list[str]:
    tokens = []
    async with httpx.AsyncClient(base_url=base, timeout=30) as http:
        for _ in range(players):
            http.cookies.clear()
            guest = (await http.post("/api/auth/guest")).json()
            game = await http.post(
                "/api/game/start",
                json={"language": "PYTHON", "difficulty": "EXPERT"},
                headers={"Authorization": f"Bearer {guest['access_token']}"},
            )
            tokens.append(game.json()["session_token"])
    return tokens


async def _one_long_snippet(database_url: str) -> None:
    """Waves so long that drawing one is as rare, per key, as in real play."""
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
def _pinned(core: int, *command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server on one core, until the block ends."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, {core})
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _until_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url, timeout=1)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"{url} does not answer")


def _ours(players: int, seconds: float, servers: Any, port: int) -> float:
    environment = {
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "PRODEV_RATE_LIMITS": "false",
        "PRODEV_KEYS_PER_SECOND": "1000000",
        "PRODEV_KEYS_BURST": "1000000",
        "PRODEV_LOG_LEVEL": "error",
        "PRODEV_SECRET_KEY": "a key for nobody's use but this benchmark's",
    }
    prodev = str(Path(sys.executable).with_name("prodev"))
    with _pinned(0, prodev, "serve", "--port", str(port), **environment) as server:
        _until_answers(f"http://127.0.0.1:{port}/healthz", server)
        tokens = asyncio.run(_start_games(f"http://127.0.0.1:{port}", players))
        return uvloop.run(_type(f"ws://127.0.0.1:{port}/ws/play", tokens, seconds))


def _node(players: int, seconds: float, port: int) -> float:
    with _pinned(0, "node", str(HERE / "bare_ws.mjs"), str(port), LONG_TEXT) as server:
        _until_answers(f"http://127.0.0.1:{port}/", server)
        return uvloop.run(_type(f"ws://127.0.0.1:{port}/ws/play", ["-"] * players, seconds))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--players", type=int, default=200)
    arguments.add_argument("--seconds", type=float, default=8)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--port", type=int, default=18765)
    arguments.add_argument("--node", action="store_true")
    chosen = arguments.parse_args()
    if chosen.node and not (shutil.which("node") and (HERE / "node_modules").is_dir()):
        arguments.error("--node needs Node, and `npm ci` in benchmarks/")
    folder = Path(tempfile.mkdtemp(prefix="prodev-bench-"))
    folder.chmod(0o711)
    os.sched_setaffinity(0, set(range(1, max(2, multiprocessing.cpu_count()))))
    rates, ratios = [], []
    try:
        with EmbeddedServers(folder, "benchmark") as servers:
            asyncio.run(_one_long_snippet(servers.database_url))
            for number in range(1, chosen.rounds + 1):
                rates.append(_ours(chosen.players, chosen.seconds, servers, chosen.port))
                line = f"round {number}: Pro Dev {rates[-1]:>9,.0f} keys/s"
                if chosen.node:
                    node = _node(chosen.players, chosen.seconds, chosen.port)
                    ratios.append(rates[-1] / node)
                    line += f"   bare Node ws {node:>9,.0f} keys/s   ratio {ratios[-1]:.2f}"
                print(line, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"median: {statistics.median(rates):,.0f} keys/s, {chosen.players} players, one core")
    if ratios:
        print(f"median ratio to bare Node ws: {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
