"""Approving and rejecting a game.

Laws:
- Verdict, rank, sums, the reason for the player, their notification, what becomes of reports and an appeal, the audit
  log's entry and the jobs that follow are one transaction.
- Nobody judges their own game.
"""

from __future__ import annotations

from game.terms import NotificationKind, Verdict
from server.feed import ask
from server.infra.audit import Actor, Deed, changed, record
from server.infra.postgres import Connection
from server.infra.user_locks import lock_users
from server.infra.web import Problem
from server.interactions import CONSUMER as SNIPPET_RUNS
from server.leaderboards import OVERTAKING, STANDINGS
from server.moderation.kinds import RESULT
from server.moderation.moderation import Moderation
from server.moderation.requests import ReportOutcome
from server.notifications import Notice, notify, retract
from server.results import Counting, Rejudged, journey_changed, rejudge

NO_SUCH_RESULT = (404, "moderation/no-such-result")
OWN_GAME = (409, "moderation/own-game")

_REVIEW = """
INSERT INTO reviews (result_id, user_id, verdict, reason) VALUES ($1, $2, $3, $4)
ON CONFLICT (result_id) DO UPDATE SET verdict = EXCLUDED.verdict, reason = EXCLUDED.reason, reviewed_at = now()
"""
_DECIDE_APPEAL = (
    "UPDATE appeals SET verdict = $2, decided_at = now() WHERE result_id = $1 AND decided_at IS NULL RETURNING true"
)
CLOSE_REPORTS = """
UPDATE reports SET outcome = $3, closed_at = now() WHERE kind = $1 AND subject_id = $2 AND closed_at IS NULL
RETURNING id
"""


async def judge(moderation: Moderation, by: Actor, result_id: str, verdict: Verdict, reason: str) -> Rejudged:
    """Raises Problem 404, 409 `moderation/own-game`; 401 or 403 when `by` may no longer do this."""
    async with moderation.pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        player: str | None = await connection.fetchval("SELECT user_id FROM game_results WHERE id = $1", result_id)
        if player is None:
            raise _no_such_result()
        await journey_changed(connection, player)
        await lock_users(connection, player, *([by.user_id] if by.user_id else []))
        await by.confirm(connection)
        if player == by.user_id:
            raise Problem(*OWN_GAME, "This is your own game, so somebody else has to judge it.")
        # Before the result is locked: they may wait for one that is being done.
        await ask(connection, STANDINGS, player)
        if verdict is Verdict.APPROVED:
            await ask(connection, SNIPPET_RUNS, result_id)  # a flagged game was left out
        judged = await rejudge(connection, result_id, verdict, moderation.rule_of)
        if judged is None:
            raise _no_such_result()
        await ask(connection, OVERTAKING, result_id)
        await _keep(connection, judged, reason)
        await record(connection, by, _deed(judged, reason))
    return judged


def _no_such_result() -> Problem:
    return Problem(*NO_SUCH_RESULT, "There is no such game, or its player's account was deleted.")


async def _keep(connection: Connection, judged: Rejudged, reason: str) -> None:
    verdict = judged.after.verdict
    await connection.execute(_REVIEW, judged.result_id, judged.user_id, verdict, reason)
    appealed = await connection.fetchval(_DECIDE_APPEAL, judged.result_id, verdict) is not None
    await _tell(connection, judged, appealed)
    outcome = ReportOutcome.UPHELD if verdict is Verdict.REJECTED else ReportOutcome.DISMISSED
    await connection.execute(CLOSE_REPORTS, RESULT, judged.result_id, outcome)


async def _tell(connection: Connection, judged: Rejudged, appealed: bool) -> None:
    """The latest verdict on a game is the one that its player is told of."""
    to, kind, data = judged.user_id, NotificationKind.VERDICT, {"verdict": judged.after.verdict, "appealed": appealed}
    await retract(connection, to, kind, judged.result_id)
    await notify(connection, Notice(to, kind, judged.result_id, data=data))


def _deed(judged: Rejudged, reason: str) -> Deed:
    old, new = changed(_values(judged.before), _values(judged.after))
    action = "approve" if judged.after.verdict is Verdict.APPROVED else "reject"
    return Deed("result", judged.result_id, action, old, new, {"reason": reason, "player": judged.user_id})


def _values(counting: Counting) -> dict[str, object]:
    return {
        "verdict": counting.verdict,
        "ranked": counting.ranked,
        "unranked_reason": counting.unranked_reason,
    }
