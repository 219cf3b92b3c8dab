"""What ratings keep about a person."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, PersonalRecords

PERSONAL_RECORDS = (
    PersonalRecords(
        table="ratings",
        export=Exported(
            section="ratings",
            columns=("kind", "mu", "sigma", "games", "shown", "peak", "updated_at"),
            key="kind::text",
        ),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="rating_changes",
        export=Exported(
            section="rating_changes",
            columns=("id", "kind", "subject", "place", "mu", "sigma", "before", "after", "created_at"),
        ),
        on_delete=Erased(),
    ),
)
