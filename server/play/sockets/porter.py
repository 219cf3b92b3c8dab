"""Who may say hello, and how often; and what the log says about peers that break the rules.

Laws:
- A class behind one address can start at once: what is limited is hellos that go on and on.
- At most one log line per peer and minute.

Absent on purpose: what may be sent after the welcome (connection), and the rules before the first frame (handshake).
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Sequence

import structlog
from redis.asyncio import Redis

from server.infra.addresses import Proxies, counted_as
from server.infra.redis import REDIS_AWAY
from server.infra.redis_keys import tagged
from server.infra.seldom import Seldom
from server.play.allowance import Allowances
from server.settings import Settings

log = structlog.get_logger(__name__)

TAKE_OVER_HELLOS = 3  # counted for a hello that replaces a connection: two scripts would do that for ever
EVERYWHERE_S = 0.25  # a player does not wait longer for what the other processes have counted

# For each name its limit, a minute and at once, and what it pays; KEYS are the names. A name's value is when, in ms, it
# will have its whole limit again. ARGV: 1 if what is refused takes nothing and is answered with 0; then limit and price
# of each.
_COUNT = """
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
local full_ms = {}
for i, key in ipairs(KEYS) do
  local limit, price = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  full_ms[i] = math.max(now_ms, tonumber(redis.call('GET', key) or 0)) + math.ceil(price * 60000 / limit)
  if full_ms[i] > now_ms + 60000 then
    if ARGV[1] == '1' then return 0 end
    full_ms[i] = now_ms + 60000
  end
end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%d', full_ms[i]), 'PX', string.format('%d', math.max(1, full_ms[i] - now_ms)))
end
return 1
"""


class Porter:
    """One for each process. What all have admitted is counted in Redis; while that is away, each counts alone."""

    def __init__(self, settings: Settings, redis: Redis) -> None:
        self._is_on = settings.rate_limits
        self._prefix = tagged(redis, settings.redis_prefix, "hellos")
        self._limits = settings.hellos_per_address, settings.hellos_per_token
        self._count = redis.register_script(_COUNT)
        self._of_address = Allowances(settings.hellos_per_address / 60, settings.hellos_per_address)
        self._of_token = Allowances(settings.hellos_per_token / 60, settings.hellos_per_token)
        self._proxies = Proxies(settings.trusted_proxies)
        self._complaints = Seldom()

    def admits(self, address: str, token: str, *, takes_over: bool, now_s: float) -> bool:
        """Count one hello. `token` is empty for what could be none; `takes_over`: another connection has the game."""
        if not self._is_on:
            return True
        price = TAKE_OVER_HELLOS if takes_over else 1
        return self._of_address.take(address, 1, now_s) and (not token or self._of_token.take(token, price, now_s))

    async def admits_everywhere(self, address: str, token: str, *, takes_over: bool) -> bool:
        """The same over all processes. A Redis that is away admits."""
        if not self._is_on:
            return True
        of_address, of_token = self._limits
        named = [(f"hellos:{address}", of_address, 1)]
        if token:
            named.append((self._token_key(token), of_token, TAKE_OVER_HELLOS if takes_over else 1))
        try:
            return await self._counted(1, named)
        except REDIS_AWAY:
            return True

    async def charge_take_over(self, token: str) -> None:
        """Another process has sent this one's connection away: its hello costs more than it could know."""
        if self._is_on:
            with contextlib.suppress(*REDIS_AWAY):
                await self._counted(0, [(self._token_key(token), self._limits[1], TAKE_OVER_HELLOS - 1)])

    def _token_key(self, token: str) -> str:
        """Without the token itself, which opens the game."""
        return f"hellos:{hashlib.sha256(token.encode()).hexdigest()[:32]}"

    async def _counted(self, may_refuse: int, named: Sequence[tuple[str, int, int]]) -> bool:
        keys = [self._prefix + name for name, _, _ in named]
        arguments = [may_refuse, *(one for _, *pair in named for one in pair)]
        async with asyncio.timeout(EVERYWHERE_S):
            return bool(await self._count(keys=keys, args=arguments))

    def address(self, peer: object, forwarded_for: Sequence[str]) -> str:
        """Whose connection it is. `peer` is the socket's peer name, `forwarded_for` the X-Forwarded-For headers."""
        host = str(peer[0]) if isinstance(peer, tuple) and peer else ""
        return counted_as(self._proxies.client_of(host, forwarded_for))

    def complain(self, address: str, code: int, why: str, now_s: float) -> None:
        """Log that a peer was sent away for what it did."""
        unsaid = self._complaints.unsaid(address, now_s)
        if unsaid is not None:
            log.warning("peer_sent_away", peer=address, code=code, why=why, others=unsaid)
