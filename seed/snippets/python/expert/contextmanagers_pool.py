from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue
from typing import Generic, TypeVar

T = TypeVar("T")


class Pool(Generic[T]):
    def __init__(self, make: Callable[[], T], size: int) -> None:
        self._make, self._free = make, LifoQueue[T | None](size)
        for _ in range(size):
            self._free.put(None)

    @contextmanager
    def lend(self, patience: float = 5.0) -> Iterator[T]:
        try:
            item = self._free.get(timeout=patience)
        except Empty:
            raise TimeoutError(f"all {self._free.maxsize} are lent") from None
        try:
            item = self._make() if item is None else item
            yield item
        except BaseException:
            item = None
            raise
        finally:
            self._free.put(item)
