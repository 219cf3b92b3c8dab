"""How often the plausibility of games errs, on a labelled set: honest typists by a published model, and programs.

Law: the same seed gives the same set and the same table, on any number of processes. The set is only as real as its
model (people.py): a low rate here is needed, and proves nothing about typists whom the model does not know.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import Any

from game.keylog import JudgedKeys, Key, KeyLog
from game.plausibility import Evidence, Likeness, evidence, verdict
from game.terms import Difficulty, EndReason, Verdict
from game.wave import Wave
from server.robots import cheats
from server.robots.people import LAYOUTS, Person, Tempo, typed
from server.robots.simulate import Cell, Deck, Library

PLAYED = (
    *(Cell("PYTHON", difficulty) for difficulty in (Difficulty.EASY, Difficulty.NORMAL, Difficulty.HARD)),
    Cell("REACT", "NORMAL"),
    Cell("GO", "NORMAL"),
)
WAVES = (4, 10)  # of a game: one to four minutes of an average player
LIMITS = {"honest": 0.01, "naive": 0.95, "adaptive": 0.70}  # at most of the honest flagged, at least of the others


@dataclass(frozen=True, slots=True)
class TypistGroup:
    """Games of one label. `kind` is honest, naive or adaptive."""

    name: str
    kind: str
    person: Callable[[Random], Person]


def _people(name: str, low: float, high: float, accuracy: float, **more: Any) -> TypistGroup:
    def person(random: Random) -> Person:
        wpm = random.uniform(low, high)
        return Person(wpm, min(0.995, random.gauss(accuracy, 0.01)), habits=random.randrange(10**9), **more)

    return TypistGroup(name, "honest", person)


ORDINARY = _people("ordinary", 30, 100, 0.955)
HONEST = (
    *(_people(f"{layout}, 30 to 100 wpm", 30, 100, 0.955, layout=layout) for layout in LAYOUTS),
    _people("home-row modifiers", 50, 110, 0.96, layout="Colemak", holds=True),
    _people("chorded", 60, 140, 0.95, chords=True),
    _people("beginners, 8 to 20 wpm", 8, 20, 0.92, gains=0.0, searches=1.0),
    _people("champions, 140 to 170 wpm", 140, 170, 0.985, gains=0.2),
)
PROGRAMS = (
    *(TypistGroup(name, "naive", ORDINARY.person) for name in cheats.NAIVE),
    TypistGroup("replayed with noise", "adaptive", ORDINARY.person),
    TypistGroup("real pairs, sampled", "adaptive", ORDINARY.person),
)
GROUPS = (*HONEST, *PROGRAMS)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many games of a group were flagged, and by which rules."""

    group: TypistGroup
    games: int
    flagged: int
    rules: Counter[str]

    @property
    def share(self) -> float:
        return self.flagged / self.games

    @property
    def holds(self) -> bool:
        limit = LIMITS[self.group.kind]
        return self.share <= limit if self.group.kind == "honest" else self.share >= limit


def log_of(waves: Sequence[Wave], pressed: Iterable[tuple[float, str]]) -> KeyLog:
    """As a game of these waves in which nothing hits."""
    at_ms, keys = 0.0, []
    for ms, key in pressed:
        at_ms += ms
        keys.append(Key(int(at_ms), int(at_ms), key))
    return KeyLog(waves[0].language, "NORMAL", tuple(waves), JudgedKeys.of(keys), int(at_ms), EndReason.QUIT)


def played(group: TypistGroup, waves: Sequence[Wave], random: Random) -> tuple[KeyLog, Evidence | None]:
    """A game of the group on these waves; for a copy, also what the copied game left behind."""
    person = group.person(random)
    tempo = Tempo(person, random)
    texts = [wave.typed.keys for wave in waves]
    by_hand = partial(_by_hand, person, random, tempo)
    if group.kind == "honest":
        return log_of(waves, by_hand(texts)), None
    mean_ms = 1.1 * tempo.mean_ms
    if group.kind == "naive":
        program = cheats.NAIVE[group.name]
        return log_of(waves, program("".join(texts), mean_ms, person.accuracy, random)), None
    recorded = list(by_hand(texts))
    if group.name == "replayed with noise":
        copy = cheats.replayed(recorded, random, random.uniform(0.8, 1.2), random.uniform(0.02, 0.2))
        return log_of(waves, copy), evidence(log_of(waves, recorded))
    learned = cheats.PairStatistics([*recorded, *by_hand(texts)])
    return log_of(waves, learned.sampling("".join(texts), person.accuracy, random)), None


def _by_hand(person: Person, random: Random, tempo: Tempo, texts: Sequence[str]) -> Iterator[tuple[float, str]]:
    for text in texts:
        yield from typed(person, text, random, tempo)


def likenesses(found: Evidence, kept: Evidence | None) -> list[Likeness]:
    """The same texts, played before, compared with those of this game."""
    earlier = {(one.snippet_id, one.version): one for one in kept.rhythms} if kept else {}
    return [
        Likeness((one.bits ^ other.bits).bit_count(), one.length)
        for one in found.rhythms
        if (other := earlier.get((one.snippet_id, one.version)))
    ]


def _waves(deck: Deck, random: Random) -> list[Wave]:
    count = random.randint(*WAVES)
    return [deck.wave(card, number)[0] for number, card in zip(range(1, count + 1), deck.deal(random), strict=False)]


def rate(group: TypistGroup, library: Library, games: int, seed: int) -> Rate:
    """Play and judge `games` games of one group. Every second honest one meets an honest game of the same texts."""
    flagged, rules = 0, Counter[str]()
    cells = sorted(library)
    decks = {cell: Deck(cell, library[cell]) for cell in cells}
    for number in range(games):
        random = Random(f"{seed}/{group.name}/{number}")
        cell = random.choice(cells)
        waves = _waves(decks[cell], random)
        log, kept = played(group, waves, random)
        if group.kind == "honest" and number % 2:
            kept = evidence(played(group, waves, random)[0])
        found = evidence(log)
        judged, reasons = verdict(found, (), likenesses(found, kept))
        flagged += judged == Verdict.FLAGGED
        rules.update(reason.rule for reason in reasons)
    return Rate(group, games, flagged, rules)


def rates(library: Library, games: int, seed: int, workers: int | None = None) -> Iterator[Rate]:
    """Each group's, in the order of GROUPS. With one worker, all in this process."""
    workers = workers or len(os.sched_getaffinity(0))
    if workers == 1:
        yield from (rate(group, library, games, seed) for group in GROUPS)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        found = pool.map(_counted, [(number, library, games, seed) for number in range(len(GROUPS))])
        for group, (flagged, rules) in zip(GROUPS, found, strict=True):
            yield Rate(group, games, flagged, rules)


def _counted(work: tuple[int, Library, int, int]) -> tuple[int, Counter[str]]:
    """In a process of its own. A group cannot travel: what makes its people is a function within a function."""
    number, library, games, seed = work
    found = rate(GROUPS[number], library, games, seed)
    return found.flagged, found.rules
