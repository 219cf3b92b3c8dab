"""Python's garbage collector in a server process: it does not hold the event loop while people play.

Nearly everything is freed by its reference count. The collector finds only what refers to itself, and to find it among
old objects it looks at every one of them.

Laws:
- What is there before the first request (modules and their code) is never looked at.
- Python collects young objects by itself, in portions of a few milliseconds.
- A whole collection is made here alone: once a minute while nobody plays, and otherwise so seldom that it takes no more
  than a hundred-thousandth of the time.

Absent on purpose: breaking cycles. The code that makes one breaks it (tests/play/test_garbage.py).
"""

from __future__ import annotations

import gc
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from server.infra import metrics

YOUNG: Final = 1_000  # new objects at which the youngest are collected
YOUNG_ROUNDS: Final = 5  # collections of the youngest after which the second generation is collected with them
NEVER: Final = 2**31 - 1  # rounds until Python would collect the oldest by itself
LOOK_EVERY_S: Final = 1.0
WHOLE_EVERY_S: Final = 60.0
WHOLE_SHARE: Final = 100_000  # 5 ms allows another one after eight minutes, 200 ms after five and a half hours
SWITCH_S: Final = 0.001  # Python's own is five times as long: that is what whoever types may wait for in all
KEPT: Final = 10_000  # pauses between two looks

_pauses: deque[tuple[int, float]] = deque(maxlen=KEPT)
_began_s = 0.0


def spare_the_event_loop() -> None:
    """Call it once in a process, when everything is imported. From then on `WholeCollections` has to run.

    Of work in another thread the event loop feels a SWITCH_S each time that it wakes.
    """
    sys.setswitchinterval(SWITCH_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, YOUNG_ROUNDS, NEVER)


def _note(phase: str, about: dict[str, Any]) -> None:
    """The collector calls it in the middle of anything: it takes no lock, and the metrics wait for the next look."""
    global _began_s  # noqa: PLW0603 - a collection is one in a process
    if phase == "start":
        _began_s = time.perf_counter()
    else:
        _pauses.append((about["generation"], time.perf_counter() - _began_s))


class WholeCollections:
    """`pause_s` estimates for how long one would hold up those who play, 0 while nobody does. Call `look` every
    LOOK_EVERY_S."""

    def __init__(self, pause_s: Callable[[], float], now_s: Callable[[], float] = time.monotonic) -> None:
        self._pause_s, self._now_s = pause_s, now_s
        self._last_s, self._longest_s = now_s(), 0.0
        if _note not in gc.callbacks:
            gc.callbacks.append(_note)

    async def look(self) -> None:
        """Collect if it is time to, and put the pauses since the last look into the metrics."""
        waited_s = self._now_s() - self._last_s
        if waited_s >= WHOLE_EVERY_S and waited_s >= self._pause_s() * WHOLE_SHARE:
            gc.collect()
            self._last_s = self._now_s()
        while _pauses:
            generation, seconds = _pauses.popleft()
            metrics.GC_PAUSE_SECONDS.labels(str(generation)).observe(seconds)
            if seconds > self._longest_s:
                self._longest_s = seconds
                metrics.GC_LONGEST_PAUSE_SECONDS.set(seconds)
