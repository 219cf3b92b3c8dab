"""Whose connection it is: addresses as limits count them, and the proxies in front.

Laws:
- A household or a machine that has an IPv6 network chooses among 2^64 addresses at will, so IPv6 counts by /64.
- A server that listens on `::` meets IPv4 peers as `::ffff:192.0.2.1`: they are the IPv4 addresses that they stand for.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from server.settings import proxy_networks

# As limits count it: the client of the request under way; None outside of requests.
current_client: ContextVar[str | None] = ContextVar("current_client", default=None)

UNKNOWN = "unknown"  # a peer without an address, such as one on a Unix socket
_IPV6_PREFIX = 64
_MAPPED = "::ffff:"

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _parsed(address: str) -> _Address:
    """Raises ValueError for what is none."""
    ip = ipaddress.ip_address(address)
    return ip.ipv4_mapped or ip if isinstance(ip, ipaddress.IPv6Address) else ip


@lru_cache(maxsize=4096)
def counted_as(address: str) -> str:
    """The name under which limits count an address: itself for IPv4, its /64 for IPv6."""
    try:
        ip = _parsed(address.partition("%")[0])
    except ValueError:
        return address[:64] or UNKNOWN
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ipaddress.ip_network((ip, _IPV6_PREFIX), strict=False))


class Proxies:
    """The proxies in front: addresses and networks, separated by commas. `*` is any peer that connects to us."""

    def __init__(self, trusted: str) -> None:
        """Raises ValueError when an entry is neither."""
        self._any_peer, self._networks = proxy_networks(trusted)

    def trusts(self, peer: str) -> bool:
        """Whether what this peer says of its clients is believed."""
        return self._any_peer or self._is_named(peer)

    def _is_named(self, address: str) -> bool:
        try:
            ip = _parsed(address)
        except ValueError:
            return False
        return any(ip in network for network in self._networks)

    def client_of(self, peer: str, forwarded_for: Sequence[str]) -> str:
        """Whose request it is. `forwarded_for`: the X-Forwarded-For headers of a connection from `peer`.

        Each proxy appends, on the right, the peer from which it got the request. What is left of the first address
        that is not a named proxy may be anybody's invention.
        """
        if not self.trusts(peer):
            return peer
        client = peer
        for entry in reversed(",".join(forwarded_for).split(",")):
            address = _without_port(entry.strip())
            if address is None:
                break
            client = address
            if not self._is_named(address):
                break
        return client


def _without_port(entry: str) -> str | None:
    """The address of `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`; None for anything else."""
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(_parsed(entry))
    except ValueError:
        return None


class ForwardedHeaders:
    """ASGI middleware: the client and the scheme as trusted proxies say, for every request and socket."""

    def __init__(self, app: ASGIApp, proxies: Proxies) -> None:
        self._app, self._proxies = app, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            host, port = scope.get("client") or (UNKNOWN, 0)
            if host.startswith(_MAPPED):
                host = counted_as(host)
                scope["client"] = (host, port)
            if self._proxies.trusts(host):
                said = Headers(scope=scope)
                client = self._proxies.client_of(host, said.getlist("x-forwarded-for"))
                scope["client"] = (client, port if client == host else 0)
                protocol = said.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
                if protocol in ("http", "https", "ws", "wss"):
                    is_secure, is_socket = protocol in ("https", "wss"), scope["type"] == "websocket"
                    scope["scheme"] = ("ws" if is_socket else "http") + ("s" if is_secure else "")
            current_client.set(name_of(HTTPConnection(scope)))
        await self._app(scope, receive, send)


def name_of(request: HTTPConnection) -> str:
    """The name under which limits count the client of a request."""
    return counted_as(request.client.host) if request.client else UNKNOWN
