"""Reports by players: something that moderators should look at.

Law: one for each person and object, whatever became of it, so that nobody can press a moderator by repeating it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.infra.audit import Actor, Deed, record
from server.infra.postgres import Pool
from server.infra.web import Principal, Problem
from server.moderation.kinds import KINDS
from server.moderation.requests import CloseBody, ReportBody, ReportPath
from server.moderation.verdicts import CLOSE_REPORTS

NOT_SHOWN = (404, "moderation/no-such-object")
REPORTED = (409, "moderation/already-reported")
OWN = (409, "moderation/own-object")
GUEST = (409, "account/guest")
NONE_WAITS = (404, "moderation/no-report")

_INSERT = """
INSERT INTO reports (user_id, kind, subject_id, reason) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, kind, subject_id) DO NOTHING RETURNING created_at
"""


@dataclass(frozen=True, slots=True)
class ReportOut:
    """That it was taken; nothing of what was reported."""

    kind: str
    created_at: datetime


def refuse_guest(caller: Principal) -> None:
    """A guest costs nothing to make, so a hundred of them would be no hundred people."""
    if caller.is_guest:
        raise Problem(*GUEST, "Register to do this.")


async def report(pg: Pool, by: Principal, body: ReportBody) -> ReportOut:
    """Raises Problem 404 for what the player cannot see, 409 for their own, for a second report, and for a guest."""
    refuse_guest(by)
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        found = await connection.fetchrow(KINDS[body.kind].find, body.id)
        if found is None:
            raise Problem(*NOT_SHOWN, "There is nothing like that to report.")
        if found["user_id"] == by.user_id:
            raise Problem(*OWN, "This is your own.")
        at = await connection.fetchval(_INSERT, by.user_id, body.kind, found["id"], body.reason)
    if at is None:
        raise Problem(*REPORTED, "You have reported this already.")
    return ReportOut(body.kind, at)


async def close(pg: Pool, by: Actor, path: ReportPath, body: CloseBody) -> int:
    """Close the reports of one object that wait; returns how many. Raises Problem 404 when none does."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        closed = await connection.fetch(CLOSE_REPORTS, path.kind, path.id, body.outcome)
        if not closed:
            raise Problem(*NONE_WAITS, "No report of this waits.")
        metadata = {"reports": len(closed), **({"note": body.note} if body.note else {})}
        deed = Deed(path.kind.lower(), path.id, "close_reports", new={"outcome": body.outcome}, metadata=metadata)
        await record(connection, by, deed)
    return len(closed)
