"""Rewrites stored logs in the other form, a few at a time, while servers serve: compact ones, or JSON again.

Laws:
- A row lets go of a log only for bytes that give the same JSON, and only if it still holds what was read: the statement
  that writes compares the digest.
- A log that cannot be read, or is not what `key_digest` says, stays as it is: `prodev verify` names it.
- It may be stopped at any time and begun again. It works half of the time, and holds a batch's rows for milliseconds.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import asyncpg

from server.feed import Periodic
from server.infra.postgres import Pool
from server.key_logs.form import is_compact
from server.key_logs.packing import pack
from server.key_logs.stored import StoredLog, json_of, stored

BATCH = 20  # logs, each of some megabytes at worst
STATEMENT_S = 600  # the last logs may be behind ten million games that have none

RECENT = timedelta(days=2)
AT_MOST = 100_000  # of an hour: a few minutes of work

# $1: since when, $2: so many. What else is JSON, a command packs.
_RECENT = """
SELECT s.id FROM game_sessions s JOIN typing_sessions t ON t.game_session_id = s.id
WHERE s.started_at >= $1 AND t.key_sequence IS NOT NULL LIMIT $2
"""
_FIRST = "00000000-0000-0000-0000-000000000000"
_SET = {
    True: "key_log = n.log, key_sequence = NULL",
    False: "key_sequence = convert_from(n.log, 'UTF8')::json, key_log = NULL",
}


@dataclass(slots=True)
class Converted:
    """Rows, and the bytes of their logs before and after; `left` are rows that stay as they are."""

    rows: int = 0
    left: int = 0
    bytes_before: int = 0
    bytes_after: int = 0

    def __add__(self, later: Converted) -> Converted:
        """Of two runs, one after the other."""
        before, after = self.bytes_before + later.bytes_before, self.bytes_after + later.bytes_after
        return Converted(self.rows + later.rows, later.left, before, after)


class _Rewritten(NamedTuple):
    row_id: str  # the game's
    log: bytes
    digest_before: bytes
    length_before: int


async def count(pg: Pool, *, compact: bool) -> int:
    """How many logs are not of this form."""
    statement = f"SELECT count(*) FROM typing_sessions WHERE {_other(compact)} IS NOT NULL"
    counted: int = await pg.fetchval(statement, timeout=STATEMENT_S)
    return counted


async def convert(pg: Pool, *, compact: bool, progress: Callable[[int], None] = lambda rows: None) -> Converted:
    """Rewrite all logs that are not of this form. `progress` is called with how many were looked at."""
    done, last = Converted(), _FIRST
    looked_at = f"{_looked_at(compact)} AND game_session_id > $1 ORDER BY game_session_id LIMIT {BATCH}"
    while rows := await pg.fetch(looked_at, last, timeout=STATEMENT_S):
        last = rows[-1]["id"]
        await _rewrite(pg, rows, done, compact=compact)
        progress(done.rows + done.left)
    return done


def repacking(pg: Pool) -> Periodic:
    """Every hour: packs what was saved as JSON when many games ended at once, if logs are compact."""

    async def work(now: datetime) -> int:
        done, looked_at = Converted(), f"{_looked_at(True)} AND game_session_id = ANY($1::uuid[])"
        recent = await pg.fetch(_RECENT, now - RECENT, AT_MOST, timeout=STATEMENT_S) if await is_compact(pg) else []
        ids = [row["id"] for row in recent]
        for at in range(0, len(ids), BATCH):
            if not await is_compact(pg):  # the command has turned it round meanwhile
                break
            await _rewrite(pg, await pg.fetch(looked_at, ids[at : at + BATCH]), done, compact=True)
        return done.rows

    return Periodic("pack_key_logs", work, timedelta(hours=1))


def _looked_at(compact: bool) -> str:
    log = f"SELECT game_session_id AS id, {stored('t')} AS log, key_digest FROM typing_sessions t"
    return f"{log} WHERE {_other(compact)} IS NOT NULL"


async def _rewrite(pg: Pool, rows: Sequence[asyncpg.Record], done: Converted, *, compact: bool) -> None:
    begun_s = time.monotonic()
    found = await asyncio.to_thread(_rewritten, rows, compact=compact)
    await _write(pg, found, done, compact=compact)
    done.left += len(rows) - len(found)
    await asyncio.sleep(time.monotonic() - begun_s)


def _other(compact: bool) -> str:
    """The column of the other form."""
    return "key_sequence" if compact else "key_log"


def _rewritten(rows: Sequence[asyncpg.Record], *, compact: bool) -> list[_Rewritten]:
    found = (_one(row["id"], row["log"], row["key_digest"], compact=compact) for row in rows)
    return [one for one in found if one is not None]


def _one(row_id: str, log: StoredLog, digest: bytes | None, *, compact: bool) -> _Rewritten | None:
    """None: the row stays as it is."""
    try:
        json = json_of(log)
        new = StoredLog(pack(json) if compact else json)
        same = json_of(new) == json
    except ValueError:
        return None
    if not same or (digest is not None and hashlib.sha256(json).digest() != digest):
        return None
    return _Rewritten(row_id, new, hashlib.sha256(log).digest(), len(log))


async def _write(pg: Pool, found: Sequence[_Rewritten], done: Converted, *, compact: bool) -> None:
    rows = await pg.fetch(
        f"""
        UPDATE typing_sessions t SET {_SET[compact]}
        FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS n (id, log, digest)
        WHERE t.game_session_id = n.id AND sha256({stored("t")}) = n.digest RETURNING t.game_session_id AS id
        """,
        *([getattr(one, name) for one in found] for name in ("row_id", "log", "digest_before")),
    )
    written = {row["id"] for row in rows}
    done.rows += len(written)
    done.left += len(found) - len(written)
    done.bytes_before += sum(one.length_before for one in found if one.row_id in written)
    done.bytes_after += sum(len(one.log) for one in found if one.row_id in written)
