"""`python -m tools.once`: whether names, columns and rows of the server stand once.

- No two public classes of `game` and `server` have one name: a name means one thing.
- The columns of results, users and statistics are the fields of one dataclass each. SQL and code elsewhere take them
  from there (`columns(…)`, `Selection`), and name a few where they mean a few.
- Rows are typed where they enter: no parameter is a row or a connection of type Any.
- Endpoints are made by `endpoint(…)` of server/infra/web.py alone.
- `any` in the client's types only where a reason stands beside it, and not more often than now.

Absent on purpose: tests. What a test expects may be spelt out.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from game.analytics import TypingMeasures
from server.infra.rows import names
from server.people.statistics import Statistics
from server.results.columns import GameResult
from server.settings import ROOT
from server.sign_in.users import User

HOMES: Mapping[type, str] = {
    GameResult: "server/results/columns.py",
    TypingMeasures: "game/analytics.py",
    User: "server/sign_in/users.py",
    Statistics: "server/people/statistics.py",
}
MOST_COLUMNS = 12  # of one table, named in one place: fewer are a choice of some, more are a list of them all
# One statement that computes each column by itself names them, and stands beside the formula that it is.
COMPUTES = {"server/results/statements.py", "server/results/record.py"}
ENTERS = re.compile(r"^(row|record|pg|pool|connection|redis)s?$")
MOST_ANY = 2
ANY = re.compile(r"@\w+ [^\n]*[{<(|,]\s?any[}>)|,\[]")


def modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ("game", "server"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def same_names(found: Mapping[str, ast.Module]) -> Iterator[str]:
    """A line for each public class whose name another module's class has."""
    homes: dict[str, str] = {}
    for path, tree in found.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                if node.name in homes:
                    yield f"{path}:{node.lineno}: {node.name} is a class of {homes[node.name]} too; one name, one thing"
                homes[node.name] = path


def listed_columns(path: str, tree: ast.Module) -> Iterator[str]:
    """A line for each place that names most of a table's columns again."""
    for node in ast.walk(tree):
        words = set(_words(node))
        for table, home in HOMES.items():
            if path != home and path not in COMPUTES and len(words & set(names(table))) > MOST_COLUMNS:
                yield f"{path}:{getattr(node, 'lineno', 1)}: lists the columns of {table.__name__} again; see {home}"


def _words(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield from re.findall(r"\w+", text)
        case ast.Tuple() | ast.List() | ast.Set():
            yield from (one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str))
        case ast.Dict():
            yield from (one.value for one in node.keys if isinstance(one, ast.Constant) and isinstance(one.value, str))
        case ast.ClassDef():
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                    yield line.target.id


def untyped_rows(path: str, tree: ast.Module) -> Iterator[str]:
    """A line for each parameter that takes a row or a connection as Any."""
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg=name, annotation=ast.Name(id="Any")) if ENTERS.match(name):
                yield f"{path}:{node.lineno}: {name} is Any; type it where it enters"


def other_endpoints(path: str, tree: ast.Module) -> Iterator[str]:
    """A line for each endpoint that is not made by server/infra/web.py's `endpoint`."""
    if path == "server/infra/web.py":
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "endpoint":
            yield f"{path}:{node.lineno}: a second endpoint(); the one of server/infra/web.py makes them all"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Endpoint":
            yield f"{path}:{node.lineno}: an Endpoint made by hand; use endpoint() of server/infra/web.py"


def client_any(sources: Mapping[Path, str]) -> list[str]:
    """A line for each `any` in the client's types, when there are more than MOST_ANY."""
    found = [
        f"{path.relative_to(ROOT)}:{source.count(chr(10), 0, one.start()) + 1}: any"
        for path, source in sources.items()
        for one in ANY.finditer(source)
    ]
    return [] if len(found) <= MOST_ANY else [f"{line} (at most {MOST_ANY}, each with its reason)" for line in found]


def main() -> int:
    found = dict(modules())
    faults = list(same_names(found))
    for path, tree in found.items():
        faults += [*listed_columns(path, tree), *untyped_rows(path, tree), *other_endpoints(path, tree)]
    faults += client_any({path: path.read_text() for path in sorted((ROOT / "static" / "js").rglob("*.js"))})
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
