class BoundedStack:
    def __init__(self, limit: int) -> None:
        self._items: list[object] = []
        self._limit = limit

    def push(self, item: object) -> None:
        if len(self._items) >= self._limit:
            raise OverflowError(f"stack holds {self._limit} items at most")
        self._items.append(item)

    def pop(self) -> object:
        if not self._items:
            raise IndexError("pop from an empty stack")
        return self._items.pop()
