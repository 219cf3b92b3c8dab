"""A database as large as a popular game's, made by one command, for what else measures with it.

    .venv/bin/python benchmarks/large.py FOLDER [--users 1000000] [--results 10000000] [--logs-every 500]
        [--part games|others|boards]

FOLDER keeps embedded PostgreSQL and Valkey, as `prodev serve --data FOLDER` does. The games are those of the demo
players, real ones, copied over two years under new players; a few players have most of the games, as it is. One game in
`--logs-every` keeps its key log: all of them would take 3 KB a game.

PostgreSQL copies by itself, two tables at a time: without indexes, triggers and WAL, and without waiting for the disk.
Then indexes, sums, the figures by language and bests are made, and what else there is of such players
(large_others.py); the boards' table is filled as a server fills it, with PostgreSQL's own settings.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path

import orjson
import uvloop
from large_others import OTHERS
from rich.console import Console
from stage import machine

from server.courses import seed_courses
from server.embedded import EmbeddedServers
from server.infra.cli import Stores
from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.infra.redis import open_redis
from server.key_logs import COLUMNS as LOGS
from server.key_logs import has_log, json_of, stored
from server.leaderboards.filling import fill
from server.library import seed_library
from server.progress import seed_achievements
from server.robots.demo import demo_games
from server.settings import Settings

LONG_S = 7_200
PARTS = ("games", "others", "boards")
DAYS = 730
SKEW = 3.0  # of a million players the first tenth have half of all games
TABLES = ("users", "game_sessions", "typing_sessions", "game_results", "typing_results")
GAMES = TABLES[1:]  # the one half of the work and the other
# A machine that fails meanwhile leaves a folder that is of no use.
HASTY = (
    *("wal_level=minimal", "max_wal_senders=0", "fsync=off", "full_page_writes=off", "synchronous_commit=off"),
    *("max_wal_size=32GB", "checkpoint_timeout=1h", "shared_buffers=1GB", "autovacuum=off", "jit=off"),
    *("maintenance_work_mem=768MB", "work_mem=256MB", "hash_mem_multiplier=4", "synchronize_seqscans=off"),
)

_DEMO = """
CREATE UNLOGGED TABLE large_demo AS
SELECT row_number() OVER (ORDER BY s.id) AS number, count(*) OVER () AS games, s.id AS session, t.id AS typing,
    s.ended_at AS ended_at, now() AS filled_at
FROM game_sessions s JOIN typing_sessions t ON t.game_session_id = s.id JOIN game_results r ON r.session_id = s.id
"""
_MONTHS = f"SELECT make_months((now() - interval '{DAYS} days')::date, {DAYS // 30 + 2})"
# What a copy's rows have in common. The id of a game's session is `time_ordered_id` written out: as a call it takes
# longer than all else here.
_UTC = "(ended_at AT TIME ZONE 'UTC')"
_PLAYER = "md5('large player ' || {})::uuid"
_CHANCE = "((hashint8(n) & 2147483647) / 2147483648.0)"
_GAMES = f"""
INSERT INTO large_games
SELECT n, 1 + n % {{games}}, ended_at,
    ('ffffffff-' || lpad(to_hex({_UTC}::date - DATE '1970-01-01'), 4, '0') || '-8'
        || lpad(to_hex(floor(extract(epoch FROM {_UTC}::time) * 4096 / 86400)::integer), 3, '0') || substr(chance, 19)
    )::uuid, {_PLAYER.format(f"(1 + floor({{users}} * power({_CHANCE}, {SKEW})))::bigint")}
FROM (
    SELECT n, now.at - (1 - n::float8 / {{results}}) * interval '{DAYS} days' AS ended_at,
        md5('large session ' || n)::uuid::text AS chance
    FROM generate_series(1::bigint, {{results}}) AS n, (SELECT max(filled_at) AS at FROM large_demo) now
) copies
"""
_LIKE_TIME_ORDERED = """
SELECT bool_and(session = time_ordered_id(ended_at, md5('large session ' || n)::uuid)) FROM large_games WHERE n <= 1000
"""
_USERS = f"""
INSERT INTO users (id, username, email, password_hash, display_name)
SELECT {_PLAYER.format("n")}, 'large_' || n, 'large_' || n || '@bench.invalid', '!', 'Player ' || n
FROM generate_series(1, {{users}}) AS n
"""
_SUMS = """
INSERT INTO user_statistics AS s (user_id, total_games, best_score, best_wpm, total_playtime_sec, total_words_typed)
SELECT u.id, count(r.id), coalesce(max(final_score) FILTER (WHERE ranked), 0),
    coalesce(max(words_per_minute) FILTER (WHERE ranked), 0),
    coalesce(sum(playtime_seconds), 0), coalesce(sum(total_words_typed), 0)
FROM users u LEFT JOIN game_results r ON r.user_id = u.id GROUP BY u.id
ON CONFLICT (user_id) DO UPDATE SET total_games = EXCLUDED.total_games, best_score = EXCLUDED.best_score,
    best_wpm = EXCLUDED.best_wpm, total_playtime_sec = EXCLUDED.total_playtime_sec,
    total_words_typed = EXCLUDED.total_words_typed
"""
_BY_LANGUAGE = """
TRUNCATE games_by_language;
INSERT INTO games_by_language SELECT * FROM languages_of(ARRAY(SELECT id FROM users))
"""
_BESTS = """
TRUNCATE bests_by_kind;
INSERT INTO bests_by_kind SELECT * FROM bests_of(ARRAY(SELECT id FROM users))
"""
_COLUMNS = """
SELECT column_name AS name, data_type AS type FROM information_schema.columns
WHERE table_name = $1 AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
_ON_TABLES = "ANY('{" + ",".join(TABLES) + "}'::regclass[])"
_CONSTRAINTS = f"""
SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, contype = 'f' AS is_foreign,
    pg_get_constraintdef(oid) AS definition
FROM pg_constraint
WHERE contype = 'f' AND conparentid = 0 AND (conrelid = {_ON_TABLES} OR confrelid = {_ON_TABLES})
    OR contype IN ('p', 'u') AND conrelid = {_ON_TABLES}
ORDER BY contype = 'f' DESC
"""
_INDEXES = f"""
SELECT indexrelid::regclass::text AS name, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS definition
FROM pg_index WHERE indrelid = {_ON_TABLES}
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
"""


class _Filling:
    """`console` is told what was done and how long it took."""

    def __init__(self, pg: Pool, console: Console, users: int, results: int, logs_every: int) -> None:
        self._pg, self._console = pg, console
        self._users, self._results, self._logs_every = users, results, logs_every

    async def run(self) -> None:
        await self._pg.execute(_DEMO)
        await self._pg.execute(_MONTHS)
        copying = {f"{self._results:,} rows of {table}": await self._copying(table) for table in GAMES}
        constraints, foreign = await self._bare()
        await asyncio.gather(
            self.timed(f"{self._results:,} games drawn", await self._drawing()),
            self.timed(f"{self._users:,} users", _USERS.format(users=self._users)),
        )
        assert await self._pg.fetchval(_LIKE_TIME_ORDERED)
        await self._two_at_a_time(copying)
        await self._two_at_a_time({f"VACUUM {table}": f"VACUUM (FREEZE, ANALYZE) {table}" for table in TABLES})
        await self._two_at_a_time(constraints)
        await self.timed("foreign keys", foreign)
        await self._two_at_a_time({"sums": _SUMS, "figures by language": _BY_LANGUAGE, "bests by kind": _BESTS})
        for table in ("demo", "games", *GAMES):
            await self._pg.execute(f"DROP TABLE large_{table}")
        await self.timed("VACUUM ANALYZE", "VACUUM ANALYZE")

    async def _bare(self) -> tuple[dict[str, str], str]:
        """Take indexes and constraints away; returns what makes them again, and what the foreign keys."""
        constraints, indexes = await self._pg.fetch(_CONSTRAINTS), await self._pg.fetch(_INDEXES)
        again, foreign = dict[str, str](), list[str]()
        for one in constraints:
            await self._pg.execute(f"ALTER TABLE {one['table']} DROP CONSTRAINT {one['name']}")
            adding = f"ALTER TABLE {one['table']} ADD CONSTRAINT {one['name']} {one['definition']}"
            if one["is_foreign"]:
                foreign.append(f"{adding} NOT VALID")
            else:
                again[one["name"]] = adding
        for one in indexes:
            await self._pg.execute(f"DROP INDEX {one['name']}")
            again[one["name"]] = one["definition"]
        return again, "; ".join(foreign)

    async def _drawing(self) -> str:
        """Makes an empty table of what a game's rows have in common, and copies of the demo's rows; returns what fills
        the first."""
        games = await self._pg.fetchval("SELECT count(*) FROM large_demo")
        columns = "n BIGINT, number BIGINT, ended_at TIMESTAMPTZ, session UUID, player UUID"
        await self._pg.execute(f"CREATE UNLOGGED TABLE large_games ({columns})")
        return _GAMES.format(games=games, users=self._users, results=self._results)

    async def _copying(self, table: str) -> str:
        """What writes the demo's rows anew, and those of all games: with players, ids and times of their own."""
        is_log = table == "typing_sessions"
        source = {
            "game_sessions": "c.id = d.session",
            "typing_sessions": "c.id = d.typing",
            "game_results": "c.session_id = d.session",
            "typing_results": "c.session_id = d.typing",
        }[table]
        await self._pg.execute(
            f"CREATE UNLOGGED TABLE large_{table} AS SELECT d.number AS demo_number, d.ended_at AS demo_ended_at, c.*"
            f" FROM large_demo d JOIN {table} c ON {source}"
        )
        given = {"user_id": "g.player"}
        if table != "typing_results":
            given |= {"id": "g.session"}
        if table.endswith("sessions"):
            given |= {"session_token": "gen_random_uuid()", "game_session_id": "g.session"}
        else:
            given |= {"session_id": "g.session"}
        if is_log:
            given |= {name: f"CASE WHEN g.n % {self._logs_every} = 0 THEN c.{name} END" for name in LOGS}
        columns = await self._pg.fetch(_COLUMNS, table)
        own = ", ".join(row["name"] for row in columns)
        copied = dict[str, str]()
        for name, kind in columns:
            if kind.startswith("timestamp"):
                copied[name] = f"g.ended_at + (c.{name} - c.demo_ended_at)"
            elif name != "id" or "id" in given:
                copied[name] = given.get(name, f"c.{name}")
        # What is emptied in a transaction is filled in it without WAL.
        return f"""
            TRUNCATE {table};
            INSERT INTO {table} ({own}) SELECT {own} FROM large_{table};
            INSERT INTO {table} ({", ".join(copied)}) SELECT {", ".join(copied.values())}
            FROM large_games g JOIN large_{table} c ON c.demo_number = g.number
        """

    async def _two_at_a_time(self, statements: Mapping[str, str]) -> None:
        waiting = deque(statements.items())

        async def work() -> None:
            while waiting:
                await self.timed(*waiting.popleft())

        await asyncio.gather(work(), work())

    async def timed(self, what: str, statement: str) -> None:
        began_s = time.perf_counter()
        async with self._pg.acquire() as connection:
            await connection.execute("SET session_replication_role = replica")
            await connection.execute(statement, timeout=LONG_S)
            await connection.execute("RESET session_replication_role")
        self._console.print(f"{time.perf_counter() - began_s:8.1f} s  {what}", highlight=False)


async def _fill(servers: EmbeddedServers, console: Console, users: int, results: int, logs_every: int) -> None:
    await migrate(servers.database_url)
    pg, redis = await open_pool(servers.database_url, 4), open_redis(servers.redis_url)
    settings = Settings(database_url=servers.database_url, redis_url=servers.redis_url)
    await seed_library(pg)
    await seed_courses(pg)
    await seed_achievements(pg)
    await demo_games(Stores(settings, pg, redis))
    await _Filling(pg, console, users, results, logs_every).run()
    await redis.aclose()
    await pg.close()


async def _fill_others(servers: EmbeddedServers, console: Console, users: int, results: int, logs_every: int) -> None:
    pg = await open_pool(servers.database_url, 2)
    log = await pg.fetchval(f"SELECT {stored('t')} FROM typing_sessions t WHERE {has_log('t')} LIMIT 1")
    played = orjson.loads(json_of(log))
    waves = {"format": played["format"], "waves": played["waves"][:1]}  # of contests and matches
    await pg.execute("DROP TABLE IF EXISTS large_waves")  # of a run that was stopped
    await pg.execute("CREATE UNLOGGED TABLE large_waves (waves JSON)")
    await pg.execute("INSERT INTO large_waves VALUES ($1)", waves)
    filling = _Filling(pg, console, users, results, logs_every)
    for what, statement in OTHERS.items():
        await filling.timed(what, statement.format(users=users, rows=users // 10))
    await pg.execute("DROP TABLE large_waves")
    await pg.close()


async def _fill_boards(servers: EmbeddedServers, console: Console) -> None:
    pg = await open_pool(servers.database_url, 4)
    began_s = time.perf_counter()
    await pg.execute("UPDATE leaderboard_filling SET filled_to = NULL, filled_at = NULL")
    await fill(pg)
    rows = await pg.fetchval("SELECT count(*) FROM leaderboards")
    console.print(f"{time.perf_counter() - began_s:8.1f} s  the boards' table: {rows:,} rows", highlight=False)
    await pg.execute("VACUUM ANALYZE leaderboards, leaderboard_counts", timeout=LONG_S)
    size = await pg.fetchval("SELECT pg_database_size(current_database())")
    console.print(f"{size / 2**30:.1f} GiB")
    await pg.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--users", type=int, default=1_000_000)
    parser.add_argument("--results", type=int, default=10_000_000)
    parser.add_argument("--logs-every", type=int, default=500)
    parser.add_argument("--part", choices=PARTS, help="only this, of a folder that has those before it")
    given = parser.parse_args()
    console = Console(width=120)
    console.print(machine())
    given.folder.mkdir(parents=True, exist_ok=True)
    began_s = time.perf_counter()
    numbers = given.users, given.results, given.logs_every
    for part in [given.part] if given.part else PARTS:
        options = () if part == "boards" else HASTY
        with EmbeddedServers(given.folder, "large", postgres_options=options) as servers:
            if part == "games":
                uvloop.run(_fill(servers, console, *numbers))
            elif part == "others":
                uvloop.run(_fill_others(servers, console, *numbers))
            else:
                uvloop.run(_fill_boards(servers, console))
    console.print(f"{time.perf_counter() - began_s:.0f} s in all")


if __name__ == "__main__":
    main()
