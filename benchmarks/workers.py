"""What two workers carry beside one, by the CPU that a key costs.

    .venv/bin/python benchmarks/workers.py [--players 200] [--rate 10] [--seconds 8] [--rounds 3]

Open loop: every player types at the same rate for one worker and for two, so that the same work is done; what differs
is what it costs. A core has one second of CPU a second, so two workers on two cores carry 2 × (CPU a key of one) ÷
(CPU a key of two) times as much as one worker on one core. Keys a second in a closed loop would measure the typists
instead, who need cores of their own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
from pathlib import Path

from stage import WARM_UP_S, cpu_s, prodev, servers_behind, start_games, type_on, typists

from server.embedded import EmbeddedServers

CORES = {0, 1}


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def cpu_us_a_key(program: Path, servers: EmbeddedServers, workers: int, chosen: argparse.Namespace) -> float:
    with prodev(servers, chosen.port, PRODEV_WORKERS=str(workers)) as server:
        for process in family(server.pid):
            os.sched_setaffinity(process, CORES)
        tokens = asyncio.run(start_games(f"http://127.0.0.1:{chosen.port}", chosen.players))
        processes = family(server.pid)
        before_s = sum(map(cpu_s, processes))
        figures = type_on(program, chosen.port, tokens, rate=chosen.rate, seconds=chosen.seconds)
        spent_s = sum(map(cpu_s, processes)) - before_s
    return spent_s * 1e6 / float(figures["keys_per_second"] * (chosen.seconds + WARM_UP_S))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--players", type=int, default=200)
    arguments.add_argument("--rate", type=float, default=10, help="keys a second of each player")
    arguments.add_argument("--seconds", type=float, default=8)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--port", type=int, default=18765)
    chosen = arguments.parse_args()
    factors: list[float] = []
    with typists() as program, servers_behind() as servers:
        for number in range(1, chosen.rounds + 1):
            one, two = (cpu_us_a_key(program, servers, workers, chosen) for workers in (1, 2))
            factors.append(2 * one / two)
            print(f"round {number}: {one:.1f} µs a key, with two workers {two:.1f} µs: {factors[-1]:.2f} ×", flush=True)
    print(f"median: two workers carry {statistics.median(factors):.2f} × one, {chosen.players} players")


if __name__ == "__main__":
    main()
