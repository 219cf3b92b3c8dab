"""`python -m benchmarks.own_code FOLDER…`: how many pieces the source of a folder gives, and the time that takes.

Times are of the processor, the least of three runs, apart for the cut and for the formatters that it calls.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from server.library.importing.own import cut
from server.library.importing.own_found import Cut, OwnFile
from server.library.importing.trees import SOURCE_SUFFIXES

RUNS = 3
COLUMNS = ("folder", "files", "lines", "pieces", "left out", "too short", "cut", "formatters")


def files_of(folder: Path) -> list[OwnFile]:
    paths = sorted(path for path in folder.rglob("*") if path.name.endswith(SOURCE_SUFFIXES) and path.is_file())
    return [OwnFile(f"{folder.name}/{path.relative_to(folder)}", path.read_text("utf-8", "replace")) for path in paths]


def measured(files: Sequence[OwnFile]) -> tuple[Cut, float, float]:
    """What was found, and the processor's seconds here and in other programs."""
    before_s, others_s = time.process_time(), _others_s()
    found = cut(files)
    return found, time.process_time() - before_s, _others_s() - others_s


def _others_s() -> float:
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(folders: Sequence[str]) -> None:
    print(f"| {' | '.join(COLUMNS)} |\n|---|" + "---:|" * (len(COLUMNS) - 1))
    for name in folders:
        folder = Path(name).resolve()
        files = files_of(folder)
        runs = [measured(files) for _ in range(RUNS)]
        found = runs[0][0]
        lines = sum(file.text.count("\n") for file in files)
        counts = (len(files), lines, found.pieces_total, found.left_total, found.short)
        cut_s, others_s = min(run[1] for run in runs), min(run[2] for run in runs)
        print(f"| {folder.name} | {' | '.join(map(str, counts))} | {cut_s:.2f} s | {others_s:.2f} s |")


if __name__ == "__main__":
    main(sys.argv[1:])
