"""What contests keep about a person: where they took part, and which ones they made."""

from __future__ import annotations

from server.infra.personal import Exported, Kept, NotExported, PersonalRecords, Redacted

PERSONAL_RECORDS = (
    PersonalRecords(
        table="contest_participations",
        export=Exported(
            section="contests",
            columns=("contest_slug", "session_id", "joined_at", "rank", "old_rating", "new_rating"),
            key="contest_slug",
        ),
        on_delete=Kept("the ranks by which the others' ratings moved refer to it"),
    ),
    PersonalRecords(
        table="contests",
        column="created_by",
        export=NotExported("a contest is the site's or its group's, whoever made it"),
        on_delete=Redacted("created_by = NULL"),
    ),
)
