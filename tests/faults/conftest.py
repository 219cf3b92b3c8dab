"""The seeds of the tests of faults.

TEST_SEED repeats a run, as far as processes of the machine can be repeated; the seed of a test that fails is printed.
"""

from __future__ import annotations

import os
from random import Random, SystemRandom

import pytest


@pytest.fixture
def random() -> Random:
    """Seeded, for all that the test leaves to chance."""
    seed = os.environ.get("TEST_SEED") or str(SystemRandom().randrange(10**6))
    print(f"TEST_SEED={seed}")
    return Random(seed)
