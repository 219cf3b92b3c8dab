"""PostgreSQL: its URL, the pool, and one codec for each type on all connections.

Laws: ids are text, JSON is Python objects, times are aware and in UTC, enums are text. Every wait has a bound;
`within` of postgres_pool bounds one piece of work. postgres_faults has what counts as a fault. An error as text says
what is wrong and never quotes a row. Nobody leaves anything on a connection of the pool that outlives a transaction: no
SET without LOCAL, no temporary table, no lock of the session; who listens stops listening.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import asyncpg
import orjson

from server.infra.database_url import PRIMARY, BadDatabaseUrl, database_address
from server.infra.postgres_faults import POSTGRES_AWAY
from server.infra.postgres_pool import QUEUE_S, BoundedPool, Pool, as_it_is, reading_from, within

__all__ = [
    "POSTGRES_AWAY",
    "QUEUE_S",
    "UNFLUSHED",
    "BadDatabaseUrl",
    "BoundedPool",
    "Connection",
    "Pool",
    "as_it_is",
    "connect",
    "open_pool",
    "reading_from",
    "within",
]

if TYPE_CHECKING:
    _OneConnection = asyncpg.Connection[asyncpg.Record]
    Connection = asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
else:  # they are generic for type checkers alone
    _OneConnection = asyncpg.Connection
    Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy

# To be selected in a transaction whose commit need not wait for the disk: a PostgreSQL that crashes may lose what was
# committed in the last half second or so, as a whole.
UNFLUSHED = "set_config('synchronous_commit', 'off', true)"
FEED_CONNECTIONS = 26  # of each process, for the feed: its watcher's, and one for each queue that has had work lately
COMMAND_TIMEOUT_S = 30  # for a statement without its own bound: most set a shorter one, a leaderboard rebuild a longer
IDLE_S = 300  # after this an idle connection is closed, except those that were opened with the pool
QUERIES_A_CONNECTION = 50_000  # after this it is renewed, as asyncpg recommends


# Each is told of every statement of connections that are made from then on, when it is over (spans.py).
watchers: list[Callable[[Any], None]] = []


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


async def open_pool(url: str, size: int, variable: str = PRIMARY, *, opened: int = 1) -> BoundedPool:
    """A pool of at most `size` connections, `opened` of them open already and for good. Close it with `close()`.
    `variable` is where the address stands.

    Raises BadDatabaseUrl, or one of POSTGRES_AWAY and asyncpg.PostgresError when no connection can be had.
    """
    try:
        options = _options(url, variable, application_name="prodev", timezone="UTC")
        pool = BoundedPool(
            **options,
            min_size=opened,
            max_size=size,
            max_queries=QUERIES_A_CONNECTION,
            max_inactive_connection_lifetime=IDLE_S,
            loop=asyncio.get_running_loop(),
            record_class=asyncpg.Record,
            init=_prepare,
            reset=_leave_as_it_is,
            command_timeout=COMMAND_TIMEOUT_S,
        )
        pool.is_behind_pooler = options["connection_class"] is Pooled
        await pool
    except (asyncpg.ClientConfigurationError, ValueError) as error:
        raise BadDatabaseUrl(f"{variable} cannot be followed: {error}") from None
    return pool


def _options(url: str, variable: str = PRIMARY, **settings: str) -> dict[str, Any]:
    address = database_address(url, variable)
    options = address.driver_options()
    options["server_settings"] |= settings
    return options | {"connection_class": Pooled if address.is_pooled else asyncpg.Connection}


class Pooled(_OneConnection):
    """A connection to a pooler in transaction mode: each transaction may have another one to PostgreSQL."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        # Otherwise it is switched off while types are looked up, for whoever has the connection next.
        capabilities: Any = self._server_caps  # type: ignore[has-type] # it has no stub
        self._server_caps = capabilities._replace(jit=False)

    def _get_unique_id(self, prefix: str) -> str:
        """The name of a statement or a cursor. asyncpg counts them, and other processes share the connection."""
        return f"__prodev_{prefix}_{uuid.uuid4().hex}__"

    async def add_listener(self, channel: str, callback: Any) -> None:
        """Nobody is heard: PostgreSQL would tell whoever has the connection by then."""

    async def remove_listener(self, channel: str, callback: Any) -> None:
        """There is none."""


async def _leave_as_it_is(_: Connection) -> None:
    """Of what a connection may keep, an open transaction and listeners are asyncpg's to end. There is nothing else, so
    that a round trip is saved each time one goes back."""


async def connect(url: str) -> asyncpg.Connection[asyncpg.Record]:
    """One connection with the pool's codecs and no command timeout, for migrations and long commands."""
    try:
        connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(**_options(url))
    except (asyncpg.ClientConfigurationError, ValueError) as error:
        raise BadDatabaseUrl(f"DATABASE_URL cannot be followed: {error}") from None
    await _set_codecs(connection)
    return connection


async def _prepare(connection: Connection) -> None:
    await _set_codecs(connection)
    for watcher in watchers:
        connection.add_query_logger(watcher)


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
