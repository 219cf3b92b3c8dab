"""Survival tables: for a terminal, for docs/balance.md, and checked against the targets that docs/balance.md names."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean, median
from typing import NamedTuple

from rich.table import Table

from server.robots.simulate import HALF_HP, ROBOTS, Cell, Survival

Survivals = Mapping[tuple[Cell, str], Sequence[Survival]]


class TableLine(NamedTuple):
    """One robot in one cell: medians, unless said otherwise.

    `reached` counts the wave in which the game ended too; `low` and `high` are its 10th and 90th percentile. `close_s`
    is the 90th percentile. `fight` is the part of the game from the first hit to the end; `pressed` and `recovered` are
    the parts of the games in which the wall was under half before the last wave, and back at half after that. All three
    are 0 to 1.
    """

    cell: Cell
    robot: str
    games: int
    reached: float
    low: int
    high: int
    minutes: float
    close_s: float
    hit_s: float
    pressed: float
    recovered: float
    fight: float
    score: float


def lines(survivals: Survivals) -> list[TableLine]:
    """In order of the cells and of ROBOTS."""
    order = {robot.name: place for place, robot in enumerate(ROBOTS)}
    cells = list(dict.fromkeys(cell for cell, _ in survivals))
    keys = sorted(survivals, key=lambda key: (cells.index(key[0]), order.get(key[1], len(order))))
    return [_line(*key, survivals[key]) for key in keys]


def _line(cell: Cell, robot: str, games: Sequence[Survival]) -> TableLine:
    reached = sorted(game.waves + 1 for game in games)
    close_ms = sorted(game.close_ms for game in games)
    return TableLine(
        cell,
        robot,
        len(games),
        reached=median(reached),
        low=reached[len(reached) // 10],
        high=reached[-1 - len(reached) // 10],
        minutes=median(game.game_ms for game in games) / 60_000,
        close_s=close_ms[-1 - len(close_ms) // 10] / 1000,
        hit_s=median(game.first_hit_ms for game in games) / 1000,
        pressed=fmean(game.low < HALF_HP for game in games),
        recovered=fmean(game.recoveries > 0 for game in games),
        fight=median(1 - game.first_hit_ms / game.game_ms for game in games),
        score=median(game.score for game in games),
    )


# ---------------------------------------------------------------- targets


class Target(NamedTuple):
    """What one robot's figure has to be at one difficulty, in every language: within these bounds, ends included."""

    difficulty: str
    robot: str
    figure: str  # a field of TableLine
    least: float
    most: float

    def is_about(self, line: TableLine) -> bool:
        return (line.cell.difficulty, line.robot) == (self.difficulty, self.robot)

    def miss(self, line: TableLine) -> str | None:
        """The target as missed, or None if it is met or about something else."""
        value = getattr(line, self.figure)
        if not self.is_about(line) or self.least <= value <= self.most:
            return None
        asked = f"at least {self.least:g}" if self.most == math.inf else f"{self.least:g} to {self.most:g}"
        return f"{line.cell.language} {self.difficulty}, {self.robot}: {self.figure} is {value:.4g}, asked is {asked}"


HALF, AVERAGE, TWICE, IDLE = "half the expected", "the expected", "twice the expected", "nobody"
TARGETS = (
    Target("NORMAL", AVERAGE, "close_s", 0, 20),
    Target("NORMAL", AVERAGE, "hit_s", 40, 100),
    Target("NORMAL", AVERAGE, "pressed", 0.5, 1),
    Target("NORMAL", AVERAGE, "recovered", 0.5, 1),
    Target("NORMAL", AVERAGE, "minutes", 3, 6),
    Target("NORMAL", AVERAGE, "reached", 5, 8),
    Target("NORMAL", AVERAGE, "fight", 0.25, 1),
    Target("NORMAL", HALF, "minutes", 1.5, 3),
    Target("NORMAL", HALF, "fight", 0.25, 1),
    Target("NORMAL", TWICE, "minutes", 6, 10),
    Target("NORMAL", TWICE, "fight", 0.25, 1),
    Target("EASY", "10 wpm", "reached", 2, math.inf),
    Target("EASY", "15 wpm", "reached", 4, math.inf),  # three waves were cleared
    Target("EASY", "25 wpm", "reached", 6, math.inf),
    Target("EXPERT", IDLE, "minutes", 0, 25 / 60),
)


def misses(found: Iterable[TableLine], targets: Sequence[Target] = TARGETS) -> list[str]:
    """The targets missed, one line each; empty if the balance holds."""
    return [miss for line in found for target in targets if (miss := target.miss(line)) is not None]


# ---------------------------------------------------------------- terminal


HEADINGS = ("reached", "10 %", "90 %", "minutes", "close", "first hit", "under half", "recovers", "fight", "score")


def terminal_tables(found: Sequence[TableLine]) -> list[Table]:
    """One table a cell."""
    tables = []
    for cell in dict.fromkeys(line.cell for line in found):
        of_cell = [line for line in found if line.cell == cell]
        table = Table(title=f"{cell.language} {cell.difficulty}, {of_cell[0].games} games each", title_justify="left")
        table.add_column("typist")
        for heading in HEADINGS:
            table.add_column(heading, justify="right")
        for line in of_cell:
            table.add_row(line.robot, *_figures(line))
        tables.append(table)
    return tables


def _figures(line: TableLine, tell: Callable[[str, str], str] = lambda _, text: text) -> tuple[str, ...]:
    """The figures of a row; `tell` may mark those that have a target."""
    return (
        tell("reached", f"{line.reached:g}"),
        str(line.low),
        str(line.high),
        tell("minutes", f"{line.minutes:.1f}"),
        tell("close_s", f"{line.close_s:.0f} s"),
        tell("hit_s", f"{line.hit_s:.0f} s"),
        tell("pressed", f"{line.pressed:.0%}"),
        tell("recovered", f"{line.recovered:.0%}"),
        tell("fight", f"{line.fight:.0%}"),
        f"{line.score:,.0f}",
    )


# ---------------------------------------------------------------- Markdown


def markdown(found: Sequence[TableLine], command: str, digest: str) -> str:
    """One detailed table for one cell, with the targets met marked; for several, a row a cell, then a row a target.

    A figure in bold has a target and meets it; one that misses it is followed by an exclamation mark.
    """
    cells = list(dict.fromkeys(line.cell for line in found))
    rows = [f"`{command}` (first games `{digest}`)", ""]
    if len(cells) == 1:
        rows += _row("typist", *HEADINGS)
        rows += ["|---|" + "---:|" * len(HEADINGS)]
        rows += [row for line in found for row in _row(line.robot, *_figures(line, _marked(line)))]
    else:
        robots = list(dict.fromkeys(line.robot for line in found))
        by_key = _by_key(found)
        rows += _row("waves reached (minutes)", *robots)
        rows += ["|---|" + "---:|" * len(robots)]
        for cell in cells:
            of_cell = [by_key[cell, robot] for robot in robots]
            rows += _row(f"{cell.language} {cell.difficulty}", *(_brief(line) for line in of_cell))
        rows += ["", *_held(found, cells)]
    return "\n".join(rows)


def _by_key(found: Sequence[TableLine]) -> Mapping[tuple[Cell, str], TableLine]:
    return {(line.cell, line.robot): line for line in found}


def _marked(line: TableLine) -> Callable[[str, str], str]:
    def tell(figure: str, text: str) -> str:
        about = [target for target in TARGETS if target.figure == figure and target.is_about(line)]
        if not about:
            return text
        return f"{text} !" if any(target.miss(line) for target in about) else f"**{text}**"

    return tell


def _brief(line: TableLine) -> str:
    tell = _marked(line)
    return f"{tell('reached', f'{line.reached:g}')} ({tell('minutes', f'{line.minutes:.1f}')})"


def _held(found: Sequence[TableLine], cells: Sequence[Cell]) -> list[str]:
    """A row a target, and the figure of each language."""
    languages = list(dict.fromkeys(cell.language for cell in cells))
    by_key = _by_key(found)
    rows = [*_row("target", "asked", *languages), "|---|---|" + "---:|" * len(languages)]
    for target in TARGETS:
        asked = f"{target.least:.3g} or more" if target.most == math.inf else f"{target.least:.3g} to {target.most:.3g}"
        figures = []
        for language in languages:
            line = by_key.get((Cell(language, target.difficulty), target.robot))
            text = "" if line is None else f"{getattr(line, target.figure):.2f}"
            figures.append(f"{text} !" if line is not None and target.miss(line) else text)
        rows += _row(f"{target.difficulty}, {target.robot}: `{target.figure}`", asked, *figures)
    return rows


def _row(*texts: str) -> list[str]:
    return [f"| {' | '.join(texts)} |"]


def first_games(survivals: Survivals) -> str:
    """A short digest of each robot's first game in each cell; other rules, speeds or snippets give another digest.

    No game depends on another, so the digest is the same however many were played.
    """
    firsts = sorted((*cell, robot, *games[0]) for (cell, robot), games in survivals.items())
    return hashlib.sha256(repr(firsts).encode()).hexdigest()[:16]
