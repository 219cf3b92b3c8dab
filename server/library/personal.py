"""What the library keeps about a person: the snippets they saw lately."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, PersonalRecords

PERSONAL_RECORDS = (
    PersonalRecords(
        table="recent_snippets",
        export=Exported(
            section="recent_snippets",
            columns=("language", "difficulty", "snippet_ids"),
            key="(language::text || ' ' || difficulty::text)",
        ),
        on_delete=Erased(),
    ),
)
