"""What two workers carry beside one, by the CPU that a key costs when each of them has as many players.

    .venv/bin/python benchmarks/workers.py [--players 750] [--rate 8] [--seconds 10] [--rounds 6]

Open loop: one worker has so many players, two have twice as many, and each player types at the same rate. A core has
one second of CPU a second, so two workers on two cores carry 2 × (CPU a key of one) ÷ (CPU a key of two) times as much
as one worker on one core. With the same players for one and for two, each of the two would have half the load of the
one, and a key costs the more the fewer arrive together: 41 µs of 1,000 players, 27 of 3,000 (benchmarks/players.py).
Keys a second in a closed loop would measure the typists instead, who need cores of their own.

`a key` is what the workers compute while everybody types, by the keys of that time: nobody comes or goes then. What
comes before it is told beside it, since with two workers half of the players come to another worker than the one that
began their game, which has to hand it over: `a start` is POST /api/game/start with a new guest, `a hello` the socket
until the first key. `a game` adds a start and a hello to 1,000 keys.

Each worker has a core. The typists, PostgreSQL and Valkey have the second one, and the worker that shares it with them
finds its caches cold; so one worker is measured on both in turn, and its figure is the mean of both. Rounds take turns
in which of one and two comes first.

`start` is what the processes have computed when the server answers (bytecode is there, as in an image), `idle` what
they compute a second when nobody plays.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path

import httpx
from stage import WARM_UP_S, cpu_s, machine, prodev, servers_behind, start_games, type_on, typists

from server.embedded import EmbeddedServers

CORES = 0, 1
START_S, SETTLE_S, IDLE_S = 60.0, 6.0, 5.0
ASKED = 10  # times in a row
GAME_KEYS = 1_000  # of a game, as docs/scaling.md has it
SHOWN = {"key_us": "a key", "game_ms": f"a game of {GAME_KEYS:,} keys, its start and its hello"}


@dataclass(frozen=True, slots=True)
class Costs:
    key_us: float
    hello_ms: float
    begin_ms: float
    start_s: float
    idle_ms: float  # a second

    @property
    def game_ms(self) -> float:
        return self.begin_ms + self.hello_ms + GAME_KEYS * self.key_us / 1e3

    def __str__(self) -> str:
        return (
            f"{self.key_us:.1f} µs a key, {self.hello_ms:.2f} ms a hello, {self.begin_ms:.2f} ms a start,"
            f" {self.game_ms:.1f} ms a game; start {self.start_s:.1f} s, idle {self.idle_ms:.0f} ms/s"
        )


def mean(of: Sequence[Costs]) -> Costs:
    return Costs(*map(statistics.fmean, zip(*map(astuple, of), strict=True)))


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def workers_of(server: int, count: int) -> list[int]:
    """Those of a server; one alone is the server itself. Otherwise they are the children of one of its children."""
    if count == 1:
        return [server]
    return next(found for child in children(server) if len(found := children(child)) == count)


def pin(process: int, core: int) -> None:
    """With all its threads."""
    for thread in Path(f"/proc/{process}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})


def spent_s(processes: Sequence[int]) -> float:
    """One that has ended meanwhile, as what a worker starts for a moment, is left out."""
    return sum(cpu_s(process) for process in processes if Path(f"/proc/{process}/stat").exists())


def until_served(server: int, port: int, count: int) -> None:
    """The port answers before any worker is there, and the kernel gives connections to whichever is awake."""
    until_s = time.monotonic() + START_S
    while time.monotonic() < until_s:
        with suppress(httpx.TransportError, StopIteration):
            workers_of(server, count)
            if all(httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).is_success for _ in range(ASKED * count)):
                return
        time.sleep(0.05)
    sys.exit("the server does not become ready")


def costs(program: Path, servers: EmbeddedServers, cores: Sequence[int], chosen: argparse.Namespace) -> Costs:
    """Of a server with one worker on each of these cores."""
    with prodev(servers, chosen.port, PRODEV_WORKERS=str(len(cores))) as server:
        until_served(server.pid, chosen.port, len(cores))
        start_s = spent_s(family(server.pid))
        time.sleep(SETTLE_S)  # each looks at the boards and the feed, and for a while does what is overdue
        processes, players = family(server.pid), chosen.players * len(cores)
        for worker, core in zip(workers_of(server.pid, len(cores)), cores, strict=True):
            pin(worker, core)
        seen_s = [spent_s(processes)]

        def look() -> None:
            seen_s.append(spent_s(processes))

        time.sleep(IDLE_S)
        look()
        tokens = asyncio.run(start_games(f"http://127.0.0.1:{chosen.port}", players))
        look()
        figures = type_on(program, chosen.port, tokens, rate=chosen.rate, seconds=chosen.seconds, at_edge=look)
    idle_s, begin_s, hello_s, typing_s = (after - before for before, after in pairwise(seen_s))
    key_s = typing_s / float(figures["keys_per_second"] * chosen.seconds)
    hello_s -= key_s * float(figures["keys_per_second"]) * WARM_UP_S
    return Costs(key_s * 1e6, hello_s * 1e3 / players, begin_s * 1e3 / players, start_s, idle_s * 1e3 / IDLE_S)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--players", type=int, default=750, help="of each worker")
    arguments.add_argument("--rate", type=float, default=8, help="keys a second of each player")
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--rounds", type=int, default=6)
    arguments.add_argument("--port", type=int, default=18765)
    chosen = arguments.parse_args()
    ones: list[Costs] = []
    twos: list[Costs] = []
    with typists() as program, servers_behind() as servers:
        for number in range(1, chosen.rounds + 1):
            layouts = [(CORES[0],), CORES, (CORES[1],)]
            first, second, third = (
                costs(program, servers, cores, chosen) for cores in (layouts if number % 2 else layouts[::-1])
            )
            ones.append(mean((first, third)))
            twos.append(second)
            print(f"round {number}: one {ones[-1]}\n         two {twos[-1]}", flush=True)
    print(f"{machine()}, {chosen.players} players each. Two workers carry, by the median of the rounds:")
    for what in ("key_us", "game_ms"):
        factors = [2 * getattr(one, what) / getattr(two, what) for one, two in zip(ones, twos, strict=True)]
        shown = " ".join(f"{factor:.2f}" for factor in factors)
        print(f"  {statistics.median(factors):.2f} × one, by the CPU of {SHOWN[what]} ({shown})")


if __name__ == "__main__":
    main()
