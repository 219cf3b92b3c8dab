"""Whom others see: conditions over u (users), and over two people at once.

Law: they are asked when something is read, not kept with it. So a player who is enabled, unmarked or unblocked again
has everything back.
"""

from __future__ import annotations

from game.terms import FriendStatus

SHOWN = "u.is_active AND u.deleted_at IS NULL"
ON_BOARDS = f"({SHOWN} AND NOT u.is_bot)"


NAMED = f"SELECT u.id FROM users u WHERE lower(u.username) = lower($1) AND {SHOWN}"  # whoever is called $1


def friendships(user: str) -> str:
    """An SQL query, of an expression for an id: `id` of each friend, whoever asked whom, and `since`."""
    return (
        f"SELECT other_id AS id, changed_at AS since FROM friend_relationships WHERE user_id = {user}"
        f" AND status = '{FriendStatus.ACCEPTED}' UNION ALL SELECT user_id, changed_at FROM friend_relationships"
        f" WHERE other_id = {user} AND status = '{FriendStatus.ACCEPTED}'"
    )


def are_friends(a: str, b: str) -> str:
    """An SQL condition over two expressions for ids."""
    return (
        f"EXISTS (SELECT FROM friend_relationships f WHERE f.status = '{FriendStatus.ACCEPTED}'"
        f" AND ((f.user_id = {a} AND f.other_id = {b}) OR (f.user_id = {b} AND f.other_id = {a})))"
    )


def unblocked(a: str, b: str) -> str:
    """An SQL condition over two expressions for ids: neither has blocked the other. When one of them is NULL, which is
    nobody signed in, it holds."""
    return (
        "NOT EXISTS (SELECT FROM friend_relationships blocks WHERE blocks.status = 'BLOCKED' AND"
        f" ((blocks.user_id = {a} AND blocks.other_id = {b}) OR (blocks.user_id = {b} AND blocks.other_id = {a})))"
    )


def unblocked_of_many(user: str, reader: str) -> str:
    """As `unblocked`, for many rows: the reader's blocks are looked up once. `reader` is the same for all of them."""
    return (
        f"{user} NOT IN (SELECT other_id FROM friend_relationships WHERE status = 'BLOCKED' AND user_id = {reader}"
        f" UNION ALL SELECT user_id FROM friend_relationships WHERE status = 'BLOCKED' AND other_id = {reader})"
    )


def visible_to_one(user: str, reader: str) -> str:
    """As `visible`, for many rows: the reader is the same for all of them, and their blocks are looked up once."""
    return f"({unblocked_of_many(user, reader)} OR {_is_staff(reader)})"


def visible(user: str, reader: str) -> str:
    """An SQL condition over two expressions for ids: no block hides the user from the reader, who may be NULL. Nobody
    hides from staff, who have to judge what was reported."""
    return f"({unblocked(user, reader)} OR {_is_staff(reader)})"


def _is_staff(reader: str) -> str:
    return f"EXISTS (SELECT FROM users staff WHERE staff.id = {reader} AND staff.role IN ('MODERATOR', 'ADMIN'))"
