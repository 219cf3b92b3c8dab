"""A snippet's text: which texts are accepted, and how they are taken apart.

Law: an accepted text holds only `\\n` and 0x20-0x7E, no trailing blanks and no blank line at either end, has at most 30
lines of 80 columns and at least 5 words, and parses without an error. A refusal always names line and column.

Absent on purpose: how fast a text can be typed (server/library/difficulty.py), and all storage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from keyword import iskeyword

from game.terms import Language, WordClass
from game.text import ENTER, Word, typed_text
from server.library.faults import Refusal, SnippetRefused, python_refusals, text_refusals, tree_refusals
from server.library.grammar import reader, syntax_tree
from server.library.words import words_of

WORDS_MINIMUM = 5  # fewer are hardly a line of code
READABLE_LENGTH = 20_000  # characters: several times what a snippet may have
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


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

    Raises SnippetRefused with all that is wrong, in the order of the text: a blank line at the end hides no syntax
    error.
    """
    text = normalise(text)
    refusals = list(text_refusals(text))
    if not is_readable(text):
        raise SnippetRefused(refusals)
    tree = syntax_tree(language, text)
    refusals += (list(python_refusals(text)) if language == Language.PYTHON else []) or tree_refusals(
        tree, reader(language)
    )
    if refusals:
        raise SnippetRefused(sorted(refusals, key=lambda one: (one.line, one.column)))
    words, depth = words_of(tree, text)
    if len(words) < WORDS_MINIMUM:
        detail = f"{len(words)} words to type; a snippet needs at least {WORDS_MINIMUM}."
        raise SnippetRefused([Refusal("too_few_words", detail, 1, 1)])
    return Parsed(text, words, typed_text(text, words).keys, depth)


def is_readable(text: str) -> bool:
    """Whether the grammars may be asked about a normalised text: it has something, not far too much, and only ASCII."""
    return bool(text.strip()) and len(text) <= READABLE_LENGTH and text.isascii() and not _CONTROL.search(text)


def readable_words(language: str, text: str) -> tuple[Word, ...]:
    """The words of a normalised text that may have faults, as far as its grammar can tell."""
    if not is_readable(text):
        return ()
    words, _ = words_of(syntax_tree(language, text), text)
    if language != Language.PYTHON:
        return words
    # Behind an error the grammar takes `return` for a name, which it never is.
    return tuple(
        word._replace(kind=WordClass.KEYWORD) if iskeyword(text[word.start : word.end]) else word for word in words
    )


def accepts(language: str, text: str) -> bool:
    """Whether this could be a snippet's text."""
    try:
        parse(language, text)
    except SnippetRefused:
        return False
    return True
