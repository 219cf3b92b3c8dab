"""All that is kept about a user, as one JSON document that is streamed.

Laws:
- No secret leaves: no hash, no token, not even one's own.
- A player of years has thousands of key logs. Rows are read a page at a time, by id, and no connection is held while
  the client reads: a slow reader costs a little memory and no seat in the pool.

The pages are not one snapshot. A game that ends during the export may show its session without its result.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import orjson

from server.infra.web import Principal, dumps
from server.people.preferences import settings
from server.people.profile import profile
from server.results import PERSONAL_COLUMNS
from server.sign_in.accounts import Accounts

_NIL = "00000000-0000-0000-0000-000000000000"
_PAGE = 100
_KEY_LOG_PAGE = 5  # a key log of the longest game has some megabytes

_SECTIONS = {
    "game_sessions": "id, language, difficulty, focus, started_at, ended_at, is_completed, created_at, updated_at",
    "game_results": ", ".join(PERSONAL_COLUMNS["game_results"]),
    "typing_sessions": "id, game_session_id, key_sequence::text AS key_sequence, started_at, ended_at, is_completed, "
    "created_at",
    "typing_results": ", ".join(PERSONAL_COLUMNS["typing_results"]),
    "refresh_tokens": "id, family_id, user_agent, created_at, rotated_at, revoked_at, expires_at",
}
_NAMES = {"refresh_tokens": "sign_ins"}


async def export(accounts: Accounts, caller: Principal) -> AsyncIterator[bytes]:
    """The pieces of the document. What can be refused is refused before the first piece, that is: in this call."""
    head = dumps(
        {
            "exported_at": accounts.now(),
            "profile": await profile(accounts, caller),
            "settings": await settings(accounts, caller.user_id),
            "statistics": await accounts.statistics.read(caller.user_id),
        }
    )
    return _pieces(accounts, caller.user_id, head)


async def _pieces(accounts: Accounts, user_id: str, head: bytes) -> AsyncIterator[bytes]:
    yield head[:-1]
    for table, columns in _SECTIONS.items():
        yield b',"%s":[' % _NAMES.get(table, table).encode()
        separator = b""
        async for row in _rows(accounts, table, columns, user_id):
            yield separator + dumps(row)
            separator = b","
        yield b"]"
    yield b"}"


async def _rows(accounts: Accounts, table: str, columns: str, user_id: str) -> AsyncIterator[dict[str, Any]]:
    page = _KEY_LOG_PAGE if table == "typing_sessions" else _PAGE
    last_id = _NIL
    while True:
        rows = await accounts.pg.fetch(
            f"SELECT {columns} FROM {table} WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3", user_id, last_id, page
        )
        for row in rows:
            values = dict(row)
            if values.get("key_sequence") is not None:  # JSON already: not worth reading and writing again
                values["key_sequence"] = orjson.Fragment(values["key_sequence"])
            yield values
        if len(rows) < page:
            return
        last_id = rows[-1]["id"]
