"""By whom a notification may be, asked when one is stored and when it is read: a condition over n (notifications)."""

from __future__ import annotations

from server.social import SHOWN, unblocked

BY_SHOWN = f"""(n.by_id IS NULL OR (
    EXISTS (SELECT FROM users u WHERE u.id = n.by_id AND {SHOWN}) AND {unblocked("n.user_id", "n.by_id")}
))"""
