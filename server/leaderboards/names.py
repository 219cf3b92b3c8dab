"""The names on a page: read from PostgreSQL and cached briefly."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from server.infra.postgres import Pool

KEPT_S = 5.0  # the longest until a changed display name shows on the boards
KEPT = 20_000  # the pages of the most read boards: a few MB. When full, all are dropped

_NAMES = """
SELECT r.id, r.session_id, r.ended_at, u.username, u.display_name, u.deleted_at IS NULL AS is_living,
    u.replays_public
FROM game_results r JOIN users u ON u.id = r.user_id
WHERE r.id = ANY($1::uuid[]) AND r.ranked
"""


@dataclass(frozen=True, slots=True)
class Named:
    """What a place shows besides rank and value."""

    username: str
    display_name: str
    session_id: str
    ended_at: datetime
    is_living: bool
    replays_public: bool


class Names:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg
        self._kept: dict[str, tuple[float, Named]] = {}

    async def of(self, result_ids: Collection[str]) -> dict[str, Named]:
        """By result id; results that are not, or no longer, ranked are left out."""
        now = time.monotonic()
        found = {key: kept[1] for key in result_ids if (kept := self._kept.get(key)) and kept[0] > now}
        missing = [key for key in result_ids if key not in found]
        if missing:
            rows = await self._pg.fetch(_NAMES, [key for key in missing if key])
            fresh = {
                row["id"]: Named(
                    row["username"],
                    row["display_name"],
                    row["session_id"],
                    row["ended_at"],
                    row["is_living"],
                    row["replays_public"],
                )
                for row in rows
            }
            if len(self._kept) + len(fresh) > KEPT:
                self._kept.clear()
            self._kept |= {key: (now + KEPT_S, named) for key, named in fresh.items()}
            found |= fresh
        return found

    def forget(self) -> None:
        self._kept.clear()
