"""Keystrokes a second through the play socket on one core, beside a bare Node `ws` server doing one compare a key.

    .venv/bin/python benchmarks/socket_keys.py [--players 200] [--seconds 8] [--rounds 3] [--node]

Closed loop: every player sends its next key when the last one is acknowledged. Ours is the full path: frame, engine,
journal, acknowledgement, with real PostgreSQL and Redis behind it. The server is pinned to the first core; players and
the servers behind it have the others. `--node` measures both in turn and prints the ratio of each round (it needs Node
and `npm ci` in benchmarks/).
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time

import orjson
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect
from stage import bare_node, node_is_here, prodev, servers_behind, start_games

from game.text import typed_lines
from server.embedded import EmbeddedServers

WARM_UP_S = 2.0


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


def _ours(players: int, seconds: float, servers: EmbeddedServers, port: int) -> float:
    with prodev(servers, port):
        tokens = asyncio.run(start_games(f"http://127.0.0.1:{port}", players))
        return uvloop.run(_type(f"ws://127.0.0.1:{port}/ws/play", tokens, seconds))


def _node(players: int, seconds: float, port: int) -> float:
    with bare_node(port):
        return uvloop.run(_type(f"ws://127.0.0.1:{port}/ws/play", ["-"] * players, seconds))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--players", type=int, default=200)
    arguments.add_argument("--seconds", type=float, default=8)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--port", type=int, default=18765)
    arguments.add_argument("--node", action="store_true")
    chosen = arguments.parse_args()
    if chosen.node and not node_is_here():
        arguments.error("--node needs Node, and `npm ci` in benchmarks/")
    rates, ratios = [], []
    with servers_behind() as servers:
        for number in range(1, chosen.rounds + 1):
            rates.append(_ours(chosen.players, chosen.seconds, servers, chosen.port))
            line = f"round {number}: Pro Dev {rates[-1]:>9,.0f} keys/s"
            if chosen.node:
                node = _node(chosen.players, chosen.seconds, chosen.port)
                ratios.append(rates[-1] / node)
                line += f"   bare Node ws {node:>9,.0f} keys/s   ratio {ratios[-1]:.2f}"
            print(line, flush=True)
    print(f"median: {statistics.median(rates):,.0f} keys/s, {chosen.players} players, one core")
    if ratios:
        print(f"median ratio to bare Node ws: {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
