"""The end of drafts that nobody has published: an import leaves thousands, of which a few are chosen.

Law: what was ever in the rotation, is a version of something, is taught, or is kept for a contest stays.
"""

from __future__ import annotations

from datetime import timedelta

from server.feed import Purge
from server.library.categories import OF_COURSES

_DELETE = f"""
DELETE FROM code_snippets WHERE id IN (
    SELECT id FROM code_snippets s
    WHERE published_at IS NULL AND is_latest AND supersedes_id IS NULL AND kept_for IS NULL
      AND category <> '{OF_COURSES}' AND usage_count = 0 AND created_at < $1
      AND NOT EXISTS (SELECT FROM challenge_versions c WHERE c.snippet_id = s.id)
    LIMIT $2 FOR UPDATE SKIP LOCKED)
"""


def purging(kept: timedelta) -> Purge:
    return Purge("drafts", _DELETE, kept)
