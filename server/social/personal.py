"""What is kept about whom a person follows, is friends with, or blocks. Others are named by their ids alone."""

from __future__ import annotations

from server.infra.personal import Erased, Exported, PersonalRecords

PERSONAL_RECORDS = (
    PersonalRecords(
        table="followers",
        column="follower_id",
        export=Exported(section="following", columns=("followed_id", "created_at"), key="followed_id"),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="followers",
        column="followed_id",
        export=Exported(section="followers", columns=("follower_id", "created_at"), key="follower_id"),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="friend_relationships",
        export=Exported(section="friends", columns=("other_id", "status", "created_at", "changed_at"), key="other_id"),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="friend_relationships",
        column="other_id",
        export=Exported(
            section="asked_by",
            columns=("user_id", "status", "created_at", "changed_at"),
            only="status <> 'BLOCKED'",  # who has blocked somebody is the blocker's secret
            key="user_id",
        ),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="last_friend_requests",
        export=Exported(section="last_requests", columns=("other_id", "asked_at", "declined_at"), key="other_id"),
        on_delete=Erased(),
    ),
    PersonalRecords(
        table="last_friend_requests",
        column="other_id",
        export=Exported(section="last_asked_by", columns=("user_id", "asked_at", "declined_at"), key="user_id"),
        on_delete=Erased(),
    ),
)
