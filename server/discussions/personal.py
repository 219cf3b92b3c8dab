"""What discussions keep about a person: what they wrote, and what they like."""

from __future__ import annotations

from server.discussions.tables import DELETED
from server.infra.personal import Erased, Exported, PersonalRecords, Redacted

# Whoever changes anything in a thread locks its post first, since triggers change it too. What was written about a
# replay goes with it.
_LOCK_THREADS = """
SELECT FROM posts WHERE id IN (
    SELECT id FROM posts WHERE user_id = $1
    UNION ALL SELECT post_id FROM comments WHERE user_id = $1
    UNION ALL SELECT post_id FROM likes WHERE user_id = $1
    UNION ALL SELECT c.post_id FROM likes l JOIN comments c ON c.id = l.comment_id WHERE l.user_id = $1
    UNION ALL SELECT p.id FROM shared_replays r JOIN posts p ON p.replay_id = r.id WHERE r.user_id = $1
) ORDER BY id FOR UPDATE
"""
_READ = "what was written, as it is read: it follows from the text"

PERSONAL_RECORDS = (
    PersonalRecords(
        table="likes",
        export=Exported(section="likes", columns=("id", "post_id", "comment_id", "created_at")),
        on_delete=Erased(),
        lock=_LOCK_THREADS,
    ),
    PersonalRecords(
        table="comments",
        export=Exported(
            section="comments",
            columns=("id", "post_id", "parent_id", "text", "state", "like_count", "created_at", "edited_at"),
            withheld={"blocks": _READ, "number": "its place in the thread", "path": "as number"},
        ),
        # Its place stays while others have answered it.
        on_delete=Redacted(DELETED),
    ),
    PersonalRecords(
        table="posts",
        export=Exported(
            section="posts",
            columns=(
                *("id", "snippet_id", "contest_slug", "replay_id", "text", "state", "comment_count"),
                *("like_count", "created_at", "edited_at"),
            ),
            withheld={"blocks": _READ},
        ),
        on_delete=Redacted(DELETED),
    ),
)
