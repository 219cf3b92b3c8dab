"""Attempts: what an ended game of a challenge passed or missed, kept once.

Laws:
- Which goals a game missed follows from its stored result and the version that it was played on, by whole numbers:
  nothing is rounded. A game that was not typed to its end misses that, and is not asked for more.
- An attempt is kept in one INSERT; triggers count it and bring the player's progress up to date in the same
  transaction. The process that ends a game does it at once, so that the player sees it; the feed makes sure.
- Nothing is kept of an account that is deleted, or will be once this is committed: deleting one ends its games, whose
  results come here.
"""

from __future__ import annotations

from collections.abc import Iterator

import asyncpg
import structlog

from game.rules import CHARACTERS_A_WORD
from game.terms import ChallengeGoal, EndReason, Mode
from server.courses.rows import Goals
from server.feed import Consumer
from server.infra.postgres import POSTGRES_AWAY, Connection, Pool, within
from server.infra.rows import read
from server.infra.seldom import say_away

log = structlog.get_logger(__name__)

AT_ONCE_S = 1.0  # the player waits for it

_FOUND = """
SELECT r.user_id, r.final_score, r.end_reason, r.correct_keys, r.total_keys_pressed, r.playtime_seconds, r.ended_at,
    v.challenge_id, v.id AS version_id, v.min_accuracy, v.min_net_wpm, v.max_wrong_keys
FROM game_results r JOIN game_sessions s ON s.id = r.session_id
JOIN challenge_versions v ON v.challenge_id = s.challenge_id AND v.version = s.challenge_version
JOIN users u ON u.id = r.user_id AND u.deleted_at IS NULL
WHERE r.id = $1 AND r.mode = 'CHALLENGE' FOR SHARE OF u
"""
_KEEP = """
INSERT INTO challenge_attempts (result_id, user_id, challenge_id, version_id, passed, failed, score, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (result_id) DO NOTHING
"""


def missed(
    goals: Goals, *, end: EndReason, correct_keys: int, pressed_keys: int, seconds: int
) -> Iterator[ChallengeGoal]:
    """The goals that a game has missed."""
    if end != EndReason.CLEARED:
        yield ChallengeGoal.FINISHED
        return
    if goals.min_accuracy is not None and 100 * correct_keys < goals.min_accuracy * pressed_keys:
        yield ChallengeGoal.MIN_ACCURACY
    if goals.min_net_wpm is not None and 60 * correct_keys < goals.min_net_wpm * CHARACTERS_A_WORD * seconds:
        yield ChallengeGoal.MIN_NET_WPM
    if goals.max_wrong_keys is not None and pressed_keys - correct_keys > goals.max_wrong_keys:
        yield ChallengeGoal.MAX_WRONG_KEYS


async def keep_attempt(connection: Connection, result_id: str) -> None:
    """In a transaction. Again changes nothing; nor does a result that is no attempt, or whose challenge or player is
    gone."""
    row = await connection.fetchrow(_FOUND, result_id)
    if row is None:
        return
    failed = _failed(row)
    await connection.execute(
        _KEEP,
        result_id,
        row["user_id"],
        row["challenge_id"],
        row["version_id"],
        not failed,
        failed,
        row["final_score"],
        row["ended_at"],
    )


def _failed(row: asyncpg.Record) -> list[ChallengeGoal]:
    return list(
        missed(
            read(Goals, row),
            end=EndReason(row["end_reason"]),
            correct_keys=row["correct_keys"],
            pressed_keys=row["total_keys_pressed"],
            seconds=row["playtime_seconds"],
        )
    )


async def keep_at_once(pg: Pool, result_id: str) -> None:
    """By the process that ended the game. Never raises: the feed does it again."""
    try:
        with within(AT_ONCE_S):
            async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
                await keep_attempt(connection, result_id)
    except POSTGRES_AWAY as error:
        say_away("attempt_not_kept", error, result=result_id)
    except Exception:
        log.exception("attempt_not_kept", result=result_id)


def consumer() -> Consumer:
    return Consumer("challenges", keep_attempt, modes=[Mode.CHALLENGE])
