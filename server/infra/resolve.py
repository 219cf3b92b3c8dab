"""What somebody found out about a migration that failed half-way, as `prisma migrate resolve` records it."""

from __future__ import annotations

import uuid
from pathlib import Path

from server.infra.migrate import alone, recorded_in
from server.infra.migrations import FOLDER, MigrationRefused, read_folder

_UNFINISHED = "migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL"
_ROLL_BACK = f"UPDATE _prisma_migrations SET rolled_back_at = now() WHERE {_UNFINISHED}"
_APPLIED = """
INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at) VALUES ($1, $2, $3, now(), now())
"""


async def resolve(url: str, name: str, *, applied: bool, folder: Path = FOLDER) -> None:
    """Record that all of the migration is in the database (`applied`), or nothing of it: then it is pending again.

    Raises MigrationRefused when the record says something else.
    """
    migration = next((one for one in read_folder(folder) if one.name == name), None)
    if migration is None:
        raise MigrationRefused(f"there is no migration {name}")
    async with alone(url) as connection:
        recorded = await recorded_in(connection)
        if recorded is None:
            raise MigrationRefused("nothing was migrated here yet: run prodev migrate")
        rows = [row for row in recorded if row.name == name and row.rolled_back_at is None]
        if any(row.finished_at is not None for row in rows):
            raise MigrationRefused(f"the migration {name} is applied already")
        if not rows and not applied:
            raise MigrationRefused(f"the migration {name} has not failed")
        async with connection.transaction():
            await connection.execute(_ROLL_BACK, name)
            if applied:
                await connection.execute(_APPLIED, str(uuid.uuid4()), migration.checksum, name)
