"""What those who type cost the servers behind: Valkey's and PostgreSQL's time of a core, Valkey's memory, and the
bytes that a game leaves in PostgreSQL and in its log.

    .venv/bin/python benchmarks/behind.py [--players 500] [--rate 8] [--seconds 15] [--games 300]

Everything is counted, not timed: time of a core from /proc, bytes from PostgreSQL and Valkey. The players type in an
open loop (benchmarks/typists.c). The games are those of the demo players, ended by the server's own transaction, and
then worked off by the feed's consumers as in play. The journal's script is also run back to back: what Valkey needs
for a game near its limit, where it does not wake up for a few games at a time. docs/scaling.md reckons with these
figures (tools/scaling).
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
from ended_games import Games, demo_templates
from parts import game_consumers
from stage import SECRET_KEY, WARM_UP_S, cpu_s, machine, prodev, servers_behind, start_games, type_on, typists

from server.embedded import EmbeddedServers
from server.feed import jobs
from server.infra.cli import Stores
from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.infra.redis import Line, open_redis
from server.play.core.tape import RECORD_BYTES
from server.play.journal.scripts import ANEW, WRITE
from server.play.journal.writer import COHORT_WEIGHT
from server.results import FinishedGame, record
from server.settings import Settings

KEYS_OF_GAME = 1_000
KEYS_OF_WRITE = 2  # at eight a second and a write each 250 ms
WRITES = 400  # of COHORT_WEIGHT games each
# As long as a session's.
STANDING = orjson.dumps(
    {"v": 1, "hp": 100, "score": 12_345, "wave": 3, "combo": 12, "keys_pressed": 512, "game_ms": 123_456}
)


def valkey_pid(servers: EmbeddedServers) -> int:
    return asyncio.run(_info(servers, "process_id"))


async def _info(servers: EmbeddedServers, name: str) -> int:
    redis = open_redis(servers.redis_url)
    try:
        return int((await redis.info())[name])
    finally:
        await redis.aclose()


def postgres_pids(data: Path) -> list[int]:
    """The postmaster and everything that it has started."""
    postmaster = int((data / "postgres" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [postmaster, *map(int, children)]


def typing(program: Path, servers: EmbeddedServers, chosen: argparse.Namespace) -> None:
    """Prints what so many players cost while they type."""
    valkey = valkey_pid(servers)
    with prodev(servers, chosen.port) as server:
        tokens = asyncio.run(start_games(f"http://127.0.0.1:{chosen.port}", chosen.players))
        before_bytes = asyncio.run(_info(servers, "used_memory"))
        watched = {"Pro Dev": [server.pid], "Valkey": [valkey], "PostgreSQL": postgres_pids(servers.folder)}
        before = {name: sum(map(cpu_s, pids)) for name, pids in watched.items()}
        print(f"{chosen.players} players, {chosen.rate:g} keys/s each")
        figures = type_on(program, chosen.port, tokens, rate=chosen.rate, seconds=chosen.seconds)
        keys = figures["keys_per_second"] * (chosen.seconds + WARM_UP_S)
        for name, pids in watched.items():
            spent_us = (sum(map(cpu_s, pids)) - before[name]) * 1e6
            print(f"{name}: {spent_us / keys:.1f} µs of a core a key")
        grown = asyncio.run(_info(servers, "used_memory")) - before_bytes
        beside = max(0.0, grown - keys * RECORD_BYTES) / chosen.players
        kept_kib = (KEYS_OF_GAME * RECORD_BYTES + beside) / 1024
        print(
            f"Valkey: {kept_kib:.1f} KiB a running game of {KEYS_OF_GAME:,} keys ({beside:.0f} bytes besides the keys)"
        )


async def journal(servers: EmbeddedServers) -> None:
    """Prints what a write of a game's journal costs Valkey when it has nothing but those to do."""
    redis = open_redis(servers.redis_url)
    line = Line(redis)
    digest = await redis.script_load(WRITE)
    head = ("bench:", 60, "bench", 60_000, RECORD_BYTES)

    async def write(number: int, flags: int = 0) -> None:
        keys = b"x" * RECORD_BYTES * KEYS_OF_WRITE
        arguments: list[str | bytes | int] = []
        for game in range(COHORT_WEIGHT):
            place = (number - 1) * KEYS_OF_WRITE
            arguments += [f"0194b6b2-7c1e-7000-8000-{game:012d}", "epoch", number, flags, STANDING, place, keys, 0, b""]
        await line.call("EVALSHA", digest, 1, "bench:alive:bench", *head, *arguments)

    async def spent_s() -> float:
        info = await redis.info("cpu")
        return float(info["used_cpu_user"]) + float(info["used_cpu_sys"])

    await write(1, ANEW)
    before_s = await spent_s()
    for number in range(2, WRITES + 2):
        await write(number)
    a_write_us = (await spent_s() - before_s) * 1e6 / WRITES / COHORT_WEIGHT
    print(f"Valkey, back to back: {a_write_us:.1f} µs of a core a write of {KEYS_OF_WRITE} keys of a game")
    await line.close()
    await redis.aclose()


async def _sizes(pg: Pool) -> dict[str, int]:
    await pg.execute("VACUUM")
    rows = await pg.fetch(
        "SELECT coalesce(pg_partition_root(oid), oid)::regclass::text AS name,"
        " sum(pg_total_relation_size(oid))::bigint AS bytes FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace GROUP BY 1"
    )
    return {row["name"]: row["bytes"] for row in rows}


async def _log_position(pg: Pool) -> int:
    return int(await pg.fetchval("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"))


async def games(servers: EmbeddedServers, count: int) -> None:
    """Prints what a game leaves."""
    await migrate(servers.database_url)
    settings = Settings(
        database_url=servers.database_url, redis_url=servers.redis_url, secret_key=SECRET_KEY, log_level="error"
    )
    pg, redis = await open_pool(servers.database_url, 4), open_redis(servers.redis_url)
    made = Games(pg, "behind", await demo_templates(Stores(settings, pg, redis)), connections=1, players_each=50)
    await made.add_players()
    await pg.execute("CHECKPOINT")
    (of_one,) = await made.start(count)
    await _end(settings, pg, redis, of_one)  # first games leave more, and what is deleted makes room only once
    before, position = await _sizes(pg), await _log_position(pg)
    (of_one,) = await made.start(count)
    await _end(settings, pg, redis, of_one)
    written = await _log_position(pg) - position
    after = await _sizes(pg)
    keys = sum(game.totals.keys_pressed for game in of_one) / count
    left = {name: (after[name] - before.get(name, 0)) / count for name in after}
    logs = left["typing_sessions"]
    whole = sum(left.values())
    print(f"a game of {keys:,.0f} keys leaves {whole:,.0f} bytes with indexes, {logs:,.0f} of them in typing_sessions")
    for name, size in sorted(left.items(), key=lambda one: -one[1])[:10]:
        print(f"  {name}: {size:,.0f}")
    print(f"and {written / count:,.0f} bytes of PostgreSQL's log")
    await pg.close()
    await redis.aclose()


async def _end(settings: Settings, pg: Pool, redis: Any, ended: Sequence[FinishedGame]) -> None:
    async with game_consumers(settings, pg, redis) as consumers:
        for game in ended:
            await record(pg, game)
        async with pg.acquire() as connection:
            while (await jobs.spread(connection)).games:
                pass
            for consumer in consumers:
                while taken := await jobs.take(connection, consumer.name, 1):
                    await consumer.effect(connection, taken[0].subject)
                    await jobs.end(connection, taken)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--players", type=int, default=500)
    arguments.add_argument("--rate", type=float, default=8, help="keys a second of each player")
    arguments.add_argument("--seconds", type=float, default=15)
    arguments.add_argument("--games", type=int, default=300)
    arguments.add_argument("--port", type=int, default=18767)
    chosen = arguments.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="prodev-bench-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedServers(Path(folder), "bench") as servers:
            asyncio.run(games(servers, chosen.games))
            asyncio.run(journal(servers))
    with typists() as program, servers_behind() as servers:
        typing(program, servers, chosen)


if __name__ == "__main__":
    main()
