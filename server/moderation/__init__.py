"""Moderation: what waits for a moderator, verdicts, reports by players, appeals.

The composition root makes one `Moderation`, and routes `endpoints`. A verdict asks the consumer `standings` of the
leaderboards in its own transaction.
"""

from server.moderation.http import endpoints
from server.moderation.moderation import Moderation
from server.moderation.personal import PERSONAL_RECORDS

__all__ = ["PERSONAL_RECORDS", "Moderation", "endpoints"]
