"""Whose connection it is: addresses as limits count them, and the proxies in front.

Law: a household or a machine that has an IPv6 network chooses among 2^64 addresses at will, so IPv6 counts by /64.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

UNKNOWN = "unknown"  # a peer without an address, such as one on a Unix socket
_IPV6_PREFIX = 64


@lru_cache(maxsize=4096)
def counted_as(address: str) -> str:
    """The name under which limits count an address: itself for IPv4, its /64 for IPv6."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64] or UNKNOWN
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, _IPV6_PREFIX), strict=False))


class Proxies:
    """The proxies in front: addresses and networks, separated by commas. `*` stands for whoever connects to us."""

    def __init__(self, trusted: str) -> None:
        """Raises ValueError when an entry is neither."""
        entries = [entry.strip() for entry in trusted.split(",") if entry.strip()]
        self._any_peer = "*" in entries
        self._networks = [ipaddress.ip_network(entry) for entry in entries if entry != "*"]

    def trusts(self, peer: str) -> bool:
        """Whether what this peer says of its clients is believed."""
        return self._any_peer or self._is_named(peer)

    def _is_named(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self._networks)
