"""Notifications: what people are told of, each thing once.

Whoever has something to tell calls `notify` in the transaction of the deed.
"""

from server.notifications.notifying import Notice, notify, retract
from server.notifications.personal import PERSONAL_RECORDS

__all__ = ["PERSONAL_RECORDS", "Notice", "notify", "retract"]
