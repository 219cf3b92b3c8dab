"""What a person has shared."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, PersonalRecords

PERSONAL_RECORDS = (
    PersonalRecords(
        table="shared_replays",
        export=Exported(
            section="shared_replays",
            columns=("id", "result_id", "title", "note", "is_official", "hidden_at", "created_at", "updated_at"),
        ),
        on_delete=Erased(),
    ),
)
