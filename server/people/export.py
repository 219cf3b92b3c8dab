"""All that is kept about a user, as one JSON document that is streamed.

Laws:
- No secret leaves: no hash and no token, not even the user's own.
- Whoever is signed out or disabled while they read gets no more of it: the document breaks off within a second or two.
- A player of years has thousands of key logs. Rows are read a page at a time, and no connection is held while the
  client reads: a slow reader costs a little memory and no place in the pool.

The pages are not one snapshot. A game that ends during the export may show its session without its result.

Absent on purpose: the tables. Each feature says what of its own leaves (server/infra/personal.py).
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, create_model

from server.infra.personal import Exported, PersonalRecords, sections
from server.infra.web import Principal, Problem, dumps
from server.people.accounts import Accounts
from server.people.preferences import settings

CONFIRM_EVERY_S = 1.0


def export_model(records: Iterable[PersonalRecords]) -> type[BaseModel]:
    """The document as OpenAPI describes it."""
    members: dict[str, Any] = {}
    for record in records:
        if isinstance(record.export, Exported):
            row: Any = record.export.row
            members[record.export.section] = row if record.export.single else list[row]
    return _model(tuple(members.items()))


@lru_cache(maxsize=1)  # each app of a process describes the same document
def _model(members: tuple[tuple[str, Any], ...]) -> type[BaseModel]:
    doc = "All that is kept about a user, except what is secret (hashes and tokens)."
    return create_model("Export", __doc__=doc, exported_at=datetime, settings=dict[str, Any], **dict(members))


async def export(accounts: Accounts, caller: Principal, cut: Callable[[], None]) -> AsyncIterator[bytes]:
    """The pieces of the document. Every refusal comes before the first piece, that is, in this call; after it, `cut`
    breaks the response off."""
    head = dumps({"exported_at": accounts.now(), "settings": await settings(accounts, caller.user_id)})
    return _pieces(accounts, caller, head, cut)


async def _pieces(accounts: Accounts, caller: Principal, head: bytes, cut: Callable[[], None]) -> AsyncIterator[bytes]:
    yield head[:-1] + b","
    confirmed_s = time.monotonic()
    async for piece in sections(accounts.pg, accounts.records, caller.user_id):
        if time.monotonic() - confirmed_s >= CONFIRM_EVERY_S:
            if not await _is_still_signed_in(accounts, caller):
                cut()
                return
            confirmed_s = time.monotonic()
        yield piece
    yield b"}"


async def _is_still_signed_in(accounts: Accounts, caller: Principal) -> bool:
    try:
        async with accounts.pg.acquire() as connection, connection.transaction():
            await caller.confirm(connection)
    except Problem:
        return False
    return True
