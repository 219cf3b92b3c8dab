"""Whether a seed folder is a library: every file parses, none is like another, and each is in the right folder.

A fault must be mended. A doubt is a smaller disagreement between a snippet's folder and its measured difficulty: worth
a look, and often right, because a folder also reflects the number of lines and how hard the code is to understand.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from game.terms import Difficulty, Language
from server.library.difficulty import DOUBTFUL, MISPLACED, Measures, distance, measure
from server.library.faults import SnippetRefused
from server.library.parse import Parsed, parse
from server.library.seed import SeedFile, SeedRefused, seed_files
from server.library.shingles import NearDuplicates, shingles


class Checked(NamedTuple):
    """A file that parses, and its measures."""

    file: SeedFile
    parsed: Parsed
    measures: Measures

    @property
    def distance(self) -> float:
        return distance(self.measures.figure, self.file.difficulty)

    def disagreement(self) -> str:
        figure, measured = self.measures.figure, self.measures.difficulty
        return f"{self.file.source}: is under {self.file.difficulty}, measures {figure:.2f} ({measured})"


@dataclass(slots=True)
class Findings:
    """What the check of a folder found. `borderline` snippets are on the wrong side of a border, but close to it."""

    checked: list[Checked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    borderline: list[str] = field(default_factory=list)


def check_folder(folder: Path) -> Findings:
    """Check the files of a seed folder. Never raises for what is in them."""
    found = Findings()
    try:
        files = seed_files(folder)
    except SeedRefused as refused:
        found.faults = refused.faults
        return found
    for file in files:
        try:
            parsed = parse(file.language, file.text)
        except SnippetRefused as refused:
            found.faults += [f"{file.source}:{one.line}:{one.column}: {one.detail}" for one in refused.refusals]
        else:
            found.checked.append(Checked(file, parsed, measure(parsed)))
    found.faults += _alike(found.checked)
    for one in found.checked:
        if one.distance > MISPLACED:
            found.faults.append(one.disagreement())
        elif one.distance > DOUBTFUL:
            found.doubts.append(one.disagreement())
        elif one.measures.difficulty != one.file.difficulty:
            found.borderline.append(one.disagreement())
    return found


def _alike(checked: Sequence[Checked]) -> list[str]:
    """One line for each file that is a near-duplicate of an earlier one, also if the two are in different languages."""
    seen = NearDuplicates()
    faults = []
    for file, parsed, _ in checked:
        of = shingles(parsed.text, parsed.words)
        if nearest := seen.nearest(of):
            faults.append(f"{file.source}: {nearest[1]:.0%} the same as {nearest[0]}")
        seen.add(file.source, of)
    return faults


@dataclass(frozen=True, slots=True)
class CellMedians:
    """The medians of one language and difficulty; `symbols` is a share of the keys, 0 to 1."""

    language: Language
    difficulty: Difficulty
    snippets: int
    keys: float
    nesting: float
    symbols: float
    effort: float
    figure: float
    wpm: float


def cells(checked: Sequence[Checked]) -> list[CellMedians]:
    """Every language and difficulty that has files, from easy to hard."""
    groups: dict[tuple[Language, Difficulty], list[Measures]] = {}
    for file, _, measures in checked:
        groups.setdefault((file.language, file.difficulty), []).append(measures)
    return [
        _cell(language, difficulty, group)
        for language, difficulty in itertools.product(Language, Difficulty)
        if (group := groups.get((language, difficulty)))
    ]


def _cell(language: Language, difficulty: Difficulty, group: Sequence[Measures]) -> CellMedians:
    return CellMedians(
        language,
        difficulty,
        len(group),
        keys=statistics.median(one.keys for one in group),
        nesting=statistics.median(one.nesting for one in group),
        symbols=round(statistics.median(one.symbols for one in group), 3),
        effort=round(statistics.median(one.effort for one in group), 2),
        figure=round(statistics.median(one.figure for one in group), 2),
        wpm=round(statistics.median(one.expected_wpm for one in group), 1),
    )


def markdown(rows: Sequence[CellMedians]) -> str:
    """The cells as a table; `symbols` in percent of the keys."""
    columns = ("snippets", "keys", "nesting", "symbols", "effort", "figure", "wpm")
    lines = [f"| | {' | '.join(columns)} |", "|---|" + "---:|" * len(columns)]
    for one in rows:
        figures = (f"{one.symbols * 100:.1f} %" if name == "symbols" else f"{getattr(one, name):g}" for name in columns)
        lines.append(f"| {one.language} {one.difficulty} | {' | '.join(figures)} |")
    return "\n".join(lines)
