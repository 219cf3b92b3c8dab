"""How long a key takes when many type at once: an open loop, one core, the full path, beside a bare Node `ws` server.

    .venv/bin/python benchmarks/players.py [--players 1000 2000 3000 5000] [--seconds 20] [--rounds 3] [--node]

Open loop: every typist presses keys when a person would (8 a second on average, log-normal gaps), however slow the
server is; a key's time runs from the moment it was due to the arrival of its `a`. A closed loop with few players hides
what this shows: rounds of work that hold the event loop.

The server has the first core. Typists (benchmarks/typists.c, built here when there is a C compiler), PostgreSQL and
Valkey share the others; the column `generator late` is how late the generator itself was to send, p99: it bounds what
it can add to the latencies. `hold` is the longest time in which the server's event loop did nothing but one thing while
they typed, `round` the longest that play's background work held it, in CPU time (benchmarks/watched.py), and
`KiB a player` the growth of the server's memory by a connected player's game.
Each round measures every number of players on Pro Dev and then, with `--node`, on Node; shown are the medians.
`--most` looks for the largest number of players with p99 <= 25 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table
from stage import (
    HERE,
    Figures,
    cpu_s,
    machine,
    medians,
    node_is_here,
    prodev,
    servers_behind,
    start_games,
    toy,
    type_on,
    typists,
)

RATE = 8.0
P99_WANTED_MS = 25.0
MOST_STEP = 500


def rss_kib(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def longest_holds_ms(pid: int, holds: Path) -> list[tuple[float, float]]:
    """The longest `(hold, step of a round)` of each second since this was last asked."""
    holds.unlink(missing_ok=True)
    os.kill(pid, signal.SIGUSR1)
    until_s = time.monotonic() + 10
    while not (holds.exists() and holds.stat().st_size) and time.monotonic() < until_s:
        time.sleep(0.01)
    seconds: list[tuple[float, float]] = orjson.loads(holds.read_bytes())
    return seconds


def rounds_of(measure: Callable[[int, int], Figures], numbers: Sequence[int], rounds: int, what: str) -> list[Figures]:
    """Medians over the rounds for each number of players."""
    seen: dict[int, list[Figures]] = {number: [] for number in numbers}
    for turn in range(rounds):
        for number in numbers:
            figures = measure(number, turn)
            seen[number].append(figures)
            print(f"  {what}, round {turn + 1}, {number} players: p99 {figures['p99_ms']:.1f} ms", flush=True)
    return [medians(of) for of in seen.values()]


def table(ours: Sequence[Figures], nodes: Sequence[Figures]) -> Table:
    shown = Table(title=f"key → ack, {RATE:g} keys/s a player, one core ({machine()})")
    columns = (
        "players",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "hold ms",
        "round ms",
        "CPU",
        "KiB a player",
        "generator late ms",
        "Node p99 ms",
    )
    for column in columns:
        shown.add_column(column, justify="right")
    for index, one in enumerate(ours):
        shown.add_row(
            f"{one['players']:.0f}",
            *(f"{one[name]:.2f}" for name in ("p50_ms", "p99_ms", "p999_ms", "hold_ms", "round_ms", "server_cpu")),
            f"{one['player_kib']:.0f}",
            f"{one['send_lag_p99_ms']:.2f}",
            f"{nodes[index]['p99_ms']:.2f}" if nodes else "-",
        )
    return shown


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--players", type=int, nargs="+", default=[1000, 2000, 3000, 5000])
    arguments.add_argument("--seconds", type=float, default=20)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--port", type=int, default=18765)
    arguments.add_argument("--node", action="store_true")
    arguments.add_argument("--most", action="store_true")
    chosen = arguments.parse_args()
    if chosen.node and not node_is_here():
        arguments.error("--node needs Node, and `npm ci` in benchmarks/")
    with typists() as program:
        ours, nodes = _measure(chosen, program)
    Console(width=120).print(table(ours, nodes))


def _measure(chosen: argparse.Namespace, program: Path) -> tuple[list[Figures], list[Figures]]:
    base = f"http://127.0.0.1:{chosen.port}"
    holds = program.with_name("holds")
    watched = (sys.executable, str(HERE / "watched.py"))
    with servers_behind() as servers:
        with prodev(servers, chosen.port, *watched, PRODEV_BENCH_HOLDS=str(holds)) as server:
            bare_kib = rss_kib(server.pid)
            print(f"  beginning {max(chosen.players)} games", flush=True)
            tokens = asyncio.run(start_games(base, max(chosen.players)))

            def ours(number: int, turn: int) -> Figures:
                longest_holds_ms(server.pid, holds)
                began_s, before_s = time.monotonic(), cpu_s(server.pid)
                figures = type_on(program, chosen.port, tokens[:number], rate=RATE, seconds=chosen.seconds, seed=turn)
                cpu = (cpu_s(server.pid) - before_s) / (time.monotonic() - began_s)
                grown_kib = (rss_kib(server.pid) - bare_kib) / len(tokens)
                # While they type: thousands of sockets that come or go in the same moment hold the loop by themselves.
                typing = longest_holds_ms(server.pid, holds)[-int(chosen.seconds) : -2]
                hold_ms, round_ms = map(max, zip(*typing, strict=True))
                shown = {"server_cpu": cpu, "hold_ms": hold_ms, "round_ms": round_ms, "player_kib": grown_kib}
                return {**figures, **shown}

            seen = rounds_of(ours, chosen.players, chosen.rounds, "Pro Dev")
            if chosen.most:
                _print_most(ours, tokens)
        nodes: list[Figures] = []
        if chosen.node:
            with toy("Node ws", chosen.port, max(chosen.players)) as nobody:
                nodes = rounds_of(
                    lambda number, turn: type_on(
                        program, chosen.port, nobody[:number], rate=RATE, seconds=chosen.seconds, seed=turn
                    ),
                    chosen.players,
                    chosen.rounds,
                    "Node ws",
                )
    return seen, nodes


def _print_most(measure: Callable[[int, int], Figures], tokens: Sequence[str]) -> None:
    most = 0
    for number in range(MOST_STEP, len(tokens) + 1, MOST_STEP):
        if measure(number, 0)["p99_ms"] > P99_WANTED_MS:
            break
        most = number
    print(f"the largest number of players with p99 <= {P99_WANTED_MS:g} ms: {most}")


if __name__ == "__main__":
    main()
