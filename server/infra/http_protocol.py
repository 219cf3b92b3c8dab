"""uvicorn's HTTP/1.1 connection, with what answers that never end by themselves (event streams) need beside it.

uvicorn waits for open answers when it stops, and tells nobody. So a connection that is asked to stop says so first to
`app_state["end_streams"]`, which the application's lifespan hands out. And an answer whose reader has stopped reading
is stuck in its send: `scope["prodev.cut"]()` cuts the line.
"""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

CUT = "prodev.cut"


class HttpProtocol(HttpToolsProtocol):
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope[CUT] = self.transport.abort  # type: ignore[literal-required]

    def shutdown(self) -> None:
        if end_streams := self.app_state.get("end_streams"):
            end_streams()
        super().shutdown()
