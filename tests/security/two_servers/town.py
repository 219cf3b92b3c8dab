"""Two server processes that share one PostgreSQL and one Valkey, as an attacker meets them.

Laws:
- What happens at one server must be felt at the other; every attack goes to both.
- All tests of a folder share what is started for it, so whoever registers gets a name of their own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, cast

import httpx
from redis.asyncio import Redis

from game.terms import Role
from server.infra.postgres import Pool
from tests.accounts import PASSWORD
from tests.faults.processes import Server
from tests.http import bearer
from tests.live import Live

WITHOUT_REDIS = "rate_limits_without_redis"  # what a server says that counts alone for a moment


@dataclass(frozen=True, slots=True)
class Town:
    """Two servers, and a client of each."""

    servers: list[Server]
    clients: list[httpx.AsyncClient]
    pg: Pool
    redis: Redis
    redis_prefix: str
    variables: dict[str, str]  # of commands that work beside the servers
    numbers: itertools.count[int]

    @property
    def one(self) -> httpx.AsyncClient:
        return self.clients[0]

    @property
    def other(self) -> httpx.AsyncClient:
        return self.clients[1]

    @property
    def counters(self) -> int:
        """How many count: one for both, unless a server did not reach Redis for a moment, on a crowded machine."""
        missed = [line for server in self.servers for line in server.log() if line["event"] == WITHOUT_REDIS]
        return 2 if missed else 1

    @property
    def both(self) -> itertools.cycle[httpx.AsyncClient]:
        """Now the one, now the other."""
        return itertools.cycle(self.clients)

    def name(self, name: str) -> str:
        """One that begins like this and that nobody has."""
        return f"{name}_{next(self.numbers)}"

    async def register(self, name: str, role: Role = Role.PLAYER) -> dict[str, Any]:
        """`{user, headers, refresh}` of somebody new, whose name begins like this."""
        name = self.name(name)
        body = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
        answer = await self.one.post("/api/auth/register", json=body)
        assert answer.status_code == 201, answer.text
        refresh = answer.cookies["prodev_refresh"]
        self.one.cookies.clear()  # they are sent by hand, to whichever server
        said = answer.json()
        await self.pg.execute("UPDATE users SET role = $2 WHERE id = $1", said["user"]["id"], role)
        return {"user": said["user"], "headers": bearer(said["access_token"]), "refresh": refresh}


def at(server: Server) -> Any:
    """For `playing` and lines, which need nothing of a server but where it is."""
    return cast(Live, server)


def live_at(server: Server, client: httpx.AsyncClient) -> Live:
    """For accounts and walks, which ask over HTTP alone."""
    return Live(cast(Any, None), client, server.url, cast(Any, None))
