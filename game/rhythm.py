"""The intervals of a game as a person can look at them: how they spread, how the tempo goes, what single pairs take.

Laws:
- The intervals are those that game/plausibility.py judges, so what is drawn is what was objected to.
- Bounded for any game: BINS, POINTS and PAIRS.

Absent on purpose: a verdict, and which games are drawn beside each other (server/moderation).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean, median

from game.analysis import SLOW_MS, played_waves
from game.keylog import KeyLog
from game.plausibility import BLOCK, Run, by_client, run_of

BINS = 32  # of equal width on a logarithmic scale, as intervals spread
SHORTEST_MS = 8  # what is shorter is in the first bin
EDGES_MS = tuple(SHORTEST_MS * (SLOW_MS / SHORTEST_MS) ** (number / BINS) for number in range(BINS + 1))
POINTS = 300  # in the line of the tempo: more than a chart shows
PAIRS = 12
PAIR_LEAST = 4  # intervals of a pair, to have a mean


@dataclass(frozen=True, slots=True)
class PairTime:
    """Two due keys in a row, and how long after the first the second came, on average."""

    pair: str
    count: int
    mean_ms: float


@dataclass(frozen=True, slots=True)
class RhythmFigures:
    """`spread` holds the share of intervals in each bin, between the edges `EDGES_MS`. `tempo` holds points
    `[typing time in ms, median interval of the keys up to there]`, some ten keys each or more. `pairs` are the most
    frequent."""

    intervals: int
    median_ms: float
    spread: list[float]
    tempo: list[tuple[int, float]]
    pairs: list[PairTime]


def runs(log: KeyLog) -> list[Run]:
    """The waves of a game with their intervals, as plausibility sees them."""
    return [run_of(wave) for wave in played_waves(by_client(log))]


def figures(of: Sequence[Run], beside: RhythmFigures | None = None) -> RhythmFigures:
    """Of one game, or of several that are taken together. The pairs are those of `beside`, if there is one, as far as
    they occur."""
    intervals = [ms for run in of for ms in run.intervals]
    return RhythmFigures(
        intervals=len(intervals),
        median_ms=median(intervals) if intervals else 0.0,
        spread=_spread(intervals),
        tempo=_tempo(intervals),
        pairs=_pairs(of, None if beside is None else [one.pair for one in beside.pairs]),
    )


def _spread(intervals: Sequence[int]) -> list[float]:
    counts = Counter(map(_bin, intervals))
    return [counts[number] / len(intervals) if intervals else 0.0 for number in range(BINS)]


def _bin(ms: int) -> int:
    if ms <= SHORTEST_MS:
        return 0
    return min(BINS - 1, int(BINS * math.log(ms / SHORTEST_MS) / math.log(SLOW_MS / SHORTEST_MS)))


def _tempo(intervals: Sequence[int]) -> list[tuple[int, float]]:
    size = max(BLOCK, math.ceil(len(intervals) / POINTS))
    times = list(accumulate(intervals))
    return [
        (times[first + size - 1], median(intervals[first : first + size]))
        for first in range(0, len(intervals) - size + 1, size)
    ]


def _pairs(of: Sequence[Run], wanted: Sequence[str] | None) -> list[PairTime]:
    times: dict[str, list[int]] = defaultdict(list)
    for run in of:
        for pair, ms in zip(run.pairs, run.intervals, strict=True):
            times[pair].append(ms)
    known = {pair: own for pair, own in times.items() if len(own) >= PAIR_LEAST}
    if wanted is None:
        wanted = sorted(known, key=lambda pair: -len(known[pair]))[:PAIRS]
    return [PairTime(pair, len(known[pair]), fmean(known[pair])) for pair in wanted if pair in known]
