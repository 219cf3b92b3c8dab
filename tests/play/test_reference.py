"""play.reference: another clock, read over a line that takes its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.play.reference import FOR_S, READINGS, Reference, stamp_ms

THEN = datetime(2026, 1, 1, tzinfo=UTC)


class Clocks:
    """Ours, and PostgreSQL's, which is ahead of it by THEN."""

    def __init__(self) -> None:
        self.now_s = 1_000.0
        self.reference = Reference(lambda: self.now_s)

    def ask(self, there_s: float, back_s: float) -> None:
        asked_s = self.now_s
        self.now_s += there_s
        answer = self.theirs()
        self.now_s += back_s
        self.reference.read(asked_s, answer)

    def theirs(self) -> datetime:
        return THEN + timedelta(seconds=self.now_s)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=READINGS))
def test_it_is_wrong_by_half_of_the_shortest_way_there_and_back_at_most(ways_ms: list[tuple[int, int]]) -> None:
    clocks = Clocks()
    for there_ms, back_ms in ways_ms:
        clocks.ask(there_ms / 1000, back_ms / 1000)
    wrong_ms = abs(clocks.reference.own_ms(clocks.theirs()) - clocks.now_s * 1000)
    assert wrong_ms <= min(map(sum, ways_ms)) / 2 + 1
    assert abs(clocks.reference.stamp_ms() - stamp_ms(clocks.theirs())) <= min(map(sum, ways_ms)) / 2 + 1


def test_a_good_reading_gets_old() -> None:
    clocks = Clocks()
    clocks.ask(0, 0)
    clocks.now_s += FOR_S + 1
    clocks.reference.read(clocks.now_s - 0.2, clocks.theirs() + timedelta(seconds=5))  # somebody has set that clock
    assert abs(clocks.reference.own_ms(clocks.theirs() + timedelta(seconds=5)) - clocks.now_s * 1000) <= 101
