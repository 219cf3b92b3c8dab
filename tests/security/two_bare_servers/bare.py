"""Two servers that nothing protects but themselves."""

from __future__ import annotations

from dataclasses import dataclass

from tests.gate import Gate
from tests.security.two_servers.town import Town

Entry = dict[str, object]


@dataclass(frozen=True, slots=True)
class Bare(Town):
    """`gate` is in front of their PostgreSQL. What a test has provoked, and seen in the log, is `excused`."""

    gate: Gate
    excused: list[Entry]

    @classmethod
    def of(cls, town: Town, gate: Gate) -> Bare:
        shared = town.servers, town.clients, town.pg, town.redis, town.redis_prefix, town.variables, town.numbers
        return cls(*shared, gate, [])

    def complaints(self) -> list[Entry]:
        return [entry for server in self.servers for entry in server.complaints() if entry not in self.excused]
