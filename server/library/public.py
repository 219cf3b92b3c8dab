"""Which snippets everybody may look at: those that games give them.

Law: a contest that keeps a snippet changes nothing here. Whoever has met one would otherwise learn, from a page that is
suddenly gone, what the contest is played on.
"""

from __future__ import annotations

from collections.abc import Sequence

from server.infra.postgres import Connection, Pool


def is_public(snippet: str) -> str:
    """Whether this row of `code_snippets` is one. Drafts, retired versions, and what only courses teach are not."""
    return f"({snippet}.is_active AND {snippet}.published_at IS NOT NULL)"


# A snippet's id stays in links and in stored games when an edit has made its next version.
_LATEST = f"""
WITH RECURSIVE later AS (
    SELECT asked.id AS asked, s.id, s.is_active, s.published_at
    FROM unnest($1::uuid[]) AS asked (id) JOIN code_snippets s ON s.id = asked.id
    UNION ALL
    SELECT later.asked, s.id, s.is_active, s.published_at FROM later JOIN code_snippets s ON s.supersedes_id = later.id
)
SELECT DISTINCT asked, id FROM later WHERE {is_public("later")}
"""


async def public_versions(pg: Pool | Connection, ids: Sequence[str]) -> dict[str, str]:
    """The version that is public now, for each of these ids of any version that has one."""
    return {row["asked"]: row["id"] for row in await pg.fetch(_LATEST, ids)}


async def public_version(pg: Pool | Connection, snippet_id: str) -> str | None:
    """Likewise, for one."""
    return (await public_versions(pg, [snippet_id])).get(snippet_id)
