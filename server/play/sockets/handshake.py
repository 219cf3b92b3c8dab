"""Who may open the play socket: the rules before the first frame, for both adapters.

Law: a browser page of another site is refused (403). A version of the protocol that we do not speak is accepted and
closed with 4506, because browsers hide everything about a refused handshake.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from server.play.core.protocol import SUBPROTOCOL, SUBPROTOCOL_FAMILY, Close

_DEFAULT_PORT = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Handshake:
    """101 accepts, with `subprotocol` (None if none was offered); `close_code`, if set, closes right after that."""

    status: int
    subprotocol: str | None = None
    close_code: int | None = None


def judge(*, origin: str | None, host: str | None, offered: Iterable[str], allowed_origins: Iterable[str]) -> Handshake:
    """`offered`: the values of all Sec-WebSocket-Protocol headers. `allowed_origins`: whole origins."""
    if not _same_site(origin, host, allowed_origins):
        return Handshake(403)
    names = [name.strip() for value in offered for name in value.split(",")]
    if SUBPROTOCOL in names:
        return Handshake(101, SUBPROTOCOL)
    ours = next((name for name in names if name.startswith(SUBPROTOCOL_FAMILY)), None)
    return Handshake(101, ours, Close.UNKNOWN_VERSION)


def _same_site(origin: str | None, host: str | None, allowed_origins: Iterable[str]) -> bool:
    if not origin or origin == "null":
        return False
    if origin.rstrip("/").lower() in {allowed.strip().rstrip("/").lower() for allowed in allowed_origins if allowed}:
        return True
    if not host:
        return False
    try:
        parts, ours = urlsplit(origin), urlsplit(f"//{host}")
        default_port = _DEFAULT_PORT.get(parts.scheme)
        return (
            default_port is not None
            and parts.hostname is not None
            and parts.hostname == ours.hostname
            and (parts.port or default_port) == (ours.port or default_port)
        )
    except ValueError:  # a port that is not a number
        return False
