"""uvicorn's own WebSocket protocol, with what the play socket needs beneath ASGI.

ASGI shows an application whole messages only. So here control frames and fragments are counted, a peer that breaks the
standard gets a close code and no traceback, and a line whose peer does not read is cut.

Under another ASGI server the plain socket works without these guards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import PayloadTooBig
from websockets.frames import Close as CloseFrame
from websockets.frames import Frame, Opcode
from websockets.http11 import Request

from server.infra.http_protocol import PLACE
from server.infra.places import TakenPlace
from server.play.core import protocol
from server.play.core.protocol import Close
from server.play.sockets.goodbye import UNREAD_S, cut_when_said

if TYPE_CHECKING:
    from server.play.sockets.connection import Connection

UNDERNEATH = "prodev.underneath"  # the scope's key for this protocol


class PlainProtocol(WebSocketsSansIOProtocol):
    """`connection` is set by the route as soon as it has accepted the socket."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connection: Connection | None = None
        self._place: TakenPlace | None = self.app_state.get(PLACE)
        self.ping_interval = None  # the game's clients ping, in frames
        self.conn.available_extensions = []  # nothing is compressed
        self.conn.max_message_size = protocol.FRAME_LIMIT_BYTES
        self._is_deaf = False

    def unsent_bytes(self) -> int:
        return self.transport.get_write_buffer_size()

    def cut(self) -> None:
        self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._place is not None:
            self._place.leave()
        super().connection_lost(exc)

    # ------------------------------------------------------------ what comes in

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope[UNDERNEATH] = self  # type: ignore[literal-required]

    def data_received(self, data: bytes) -> None:
        if not self._is_deaf:
            super().data_received(data)

    def handle_events(self) -> None:
        self.conn.events = [event for event in self.conn.events if self._passes(event)]
        super().handle_events()

    def _passes(self, event: Request | Frame | Any) -> bool:
        connection = self.connection
        if connection is None or not isinstance(event, Frame) or event.opcode is Opcode.CLOSE:
            return True
        if event.opcode is Opcode.TEXT and event.fin:
            return True  # counted as what it says
        if connection.counts(len(event.data)):
            return True
        if event.opcode is Opcode.PING:
            self.conn.data_to_send()  # its pong
        return False

    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text":
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self.conn.fail(Close.BAD_TEXT, protocol.REASONS[Close.BAD_TEXT])
                self.handle_parser_exception()
                return
        super().send_receive_event_to_app()

    def handle_parser_exception(self) -> None:
        """The peer broke the standard, or its message is too long: the close frame is made, and not written yet."""
        self._is_deaf = True
        self.frames = []
        if self.close_sent or self.connection is None:
            super().handle_parser_exception()
            return
        assert self.conn.close_sent is not None
        said = self.conn.close_sent
        self.transport.write(b"".join(self._last_words()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": said.code, "reason": said.reason})
        if isinstance(self.conn.parser_exc, PayloadTooBig):
            self.connection.refused()
        else:
            self.connection.broke_standard(int(said.code), said.reason)
        self._say_goodbye()

    def _last_words(self) -> list[bytes]:
        """For a message that is too long, our own close code in place of the library's."""
        made = self.conn.data_to_send()
        if not isinstance(self.conn.parser_exc, PayloadTooBig):
            return made
        ours = CloseFrame(Close.MALFORMED, protocol.REASONS[Close.MALFORMED])
        return [Frame(Opcode.CLOSE, ours.serialize()).serialize(mask=False)]

    # ------------------------------------------------------------ the end

    def _say_goodbye(self) -> None:
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        # While this timer is set uvicorn leaves the transport open when the application returns.
        if self.close_timer is None:
            self.close_timer = self.loop.call_later(UNREAD_S, self.transport.close)
        cut_when_said(self.transport)

    def handle_close(self, event: Frame) -> None:
        super().handle_close(event)
        cut_when_said(self.transport)

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.close":
            cut_when_said(self.transport)

    def shutdown(self) -> None:
        """The server stops."""
        if self.connection is not None and not self.close_sent:
            self.connection.drain()
        else:
            super().shutdown()
