"""What friends are playing now.

Laws:
- It is asked of PostgreSQL, by the friends' ids. What Redis tells of players (server/leaderboards/playing.py) names at
  most a hundred of each process, and is the same for everybody.
- Nobody learns of somebody's practice, of a match that is not public, or that somebody plays who shows it to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from server.infra.postgres import Pool
from server.infra.rows import read
from server.social.answers import FriendPlaying
from server.social.shown import SHOWN

SAID_MINUTES = 2  # a process says once a minute who is on its games

_PLAYING = f"""
SELECT DISTINCT ON (s.user_id) s.user_id, s.language, s.difficulty, s.started_at,
    (SELECT m.code FROM match_seats x JOIN matches m ON m.code = x.match_code
     WHERE x.session_id = s.id AND m.visibility = 'PUBLIC' AND m.ended_at IS NULL) AS match
FROM game_sessions s JOIN users u ON u.id = s.user_id
WHERE s.user_id = ANY($1::uuid[]) AND s.ended_at IS NULL AND s.mode <> 'PRACTICE'
    AND s.updated_at > now() - interval '{SAID_MINUTES} minutes' AND u.playing_shown_to <> 'NOBODY' AND {SHOWN}
ORDER BY s.user_id, s.started_at DESC
"""


async def playing(pg: Pool, friends: Sequence[str]) -> Mapping[str, FriendPlaying]:
    """By their ids, what those play who play and show it to friends."""
    return {row["user_id"]: read(FriendPlaying, row) for row in await pg.fetch(_PLAYING, friends)}
