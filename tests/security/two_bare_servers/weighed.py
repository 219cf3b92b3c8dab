"""`prodev`, which says at its end how much memory it took."""

from __future__ import annotations

import sys
from resource import RUSAGE_SELF, getrusage

from server import main as program

ENTRY = f"{__name__}:main"


def main() -> None:
    before = getrusage(RUSAGE_SELF).ru_maxrss
    try:
        program.main()
    finally:
        print(f"It took {getrusage(RUSAGE_SELF).ru_maxrss - before} KiB.", file=sys.stderr)
