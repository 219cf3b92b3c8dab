"""Tests go through the doors of what they test: nothing private is read, replaced or imported.

Ruff's SLF001 refuses `thing._part`. It does not see a name in a string or an import: those are refused here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BY_NAME = {"getattr", "setattr", "delattr", "object", "patch"}  # of Python, of monkeypatch, of unittest.mock


def reached(source: str) -> list[int]:
    """The lines that name something private of another module or object."""
    return sorted({node.lineno for node in _named(ast.parse(source))})


def _named(tree: ast.Module) -> Iterator[ast.stmt | ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(_is_private(alias.name) for alias in node.names):
            yield node
        elif isinstance(node, ast.Call) and _called(node) in BY_NAME:
            names = [part.value for part in node.args[:2] if isinstance(part, ast.Constant)]
            if any(isinstance(name, str) and _is_private(name.rpartition(".")[2]) for name in names):
                yield node


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name != "_"


def test_no_test_and_no_benchmark_reaches_past_a_door_by_a_name(root: Path) -> None:
    files = [path for folder in ("tests", "benchmarks") for path in sorted((root / folder).rglob("*.py"))]
    assert len(files) > 100
    assert [
        f"{path.relative_to(root)}:{line}"
        for path in files
        if "node_modules" not in path.parts
        for line in reached(path.read_text())
    ] == []


@pytest.mark.parametrize(
    ("source", "is_reach"),
    [
        ('monkeypatch.setattr(thing, "_part", 1)', True),
        ('monkeypatch.setattr(thing, "part", 1)', False),
        ('monkeypatch.setattr("package.module._part", 1)', True),
        ('patch.object(thing, "_part")', True),
        ('getattr(thing, "_part", None)', True),
        ('getattr(thing, "__doc__")', False),
        ("from package.module import _part", True),
        ("from package.module import part as _part", False),
        ("from package._module import part", False),
    ],
)
def test_what_reaches_is_told_from_what_does_not(source: str, is_reach: bool) -> None:
    assert reached(source) == ([1] if is_reach else [])
