"""Whether games are saved with compact logs: a fact of the database, the same for all of its servers.

Servers of the release before cannot read compact logs. So a database that they have games in goes on with JSON, until
`prodev logs compact` says that no such server is left; a new one begins with compact logs.

Law: a process hears of it within ASKED_EVERY_S, and saves games as it knew for SAVED_S at most after that. Rows of both
forms may be written meanwhile; each is read by what it is.
"""

from __future__ import annotations

import time
from weakref import WeakKeyDictionary

from server.infra.postgres import Pool

ASKED_EVERY_S = 60.0
SAVED_S = 60.0  # which a game takes that is being saved at that moment, if it waits in every queue

_IS_COMPACT = "SELECT compact_since IS NOT NULL FROM key_log_form"
_SET = """
UPDATE key_log_form SET compact_since = CASE WHEN $1 THEN now() END, changed_at = now()
WHERE (compact_since IS NOT NULL) <> $1
"""
_CHANGED = "SELECT extract(epoch FROM now() - changed_at)::float8 FROM key_log_form"

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


async def heard_in_s(pg: Pool) -> float:
    """After how many seconds nobody saves the other form any more. Zero or less: nobody does, whoever said it, and
    when."""
    changed_s_ago: float | None = await pg.fetchval(_CHANGED)
    return 0.0 if changed_s_ago is None else ASKED_EVERY_S + SAVED_S - changed_s_ago
