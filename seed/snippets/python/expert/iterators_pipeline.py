from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any


class Flow:
    def __init__(self, items: Iterable[Any]) -> None:
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __or__(self, step: Callable[[Any], Any]) -> Flow:
        return Flow(step(item) for item in self)

    def __and__(self, test: Callable[[Any], bool]) -> Flow:
        return Flow(item for item in self if test(item))

    def __getitem__(self, part: slice) -> list[Any]:
        return [*islice(self, part.start, part.stop, part.step)]


numbers = Flow(range(10**9)) & (lambda n: n % 7 == 3)
print((numbers | hex | (lambda h: h[2:].rjust(4, "0")))[:6])
