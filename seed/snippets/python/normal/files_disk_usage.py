from pathlib import Path


def usage(folder: Path) -> dict[str, int]:
    sizes = {}
    for path in folder.rglob("*"):
        if path.is_file():
            kind = path.suffix or "none"
            sizes[kind] = sizes.get(kind, 0) + path.stat().st_size
    return sizes
