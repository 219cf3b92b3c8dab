import time
from collections.abc import Iterator
from pathlib import Path

Seen = dict[Path, tuple[int, int]]


def look(folder: Path, *patterns: str) -> Seen:
    return {
        path: ((stat := path.stat()).st_mtime_ns, stat.st_size)
        for pattern in patterns or ("*",)
        for path in folder.rglob(pattern)
        if path.is_file() and path.name[0] not in "._~"
    }


def watch(folder: Path, *patterns: str) -> Iterator[tuple[str, Path]]:
    """What was added (+), removed (-) or changed (~), as it happens."""
    before = look(folder, *patterns)
    while True:
        time.sleep(0.5)
        after = look(folder, *patterns)
        for path in sorted({*before, *after}):
            old, new = before.get(path), after.get(path)
            if old != new:
                yield ("~" if old and new else "-+"[old is None]), path
        before = after
