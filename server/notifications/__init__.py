"""Notifications: what people are told of, each thing once.

Whoever has something to tell calls `notify` in the transaction of the deed. The composition root makes one `News`, and
routes `endpoints`; the stream is among those of the leaderboards.
"""

from server.notifications.http import endpoints
from server.notifications.live import TOO_MANY, News, NewsOut
from server.notifications.notifying import Notice, notify, retract, retract_all, retract_by, told_of
from server.notifications.personal import PERSONAL_RECORDS
from server.notifications.purging import purging
from server.notifications.reminding import remind, untold

__all__ = [
    "PERSONAL_RECORDS",
    "TOO_MANY",
    "News",
    "NewsOut",
    "Notice",
    "endpoints",
    "notify",
    "purging",
    "remind",
    "retract",
    "retract_all",
    "retract_by",
    "told_of",
    "untold",
]
