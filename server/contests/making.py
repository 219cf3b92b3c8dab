"""Contests are made, changed and deleted by their staff, until they begin.

Laws:
- Moderators make public contests; a group's teachers make its own. What a caller may do is asked in the transaction
  that does it.
- From its making until it is over nobody else is given its snippets (server/library/keeping.py).
- Its waves are made when it is, or changed, and never after its start: a new release changes nothing about it.
- Each deed is in the audit log, without a word of the snippets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from game.keylog import FORMAT, encode_wave
from game.terms import Difficulty, Language, Role
from game.text import typed_text
from game.wave import Wave
from server import groups, library
from server.contests.requests import ContestEdit, NewContest
from server.contests.rows import ContestView
from server.contests.views import view
from server.infra.audit import Actor, Deed, changed, record
from server.infra.postgres import Connection, Pool
from server.infra.slugs import slugs_of
from server.infra.web import Principal, Problem
from server.library import NotToKeep, Snippet, TooFewLeft
from server.play import contest_game, serve

NOT_STAFF = 403, "contest/staff-only"
CHOOSING = 403, "contest/choosing"
BEGUN = 409, "contest/begun"
TOO_MANY = 409, "contest/too-many"
TAKEN = 409, "contest/snippet-taken"
TOO_FEW = 409, "contest/too-few-snippets"
WRONG = 422, "contest/wrong-snippet"
TIMES = 422, "contest/times"

WAVES = 3
# That are not over: each keeps snippets from all other games. Anybody can make groups, so their contests are bounded by
# who made them too, keep less, and not for so long.
PUBLIC_LIMIT, GROUP_LIMIT, MAKER_LIMIT = 50, 20, 5
AHEAD, GROUP_AHEAD = timedelta(days=366), timedelta(days=60)
_RESERVED = frozenset({"new"})  # an address of the client
_STAFF_ROLES = frozenset({Role.MODERATOR, Role.ADMIN})

_COUNT = "SELECT count(*) FROM contests WHERE group_id IS NOT DISTINCT FROM $1::uuid AND fixed_at IS NULL"
_COUNT_OF_MAKER = "SELECT count(*) FROM contests WHERE created_by = $1 AND group_id IS NOT NULL AND fixed_at IS NULL"
# Its waves follow: the snippets are kept for a contest that is there.
_INSERT = """
INSERT INTO contests (slug, title, description, language, difficulty, waves, keys, group_id, starts_at, duration_s,
    created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, clock_timestamp()), $10, $11)
ON CONFLICT DO NOTHING RETURNING slug
"""
_FOUND = f"""
SELECT c.slug, c.title, c.description, c.language, c.difficulty, c.starts_at, c.duration_s,
    c.group_id, cardinality(c.keys) AS waves, c.starts_at <= clock_timestamp() AS has_begun,
    {contest_game.has_staff("$2")} AS is_staff
FROM contests c WHERE c.slug = $1 AND {contest_game.is_shown_to("$2")}
"""
# First, in a statement of its own: whether it has begun is asked when nobody is waited for any more.
_LOCK = "SELECT FROM contests WHERE slug = $1 FOR UPDATE"
_WAVES = "UPDATE contests SET waves = $2, keys = $3 WHERE slug = $1"
_SHOWN = ("title", "description", "language", "difficulty", "starts_at", "duration_s")
_UPDATE = f"UPDATE contests SET {', '.join(f'{name} = ${n}' for n, name in enumerate(_SHOWN, 2))} WHERE slug = $1"

_WHY = {
    "unknown": "There is no such snippet.",
    "twice": "This snippet is in the list already.",
    "language": "This snippet is in another language.",
    "superseded": "This version has been superseded. Choose the latest one.",
    "kept": "A snippet is kept for another contest.",
    "taught": "A course teaches this snippet, so players know it.",
}


async def create(pg: Pool, caller: Principal, by: Actor, wanted: NewContest) -> ContestView:
    """Raises Problem."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await library.take_turn(connection)
        group_id = await _group_for(connection, caller, wanted.group)
        if wanted.snippets is not None and caller.role not in _STAFF_ROLES:
            raise _choosing()
        await _refuse_times(connection, wanted.starts_at, group_id)
        await _refuse_too_many(connection, caller, group_id)
        slug = await _insert(connection, caller, wanted, group_id)
        await _give_waves(
            connection,
            slug,
            wanted.language,
            wanted.difficulty,
            count=wanted.waves or WAVES,
            snippets=wanted.snippets,
        )
        made = await view(connection, slug, caller.user_id)
        await record(connection, by, Deed("contest", slug, "create", new=_told(made)))
        return made


async def edit(pg: Pool, caller: Principal, by: Actor, slug: str, wanted: ContestEdit) -> ContestView:
    """Raises Problem."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await library.take_turn(connection)
        row = await _before_start(connection, caller, slug)
        if wanted.snippets is not None and caller.role not in _STAFF_ROLES:
            raise _choosing()
        await _refuse_times(connection, wanted.starts_at, row["group_id"])
        before = _told(await view(connection, slug, caller.user_id))
        new = {name: row[name] if (value := getattr(wanted, name)) is None else value for name in _SHOWN}
        await connection.execute(_UPDATE, slug, *new.values())
        is_another = any(new[name] != row[name] for name in ("language", "difficulty"))
        if is_another or wanted.snippets is not None or wanted.waves is not None:
            await library.let_go(connection, slug, publish=False)
            await _give_waves(
                connection,
                slug,
                Language(new["language"]),
                Difficulty(new["difficulty"]),
                count=wanted.waves or row["waves"],
                snippets=wanted.snippets,
            )
        made = await view(connection, slug, caller.user_id)
        old, now = changed(before, _told(made))
        if now:
            await record(connection, by, Deed("contest", slug, "edit", old=old, new=now))
        return made


async def delete(pg: Pool, caller: Principal, by: Actor, slug: str) -> None:
    """Raises Problem."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await library.take_turn(connection)
        await _before_start(connection, caller, slug)
        old = _told(await view(connection, slug, caller.user_id))
        await library.let_go(connection, slug, publish=False)
        await connection.execute("DELETE FROM contests WHERE slug = $1", slug)
        await record(connection, by, Deed("contest", slug, "delete", old=old))


# ---------------------------------------------------------------- who may, and when


async def _group_for(connection: Connection, caller: Principal, slug: str | None) -> str | None:
    """The id of the contest's group, None for a public one. Raises Problem 401, 403, 404."""
    if slug is not None:
        return await groups.group_to_teach(connection, slug, caller, or_staff=caller.role in _STAFF_ROLES)
    await caller.confirm(connection)
    if caller.role not in _STAFF_ROLES:
        raise Problem(*NOT_STAFF, "Only moderators make public contests. Teachers make them for their group.")
    return None


async def _before_start(connection: Connection, caller: Principal, slug: str) -> asyncpg.Record:
    """The contest, locked, for its staff. Raises Problem 401, 403, 404, 409."""
    await caller.confirm(connection)
    await connection.execute(_LOCK, slug)
    row = await connection.fetchrow(_FOUND, slug, caller.user_id)
    if row is None:
        raise contest_game.no_contest()
    if not row["is_staff"]:
        raise Problem(*NOT_STAFF, "Only this contest's staff can change it.")
    if row["has_begun"]:
        raise Problem(*BEGUN, "This contest has begun, so it stays as it is.")
    return row


def _choosing() -> Problem:
    return Problem(*CHOOSING, "Only moderators choose snippets. Say how many waves, and they are drawn.")


async def _refuse_times(connection: Connection, starts_at: datetime | None, group_id: str | None) -> None:
    if starts_at is None:
        return
    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
    ahead = AHEAD if group_id is None else GROUP_AHEAD
    detail = (
        "It would begin in the past."
        if starts_at < now
        else f"It would begin more than {ahead.days} days ahead."
        if starts_at > now + ahead
        else None
    )
    if detail is not None:
        raise Problem(*TIMES, detail, errors=[{"pointer": "/starts_at", "code": "starts_at", "detail": detail}])


async def _refuse_too_many(connection: Connection, caller: Principal, group_id: str | None) -> None:
    count: int = await connection.fetchval(_COUNT, group_id)
    if count >= (PUBLIC_LIMIT if group_id is None else GROUP_LIMIT):
        raise Problem(*TOO_MANY, f"There are {count} contests that are not over, which is the limit.")
    own: int = 0 if group_id is None else await connection.fetchval(_COUNT_OF_MAKER, caller.user_id)
    if own >= MAKER_LIMIT:
        raise Problem(*TOO_MANY, f"You have made {own} contests for groups that are not over, which is the limit.")


# ---------------------------------------------------------------- what is written


async def _insert(connection: Connection, caller: Principal, wanted: NewContest, group_id: str | None) -> str:
    """The contest with a wave that stands for those to come; its slug."""
    document, keys = {"format": FORMAT, "waves": [{}]}, [0]
    for slug in slugs_of(wanted.title, "contest", _RESERVED):
        made: str | None = await connection.fetchval(
            _INSERT,
            slug,
            wanted.title,
            wanted.description,
            wanted.language,
            wanted.difficulty,
            document,
            keys,
            group_id,
            wanted.starts_at,
            wanted.duration_s,
            caller.user_id,
        )
        if made is not None:
            return made
    raise RuntimeError("no free address for a contest")


async def _give_waves(
    connection: Connection,
    slug: str,
    language: Language,
    difficulty: Difficulty,
    *,
    count: int,
    snippets: Sequence[str] | None,
) -> None:
    try:
        if snippets is None:
            kept = await library.draw_to_keep(connection, slug, language, difficulty, count)
        else:
            kept = await library.keep(connection, slug, language, snippets)
    except NotToKeep as fault:
        raise _not_to_keep(fault) from None
    except TooFewLeft:
        detail = "Too few snippets of this language and difficulty are left to play with."
        raise Problem(*TOO_FEW, detail) from None
    waves = _served(kept, language, difficulty)
    keys = [len(typed_text(wave.text, wave.words).keys) for wave in waves]
    await connection.execute(_WAVES, slug, {"format": FORMAT, "waves": [encode_wave(wave) for wave in waves]}, keys)


def _served(snippets: Sequence[Snippet], language: Language, difficulty: Difficulty) -> list[Wave]:
    return [serve(snippet, language, difficulty, number) for number, snippet in enumerate(snippets, 1)]


def _not_to_keep(fault: NotToKeep) -> Problem:
    detail = _WHY[fault.why]
    errors = [{"pointer": f"/snippets/{fault.place}", "code": fault.why, "detail": detail}]
    return Problem(*(TAKEN if fault.why == "kept" else WRONG), detail, errors=errors)


def _told(made: ContestView) -> Mapping[str, Any]:
    """What the audit log keeps of a contest."""
    contest = made.contest
    return {
        **{name: getattr(contest, name) for name in ("title", "description", "language", "difficulty", "duration_s")},
        "starts_at": contest.starts_at.isoformat(),
        "group": None if contest.group is None else contest.group.slug,
        "snippets": [f"{one.id} v{one.version}" for one in made.snippets or ()],
    }
