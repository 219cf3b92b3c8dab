from contextlib import suppress
from pathlib import Path

with suppress(FileNotFoundError):
    Path("draft.txt").unlink()
    print("The old draft is gone")
