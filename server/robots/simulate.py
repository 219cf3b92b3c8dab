"""How many waves robots survive: the game's balance, shown and not guessed.

Law: a game here is the real engine fed by a robot typist, and nothing else; the same seed and library give the same
survivals on any number of processes. One game's random numbers come from a seed that names the game, so no game knows
of another.
Absent on purpose: lag and pauses (the server gives both back), the database (snippets are drawn as the rotation draws
them: none twice while another is left), and printing (server/robots/tables.py).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from typing import NamedTuple

from game.engine import Engine
from game.rules import serve
from game.scoring import final_score, playtime_seconds
from game.text import Word
from game.wave import Wave
from server.robots.typist import Typist, strokes

BATCH_GAMES = 25  # a second or less of work, so that the bar moves and Ctrl-C is heard


class Cell(NamedTuple):
    """One language at one difficulty."""

    language: str
    difficulty: str


@dataclass(frozen=True, slots=True)
class Robot:
    """A typist as the tables name it: either so many words a minute, or a multiple of each snippet's expected_wpm."""

    name: str
    accuracy: float
    wpm: float | None = None
    pace: float | None = None

    def typist(self, expected_wpm: float) -> Typist:
        return Typist(self.wpm or expected_wpm * (self.pace or 1.0), self.accuracy)


# Faster typists err less; the rates are those of keystrokes in untrained to expert typing.
ROBOTS = (
    Robot("20 wpm", 0.92, wpm=20),
    Robot("40 wpm", 0.94, wpm=40),
    Robot("60 wpm", 0.95, wpm=60),
    Robot("90 wpm", 0.965, wpm=90),
    Robot("130 wpm", 0.98, wpm=130),
    Robot("half the expected", 0.93, pace=0.5),
    Robot("the expected", 0.95, pace=1.0),
    Robot("twice the expected", 0.97, pace=2.0),
)


@dataclass(frozen=True, slots=True)
class Card:
    """A snippet as the simulation needs it."""

    name: str
    text: str
    words: tuple[Word, ...]
    expected_wpm: float

    def wave(self, cell: Cell, number: int) -> Wave:
        return serve(
            number=number,
            difficulty=cell.difficulty,
            snippet_id=self.name,
            version=1,
            language=cell.language,
            text=self.text,
            words=self.words,
            expected_wpm=self.expected_wpm,
        )


Library = Mapping[Cell, Sequence[Card]]


class Survival(NamedTuple):
    """How one game went: waves cleared, game time, final score."""

    waves: int
    game_ms: int
    score: int


def play(robot: Robot, cell: Cell, cards: Sequence[Card], random: Random) -> Survival:
    """One game to its end. It has one: waves come ever faster, and a game is bounded."""
    engine = Engine()
    press = engine.press
    for number, card in enumerate(_deal(cards, random), 1):
        wave = card.wave(cell, number)
        engine.begin(wave)
        at_ms = engine.at_ms
        for interval_ms, key in strokes(robot.typist(card.expected_wpm), wave.typed.keys, random):
            at_ms += interval_ms
            if press(key, at_ms) and engine.over:
                break
        if engine.over:
            break
    return Survival(engine.waves_completed, engine.at_ms, final_score(engine.totals, playtime_seconds(engine.at_ms)))


def _deal(cards: Sequence[Card], random: Random) -> Iterator[Card]:
    """Cards without end, none twice while another is left."""
    last: Card | None = None
    while True:
        deck = list(cards)
        random.shuffle(deck)
        if deck[0] is last:
            deck.append(deck.pop(0))
        yield from deck
        last = deck[-1]


def play_batch(robot: Robot, cell: Cell, cards: Sequence[Card], seed: int, games: range) -> list[Survival]:
    return [play(robot, cell, cards, Random(f"{seed}/{'/'.join(cell)}/{robot.name}/{game}")) for game in games]


# ---------------------------------------------------------------- many games, on every core


class Batch(NamedTuple):
    """Some of the games of one robot in one cell."""

    cell: Cell
    robot: Robot
    seed: int
    games: range


_library: Library = {}


def _take_library(library: Library) -> None:
    global _library  # noqa: PLW0603 - a worker process reads its library once, not with every batch
    _library = library


def _work(batch: Batch) -> tuple[Batch, list[Survival]]:
    return batch, play_batch(batch.robot, batch.cell, _library[batch.cell], batch.seed, batch.games)


def simulate(
    library: Library,
    cells: Sequence[Cell],
    *,
    games: int,
    seed: int,
    robots: Sequence[Robot] = ROBOTS,
    workers: int | None = None,
) -> Iterator[tuple[Batch, list[Survival]]]:
    """Play `games` games of each robot in each cell; yields batches as they are done, in no particular order.

    With one worker everything runs in this process. Raises KeyError for a cell that the library does not have.
    """
    batches = [
        Batch(cell, robot, seed, range(first, min(first + BATCH_GAMES, games)))
        for cell in cells
        for robot in robots
        for first in range(0, games, BATCH_GAMES)
    ]
    chosen = {cell: library[cell] for cell in cells}
    workers = workers or len(os.sched_getaffinity(0))
    if workers == 1:
        _take_library(chosen)
        yield from map(_work, batches)
        return
    context = get_context("spawn")  # forking a process that has threads (progress bars) may hang
    with ProcessPoolExecutor(workers, context, _take_library, (chosen,)) as pool:
        try:
            for done in as_completed([pool.submit(_work, batch) for batch in batches]):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def gather(done: Iterable[tuple[Batch, list[Survival]]]) -> dict[tuple[Cell, str], list[Survival]]:
    """Batches put together: every survival of each cell and robot name, in order of the games."""
    parts: dict[tuple[Cell, str], list[tuple[int, list[Survival]]]] = {}
    for batch, survivals in done:
        parts.setdefault((batch.cell, batch.robot.name), []).append((batch.games.start, survivals))
    return {key: [one for _, part in sorted(found) for one in part] for key, found in parts.items()}
