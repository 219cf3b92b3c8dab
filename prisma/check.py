"""Checks our migrator with the real Prisma CLI, on temporary databases.

check.sh runs the CLI's checks on a database that our migrator made; then the CLI makes one, and our migrator must find
nothing left to do. Run `npm ci` in this folder first.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from server.embedded.servers import EmbeddedServers
from server.infra.migrate import migrate
from server.infra.migrations import FOLDER, MigrationRefused, read_folder
from server.infra.postgres import connect

HERE = Path(__file__).resolve().parent
# A file that exists keeps the CLI from downloading an engine; with /bin/false, using it would fail.
NO_ENGINE = {"PRISMA_SCHEMA_ENGINE_BINARY": "/bin/false", "PRISMA_QUERY_ENGINE_LIBRARY": "/bin/false"}


def prisma(command: str, *arguments: str, url: str) -> bool:
    # node-postgres, unlike asyncpg, wants a host name in front of the socket's folder
    environment = os.environ | NO_ENGINE | {"DATABASE_URL": url.replace("@/", "@localhost/"), "CHECKPOINT_DISABLE": "1"}
    return subprocess.run([HERE / command, *arguments], check=False, cwd=HERE, env=environment).returncode == 0


async def create(url: str, name: str) -> str:
    connection = await connect(url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return url.replace("/prodev?", f"/{name}?")


async def fail_and_try_again(url: str, broken: Path) -> None:
    """Our migrator fails at the last migration that is a transaction and is rolled back, then applies it."""
    shutil.copytree(FOLDER, broken)
    last = [one for one in read_folder() if one.fits_in_a_transaction][-1]
    script = broken / last.name / "migration.sql"
    script.write_text(script.read_text() + "\nSELECT nonsense;\n")
    try:
        await migrate(url, broken)
    except MigrationRefused as refused:
        print(f"ok    {str(refused).splitlines()[0]}")
    await migrate(url)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="prodev-prisma-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedServers(Path(folder), "prisma check", only="postgres") as servers:
            url = servers.database_url
            asyncio.run(migrate(url))
            if not prisma("check.sh", url=url):
                return 1
            theirs = asyncio.run(create(url, "made_by_prisma"))
            if not prisma("node_modules/.bin/prisma", "migrate", "deploy", url=theirs):
                return 1
            if left := asyncio.run(migrate(theirs)):
                print(f"FAIL  our migrator applied {left} to a database that the Prisma CLI had migrated")
                return 1
            print("ok    what the Prisma CLI has migrated, our migrator finds migrated")
            retried = asyncio.run(create(url, "failed_and_tried_again"))
            asyncio.run(fail_and_try_again(retried, Path(folder) / "broken"))
            return 0 if prisma("check.sh", url=retried) else 1


if __name__ == "__main__":
    sys.exit(main())
