"""`python -m tools.terms`: whether the terms have one home, game/terms.py.

It compares PostgreSQL's enums, as prisma/schema.prisma has them, with the terms, and searches the server and the client
for a second list of them: a literal with three or more words, all of one term. In the client an object with a term's
words as its keys is a table about them, such as their names for players; the compiler checks those against the term.

Absent on purpose: tests. A test may spell out what it expects.
"""

from __future__ import annotations

import ast
import enum
import re
import sys
from collections.abc import Iterator, Mapping, Sequence

from game import terms
from server.settings import ROOT

SCHEMA = ROOT / "prisma" / "schema.prisma"
HOME = ROOT / "game" / "terms.py"
CLIENT = ROOT / "static" / "js"
WRITTEN = {CLIENT / "terms.js", CLIENT / "net" / "types.d.ts"}  # by tools/client
ROOMS = ("game", "server", "benchmarks", "tools")
FEWEST = 3  # words that make a list; two are an ordinary comparison

TERMS: Mapping[str, type[enum.StrEnum]] = {
    name: term for name, term in vars(terms).items() if isinstance(term, type) and issubclass(term, enum.StrEnum)
}
IN_POSTGRESQL = {"Role": "UserRole"}  # terms with another name there


def schema_faults(schema: str, known: Mapping[str, type[enum.StrEnum]] = TERMS) -> Iterator[str]:
    """A line for each enum of a Prisma schema that is not a term, or has other words or another order."""
    of_postgresql = {IN_POSTGRESQL.get(name, name): term for name, term in known.items()}
    for found in re.finditer(r"^enum (\w+) \{(.*?)^\}", schema, re.MULTILINE | re.DOTALL):
        words = [line.strip() for line in found[2].splitlines() if line.strip() and not line.strip().startswith("//")]
        term = of_postgresql.get(found[1])
        if term is None:
            yield f"prisma/schema.prisma: enum {found[1]} is not in game/terms.py"
        elif words != list(term):
            yield f"prisma/schema.prisma: enum {found[1]} has {', '.join(words)}; game/terms.py {', '.join(term)}"


def second_lists(source: str, known: Mapping[str, type[enum.StrEnum]] = TERMS) -> Iterator[tuple[int, str]]:
    """The line and the term of each list of a term's words in a Python module."""
    for node in ast.walk(ast.parse(source)):
        for name in _terms_of({word.lower() for word in _words(node)}, known):
            yield getattr(node, "lineno", 1), name


def _terms_of(words: set[str], known: Mapping[str, type[enum.StrEnum]]) -> list[str]:
    """The terms that all of these words belong to, if there are enough words for a list."""
    if len(words) < FEWEST:
        return []
    return [name for name, term in known.items() if words <= {word.lower() for word in term}]


def _words(node: ast.AST) -> Iterator[str]:
    """The words that a collection lists, or that a class gives to its members."""
    parts: Sequence[ast.expr | None] = ()
    match node:
        case ast.Tuple() | ast.List() | ast.Set():
            parts = node.elts
        case ast.Dict():
            parts = node.keys
        case ast.ClassDef():
            parts = [line.value for line in node.body if isinstance(line, ast.Assign)]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def client_lists(source: str, known: Mapping[str, type[enum.StrEnum]] = TERMS) -> Iterator[tuple[int, str]]:
    """The line and the term of each array or union of a term's words in a module of the client."""
    for found in re.finditer(r"'\w+'(?:\s*[,|]\s*'\w+')+", source):
        line = source.count("\n", 0, found.start()) + 1
        for name in _terms_of(set(re.findall(r"\w+", found[0].lower())), known):
            yield line, name


def main() -> int:
    faults = list(schema_faults(SCHEMA.read_text()))
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if path != HOME):
        for line, name in second_lists(path.read_text()):
            faults.append(f"{path.relative_to(ROOT)}:{line}: a second list of {name}; take it from game/terms.py")
    for path in sorted({*CLIENT.rglob("*.js"), *CLIENT.rglob("*.d.ts")} - WRITTEN):
        for line, name in client_lists(path.read_text()):
            faults.append(f"{path.relative_to(ROOT)}:{line}: a second list of {name}; take it from terms.js")
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
