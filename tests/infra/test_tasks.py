"""Work on each of thousands that leaves turns to everybody else."""

from __future__ import annotations

import pytest

from server.infra.tasks import SLICE, in_slices
from tests.live import turns_during


@pytest.mark.parametrize("count", [0, 1, SLICE, 3 * SLICE + 1])
async def test_slices_are_all_the_items_in_their_order(count: int) -> None:
    slices = [some async for some in in_slices(iter(range(count)))]
    assert [item for some in slices for item in some] == [*range(count)]
    assert all(0 < len(some) <= SLICE for some in slices)


async def test_everybody_else_has_a_turn_between_two_slices() -> None:
    async def work() -> None:
        async for _ in in_slices(range(4 * SLICE)):
            pass

    assert await turns_during(work()) >= 3
