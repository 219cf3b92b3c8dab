"""Which core runs: a compiled one only where it is that of the source, and one that orjson does not meet."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from server import core_build
from server.cli import app
from server.core_build import MODULES
from tools.client.served import served

ROOT = core_build.ROOT
WHICH = """
import sys, server
from server.core_build import core_build, is_stale
print(core_build(), is_stale())
"""


def test_these_tests_run_over_the_core_that_was_asked_for() -> None:
    assert core_build.core_build() == os.environ["TEST_CORE"]


def test_the_version_names_the_core() -> None:
    shown = CliRunner().invoke(app, ["--version"])
    assert shown.exit_code == 0
    assert f"{core_build.core_build()} core" in shown.output


# ---------------------------------------------------------------- compiled from what


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A tree of its own, with what decides and what is compiled; nothing is compiled yet."""
    for name in ("server", "server.core_build", *MODULES):
        file = ROOT.joinpath(*name.split("."))
        file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
        copied = tmp_path / file.relative_to(ROOT)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copied)
    return tmp_path


def which(copy: Path, **environment: str) -> list[str]:
    """What runs in that tree, and whether what is compiled is stale."""
    clean = {name: value for name, value in os.environ.items() if name != "TEST_CORE"}
    variables = clean | {"PYTHONPATH": str(copy)} | environment
    return subprocess.check_output([sys.executable, "-c", WHICH], cwd=copy, env=variables, text=True).split()


def vouch(copy: Path) -> None:
    """Say that this source is what the compiled folder was made of."""
    (copy / "compiled").mkdir()
    say = "from server.core_build import STAMP, digest; STAMP.write_text(digest())"
    subprocess.run([sys.executable, "-c", say], cwd=copy, env=os.environ | {"PYTHONPATH": str(copy)}, check=True)


def test_where_nothing_is_compiled_the_source_runs(copy: Path) -> None:
    assert which(copy) == ["plain", "False"]


def test_generated_files_are_made_from_the_source() -> None:
    """A compiled class has no docstring, and the client's files have those of the terms."""
    clean = {name: value for name, value in os.environ.items() if name != "TEST_CORE"}
    say = "import os, tools; print(os.environ['TEST_CORE'])"
    assert subprocess.check_output([sys.executable, "-c", say], cwd=ROOT, env=clean, text=True) == "plain\n"


def test_a_core_compiled_from_this_source_runs(copy: Path) -> None:
    vouch(copy)
    assert which(copy) == ["compiled", "False"]
    assert which(copy, TEST_CORE="plain") == ["plain", "False"]


@pytest.mark.parametrize("name", MODULES)
def test_no_compiled_core_runs_in_place_of_a_changed_source(copy: Path, name: str) -> None:
    vouch(copy)
    with copy.joinpath(*name.split(".")).with_suffix(".py").open("a") as changed:
        changed.write("\n# changed\n")
    assert which(copy) == ["plain", "True"]


def test_a_compiled_core_that_nobody_vouches_for_does_not_run(copy: Path) -> None:
    (copy / "compiled").mkdir()
    assert which(copy) == ["plain", "True"]


# ---------------------------------------------------------------- orjson


def parts_of(kind: Any, seen: set[Any]) -> Iterator[type]:
    """Every dataclass that a value of this type can hold."""
    if kind in seen:
        return
    seen.add(kind)
    origin = typing.get_origin(kind) or kind
    if dataclasses.is_dataclass(origin):
        yield typing.cast("type", origin)
        for hint in typing.get_type_hints(origin).values():
            yield from parts_of(hint, seen)
    for argument in typing.get_args(kind):
        yield from parts_of(argument, seen)


def test_no_answer_holds_a_dataclass_of_a_compiled_module() -> None:
    """orjson ends the process when it writes one."""
    seen: set[Any] = set()
    called = served().operations
    answered = {part for operation in called for part in parts_of(operation.endpoint.returns, seen)}
    assert len(answered) > 50, "the answers are dataclasses"
    assert [part for part in answered if part.__module__ in MODULES] == []
