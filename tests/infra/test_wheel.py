"""The wheel: built, installed where there is no checkout, and played on."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import httpx
import pytest

from hatch_build import SHIPPED
from tests.faults.processes import Server

BUILD_WAIT_S = 120
WHERE = "from server.settings import ROOT, Settings; print(ROOT, Settings().data_dir())"


def pip(*arguments: str | Path) -> None:
    """With the tests' own packages, and without the network."""
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *map(str, arguments)],
        check=True,
        timeout=BUILD_WAIT_S,
        cwd="/",
    )


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder, root)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`prodev` of an environment that has the wheel, and of the tests' environment what the wheel needs."""
    fresh = tmp_path_factory.mktemp("installed")
    venv.create(fresh, with_pip=False, symlinks=True)
    pip("--python", fresh / "bin" / "python", "install", "--no-deps", "--no-index", wheel)
    (packages,) = fresh.glob("lib/python3*/site-packages")
    # After the installation: pip must not take the tests' own Pro Dev for the one to replace. That one is a .pth file,
    # which counts only in an environment's own folder.
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return fresh / "bin" / "prodev"


def test_the_wheel_holds_all_that_a_server_reads_and_nothing_beside_its_packages(wheel: Path, root: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder in SHIPPED:
        files = {path.relative_to(root).as_posix() for path in (root / folder).rglob("*") if path.is_file()}
        assert {f"server/shipped/{name}" for name in files} <= held
    assert {name.partition("/")[0].partition("-")[0] for name in held} == {"game", "server", "prodev"}


def test_whatever_the_code_reads_of_what_is_shipped_is_shipped(root: Path) -> None:
    code = "".join(path.read_text() for path in (root / "server").rglob("*.py"))
    read = {"/".join(re.findall(r"[\w.]+", names)) for names in re.findall(r"\bSHIPPED((?: / \"[\w.]+\")+)", code)}
    assert read == set(SHIPPED)


@pytest.mark.long
async def test_a_game_is_played_on_what_pip_has_installed(program: Path, tmp_path: Path, server_folder: Path) -> None:
    server = Server(tmp_path / "log", program=[str(program)], PRODEV_DATA=str(server_folder / "data"))
    await server.start()
    try:
        async with httpx.AsyncClient(base_url=server.url) as client:
            page = await client.get("/")
            scripts = re.findall(r'src="(/static/js/[^"]+)"', page.text)
            assert page.status_code == 200 and scripts
            assert {(await client.get(script)).status_code for script in scripts} == {200}
        played = await asyncio.to_thread(
            run, program, "bot", "--url", server.url, "--wpm", "2000", "--waves", "1", "--guest"
        )
        assert played.returncode == 0, played.stderr
        assert "1 game finished" in played.stdout
    finally:
        assert await server.stop() == 0
    assert not server.complaints()


def run(program: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PRODEV_DATA"} | variables
    return subprocess.run(
        [str(program), *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=BUILD_WAIT_S,
        cwd="/",
        env=environment,
    )


def test_its_data_is_not_beside_its_code(program: Path, tmp_path: Path) -> None:
    """An update replaces that folder."""
    said = run(program.with_name("python"), "-c", WHERE, XDG_DATA_HOME=str(tmp_path)).stdout
    code, data = said.split()
    assert Path(code).is_relative_to(program.parents[1]) and not Path(data).is_relative_to(program.parents[1])
    assert Path(data).parts[-2:] == ("prodev", "data")
