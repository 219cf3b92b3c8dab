"""The migrations folder and what a database has recorded of it: which are left to apply, and what does not fit. Pure.

Laws:
- Stricter than the Prisma CLI: a migration that was edited after it was applied, or that is recorded and no longer in
  the folder, is refused before anything runs.
- Except for a newer release's: its migrations come after all of ours, and a server of this release goes on with them,
  unless one of them takes away what this release needs. Such a migration says so in its name, the one thing of it that
  the database knows: `20261201000000_contract_old_columns`.
- A migration that PostgreSQL rolled back as a whole is pending like one that was never tried. So is one that makes or
  drops one index concurrently: what an earlier try left of it can be seen, and is put right.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from server.settings import SHIPPED

FOLDER = SHIPPED / "prisma" / "migrations"
# In the column `logs` of a migration that runs in one transaction with its own record: unless that says it is finished,
# nothing of it has happened.
ONE_TRANSACTION = "prodev: in one transaction, so an unfinished one was rolled back"
# Likewise of one that is nothing but an index: how far it came can be seen.
ONE_INDEX = "prodev: one index, so an unfinished one is made again"

_CONTRACTS = re.compile(r"\d{14}_contract_")
_QUOTED = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|(\$\w*\$).*?\1", re.DOTALL)
_NOT_IN_A_TRANSACTION = re.compile(
    r"\bCONCURRENTLY\b|(?:^|;)\s*(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|VACUUM)\b", re.IGNORECASE
)
_INDEX = re.compile(
    r"\s*(?P<verb>CREATE|DROP)(?:\s+UNIQUE)?\s+INDEX\s+CONCURRENTLY\s+\"?(?P<name>\w+)\"?[^;]*;?\s*", re.IGNORECASE
)


class MigrationRefused(Exception):
    """The database and the migrations folder do not fit together; the message is one line that says how."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One folder's `migration.sql`."""

    name: str
    script: bytes

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.script).hexdigest()

    @property
    def fits_in_a_transaction(self) -> bool:
        """Whether it neither begins nor ends transactions, nor does what PostgreSQL refuses in one."""
        return not _NOT_IN_A_TRANSACTION.search(_QUOTED.sub(" ", self.script.decode(errors="replace")))

    @property
    def index(self) -> Index | None:
        """What it makes or drops, if it is nothing but that."""
        found = _INDEX.fullmatch(_QUOTED.sub(" ", self.script.decode(errors="replace")))
        return None if found is None else Index(found["name"], found["verb"].upper() == "CREATE")


@dataclass(frozen=True, slots=True)
class Index:
    """An index that is made, or dropped, while others read and write."""

    name: str
    is_made: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """One row of `_prisma_migrations`."""

    name: str
    checksum: str
    finished_at: datetime | None
    rolled_back_at: datetime | None
    logs: str | None = None

    @property
    def is_undone(self) -> bool:
        """Whether nothing of it is in the database. For one that runs at this moment that is not known: look only when
        you hold the migrations' lock."""
        if self.rolled_back_at is not None:
            return True
        return self.finished_at is None and (self.logs or "").startswith((ONE_TRANSACTION, ONE_INDEX))

    @property
    def is_half(self) -> bool:
        """Whether somebody has to look how much of it is in the database."""
        return self.finished_at is None and not self.is_undone


@dataclass(frozen=True, slots=True)
class Plan:
    """`todo`: what is left to apply, in order. `newer`: what a newer release has applied."""

    todo: list[Migration]
    newer: list[str]


def read_folder(folder: Path = FOLDER) -> list[Migration]:
    """The folder's migrations in the order they apply. Raises MigrationRefused for a folder without a script."""
    found = []
    for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not entry.is_dir():
            continue
        script = entry / "migration.sql"
        if not script.is_file():
            raise MigrationRefused(f"the migration {entry.name} has no migration.sql")
        found.append(Migration(entry.name, script.read_bytes()))
    if not found:
        raise MigrationRefused(f"there are no migrations in {folder}")
    return found


def plan(folder: Sequence[Migration], recorded: Sequence[Recorded]) -> Plan:
    """What is left to do. Raises MigrationRefused when the two histories contradict each other."""
    by_name = {migration.name: migration for migration in folder}
    applied: set[str] = set()
    newer = []
    for row in recorded:
        if row.is_undone:
            continue
        if row.is_half:
            raise MigrationRefused(
                f"the migration {row.name} failed half-way: fix the database, then run prodev migrate resolve"
            )
        if row.name not in by_name:
            newer.append(_newer(row.name, folder[-1].name))
        elif row.checksum != by_name[row.name].checksum:
            raise MigrationRefused(f"the migration {row.name} was edited after it was applied")
        applied.add(row.name)
    todo = [migration for migration in folder if migration.name not in applied]
    if newer and todo:
        raise MigrationRefused(
            f"the database has the migration {newer[0]} of a newer release, and not yet {todo[0].name} of this one"
        )
    return Plan(todo, sorted(newer))


def _newer(name: str, our_last: str) -> str:
    if name < our_last:
        raise MigrationRefused(
            f"the database has the migration {name}, which this version of the program does not know"
        )
    if _CONTRACTS.match(name):
        raise MigrationRefused(
            f"the database has the migration {name} of a newer release, which took away what this release needs:"
            " start the newer release"
        )
    return name
