"""What notifications keep about a person: what they were told, and what others were told of them."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, NotExported, PersonalRecords

PERSONAL_RECORDS = (
    PersonalRecords(
        table="notifications",
        export=Exported(
            section="notifications",
            columns=("id", "kind", "subject", "data", "read_at", "created_at"),
            withheld={"by_id": "names somebody else"},
            json_columns=frozenset({"data"}),
        ),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="notifications",
        column="by_id",
        export=NotExported("it is what others are told"),
        on_delete=Erased(),
    ),
)
