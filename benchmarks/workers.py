"""What two workers carry beside one, by the CPU that a key costs when each of them has as many players.

    .venv/bin/python benchmarks/workers.py [--players 750] [--rate 8] [--seconds 8] [--rounds 5]

Open loop: one worker has so many players, two have twice as many, and each player types at the same rate. A core has
one second of CPU a second, so two workers on two cores carry 2 × (CPU a key of one) ÷ (CPU a key of two) times as much
as one worker on one core. With the same players for one and for two, each of the two would have half the load of the
one, and a key costs the more the fewer arrive together: 41 µs of 1,000 players, 27 of 3,000 (benchmarks/players.py).
Keys a second in a closed loop would measure the typists instead, who need cores of their own.

`idle` is what the processes compute a second when nobody plays.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from stage import WARM_UP_S, cpu_s, prodev, servers_behind, start_games, type_on, typists

from server.embedded import EmbeddedServers

CORES = {0, 1}
SETTLE_S, IDLE_S = 12.0, 5.0


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def spent_s(processes: Sequence[int]) -> float:
    """One that has ended meanwhile, as what a worker starts for a moment, is left out."""
    return sum(cpu_s(process) for process in processes if Path(f"/proc/{process}/stat").exists())


def costs(program: Path, servers: EmbeddedServers, workers: int, chosen: argparse.Namespace) -> tuple[float, float]:
    """µs of CPU a key, and ms of CPU a second when nobody plays."""
    with prodev(servers, chosen.port, PRODEV_WORKERS=str(workers)) as server:
        for process in family(server.pid):
            os.sched_setaffinity(process, CORES)
        time.sleep(SETTLE_S)  # each starts, looks at the boards and the feed, and for a while does what is overdue
        processes = family(server.pid)
        before_s = spent_s(processes)
        time.sleep(IDLE_S)
        idle_ms = (spent_s(processes) - before_s) * 1e3 / IDLE_S
        tokens = asyncio.run(start_games(f"http://127.0.0.1:{chosen.port}", chosen.players * workers))
        before_s = spent_s(processes)
        figures = type_on(program, chosen.port, tokens, rate=chosen.rate, seconds=chosen.seconds)
        typing_s = spent_s(processes) - before_s
    return typing_s * 1e6 / float(figures["keys_per_second"] * (chosen.seconds + WARM_UP_S)), idle_ms


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--players", type=int, default=750, help="of each worker")
    arguments.add_argument("--rate", type=float, default=8, help="keys a second of each player")
    arguments.add_argument("--seconds", type=float, default=8)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--port", type=int, default=18765)
    chosen = arguments.parse_args()
    factors: list[float] = []
    with typists() as program, servers_behind() as servers:
        for number in range(1, chosen.rounds + 1):
            (one, one_idle), (two, two_idle) = (costs(program, servers, workers, chosen) for workers in (1, 2))
            factors.append(2 * one / two)
            print(
                f"round {number}: {one:.1f} µs a key (idle {one_idle:.0f} ms/s),"
                f" with two workers {two:.1f} µs (idle {two_idle:.0f} ms/s): {factors[-1]:.2f} ×",
                flush=True,
            )
    print(f"median: two workers carry {statistics.median(factors):.2f} × one, {chosen.players} players each")


if __name__ == "__main__":
    main()
