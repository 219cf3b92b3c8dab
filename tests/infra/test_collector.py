"""The garbage collector of a server process: when it looks at everything, and what is said of its pauses."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from server.infra import collector, metrics
from server.infra.collector import WHOLE_EVERY_S, WHOLE_SHARE, WholeCollections

LOOKS = """
import gc
import sys
from server.serve import worker_app

app = worker_app()
assert sys.getswitchinterval() <= 0.001
before = gc.get_stats()[2]["collections"]
kept = [[number] for number in range(300_000)]
print(gc.get_freeze_count(), gc.get_stats()[2]["collections"] - before, gc.get_stats()[1]["collections"])
"""


def test_a_server_process_looks_at_young_objects_alone() -> None:
    """Unless `WholeCollections` says so. 300,000 new objects make Python look at everything several times."""
    done = subprocess.run(
        [sys.executable, "-c", LOOKS], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    frozen, whole, young = map(int, done.stdout.split())
    assert frozen > 10_000
    assert whole == 0
    assert young > 10


class Clock:
    """Put forward by hand; it counts the collections."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_s, self.collected = 0.0, 0
        monkeypatch.setattr(gc, "collect", self.collect)

    def collect(self) -> None:
        self.collected += 1

    async def skip(self, whole: WholeCollections, seconds: float) -> int:
        """How many collections come in that time."""
        before, until_s = self.collected, self.now_s + seconds
        while self.now_s < until_s:
            self.now_s += collector.LOOK_EVERY_S
            await whole.look()
        return self.collected - before


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize("pause_s", [0, WHOLE_EVERY_S / WHOLE_SHARE])
async def test_all_is_collected_every_minute_if_nobody_notices(clock: Clock, pause_s: float) -> None:
    whole = WholeCollections(lambda: pause_s, lambda: clock.now_s)
    assert await clock.skip(whole, 10 * WHOLE_EVERY_S) == 10


async def test_a_long_collection_is_put_off_while_somebody_plays(clock: Clock) -> None:
    pause_s = 0.05
    whole = WholeCollections(lambda: pause_s, lambda: clock.now_s)
    assert await clock.skip(whole, 0.05 * WHOLE_SHARE - 1) == 0
    assert await clock.skip(whole, 1) == 1
    assert await clock.skip(whole, 2 * WHOLE_EVERY_S) == 0
    pause_s = 0
    assert await clock.skip(whole, 1) == 1


@pytest.fixture
def callbacks() -> Iterator[None]:
    """As they were."""
    before = [*gc.callbacks]
    yield
    gc.callbacks[:] = before


@pytest.mark.usefixtures("callbacks")
async def test_pauses_are_counted_by_generation_and_the_longest_is_told() -> None:
    def told(name: str, **labels: str) -> float:
        return metrics.REGISTRY.get_sample_value(f"prodev_gc_{name}", labels) or 0.0

    whole = WholeCollections(lambda: 0.0)
    await whole.look()
    counts = [told("pause_seconds_count", generation=str(generation)) for generation in (0, 1, 2)]
    for generation in (0, 1, 1, 2):
        gc.collect(generation)
    await whole.look()
    now = [told("pause_seconds_count", generation=str(generation)) for generation in (0, 1, 2)]
    assert all(after - before >= new for before, after, new in zip(counts, now, (1, 2, 1), strict=True))
    assert 0 < told("longest_pause_seconds") < 60
