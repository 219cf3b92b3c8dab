"""How long this process may be sure that nobody else has its games.

Law: others take a process's games by force once nothing was heard of it for ALIVE_MS. So each answer from Redis to a
sign of life, counted from when it was sent, is a lease of that length. A process that stood still beyond its end
(stopped, starved, swapped out) cannot know what became of its games meanwhile, and judges no key before it does.

While Redis is away nobody can take a game there, and for some seconds after it is back nobody is declared dead
(neighbours); so the end of a lease alone means nothing to a process that runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

ALIVE_MS: Final = 3_000  # a process of which nothing was heard for so long counts as dead
LEASE_S: Final = ALIVE_MS / 1000
TICK_S: Final = 0.5
STILL_S: Final = 2 * TICK_S  # a process that runs, however busy, ticks more often


class Lease:
    """Call `tick` every TICK_S, and `renewed` with the time at which a sign of life was sent that Redis has answered.
    Times are those of `now_s`, a monotonic clock that no test turns."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self.now_s = now_s
        self._ticked_s = self._renewed_s = now_s()

    def renewed(self, sent_s: float) -> None:
        self._renewed_s = max(self._renewed_s, sent_s)

    def tick(self) -> bool:
        """Whether the process has stood still, and beyond its lease."""
        now_s = self.now_s()
        still_s, self._ticked_s = now_s - self._ticked_s, now_s
        return still_s > STILL_S and now_s - self._renewed_s > LEASE_S
