"""Which core runs, and that a compiled one is never taken for the source beside it when it is another."""

from __future__ import annotations

from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server.cli import app
from server.infra import core_build


@pytest.fixture
def core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a core with one module."""
    monkeypatch.setattr(core_build, "FOLDERS", (tmp_path / "game", tmp_path))
    monkeypatch.setattr(core_build, "STAMP", tmp_path / "compiled.stamp")
    (tmp_path / "session.py").write_text("s = 1\n")
    return tmp_path


def compiled(core: Path) -> None:
    (core / f"session{EXTENSION_SUFFIXES[0]}").touch()
    core_build.STAMP.write_text(core_build.digest())


def test_a_core_without_compiled_modules_is_plain(core: Path) -> None:
    assert core_build.core_build() == "plain"


def test_a_core_compiled_from_its_source_is_compiled(core: Path) -> None:
    compiled(core)
    assert core_build.core_build() == "compiled"


def test_a_source_that_was_changed_since_makes_it_stale(core: Path) -> None:
    compiled(core)
    (core / "session.py").write_text("s = 2\n")
    assert core_build.core_build() == "stale"


def test_compiled_modules_that_nobody_vouches_for_are_stale(core: Path) -> None:
    (core / f"session{EXTENSION_SUFFIXES[0]}").touch()
    assert core_build.core_build() == "stale"


def test_the_version_names_the_core() -> None:
    shown = CliRunner().invoke(app, ["--version"])
    assert shown.exit_code == 0
    assert shown.output.endswith(f"{core_build.core_build()} core\n")
