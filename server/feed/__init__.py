"""What follows from ended games and other deeds, exactly once each, and periodic work, once in an installation."""

from server.feed.consumers import Consumer, Effect, Periodic, back_off
from server.feed.feed import Feed
from server.feed.http import endpoints
from server.feed.jobs import ask, jobs_of_results, note_of
from server.feed.players import LOCK_AWAY, lock_players
from server.feed.retention import Purge, Purges, retention

__all__ = [
    "LOCK_AWAY",
    "Consumer",
    "Effect",
    "Feed",
    "Periodic",
    "Purge",
    "Purges",
    "ask",
    "back_off",
    "endpoints",
    "jobs_of_results",
    "lock_players",
    "note_of",
    "retention",
]
