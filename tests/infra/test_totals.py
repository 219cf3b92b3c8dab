"""KeptTotals of long lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from server.infra import totals
from server.infra.totals import COUNTED_ANEW, KEPT_S, KeptTotals


def counting(*found: int) -> tuple[Callable[[], Awaitable[int]], list[int]]:
    """What counts, and what it has not told yet."""
    left = list(found)

    async def count() -> int:
        return left.pop(0)

    return count, left


async def test_a_large_total_is_counted_once_in_a_while() -> None:
    now = 100.0
    kept = KeptTotals(lambda: now)
    count, left = counting(COUNTED_ANEW, COUNTED_ANEW + 5)
    assert [await kept.of("all", count) for _ in range(3)] == [COUNTED_ANEW] * 3
    assert len(left) == 1
    now += KEPT_S
    assert await kept.of("all", count) == COUNTED_ANEW + 5


async def test_a_small_total_is_always_exact() -> None:
    count, _ = counting(COUNTED_ANEW - 1, 7, COUNTED_ANEW)
    kept = KeptTotals()
    assert [await kept.of("all", count) for _ in range(3)] == [COUNTED_ANEW - 1, 7, COUNTED_ANEW]


async def test_lists_that_are_narrowed_differently_have_totals_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(totals, "MOST", 2)
    kept = KeptTotals()
    count, left = counting(*range(COUNTED_ANEW, COUNTED_ANEW + 6))
    assert [await kept.of(one, count) - COUNTED_ANEW for one in "ababca"] == [0, 1, 0, 1, 2, 3], "c drops all"
    assert len(left) == 2
