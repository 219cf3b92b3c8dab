"""What groups keep about a person: where they belong, and what they have asked of others."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, NotExported, PersonalRecords, Redacted

PERSONAL_RECORDS = (
    PersonalRecords(
        table="group_members",
        export=Exported(
            section="groups",
            columns=("group_id", "role", "nickname", "is_managed", "joined_at"),
            key="group_id",
        ),
        on_delete=Erased(),
        # Somebody may be joining what would be left without anybody.
        lock="SELECT FROM groups WHERE id IN (SELECT group_id FROM group_members WHERE user_id = $1)"
        " ORDER BY id FOR NO KEY UPDATE",
    ),
    PersonalRecords(
        table="group_assignments",
        column="created_by",
        export=NotExported("an assignment is the group's, whoever wrote it"),
        on_delete=Redacted("created_by = NULL"),
    ),
)
