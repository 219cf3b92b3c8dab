"""What is kept of what a person makes of snippets."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, PersonalRecords

PERSONAL_RECORDS = (
    PersonalRecords(
        table="snippet_interactions",
        export=Exported(
            section="snippet_interactions",
            columns=("snippet_id", "vote", "is_counted", "bookmarked_at", "created_at", "updated_at"),
            key="snippet_id",
        ),
        on_delete=Erased(),
    ),
)
