"""What the boards' trigger and the feed's consumers add to the end of a game, in milliseconds of a core.

    .venv/bin/python benchmarks/end_cost.py [--games 50] [--rounds 7]

Everything is counted as time of a core (of PostgreSQL's backend and of this process), which other programs on the
machine change little, and the trigger is switched on and off in turns on one database.

`first` is a player's first game, `ordinary` a later one that beats nothing that its player has, `best` one that beats
everything. Then the jobs of such games are worked off as the feed does it, fifty at once, for each consumer by itself;
`spread` is what turns a game into its jobs.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from ended_games import Games, demo_templates
from parts import game_consumers
from rich.console import Console
from rich.table import Table
from stage import SECRET_KEY

from server.embedded import EmbeddedServers
from server.feed import jobs
from server.feed.consumers import Consumer
from server.feed.queues import TOGETHER
from server.infra.cli import Stores
from server.infra.migrate import migrate
from server.infra.postgres import Connection, Pool, open_pool
from server.infra.redis import open_redis
from server.results import FinishedGame, record
from server.settings import Settings

TRIGGER = "game_results_enter_leaderboards"
KINDS = ("first", "ordinary", "best")
WARM_UP = 12  # games after a switch: plans are made anew
FRIENDS = 20  # of each player

Cost = tuple[float, float]  # ms a game of PostgreSQL's backend, and of this process


def backend_ms(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


async def _cost(backend: int, games: int, work: Awaitable[object]) -> Cost:
    postgres, ours = backend_ms(backend), time.process_time()
    await work
    return (backend_ms(backend) - postgres) / games, 1000 * (time.process_time() - ours) / games


class _Bench:
    def __init__(self, stores: Stores, templates: Sequence[FinishedGame], games: int) -> None:
        self._stores, self._pg, self._many = stores, stores.pg, games
        by_worth = sorted(templates, key=lambda one: (one.totals.words_typed, one.totals.keys_correct))
        self._poor, self._good = by_worth[len(by_worth) // 2], by_worth[-1]
        self._number, self.results = 0, dict[str, list[str]]()

    async def _players(self, games: int) -> Games:
        self._number += 1
        made = Games(self._pg, f"end{self._number}", [self._poor], connections=1, players_each=games)
        await made.add_players()
        return made

    async def _end(self, games: Sequence[FinishedGame]) -> list[str]:
        ended = [await record(self._pg, game) for game in games]
        assert all(result is not None and result.ranked for result in ended)
        return [result.id for result in ended if result is not None]

    async def ready(self, kind: str, games: int) -> Sequence[FinishedGame]:
        """Games of this kind, each of a player of its own."""
        players = await self._players(games)
        if kind != "first":
            players.templates = [self._good]
            await self._end((await players.start(games))[0])
            players.templates = [self._poor]
        ready = (await players.start(games))[0]
        if kind == "best":
            await self._pg.execute("UPDATE leaderboards SET score = score / 2")
        return ready

    async def switch(self, on: bool) -> None:
        await self._pg.execute(f'ALTER TABLE game_results {"ENABLE" if on else "DISABLE"} TRIGGER "{TRIGGER}"')

    async def pair(self, kind: str, on: bool) -> Cost:
        """One half of a pair."""
        warm, ready = await self.ready(kind, WARM_UP), await self.ready(kind, self._many)
        await self._pg.execute("VACUUM ANALYZE")
        await self.switch(on)
        await self._end(warm)
        backend = await self._pg.fetchval("SELECT pg_backend_pid()")

        async def end() -> None:
            ids = await self._end(ready)
            if on:
                self.results.setdefault(kind, []).extend(ids)

        cost = await _cost(backend, self._many, end())
        await self.switch(True)
        return cost

    async def consumed(self, work: Callable[[Connection], Awaitable[object]], games: int) -> Cost:
        async with self._pg.acquire() as connection:
            backend = await connection.fetchval("SELECT pg_backend_pid()")
            return await _cost(backend, games, work(connection))


async def _befriend(pg: Pool) -> None:
    """Everybody has some friends among the others."""
    await pg.execute(
        """
        INSERT INTO followers (follower_id, followed_id)
        SELECT u.id, f.id FROM users u, LATERAL (
            SELECT id FROM users o WHERE o.id <> u.id AND NOT o.is_bot ORDER BY md5(o.id::text || u.id::text) LIMIT $1
        ) f WHERE NOT u.is_bot ON CONFLICT DO NOTHING
        """,
        FRIENDS,
    )


def _handler(consumer: Consumer, ids: Sequence[str]) -> Callable[[Connection], Awaitable[object]]:
    """What the feed does with these results."""
    at_once = 1 if consumer.together is None else TOGETHER

    async def work(connection: Connection) -> None:
        for _ in range(0, len(ids), at_once):
            async with connection.transaction():
                taken = await jobs.take(connection, consumer.name, at_once)
                if not taken:  # these games are none of its business
                    return
                subjects = [job.subject for job in taken]
                async with connection.transaction():
                    if consumer.together is not None and len(subjects) > 1:
                        await consumer.together(connection, subjects)
                    else:
                        await consumer.effect(connection, subjects[0])
                    await jobs.end(connection, taken)

    return work


async def _feed(bench: _Bench, pg: Pool, consumers: Sequence[Consumer]) -> dict[str, dict[str, Cost]]:
    """Of each consumer and kind."""
    seen: dict[str, dict[str, Cost]] = {}
    for kind in KINDS:
        ids = bench.results[kind]
        half = len(ids) // 2 // TOGETHER * TOGETHER
        for counted, of_half in ((False, ids[:TOGETHER]), (True, ids[-half:])):
            await pg.execute("TRUNCATE feed_jobs")
            await pg.execute(
                "INSERT INTO feed_jobs (queue, subject, mode, note)"
                " SELECT queue, subject, mode, note FROM bench_jobs WHERE subject = ANY($1::uuid[])",
                of_half,
            )

            async def spread(connection: Connection) -> None:
                while (await jobs.spread(connection)).games:
                    pass

            costs = {"spread": await bench.consumed(spread, len(of_half))}
            for consumer in consumers:
                costs[consumer.name] = await bench.consumed(_handler(consumer, of_half), len(of_half))
            if counted:
                for name, cost in costs.items():
                    seen.setdefault(name, {})[kind] = cost
    return seen


async def _measure(servers: EmbeddedServers, chosen: argparse.Namespace) -> None:
    url = servers.database_url
    await migrate(url)
    settings = Settings(database_url=url, redis_url=servers.redis_url, secret_key=SECRET_KEY, log_level="error")
    pg, redis = await open_pool(url, 1), open_redis(servers.redis_url)
    stores = Stores(settings, pg, redis)
    bench = _Bench(stores, await demo_templates(stores), chosen.games)
    spent: dict[str, list[tuple[Cost, Cost]]] = {kind: [] for kind in KINDS}
    for _ in range(chosen.rounds):
        for kind in KINDS:
            halves: dict[bool, Cost] = {}
            for on in random.sample((True, False), 2):
                halves[on] = await bench.pair(kind, on)
            spent[kind].append((halves[False], halves[True]))
    Console(width=140).print(_trigger_table(spent))
    if chosen.feed:
        await _befriend(pg)
        await pg.execute("VACUUM ANALYZE")
        await pg.execute("CREATE TABLE bench_jobs AS SELECT * FROM feed_jobs WHERE queue = 'game_ended'")
        of_parts = await open_pool(url, 4)  # the other connection is the consumers', and is watched
        async with game_consumers(settings, of_parts, redis) as consumers:
            Console(width=140).print(_feed_table(await _feed(bench, pg, consumers)))
        await of_parts.close()
    await pg.close()
    await redis.aclose()


def _trigger_table(spent: dict[str, list[tuple[Cost, Cost]]]) -> Table:
    shown = Table(title="CPU ms a game's transaction, medians over the rounds")
    for column in ("game", "PostgreSQL without", "with", "added", "added %", "whole without", "added %", "spread"):
        shown.add_column(column, justify="right")
    for kind, pairs in spent.items():
        without, added = [off[0] for off, _ in pairs], [on[0] - off[0] for off, on in pairs]
        whole = statistics.median(sum(off) for off, _ in pairs)
        middle = statistics.median(added)
        shown.add_row(
            kind,
            f"{statistics.median(without):.2f}",
            f"{statistics.median(on[0] for _, on in pairs):.2f}",
            f"{middle:.2f}",
            f"{100 * middle / statistics.median(without):.0f}",
            f"{whole:.2f}",
            f"{100 * middle / whole:.0f}",
            f"{min(added):.2f}…{max(added):.2f}",
        )
    return shown


def _feed_table(seen: dict[str, dict[str, Cost]]) -> Table:
    shown = Table(title="CPU ms a game, PostgreSQL + Python")
    shown.add_column("consumer")
    for kind in KINDS:
        shown.add_column(kind, justify="right")
    for name, costs in seen.items():
        shown.add_row(name, *(f"{costs[kind][0]:.2f} + {costs[kind][1]:.2f}" for kind in KINDS))
    sums = ([sum(costs[kind][at] for costs in seen.values()) for at in (0, 1)] for kind in KINDS)
    shown.add_row("all", *(f"{postgres:.2f} + {ours:.2f}" for postgres, ours in sums))
    return shown


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--games", type=int, default=50, help="of each kind in half a pair")
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--feed", action=argparse.BooleanOptionalAction, default=True)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="prodev-bench-") as folder:
        os.chmod(folder, 0o711)
        with EmbeddedServers(Path(folder), "bench") as servers:
            asyncio.run(_measure(servers, chosen))


if __name__ == "__main__":
    main()
