"""How large the tests of faults are.

TEST_SIZE is a share of the full size (`make faults` sets 1); without it each test has the size that `make test` runs.
"""

from __future__ import annotations

import os

SIZE = float(os.environ.get("TEST_SIZE") or 0)


def size(small: int, full: int) -> int:
    """How many: `small` in `make test`, `full` in `make faults`, or the chosen share of it."""
    return max(small, round(full * SIZE))
