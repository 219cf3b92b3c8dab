"""What a job adds to the end of a game, and what working it off costs: our feed, pgqueuer and procrastinate.

    .venv/bin/python benchmarks/feed.py [--games 4000] [--jobs 3000] [--seed 1]

The real transaction of `results.record`, on an embedded PostgreSQL of its own that keeps its promises (fsync on), with
the key logs of real games of the demo players. The variants take turns in rounds of a few games, in an order that is
drawn anew each round, so that the machine's other work falls on all alike. A variant's figure is the median over
the rounds of its cost beside the transaction without a job in the same round. A listener waits on the channel of each
library throughout, as a server would. "quiet" is a library's table without the trigger that notifies.

The libraries are not among the project's packages; those that are not installed are left out:

    pip install pgqueuer procrastinate 'psycopg[binary]'
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib
import importlib.util
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from ended_games import Games, demo_templates, games_a_second

from server.embedded.servers import EmbeddedServers
from server.feed import Consumer, Feed
from server.infra.cli import Stores
from server.infra.migrate import migrate
from server.infra.postgres import Connection, Pool, open_pool
from server.infra.redis import open_redis
from server.results import FinishedGame
from server.results.columns import RESULT_SELECTED
from server.results.statements import JOB
from server.settings import Settings

CONNECTIONS = 8
PLAYERS_EACH = 50  # of each connection
TURNS = 8  # of each connection in a round
PGBENCH_TURNS = 100
ROUNDS_OF_CONSUMING = 3

_record: Any = importlib.import_module("server.results.record")  # the package has a function of that name
_OURS: str = _record.SAVE
_JOB = f", {JOB}"
_BARE = _OURS.replace(_JOB, "")
_READ = f"SELECT {RESULT_SELECTED}"  # what comes after all the parts


def _with(part: str) -> str:
    return _BARE.replace(_READ, f"{part} {_READ}")


# What each library's own function of enqueuing does, as a part of the statement that inserts the result.
_PGQUEUER = """, job AS (
    INSERT INTO pgqueuer (priority, entrypoint, payload, status)
    SELECT 0, 'game_ended', convert_to(id::text, 'UTF8'), 'queued' FROM result
    RETURNING id
), logged AS (
    INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority) SELECT id, 'queued', 'game_ended', 0 FROM job
)"""
_PROCRASTINATE = """, job AS (
    SELECT procrastinate_defer_jobs_v1(array_agg(row(
        'game_ended', 'game_ended', 0, NULL, NULL, jsonb_build_object('result_id', id), NULL
    )::procrastinate_job_to_defer_v1)) AS ids FROM result
)"""


def _has(*packages: str) -> bool:
    return all(importlib.util.find_spec(package) for package in packages)


HAS_PGQUEUER, HAS_PROCRASTINATE = _has("pgqueuer"), _has("procrastinate", "psycopg")


def _variants() -> dict[str, str]:
    if _JOB not in _OURS:
        raise SystemExit("SAVE is not what this benchmark takes it for: look at _JOB")
    variants = {"no job": _BARE, "ours": _OURS}
    if HAS_PGQUEUER:
        variants["pgqueuer"] = _with(_PGQUEUER)
        variants["pgqueuer, quiet"] = _with(_PGQUEUER.replace("pgqueuer", "quiet_pgqueuer"))
    if HAS_PROCRASTINATE:
        # `, job` at the end: a common table expression that is not read, and changes nothing itself, is not run
        variants["procrastinate"] = _with(_PROCRASTINATE) + ", job"
        variants["procrastinate, quiet"] = _with(_PROCRASTINATE.replace("procrastinate_", "quiet_")) + ", job"
    return variants


# ---------------------------------------------------------------- ending them


_End = Callable[[Pool, Sequence[Sequence[FinishedGame]]], Awaitable[float]]


async def _one_by_one(pg: Pool, games: Sequence[Sequence[FinishedGame]]) -> float:
    """Seconds a game."""
    began = time.perf_counter()
    for of_one in games:
        for game in of_one:
            await _record.record(pg, game)
    return (time.perf_counter() - began) / sum(map(len, games))


async def _at_once(pg: Pool, games: Sequence[Sequence[FinishedGame]]) -> float:
    return 1 / await games_a_second(games, lambda game: _record.record(pg, game))


class _Comparison:
    def __init__(self, pg: Pool, games: Games, variants: dict[str, str], dice: random.Random) -> None:
        self._pg, self._games, self._variants, self._dice = pg, games, variants, dice

    async def run(self, title: str, end: _End, rounds: int, turns: int) -> None:
        spent: dict[str, list[float]] = {name: [] for name in self._variants}
        for round_ in range(rounds + 2):
            order = list(self._variants)
            self._dice.shuffle(order)
            for name in order:
                ready = await self._games.start(turns)
                _record.SAVE = self._variants[name]
                seconds = await end(self._pg, ready)
                if round_ >= 2:  # the first ones prepare statements
                    spent[name].append(seconds)
        _record.SAVE = _OURS
        bare = spent["no job"]
        print(f"\n{title}: {rounds} rounds of {CONNECTIONS * turns} games each")
        print(f"{'':20} {'ms a game':>10} {'added ms':>9} {'added %':>8}")
        for name, values in spent.items():
            added = statistics.median(value - base for value, base in zip(values, bare, strict=True))
            share = statistics.median(value / base - 1 for value, base in zip(values, bare, strict=True))
            print(f"{name:20} {1000 * statistics.median(values):10.3f} {1000 * added:9.3f} {100 * share:8.1f}")


# ---------------------------------------------------------------- the same statements by pgbench


async def _pgbench(url: str, games: Games, *, rounds: int, dice: random.Random) -> None:
    """Transactions a second of PostgreSQL alone: no Python between the statements."""
    variants = {"no job": _BARE, "ours": _OURS}
    rates: dict[str, list[float]] = {name: [] for name in variants}
    order = list(variants)
    for _ in range(rounds):
        dice.shuffle(order)
        for name in order:
            rates[name].append(await games.by_pgbench(url, PGBENCH_TURNS, variants[name]))
    print(f"\npgbench, {CONNECTIONS} connections: the median of {rounds} rounds of {CONNECTIONS * PGBENCH_TURNS} games")
    for name, values in rates.items():
        print(f"{name:20} {statistics.median(values):10.0f} games a second")
    ratio = statistics.median(ours / bare for ours, bare in zip(rates["ours"], rates["no job"], strict=True))
    print(f"{'ours / no job':20} {ratio:10.3f}")


# ---------------------------------------------------------------- working jobs off


class Cost(NamedTuple):
    """Of one job in milliseconds: how long it took, and what of it this process computed."""

    wall: float
    cpu: float


class _Watch:
    def __init__(self, jobs: int) -> None:
        self._jobs, self._wall, self._cpu = jobs, time.perf_counter(), time.process_time()

    def cost(self) -> Cost:
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return Cost(1000 * wall / self._jobs, 1000 * cpu / self._jobs)


async def _consume_ours(url: str, jobs: int) -> Cost:
    """The feed itself: spread, then one at a time, each in a transaction of its own that ends it."""
    done, all_done = 0, asyncio.Event()

    async def effect(_: Connection, __: str) -> None:
        nonlocal done
        done += 1
        if done == jobs:
            all_done.set()

    pg = await asyncpg.create_pool(url, min_size=1, max_size=1)
    await pg.execute("TRUNCATE feed_jobs")
    await pg.execute(
        "INSERT INTO feed_jobs (queue, subject) SELECT 'game_ended', gen_random_uuid() FROM generate_series(1, $1)",
        jobs,
    )
    await pg.close()
    feed, watch = Feed([Consumer("bench", effect)]), _Watch(jobs)
    await feed.start(url)
    await all_done.wait()
    await feed.stop()
    return watch.cost()


async def _consume_pgqueuer(url: str, jobs: int) -> Cost:
    """Ten at a time, as it picks them; each in a transaction that also ends it."""
    pgqueuer: Any = importlib.import_module("pgqueuer")
    pool = await asyncpg.create_pool(url, min_size=4, max_size=12)
    await pool.execute(
        "INSERT INTO pgqueuer (priority, entrypoint, payload, status)"
        " SELECT 0, 'game_ended', convert_to(gen_random_uuid()::text, 'UTF8'), 'queued' FROM generate_series(1, $1)",
        jobs,
    )
    manager = pgqueuer.QueueManager(_pgqueuer_queries(pool))

    async def consume(job: Any) -> None:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("DELETE FROM pgqueuer WHERE id = $1", job.id)

    manager.entrypoint("game_ended")(consume)
    watch = _Watch(jobs)
    drain = importlib.import_module("pgqueuer.types").QueueExecutionMode.drain
    await manager.run(mode=drain, batch_size=10, max_concurrent_tasks=20)
    cost = watch.cost()
    await pool.close()
    return cost


def _pgqueuer_queries(pool: Any) -> Any:
    driver = importlib.import_module("pgqueuer.db").AsyncpgPoolDriver(pool)
    return importlib.import_module("pgqueuer.queries").Queries(driver)


async def _consume_procrastinate(url: str, jobs: int) -> Cost:
    """Ten at a time; the effect's transaction on asyncpg, the job's end by procrastinate on psycopg."""
    procrastinate: Any = importlib.import_module("procrastinate")
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, min_size=4, max_size=12))
    pool = await asyncpg.create_pool(url, min_size=4, max_size=12)

    async def consume(result_id: str) -> None:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT $1::uuid", result_id)

    app.task(name="game_ended", queue="game_ended")(consume)
    async with app.open_async():
        await pool.execute(
            "SELECT procrastinate_defer_jobs_v1(array_agg(row('game_ended', 'game_ended', 0, NULL, NULL,"
            " jsonb_build_object('result_id', gen_random_uuid()), NULL)::procrastinate_job_to_defer_v1))"
            " FROM generate_series(1, $1)",
            jobs,
        )
        watch = _Watch(jobs)
        await app.run_worker_async(
            wait=False, concurrency=10, delete_jobs="successful", install_signal_handlers=False, listen_notify=False
        )
        cost = watch.cost()
    await pool.close()
    return cost


# ---------------------------------------------------------------- all of it


@contextlib.asynccontextmanager
async def _listening(url: str, channels: Sequence[str]) -> AsyncIterator[None]:
    connection = await asyncpg.connect(url)
    for channel in channels:
        await connection.add_listener(channel, lambda *_: None)
    yield
    await connection.close()


async def measure(servers: EmbeddedServers, options: argparse.Namespace) -> None:
    url = servers.database_url
    await migrate(url)
    pg = await open_pool(url, CONNECTIONS)
    redis = open_redis(servers.redis_url)
    await _install(url)
    dice = random.Random(options.seed)
    templates = await demo_templates(Stores(Settings(database_url=url, redis_url=servers.redis_url), pg, redis))
    keys = statistics.mean(template.totals.keys_pressed for template in templates)
    print(f"{len(templates)} games to copy, {keys:.0f} keys on average")
    games = Games(pg, "feed", templates, connections=CONNECTIONS, players_each=PLAYERS_EACH)
    await games.add_players()
    async with _listening(url, ["ch_pgqueuer", "procrastinate_any_queue_v1", "procrastinate_queue_v1#game_ended"]):
        compare = _Comparison(pg, games, _variants(), dice)
        await compare.run("One after the other", _one_by_one, options.games // CONNECTIONS, 1)
        many = CONNECTIONS * TURNS
        await compare.run(f"{CONNECTIONS} at a time", _at_once, options.games // many, TURNS)
    await _pgbench(url, games, rounds=max(3, options.games // 300), dice=dice)
    await _consume(url, options.jobs)
    await pg.close()
    await redis.aclose()


async def _consume(url: str, jobs: int) -> None:
    consumers = {"ours": _consume_ours}
    if HAS_PGQUEUER:
        consumers["pgqueuer"] = _consume_pgqueuer
    if HAS_PROCRASTINATE:
        consumers["procrastinate"] = _consume_procrastinate
    costs: dict[str, list[Cost]] = {name: [] for name in consumers}
    for _ in range(ROUNDS_OF_CONSUMING):
        for name, consume in consumers.items():
            costs[name].append(await consume(url, jobs))
    print(f"\nWorking {jobs} jobs off, the median of {ROUNDS_OF_CONSUMING}")
    print(f"{'':20} {'ms a job':>10} {'of them CPU of the consumer':>28}")
    for name, spent in costs.items():
        wall = statistics.median(cost.wall for cost in spent)
        print(f"{name:20} {wall:10.3f} {statistics.median(cost.cpu for cost in spent):28.3f}")


async def _install(url: str) -> None:
    """The libraries' tables, and a quiet copy of each."""
    pool = await asyncpg.create_pool(url, min_size=1, max_size=2)
    if HAS_PGQUEUER:
        await _pgqueuer_queries(pool).install()
        quiet = importlib.import_module("pgqueuer.domain.settings").DBSettings(prefix="quiet_")
        await pool.execute(importlib.import_module("pgqueuer.adapters.persistence.schema_ddl").render_install(quiet))
        await pool.execute("DROP TRIGGER quiet_tg_pgqueuer_changed ON quiet_pgqueuer")
    if HAS_PROCRASTINATE:
        package = Path(str(importlib.import_module("procrastinate").__file__)).parent
        schema = (package / "sql" / "schema.sql").read_text()
        await pool.execute(schema)
        await pool.execute(schema.replace("procrastinate_", "quiet_"))
        await pool.execute("DROP FUNCTION quiet_notify_queue_job_inserted_v1 CASCADE")
    await pool.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--games", type=int, default=4000, help="games that each variant ends")
    parser.add_argument("--jobs", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="prodev-bench-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedServers(Path(folder), "bench") as servers:
            asyncio.run(measure(servers, options))


if __name__ == "__main__":
    main()
