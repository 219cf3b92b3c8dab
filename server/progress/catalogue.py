"""The achievements: files of `seed/achievements/`, the table that `prodev seed` makes of them, and what is read of it.

Laws:
- The table is the files, in the order of their names: what they no longer have is gone, also from those who had it.
- When what an achievement asks for or gives has changed, every player's journey is worked out again by the feed.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from game.terms import Rarity, RequirementType
from server.infra.postgres import Connection, Pool
from server.infra.rows import columns, names
from server.progress.journey import Catalogue, Requirement, rules_digest
from server.results import JOURNEY_CHANGED
from server.settings import SHIPPED

FOLDER = SHIPPED / "seed" / "achievements"

_REQUIREMENTS = """
SELECT slug, requirement_type, requirement_value, points_reward FROM achievements ORDER BY place, slug
"""
_LOCK = "LOCK TABLE achievements IN SHARE ROW EXCLUSIVE MODE"
_GONE = "DELETE FROM achievements WHERE slug <> ALL($1::text[]) RETURNING slug"
_EVERYBODY = f"""
INSERT INTO feed_jobs (queue, subject) SELECT '{JOURNEY_CHANGED}', u.id FROM users u
WHERE u.deleted_at IS NULL AND EXISTS (SELECT FROM game_results r WHERE r.user_id = u.id)
ON CONFLICT (queue, subject) DO UPDATE SET tries = 0, error = NULL, failed_at = NULL, due_at = now()
"""


EVERYBODY_S = 600.0  # looks at every player, and writes a row for most


class CatalogueRefused(Exception):
    """The files are no catalogue; `faults` has one line for each reason, with its file."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


class AchievementFile(BaseModel):
    """One table of a file. `icon` names a glyph of `static/js/parts/badge.js`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    name: str = Field(min_length=1, max_length=60)
    description: str = Field(min_length=1, max_length=200)
    requirement_type: RequirementType
    requirement_value: int = Field(ge=1)
    icon: str = Field(min_length=1, max_length=20)
    points_reward: int = Field(ge=0, le=10_000)
    rarity: Rarity


@dataclass(frozen=True, slots=True)
class AchievementRow:
    """A row of `achievements`."""

    slug: str
    name: str
    description: str
    requirement_type: RequirementType
    requirement_value: int
    icon: str
    points_reward: int
    rarity: Rarity
    place: int


@dataclass(slots=True)
class AchievementCounts:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


_WRITE = f"""
INSERT INTO achievements ({columns(AchievementRow)})
VALUES ({", ".join(f"${number}" for number, _ in enumerate(names(AchievementRow), 1))})
ON CONFLICT (slug) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in names(AchievementRow))}
"""
_ALL = f"SELECT {columns(AchievementRow)} FROM achievements"


def read_catalogue(folder: Path = FOLDER) -> list[AchievementRow]:
    """Raises CatalogueRefused."""
    faults: list[str] = []
    rows = [AchievementRow(**one.model_dump(), place=place) for place, one in enumerate(_files(folder, faults), 1)]
    for what in "slug", "name":
        counted = Counter(getattr(row, what) for row in rows)
        faults += [f"{folder.name}: two achievements have the {what} {one}" for one, n in counted.items() if n > 1]
    asked = Counter((row.requirement_type, row.requirement_value) for row in rows)
    faults += [f"{folder.name}: two achievements ask for {n} {kind}" for (kind, n), count in asked.items() if count > 1]
    if faults or not rows:
        raise CatalogueRefused(faults or [f"{folder}: there is no achievement"])
    return rows


def _files(folder: Path, faults: list[str]) -> Iterator[AchievementFile]:
    for path in sorted(folder.glob("*.toml")):
        try:
            found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{path.name}: {error}")
            continue
        for number, one in enumerate(found.get("achievement", ()), 1):
            try:
                yield AchievementFile.model_validate(one)
            except ValidationError as error:
                said = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
                faults.append(f"{path.name}, {one.get('slug', f'number {number}')}: {', '.join(said)}")


async def seed_achievements(pg: Pool, folder: Path = FOLDER) -> AchievementCounts:
    """Make the table what the files say. Raises CatalogueRefused."""
    rows = read_catalogue(folder)
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await connection.execute(_LOCK)
        before = {row["slug"]: tuple(row) for row in await connection.fetch(_ALL)}
        digest = rules_digest(await catalogue_of(connection))
        counts = AchievementCounts(removed=len(await connection.fetch(_GONE, [row.slug for row in rows])))
        changed = [row for row in rows if tuple(asdict(row).values()) != before.get(row.slug)]
        await connection.executemany(_WRITE, [tuple(asdict(row).values()) for row in changed])
        if rules_digest(await catalogue_of(connection)) != digest:
            await connection.execute(_EVERYBODY, timeout=EVERYBODY_S)
    counts.added = sum(row.slug not in before for row in changed)
    counts.changed = len(changed) - counts.added
    counts.unchanged = len(rows) - len(changed)
    return counts


async def catalogue_of(connection: Connection) -> Catalogue:
    """What there is to earn, in order."""
    rows = await connection.fetch(_REQUIREMENTS)
    return [Requirement(slug, RequirementType(kind), value, points) for slug, kind, value, points in rows]
