"""How others join a server on somebody's own machine: by which address, or what is missing for it."""

from __future__ import annotations

import ipaddress
import socket

from server.settings import by_option


def for_others(host: str, port: int) -> str:
    """What to tell whoever has just started a server on this address; empty when they know it themselves."""
    address = ipaddress.ip_address(host)
    if address.is_loopback:
        return f"Only this machine can reach it. To let others in: {by_option('--host', '0.0.0.0')}"
    if not address.is_unspecified:
        return ""
    own = address_in_the_network()
    return f"For others in your network: http://{own}:{port}" if own else ""


def address_in_the_network() -> str | None:
    """The address by which this machine would leave; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address
        except OSError:
            return None
        own: str = probe.getsockname()[0]
    return own
