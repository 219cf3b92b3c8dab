"""How many take part in the contests of a list, counted once in a while and not for each page.

Laws:
- A contest that is not over, and in which fewer than COUNTED_ANEW take part, is counted whenever it is listed. The
  figures of any other are those of some moment of the last KEPT_S, for all readers.
- Figures older than the reader's own part, or than the latest change of the contest, are counted anew, and so are those
  that are less than SETTLED younger. So those who have just joined, or finished, see themselves counted. Those who have
  left are counted until KEPT_S is over.
- Ranks are kept with the figures: to rank one result takes as long as to rank them all.

Absent on purpose: a contest's own page and its streams, which count whenever they are read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.contests.standings import BEST_FIRST, COUNTING, TAKING_PART
from server.infra.postgres import Connection, Pool
from server.infra.rows import read

COUNTED_ANEW = 50  # a class; of twenty such contests a thousand rows are counted
KEPT_S = 60.0
MOST = 1_000  # contests; for one more, that which was counted first goes. Each takes 16 bytes a result
# What was written before a count may be committed after it: times are those at which a transaction began.
SETTLED = timedelta(seconds=10)
_ID_BYTES = 16
_COUNT = f"""
SELECT c.slug, now() AS counted_at, {TAKING_PART},
    coalesce((SELECT string_agg(uuid_send(r.id), '' ORDER BY {BEST_FIRST}) {COUNTING}), '') AS ranked
FROM contests c WHERE c.slug = ANY($1::text[])
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A contest that is to be counted. `changed_at`: of it, and of what its reader has done in it, the latest."""

    slug: str
    changed_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestFigures:
    """`ranked` are the ids of the results that count, one after another, the best first."""

    slug: str
    counted_at: datetime
    participants: int
    playing: int
    ranked: bytes

    @property
    def finished(self) -> int:
        return len(self.ranked) // _ID_BYTES

    def rank_of(self, result_id: str) -> int | None:
        """None for a result that does not count."""
        wanted, at = UUID(result_id).bytes, -1
        while (at := self.ranked.find(wanted, at + 1)) >= 0:
            if at % _ID_BYTES == 0:
                return at // _ID_BYTES + 1
        return None


class KeptFigures:
    """Of the contests that were listed lately, in this process."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._kept: dict[str, tuple[float, ContestFigures]] = {}

    async def of(self, pg: Pool | Connection, contests: Sequence[Counted]) -> Mapping[str, ContestFigures]:
        """By contest; what has been deleted is missing."""
        found = {one.slug: figures for one in contests if (figures := self._fresh(one)) is not None}
        if missing := [one.slug for one in contests if one.slug not in found]:
            until_s = self._now_s() + KEPT_S
            for row in await pg.fetch(_COUNT, missing):
                figures = read(ContestFigures, row)
                found[figures.slug] = figures
                self._keep(figures, until_s)
        return found

    def _fresh(self, contest: Counted) -> ContestFigures | None:
        until_s, figures = self._kept.get(contest.slug, (0.0, None))
        if figures is None or until_s <= self._now_s() or figures.counted_at < contest.changed_at + SETTLED:
            return None
        return figures if contest.is_over or figures.participants >= COUNTED_ANEW else None

    def _keep(self, figures: ContestFigures, until_s: float) -> None:
        self._kept.pop(figures.slug, None)
        if len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]
        self._kept[figures.slug] = until_s, figures
