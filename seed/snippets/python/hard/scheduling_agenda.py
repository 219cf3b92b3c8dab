import heapq
import time
from collections.abc import Callable
from itertools import count


class Agenda:
    def __init__(self) -> None:
        self._order = count()
        self._due: list[tuple[float, int, Callable]] = []

    def add(self, delay: float, job: Callable) -> None:
        entry = (time.monotonic() + delay, next(self._order), job)
        heapq.heappush(self._due, entry)

    def run(self) -> None:
        while self._due:
            at, _, job = heapq.heappop(self._due)
            time.sleep(max(0, at - time.monotonic()))
            job()
