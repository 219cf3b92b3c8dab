from pathlib import Path


def count_lines(folder: Path, pattern: str = "*.py") -> int:
    total = 0
    for path in folder.rglob(pattern):
        with path.open(encoding="utf-8") as file:
            total += sum(1 for line in file if line.strip())
    return total
