"""Who may play and whose games others see, and who stands on the boards: conditions over u (users).

Law: they are asked when something is read, not kept with the games. So a player who is enabled or unmarked again
has everything back.
"""

from __future__ import annotations

SHOWN = "u.is_active AND u.deleted_at IS NULL"
ON_BOARDS = f"({SHOWN} AND NOT u.is_bot)"
