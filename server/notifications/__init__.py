"""Notifications: what people are told of, each thing once.

Whoever has something to tell calls `notify` in the transaction of the deed. The composition root makes one `News`, and
routes `endpoints`; the stream is among those of the leaderboards.
"""

from server.notifications.http import endpoints
from server.notifications.live import TOO_MANY, News
from server.notifications.notifying import Notice, notify, retract
from server.notifications.personal import PERSONAL_RECORDS

__all__ = ["PERSONAL_RECORDS", "TOO_MANY", "News", "Notice", "endpoints", "notify", "retract"]
