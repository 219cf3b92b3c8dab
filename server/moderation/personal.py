"""What moderation keeps about a person: verdicts on their games, their appeals, and what they reported."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, Kept, PersonalRecords

PERSONAL_RECORDS = (
    PersonalRecords(
        table="reviews",
        export=Exported(section="reviews", columns=("result_id", "verdict", "reason", "reviewed_at"), key="result_id"),
        on_delete=Kept("they say why results, which stay, count or do not"),
    ),
    PersonalRecords(
        table="appeals",
        export=Exported(
            section="appeals",
            columns=("result_id", "text", "verdict", "decided_at", "created_at"),
            key="result_id",
        ),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="reports",
        export=Exported(
            section="reports",
            columns=("id", "kind", "subject_id", "reason", "outcome", "closed_at", "created_at"),
        ),
        on_delete=Erased(),
    ),
)
