"""What is kept about a person: the users row and its statistics here, and what every feature keeps."""

from __future__ import annotations

from server import (
    contests,
    courses,
    discussions,
    groups,
    interactions,
    leaderboards,
    library,
    moderation,
    notifications,
    own_code,
    platforms,
    play,
    practice,
    progress,
    ratings,
    results,
    shared_replays,
    sign_in,
    social,
)
from server.infra import audit
from server.infra.personal import Exported, Kept, PersonalRecords
from server.infra.rows import names
from server.people.statistics import Statistics
from server.sign_in import User

PERSONAL_RECORDS = (
    PersonalRecords(
        table="users",
        column="id",
        export=Exported(
            section="profile",
            columns=names(User),
            withheld={
                "password_hash": "a secret",
                "token_version": "counts how often all sign-ins were ended, and is part of every access token",
                "notifications_off": "is among the settings",
                "settings": "has a section of its own, with the defaults filled in",
                "friend_requests_from": "stands among the settings",
                "playing_shown_to": "likewise",
                "deleted_at": "no deleted account is exported",
            },
            single=True,
            row=User,
        ),
        on_delete=Kept("deletion.py itself takes the name, the email and all else that says who it was from the row"),
    ),
    PersonalRecords(
        table="user_statistics",
        export=Exported(section="statistics", columns=names(Statistics), single=True, row=Statistics),
        on_delete=Kept("sums of the results, which stay; the profile that showed them is gone"),
    ),
)


def everything_kept() -> tuple[PersonalRecords, ...]:
    """What every feature keeps about a person, in the order of the export."""
    return (
        *PERSONAL_RECORDS,
        *sign_in.PERSONAL_RECORDS,
        *social.PERSONAL_RECORDS,
        *play.PERSONAL_RECORDS,
        *results.PERSONAL_RECORDS,
        *leaderboards.PERSONAL_RECORDS,
        *ratings.PERSONAL_RECORDS,
        *practice.PERSONAL_RECORDS,
        *progress.PERSONAL_RECORDS,
        *platforms.PERSONAL_RECORDS,
        *library.PERSONAL_RECORDS,
        *groups.PERSONAL_RECORDS,
        *contests.PERSONAL_RECORDS,
        *interactions.PERSONAL_RECORDS,
        *shared_replays.PERSONAL_RECORDS,
        *own_code.PERSONAL_RECORDS,
        *courses.PERSONAL_RECORDS,
        *discussions.PERSONAL_RECORDS,
        *moderation.PERSONAL_RECORDS,
        *notifications.PERSONAL_RECORDS,
        *audit.PERSONAL_RECORDS,
    )
