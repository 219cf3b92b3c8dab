"""Every query that the server asks, explained on a large database: how long each takes, and what it reads whole.

    .venv/bin/python benchmarks/queries.py FOLDER [--slower-than 5] [--all]

FOLDER is what benchmarks/large.py made. The server runs in this process; each of its GET endpoints is asked by a player
with very many games, by an admin and by a stranger, twice: with Redis and without. What its pool is asked meanwhile, by
its background work too, is then asked twice more under EXPLAIN (ANALYZE, BUFFERS), in transactions that are rolled
back.
Then players and staff do what they do (deeds.py), games that end among it; each statement that writes is explained
where it stands, right before it runs, and rolled back to there. While that goes on, nothing is given up for the time
that PostgreSQL takes; what takes more than a second without the explaining is named.
What is slow is printed when it is found, and at the end all of it in a table: the statements that are slower, or that
read a table of more than 10,000 rows whole; and the indexes that none of them used. Those may be for what was not asked
here: foreign keys, rare work.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import secrets
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from deeds import DEEDS, Names
from rich.console import Console
from rich.table import Table
from stage import SECRET_KEY, machine
from starlette.applications import Starlette

from server.app import create_app
from server.embedded import EmbeddedServers
from server.infra import postgres, postgres_pool
from server.infra.cli import Stores
from server.infra.logs import set_up_logs
from server.infra.migrate import migrate
from server.infra.postgres import Connection, Pool, open_pool
from server.infra.redis import open_redis
from server.key_logs import has_log
from server.robots import demo
from server.settings import Settings
from server.sign_in.tokens import AccessTokens, Claims

NOWHERE = "redis://127.0.0.1:1/0"
LARGE_ROWS = 10_000
LIMIT_S = 60
LONG_S = 1.0  # a request that takes longer is named
EXPORTS = "/export"  # of all that a player has: asked once
SETTLES_S = 3.0  # for what the server does by itself when it starts
QUERY_SHOWN = 110

# Who asks: the player with most games, and an admin. What a path names is theirs, or the newest there is.
_PEOPLE = """
SELECT user_id::text FROM user_statistics s JOIN users u ON u.id = s.user_id
WHERE u.is_active ORDER BY total_games DESC LIMIT 1
"""
_MAKE_ADMIN = "UPDATE users SET role = 'ADMIN' WHERE id = (SELECT id FROM users WHERE role <> 'ADMIN' AND NOT is_guest"
_MAKE_ADMIN += " AND username LIKE 'large%' ORDER BY username DESC LIMIT 1) RETURNING id::text"
_NAMED = {
    "username": "SELECT username FROM users WHERE id = $1::uuid",
    "/api/game/result/{id}": "SELECT id::text FROM game_results WHERE user_id = $1::uuid LIMIT 1",
    "/api/moderation/results/{id}": "SELECT id::text FROM game_results WHERE $1 <> '' ORDER BY ended_at DESC LIMIT 1",
    "/api/game/replay/{session_id}": "SELECT t.game_session_id::text FROM typing_sessions t JOIN game_results r"
    f" ON r.session_id = t.game_session_id WHERE {has_log('t')} AND $1 <> '' LIMIT 1",
    "/api/admin/users/{id}": "SELECT $1::text",
    "/api/snippets/{id}": "SELECT id::text FROM code_snippets WHERE $1 <> '' ORDER BY created_at LIMIT 1",
    "/api/groups/{slug}": "SELECT slug FROM groups g JOIN group_members m ON m.group_id = g.id"
    " WHERE m.user_id = $1::uuid LIMIT 1",
    "/api/contests/{slug}": "SELECT slug FROM contests WHERE $1 <> '' AND group_id IS NULL AND starts_at < now()"
    " ORDER BY starts_at LIMIT 1",
    "/api/matches/{code}": "SELECT code FROM matches WHERE $1 <> '' ORDER BY created_at DESC LIMIT 1",
    "/api/collections/{id}": "SELECT id::text FROM collections WHERE $1 <> '' AND is_public LIMIT 1",
    "/api/posts/{id}": "SELECT id::text FROM posts WHERE $1 <> '' ORDER BY comment_count DESC LIMIT 1",
    "/api/replays/{id}": "SELECT id::text FROM shared_replays WHERE $1 <> '' LIMIT 1",
    "/api/admin/tracks/{id}": "SELECT id::text FROM tracks WHERE $1 <> '' LIMIT 1",
    "/api/admin/challenges/{id}": "SELECT id::text FROM challenges WHERE $1 <> '' LIMIT 1",
    "/api/tracks/{slug}": "SELECT slug FROM tracks WHERE $1 <> '' LIMIT 1",
    "/api/challenges/{id}": "SELECT id::text FROM challenges WHERE $1 <> '' LIMIT 1",
}
_UNUSED = """
SELECT relname AS table, indexrelname AS index, pg_relation_size(indexrelid) AS bytes
FROM pg_stat_user_indexes JOIN pg_index USING (indexrelid) WHERE idx_scan = 0 AND NOT indisunique ORDER BY bytes DESC
"""
_LARGE = f"SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > {LARGE_ROWS}"


_IS_PLANNED = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_WRITES = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\b")


@dataclass(slots=True)
class Asked:
    """A statement, its latest arguments, and what it was asked for."""

    arguments: tuple[Any, ...]
    for_: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Explained:
    query: str
    for_: str
    ms: float
    blocks: int
    whole: frozenset[str]  # tables that were read whole


class Listener:
    """Hears what every connection of this process is asked; what writes is explained at once, the first time."""

    def __init__(self, slower_than_ms: float) -> None:
        self.asked: dict[str, Asked] = {}
        self.written: dict[str, Explained] = {}
        self.large = frozenset[str]()
        self.explaining_s = 0.0
        self._slower_than_ms = slower_than_ms
        self.doing = ""  # what is asked for nothing is this program's
        self._seen = set[str]()
        connect, run = asyncpg.Connection.__init__, asyncpg.Connection._execute  # type: ignore[attr-defined]  # noqa: SLF001

        def connected(connection: asyncpg.Connection[Any], *arguments: Any, **options: Any) -> None:
            connect(connection, *arguments, **options)
            connection.add_query_logger(self._heard)

        async def explained(connection: Any, query: str, arguments: Any, *rest: Any, **options: Any) -> Any:
            if self.doing and query not in self._seen and _WRITES.search(query) and _IS_PLANNED.match(query):
                self._seen.add(query)
                before_s = time.perf_counter()
                await self._explain_here(connection, query, arguments, run)
                self.explaining_s += time.perf_counter() - before_s
            return await run(connection, query, arguments, *rest, **options)

        # There is no other way to all connections of a pool.
        asyncpg.Connection.__init__ = connected  # type: ignore[assignment, method-assign]
        asyncpg.Connection._execute = explained  # type: ignore[attr-defined]  # noqa: SLF001

    async def _explain_here(self, connection: Any, query: str, arguments: Any, run: Any) -> None:
        """Twice: the first time reads what is on the disk."""
        doing, found = self.doing, None
        try:
            for _ in range(2):
                transaction = connection.transaction()
                await transaction.start()
                try:
                    explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}"
                    rows, *_ = await run(connection, explain, arguments, 0, LIMIT_S, return_status=True)
                    found = _read(query, doing, rows[0][0], set(self.large))
                finally:
                    await transaction.rollback()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            print(f"not explained: {type(error).__name__}: {error}: {' '.join(query.split())[:QUERY_SHOWN]}")
        if found is not None:
            self.written[query] = found
            self.say(found)

    def is_shown(self, one: Explained) -> bool:
        return one.ms > self._slower_than_ms or bool(one.whole)

    def say(self, one: Explained) -> None:
        if self.is_shown(one):
            whole = f" (whole: {' '.join(sorted(one.whole))})" if one.whole else ""
            print(f"{one.ms:10.1f} ms  {one.for_}: {one.query[:QUERY_SHOWN]}{whole}", flush=True)

    def _heard(self, said: Any) -> None:
        if self.doing and _IS_PLANNED.match(said.query) and not _WRITES.search(said.query):
            one = self.asked.setdefault(said.query, Asked(said.args))
            one.arguments = said.args
            one.for_.add(self.doing)


async def _paths(http: httpx.AsyncClient) -> list[str]:
    described = (await http.get("/api/openapi.json")).json()["paths"]
    gettable = [path for path, methods in described.items() if "get" in methods]
    return [path for path in gettable if not path.endswith("/live") and path not in ("/metrics", "/api/openapi.json")]


async def _filled(connection: Connection, path: str, player: str) -> str | None:
    """The path with what it names; None if that is not known here."""
    for start, query in _NAMED.items():
        if path.startswith(start) or ("{username}" in path and start == "username"):
            value = await connection.fetchval(query, player)
            if value is not None:
                return path.replace(path[path.index("{") : path.index("}") + 1], value)
    return None if "{" in path else path


@asynccontextmanager
async def _running(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app: Starlette = create_app(settings)
    async with app.router.lifespan_context(app) as state:
        transport = httpx.ASGITransport(app=_with_state(app, state or {}), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench", timeout=LIMIT_S) as http:
            yield http


def _with_state(app: Starlette, state: Mapping[str, Any]) -> Any:
    async def call(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "state": dict(state)}, receive, send)

    return call


async def _ask(http: httpx.AsyncClient, path: str, tokens: Mapping[str, str]) -> None:
    for who, token in tokens.items():
        if who == "other" or (path.endswith(EXPORTS) and who != ("admin" if "/admin/" in path else "player")):
            continue
        before_s = time.perf_counter()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        searched = {"search": "player 77"} if path.endswith("/users") else {}
        response = await http.get(path, headers=headers, params=searched)
        if response.status_code >= 500:
            print(f"{response.status_code} {path} ({who}): {response.text[:200]}", flush=True)
        if (took_s := time.perf_counter() - before_s) > LONG_S:
            print(f"{took_s:10.1f} s   {path} ({who})", flush=True)


async def _do(
    http: httpx.AsyncClient, pg: Pool, listener: Listener, settings: Settings, tokens: Mapping[str, str]
) -> None:
    names = Names()
    listener.doing = ""
    async with pg.acquire() as connection:
        await names.find(connection)
    for deed in DEEDS:
        listener.doing = deed.route
        method, _, path = deed.route.partition(" ")
        try:
            path, body = names.filled(path), names.filled(deed.body)
        except KeyError as missing:
            print(f"not done: {deed.route}: there is no {missing}")
            continue
        headers = {"Authorization": f"Bearer {tokens[deed.who]}"} if tokens[deed.who] else {}
        before_s, listener.explaining_s = time.perf_counter(), 0.0
        response = await http.request(method, path, headers=headers, json=body)
        if (took_s := time.perf_counter() - before_s - listener.explaining_s) > LONG_S:
            print(f"{took_s:10.1f} s   {deed.route} ({deed.who})", flush=True)
        if response.status_code >= 400:
            print(f"{response.status_code} {deed.route} ({deed.who}): {response.text[:200]}", flush=True)
        else:
            try:
                names.learn(deed, response)
            except KeyError as missing:
                print(f"{deed.route} answered no {missing}, but {', '.join(response.json())}")
    listener.doing = "the end of a game"
    assert settings.redis_url
    redis = open_redis(settings.redis_url)
    name = f"bench_{secrets.token_hex(4)}"
    await demo.demo_games(Stores(settings, pg, redis), [demo.DemoPlayer(name, "Bench", 70, 0.97, "PYTHON", 2)])
    await redis.aclose()
    await asyncio.sleep(SETTLES_S)  # for the feed
    listener.doing = ""


async def _explain(connection: Connection, query: str, asked: Asked, large: set[str]) -> Explained | None:
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(f"SET LOCAL statement_timeout = '{LIMIT_S}s'")
        explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}"
        plans = await connection.fetchval(explain, *asked.arguments, timeout=LIMIT_S + 5)  # the pool reads JSON
    except (asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        print(f"not explained: {type(error).__name__}: {error}: {' '.join(query.split())[:QUERY_SHOWN]}")
        return None
    finally:
        await transaction.rollback()
    return _read(query, sorted(asked.for_, key=len)[0], plans, large)


def _read(query: str, for_: str, plans: Any, large: set[str]) -> Explained:
    plan = plans[0]["Plan"]
    return Explained(
        query=" ".join(query.split()),
        for_=for_,
        ms=plans[0]["Execution Time"],
        blocks=plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
        whole=frozenset(node["Relation Name"] for node in _nodes(plan) if node["Node Type"] == "Seq Scan") & large,
    )


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


async def _look(servers: EmbeddedServers, listener: Listener) -> tuple[list[Explained], list[str]]:
    await migrate(servers.database_url)
    pg = await open_pool(servers.database_url, 2)
    await pg.execute("SELECT pg_stat_reset()")
    async with pg.acquire() as connection:
        player = await connection.fetchval(_PEOPLE)
        admin = await connection.fetchval(_MAKE_ADMIN)
        large = {row[0] for row in await connection.fetch(_LARGE)}
    listener.large = frozenset(large)
    signer, now = AccessTokens(SECRET_KEY, 3_600), datetime.now(UTC)
    other = await pg.fetchval("SELECT id::text FROM users WHERE username = 'large_1000'")
    tokens = {
        "other": signer.issue(Claims(other, other, 0), now),
        "player": signer.issue(Claims(player, player, 0), now),
        "admin": signer.issue(Claims(admin, admin, 0), now),
        "stranger": "",
    }
    await pg.execute(
        "INSERT INTO refresh_tokens (user_id, family_id, token_hash, expires_at) SELECT one, one,"
        " encode(sha256(one::text::bytea), 'hex'), now() + interval '1 day' FROM unnest($1::text[]::uuid[]) AS one"
        " ON CONFLICT DO NOTHING",
        [player, admin, other],
    )
    for redis_url in servers.redis_url, NOWHERE:
        settings = Settings(
            database_url=servers.database_url, redis_url=redis_url, secret_key=SECRET_KEY, rate_limits=False
        )
        listener.doing = "start"
        async with _running(settings) as http:
            await asyncio.sleep(SETTLES_S)
            for path in await _paths(http):
                listener.doing = ""
                async with pg.acquire() as connection:
                    filled = await _filled(connection, path, player)
                listener.doing = path
                if redis_url == NOWHERE and path.endswith(EXPORTS):
                    continue
                if filled is not None:
                    await _ask(http, filled, tokens)
                else:
                    print(f"not asked: {path}")
            if redis_url != NOWHERE:
                await _do(http, pg, listener, settings, tokens)
    listener.doing = ""
    asked = dict(listener.asked)
    async with pg.acquire() as connection:
        again = list[Explained]()
        for query, one in asked.items():
            for _ in range(2):  # the first time reads what is on the disk
                found = await _explain(connection, query, one, large)
            if found is not None:
                again.append(found)
                listener.say(found)
    unused = [f"{row['bytes'] / 2**20:8.1f} MiB  {row['table']}: {row['index']}" for row in await pg.fetch(_UNUSED)]
    await pg.close()
    return [*again, *listener.written.values()], unused


def _never_given_up() -> None:
    """PostgreSQL has all the time that explaining takes, inside the server's bounds of a call and of a statement."""
    most_s = 10 * LIMIT_S
    postgres.COMMAND_TIMEOUT_S = most_s
    bounded = postgres_pool._Allowance.__init__  # noqa: SLF001

    def patient(allowance: Any, _seconds: float) -> None:
        bounded(allowance, most_s)

    # Each caller of `within` has bounds of its own, which no setting lifts.
    postgres_pool._Allowance.__init__ = patient  # type: ignore[assignment, method-assign]  # noqa: SLF001


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--slower-than", type=float, default=5.0, help="ms")
    parser.add_argument("--all", action="store_true", help="show the others as well")
    given = parser.parse_args()
    console = Console(width=200)
    console.print(machine())
    set_up_logs("error", as_json=False)
    listener = Listener(given.slower_than)
    _never_given_up()
    with EmbeddedServers(given.folder, "queries") as servers:
        found, unused = asyncio.run(_look(servers, listener))
    shown = [one for one in found if given.all or listener.is_shown(one)]
    table = Table("ms", "blocks", "read whole", "for", "query", title=f"{len(shown)} of {len(found)} queries")
    for one in sorted(shown, key=lambda one: -one.ms):
        whole = " ".join(sorted(one.whole))
        table.add_row(f"{one.ms:.1f}", f"{one.blocks:,}", whole, one.for_, one.query[:QUERY_SHOWN])
    console.print(table)
    console.print("Used by none of them:", *unused, sep="\n", highlight=False)


if __name__ == "__main__":
    main()
