"""Drills: waves that are rich in a player's weak keys and still look like code, put together from the library's lines.

A piece is a statement of a snippet with what belongs to it: a line, the deeper lines below it, and the line that closes
it. A drill is some pieces one below the other.

Laws:
- Nothing is made up: each line of a drill is a line of the library, moved to the left, with its words.
- Pieces, weights, seed and number decide a drill: it is the same in every process that has the same library.
- A piece is whole: its brackets and quotes close in it, and it neither continues what came before nor waits for more.
  What only looks whole is found by the library's own check of texts, when pieces are read (drilling.py).

Absent on purpose: meaning. Names may be unknown or taken, and elements of JSX stand side by side without a parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import cycle
from random import Random

from game.terms import Language, WordClass
from game.text import Word, typed_lines
from server.practice.focus import density
from server.practice.waves import typed_keys

KEYS_WANTED = 150  # of a drill: half a minute to a minute
KEYS_LEAST = 60  # fewer is no drill: a whole snippet comes instead
LINES_OF_PIECE = 5
LINES_OF_DRILL = 12
PIECE_KEYS_LEAST = 10
CHOSEN_AMONG = 8  # of the pieces that are richest, so that no two drills are alike

_CLOSERS = {")": "(", "]": "[", "}": "{"}
# What begins a line that goes on with the statement before it, as a line of its own or after a bracket.
_GOES_ON = re.compile(r"[)\]}.,?:&|+*/=<>%-]|(else|elif|except|finally|catch|while|and|or|in|then)\b")
_CLOSES = re.compile(r"[)\]}]|</|/?>|(else|elif|except|finally|catch)\b")
# What makes no sense outside what it stood in.
_INNER = re.compile(
    r"(return|break|continue|yield|pass|case|default|super|package|import|use|from)\b|[@#{]|[\w-]+=[{\"]"
)
_ENTRY = re.compile(r"[\w\"'\[\]]+\??: ")  # of an object, a struct or a type
_WAITS_FOR_MORE = tuple(",:=\\+-*/|&<(?[{.")
_TEXT_KINDS = {WordClass.STRING, WordClass.COMMENT, WordClass.TEXT}


@dataclass(frozen=True, slots=True)
class CodePiece:
    """`words` are offsets into `text`; `keys` is how many it takes to type."""

    text: str
    words: tuple[Word, ...]
    keys: int


# ---------------------------------------------------------------- taking snippets apart


def pieces_of(language: Language, text: str, words: Sequence[Word]) -> Iterator[CodePiece]:
    """The whole pieces of a snippet, from its top to its end; larger ones hold smaller ones."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for first, line in enumerate(lines):
        if line.strip():
            last = _end_of(lines, first)
            if last - first < LINES_OF_PIECE:
                piece = _cut(lines, starts, words, first, last)
                if _is_whole(language, piece):
                    yield piece


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _end_of(lines: Sequence[str], first: int) -> int:
    """The last line of the statement that begins at `first`."""
    depth, last = _indentation(lines[first]), first
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            continue
        inside = _indentation(line) > depth
        closes = _indentation(line) == depth and _CLOSES.match(line.strip())
        if not inside and not closes:
            break
        last = number
    return last


def _cut(lines: Sequence[str], starts: Sequence[int], words: Sequence[Word], first: int, last: int) -> CodePiece:
    depth = _indentation(lines[first])
    kept, moved, length = [], [], 0
    for number in range(first, last + 1):
        line = lines[number][depth:]
        by = length - starts[number] - depth
        moved += [
            Word(word.start + by, word.end + by, word.kind)
            for word in words
            if starts[number] <= word.start < starts[number + 1]
        ]
        kept.append(line)
        length += len(line) + 1
    text = "\n".join(kept)
    return CodePiece(text, tuple(moved), len(typed_keys(text)))


def _is_whole(language: Language, piece: CodePiece) -> bool:
    text = piece.text
    if piece.keys < PIECE_KEYS_LEAST or not piece.words or piece.words[0].kind in _TEXT_KINDS:
        return False
    if _GOES_ON.match(text) and not (language is Language.REACT and text.startswith("<")):
        return False
    if _INNER.match(text) or text.endswith(_WAITS_FOR_MORE):
        return False
    if language is not Language.PYTHON and _ENTRY.match(text):
        return False
    if '"""' in text or "'''" in text or text.count("`") % 2 or text.count("/*") != text.count("*/"):
        return False
    return _closes(piece)


def _closes(piece: CodePiece) -> bool:
    """Whether every bracket outside of strings and comments closes."""
    open_brackets: list[str] = []
    for word in piece.words:
        if word.kind in _TEXT_KINDS:
            continue
        for character in piece.text[word.start : word.end]:
            if character in "([{":
                open_brackets.append(character)
            elif character in _CLOSERS and (not open_brackets or open_brackets.pop() != _CLOSERS[character]):
                return False
    return not open_brackets


# ---------------------------------------------------------------- putting a drill together


def drill(
    pieces: Sequence[CodePiece], weights: Mapping[str, float], chance: Random, avoid: AbstractSet[str] = frozenset()
) -> CodePiece | None:
    """A drill for these keys and pairs of keys; None if the pieces have too little of them.

    Each key in turn, the weakest first, gets a piece that has it: by chance one of those with the most weight for their
    length. No line comes twice, and pieces with a line in `avoid` come only if nothing else is left.
    """
    rich = sorted(
        ((density(piece.text, weights), piece) for piece in pieces if any(key in piece.text for key in weights)),
        key=lambda rated: (not avoid.isdisjoint(lines_of(rated[1].text)), -rated[0], rated[1].text),
    )
    left = [piece for _, piece in rich]
    chosen: list[CodePiece] = []
    keys = lines = misses = 0
    for key in cycle(sorted(weights, key=lambda key: (-weights[key], key))):
        if keys >= KEYS_WANTED or misses == len(weights):
            break
        room = LINES_OF_DRILL - lines
        able = [one for one in left if key in one.text and len(typed_lines(one.text)) <= room][:CHOSEN_AMONG]
        if not able:
            misses += 1
            continue
        misses, one = 0, chance.choice(able)
        chosen.append(one)
        keys, lines = keys + one.keys + 1, lines + len(typed_lines(one.text))
        had = set(lines_of(one.text))
        left = [other for other in left if had.isdisjoint(lines_of(other.text))]
    if keys < KEYS_LEAST:
        return None
    chance.shuffle(chosen)
    chosen.sort(key=lambda one: one.text.startswith("<"))  # elements of JSX come last, as siblings
    return _joined(chosen)


def lines_of(text: str) -> list[str]:
    """Those that would be noticed twice, without their indentation; closing brackets are not."""
    lines = [line.strip() for line in text.split("\n")]
    return [line for line in lines if any(character.isalnum() for character in line)]


def _joined(pieces: Sequence[CodePiece]) -> CodePiece:
    """One below the other; a blank line, which nobody types, parts those of several lines."""
    text, words, is_block = "", list[Word](), False
    for piece in pieces:
        was_block, is_block = is_block, "\n" in piece.text
        if text:
            text += "\n\n" if was_block or is_block else "\n"
        words += [Word(word.start + len(text), word.end + len(text), word.kind) for word in piece.words]
        text += piece.text
    return CodePiece(text, tuple(words), len(typed_keys(text)))
