"""A bot evening: for every language and difficulty, one player plays ten games in a row over real sockets.

    .venv/bin/python benchmarks/evening.py [--games 10] [--waves 4] [--wpm 1800] [--seed 1] [--minutes 15]

It starts a server of its own with the shipped library, real PostgreSQL and Redis; the bots are those of `prodev bot`.
Afterwards it reads from the stored key logs what each player was served and checks three things (exit code 1 if one
fails): no game failed, no snippet came back within the player's last min(50, active - 5), and every snippet is one that
`prodev snippets check` accepts.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from server.embedded.servers import EmbeddedServers
from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.key_logs import log_of, stored
from server.library import seed_library
from server.library.checking import check_folder
from server.library.rotation import LEFT_TO_CHOOSE, RECENT_LIMIT
from server.library.seed import SEED_FOLDER
from server.robots.library import CELLS
from server.robots.simulate import Cell
from server.robots.squad import Orders, SquadPlayer, play_all
from server.robots.typist import Typist

PRODEV = str(Path(sys.executable).with_name("prodev"))


class Bucket(NamedTuple):
    """The evening of one language and difficulty. `nearest`: waves from a snippet to its nearest repeat, or None."""

    cell: Cell
    games: int
    waves: int
    different: int
    bound: int
    nearest: int | None
    unchecked: int
    failures: list[str]

    @property
    def faults(self) -> list[str]:
        found = list(self.failures)
        if self.nearest is not None and self.nearest <= self.bound:
            found.append(f"a snippet came back after {self.nearest} waves; the bound is {self.bound}")
        if self.unchecked:
            found.append(f"{self.unchecked} waves used snippets that fail the check")
        return [f"{' '.join(self.cell)}: {fault}" for fault in found]


def nearest_repeat(served: Sequence[str]) -> int | None:
    """The smallest number of waves from a snippet to its next appearance: 1 is twice in a row; None: no repeats."""
    last: dict[str, int] = {}
    gaps = []
    for place, one in enumerate(served):
        if one in last:
            gaps.append(place - last[one])
        last[one] = place
    return min(gaps, default=None)


async def play_evening(url: str, *, games: int, waves: int, wpm: float, seed: int) -> dict[Cell, SquadPlayer]:
    """All players at once, each of them one game after the other."""
    players = {cell: SquadPlayer(number) for number, cell in enumerate(CELLS)}

    async def play(cell: Cell) -> None:
        orders = Orders(url, Typist(wpm, 0.97), games, *cell, seed=seed, waves=waves, register=True)
        await play_all(orders, [players[cell]])

    playing = asyncio.gather(*(play(cell) for cell in CELLS))
    while not playing.done():
        done = sum(len(player.results) for player in players.values())
        print(f"\r{done} of {games * len(CELLS)} games", end="", file=sys.stderr, flush=True)
        await asyncio.wait([playing], timeout=1)
    print("\r", end="", file=sys.stderr)
    await playing
    return players


async def look_back(pg: Pool, cell: Cell, player: SquadPlayer, games: int, passing: set[str]) -> Bucket:
    """One player's evening as the database recorded it."""
    logs = await pg.fetch(
        f"SELECT {stored('t')} AS log FROM typing_sessions t JOIN users u ON u.id = t.user_id"
        " WHERE u.username = $1 AND t.ended_at IS NOT NULL ORDER BY t.started_at",
        player.name,
    )
    served = [wave.snippet_id for row in logs for wave in log_of(row["log"]).waves]
    rows = await pg.fetch("SELECT id, source FROM code_snippets WHERE id = ANY($1::uuid[])", list(set(served)))
    source = {str(row["id"]): row["source"] for row in rows}
    active = await pg.fetchval(
        "SELECT count(*) FROM code_snippets WHERE language = $1 AND difficulty = $2 AND is_active", *cell
    )
    failures = list(player.failures)
    if len(logs) != games:
        failures.append(f"{len(logs)} games are stored, {games} were asked for")
    return Bucket(
        cell,
        len(logs),
        len(served),
        len(set(served)),
        min(RECENT_LIMIT, active - LEFT_TO_CHOOSE),
        nearest_repeat(served),
        sum(source.get(one) not in passing for one in served),
        failures,
    )


@contextmanager
def serving(servers: EmbeddedServers, port: int) -> Iterator[str]:
    environment = {
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "PRODEV_RATE_LIMITS": "false",
        "PRODEV_LOG_LEVEL": "error",
        "PRODEV_SECRET_KEY": "a key for nobody's use but this evening's",
    }
    process = subprocess.Popen([PRODEV, "serve", "--port", str(port)], env={**os.environ, **environment})
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            try:
                httpx.get(f"{url}/healthz", timeout=1)
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                break
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


async def evening(servers: EmbeddedServers, chosen: argparse.Namespace) -> list[Bucket]:
    await migrate(servers.database_url)
    pool = await open_pool(servers.database_url, 2)
    try:
        await seed_library(pool)
        found = check_folder(SEED_FOLDER)
        failing = {fault.partition(":")[0] for fault in found.faults}
        passing = {one.file.source for one in found.checked} - failing
        with serving(servers, chosen.port) as url:
            async with asyncio.timeout(chosen.minutes * 60):
                players = await play_evening(
                    url, games=chosen.games, waves=chosen.waves, wpm=chosen.wpm, seed=chosen.seed
                )
        return [await look_back(pool, cell, players[cell], chosen.games, passing) for cell in CELLS]
    finally:
        await pool.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--games", type=int, default=10)
    arguments.add_argument("--waves", type=int, default=4)
    arguments.add_argument("--wpm", type=float, default=1_800)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--minutes", type=float, default=15, help="give up after this many")
    arguments.add_argument("--port", type=int, default=18766)
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="prodev-evening-"))
    folder.chmod(0o711)
    began = time.monotonic()
    try:
        with EmbeddedServers(folder, "evening") as servers:
            buckets = asyncio.run(evening(servers, chosen))
    except TimeoutError:
        sys.exit(f"the evening took longer than {chosen.minutes:g} minutes")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{'':22} games  waves  different  bound  nearest repeat")
    for one in buckets:
        nearest = "none" if one.nearest is None else f"{one.nearest} waves ago"
        figures = f"{one.games:5}  {one.waves:5}  {one.different:9}  {one.bound:5}  {nearest}"
        print(f"{' '.join(one.cell):22} {figures}")
    games, waves = sum(one.games for one in buckets), sum(one.waves for one in buckets)
    faults = [fault for one in buckets for fault in one.faults]
    print(f"{games} games, {waves} waves in {time.monotonic() - began:.0f} s; {len(faults)} faults")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
