"""Migrations beside two servers: what fails harmlessly bricks neither, and what is newer is met as it should be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from server.infra.migrate import migrate
from server.infra.migrations import Migration, MigrationRefused, read_folder
from tests.faults.processes import PRODEV
from tests.forks import run
from tests.infra.test_migrate import write
from tests.infra.test_migrate_faults import NEWER, QUICK
from tests.security.two_bare_servers.bare import Bare

pytestmark = pytest.mark.long  # all of them one after another

LATER = Migration("29990101000000_a_later_column", b"ALTER TABLE users ADD COLUMN later text")


async def _both_serve(bare: Bare) -> None:
    for client in bare.clients:
        name = bare.name("guest")
        body = {"username": name, "email": f"{name}@example.com", "password": "long enough"}
        answer = await client.post("/api/auth/register", json=body)
        assert answer.status_code == 201, answer.text
        client.cookies.clear()


async def _prodev(bare: Bare, *arguments: str) -> tuple[int, str]:
    """How another `prodev` beside the two ends, and what it says of that."""
    code, _, err = await run(PRODEV, arguments, {"PATH": "/usr/bin:/bin", **bare.variables})
    return code, err


async def _refuses_to_start(bare: Bare, because: str) -> None:
    """Another server on the same database does, and the two go on."""
    code, err = await _prodev(bare, "serve", "--port", "0")
    assert (code, err.count("\n")) == (1, 1) and because in err, err
    await _both_serve(bare)


@asynccontextmanager
async def _recorded(bare: Bare, migration: str) -> AsyncIterator[None]:
    """A migration of a newer release, in the record alone."""
    await bare.pg.execute(
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)"
        " VALUES ('newer', repeat('0', 64), $1, now())",
        migration,
    )
    yield
    await bare.pg.execute("DELETE FROM _prisma_migrations WHERE id = 'newer'")


async def test_a_migration_that_gets_no_lock_is_given_up_and_disturbs_neither(bare: Bare, tmp_path: Path) -> None:
    folder, url = write(tmp_path / "migrations", *read_folder(), LATER), bare.variables["DATABASE_URL"]
    async with bare.pg.acquire() as reader, reader.transaction():
        await reader.execute("SELECT FROM users")
        with pytest.raises(MigrationRefused, match=r"tried 3 times, and changed nothing: .*lock timeout"):
            await migrate(url, folder, QUICK)
        await _both_serve(bare)
    assert await migrate(url, folder, replace(QUICK, tries=100)) == [LATER.name]
    await _both_serve(bare)
    await bare.servers[1].stop()
    await bare.servers[1].start()  # a later release's column is no fault
    await _both_serve(bare)
    warning = f"Warning: the database has the migration {LATER.name} of a newer"
    assert any(warning in str(line["event"]) for line in bare.servers[1].log())


async def test_what_is_left_half_way_is_resolved_by_a_command_and_the_two_go_on(bare: Bare) -> None:
    name = read_folder()[-1].name
    left = "SET finished_at = NULL, logs = 'canceling statement due to lock timeout'"
    await bare.pg.execute(f"UPDATE _prisma_migrations {left} WHERE migration_name = $1", name)
    await _refuses_to_start(bare, "run prodev migrate resolve")
    assert await _prodev(bare, "migrate", "resolve", name, "--applied") == (0, "")
    await bare.servers[0].stop()
    await bare.servers[0].start()
    await _both_serve(bare)


async def test_a_schema_that_took_away_what_this_release_uses_is_refused_by_who_starts(bare: Bare) -> None:
    async with _recorded(bare, NEWER.name.replace("_later", "_contract_names")):
        await _refuses_to_start(bare, "start the newer release")
