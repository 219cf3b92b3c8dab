import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def working_in(folder: Path) -> Iterator[Path]:
    """Change the current folder, and always change it back."""
    before = Path.cwd()
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    try:
        yield Path.cwd()
    finally:
        os.chdir(before)


with working_in(Path("build")) as folder:
    print("Writing to", folder)
