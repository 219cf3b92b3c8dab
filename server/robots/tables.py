"""Survival tables: for a terminal, for docs/balance.md, and checked against the targets that docs/balance.md names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from rich.table import Table

from server.robots.simulate import ROBOTS, Cell, Survival

Survivals = Mapping[tuple[Cell, str], Sequence[Survival]]

# The targets of docs/balance.md on NORMAL, in waves (median): least and most, None for no bound. "About 2": 1 to 3.
TARGETS: Mapping[str, tuple[float, float | None]] = {
    "half the expected": (1, 3),
    "the expected": (8, 12),
    "twice the expected": (25, None),
}


class Line(NamedTuple):
    """One robot in one cell: waves cleared at the 10th, 50th and 90th percentile, and medians of time and score."""

    cell: Cell
    robot: str
    games: int
    low: int
    median: float
    high: int
    minutes: float
    score: float


def lines(survivals: Survivals) -> list[Line]:
    """In order of the cells and of ROBOTS."""
    order = {robot.name: place for place, robot in enumerate(ROBOTS)}
    cells = list(dict.fromkeys(cell for cell, _ in survivals))
    keys = sorted(survivals, key=lambda key: (cells.index(key[0]), order.get(key[1], len(order))))
    return [_line(*key, survivals[key]) for key in keys]


def _line(cell: Cell, robot: str, games: Sequence[Survival]) -> Line:
    waves = sorted(game.waves for game in games)
    return Line(
        cell,
        robot,
        len(games),
        waves[len(waves) // 10],
        median(waves),
        waves[-1 - len(waves) // 10],
        median(game.game_ms for game in games) / 60_000,
        median(game.score for game in games),
    )


def misses(found: Iterable[Line]) -> list[str]:
    """The targets missed, one line each; empty if the balance holds."""
    missed = []
    for line in found:
        least, most = TARGETS.get(line.robot, (0, None))
        if line.cell.difficulty == "NORMAL" and (line.median < least or (most is not None and line.median > most)):
            wanted = f"{least:g} to {most:g}" if most is not None else f"{least:g} or more"
            missed.append(f"{line.cell.language} NORMAL, {line.robot}: {line.median:g} waves, wanted {wanted}")
    return missed


# ---------------------------------------------------------------- terminal


def terminal_tables(found: Sequence[Line]) -> list[Table]:
    """One table a cell."""
    tables = []
    for cell in dict.fromkeys(line.cell for line in found):
        of_cell = [line for line in found if line.cell == cell]
        table = Table(title=f"{cell.language} {cell.difficulty}, {of_cell[0].games} games each", title_justify="left")
        table.add_column("typist")
        for heading in ("waves cleared", "10 %", "90 %", "minutes", "score"):
            table.add_column(heading, justify="right")
        for line in of_cell:
            table.add_row(line.robot, *_figures(line))
        tables.append(table)
    return tables


def _figures(line: Line) -> tuple[str, ...]:
    return f"{line.median:g}", str(line.low), str(line.high), f"{line.minutes:.1f}", f"{line.score:,.0f}"


# ---------------------------------------------------------------- Markdown


def markdown(found: Sequence[Line], command: str, digest: str) -> str:
    """One detailed table for one cell; for several, the medians of waves and minutes, one row a cell."""
    cells = list(dict.fromkeys(line.cell for line in found))
    rows = [f"`{command}` (first games `{digest}`)", ""]
    if len(cells) == 1:
        rows += _row("typist", "waves (median)", "10 %", "90 %", "minutes", "score")
        rows += ["|---|---:|---:|---:|---:|---:|"]
        rows += [row for line in found for row in _row(line.robot, *_figures(line))]
    else:
        robots = list(dict.fromkeys(line.robot for line in found))
        by_key = {(line.cell, line.robot): line for line in found}
        rows += _row("waves (minutes)", *robots)
        rows += ["|---|" + "---:|" * len(robots)]
        for cell in cells:
            of_cell = [by_key[cell, robot] for robot in robots]
            rows += _row(f"{cell.language} {cell.difficulty}", *(f"{x.median:g} ({x.minutes:.0f})" for x in of_cell))
    return "\n".join(rows)


def _row(*texts: str) -> list[str]:
    return [f"| {' | '.join(texts)} |"]


def first_games(survivals: Survivals) -> str:
    """A short digest of each robot's first game in each cell; other rules, speeds or snippets give another digest.

    No game depends on another, so the digest is the same however many were played.
    """
    firsts = sorted((*cell, robot, *games[0]) for (cell, robot), games in survivals.items())
    return hashlib.sha256(repr(firsts).encode()).hexdigest()[:16]
