"""What progress keeps about a person: their journey, what they have earned, and where their days were."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, PersonalRecords

_OURS = "says how far our own work has got"

PERSONAL_RECORDS = (
    PersonalRecords(
        table="user_journeys",
        export=Exported(
            section="journey",
            columns=(
                *("xp", "streak_days", "streak_longest", "last_day", "frozen_week", "last_played_at"),
                *("tallies", "events"),
            ),
            withheld={"folded_at": _OURS, "folded_id": _OURS, "rules": _OURS},
            key="user_id",
            json_columns=frozenset({"tallies"}),
        ),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="user_achievements",
        export=Exported(section="achievements", columns=("achievement", "unlocked_at", "result_id"), key="achievement"),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="user_time_zones",
        export=Exported(section="time_zones", columns=("since", "zone", "is_chosen"), key="since"),
        on_delete=Erased(),
    ),
)
