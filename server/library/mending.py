"""How a text is written with the keys that every keyboard has: the mend that is offered with a refusal.

Absent on purpose: guesses. A character without a usual spelling in ASCII stays, and is refused.
"""

from __future__ import annotations

import enum
import unicodedata

from game.terms import Language

TAB_WIDTH = 4
_OF_TWO_BLANKS = {Language.JAVASCRIPT, Language.REACT, Language.TYPESCRIPT}
_SPELT = {
    **{"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"},
    **{"æ": "ae", "Æ": "Ae", "ø": "oe", "Ø": "Oe", "å": "aa", "Å": "Aa", "œ": "oe", "Œ": "Oe"},
    **{"ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"},
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **{"…": "...", "•": "*", "·": "*", "×": "x", "→": "->", "←": "<-", "⇒": "=>", "≤": "<=", "≥": ">=", "≠": "!="},
    **{"€": "EUR", "£": "GBP", "©": "(c)", "®": "(R)", "™": "(TM)", "°": "deg"},
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", ""),  # nobody sees them
}


class Mend(enum.StrEnum):
    """What was changed so that a text can be typed."""

    TABS = "TABS"
    TRAILING_BLANKS = "TRAILING_BLANKS"
    CHARACTERS = "CHARACTERS"  # spelt in ASCII, or left out if nobody sees them
    LONG_LINES = "LONG_LINES"  # broken by the language's formatter


def in_ascii(character: str) -> str | None:
    """How a character is usually written in ASCII, accents dropped; None when it is not."""
    if character.isascii():
        return character
    if character in _SPELT:
        return _SPELT[character]
    plain = "".join(one for one in unicodedata.normalize("NFKD", character) if not unicodedata.combining(one))
    return plain if plain.isascii() else None


def tab_width(language: str) -> int:
    """How many spaces stand for a tab in code of that language."""
    return 2 if language in _OF_TWO_BLANKS else TAB_WIDTH


def mended(text: str, tab_width: int = TAB_WIDTH) -> str:
    """The text in ASCII as far as that is usual, with spaces for tabs and nothing at the ends of its lines. It has as
    many lines as before."""
    # A letter and the accent after it are one character.
    composed = unicodedata.normalize("NFC", text)
    spelt = "".join(character if (plain := in_ascii(character)) is None else plain for character in composed)
    return "\n".join(line.expandtabs(tab_width).rstrip() for line in spelt.split("\n"))


def mends_of(text: str) -> tuple[Mend, ...]:
    """What `mended` would change in the text."""
    found = {
        Mend.TABS: "\t" in text,
        Mend.TRAILING_BLANKS: any(line != line.rstrip() for line in text.split("\n")),
        Mend.CHARACTERS: not text.isascii() and any(in_ascii(one) is not None for one in text if not one.isascii()),
    }
    return tuple(mend for mend, is_needed in found.items() if is_needed)
