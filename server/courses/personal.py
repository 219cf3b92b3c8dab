"""What courses keep about a person: where they are enrolled, what they have tried and reached, and what they made."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, NotExported, PersonalRecords, Redacted

# In the order in which an attempt locks them and what they are counted in: challenges before tracks and enrolments.
PERSONAL_RECORDS = (
    PersonalRecords(
        table="challenge_attempts",
        export=Exported(
            section="challenge_attempts",
            columns=("result_id", "challenge_id", "version_id", "passed", "failed", "score", "ended_at"),
            key="result_id",
        ),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="challenge_progress",
        export=Exported(
            section="challenge_progress",
            columns=(
                *("challenge_id", "status", "attempts", "hints_shown", "best_score", "best_at", "best_result_id"),
                *("completed_at", "last_attempt_at"),
            ),
            key="challenge_id",
        ),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="user_enrollments",
        export=Exported(
            section="enrollments",
            columns=("track_id", "enrolled_at", "completed", "last_attempt_at"),
            key="track_id",
        ),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="tracks",
        column="created_by",
        export=NotExported("a track is the site's, whoever made it"),
        on_delete=Redacted("created_by = NULL"),
    ),
)
