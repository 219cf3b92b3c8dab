"""The backups that the servers make by themselves, one of them for the whole installation."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from server.backup.dumping import back_up
from server.feed import Periodic
from server.settings import Settings

log = structlog.get_logger(__name__)

OFFSET = timedelta(hours=2)  # the first of a day is made at 2:00 UTC


def backing_up(settings: Settings) -> list[Periodic]:
    """The regular backup; nothing when none is wanted (PRODEV_BACKUP_DIR, PRODEV_BACKUP_DAYS)."""
    url, folder, days = settings.database_url, settings.backup_dir, settings.backup_days
    if url is None or folder is None or days == 0:
        return []

    async def work(now: datetime) -> None:
        made = await back_up(url, folder, now, days)
        log.info("backup_made", file=str(made), bytes=made.stat().st_size)

    return [Periodic("backup", work, timedelta(hours=settings.backup_every_h), OFFSET)]
