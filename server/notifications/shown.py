"""By whom a notification may be, asked when one is stored and when it is read: a condition over n (notifications)."""

from __future__ import annotations

BY_SHOWN = """(n.by_id IS NULL OR EXISTS (
    SELECT FROM users WHERE id = n.by_id AND is_active AND deleted_at IS NULL
))"""
