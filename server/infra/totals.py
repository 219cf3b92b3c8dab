"""How many there are on all pages of a long list, counted once in a while and not for each page.

Law: what is less than COUNTED_ANEW is counted whenever it is asked for, so it is exact. A larger total is that of any
moment of the last KEPT_S: by then others have joined the list anyway.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Hashable
from functools import partial

COUNTED_ANEW = 2_000  # rows that PostgreSQL counts in a millisecond or two
KEPT_S = 60.0
MOST = 10_000  # totals of one list; when one more comes, all are dropped


class KeptTotals:
    """Of one list, as its readers narrow it."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: dict[Hashable, tuple[float, int]] = {}

    async def of(self, narrowed: Hashable, count: Callable[[], Awaitable[int]]) -> int:
        """`narrowed`: everything that the total depends on. Raises what `count` raises."""
        kept = self._kept.get(narrowed)
        if kept is not None and kept[0] > self._now():
            return kept[1]
        total = await count()
        if total >= COUNTED_ANEW:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[narrowed] = (self._now() + KEPT_S, total)
        else:
            self._kept.pop(narrowed, None)
        return total

    async def for_reader(
        self, narrowed: Hashable, reader_id: str | None, count: Callable[[str | None], Awaitable[int]]
    ) -> int:
        """What a reader sees of it, exactly if it is small. A large total is what a stranger sees, for all readers: in
        thousands those whom a block hides make no difference. `narrowed`: all else that the total depends on."""
        total = await self.of(narrowed, partial(count, None))
        return total if reader_id is None or total >= COUNTED_ANEW else await count(reader_id)
