import re
from collections.abc import Iterator
from typing import NamedTuple

RULES = {
    "NUMBER": r"\d+(?:\.\d+)?",
    "NAME": r"[A-Za-z_]\w*",
    "OPERATOR": r"\*\*|[-+*/=<>!]=?",
    "BRACKET": r"[()\[\]{}]",
    "SKIP": r"[ \t]+",
}
PATTERN = re.compile("|".join(f"(?P<{k}>{v})" for k, v in RULES.items()))


class Token(NamedTuple):
    kind: str
    text: str
    column: int


def tokenize(line: str) -> Iterator[Token]:
    position = 0
    while match := PATTERN.match(line, position):
        if match.lastgroup and match.lastgroup != "SKIP":
            yield Token(match.lastgroup, match[0], match.start() + 1)
        position = match.end()
    if position < len(line):
        raise SyntaxError(f"unexpected {line[position]!r} at {position + 1}")
