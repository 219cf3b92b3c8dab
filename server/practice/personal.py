"""What practice keeps about a person."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, PersonalRecords
from server.infra.rows import names
from server.practice.topics import TopicTally

PERSONAL_RECORDS = (
    PersonalRecords(
        table="user_topic_progress",
        export=Exported(
            section="topics",
            columns=("language", "category", *names(TopicTally)),
            key="language || ' ' || category",
        ),
        on_delete=Erased(),
    ),
)
