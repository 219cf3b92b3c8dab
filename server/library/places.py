"""A snippet as a place: what people say about it belongs to all of its versions."""

from __future__ import annotations

import re

from game.terms import Role
from server.infra.inputs import UUID_PATTERN
from server.infra.postgres import Connection, Pool
from server.infra.web import Principal
from server.library.public import public_version

_ID = re.compile(UUID_PATTERN, re.IGNORECASE)
_FIRST = """
WITH RECURSIVE earlier AS (
    SELECT id, supersedes_id FROM code_snippets WHERE id = $1
    UNION ALL SELECT s.id, s.supersedes_id FROM code_snippets s JOIN earlier ON s.id = earlier.supersedes_id
)
SELECT id FROM earlier WHERE supersedes_id IS NULL
"""


# In SQL, of post p: its first line. It is published, and no version changes.
POST_IS_CALLED = "(SELECT split_part(c.snippet_text, E'\\n', 1) FROM code_snippets c WHERE c.id = p.snippet_id)"


async def first_version(connection: Pool | Connection, caller: Principal | None, snippet_id: str) -> str | None:
    """The id of the snippet's first version, from that of any; None for what is not public, unless staff ask. Nobody
    may be the caller."""
    if not _ID.fullmatch(snippet_id):
        return None
    is_staff = caller is not None and caller.role != Role.PLAYER
    if not is_staff and await public_version(connection, snippet_id.lower()) is None:
        return None
    first: str | None = await connection.fetchval(_FIRST, snippet_id)
    return first
