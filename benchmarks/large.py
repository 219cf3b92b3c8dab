"""A database as large as a popular game's, made by one command, for what else measures with it.

    .venv/bin/python benchmarks/large.py FOLDER [--users 1000000] [--results 10000000] [--logs-every 500]

FOLDER keeps embedded PostgreSQL and Valkey, as `prodev serve --data FOLDER` does. The games are those of the demo
players, real ones, copied over two years under new players, by COPY; a few players have most of the games, as it is.
One game in `--logs-every` keeps its key log: all of them would take 3 KB a game. While it is filled, the tables have no
indexes and no triggers; then indexes, sums, the figures by language, bests and the boards' table are made.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import asyncpg
import uvloop
from rich.console import Console
from stage import machine

from server.embedded import EmbeddedServers
from server.infra.cli import Stores
from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.infra.redis import open_redis
from server.key_logs import COLUMNS as LOGS
from server.leaderboards.filling import fill
from server.library import seed_library
from server.robots.demo import demo_games
from server.settings import Settings

AT_ONCE = 250_000
LONG_S = 7_200
DAYS = 730
SKEW = 3.0  # of a million players the first tenth have half of all games
TABLES = ("users", "game_sessions", "typing_sessions", "game_results", "typing_results")

_DEMO = """
CREATE UNLOGGED TABLE large_demo AS
SELECT row_number() OVER (ORDER BY s.id) AS number, count(*) OVER () AS games, s.id AS session, t.id AS typing,
    s.ended_at AS ended_at, now() AS filled_at
FROM game_sessions s JOIN typing_sessions t ON t.game_session_id = s.id JOIN game_results r ON r.session_id = s.id
"""
_MONTHS = f"SELECT make_months((now() - interval '{DAYS} days')::date, {DAYS // 30 + 2})"
# A copy's ids follow from its number and its time, in every table alike. A typing session has its game's.
_ENDED_AT = f"(d.filled_at - (1 - n::float8 / {{results}}) * interval '{DAYS} days')"
_SESSION = f"time_ordered_id({_ENDED_AT}, md5('large session ' || n)::uuid)"
_PLAYER = "md5('large player ' || {})::uuid"
_CHANCE = "((hashint8(n) & 2147483647) / 2147483648.0)"  # the same in every table
_USERS = f"""
SELECT {_PLAYER.format("n")} AS id, 'large_' || n AS username, 'large_' || n || '@bench.invalid' AS email,
    '!' AS password_hash, 'Player ' || n AS display_name
FROM generate_series({{first}}, {{last}}) AS n
"""
_SUMS = """
INSERT INTO user_statistics AS s (user_id, total_games, best_score, best_wpm, total_playtime_sec, total_words_typed)
SELECT user_id, count(*), coalesce(max(final_score) FILTER (WHERE ranked), 0),
    coalesce(max(words_per_minute) FILTER (WHERE ranked), 0),
    sum(playtime_seconds), sum(total_words_typed)
FROM game_results GROUP BY user_id
ON CONFLICT (user_id) DO UPDATE SET total_games = EXCLUDED.total_games, best_score = EXCLUDED.best_score,
    best_wpm = EXCLUDED.best_wpm, total_playtime_sec = EXCLUDED.total_playtime_sec,
    total_words_typed = EXCLUDED.total_words_typed
"""
_BY_LANGUAGE = """
TRUNCATE games_by_language;
INSERT INTO games_by_language SELECT * FROM languages_of(ARRAY(SELECT id FROM users));
TRUNCATE bests_by_kind;
INSERT INTO bests_by_kind SELECT * FROM bests_of(ARRAY(SELECT id FROM users))
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
        again = await self._bare()
        await self._copy("users", _USERS, self._users)
        for table in TABLES[1:]:
            await self._copy(table, await self._select(table), self._results)
        for what, statement in again.items():
            await self._timed(what, statement)
        await self._timed("sums", _SUMS)
        await self._timed("figures by language, bests", _BY_LANGUAGE)
        await self._pg.execute("DROP TABLE large_demo")
        await self._timed("VACUUM ANALYZE", "VACUUM ANALYZE")
        began_s = time.perf_counter()
        await self._pg.execute("UPDATE leaderboard_filling SET filled_to = NULL, filled_at = NULL")
        await fill(self._pg)
        self._tell("the boards' table", began_s)
        await self._timed("VACUUM ANALYZE", "VACUUM ANALYZE leaderboards, leaderboard_counts")

    async def _bare(self) -> dict[str, str]:
        """Take indexes and constraints away; returns what makes them again."""
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
        return {**again, "foreign keys": "; ".join(foreign)}

    async def _select(self, table: str) -> str:
        """The rows of a table for games {first} to {last}: the demo's, with players, ids and times of their own."""
        session = _SESSION.format(results=self._results)
        given = {
            "game_sessions": {"id": session, "session_token": "gen_random_uuid()", "user_id": self._player()},
            "typing_sessions": {
                **{"id": session, "session_token": "gen_random_uuid()", "user_id": self._player()},
                "game_session_id": session,
                **{name: f"CASE WHEN n % {self._logs_every} = 0 THEN c.{name} END" for name in LOGS},
            },
            "game_results": {"session_id": session, "user_id": self._player()},
            "typing_results": {"session_id": session, "user_id": self._player()},
        }[table]
        source = {
            "game_sessions": "c.id = d.session",
            "typing_sessions": "c.id = d.typing",
            "game_results": "c.session_id = d.session",
            "typing_results": "c.session_id = d.typing",
        }[table]
        columns = [f"{value} AS {name}" for name, value in (await self._columns(table, given)).items()]
        return f"""
            SELECT {", ".join(columns)} FROM generate_series({{first}}, {{last}}) AS n
            JOIN large_demo d ON d.number = 1 + n % d.games JOIN {table} c ON {source}
        """

    async def _columns(self, table: str, given: Mapping[str, str]) -> dict[str, str]:
        rows = await self._pg.fetch(
            "SELECT column_name AS name, data_type AS type FROM information_schema.columns"
            " WHERE table_name = $1 AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position",
            table,
        )
        ended_at = _ENDED_AT.format(results=self._results)
        found = dict[str, str]()
        for name, kind in rows:
            if kind.startswith("timestamp"):
                found[name] = f"{ended_at} + (c.{name} - d.ended_at)"
            elif name != "id" or "id" in given:
                found[name] = given.get(name, f"c.{name}")
        return found

    def _player(self) -> str:
        return _PLAYER.format(f"(1 + floor({self._users} * power({_CHANCE}, {SKEW})))::bigint")

    async def _copy(self, table: str, select: str, rows: int) -> None:
        began_s = time.perf_counter()
        async with self._pg.acquire() as reading, self._pg.acquire() as writing:
            await writing.execute("SET session_replication_role = replica; SET synchronous_commit = off")
            for first in range(1, rows + 1, AT_ONCE):
                query = select.format(first=first, last=min(first + AT_ONCE - 1, rows))
                await _pipe(reading, query, writing, table)
            await writing.execute("RESET session_replication_role; RESET synchronous_commit")
        self._tell(f"{rows:,} rows of {table}", began_s)

    async def _timed(self, what: str, statement: str) -> None:
        began_s = time.perf_counter()
        async with self._pg.acquire() as connection:
            await connection.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'")
            await connection.execute(statement, timeout=LONG_S)
        self._tell(what, began_s)

    def _tell(self, what: str, began_s: float) -> None:
        self._console.print(f"{time.perf_counter() - began_s:8.1f} s  {what[:100]}", highlight=False)


async def _pipe(
    reading: asyncpg.pool.PoolConnectionProxy[asyncpg.Record],
    query: str,
    writing: asyncpg.pool.PoolConnectionProxy[asyncpg.Record],
    table: str,
) -> None:
    """COPY (query) TO STDOUT | COPY table FROM STDIN."""
    names = [attribute.name for attribute in (await reading.prepare(query)).get_attributes()]
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(64)

    async def arriving() -> AsyncIterator[bytes]:
        while (piece := await pieces.get()) is not None:
            yield piece

    async def read() -> None:
        await reading.copy_from_query(query, output=pieces.put, format="binary", timeout=LONG_S)
        await pieces.put(None)

    copied = writing.copy_to_table(table, source=arriving(), columns=names, format="binary", timeout=LONG_S)
    await asyncio.gather(read(), copied)


async def _fill(servers: EmbeddedServers, console: Console, users: int, results: int, logs_every: int) -> None:
    await migrate(servers.database_url)
    pg, redis = await open_pool(servers.database_url, 4), open_redis(servers.redis_url)
    settings = Settings(database_url=servers.database_url, redis_url=servers.redis_url)
    await seed_library(pg)
    await demo_games(Stores(settings, pg, redis))
    await _Filling(pg, console, users, results, logs_every).run()
    size = await pg.fetchval("SELECT pg_database_size(current_database())")
    console.print(f"{size / 2**30:.1f} GiB")
    await redis.aclose()
    await pg.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--users", type=int, default=1_000_000)
    parser.add_argument("--results", type=int, default=10_000_000)
    parser.add_argument("--logs-every", type=int, default=500)
    given = parser.parse_args()
    console = Console(width=120)
    console.print(machine())
    given.folder.mkdir(parents=True, exist_ok=True)
    began_s = time.perf_counter()
    with EmbeddedServers(given.folder, "large") as servers:
        uvloop.run(_fill(servers, console, given.users, given.results, given.logs_every))
    console.print(f"{time.perf_counter() - began_s:.0f} s in all")


if __name__ == "__main__":
    main()
