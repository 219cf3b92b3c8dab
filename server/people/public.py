"""What everybody may see of a player.

A guest is shown, and marked as one: their name is in the games they
play, but nobody can prove who they are, and none of their games is ranked.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from game.terms import Difficulty, Language, Role
from server import social
from server.infra.inputs import Id
from server.infra.rows import columns, read
from server.infra.web import Principal
from server.people.accounts import Accounts
from server.people.players import Player, no_such_player
from server.people.statistics import Statistics
from server.results import OfKeys, of_keys
from server.social import SHOWN, Relation

BEST_RESULTS = 5


@dataclass(frozen=True, slots=True)
class PublicUser:
    """The columns of `users` that are everybody's to see. `created_at` is when they began to play here."""

    id: Id
    username: str
    display_name: str
    role: Role
    is_guest: bool
    is_bot: bool
    replays_public: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BestResult(OfKeys):
    """A ranked game: columns of its result and of its session."""

    id: Id
    session_id: Id
    language: Language
    difficulty: Difficulty
    final_score: int
    words_per_minute: float
    accuracy_percentage: float
    waves_completed: int
    enemies_killed: int
    max_combo: int
    playtime_seconds: int
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class PublicProfile(PublicUser):
    """`best_results` holds ranked games alone, the best first; none for others when `replays_public` is false.
    `relation` is the caller's to this player, null for strangers and for oneself."""

    statistics: Statistics
    best_results: list[BestResult]
    followers: int
    following: int
    relation: Relation | None


_USER = f"""
SELECT {columns(PublicUser)} FROM users u WHERE id = $1 AND {SHOWN}
"""
_BEST = f"""
SELECT {columns(BestResult)}
FROM (
    SELECT r.*, {of_keys("r")}, s.language, s.difficulty FROM game_results r JOIN game_sessions s ON s.id = r.session_id
) played
WHERE user_id = $1 AND ranked
ORDER BY final_score DESC, ended_at, id LIMIT $2
"""


async def public_profile(accounts: Accounts, player: Player, caller: Principal | None) -> PublicProfile:
    """Raises Problem 404 `account/no-such-player`."""
    row = await accounts.pg.fetchrow(_USER, player.user_id)
    statistics = await accounts.statistics.read(row["id"]) if row else None
    if row is None or statistics is None:
        raise no_such_player()
    user = read(PublicUser, row)
    best = await accounts.pg.fetch(_BEST, user.id, BEST_RESULTS) if player.shows_games else []
    reader_id = None if caller is None else caller.user_id
    return PublicProfile(
        **asdict(user),
        statistics=statistics,
        best_results=[read(BestResult, row) for row in best],
        followers=await social.count(accounts.pg, accounts.totals, social.FOLLOWERS, user.id, reader_id),
        following=await social.count(accounts.pg, accounts.totals, social.FOLLOWING, user.id, reader_id),
        relation=None if reader_id in (None, user.id) else await social.relation(accounts.pg, reader_id, user.id),
    )
