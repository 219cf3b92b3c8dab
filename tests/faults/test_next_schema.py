"""A release rolls out under players: the release before plays on while the newest migrations run, beside a server of
this release, and is then stopped. Only then are logs stored as it could not read them.

The release before is the newest tag, or else the last commit to which this tree has only added migrations.
TEST_PREVIOUS names another.
"""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import tarfile
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest

from server.infra.migrate import migrate
from server.key_logs.converting import convert
from server.key_logs.form import set_form
from server.robots.typist import Typist as Hands
from server.settings import ROOT
from tests.databases import opened
from tests.faults.conftest import Figures, variables_of
from tests.faults.processes import Server, served
from tests.faults.sizes import size
from tests.faults.typists import check, crowd
from tests.faults.witness import tally

MIGRATIONS = "prisma/migrations/*/migration.sql"
HANDS = Hands(wpm=60, accuracy=0.95)
KEYS_BETWEEN = 10
# What a server is made of. -P: Python would look for it in the folder that the tests run in, before PYTHONPATH.
PARTS = ("game", "server", "prisma", "static", "seed", "pyproject.toml", "LICENSE")
FILLING = ("tests/__init__.py", "tests/small_library.py", "tests/snippets.py")
PYTHON = (sys.executable, "-P", "-c")
PROGRAM = (*PYTHON, "from server.main import main; main()")
# Its own, as this release's may write columns that are not there yet.
FILL = """
import asyncio, sys
from server.infra.postgres import open_pool
from tests.small_library import fill
async def main():
    pool = await open_pool(sys.argv[1], 1)
    await fill(pool)
    await pool.close()
asyncio.run(main())
"""


def git(*arguments: str) -> bytes | None:
    """What git says; None when it cannot."""
    ran = subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, check=False)
    return None if ran.returncode else ran.stdout


def release_before() -> str | None:
    if named := os.environ.get("TEST_PREVIOUS"):
        return named
    if tag := git("describe", "--tags", "--abbrev=0", "--match", "v*"):
        return tag.decode().strip()
    for changed in (git("log", "--format=%H", "--", MIGRATIONS) or b"").decode().split():
        # What was edited afterwards, no release can have had: its databases would refuse what is there now.
        since = git("diff", "--name-status", "--no-renames", f"{changed}~1", "--", MIGRATIONS)
        if since and all(line.startswith(b"A") for line in since.splitlines()):
            return f"{changed}~1"
    return None


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The release before, without its history."""
    folder = tmp_path / "before"
    packed = git("archive", release_before() or "HEAD", *PARTS, *FILLING)
    if packed is None:
        pytest.skip("git does not have the release before")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def at_first(empty_database_url: str, redis_url: str, redis_prefix: str, tmp_path: Path) -> dict[str, str]:
    return variables_of(empty_database_url, redis_url, redis_prefix, tmp_path)


@pytest.mark.long
async def test_the_release_before_plays_on_while_the_schema_becomes_this_releases(
    checkout: Path, at_first: dict[str, str], tmp_path: Path, random: Random, figures: Figures
) -> None:
    url = at_first["DATABASE_URL"]
    before = Server(tmp_path / "before.log", program=PROGRAM, PYTHONPATH=str(checkout), **at_first)
    now = Server(tmp_path / "now.log", **at_first)

    def route() -> str:
        return random.choice([server for server in (before, now) if server.is_up]).url

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(served(before))
        filling = await asyncio.create_subprocess_exec(
            *PYTHON, FILL, url, env=os.environ | {"PYTHONPATH": str(checkout)}
        )
        assert await filling.wait() == 0
        pg = await stack.enter_async_context(opened(url))
        players = await stack.enter_async_context(crowd([route] * size(12, 100), random, hands=HANDS))
        await players.typing(KEYS_BETWEEN)
        applied = await migrate(url)
        assert applied, f"{release_before()} has this release's schema already"
        await players.typing(KEYS_BETWEEN)
        await stack.enter_async_context(served(now))
        await players.typing(KEYS_BETWEEN)
        assert await before.stop() == 0
        await set_form(pg, compact=True)
        await players.typing(KEYS_BETWEEN)
        await convert(pg, compact=True)
        games = await players.finish()
        await check(pg, games)
    assert [before.complaints(), now.complaints()] == [[], []]
    figures(before=release_before(), migrations=len(applied), **tally(games))
