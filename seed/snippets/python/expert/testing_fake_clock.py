from collections.abc import Callable

import pytest


class Lockout:
    def __init__(self, now: Callable[[], float], tries: int = 3) -> None:
        self.now, self.tries = now, tries
        self.failed: dict[str, list[float]] = {}

    def fail(self, user: str) -> None:
        self.failed.setdefault(user, []).append(self.now())

    def is_locked(self, user: str) -> bool:
        since = self.now() - 60
        return sum(at > since for at in self.failed.get(user, [])) >= self.tries


@pytest.mark.parametrize(
    ("times", "locked"),
    [([0, 1, 2], False), ([0, 1, 2, 3], True), ([0, 1, 2, 60.5], False)],
)
def test_three_failures_lock(times: list[float], locked: bool) -> None:
    lockout = Lockout(iter(times).__next__)
    for _ in times[:-1]:
        lockout.fail("mia")
    assert lockout.is_locked("mia") is locked
