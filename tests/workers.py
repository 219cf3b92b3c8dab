"""The workers of pytest-xdist: what they find when they start, and which of them runs which test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# Files and folders whose tests share what is dear to make: a wheel and an environment with it, two servers, the whole
# library. Each worker would make its own.
TOGETHER = (
    *("tests/infra/test_wheel.py", "tests/library/test_difficulty.py"),
    *("tests/security/two_servers/", "tests/security/two_bare_servers/"),
)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Whoever is free takes the next test, or the next file or folder that stays together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((shared for shared in TOGETHER if nodeid.startswith(shared)), nodeid)


def compile_once(tests: Path) -> None:
    """In a new clone all workers would compile all of it, at the same time."""
    if not sys.dont_write_bytecode and not any(tests.glob("game/__pycache__/*pytest*")):
        collect = [sys.executable, "-m", "pytest", "-n", "0", "--collect-only", "-qq", str(tests)]
        subprocess.run(collect, cwd=tests.parent, stdout=subprocess.DEVNULL, check=False)
