"""Whether a browser's request comes from a page of ours: one rule for cookies and for the play socket.

Law: a page is ours when its host and port are those that the request was sent to, or when its origin is listed. Its
scheme is not compared: behind a proxy that ends TLS the server may not know its own.
"""

from __future__ import annotations

from urllib.parse import urlsplit

_DEFAULT_PORT = {"http": 80, "https": 443}


def is_ours(origin: str, host: str | None, listed: str) -> bool:
    """`origin` and `host` are the headers' values, `listed` the setting: whole origins, separated by commas."""
    if _plain(origin) in {_plain(entry) for entry in listed.split(",") if entry.strip()}:
        return True
    try:
        parts, ours = urlsplit(origin), urlsplit(f"//{host or ''}")
        default_port = _DEFAULT_PORT.get(parts.scheme)
        return (
            default_port is not None
            and parts.hostname is not None
            and parts.hostname == ours.hostname
            and (parts.port or default_port) == (ours.port or default_port)
        )
    except ValueError:  # a port that is not a number
        return False


def _plain(origin: str) -> str:
    return origin.strip().rstrip("/").lower()
