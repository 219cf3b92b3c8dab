"""The end of a connection: its close frame gets a bounded time to arrive, and then the line is cut.

Law: no peer keeps a connection by not reading, or by not answering a close.
"""

from __future__ import annotations

import asyncio

ANSWER_S = 1.0  # for the peer to answer the close once everything has been sent
UNREAD_S = 10.0  # for a peer that does not read to start; the close frame comes after all that was sent before


def cut_when_said(transport: asyncio.WriteTransport) -> None:
    """Call it after writing the close frame."""
    loop = asyncio.get_running_loop()
    loop.call_later(ANSWER_S, _cut, transport, loop.time() + UNREAD_S)


def _cut(transport: asyncio.WriteTransport, at_the_latest_s: float) -> None:
    loop = asyncio.get_running_loop()
    if transport.get_write_buffer_size() and loop.time() < at_the_latest_s:
        loop.call_later(ANSWER_S, _cut, transport, at_the_latest_s)
    else:
        transport.abort()
