"""What the boards keep about a person: their best games, again."""

from __future__ import annotations

from server.infra.personal import Kept, NotExported, PersonalRecords

PERSONAL_RECORDS = (
    PersonalRecords(
        table="leaderboards",
        export=NotExported("the best of the games in `game_results`"),
        on_delete=Kept("a trigger takes the rows away when the player may stand no more"),
    ),
    PersonalRecords(
        table="leaderboard_drafts",
        export=NotExported("drafts of rows of `leaderboards`"),
        on_delete=Kept("emptied when the table is filled; what has changed since is not entered"),
    ),
    PersonalRecords(
        table="leaderboard_changes",
        export=NotExported("when the places of the boards were worked out anew"),
        on_delete=Kept("says that the player left the boards; gone after a month"),
    ),
)
