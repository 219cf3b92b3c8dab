"""What teachers ask of their group, and who has done it.

Law: who has done it follows from the stored results each time it is asked for. Nothing is counted beside them, so a
result that a moderator rejects, or a member who comes later, is right at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict

import asyncpg

from game.terms import Mode
from server.groups.deeds import Doer, record_group
from server.groups.groups import group_for, group_of
from server.groups.requests import NewAssignment
from server.groups.rows import TEACHERS, Assignment, AssignmentOut, MemberProgress
from server.infra.postgres import Connection, Pool
from server.infra.rows import columns, read
from server.infra.web import Principal, Problem
from server.results import MAY_BE_SHOWN, of_keys

ASSIGNMENTS_LIMIT = 100

NO_ASSIGNMENT = 404, "group/no-such-assignment"
TOO_MANY = 409, "group/too-many-assignments"
NO_CONTEST = 404, "contest/no-such-contest"

_COLUMNS = columns(Assignment)
_ASSIGNMENTS = (
    f"SELECT {_COLUMNS} FROM group_assignments WHERE group_id = $1 AND ($2::uuid IS NULL OR id = $2)"
    " ORDER BY due_at NULLS LAST, created_at, id"
)
_CONTEST = "SELECT slug FROM contests WHERE slug = $1 AND (group_id IS NULL OR group_id = $2)"
# The game of the contest that is asked for, whenever it was played.
_IN_CONTEST = """EXISTS (SELECT FROM contest_participations p
    WHERE p.contest_slug = a.contest_slug AND p.user_id = m.user_id AND p.session_id = s.id)"""
# Over a (group_assignments), m (group_members): how many games of this one count for that one, up to what is asked for.
GAMES_DONE = f"""(SELECT count(*) FROM (
    SELECT FROM game_results r JOIN game_sessions s ON s.id = r.session_id
        CROSS JOIN LATERAL (SELECT {of_keys("r")}) k
    WHERE r.user_id = m.user_id AND (a.due_at IS NULL OR r.ended_at <= a.due_at)
        AND CASE a.mode WHEN 'CONTEST' THEN {_IN_CONTEST} ELSE r.ended_at >= a.created_at END
        AND r.mode = a.mode AND {MAY_BE_SHOWN} AND r.end_reason <> 'abandoned' AND r.verdict <> 'rejected'
        AND (a.language IS NULL OR s.language = a.language)
        AND (a.difficulty IS NULL OR s.difficulty = a.difficulty)
        AND k.net_wpm >= coalesce(a.min_net_wpm, 0)
        AND k.key_accuracy_percentage >= coalesce(a.min_accuracy, 0)
    LIMIT a.games
) counted)"""
# Every member and every assignment.
_PROGRESS = f"""
SELECT a.id AS assignment_id, m.user_id, u.username, u.display_name, m.nickname, a.games AS wanted,
    {GAMES_DONE} AS games
FROM group_assignments a JOIN group_members m ON m.group_id = a.group_id JOIN users u ON u.id = m.user_id
WHERE a.group_id = $1 AND ($2::uuid IS NULL OR a.id = $2) AND m.role = 'MEMBER' AND ($3::uuid IS NULL OR m.user_id = $3)
    AND u.deleted_at IS NULL
ORDER BY lower(coalesce(m.nickname, u.display_name)), m.user_id
"""


async def assignments(pg: Pool, slug: str, caller: Principal) -> list[AssignmentOut]:
    """Those due soonest first. Raises Problem 404."""
    group = await group_of(pg, slug, caller.user_id)
    only = None if group.role in TEACHERS else caller.user_id
    return await _with_progress(pg, group.id, None, only)


async def assign(pg: Pool, slug: str, by: Doer, wanted: NewAssignment) -> AssignmentOut:
    """Raises Problem 403, 404, also for a contest that the group does not see, 409 for one too many."""
    async with pg.acquire() as connection, connection.transaction():
        group = await group_for(connection, slug, by.principal)
        count: int = await connection.fetchval("SELECT count(*) FROM group_assignments WHERE group_id = $1", group.id)
        if count >= ASSIGNMENTS_LIMIT:
            raise Problem(*TOO_MANY, f"The group has {count} assignments, which is the limit. Delete an old one first.")
        contest = await _contest(connection, group.id, wanted.contest) if wanted.contest else None
        assignment_id: str = await connection.fetchval(
            """
            INSERT INTO group_assignments (group_id, created_by, title, note, mode, language, difficulty, games,
                min_net_wpm, min_accuracy, due_at, contest_slug)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id
            """,
            group.id,
            by.principal.user_id,
            wanted.title,
            wanted.note,
            Mode.CONTEST if contest else wanted.mode,
            wanted.language,
            wanted.difficulty,
            wanted.games,
            wanted.min_net_wpm,
            wanted.min_accuracy,
            wanted.due_at,
            contest,
        )
        (made,) = await _with_progress(connection, group.id, assignment_id, None)
        await record_group(connection, by, group, "assign", new={"title": made.title}, assignment=assignment_id)
    return made


async def _contest(connection: Connection, group_id: str, slug: str) -> str:
    found: str | None = await connection.fetchval(_CONTEST, slug.lower(), group_id)
    if found is None:
        raise Problem(*NO_CONTEST, "There is no such contest, or not for this group.")
    return found


async def withdraw(pg: Pool, slug: str, by: Doer, assignment_id: str) -> None:
    """Raises Problem 403, 404."""
    async with pg.acquire() as connection, connection.transaction():
        group = await group_for(connection, slug, by.principal)
        title: str | None = await connection.fetchval(
            "DELETE FROM group_assignments WHERE group_id = $1 AND id = $2 RETURNING title", group.id, assignment_id
        )
        if title is None:
            raise Problem(*NO_ASSIGNMENT, "There is no such assignment in this group.")
        await record_group(connection, by, group, "withdraw", old={"title": title}, assignment=assignment_id)


async def _with_progress(
    pg: Pool | Connection, group_id: str, assignment_id: str | None, only: str | None
) -> list[AssignmentOut]:
    found = await pg.fetch(_ASSIGNMENTS, group_id, assignment_id)
    made = _by_assignment(await pg.fetch(_PROGRESS, group_id, assignment_id, only))
    return [AssignmentOut(**asdict(read(Assignment, row)), progress=made[row["id"]]) for row in found]


def _by_assignment(rows: Sequence[asyncpg.Record]) -> dict[str, list[MemberProgress]]:
    made: dict[str, list[MemberProgress]] = defaultdict(list)
    for row in rows:
        made[row["assignment_id"]].append(
            MemberProgress(
                user_id=row["user_id"],
                username=row["username"],
                display_name=row["display_name"],
                nickname=row["nickname"],
                games=row["games"],
                done=row["games"] >= row["wanted"],
            )
        )
    return made
