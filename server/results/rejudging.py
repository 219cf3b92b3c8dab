"""A verdict that a moderator gives: whether the game is ranked now, and what its player's games add up to.

Law: the rules are those of a game's end (ranking.py), so a game that is approved stands as if it had never been
flagged, and `prodev verify` finds no difference. A rejected game counts in no sum until it is approved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import asyncpg

from game.terms import EndReason, Mode, Verdict
from server.infra.postgres import Connection
from server.results.ranking import RankCase, RankRule, decided_before_verdict, unranked_reason
from server.results.shown import COUNTED, MAY_BE_SHOWN

RuleOf = Callable[[Mode], RankRule]

# The player's boards, bests and sums are worked out anew, by triggers too: some 0.2 ms for each of their games.
REJUDGED_S = 60.0

# The rows of the player are locked as at a game's end, so that neither goes on with the other's old sums; the result so
# that games raced against it can end, which name it.
_LOCK = f"""
SELECT r.id, r.user_id, r.mode, r.verdict, r.ranked, r.unranked_reason, r.end_reason, r.playtime_seconds,
    r.total_words_typed, r.pauses, r.paused_ms, u.is_guest
FROM game_results r
JOIN users u ON u.id = r.user_id
JOIN user_statistics us ON us.user_id = r.user_id
WHERE r.id = $1 AND u.deleted_at IS NULL AND {MAY_BE_SHOWN}
FOR SHARE OF u FOR UPDATE OF us FOR NO KEY UPDATE OF r
"""
_UPDATE = "UPDATE game_results SET verdict = $2, ranked = $3, unranked_reason = $4 WHERE id = $1"

# $1: user. The figures by language are a trigger's.
_SUM_UP = f"""
UPDATE user_statistics us SET (
    total_games, total_playtime_sec, best_score, best_wpm, avg_wpm, avg_accuracy, total_words_typed,
    total_enemies_killed, highest_wave, favorite_language
) = (
    SELECT count(*), coalesce(sum(r.playtime_seconds), 0), coalesce(max(r.final_score), 0),
        coalesce(max(r.words_per_minute), 0), coalesce(avg(r.words_per_minute), 0),
        coalesce(avg(r.accuracy_percentage), 0), coalesce(sum(r.total_words_typed), 0),
        coalesce(sum(r.enemies_killed), 0), coalesce(max(r.waves_completed), 0),
        (SELECT language FROM games_by_language WHERE user_id = $1
            ORDER BY games DESC, last_ended_at DESC, language LIMIT 1)
    FROM game_results r WHERE r.user_id = $1 AND {COUNTED}
)
WHERE us.user_id = $1
"""


@dataclass(frozen=True, slots=True)
class Counting:
    """What a verdict decides of a game."""

    verdict: Verdict
    ranked: bool
    unranked_reason: str | None


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A game under a verdict of its own, and the one before."""

    result_id: str
    user_id: str
    before: Counting
    after: Counting


async def rejudge(connection: Connection, result_id: str, verdict: Verdict, rule_of: RuleOf) -> Rejudged | None:
    """Give a stored game this verdict, in the caller's transaction; None when there is no such game to judge, or its
    player has gone. The caller sees to the boards and the cached statistics."""
    row = await connection.fetchrow(_LOCK, result_id)
    if row is None:
        return None
    reason = unranked_reason(_case(row, verdict, rule_of))
    before = Counting(Verdict(row["verdict"]), row["ranked"], row["unranked_reason"])
    after = Counting(verdict, reason is None, reason)
    await connection.execute(_UPDATE, result_id, verdict, after.ranked, reason, timeout=REJUDGED_S)
    if Verdict.REJECTED in (before.verdict, verdict) and before.verdict != verdict:
        await connection.execute(_SUM_UP, row["user_id"], timeout=REJUDGED_S)
    return Rejudged(result_id, row["user_id"], before, after)


def _case(row: asyncpg.Record, verdict: Verdict, rule_of: RuleOf) -> RankCase:
    earlier = decided_before_verdict(row["unranked_reason"])
    return RankCase(
        end_reason=EndReason(row["end_reason"]),
        unranked_by_mode=None if earlier in ("abandoned", "journal_lost") else earlier,
        journal_lost=earlier == "journal_lost",
        verdict=verdict,
        playtime_seconds=row["playtime_seconds"],
        words_typed=row["total_words_typed"],
        pauses=row["pauses"],
        paused_ms=row["paused_ms"],
        disabled=row["unranked_reason"] == "disabled",
        registered=not row["is_guest"],
        rule=rule_of(Mode(row["mode"])),
    )
