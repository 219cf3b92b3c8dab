"""Rude words in names: in usernames, display names, nicknames, and the names of groups.

English, with letters written as digits and signs, is the library's (glin-profanity). Its lists of other languages are
not used: they refuse Peter, Anita and Amina. The worst words of some languages are here instead.

Laws:
- A name that somebody may bear is not refused: a teacher has to be able to write down the class as it is. What is not
  caught is for reports.
- A word counts as a whole, so that Scunthorpe has no trouble; only UNMISTAKABLE ones count inside another.
"""

from __future__ import annotations

import re
import unicodedata

from glin_profanity import Filter
from pydantic_core import PydanticCustomError

# Given and family names, places, initials, and words that are rude in another sense only.
_BORNE = (
    "beaner boner bonner bs cock cocks coon coons cumming dick escort hoe hooker kike lolita mf playboy poon santorum"
    " scat simp snatch spic swinger tit twinkie undressing violet"
)
# The worst of other languages, and what the library lacks in English.
_FOREIGN = (
    "arsch bastardo cabron cabrón caralho cazzo chuj connard connasse coño culo dupa encule enculé fick fotze hure"
    " huren kurwa merde mierda muschi nazi neger nutte orospu penner piç pimmel pizda puta putain pute salope"
    " scheiss scheisse scheiße schwuchtel stronzo titten wank wanker wichse"
)
# No name and no word of a dictionary holds one of these.
UNMISTAKABLE = re.compile(
    "fuck|motherf|nigger|nigga|faggot|asshole|dickhead|bitch|hitler|holocaust|arschloch|hurensohn|wichser|schlampe|ficken"
    "|fickdich|missgeburt|gilipollas|hijodeputa|filhodaputa|porcodio|skurwysyn|pierdol|kankerhoer|siegheil|whore"
)
_WORD = re.compile(r"[A-Z]?[^\W\dA-Z_]+|[A-Z]+|\d+")  # of a name such as `BadWord_99`
_SEPARATOR = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"^\d+|\d+$")

_english = Filter({"languages": ["english"], "detect_leetspeak": True, "ignore_words": _BORNE.split()})
_passing, _foreign = frozenset(_BORNE.split()), frozenset(_FOREIGN.split())


def is_rude(name: str) -> bool:
    lowered = name.lower()
    joined = _SEPARATOR.sub("", lowered)
    if UNMISTAKABLE.search(joined):
        return True
    words = {word.lower() for word in _WORD.findall(name)}
    parts = {part for part in _SEPARATOR.split(lowered) if part}  # with their digits, which may be meant as letters
    candidates = words | parts | {_DIGITS.sub("", part) for part in parts} | {joined}
    return any(_is_word(one) for one in candidates if one not in _passing and not one.isdecimal())


def _is_word(word: str) -> bool:
    return word in _foreign or _english.is_profane(_without_accents(word))


def _without_accents(word: str) -> str:
    """The library takes a letter with an accent for the end of a word."""
    return "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))


def refuse_rude(name: str) -> str:
    """For pydantic: the name. Raises PydanticCustomError."""
    if is_rude(name):
        raise PydanticCustomError("rude", "holds a word that others may find rude. Choose another name")
    return name
