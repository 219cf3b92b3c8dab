"""Keystrokes a second through the play socket on one core, beside others that do the least.

    .venv/bin/python benchmarks/socket_keys.py [--players 200] [--seconds 8] [--rounds 3] [--beside "Node ws" picows …]

Closed loop: every player sends its next key when the last one is acknowledged. Ours is the full path: frame, engine,
journal, acknowledgement, with real PostgreSQL and Redis behind it. The others (benchmarks/toys/) parse a key, compare
it with the one due, and acknowledge it: bare Node `ws`, socket.io, Colyseus, and picows with orjson. All are pinned to
the first core in turn; the typists (benchmarks/typists.c) and the servers behind ours have the others. `--beside` names
what to measure in the same rounds and prints each ratio (the ones in Node need Node and `npm ci` in benchmarks/).
"plain core" is ours again, by the source, where `make compiled` has made what runs otherwise. The CPU a key, kernel
included, is what a busy machine changes least.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from pathlib import Path

from stage import (
    TOYS,
    WARM_UP_S,
    cpu_s,
    node_is_here,
    prodev,
    servers_behind,
    start_games,
    toy,
    type_on,
    typists,
)

from server.core_build import core_build
from server.embedded import EmbeddedServers

PLAIN = "plain core"
OURS = f"{core_build()} core"


def _ours(program: Path, servers: EmbeddedServers, chosen: argparse.Namespace, **settings: str) -> tuple[float, float]:
    """Keys a second, and µs of CPU a key."""
    with prodev(servers, chosen.port, **settings) as server:
        tokens = asyncio.run(start_games(f"http://127.0.0.1:{chosen.port}", chosen.players))
        before_s = cpu_s(server.pid)
        rate = type_on(program, chosen.port, tokens, seconds=chosen.seconds)["keys_per_second"]
        return rate, (cpu_s(server.pid) - before_s) * 1e6 / (rate * (chosen.seconds + WARM_UP_S))


def _toys(program: Path, name: str, chosen: argparse.Namespace) -> float:
    with toy(name, chosen.port, chosen.players) as tokens:
        figures = type_on(program, chosen.port, tokens, wire=TOYS[name][1], seconds=chosen.seconds)
    return figures["keys_per_second"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--players", type=int, default=200)
    arguments.add_argument("--seconds", type=float, default=8)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--port", type=int, default=18765)
    arguments.add_argument("--beside", nargs="*", choices=[PLAIN, *TOYS], default=[])
    chosen = arguments.parse_args()
    if set(chosen.beside) - {"picows", PLAIN} and not node_is_here():
        arguments.error("what runs in Node needs Node, and `npm ci` in benchmarks/")
    if PLAIN in chosen.beside and OURS == PLAIN:
        arguments.error("the plain core is what runs: `make compiled` makes the other")
    rates: list[float] = []
    cpu_us: dict[str, list[float]] = {name: [] for name in (OURS, PLAIN)}
    ratios: dict[str, list[float]] = {name: [] for name in chosen.beside}
    with typists() as program, servers_behind() as servers:
        for number in range(1, chosen.rounds + 1):
            rate, us = _ours(program, servers, chosen)
            rates.append(rate)
            cpu_us[OURS].append(us)
            line = f"round {number}: Pro Dev, {OURS} {rate:>9,.0f} keys/s"
            for name in chosen.beside:
                if name == PLAIN:
                    theirs, us = _ours(program, servers, chosen, TEST_CORE="plain")
                    cpu_us[PLAIN].append(us)
                else:
                    theirs = _toys(program, name, chosen)
                ratios[name].append(rates[-1] / theirs)
                line += f"   {name} {theirs:>9,.0f} (ratio {ratios[name][-1]:.2f})"
            print(line, flush=True)
    print(f"median: {statistics.median(rates):,.0f} keys/s, {chosen.players} players, one core")
    for core, spent in cpu_us.items():
        if spent:
            print(f"median CPU a key, {core}: {statistics.median(spent):.1f} µs")
    for name, of in ratios.items():
        print(f"median ratio to {name}: {statistics.median(of):.2f}")


if __name__ == "__main__":
    main()
