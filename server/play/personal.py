"""What play keeps about a person: the games they began, and the keys they pressed in them."""

from __future__ import annotations

from server.infra.personal import Exported, Kept, Made, PersonalRecords, Redacted
from server.key_logs import json_of, stored
from server.play.modes import COLUMNS

_TOKEN = "a secret: it opens the play socket"
_RESULTS = "results and other players' ghosts refer to it"

_PLACES = "the places of the other players refer to it"

PERSONAL_RECORDS = (
    PersonalRecords(
        table="game_sessions",
        export=Exported(
            section="game_sessions",
            columns=(
                *("id", "mode", "language", "difficulty", *COLUMNS),
                *("started_at", "ended_at", "is_completed", "created_at", "updated_at"),
            ),
            withheld={"session_token": _TOKEN},
            by="started_at",
        ),
        on_delete=Kept(_RESULTS),
    ),
    PersonalRecords(
        table="matches",
        column="host_id",
        export=Exported(
            section="matches_opened",
            columns=(
                *("code", "language", "difficulty", "keys", "capacity", "visibility", "is_quick", "rematch_of"),
                *("group_id", "created_at", "starts_at", "ended_at"),
            ),
            withheld={
                "waves": "texts of the library, not of the person",
                "rated_no": "counts all matches that moved ratings",
            },
            key="code",
        ),
        on_delete=Redacted("host_id = NULL"),
        lock="SELECT FROM matches WHERE host_id = $1 ORDER BY code FOR NO KEY UPDATE",
    ),
    PersonalRecords(
        table="match_seats",
        export=Exported(
            section="match_seats",
            columns=(
                *("match_code", "seat", "session_id", "is_ready", "joined_at"),
                *("place", "rating_before", "rating_after"),
            ),
            withheld={"is_house": "true for robots of the house alone"},
            key="match_code || ' ' || seat",
        ),
        on_delete=Kept(_PLACES),
    ),
    PersonalRecords(
        table="typing_sessions",
        export=Exported(
            section="typing_sessions",
            columns=(
                *("id", "game_session_id", "key_sequence"),
                *("started_at", "ended_at", "is_completed", "created_at"),
            ),
            withheld={
                "session_token": _TOKEN,
                "key_log": "the compact form of what is exported as `key_sequence`",
                "key_digest": "follows from `key_sequence`",
            },
            by="started_at",
            page=5,  # the key log of the longest game has some megabytes
            made={"key_sequence": Made(stored("typing_sessions"), json_of)},
        ),
        on_delete=Kept(_RESULTS),
    ),
)
