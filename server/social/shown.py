"""Whom others see: conditions over u (users), and over two people at once.

Law: they are asked when something is read, not kept with it. So a player who is enabled, unmarked or unblocked again
has everything back.
"""

from __future__ import annotations

SHOWN = "u.is_active AND u.deleted_at IS NULL"
ON_BOARDS = f"({SHOWN} AND NOT u.is_bot)"


def unblocked(a: str, b: str) -> str:
    """An SQL condition over two expressions for ids: neither has blocked the other. When one of them is NULL, which is
    nobody signed in, it holds."""
    return (
        "NOT EXISTS (SELECT FROM friend_relationships blocks WHERE blocks.status = 'BLOCKED' AND"
        f" ((blocks.user_id = {a} AND blocks.other_id = {b}) OR (blocks.user_id = {b} AND blocks.other_id = {a})))"
    )


def visible(user: str, reader: str) -> str:
    """An SQL condition over two expressions for ids: no block hides the user from the reader, who may be NULL. Nobody
    hides from staff, who have to judge what was reported."""
    is_staff = f"EXISTS (SELECT FROM users staff WHERE staff.id = {reader} AND staff.role IN ('MODERATOR', 'ADMIN'))"
    return f"({unblocked(user, reader)} OR {is_staff})"
