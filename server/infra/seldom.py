"""What has reason to be said a thousand times a minute, said once: log lines about peers and faults.

Law: a line that was left out is counted, and the next one tells how many there were.
Bound: NAMES_LIMIT names; past it the one said longest ago is forgotten, and may be said again early.
"""

from __future__ import annotations

import time
from collections import OrderedDict

import structlog

log = structlog.get_logger(__name__)

EVERY_S = 60
NAMES_LIMIT = 10_000


class Seldom:
    """When each name may be said."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, _Said] = OrderedDict()

    def unsaid(self, name: str, now_s: float) -> int | None:
        """None: not now. Otherwise say it, with how many were left out since it was said last."""
        said = self._of.pop(name, None)
        unsaid: int | None = None
        if said is None or now_s - said.at_s >= EVERY_S:
            unsaid = 0 if said is None else said.unsaid
            said = _Said(now_s)
        else:
            said.unsaid += 1
        self._of[name] = said
        if len(self._of) > NAMES_LIMIT:
            self._of.popitem(last=False)
        return unsaid


class _Said:
    """`unsaid`: how many were left out since `at_s`."""

    __slots__ = ("at_s", "unsaid")

    def __init__(self, at_s: float) -> None:
        self.at_s, self.unsaid = at_s, 0


away = Seldom()  # one for the process, as its log is


def say_away(event: str, error: BaseException, **fields: object) -> None:
    """Log that a server is away: each kind of fault once a minute for each event."""
    unsaid = away.unsaid(f"{event} {type(error).__name__}", time.monotonic())
    if unsaid is not None:
        log.warning(event, error=str(error) or type(error).__name__, others=unsaid, **fields)
