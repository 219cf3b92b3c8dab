"""Ratings are moved: once for each match and each contest, one after another.

Law: `move` belongs into the transaction that decides the places. It waits for every other one of its kind, so ratings
are moved in the order in which matches end, and `rating_changes` are numbered in it. No player may be deleted
meanwhile, or a rating would be left: the caller holds them (`hold_users`), or has the library's turn, which deletions
take.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.terms import RatingKind
from server.infra.postgres import Connection
from server.ratings.reckoning import NEW, Strength, moved, shown
from server.results import ON_BOARDS

LEAST_PLAYERS = 2

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('prodev ratings' || $1))"
_LOCK_OF = {RatingKind.RACE: "", RatingKind.CONTEST: " of contests"}  # no match waits for a contest of hundreds
# Guests and robots have none, nor has who was deleted or disabled meanwhile.
_RATED = f"""
SELECT u.id, r.mu, r.sigma FROM users u LEFT JOIN ratings r ON r.user_id = u.id AND r.kind = $2
WHERE u.id = ANY($1::uuid[]) AND NOT u.is_guest AND {ON_BOARDS}
"""
_KEEP = """
INSERT INTO ratings AS r (user_id, kind, mu, sigma, games, shown, peak) VALUES ($1, $2, $3, $4, 1, $5, $5)
ON CONFLICT (user_id, kind) DO UPDATE SET mu = $3, sigma = $4, games = r.games + 1, shown = $5,
    peak = greatest(r.peak, $5)
"""
_NOTE = """
INSERT INTO rating_changes (user_id, kind, subject, place, mu, sigma, before, after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


@dataclass(frozen=True, slots=True)
class RatingShift:
    """A rating as it is shown, before and after."""

    before: int
    after: int


async def move(
    connection: Connection, kind: RatingKind, subject: str, placed: Sequence[tuple[str, int]]
) -> dict[str, RatingShift]:
    """Move the ratings of those who have one, in the caller's transaction; empty when there are not two of them.

    `placed` are users with their places, `subject` is what they played: a match's code, a contest's slug. Leave out
    those whose result is not taken for honest.
    """
    await connection.execute(_LOCK, _LOCK_OF[kind])
    rows = {row["id"]: row for row in await connection.fetch(_RATED, [user_id for user_id, _ in placed], kind)}
    rated = [(user_id, place) for user_id, place in placed if user_id in rows]
    if len(rated) < LEAST_PLAYERS:
        return {}
    old = [_strength(rows[user_id]["mu"], rows[user_id]["sigma"]) for user_id, _ in rated]
    moves: dict[str, RatingShift] = {}
    kept: list[tuple[object, ...]] = []
    noted: list[tuple[object, ...]] = []
    for (user_id, place), before, after in zip(rated, old, moved(old, [place for _, place in rated]), strict=True):
        moves[user_id] = told = RatingShift(shown(before), shown(after))
        kept.append((user_id, kind, after.mu, after.sigma, told.after))
        noted.append((user_id, kind, subject, place, after.mu, after.sigma, told.before, told.after))
    await connection.executemany(_KEEP, kept)
    await connection.executemany(_NOTE, noted)
    return moves


def _strength(mu: float | None, sigma: float | None) -> Strength:
    return NEW if mu is None or sigma is None else Strength(mu, sigma)
