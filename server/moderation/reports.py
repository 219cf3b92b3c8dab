"""Reports by players: something that moderators should look at.

Laws:
- One for each person and object, whatever became of it, so that nobody can press a moderator by repeating it.
- Whoever reported is told the outcome: not who decided, nor what they noted, nor anything that is shown to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.discussions import TABLES, is_shown_to
from server.infra.audit import Actor, Deed, record
from server.infra.inputs import Id
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.web import Principal, Problem
from server.moderation.kinds import KINDS, SHOWN_LABEL
from server.moderation.moderation import Moderation
from server.moderation.requests import CloseBody, ReportBody, ReportOutcome, ReportPath
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
_OWN = f"""
SELECT q.id, q.kind, {SHOWN_LABEL} AS label, q.reason, q.created_at, q.outcome, q.closed_at
FROM reports q WHERE q.user_id = $1 ORDER BY q.created_at DESC, q.id LIMIT $2 OFFSET $3
"""


@dataclass(frozen=True, slots=True)
class ReportOut:
    """That it was taken; nothing of what was reported."""

    kind: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report of one's own, in one's own words. `label` is the name of the player, or the first line of the code; null
    for what is not shown any more. `outcome` is null while it waits."""

    id: Id
    kind: str
    label: str | None
    reason: str
    created_at: datetime
    outcome: ReportOutcome | None
    closed_at: datetime | None


def refuse_guest(caller: Principal) -> None:
    """A guest costs nothing to make, so a hundred of them would be no hundred people."""
    if caller.is_guest:
        raise Problem(*GUEST, "Register to do this.")


async def report(moderation: Moderation, by: Principal, body: ReportBody) -> ReportOut:
    """Raises Problem 404 for what the player cannot see, 409 for their own, for a second report, and for a guest."""
    refuse_guest(by)
    async with moderation.pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        found = await connection.fetchrow(KINDS[body.kind].find, body.id)
        if found is None or not await _is_shown(moderation, connection, by, body.kind, found["id"]):
            raise Problem(*NOT_SHOWN, "What you want to report was not found, or is private.")
        if found["user_id"] == by.user_id:
            raise Problem(*OWN, "You cannot report something of your own.")
        at = await connection.fetchval(_INSERT, by.user_id, body.kind, found["id"], body.reason)
    if at is None:
        raise Problem(*REPORTED, "You have already reported this.")
    return ReportOut(body.kind, at)


async def _is_shown(moderation: Moderation, connection: Connection, by: Principal, kind: str, id: str) -> bool:
    """Of a text: whether what it is about is shown to the person, and its author is."""
    return kind not in TABLES or await is_shown_to(moderation.discussions, connection, by, kind, id)


async def own_reports(pg: Pool, user_id: str, query: PageQuery) -> Page[OwnReport]:
    """The newest first."""
    total: int = await pg.fetchval("SELECT count(*) FROM reports WHERE user_id = $1", user_id)
    rows = await pg.fetch(_OWN, user_id, query.per_page, query.offset)
    return query.page_of([read(OwnReport, row) for row in rows], total)


async def close(pg: Pool, by: Actor, path: ReportPath, body: CloseBody) -> int:
    """Close the reports of one object that wait; returns how many. Raises Problem 404 when none does."""
    async with pg.acquire() as connection, connection.transaction():
        await by.confirm(connection)
        closed = await connection.fetch(CLOSE_REPORTS, path.kind, path.id, body.outcome)
        if not closed:
            raise Problem(*NONE_WAITS, "There are no open reports about this.")
        metadata = {"reports": len(closed), **({"note": body.note} if body.note else {})}
        deed = Deed(path.kind.lower(), path.id, "close_reports", new={"outcome": body.outcome}, metadata=metadata)
        await record(connection, by, deed)
    return len(closed)
