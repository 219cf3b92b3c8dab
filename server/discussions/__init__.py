"""Discussions: posts about a snippet, a contest or a shared replay, comments on them in threads, likes; what moderators
do to them.

The composition root makes one `Discussions`, hands it the subjects that there are, and routes `endpoints`. Moderation
builds its kinds POST and COMMENT on what is exported here.
"""

from server.discussions.admin_reading import StaffText, admin_endpoints, texts_of
from server.discussions.answered import retract_answered_about
from server.discussions.discussions import Discussions, Subject
from server.discussions.http import endpoints
from server.discussions.judging import CHANGED, GONE, JudgedWriting, is_shown_to, judge
from server.discussions.notes import note_blocks
from server.discussions.personal import PERSONAL_RECORDS
from server.discussions.rows import ReplayCard
from server.discussions.tables import COMMENT, POST, TABLES, lock_threads_about

__all__ = [
    "CHANGED",
    "COMMENT",
    "GONE",
    "PERSONAL_RECORDS",
    "POST",
    "TABLES",
    "Discussions",
    "JudgedWriting",
    "ReplayCard",
    "StaffText",
    "Subject",
    "admin_endpoints",
    "endpoints",
    "is_shown_to",
    "judge",
    "lock_threads_about",
    "note_blocks",
    "retract_answered_about",
    "texts_of",
]
