"""Snippets drawn a second by many at once from one bucket, beside the same statement by pgbench.

    .venv/bin/python benchmarks/rotation.py [--callers 16] [--snippets 250 5000] [--draws 1600] [--rounds 3]

Ours is `library.draw` with a connection for each caller; this program has the first core and PostgreSQL the others. The
draws exclude nothing, so the counts of the bucket may never differ by more than 2: that is checked after each turn, and
so is that each draw was counted once (exit code 1 if not). pgbench runs the statement of a draw; one that finds all it
may take locked is not repeated there, so only draws that were counted are counted here.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

import uvloop
from pgbench import run_pgbench, with_values
from rich.console import Console
from rich.table import Table
from stage import Figures, machine, medians, on_the_server_core, servers_behind

from game.terms import Difficulty
from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.library import SnippetTexts, draw
from server.library.parse import parse
from server.library.rotation import DRAW
from server.library.versions import Content, add, writing

LANGUAGE = "PYTHON"
MOST_APART = 2
_COUNTS = """
SELECT count(*)::int AS snippets, sum(usage_count)::int AS drawn, max(usage_count) - min(usage_count) AS apart
FROM code_snippets WHERE language = $1 AND difficulty = $2 AND is_active
"""


async def _fill(pg: Pool, snippets: int, difficulty: str) -> None:
    async with writing(pg) as connection:
        for number in range(snippets):
            text = "\n".join(f"{difficulty.lower()}_{number}_{line} = compute({line})" for line in range(12))
            content = Content(
                language=LANGUAGE,
                difficulty=difficulty,
                category="benchmark",
                parsed=parse(LANGUAGE, text),
                expected_wpm=40,
            )
            await add(connection, content)
    await pg.execute("VACUUM ANALYZE code_snippets")


class _Bucket:
    def __init__(self, pg: Pool, url: str, difficulty: str, callers: int) -> None:
        self._pg, self._url, self._difficulty, self._callers = pg, url, difficulty, callers
        self.apart = 0
        self._texts = SnippetTexts()  # a server that has run for a while has them in memory

    async def ours(self, draws: int) -> Figures:
        turns = draws // self._callers

        async def one() -> None:
            for _ in range(turns):
                assert await draw(self._pg, LANGUAGE, self._difficulty, texts=self._texts) is not None

        before, began_s, began_cpu_s = await self._drawn(), time.perf_counter(), time.process_time()
        with on_the_server_core():
            await asyncio.gather(*(one() for _ in range(self._callers)))
        seconds, cpu_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
        counted = await self._drawn() - before
        if counted != turns * self._callers:
            sys.exit(f"{turns * self._callers} draws were counted as {counted}")
        return {"draws": counted / seconds, "CPU ms": 1000 * cpu_s / counted}

    async def by_pgbench(self, draws: int) -> Figures:
        values = {1: f"'{LANGUAGE}'", 2: f"'{self._difficulty}'", 3: "'{}'", 4: "NULL::uuid", 5: "'{}'::uuid[]"}
        turns, before = draws // self._callers, await self._drawn()
        run = asyncio.to_thread(
            run_pgbench, self._url, with_values(DRAW, values), connections=self._callers, turns=turns
        )
        statements_a_second = await run
        counted = await self._drawn() - before
        return {"pgbench": statements_a_second * counted / (turns * self._callers)}

    async def _drawn(self) -> int:
        """All draws so far. Exits if the counts are too far apart."""
        row = await self._pg.fetchrow(_COUNTS, LANGUAGE, self._difficulty)
        assert row is not None
        self.apart = max(self.apart, row["apart"])
        if row["apart"] > MOST_APART:
            sys.exit(f"the counts of a bucket of {row['snippets']} differ by {row['apart']}")
        return int(row["drawn"])


async def _measure(url: str, chosen: argparse.Namespace) -> dict[int, list[Figures]]:
    await migrate(url)
    pg = await open_pool(url, chosen.callers)
    seen: dict[int, list[Figures]] = {}
    for snippets, difficulty in zip(chosen.snippets, Difficulty, strict=False):
        await _fill(pg, snippets, difficulty)
        bucket = _Bucket(pg, url, difficulty, chosen.callers)
        await bucket.ours(chosen.callers * 2)  # statements are prepared
        seen[snippets] = []
        for turn in range(chosen.rounds):
            figures = await bucket.ours(chosen.draws) | await bucket.by_pgbench(chosen.draws)
            figures |= {"ratio": figures["draws"] / figures["pgbench"], "apart": bucket.apart}
            seen[snippets].append(figures)
            print(f"  round {turn + 1}, {snippets} snippets: {figures['draws']:.0f} draws a second", flush=True)
    await pg.close()
    return seen


def _table(seen: dict[int, list[Figures]], callers: int) -> Table:
    shown = Table(title=f"draws a second, {callers} callers ({machine()})")
    for column in ("snippets", "draws", "CPU ms", "pgbench", "draws / pgbench", "counts apart"):
        shown.add_column(column, justify="right")
    for snippets, rounds in seen.items():
        figures = medians(rounds)
        kinds = {"draws": ".0f", "CPU ms": ".2f", "pgbench": ".0f", "ratio": ".2f", "apart": ".0f"}
        shown.add_row(f"{snippets:,}", *(f"{figures[name]:{kind}}" for name, kind in kinds.items()))
    return shown


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--callers", type=int, default=16)
    arguments.add_argument(
        "--snippets", type=int, nargs="+", default=[250, 5_000], help="sizes of the bucket, four at most"
    )
    arguments.add_argument("--draws", type=int, default=1_600, help="in a round, of ours and of pgbench's each")
    arguments.add_argument("--rounds", type=int, default=3)
    chosen = arguments.parse_args()
    with servers_behind() as servers:
        seen = uvloop.run(_measure(servers.database_url, chosen))
    Console(width=120).print(_table(seen, chosen.callers))


if __name__ == "__main__":
    main()
