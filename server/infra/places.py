"""How many connections there may be at once, in all and from one address.

Laws:
- A connection takes one place from when it is made until it is lost, no matter what becomes of it in between.
- Connections from a trusted proxy count only in all: they are many people's.
"""

from __future__ import annotations

import resource
from collections import Counter

from server.infra.addresses import Proxies, counted_as

SPARE_FILES = 200  # besides connections: PostgreSQL, Redis, static files, the libraries' own


def most_connections(wanted: int) -> int:
    """`wanted`, or what the system's limit on open files allows. Raises this process's own limit as far as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted + SPARE_FILES:
        soft = wanted + SPARE_FILES if hard == resource.RLIM_INFINITY else min(wanted + SPARE_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else max(1, min(wanted, soft - SPARE_FILES))


class Places:
    """One for each process."""

    def __init__(self, most: int, most_per_address: int, proxies: Proxies) -> None:
        self._most, self._most_per_address, self._proxies = most, most_per_address, proxies
        self._taken = 0
        self._by_address: Counter[str] = Counter()

    def take(self, peer: str) -> TakenPlace | None:
        """A place for a connection from this peer, to be left when it is lost. None when there is no more."""
        name = None if self._proxies.trusts(peer) else counted_as(peer)
        if self._taken >= self._most or (name is not None and self._by_address[name] >= self._most_per_address):
            return None
        self._taken += 1
        if name is not None:
            self._by_address[name] += 1
        return TakenPlace(self, name)

    def give_back(self, name: str | None) -> None:
        self._taken -= 1
        if name is not None:
            self._by_address[name] -= 1
            if not self._by_address[name]:
                del self._by_address[name]


class TakenPlace:
    __slots__ = ("_name", "_of")

    def __init__(self, of: Places, name: str | None) -> None:
        self._of: Places | None = of
        self._name = name

    def leave(self) -> None:
        """Leaving twice does nothing."""
        if self._of is not None:
            self._of.give_back(self._name)
            self._of = None
