from functools import cached_property
from pathlib import Path


class Book:
    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def words(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").split()
