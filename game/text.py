"""Which parts of a snippet are typed, and which are skipped.

Law: leading indentation and blank lines are never typed. Spaces inside a line and Enter between lines are. The last
line needs no Enter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

ENTER = "\n"


class Span(NamedTuple):
    """Offsets into a snippet's text, end exclusive."""

    start: int
    end: int


class Word(NamedTuple):
    """One lexical token: its span and its class (of game.terms.WordClass), as found when the snippet was added."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class TypedText:
    """A snippet as a sequence of keys.

    `keys[i]` is the i-th key due, `offsets[i]` its offset into the text, `words[i]` the index of its word (-1 for a
    space or Enter). `ends_word[i]` and `ends_line[i]` say whether that key finishes its word or its line.
    """

    keys: str
    offsets: tuple[int, ...]
    words: tuple[int, ...]
    ends_word: tuple[bool, ...]
    ends_line: tuple[bool, ...]


@lru_cache(maxsize=1024)  # each wave calls it twice; the bound is a few libraries' worth
def typed_lines(text: str) -> tuple[Span, ...]:
    """The typed span of each line that is not blank, top to bottom."""
    spans = []
    start = 0
    for line in text.split(ENTER):
        code = line.strip(" ")
        if code:
            first = start + len(line) - len(line.lstrip(" "))
            spans.append(Span(first, first + len(code)))
        start += len(line) + 1
    return tuple(spans)


def typed_text(text: str, words: Sequence[Word]) -> TypedText:
    """Lay a snippet out as keys.

    Raises ValueError unless every typed character that is not a space is in exactly one word, no word contains
    whitespace, and every key is printable ASCII or Enter: otherwise the snippet could not be scored or not be typed.
    """
    word_at: dict[int, int] = {}
    for index, word in enumerate(words):
        if word.end <= word.start:
            raise ValueError(f"the word at {word.start} is empty: no key would finish it")
        for offset in range(word.start, word.end):
            if offset in word_at:
                raise ValueError(f"two words hold the character at {offset}")
            word_at[offset] = index
    offsets: list[int] = []
    line_ends = set()
    for number, line in enumerate(typed_lines(text)):
        if number:
            offsets.append(text.index(ENTER, offsets[-1]))  # Enter is due where the line before it ends
        offsets.extend(range(line.start, line.end))
        line_ends.add(line.end - 1)
    if not offsets:
        raise ValueError("nothing to type")
    keys = "".join(text[offset] for offset in offsets)
    owners = tuple(word_at.pop(offset, -1) for offset in offsets)
    for key, owner, offset in zip(keys, owners, offsets, strict=True):
        if not " " <= key <= "~" and key != ENTER:
            raise ValueError(f"no keystroke types the character at {offset}")
        if (owner == -1) != (key in " \n"):
            raise ValueError(f"the character at {offset} is not in exactly one word, or is whitespace inside one")
    if word_at:
        raise ValueError(f"a word holds the character at {min(word_at)}, which is never typed")
    return TypedText(
        keys,
        tuple(offsets),
        owners,
        tuple(owner != -1 and words[owner].end == offset + 1 for owner, offset in zip(owners, offsets, strict=True)),
        tuple(offset in line_ends for offset in offsets),
    )
