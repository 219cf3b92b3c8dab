"""How alike two snippets are: the share of token shingles (runs of five words) that they have in common.

Law: layout does not count, and the order of the two texts does not matter. A short text that is part of a longer one is
not its near-duplicate, because typing the one is not typing the other.

Absent on purpose: texts that differ only in their names. The fingers tell them apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from game.text import Word

SHINGLE_WORDS = 5
ALIKE = 0.5  # Jaccard; one word changed in twenty leaves 0.5 to 0.6
_COMMON = 400  # texts that share a shingle; a commoner one (`for i in range (`) says nothing and only costs time

Shingles = frozenset[int]


def shingles(text: str, words: Sequence[Word]) -> Shingles:
    """The shingles of a parsed text. A text with fewer words than a shingle is one shingle."""
    tokens = [text[word.start : word.end] for word in words]
    last = max(1, len(tokens) - SHINGLE_WORDS + 1)
    return frozenset(hash(tuple(tokens[at : at + SHINGLE_WORDS])) for at in range(last))


def alikeness(one: Shingles, other: Shingles) -> float:
    """The Jaccard index of the two, 0 to 1."""
    return len(one & other) / len(one | other)


class NearDuplicates:
    """An index of texts by their shingles: it finds the text most like another without comparing all of them."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._sizes: list[int] = []
        self._texts_with: dict[int, list[int]] = {}

    def add(self, name: str, of: Shingles) -> None:
        """Add a text; `nearest` returns its `name`."""
        number = len(self._names)
        self._names.append(name)
        self._sizes.append(len(of))
        for shingle in of:
            texts = self._texts_with.setdefault(shingle, [])
            if len(texts) < _COMMON:
                texts.append(number)

    def nearest(self, of: Shingles) -> tuple[str, float] | None:
        """`(name, alikeness)` of the text most like this one when they are near-duplicates, else None."""
        shared = Counter(number for shingle in of for number in self._texts_with.get(shingle, ()))
        best, most = -1, 0.0
        for number, count in shared.items():
            alike = count / (len(of) + self._sizes[number] - count)
            if alike > most:
                best, most = number, alike
        return (self._names[best], most) if most >= ALIKE else None
