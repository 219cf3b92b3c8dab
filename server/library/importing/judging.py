"""Is a piece of code worth typing?

Each rule names what it leaves out, and was written after looking at what came through without it. The rules are blunt
on purpose: dropping a good piece costs nothing, because the next file has another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from game.terms import Language, WordClass
from game.text import ENTER, Word
from server.library.difficulty import symbol_share
from server.library.parse import Parsed

LINES_LIMIT = 28  # typed ones, as in seed/README.md
LINES_MINIMUM = 4  # shorter ones mostly just call another function
KEYS_MINIMUM = 50  # ten standard words; less is typed before it is read
KEYS_A_LINE_MINIMUM = 11  # less is one `x = 1` after another
_STRINGS_LIMIT = 0.35  # of the keys; more is a message, a usage text, a table of names
_COMMENTS_LIMIT = 0.25
_NUMBERS_LIMIT = 0.15  # of the words; more is a table
_SYMBOLS_LIMIT = 0.4  # of the keys
_NEW_WORDS_MINIMUM = 0.28  # different words to all words, in pieces of 40 words or more
_LIKE_LINES_LIMIT = 0.5  # lines of one pattern, in pieces of 4 lines or more
_SHORT_NAMES_LIMIT = 0.6  # names of one letter; with more, a tool shortened them
_NAME_LENGTH_LIMIT = 28
_HEADERS_LIMIT = 0.6  # of the lines; more is a class of stubs
_NAMES = {WordClass.NAME, WordClass.FUNCTION, WordClass.TYPE}
_SYNTAX = {WordClass.KEYWORD, WordClass.OPERATOR, WordClass.PUNCTUATION}


def complaint(language: str, parsed: Parsed) -> str | None:
    """Why a piece is not a good snippet; None when it is."""
    lines = parsed.keys.split(ENTER)
    if len(lines) < LINES_MINIMUM or len(parsed.keys) < KEYS_MINIMUM:
        return "short"
    if len(lines) > LINES_LIMIT:
        return "long"
    if len(parsed.keys) / len(lines) < KEYS_A_LINE_MINIMUM:
        return "lines with next to nothing on them"
    return _of_its_words(parsed) or _of_its_lines(parsed) or _of_its_make(language, parsed)


def _of_its_words(parsed: Parsed) -> str | None:
    words, total = parsed.words, parsed.token_count
    keys = Counter[str]()
    kinds = Counter(word.kind for word in words)
    for word in words:
        keys[word.kind] += word.end - word.start
    typed = sum(keys.values())
    if keys[WordClass.STRING] > _STRINGS_LIMIT * typed:
        return "mostly strings"
    if keys[WordClass.COMMENT] > _COMMENTS_LIMIT * typed:
        return "mostly comments"
    if kinds[WordClass.NUMBER] > _NUMBERS_LIMIT * total:
        return "mostly numbers"
    if symbol_share(parsed.keys) > _SYMBOLS_LIMIT:
        return "mostly symbols"
    return _of_its_names([_text(parsed, word) for word in words], words)


def _of_its_names(tokens: list[str], words: tuple[Word, ...]) -> str | None:
    names = [token for token, word in zip(tokens, words, strict=True) if word.kind in _NAMES]
    if any(len(name) > _NAME_LENGTH_LIMIT for name in names):
        return "a name that is a sentence"
    if sum(len(name) == 1 for name in names) > _SHORT_NAMES_LIMIT * len(names):
        return "names of one letter"
    if len(tokens) >= 40 and len(set(tokens)) < _NEW_WORDS_MINIMUM * len(tokens):
        return "the same words again and again"
    return None


def _of_its_lines(parsed: Parsed) -> str | None:
    """Consecutive lines of one pattern are a table, however it is written."""
    makes: list[str] = []
    start = 0
    for line in parsed.text.split(ENTER):
        inside = [word for word in parsed.words if start <= word.start < start + len(line)]
        if inside:
            makes.append(make_of(parsed.text, inside))
        start += len(line) + 1
    run = max(sum(1 for _ in group) for _, group in groupby(makes))
    most = Counter(makes).most_common(1)[0][1]
    if len(makes) >= 4 and (most > _LIKE_LINES_LIMIT * len(makes) or run >= 4):
        return "a table"
    return None


def make_of(text: str, words: Sequence[Word]) -> str:
    """A text's pattern: its names, numbers and strings are masked. One snippet of a pattern is enough."""
    return " ".join(_make(text, word) for word in words)


def _make(text: str, word: Word) -> str:
    return text[word.start : word.end] if word.kind in _SYNTAX else word.kind


def _of_its_make(language: str, parsed: Parsed) -> str | None:
    """Whether a piece does next to nothing; why, or None."""
    kinds = Counter(word.kind for word in parsed.words)
    tokens = {_text(parsed, word) for word in parsed.words}
    if language == Language.PYTHON and parsed.keys.count(ENTER) <= 1 and tokens & {"pass", "..."}:
        return "no body"
    headers = sum(line.lstrip().startswith(("def ", "async def ", "class ", "@")) for line in parsed.text.split(ENTER))
    if language == Language.PYTHON and headers > _HEADERS_LIMIT * (parsed.keys.count(ENTER) + 1):
        return "little but headers"
    if not kinds[WordClass.KEYWORD] and kinds[WordClass.FUNCTION] < 2:
        return "nothing happens"
    return None


def _text(parsed: Parsed, word: Word) -> str:
    return parsed.text[word.start : word.end]
