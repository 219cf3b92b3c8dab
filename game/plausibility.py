"""Whether hands can have typed a game: a verdict and reasons with figures, from the key log and the player's past.

Laws:
- Pure, and the same for every player. What is looked at and what each limit rests on is in docs/fair-play.md.
- Times are the client's where they run along with game time, because the network does not bunch those.
- A rule that has too little to go on says nothing. Doubt is in favour of the player: the limits of the two tests of
  independence are where one honest game in some hundreds would fall, and a short game widens them.
- One reason is enough to flag a game; a flagged game waits for a moderator and is not ranked until then.

Absent on purpose: where earlier games are kept, and what becomes of a flagged game (server/results).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from operator import sub
from statistics import NormalDist, fmean, median, quantiles

from game.analysis import SLOW_MS, PlayedWave, played_waves
from game.keylog import JudgedKeys, KeyLog
from game.rules import CHARACTERS_A_WORD
from game.terms import Verdict

CLOCKS_APART_MS, CLOCKS_APART_SHARE = 250, 20  # the lag quota, and a twentieth of the game
INTERVALS_LEAST = 120  # with fewer nothing is said of a rhythm: some 25 words
CONSTANT_SPREAD = 0.12  # a steady typist's middle half is three times as wide
LOPSIDED_LEAST = 0.13  # hands wait long more often than they hurry: about 0.3 and more; 0 for a bell or a box
BURST_MS = 15  # chords write a word at once, but hands move between two words
BURST_KEYS = 28
FASTEST_KEYS, FASTEST_WPM = 100, 330  # nobody has typed this many keys of code this fast
# The text is shown before it is due, so only a program that waits for it is that quick.
REACTION_WAVES, REACTION_MS = 3, 25
FAULTLESS_KEYS, FAULTLESS_WPM = 2_000, 70  # at one slip in 250 keys, a chance of one in 3,000
PAST_GAMES, LEAP = 8, 1.5  # earlier games at least, and how much faster than the fastest of them is a leap
BLOCK = 10  # intervals over which a hand's tempo holds
TEMPO_SHARE, BIGRAM_SHARE = 0.06, 0.15  # of an honest rhythm's variance, at least, by tempo and by pairs of keys
SLIPS_LEAST, SLIP_COST, SLIP_INTERVAL_MS = 15, 1.1, 200  # a fast typist notices a wrong key late
HONEST_TAIL = NormalDist().inv_cdf(0.002)
RHYTHM_BITS = 256
RHYTHM_LEAST = 96  # a shorter one is met again by chance
ALIKE = 0.27  # share of bits in which two honest games of one text differ; one pair in a hundred differs in less
ALIKE_TAIL = 5.0  # standard deviations below that
_LOGS = [math.log(max(1, ms)) for ms in range(SLOW_MS)]  # of intervals


@dataclass(frozen=True, slots=True)
class Reason:
    """`rule` names one of the rules of docs/fair-play.md. `found` is what it saw, `limit` where it begins to object."""

    rule: str
    found: float
    limit: float


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The fingerprint of one cleared wave: bit i says whether due key i + 1 took longer than key i + 2.

    Neither a shift in time nor a stretch changes it, and noise changes few bits.
    """

    snippet_id: str
    version: int
    bits: int
    length: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a key log says by itself; `reasons` need nothing else."""

    reasons: tuple[Reason, ...]
    rhythms: tuple[Rhythm, ...]
    net_wpm: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """The earlier rhythm of the same text that is most like one of this game: in how many of its bits they differ."""

    differing: int
    length: int


def evidence(log: KeyLog, played: Sequence[PlayedWave] | None = None) -> Evidence:
    """Works through the whole log: about 2.5 microseconds for a key. Pass `played_waves(by_client(log))` if you have
    it."""
    if played is None:
        played = played_waves(by_client(log))
    runs = [run_of(wave) for wave in played]
    right = sum(wave.keys_right for wave in played)
    net_wpm = right / CHARACTERS_A_WORD / max(1, log.end_ms) * 60_000
    return Evidence(
        reasons=(*_of_rhythm(runs), *_of_bursts(runs), *_of_starts(played), *_of_errors(played, right, net_wpm)),
        rhythms=tuple(rhythm for run in runs if (rhythm := _rhythm(run)) is not None),
        net_wpm=net_wpm,
    )


def verdict(found: Evidence, past_wpm: Sequence[float], likenesses: Iterable[Likeness]) -> tuple[Verdict, list[Reason]]:
    """`past_wpm` are the net speeds of the player's earlier games of the same kind."""
    reasons = list(found.reasons)
    if len(past_wpm) >= PAST_GAMES and found.net_wpm > (limit := LEAP * max(past_wpm)):
        reasons.append(Reason("leap", found.net_wpm, limit))
    for one in likenesses:
        limit = alike_limit(one.length)
        if one.differing / one.length <= limit:
            reasons.append(Reason("copy", one.differing / one.length, limit))
            break
    return (Verdict.FLAGGED if reasons else Verdict.CLEAN), reasons


def alike_limit(length: int) -> float:
    """The share of differing bits up to which two rhythms of `length` bits are one."""
    return max(0.0, ALIKE - ALIKE_TAIL * math.sqrt(ALIKE * (1 - ALIKE) / length))


def most_alike(length: int) -> int:
    """In how many bits two rhythms of `length` bits differ at most that are one."""
    limit = alike_limit(length)
    most = int(limit * length)
    while (most + 1) / length <= limit:
        most += 1
    while most / length > limit:
        most -= 1
    return most


# ---------------------------------------------------------------- intervals


@dataclass(frozen=True, slots=True)
class Run:
    """One wave's intervals in ms, each between two right keys with no wrong one between, with the pair of due keys.

    `every` has one for each due key from the second on, wrong keys or not; `slips` the time from each last wrong key to
    the right one.
    """

    played: PlayedWave
    pairs: tuple[str, ...]
    intervals: tuple[int, ...]
    every: tuple[int, ...]
    slips: tuple[int, ...]


def by_client(log: KeyLog) -> KeyLog:
    """The log in the client's times, if its clock ran along with the game's; else as it is."""
    if not log.keys:
        return log
    at_ms, client_ms = log.keys.at_ms, log.keys.client_ms
    if list(client_ms) != sorted(client_ms):
        return log
    game_ms, apart_ms = at_ms[-1] - at_ms[0], at_ms[-1] - at_ms[0] - (client_ms[-1] - client_ms[0])
    if abs(apart_ms) > CLOCKS_APART_MS + game_ms // CLOCKS_APART_SHARE:
        return log
    return replace(log, keys=JudgedKeys(client_ms, (0,) * len(client_ms), log.keys.pressed))


def run_of(played: PlayedWave) -> Run:
    due = played.wave.typed.keys
    pairs, intervals, every, slips = [], [], [], []
    before_ms: int | None = None
    for number, wrong, at_ms, _ in played.presses:
        if at_ms is None:
            break
        if wrong:
            slips.append(at_ms - wrong[-1][0])
        if before_ms is not None:
            took_ms = at_ms - before_ms
            every.append(took_ms)
            if not wrong and took_ms < SLOW_MS:
                pairs.append(due[number - 1 : number + 1])
                intervals.append(took_ms)
        before_ms = at_ms
    return Run(played, tuple(pairs), tuple(intervals), tuple(every), tuple(slips))


def _rhythm(run: Run) -> Rhythm | None:
    if run.played.cleared_ms is None or len(run.every) - 1 < RHYTHM_LEAST:
        return None
    every = run.every[: RHYTHM_BITS + 1]
    bits = "".join(["01"[one > other] for one, other in pairwise(every)])
    wave = run.played.wave
    return Rhythm(wave.snippet_id, wave.version, int(bits[::-1], 2), len(every) - 1)


# ---------------------------------------------------------------- the rules


def _of_rhythm(runs: Sequence[Run]) -> list[Reason]:
    """The first of the rules that look at all intervals of the game together."""
    intervals = [ms for run in runs for ms in run.intervals]
    if len(intervals) < INTERVALS_LEAST:
        return []
    cuts = quantiles(intervals, n=20)
    reason = _of_shape(cuts)
    if reason is None and cuts[4] >= BURST_MS:  # else chords: a device keeps the time within a word
        pairs = [pair for run in runs for pair in run.pairs]
        reason = _of_dependence(pairs, [_LOGS[ms] if ms > 0 else 0.0 for ms in intervals])
        reason = reason or _of_slips([ms for run in runs for ms in run.slips], cuts[9])
    return [] if reason is None else [reason]


def _of_shape(cuts: Sequence[float]) -> Reason | None:
    """Constant intervals, and such as lie alike on both sides of their middle. `cuts` are their twentieths."""
    low, middle, high = cuts[0], cuts[9], cuts[18]
    spread = (cuts[14] - cuts[4]) / max(1.0, middle)
    if spread < CONSTANT_SPREAD:
        return Reason("constant", spread, CONSTANT_SPREAD)
    lopsided = (high + low - 2 * middle) / (high - low)
    return Reason("symmetric", lopsided, LOPSIDED_LEAST) if lopsided < LOPSIDED_LEAST else None


def _of_dependence(pairs: Sequence[str], logs: Sequence[float]) -> Reason | None:
    """Intervals that depend neither on the keys nor on the moment."""
    groups: dict[str, list[float]] = defaultdict(list)
    for pair, value in zip(pairs, logs, strict=True):
        groups[pair].append(value)
    ratio, limit = _ratio([group for group in groups.values() if len(group) > 1], BIGRAM_SHARE)
    if ratio < limit:
        return Reason("indifferent", ratio, limit)
    # Each pair's own mean, drawn towards that of all where there are few of it, is taken off.
    mean = fmean(logs)
    usual = {pair: mean + (math.fsum(group) - mean * len(group)) / (len(group) + 2) for pair, group in groups.items()}
    residuals = [value - usual[pair] for pair, value in zip(pairs, logs, strict=True)]
    blocks = [residuals[first : first + BLOCK] for first in range(0, len(residuals) - BLOCK + 1, BLOCK)]
    ratio, limit = _ratio(blocks, TEMPO_SHARE)
    return Reason("tempo", ratio, limit) if ratio < limit else None


def _of_slips(slips: Sequence[int], middle_ms: float) -> Reason | None:
    """Right keys that follow wrong ones as fast as any other. `middle_ms` is the median interval."""
    if len(slips) < SLIPS_LEAST or not 0 < middle_ms <= SLIP_INTERVAL_MS:
        return None
    cost = median(slips) / middle_ms
    return Reason("unmoved", cost, SLIP_COST) if cost < SLIP_COST else None


def _ratio(groups: Sequence[Sequence[float]], share: float) -> tuple[float, float]:
    """How much more the groups' means vary than by chance (F of the analysis of variance), and the least ratio that an
    honest game has if `share` of the variance lies between the groups. The limit is 0 where there is too little."""
    sizes = [len(group) for group in groups]
    count = sum(sizes)
    between, within = len(groups) - 1, count - len(groups)
    if between < 8 or within < 40:
        return 1.0, 0.0
    sums = [math.fsum(group) for group in groups]
    mean = math.fsum(sums) / count
    means = [of_group / size for of_group, size in zip(sums, sizes, strict=True)]
    explained = sum([size * (one - mean) ** 2 for one, size in zip(means, sizes, strict=True)]) / between
    left = (
        sum([(off := value - one) * off for one, group in zip(means, groups, strict=True) for value in group]) / within
    )
    size = (count - sum([size * size for size in sizes]) / count) / between
    expected = 1 + size * share / (1 - share)
    # The lower quantile of chi-squared over its degrees of freedom (Wilson and Hilferty, 1931).
    spread = 2 / (9 * between)
    tail = max(0.0, 1 - spread + HONEST_TAIL * math.sqrt(spread)) ** 3
    return explained / max(left, 1e-9), expected * tail


def _of_bursts(runs: Sequence[Run]) -> list[Reason]:
    longest = 0
    fastest_ms = math.inf
    for run in runs:
        if min(run.every, default=BURST_MS) < BURST_MS:
            length = 0
            for ms in run.every:
                length = length + 1 if ms < BURST_MS else 0
                longest = max(longest, length)
        until_ms = [*accumulate(run.every, initial=0)]
        fastest_ms = min([fastest_ms, *map(sub, until_ms[FASTEST_KEYS:], until_ms)])
    reasons = [Reason("burst", longest, BURST_KEYS)] if longest > BURST_KEYS else []
    wpm = FASTEST_KEYS / CHARACTERS_A_WORD / max(1.0, fastest_ms) * 60_000
    return [*reasons, Reason("speed", wpm, FASTEST_WPM)] if wpm > FASTEST_WPM else reasons


def _of_starts(played: Sequence[PlayedWave]) -> list[Reason]:
    """How soon the first key follows a new text. That of the first wave is the one that starts the clock."""
    starts = [
        (wave.presses[0].wrong[0][0] if wave.presses[0].wrong else wave.presses[0].at_ms or 0) - wave.start_ms
        for wave in played[1:]
        if wave.presses
    ]
    if len(starts) < REACTION_WAVES or (found := median(starts)) >= REACTION_MS:
        return []
    return [Reason("reaction", found, REACTION_MS)]


def _of_errors(played: Sequence[PlayedWave], right: int, net_wpm: float) -> list[Reason]:
    """`right` are all right keys of the game."""
    if right < FAULTLESS_KEYS or net_wpm < FAULTLESS_WPM or any(wave.keys_wrong for wave in played):
        return []
    return [Reason("faultless", right, FAULTLESS_KEYS)]
