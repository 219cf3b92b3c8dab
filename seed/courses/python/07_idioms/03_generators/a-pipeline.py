from collections.abc import Iterable, Iterator
from pathlib import Path


def lines_of(folder: Path, pattern: str) -> Iterator[str]:
    for path in sorted(folder.rglob(pattern)):
        with path.open(encoding="utf-8", errors="replace") as file:
            yield from file


def matching(lines: Iterable[str], word: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        if word in line.casefold():
            yield number, line.rstrip()


found = matching(lines_of(Path("docs"), "*.md"), "typing")
for number, line in found:
    print(f"{number:>5}  {line[:60]}")
