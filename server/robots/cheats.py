"""Six kinds of programs that type for somebody, for the labelled set of `prodev fairness`.

Each yields `(milliseconds since the key before, key)`, as `people.typed` does. `replayed` copies a game of the same
texts, stretched and with noise; `sampling` knows how long each pair of keys takes a real typist and how much that
varies, and draws from it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from statistics import fmean, pstdev

from server.robots.people import slip

Pressed = Iterator[tuple[float, str]]
Interval = Callable[[], float]


def _with_slips(keys: str, accuracy: float, random: Random, interval: Interval) -> Pressed:
    for due in keys:
        while random.random() >= accuracy:
            yield interval(), slip(due, random)
        yield interval(), due


def constant(keys: str, mean_ms: float, accuracy: float, random: Random) -> Pressed:
    return _with_slips(keys, accuracy, random, lambda: mean_ms)


def jittered(keys: str, mean_ms: float, accuracy: float, random: Random) -> Pressed:
    return _with_slips(keys, accuracy, random, lambda: mean_ms * random.uniform(0.6, 1.4))


def gaussian(keys: str, mean_ms: float, accuracy: float, random: Random) -> Pressed:
    return _with_slips(keys, accuracy, random, lambda: max(5.0, random.gauss(mean_ms, 0.3 * mean_ms)))


def log_normal(keys: str, mean_ms: float, accuracy: float, random: Random) -> Pressed:
    return _with_slips(keys, accuracy, random, lambda: mean_ms * random.lognormvariate(-0.08, 0.4))


NAIVE: Mapping[str, Callable[[str, float, float, Random], Pressed]] = {
    "constant": constant,
    "jittered": jittered,
    "Gaussian": gaussian,
    "log-normal, independent": log_normal,
}


def replayed(recorded: Sequence[tuple[float, str]], random: Random, stretch: float, noise: float) -> Pressed:
    for ms, key in recorded:
        yield ms * stretch * random.lognormvariate(0, noise), key


class PairStatistics:
    """What a program learns from a typist's recorded games: of each pair, the mean logarithm and its spread."""

    def __init__(self, recorded: Sequence[tuple[float, str]]) -> None:
        logs: dict[str, list[float]] = defaultdict(list)
        before = "\n"
        for ms, key in recorded:
            logs[before + key].append(math.log(max(1.0, ms)))
            before = key
        every = [one for found in logs.values() for one in found]
        self._all = fmean(every), pstdev(every)
        self._pairs = {pair: (fmean(found), pstdev(found)) for pair, found in logs.items() if len(found) > 2}

    def sampling(self, keys: str, accuracy: float, random: Random) -> Pressed:
        before = "\n"
        for due in keys:
            while random.random() >= accuracy:
                yield random.lognormvariate(*self._all), slip(due, random)
            mean, spread = self._pairs.get(before + due, self._all)
            yield random.lognormvariate(mean, max(0.15, spread)), due
            before = due
