"""`python -m tools.once`: whether each name and each list of columns of the server is written once, and rows are typed.

- No two public classes of `game` and `server` share a name: a name means one thing.
- The columns of results, users and statistics are the fields of one dataclass each. SQL and code elsewhere take them
  from there (`columns(…)`, `Selection`), or name a few of them.
- Rows are typed where they enter: no parameter for a row or a connection has the type Any.
- Only `endpoint(…)` of server/infra/web.py makes endpoints.
- Only the session writes its own state: elsewhere nothing is assigned to a part of `session`.
- The client's types have no more `any` than they have now, and the comment of each gives its reason: "`any`: …".

Absent on purpose: tests. A test may spell out what it expects.
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
MOST_COLUMNS = 12  # of one table, or two thirds of a smaller one, named in one place; more is a list of them all
# A statement that sets each column to a value of its own has to name them.
COMPUTES = {"server/results/statements.py", "server/results/rejudging.py", "server/people/deletion.py"}
ENTERS = re.compile(r"^(row|record|pg|pool|connection|redis)s?$")
MOST_ANY = 1
JSDOC = re.compile(r"/\*\*.*?\*/", re.DOTALL)
REASON = "`any`: "


def modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ("game", "server"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def same_names(found: Mapping[str, ast.Module]) -> Iterator[str]:
    """A line for each public class that has the name of another module's class."""
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
            own = names(table)
            most = min(MOST_COLUMNS, 2 * len(own) // 3)
            if path != home and path not in COMPUTES and len(words & set(own)) > most:
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


def foreign_writes(path: str, tree: ast.Module) -> Iterator[str]:
    """A line for each assignment to a part of a session, outside of play/core."""
    if path.startswith("server/play/core/"):
        return
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=owner, ctx=ast.Store()) | ast.Subscript(value=owner, ctx=ast.Store()):
                if _is_of_session(owner):
                    yield f"{path}:{node.lineno}: only the session writes its own state; call it instead"


def _is_of_session(owner: ast.expr) -> bool:
    match owner:
        case ast.Name(id="session") | ast.Attribute(attr="session"):
            return True
        case ast.Attribute(value=inner) | ast.Subscript(value=inner):
            return _is_of_session(inner)
    return False


def client_any(sources: Mapping[Path, str]) -> Iterator[str]:
    """A line for each `any` in the client's types without a reason, and for all of them when they are too many."""
    found = [
        (f"{path.relative_to(ROOT)}:{source.count(chr(10), 0, comment.start()) + 1}", comment[0])
        for path, source in sources.items()
        for comment in JSDOC.finditer(source)
        for type_ in _types(comment[0])
        if re.search(r"\bany\b", type_)
    ]
    for place, comment in found:
        if REASON not in comment:
            yield f"{place}: any without a reason ({REASON}…)"
        if len(found) > MOST_ANY:
            yield f"{place}: any (at most {MOST_ANY})"


def _types(comment: str) -> Iterator[str]:
    """What a JSDoc comment has in braces after its tags, without strings."""
    text = re.sub(r"'[^']*'", "", comment)
    for tag in re.finditer(r"@\w+\s*(?={)", text):
        depth = 0
        for at in range(tag.end(), len(text)):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            if depth == 0:
                yield text[tag.end() : at]
                break


def main() -> int:
    found = dict(modules())
    faults = list(same_names(found))
    for path, tree in found.items():
        for check in (listed_columns, untyped_rows, other_endpoints, foreign_writes):
            faults += check(path, tree)
    faults += client_any({path: path.read_text() for path in sorted((ROOT / "static" / "js").rglob("*.js"))})
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
