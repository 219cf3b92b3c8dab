"""Groups: classes, companies, friends. Members, accounts for pupils, assignments, results as a table.

The composition root routes `endpoints`, and gives the leaderboards `nicknames`, so that a board can compare a group.
"""

from server.groups.groups import NO_GROUP, NOT_A_TEACHER, group_to_teach, nicknames
from server.groups.http import endpoints
from server.groups.personal import PERSONAL_RECORDS
from server.groups.reminding import reminding

__all__ = ["NOT_A_TEACHER", "NO_GROUP", "PERSONAL_RECORDS", "endpoints", "group_to_teach", "nicknames", "reminding"]
