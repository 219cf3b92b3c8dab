"""PostgreSQL: its URL, the pool, and one codec for each type on all connections.

Laws: ids are text, JSON is Python objects, times are aware and in UTC, enums are text. Every wait has a bound;
`within` of postgres_pool bounds one piece of work. postgres_faults has what counts as a fault. An error as text says
what is wrong and never quotes a row. Nobody leaves anything on a connection of the pool that outlives a transaction: no
SET without LOCAL, no temporary table, no lock of the session; who listens stops listening.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
import orjson

from server.infra.postgres_faults import POSTGRES_AWAY
from server.infra.postgres_pool import BoundedPool, Pool, within

__all__ = ["POSTGRES_AWAY", "BadDatabaseUrl", "Connection", "Pool", "connect", "open_pool", "plain_url", "within"]

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
else:  # they are generic for type checkers alone
    Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy

FEED_CONNECTIONS = 16  # of each process, for the feed; all are open only while all its queues are busy
CONNECT_TIMEOUT_S = 5
COMMAND_TIMEOUT_S = 30  # for a statement without its own bound: most set a shorter one, a leaderboard rebuild a longer
IDLE_S = 300  # after this an idle connection is closed, except the last
QUERIES_A_CONNECTION = 50_000  # after this it is renewed, as asyncpg recommends


def _without_detail(error: asyncpg.PostgresError) -> str:
    """PostgreSQL's DETAIL quotes the row that was refused: names, addresses, hashes. Whatever is logged or kept of an
    error, tracebacks and the text of dead letters too, is its text, so the text has none. `error.detail` still does."""
    return str(error.args[0]) if error.args else type(error).__name__


asyncpg.PostgresError.__str__ = _without_detail  # type: ignore[method-assign, assignment]


def is_lost(connection: Connection) -> bool:
    """Whether this connection was lost while it was held."""
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:  # the pool has taken it back
        return True


_PRISMA_PARAMETERS = {"schema", "connection_limit", "pool_timeout", "pgbouncer", "statement_cache_size"}


class BadDatabaseUrl(Exception):
    """The database URL cannot be read."""


def plain_url(url: str) -> str:
    """`url` without the parameters that only Prisma knows, so that both can share one DATABASE_URL.

    Raises BadDatabaseUrl if it is not a PostgreSQL address.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise BadDatabaseUrl(f"DATABASE_URL is not a PostgreSQL address: {error}") from None
    if parts.scheme not in ("postgresql", "postgres"):
        raise BadDatabaseUrl("DATABASE_URL is not a PostgreSQL address: it must start with postgresql://")
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in _PRISMA_PARAMETERS]
    # urlunsplit drops the empty host of postgresql:///name?host=/folder, but asyncpg needs it
    return urlunsplit(("postgresql", parts.netloc or "localhost", parts.path, urlencode(query, safe="/"), ""))


async def open_pool(url: str, size: int) -> Pool:
    """A pool of at most `size` connections, one of them open already. Close it with `close()`.

    Raises BadDatabaseUrl, or one of POSTGRES_AWAY and asyncpg.PostgresError when no connection can be had.
    """
    try:
        pool = BoundedPool(
            plain_url(url),
            min_size=1,
            max_size=size,
            max_queries=QUERIES_A_CONNECTION,
            max_inactive_connection_lifetime=IDLE_S,
            loop=asyncio.get_running_loop(),
            connection_class=asyncpg.Connection,
            record_class=asyncpg.Record,
            init=_set_codecs,
            reset=_leave_as_it_is,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=COMMAND_TIMEOUT_S,
            server_settings={"application_name": "prodev", "timezone": "UTC"},
        )
        await pool
    except (asyncpg.ClientConfigurationError, ValueError) as error:
        raise BadDatabaseUrl(f"DATABASE_URL is not a PostgreSQL address: {error}") from None
    return pool


async def _leave_as_it_is(_: Connection) -> None:
    """Of what a connection may keep, an open transaction and listeners are asyncpg's to end. There is nothing else, so
    that a round trip is saved each time one goes back."""


async def connect(url: str) -> asyncpg.Connection[asyncpg.Record]:
    """One connection with the pool's codecs and no command timeout, for migrations and long commands."""
    try:
        connection = await asyncpg.connect(plain_url(url), timeout=CONNECT_TIMEOUT_S)
    except (asyncpg.ClientConfigurationError, ValueError) as error:
        raise BadDatabaseUrl(f"DATABASE_URL is not a PostgreSQL address: {error}") from None
    await _set_codecs(connection)
    return connection


async def _set_codecs(connection: Connection) -> None:
    try:
        await _set_codecs_of(connection)
    except BaseException:
        connection.terminate()  # closing it politely would wait for a reply
        raise


async def _set_codecs_of(connection: Connection) -> None:
    await connection.set_type_codec("uuid", schema="pg_catalog", encoder=str, decoder=str, format="text")
    # The binary form of jsonb is its text behind one version byte; json's is its text.
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: b"\x01" + orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS),
        decoder=lambda raw: orjson.loads(raw[1:]),
        format="binary",
    )
    await connection.set_type_codec(
        "json",
        schema="pg_catalog",
        encoder=lambda value: orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS),
        decoder=orjson.loads,
        format="binary",
    )
