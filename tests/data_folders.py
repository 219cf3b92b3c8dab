"""Data folders with a PostgreSQL cluster in them, made once a run and then copied: to make a cluster takes longer than
most of what is tested on it, and to fill it with the library several times as long. What is tested is mostly not how
they are made; tests/embedded/test_embedded.py and tests/infra/test_serve.py begin with nothing.
"""

from __future__ import annotations

import asyncio
import fcntl
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from server.courses import seed_courses
from server.embedded.servers import EmbeddedServers
from server.infra.migrate import migrate
from server.library import seed_library
from server.progress import seed_achievements
from tests.databases import opened

_FAST = ("fsync=off", "shared_buffers=16MB")


class DataFolders:
    """`folder`: the run's, which its processes share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def with_cluster(self, data: Path) -> Path:
        """Where nobody has started a server yet."""
        return _copy(self._once("cluster", _make_cluster), data)

    def with_library(self, data: Path) -> Path:
        """As `prodev serve` leaves it when it stops for the first time."""
        return _copy(self._once("library", self._make_library), data)

    def _make_library(self, data: Path) -> None:
        with _postgres(self.with_cluster(data)) as servers, ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, _fill(servers.database_url)).result()  # the asking test has a loop of its own

    def _once(self, name: str, make: Callable[[Path], None]) -> Path:
        """Made by whichever process asks first."""
        made = self._folder / name
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                fresh = made.with_suffix(".new")
                make(fresh)
                (fresh / "postgres" / "postgres.log").unlink()
                fresh.rename(made)
        return made


def _make_cluster(data: Path) -> None:
    with _postgres(data):
        pass


def _postgres(data: Path) -> EmbeddedServers:
    return EmbeddedServers(data, "tests", postgres_options=_FAST, only="postgres")


async def _fill(url: str) -> None:
    await migrate(url)
    async with opened(url) as pg:
        await seed_library(pg)
        await seed_courses(pg)
        await seed_achievements(pg)


def _copy(made: Path, data: Path) -> Path:
    """With the owners of its files."""
    data.mkdir(mode=0o711, exist_ok=True)
    subprocess.run(["cp", "-a", made / "postgres", data], check=True)
    return data
