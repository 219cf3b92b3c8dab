"""What own code keeps about a person: their collections, and what is in them."""

from __future__ import annotations

from server.infra.personal import Exported, PersonalRecords, Redacted

PERSONAL_RECORDS = (
    PersonalRecords(
        table="collections",
        column="created_by",
        export=Exported(
            section="collections",
            columns=(
                *("id", "name", "description", "language", "is_public", "usage_count", "withdrawn_at"),
                *("created_at", "updated_at"),
            ),
        ),
        # Those that were private are deleted by a trigger; what was published stays, and nobody's.
        on_delete=Redacted("created_by = NULL"),
    ),
    PersonalRecords(
        table="collection_snippets",
        column="created_by",
        export=Exported(
            section="collection_snippets",
            columns=(
                *("id", "collection_id", "place", "snippet_text", "token_count", "difficulty", "expected_wpm"),
                *("usage_count", "source", "created_at"),
            ),
            withheld={"words": "follows from `snippet_text`", "content_hash": "follows from `snippet_text`"},
        ),
        on_delete=Redacted("created_by = NULL"),
    ),
)
