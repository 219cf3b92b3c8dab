from collections import defaultdict
from hashlib import sha256
from pathlib import Path


def duplicates(folder: Path) -> list[list[Path]]:
    """Groups of files that hold the same bytes."""
    found: dict[bytes, list[Path]] = defaultdict(list)
    for path in folder.rglob("*"):
        if path.is_file():
            found[sha256(path.read_bytes()).digest()].append(path)
    return [sorted(paths) for paths in found.values() if len(paths) > 1]
