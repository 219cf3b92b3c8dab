"""The snippets of the seed folder as the simulation's cards: no database is needed to look at the balance."""

from __future__ import annotations

from collections.abc import Sequence

from game.terms import Difficulty, Language
from server.library import seed_files
from server.robots.simulate import Card, Cell

CELLS = [Cell(language.value, difficulty.value) for language in Language for difficulty in Difficulty]


def read_library(cells: Sequence[Cell] = CELLS) -> dict[Cell, list[Card]]:
    """The cards of each of these cells, in order of their files; parsed now. Raises SeedRefused."""
    library: dict[Cell, list[Card]] = {cell: [] for cell in cells}
    for file in seed_files():
        cell = Cell(file.language, file.difficulty)
        if cell in library:
            content = file.content()
            card = Card(file.source, content.parsed.text, content.parsed.words, content.expected_wpm)
            library[cell].append(card)
    return library
