"""Who may say hello, and how often; and what the log says about peers that break the rules.

Laws:
- A class behind one address can start at once: what is limited is hellos that go on and on.
- At most one log line per peer and minute.

Absent on purpose: what may be sent after the welcome (connection), and the rules before the first frame (handshake).
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from server.infra.addresses import Proxies, counted_as
from server.infra.seldom import Seldom
from server.play.allowance import Allowances
from server.settings import Settings

log = structlog.get_logger(__name__)

TAKE_OVER_HELLOS = 3  # counted for a hello that replaces a connection: two scripts would do that for ever


class Porter:
    """One for each process."""

    def __init__(self, settings: Settings) -> None:
        self._is_on = settings.rate_limits
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

    def address(self, peer: object, forwarded_for: Sequence[str]) -> str:
        """Whose connection it is. `peer` is the socket's peer name, `forwarded_for` the X-Forwarded-For headers."""
        host = str(peer[0]) if isinstance(peer, tuple) and peer else ""
        return counted_as(self._proxies.client_of(host, forwarded_for))

    def complain(self, address: str, code: int, why: str, now_s: float) -> None:
        """Log that a peer was sent away for what it did."""
        unsaid = self._complaints.unsaid(address, now_s)
        if unsaid is not None:
            log.warning("peer_sent_away", peer=address, code=code, why=why, others=unsaid)
