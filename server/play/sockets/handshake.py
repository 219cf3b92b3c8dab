"""Who may open the play socket: the rules before the first frame, for both adapters.

Law: a browser page of another site is refused (403). A version of the protocol that we do not speak is accepted and
closed with 4506, because browsers hide everything about a refused handshake.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.infra.origins import is_ours
from server.play.core.protocol import SUBPROTOCOL, SUBPROTOCOL_FAMILY, Close


@dataclass(frozen=True, slots=True)
class Handshake:
    """101 accepts, with `subprotocol` (None if none was offered); `close_code`, if set, closes right after that."""

    status: int
    subprotocol: str | None = None
    close_code: int | None = None


def judge(*, origin: str | None, host: str | None, offered: Iterable[str], allowed_origins: str) -> Handshake:
    """`offered`: the values of all Sec-WebSocket-Protocol headers. `allowed_origins`: the setting.

    A missing origin is refused: every browser sends it with a socket, and programs can.
    """
    if not origin or not is_ours(origin, host, allowed_origins):
        return Handshake(403)
    names = [name.strip() for value in offered for name in value.split(",")]
    if SUBPROTOCOL in names:
        return Handshake(101, SUBPROTOCOL)
    ours = next((name for name in names if name.startswith(SUBPROTOCOL_FAMILY)), None)
    return Handshake(101, ours, Close.UNKNOWN_VERSION)
