"""The end of what people were told long ago."""

from __future__ import annotations

from datetime import timedelta

from server.feed import Purge

_DELETE = """
DELETE FROM notifications WHERE id IN (
    SELECT id FROM notifications WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
"""


def purging(kept: timedelta) -> Purge:
    return Purge("notifications", _DELETE, kept)
