from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass
class Tree:
    value: int
    left: Tree | None = None
    right: Tree | None = None

    def __iter__(self) -> Iterator[int]:
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


print(*Tree(5, Tree(2, None, Tree(3)), Tree(9)), sep=" < ")
