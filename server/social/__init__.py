"""Social: who follows whom, who are friends, who has blocked whom.

Whatever names one player to another asks `unblocked`, or `is_blocked`: what it hides answers as if the other did not
exist.
"""

from server.social.connections import connected_with
from server.social.personal import PERSONAL_RECORDS
from server.social.reading import friends_of, is_blocked
from server.social.shown import ON_BOARDS, SHOWN, unblocked

__all__ = ["ON_BOARDS", "PERSONAL_RECORDS", "SHOWN", "connected_with", "friends_of", "is_blocked", "unblocked"]
