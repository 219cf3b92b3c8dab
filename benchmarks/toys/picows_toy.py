"""The toy game of bare_ws.mjs on picows and orjson alone: the ceiling of a socket in Python.

python benchmarks/toys/picows_toy.py PORT TEXT
"""

from __future__ import annotations

import sys

import orjson
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server


class Game(WSListener):
    def __init__(self, text: str) -> None:
        self._text = text
        self._keys = "\n".join(line.strip() for line in text.split("\n"))
        self._cursor = self._s = self._right = 0

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        said = orjson.loads(frame.get_payload_as_memoryview())
        kind = said["t"]
        if kind == "k":
            for _, key in said["e"]:
                self._s += 1
                if key == self._keys[self._cursor]:
                    self._right += 1
                    self._cursor += 1
                    if self._cursor == len(self._keys):
                        self._cursor = 0
                        transport.send(WSMsgType.TEXT, orjson.dumps({"t": "wave", "text": self._text}))
            answer = {"t": "a", "s": self._s, "d": self._s, "p": self._cursor, "c": 1, "hp": self._right}
            transport.send(WSMsgType.TEXT, orjson.dumps(answer))
        elif kind == "hello":
            welcome = {"t": "welcome", "s": 0, "p": 0, "at": 0, "wave": {"text": self._text}}
            transport.send(WSMsgType.TEXT, orjson.dumps(welcome))


async def serve(port: int, text: str) -> None:
    def listener(_: WSUpgradeRequest) -> WSListener:
        return Game(text)

    server = await ws_create_server(listener, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), sys.argv[2]))
