"""How many waves robots survive: the game's balance, measured.

Law: a game here is a robot typing into the real engine, and nothing else. The same seed and library give the same
survivals on any number of processes: each game's random numbers come from a seed that names the game, so no game
depends on another. The engine gets whole lines at once (game/lines.py), with the same outcome as key by key.
Absent on purpose: lag and pauses (the server gives both back), the database (snippets are drawn as the rotation draws
them, none twice while another is left), and printing (server/robots/tables.py).
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from typing import NamedTuple

from game.lines import Layout, LineEngine
from game.rules import FULL_HP, serve
from game.scoring import final_score, playtime_seconds
from game.text import Word
from game.wave import Wave
from server.robots.typist import NEIGHBOURS, Form, Typist, paces

BATCH_GAMES = 50  # of each robot: about a second of work, so that the bar moves and Ctrl-C works
HALF_HP = FULL_HP // 2
WAVES_KEPT = 8192  # of a cell, by card and number: more than a run needs, about 20 MB


class Cell(NamedTuple):
    """One language at one difficulty."""

    language: str
    difficulty: str


@dataclass(frozen=True, slots=True)
class Robot:
    """A typist of the tables: a fixed number of words a minute, or a multiple of each snippet's expected_wpm.

    At 0 wpm nobody types: the game shows how long an idle player lives.
    """

    name: str
    accuracy: float
    wpm: float | None = None
    pace: float | None = None

    @property
    def idle(self) -> bool:
        return self.wpm == 0

    def typist(self, expected_wpm: float) -> Typist:
        return Typist(self.wpm or expected_wpm * (self.pace or 1.0), self.accuracy)


# Faster typists make fewer mistakes; the rates are those measured from untrained to expert typists.
ROBOTS = (
    Robot("10 wpm", 0.92, wpm=10),
    Robot("15 wpm", 0.92, wpm=15),
    Robot("25 wpm", 0.93, wpm=25),
    Robot("60 wpm", 0.95, wpm=60),
    Robot("90 wpm", 0.965, wpm=90),
    Robot("130 wpm", 0.98, wpm=130),
    Robot("half the expected", 0.93, pace=0.5),
    Robot("the expected", 0.96, pace=1.0),
    Robot("twice the expected", 0.97, pace=2.0),
    Robot("nobody", 1.0, wpm=0),
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
    """How one game went.

    `waves` were cleared. `close_ms` is when a living enemy had first come half of its way, from its wave's beginning to
    its deadline as served; `first_hit_ms` when the wall was first hit. `low` is the least HP before the wave in which
    the game ended began (FULL_HP if that was the first); `recoveries` counts the waves whose end brought the wall from
    under half back to half or more. All times are game time.
    """

    waves: int
    game_ms: int
    score: int
    close_ms: int
    first_hit_ms: int
    low: int
    recoveries: int


class Deck:
    """The cards of one cell, with each card's layout and waves, kept for the next game."""

    def __init__(self, cell: Cell, cards: Sequence[Card]) -> None:
        self.cards = cards
        self._cell = cell
        self._waves: dict[tuple[str, int], Wave] = {}
        self._layouts: dict[str, Layout] = {}

    def wave(self, card: Card, number: int) -> tuple[Wave, Layout]:
        wave = self._waves.get((card.name, number))
        if wave is None:
            if len(self._waves) >= WAVES_KEPT:
                self._waves.clear()
            wave = self._waves[card.name, number] = card.wave(self._cell, number)
        layout = self._layouts.get(card.name)
        if layout is None or layout.typed is not wave.typed:
            layout = self._layouts[card.name] = Layout.of(wave.typed, wave.words)
        return wave, layout

    def deal(self, random: Random) -> Iterator[Card]:
        """Endless cards, none twice while another is left."""
        last: Card | None = None
        while True:
            order = list(self.cards)
            random.shuffle(order)
            if order[0] is last:
                order.append(order.pop(0))
            yield from order
            last = order[-1]


def play(robot: Robot, deck: Deck, random: Random) -> Survival:
    """Play one game to its end. There is always one: waves get faster and faster, and a game is bounded."""
    engine = LineEngine()
    form = Form(random)
    close_ms: int | None = None
    low, recoveries = FULL_HP, 0
    for number, card in enumerate(deck.deal(random), 1):
        wave, layout = deck.wave(card, number)
        engine.begin(wave)
        if robot.idle:
            close_ms = wave.enemies[0].due_ms // 2
            _wait_for_the_end(engine)
            break
        start_ms = engine.at_ms
        slips, ends_ms = paces(robot.typist(card.expected_wpm), layout.line_ends, random, form)
        ends_ms = [start_ms + end_ms for end_ms in ends_ms]
        if close_ms is None:
            close_ms = _first_close(wave, start_ms, ends_ms)
        hp, lost = engine.hp, engine.damage_taken
        typed = engine.type_lines(layout, slips, ends_ms)
        if typed < len(ends_ms):
            _type_to_the_end(engine, layout, typed, slips, ends_ms[typed])
            break
        least = hp - (engine.damage_taken - lost)
        low = min(low, least)
        recoveries += least < HALF_HP <= engine.hp
    return _survival(engine, close_ms, low, recoveries)


def _wait_for_the_end(engine: LineEngine) -> None:
    while not engine.over:
        engine.advance(engine.next_deadline_ms)


def _first_close(wave: Wave, start_ms: int, ends_ms: Sequence[int]) -> int | None:
    """When an enemy that is not typed yet has first come half of its way; None if that never happens."""
    halves = (start_ms + enemy.due_ms // 2 for enemy in wave.enemies)
    return min((half for half, end_ms in zip(halves, ends_ms, strict=True) if half < end_ms), default=None)


def _survival(engine: LineEngine, close_ms: int | None, low: int, recoveries: int) -> Survival:
    end_ms = engine.at_ms
    return Survival(
        waves=engine.waves_completed,
        game_ms=end_ms,
        score=final_score(engine.totals, playtime_seconds(end_ms)),
        close_ms=end_ms if close_ms is None else close_ms,
        first_hit_ms=end_ms if engine.first_hit_ms is None else engine.first_hit_ms,
        low=low,
        recoveries=recoveries,
    )


def _type_to_the_end(engine: LineEngine, layout: Layout, line: int, slips: Sequence[int], end_ms: int) -> None:
    """The line in which the game ends, key by key, at equal intervals."""
    begin, end = layout.line_ends[line - 1] if line else 0, layout.line_ends[line]
    pressed = []
    for number in range(begin, end):
        due = layout.typed.keys[number]
        pressed += [NEIGHBOURS[due][0]] * slips.count(number) + [due]
    start_ms = engine.at_ms
    for number, key in enumerate(pressed, 1):
        engine.press(key, start_ms + number * (end_ms - start_ms) // len(pressed))
        if engine.over:
            return
    raise AssertionError("a line was refused in which no game ends")


# ---------------------------------------------------------------- many games, on every core


class Batch(NamedTuple):
    """Some of the games of every robot in one cell: they share its waves."""

    cell: Cell
    robots: Sequence[Robot]
    seed: int
    games: range

    def play(self, deck: Deck) -> dict[str, list[Survival]]:
        """The survivals of each robot, by its name."""
        return {
            robot.name: [
                play(robot, deck, Random(f"{self.seed}/{'/'.join(self.cell)}/{robot.name}/{game}"))
                for game in self.games
            ]
            for robot in self.robots
        }


_library: Library = {}
_decks: dict[Cell, Deck] = {}  # of the last cell played: the waves of all cells would take hundreds of megabytes


def _take_library(library: Library) -> None:
    """A process reads its library once, not with every batch."""
    global _library  # noqa: PLW0603 - the processes of a pool have nowhere else to keep it
    _library = library
    _decks.clear()


def _start_worker(library: Library) -> None:
    gc.disable()  # games make no cycles, so reference counting frees everything
    _take_library(library)


def _work(batch: Batch) -> tuple[Batch, dict[str, list[Survival]]]:
    deck = _decks.get(batch.cell)
    if deck is None:
        _decks.clear()
        deck = _decks[batch.cell] = Deck(batch.cell, _library[batch.cell])
    return batch, batch.play(deck)


def simulate(
    library: Library,
    cells: Sequence[Cell],
    *,
    games: int,
    seed: int,
    robots: Sequence[Robot] = ROBOTS,
    workers: int | None = None,
) -> Iterator[tuple[Batch, dict[str, list[Survival]]]]:
    """Play `games` games of each robot in each cell; yields batches as they are done, in no particular order.

    With one worker everything runs in this process. Without `workers` that is also done when starting a pool would take
    longer than playing. Raises KeyError for a cell that is not in the library.
    """
    batches = [
        Batch(cell, robots, seed, range(first, min(first + BATCH_GAMES, games)))
        for cell in cells
        for first in range(0, games, BATCH_GAMES)
    ]
    chosen = {cell: library[cell] for cell in cells}
    workers = workers or min(len(os.sched_getaffinity(0)), len(batches) // 3)
    if workers <= 1:
        _take_library(chosen)
        yield from map(_work, batches)
        return
    context = get_context("spawn")  # forking a process that has threads (progress bars) may hang
    with ProcessPoolExecutor(workers, context, _start_worker, (chosen,)) as pool:
        try:
            for done in as_completed([pool.submit(_work, batch) for batch in batches]):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def gather(done: Iterable[tuple[Batch, dict[str, list[Survival]]]]) -> dict[tuple[Cell, str], list[Survival]]:
    """Batches put together: every survival of each cell and robot name, in order of the games."""
    gathered: dict[tuple[Cell, str], list[Survival]] = {}
    for batch, survivals in sorted(done, key=lambda one: (one[0].cell, one[0].games.start)):
        for name, games in survivals.items():
            gathered.setdefault((batch.cell, name), []).extend(games)
    return gathered
