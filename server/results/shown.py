"""Which games count: conditions over r (game_results).

Law: they are asked when something is read, not kept with the games. So a game that is judged again counts again.
"""

from __future__ import annotations

# Over r (game_results): what counts in the statistics. A trigger counts by language, and knows the mode too.
COUNTED = "(r.verdict <> 'rejected' AND r.mode <> 'PRACTICE')"
# Over r: what others may see at all. The code of a practice game may be its player's own, so it is theirs alone.
MAY_BE_SHOWN = "r.mode <> 'PRACTICE'"
HONEST = "r.verdict IN ('clean', 'approved')"  # the verdicts of ranked games
