"""A snippet's text: which texts are accepted, and how they are taken apart.

Law: an accepted text holds only `\\n` and 0x20-0x7E, no trailing blanks and no blank line at either end, has at most 30
lines of 80 columns and at least 5 words, and parses without an error. A refusal always names line and column.

Absent on purpose: how fast a text can be typed (server/library/difficulty.py), and all storage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from game.terms import Language
from game.text import ENTER, Word, typed_text
from server.library.faults import Refusal, SnippetRefused, python_refusals, text_refusals, tree_refusals
from server.library.grammar import reader, syntax_tree
from server.library.words import words_of

WORDS_MINIMUM = 5  # fewer are hardly a line of code


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text that may be a snippet.

    `text` is normalised (see `normalise`). `keys` are what a player presses for it, spaces and Enter included.
    `nesting_depth` is the most blocks, brackets and JSX elements around any one token.
    """

    text: str
    words: tuple[Word, ...]
    keys: str
    nesting_depth: int

    @property
    def token_count(self) -> int:
        return len(self.words)


def normalise(text: str) -> str:
    """Undo what editors do to the ends of lines and files: CRLF becomes LF, and one final newline is removed."""
    return text.replace("\r\n", ENTER).removesuffix(ENTER)


def parse(language: str, text: str) -> Parsed:
    """Read a snippet's text, normalised first. `language` is a value of the Language enum.

    Raises SnippetRefused. Characters and lengths are checked first; only a text that passes is parsed.
    """
    text = normalise(text)
    _raise_if_any(text_refusals(text))
    if language == Language.PYTHON:
        _raise_if_any(python_refusals(text))
    tree = syntax_tree(language, text)
    _raise_if_any(tree_refusals(tree, reader(language)))
    words, depth = words_of(tree, text)
    if len(words) < WORDS_MINIMUM:
        detail = f"{len(words)} words to type; a snippet has {WORDS_MINIMUM} at least."
        raise SnippetRefused([Refusal("too_few_words", detail, 1, 1)])
    return Parsed(text, words, typed_text(text, words).keys, depth)


def _raise_if_any(refusals: Iterable[Refusal]) -> None:
    found = list(refusals)
    if found:
        raise SnippetRefused(found)
