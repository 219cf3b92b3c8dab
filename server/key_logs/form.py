"""Whether games are saved with compact logs: a fact of the database, the same for all of its servers.

Servers of the release before cannot read compact logs. So a database that they have games in goes on with JSON, until
`prodev logs compact` says that no such server is left; a new one begins with compact logs.

Law: a process hears of it within ASKED_EVERY_S. Rows of both forms may be written meanwhile; each is
read by what it is.
"""

from __future__ import annotations

import time
from weakref import WeakKeyDictionary

from server.infra.postgres import Pool

ASKED_EVERY_S = 60.0

_IS_COMPACT = "SELECT compact_since IS NOT NULL FROM key_log_form"
_SET = """
UPDATE key_log_form SET compact_since = CASE WHEN $1 THEN coalesce(compact_since, now()) END
WHERE (compact_since IS NOT NULL) <> $1
"""

_asked: WeakKeyDictionary[Pool, tuple[float, bool]] = WeakKeyDictionary()


async def is_compact(pg: Pool) -> bool:
    until_s, known = _asked.get(pg, (0.0, False))
    if time.monotonic() >= until_s:
        async with pg.acquire() as connection:
            known = bool(await connection.fetchval(_IS_COMPACT))
        _asked[pg] = time.monotonic() + ASKED_EVERY_S, known
    return known


async def set_form(pg: Pool, *, compact: bool) -> bool:
    """Say for all servers what they write from now on. False: that is what they write already."""
    changed = await pg.execute(_SET, compact)
    _asked.pop(pg, None)
    return changed == "UPDATE 1"
