"""What is kept about a person's history elsewhere."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, PersonalRecords
from server.infra.rows import names
from server.platforms.kept import PlatformDay

PERSONAL_RECORDS = (
    PersonalRecords(
        table="platform_days",
        export=Exported(section="platform_days", columns=names(PlatformDay), key="platform::text || ' ' || day"),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="platform_profiles",
        export=Exported(
            section="platform_profiles",
            columns=("platform", "handle", "current_wpm", "best_wpm", "synced_at", "created_at"),
            key="platform::text",
        ),
        on_delete=Erased(),
    ),
)
