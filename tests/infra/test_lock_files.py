"""What locked files must hold."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path


def test_files_of_npm_and_pip_name_no_address(root: Path) -> None:
    folders = [folder for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith(".")]
    npm = [file for folder in folders for file in folder.rglob("package*.json") if "node_modules" not in file.parts]
    assert {root / "prisma" / "package.json", root / "prisma" / "diagram" / "package-lock.json"} <= set(npm)
    files = [*root.glob("requirements*.lock"), *npm]
    assert [file for file in files if re.search(r"https?://", file.read_text())] == []


def test_the_lock_files_agree(root: Path) -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (root / name).read_text(), re.MULTILINE))

    assert pins("requirements-server.lock") < pins("requirements.lock") <= pins("requirements-dev.lock")
    assert pins("requirements-server.lock") < pins("requirements-tracing.lock") < pins("requirements-dev.lock")
    assert not {pin for pin in pins("requirements.lock") if pin.startswith("opentelemetry")}
    assert pins("requirements-compile.lock") < pins("requirements-dev.lock")


def test_a_server_gets_whatever_the_project_depends_on(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = {re.match(r"[\w-]+", one)[0] for one in project["dependencies"]}  # type: ignore[index]  # each begins with a name
    pinned = set(re.findall(r"^([\w-]+)==", (root / "requirements-server.lock").read_text(), re.MULTILINE))
    assert wanted - pinned == set()


def test_packages_whose_inner_classes_are_subclassed_are_bounded(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    for name in ("uvicorn", "picows", "redis"):
        (wanted,) = [one for one in project["dependencies"] if one.startswith(name)]
        assert ",<" in wanted
