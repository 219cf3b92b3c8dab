"""Contests: everybody types the same waves once, whenever they like inside a window; then ranks and ratings are fixed.

A game in one is mode CONTEST of play, which also lets players begin it (`server.play.contest_game`). The composition
root routes `endpoints`, runs `ContestViewers.works()`, and hands `periodic` to the feed, which ends what is over.
"""

from server.contests.fixing import periodic
from server.contests.http import endpoints
from server.contests.personal import PERSONAL_RECORDS
from server.contests.reminding import reminding
from server.contests.rows import ContestTop
from server.contests.standings import POST_IS_CALLED, POST_IS_SEEN, known_contest
from server.contests.viewers import ContestViewers

__all__ = [
    "PERSONAL_RECORDS",
    "POST_IS_CALLED",
    "POST_IS_SEEN",
    "ContestTop",
    "ContestViewers",
    "endpoints",
    "known_contest",
    "periodic",
    "reminding",
]
