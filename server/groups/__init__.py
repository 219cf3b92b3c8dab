"""Groups: classes, companies, friends. Members, accounts for pupils, assignments, results as a table.

The composition root routes `endpoints`, and gives the leaderboards `nicknames`, so that a board can compare a group.
"""

from server.groups.groups import NO_GROUP, nicknames
from server.groups.http import endpoints
from server.groups.personal import PERSONAL_RECORDS

__all__ = ["NO_GROUP", "PERSONAL_RECORDS", "endpoints", "nicknames"]
