"""Databases for tests, on the PostgreSQL of the run: copies of templates, since a copy takes no time."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from server.infra.migrate import migrate
from server.infra.migrations import FOLDER, read_folder
from server.infra.postgres import Connection, Pool, connect, open_pool

_TEST = "prodev_test_"


async def make_template(url: str) -> str:
    """A migrated database that nobody connects to, named by what the migrations hold: made once a server."""
    name = (
        "prodev_template_"
        + uuid.uuid5(uuid.NAMESPACE_OID, "".join(migration.checksum for migration in read_folder(FOLDER))).hex
    )
    admin = await connect(url)
    try:
        await admin.execute("SELECT pg_advisory_lock(hashtext('prodev tests'))")
        if not await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
            await admin.execute(f'CREATE DATABASE "{name}_new"')
            await migrate(at(url, f"{name}_new"))
            await _pack(at(url, f"{name}_new"))
            await admin.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    finally:
        await admin.close()
    return at(url, name)


async def _pack(url: str) -> None:
    """What two thousand copies need not hold: the maps of free space, for one, are files, too."""
    for statement in ("VACUUM FULL", "SELECT"):  # the second connection writes a cache that each copy would miss
        connection = await asyncpg.connect(url)
        await connection.execute(statement)
        await connection.close()


def at(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


class Databases:
    """Makes and drops databases over one connection: a new one would cost as much as a tenth of the copy."""

    def __init__(self, template_url: str, run: str) -> None:
        self._url, self._run = at(template_url, "postgres"), run
        self._admin: Connection | None = None
        self._one_at_a_time = asyncio.Lock()

    async def close(self) -> None:
        if self._admin is not None:
            await self._admin.close()

    async def _execute(self, statement: str) -> None:
        async with self._one_at_a_time:
            if self._admin is None or self._admin.is_closed():
                self._admin = await asyncpg.connect(self._url)
            await self._admin.execute(statement)

    @contextlib.asynccontextmanager
    async def like(self, template_url: str) -> AsyncIterator[str]:
        """The URL of a new database that is a copy of another one, and is dropped at the end."""
        template = urlsplit(template_url).path.lstrip("/")
        name = f"{_TEST}{uuid.uuid4().hex}"
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        yield at(template_url, name)
        await self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def once(self, kind: str, template_url: str, fill: Callable[[str], Awaitable[None]]) -> str:
        """The URL of a copy that is filled by whichever process asks first, and serves all of them until the run ends:
        nobody may change it."""
        name = f"{_of_run(self._run)}_{kind}"
        admin = await asyncpg.connect(self._url)
        try:
            await admin.execute("SELECT pg_advisory_lock(hashtext($1))", name)
            if not await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
                async with self.like(template_url) as url:
                    await fill(url)
                    template = urlsplit(url).path.lstrip("/")
                    await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        finally:
            await admin.close()
        return at(template_url, name)


def _of_run(run: str) -> str:
    return f"prodev_run_{run}"


async def drop_all_of(run: str, url: str) -> None:
    """Drop what `Databases.once` has made in a run."""
    admin = await asyncpg.connect(at(url, "postgres"))
    for (name,) in await admin.fetch("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", _of_run(run)):
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(url, 2)
    yield pool
    await pool.close()


def ask_once_for_types() -> None:
    """asyncpg asks on each connection what an enum is, which costs PostgreSQL 5 ms: as much as half of a copy. Copies
    have the types of their template, and a server gives a number to one type alone."""
    lookup = asyncpg.Connection._introspect_types  # type: ignore[attr-defined] # noqa: SLF001 - no other way in
    known: dict[tuple[str, frozenset[int]], Any] = {}

    async def look_up(connection: Any, numbers: Iterable[int], wait_s: float) -> Any:
        server, database = connection._addr, connection._params.database  # noqa: SLF001
        if not isinstance(server, str) or not database.startswith(_TEST):
            return await lookup(connection, numbers, wait_s)
        question = server, frozenset(numbers)
        if question not in known:
            known[question] = await lookup(connection, numbers, wait_s)
        return known[question]

    asyncpg.Connection._introspect_types = look_up  # type: ignore[attr-defined] # noqa: SLF001
