from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LRUCache(Generic[K, V]):
    def __init__(self, capacity: int, load: Callable[[K], V]) -> None:
        self._capacity = capacity
        self._load = load
        self._entries: OrderedDict[K, V] = OrderedDict()

    def __getitem__(self, key: K) -> V:
        if key in self._entries:
            self._entries.move_to_end(key)
        else:
            self._entries[key] = self._load(key)
            if len(self._entries) > self._capacity:
                self._entries.popitem(last=False)
        return self._entries[key]
