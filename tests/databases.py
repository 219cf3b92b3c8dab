"""Databases for tests, on the PostgreSQL of the run: copies of templates, since a copy takes no time."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from server.infra.migrate import migrate
from server.infra.migrations import FOLDER, read_folder
from server.infra.postgres import Pool, connect, open_pool


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
            await admin.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    finally:
        await admin.close()
    return at(url, name)


def at(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


@contextlib.asynccontextmanager
async def database_like(template_url: str) -> AsyncIterator[str]:
    """The URL of a new database that is a copy of another one, and is dropped at the end."""
    template = urlsplit(template_url).path.lstrip("/")
    name = f"prodev_test_{uuid.uuid4().hex}"
    admin = await connect(at(template_url, "postgres"))
    await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    yield at(template_url, name)
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[Pool]:
    pool = await open_pool(url, 2)
    yield pool
    await pool.close()
