"""The names on a page: read from PostgreSQL and cached briefly."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from game.terms import Difficulty, Language
from server.infra.postgres import Pool
from server.infra.rows import read
from server.results import FROM_THESE_RESULTS, ON_BOARDS, of_keys

KEPT_S = 5.0  # the longest until a changed display name shows on the boards
KEPT = 20_000  # the pages of the most read boards: a few MB. When full, all are dropped

_NAMES = f"""
SELECT r.id, r.session_id, r.ended_at, u.username, u.display_name, r.ranked AND {ON_BOARDS} AS may_stand,
    u.replays_public, s.language, s.difficulty, r.waves_completed, {of_keys("r")}
{FROM_THESE_RESULTS} JOIN users u ON u.id = r.user_id JOIN game_sessions s ON s.id = r.session_id
"""


@dataclass(frozen=True, slots=True)
class Named:
    """What a place shows besides rank and value. `may_stand`: the game is ranked, and its player is on the boards."""

    username: str
    display_name: str
    session_id: str
    ended_at: datetime
    may_stand: bool
    replays_public: bool
    language: Language
    difficulty: Difficulty
    waves_completed: int
    net_wpm: float
    key_accuracy_percentage: float


class Names:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg
        self._kept: dict[str, tuple[float, Named]] = {}

    async def of(self, result_ids: Collection[str]) -> dict[str, Named]:
        """By result id; results that are not in PostgreSQL are left out."""
        now = time.monotonic()
        found = {key: kept[1] for key in result_ids if (kept := self._kept.get(key)) and kept[0] > now}
        missing = [key for key in result_ids if key not in found]
        if missing:
            rows = await self._pg.fetch(_NAMES, [key for key in missing if key])
            fresh = {row["id"]: read(Named, row) for row in rows}
            if len(self._kept) + len(fresh) > KEPT:
                self._kept.clear()
            # Players who are off the boards are not cached: they may be back at any moment.
            self._kept |= {key: (now + KEPT_S, named) for key, named in fresh.items() if named.may_stand}
            found |= fresh
        return found

    def forget(self) -> None:
        self._kept.clear()
