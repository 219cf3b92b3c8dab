"""Social: who follows whom, who are friends, who has blocked whom.

Whatever names one player to another asks whether that one is `visible`: what a block hides answers as if the other did
not exist. What two people do together asks whether they are `unblocked`.
"""

from server.social.answers import Relation
from server.social.connections import connected_with
from server.social.http import endpoints
from server.social.lists import FOLLOWERS, FOLLOWING, count, relation
from server.social.personal import PERSONAL_RECORDS
from server.social.reading import friend_named, friends_of, is_blocked
from server.social.relations import Teller
from server.social.shown import NAMED, ON_BOARDS, SHOWN, unblocked, unblocked_of_many, visible

__all__ = [
    "FOLLOWERS",
    "FOLLOWING",
    "NAMED",
    "ON_BOARDS",
    "PERSONAL_RECORDS",
    "SHOWN",
    "Relation",
    "Teller",
    "connected_with",
    "count",
    "endpoints",
    "friend_named",
    "friends_of",
    "is_blocked",
    "relation",
    "unblocked",
    "unblocked_of_many",
    "visible",
]
