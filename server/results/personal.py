"""What results keeps about a person: what each game came to, in words and in keystrokes."""

from __future__ import annotations

from server.infra.personal import Exported, Kept, NotExported, PersonalRecords
from server.results.columns import PERSONAL_COLUMNS

_KEPT = Kept("snippets' figures and other players' ghosts come from it")

PERSONAL_RECORDS = (
    *(
        PersonalRecords(table=table, export=Exported(section=table, columns=columns, by="ended_at"), on_delete=_KEPT)
        for table, columns in PERSONAL_COLUMNS.items()
    ),
    PersonalRecords(
        table="games_by_language",
        export=NotExported("counts of the games in `game_results`"),
        on_delete=Kept("counts of the results, which stay"),
    ),
    PersonalRecords(
        table="bests_by_kind",
        export=NotExported("the best of the games in `game_results`"),
        on_delete=Kept("follows from the results, which stay"),
    ),
)
