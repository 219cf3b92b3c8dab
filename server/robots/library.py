"""The snippets of the seed folder as cards of the simulation, so that it needs no database."""

from __future__ import annotations

from collections.abc import Sequence

from game.terms import Difficulty, Language
from server.library import seed_files
from server.robots.simulate import Card, Cell

CELLS = [Cell(language.value, difficulty.value) for language in Language for difficulty in Difficulty]


def read_library(cells: Sequence[Cell] = CELLS) -> dict[Cell, list[Card]]:
    """The cards of these cells, in the order of their files. Raises SeedRefused."""
    library: dict[Cell, list[Card]] = {cell: [] for cell in cells}
    for file in seed_files():
        cell = Cell(file.language, file.difficulty)
        if cell in library:
            content = file.content()
            card = Card(file.source, content.parsed.text, content.parsed.words, content.expected_wpm)
            library[cell].append(card)
    return library
