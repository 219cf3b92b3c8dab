"""Showing and hiding what players write in discussions.

Laws:
- What becomes of it, of its reports, and the audit log's entry are one transaction.
- Nobody judges their own text. The same verdict a second time changes nothing, and is no deed.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.terms import PostState, Verdict
from server.discussions import judge as judge_written
from server.infra.audit import Actor, Deed, record
from server.infra.web import Problem
from server.moderation.moderation import Moderation
from server.moderation.reports import OWN
from server.moderation.requests import ReportOutcome, TextBody, TextPath
from server.moderation.verdicts import CLOSE_REPORTS


@dataclass(frozen=True, slots=True)
class JudgedText:
    """`closed`: how many reports."""

    state: PostState
    closed: int


async def judge_text(moderation: Moderation, by: Actor, path: TextPath, body: TextBody) -> JudgedText:
    """Raises Problem 404, 409; 401 or 403 when `by` may no longer do this."""
    is_shown = body.verdict is Verdict.APPROVED
    async with moderation.pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await by.confirm(connection)
        judged = await judge_written(
            moderation.discussions, connection, path.kind, path.id, is_shown=is_shown, edited_at=body.edited_at
        )
        if judged.author == by.user_id:
            raise Problem(*OWN, "You wrote this yourself, so somebody else has to judge it.")
        outcome = ReportOutcome.DISMISSED if is_shown else ReportOutcome.UPHELD
        closed = len(await connection.fetch(CLOSE_REPORTS, path.kind, path.id, outcome))
        if closed or judged.before is not judged.after:
            metadata = {"player": judged.author, "reports": closed, **({"note": body.note} if body.note else {})}
            states = {"state": judged.before}, {"state": judged.after}
            action = "approve" if is_shown else "hide"
            await record(connection, by, Deed(path.kind.lower(), path.id, action, *states, metadata))
    return JudgedText(judged.after, closed)
