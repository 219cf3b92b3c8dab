"""What every `prodev` command shares: its settings, its servers, and how it says that something is wrong.

Laws:
- A fault of operation (a server that does not answer, a setting that does not fit) is one line on stderr and exit
  code 1; a traceback is our own fault.
- A command works beside a running `prodev serve` on the same data folder, and without one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

import asyncpg
import typer
from pydantic import ValidationError
from redis.asyncio import Redis

from server.embedded.servers import EmbeddedError, EmbeddedServers
from server.infra.database_url import database_address
from server.infra.extras import ExtraMissing
from server.infra.logs import set_up_logs
from server.infra.migrate import migrate, status
from server.infra.migrations import MigrationRefused
from server.infra.postgres import FEED_CONNECTIONS, Pool, open_pool
from server.infra.redis import open_redis
from server.infra.resolve import resolve
from server.infra.server_urls import BadUrl
from server.infra.tracing import TracingRefused
from server.infra.web import Problem
from server.settings import Settings

Answer = TypeVar("Answer")

COMMAND_POOL_SIZE = 4
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
LOCK_WAIT_S = 30  # for another command on the same data folder; a running server is joined instead
APPLIED_NAMED = 3  # so many migrations are told by their names
FREE_CONNECTIONS = 20  # on top of the pools: for commands, psql and PostgreSQL itself


class CommandFailed(Exception):
    """The command cannot do what it was asked; the message is the one line that the user reads."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What a command works with."""

    settings: Settings
    pg: Pool
    redis: Redis


def run(work: Callable[[Stores], Awaitable[Answer]]) -> Answer:
    """Run `work` with the servers that the settings name, on a migrated database; returns what it returns.

    Embedded servers are joined when `prodev serve` runs them, else started for the command and stopped after it.
    Any fault of operation, and CommandFailed, ends the program with one line.
    """
    with one_line_faults():
        settings = read_settings()
        set_up_logs(settings.log_level if settings.log_level != "info" else "warning", settings.log_json)
        with servers(settings, "command") as ready:
            return asyncio.run(_with_stores(ready, work, embedded=settings.database_url is None))


async def _with_stores(settings: Settings, work: Callable[[Stores], Awaitable[Answer]], embedded: bool) -> Answer:
    await prepare_database(settings, apply=embedded)
    async with open_stores(settings) as stores:
        return await work(stores)


@contextlib.asynccontextmanager
async def open_stores(settings: Settings) -> AsyncIterator[Stores]:
    """The stores of servers whose URLs are known."""
    assert settings.database_url
    assert settings.redis_url
    redis = open_redis(settings.redis_url)
    try:
        pool = await open_pool(settings.database_url, COMMAND_POOL_SIZE)
        try:
            yield Stores(settings, pool, redis)
        finally:
            await pool.close()
    finally:
        await redis.aclose()


def read_settings(**given: object) -> Settings:
    """The settings. The command line (None: not given) overrides the environment. Raises CommandFailed."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        complaint = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:
            raise CommandFailed(complaint) from None
        name = str(first["loc"][0])  # the variable's name, or the field's when it came from the command line
        variable = Settings.variable(name) if name in Settings.model_fields else name
        raise CommandFailed(f"{variable} is not valid: {complaint}") from None


@contextlib.contextmanager
def servers(settings: Settings, purpose: str) -> Iterator[Settings]:
    """The settings with both URLs filled in: embedded servers fill in for a URL that is not set.

    `purpose` "serve" owns the data folder; any other joins a `prodev serve` that runs already.
    Raises EmbeddedError.
    """
    needed = [name for name in ("database_url", "redis_url") if getattr(settings, name) is None]
    if not needed:
        yield settings
        return
    folder = settings.data_dir()
    if purpose != "serve" and (running := EmbeddedServers.running(folder)):
        yield _filled_in(settings, *running)
        return
    only = {"database_url": "postgres", "redis_url": "valkey"}[needed[0]] if len(needed) == 1 else ""
    connections = settings.workers * (settings.pool_size + FEED_CONNECTIONS) + FREE_CONNECTIONS
    options = [f"max_connections={max(100, connections)}"]
    with EmbeddedServers(folder, purpose, wait_s=LOCK_WAIT_S, postgres_options=options, only=only) as embedded:
        yield _filled_in(
            settings,
            embedded.database_url if only != "valkey" else "",
            embedded.redis_url if only != "postgres" else "",
        )


def _filled_in(settings: Settings, database_url: str, redis_url: str) -> Settings:
    if settings.database_url is None:
        _forget_other_postgres()
    urls = {
        "database_url": settings.database_url or database_url,
        "redis_url": settings.redis_url or redis_url,
    }
    return settings.model_copy(update=urls)


def _forget_other_postgres() -> None:
    """libpq's variables (PGPORT, PGSSLMODE, PGSERVICE, …), which the driver and pg_dump read too, tell of a PostgreSQL
    that somebody has set up for psql: nothing of it holds for the embedded one."""
    for name in [name for name in os.environ if re.fullmatch("PG[A-Z]+", name)]:
        del os.environ[name]


async def prepare_database(settings: Settings, apply: bool) -> list[str]:
    """Migrate the database, or (without `apply`) refuse one that is not migrated; returns the names applied.

    A database that a newer release has migrated is used, with a warning. Raises CommandFailed and MigrationRefused.
    """
    done: list[str] = []
    if apply:
        assert settings.database_url
        with postgres_faults(settings.database_url):
            done = await migrate(settings.database_url)
    listed = await migration_status(settings)
    if left := [name for name, state in listed if state == "pending"]:
        raise CommandFailed(f"the database is not migrated ({left[0]} is pending): run prodev migrate")
    if newer := [name for name, state in listed if state == "newer"]:
        said = f"the database has the migration {newer[-1]} of a newer release, and is used as it is"
        print(f"Warning: {said}; update this program soon.", file=sys.stderr)
    return done


def tell_applied(names: Sequence[str]) -> None:
    """Each by its name; the many of a new database in one line."""
    if len(names) > APPLIED_NAMED:
        print(f"Applied {len(names)} migrations, up to {names[-1]}.")
        return
    for name in names:
        print(f"Applied the migration {name}.")


async def migration_status(settings: Settings) -> list[tuple[str, str]]:
    """`(name, state)` of every migration, in order: applied, pending or newer.

    Raises CommandFailed and MigrationRefused.
    """
    assert settings.database_url
    with postgres_faults(settings.database_url):
        known, plan = await status(settings.database_url)
    ours = [(one.name, "pending" if one in plan.todo else "applied") for one in known]
    return [*ours, *((name, "newer") for name in plan.newer)]


async def resolve_migration(settings: Settings, name: str, applied: bool) -> None:
    """Record what somebody found out about a failed migration. Raises CommandFailed and MigrationRefused."""
    assert settings.database_url
    with postgres_faults(settings.database_url):
        await resolve(settings.database_url, name, applied=applied)


@contextlib.contextmanager
def postgres_faults(url: str) -> Iterator[None]:
    """What asyncpg raises when the database does not answer, as CommandFailed with one line."""
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
        raise CommandFailed(f"PostgreSQL at {database_address(url).place} {_complaint(error)}") from error


_OF_A_POOLER = (asyncpg.DuplicatePreparedStatementError, asyncpg.InvalidSQLStatementNameError)


def _complaint(error: BaseException) -> str:
    if isinstance(error, _OF_A_POOLER):
        return "is a connection pooler in transaction mode: add pgbouncer=true to DATABASE_URL"
    if isinstance(error, (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidPasswordError)):
        return f"refuses the user or the password of DATABASE_URL ({first_line(error)})"
    if isinstance(error, (asyncpg.InvalidCatalogNameError, asyncpg.InsufficientPrivilegeError)):
        return f"refuses: {first_line(error)}"
    if isinstance(error, TimeoutError):
        return "does not answer (timed out)"
    return f"does not answer ({first_line(error)})"


def first_line(error: BaseException) -> str:
    """An error's first line, or its class when it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


@contextlib.contextmanager
def one_line_faults() -> Iterator[None]:
    """Ends the program with one line and exit code 1 for the faults named in the module's law.

    SIGTERM unwinds the program like Ctrl-C, so that embedded servers are stopped.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    except (CommandFailed, ExtraMissing, TracingRefused, EmbeddedError, MigrationRefused, BadUrl) as error:
        print(f"prodev: {first_line(error)}", file=sys.stderr)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(128 + signal.SIGINT) from None


@contextlib.contextmanager
def one_line_refusals() -> Iterator[None]:
    """As `one_line_faults`, for bad input and for what the rules of HTTP refuse."""
    with one_line_faults():
        try:
            yield
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            field = ".".join(str(part) for part in first["loc"]) or "input"
            raise CommandFailed(f"{field}: {first['msg']}") from None
        except Problem as problem:
            raise CommandFailed(problem.detail) from None
