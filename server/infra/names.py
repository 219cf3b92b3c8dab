"""What people, and what they make, may be called: the one place for the rules of all names.

Laws:
- A name that is shown follows PRECIS (RFC 8266, nicknames): no controls, no invisible characters, one space between
  words, and compatibility forms as what they stand for. It is stored in that form.
- Beyond it: one character at least can be seen, marks do not pile up over other lines, and no word mixes Latin letters
  with others that look like them. Words of one script each may stand side by side.
- Only what comes in is judged: names that were given before a rule stay, and sign in.

Absent on purpose: whether a name is free, which people/ knows, and what it says.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import Annotated

from confusable_homoglyphs import categories, confusables
from precis_i18n import get_profile
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from server.infra.rude_words import refuse_rude

_NICKNAME = get_profile("NicknameCasePreserved")

# PRECIS has no place for what joins emoji into one (a family, a job) or colours a heart. After a symbol these two
# are nothing else, so the rest of the name is judged without them.
_EMOJI_JOINTS = "\u200d\ufe0f"

# Characters of no width or of nothing but width that Unicode counts as letters or symbols: Braille, music, Egyptian,
# and the mark of a missing object. All others are refused by PRECIS.
_BLANK = frozenset("\u2800\U0001d159\U00013441\U00013442\ufffc")

_MARKS_LIMIT = 4  # on one letter, as Unicode's rules for identifiers advise (UTS 39, 5.4): Hebrew and Tibetan need some
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def _settled(value: str) -> str:
    """`value` in the form in which it is kept."""
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in unicodedata.normalize("NFKC", value))
    return " ".join(filter(None, spaced.split(" ")))


def has_visible(text: str) -> bool:
    """Whether there is anything to see."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in text)


def visible(text: str) -> str:
    """The text. Raises PydanticCustomError when there is nothing to see."""
    if not has_visible(text):
        raise PydanticCustomError("not_visible", "must contain at least one visible character")
    return text


def presentable(value: str) -> str:
    """A name for people to read, in the form in which it is kept. Raises PydanticCustomError."""
    name = visible(_settled(value))
    try:
        _NICKNAME.enforce(_without_joints(name))
    except UnicodeEncodeError:
        raise PydanticCustomError("not_printable", "must contain visible characters only") from None
    if any(c in _BLANK for c in name):
        raise PydanticCustomError("not_printable", "must contain visible characters only")
    if any(len(marks) > _MARKS_LIMIT for marks in _piles(name)):
        raise PydanticCustomError("too_many_marks", "must not have so many accents on one letter")
    if any(_is_disguised(word) for word in _BETWEEN_WORDS.split(name)):
        raise PydanticCustomError("mixed_letters", "must not mix letters of different alphabets that look alike")
    return name


def _without_joints(name: str) -> str:
    kept: list[str] = []
    for c in name:
        if not (c in _EMOJI_JOINTS and kept and unicodedata.category(kept[-1]) in ("So", "Sk")):
            kept.append(c)
    return "".join(kept)


def _piles(name: str) -> list[list[str]]:
    """The marks that stand in a row, with what they are composed of."""
    parts = unicodedata.normalize("NFD", name)
    rows = groupby(parts, key=lambda c: unicodedata.category(c) in ("Mn", "Me"))
    return [list(row) for are_marks, row in rows if are_marks]


def _is_disguised(word: str) -> bool:
    """True for `pаypal` with a Cyrillic а: Latin beside letters that could be taken for Latin."""
    scripts = categories.unique_aliases(word)
    return "LATIN" in scripts and bool(confusables.is_dangerous(word, preferred_aliases=["latin"]))


SHORTEST, LONGEST = 3, 50  # usernames

# Letters, digits and _ of ASCII alone, so PRECIS and other alphabets have nothing to say about them.
Username = Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST, pattern=r"^[A-Za-z0-9_]+$")]
NewUsername = Annotated[Username, AfterValidator(refuse_rude)]  # for whoever chooses one; an old one may be rude


class _AtMost:
    """Counts what is kept: a ligature may stand for eighteen letters."""

    def __init__(self, most: int) -> None:
        self._most = most

    def __call__(self, name: str) -> str:
        if len(name) > self._most:
            raise PydanticCustomError("string_too_long", "should have at most {most} characters", {"most": self._most})
        return name


def _shown(most: int) -> tuple[StringConstraints, AfterValidator, AfterValidator]:
    bounds = StringConstraints(strip_whitespace=True, min_length=1, max_length=most)
    return bounds, AfterValidator(presentable), AfterValidator(_AtMost(most))


def _presentable_or_none(name: str) -> str:
    return presentable(name) if name else ""


DisplayName = Annotated[str, *_shown(100), AfterValidator(refuse_rude)]
GroupName = Annotated[str, *_shown(80), AfterValidator(refuse_rude)]
Title = Annotated[str, *_shown(120)]
PublicTitle = Annotated[Title, AfterValidator(refuse_rude)]
ReplayTitle = Annotated[str, *_shown(100), AfterValidator(refuse_rude)]
CollectionName = Annotated[str, *_shown(80), AfterValidator(refuse_rude)]
# Empty for none.
OptionalName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=100),
    AfterValidator(_presentable_or_none),
    AfterValidator(_AtMost(100)),
    AfterValidator(refuse_rude),
]
