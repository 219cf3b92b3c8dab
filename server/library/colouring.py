"""The colours of any code, also of what is no snippet: cut off, wrong, or not ASCII.

Law: whatever the text is, nothing is raised, and every word lies in it.

Absent on purpose: bounds. The caller bounds the text, and calls this in a thread: a tree is read word by word.
"""

from __future__ import annotations

import re

from game.text import Word
from server.library.grammar import syntax_tree
from server.library.languages import SYNTAXES
from server.library.words import words_of

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def _names() -> dict[str, str]:
    """What people call a language: its name, and the suffixes of its files."""
    names = {language.lower(): str(language) for language in SYNTAXES}
    return names | {suffix[1:]: str(one) for one, syntax in SYNTAXES.items() for suffix in syntax.suffixes}


_LANGUAGES = _names()


def coloured_words(name: str, text: str) -> tuple[Word, ...]:
    """The words of code in a language that is called `name`, by the offsets of UTF-16, as browsers count. None for a
    language that the library does not know."""
    language = _LANGUAGES.get(name.lower())
    if language is None:
        return ()
    ascii_text = _NOT_ASCII.sub(_letters, text)
    return words_of(syntax_tree(language, ascii_text), ascii_text)[0]


def _letters(found: re.Match[str]) -> str:
    """As many letters as the character has units: the grammars read ASCII, and to them it is part of a name."""
    return "x" if found[0] <= "\uffff" else "xx"
