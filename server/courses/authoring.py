"""Tracks, modules and lessons are made, changed, ordered and deleted by admins.

Laws:
- Each deed is one transaction: it keeps other writers of courses and of the library waiting, asks again whether its
  admin may, and is written into the audit log.
- What is deleted takes along all that lies in it, attempts and progress too; whoever wants to keep those hides it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from server.courses.admin_reading import (
    admin_track,
    admin_track_listed,
    no_lesson,
    no_module,
)
from server.courses.admin_rows import AdminTrack
from server.courses.limits import MOST_LESSONS, MOST_MODULES, MOST_TRACKS
from server.courses.requests import LessonEdit, ModuleEdit, NewLesson, NewModule, NewTrack, TrackEdit
from server.infra.audit import Actor, Deed, changed, record
from server.infra.postgres import Connection, Pool
from server.infra.slugs import slugs_of
from server.infra.web import Problem
from server.library import take_turn

TOO_MANY = 409, "course/too-many"
ORDER = 422, "course/order"

_TRACK = """
INSERT INTO tracks (slug, title, description, language, place, created_by)
VALUES ($1, $2, $3, $4, (SELECT coalesce(max(place), 0) + 1 FROM tracks), $5) ON CONFLICT DO NOTHING RETURNING id
"""
_MODULE = """
INSERT INTO modules (track_id, slug, title, description, place)
VALUES ($1, $2, $3, $4, (SELECT coalesce(max(place), 0) + 1 FROM modules WHERE track_id = $1))
ON CONFLICT DO NOTHING RETURNING id
"""
_LESSON = """
INSERT INTO lessons (track_id, module_id, slug, title, text, place)
VALUES ($1, $2, $3, $4, $5, (SELECT coalesce(max(place), 0) + 1 FROM lessons WHERE module_id = $2))
ON CONFLICT DO NOTHING RETURNING id
"""
_ORDER = """
UPDATE {table} SET place = o.place FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place) WHERE {table}.id = o.id
"""


# Those in the track, the module or the lesson of this id. Attempts lock their challenge before its track.
_LOCK_CHALLENGES = """
SELECT FROM challenges WHERE track_id = $1 OR lesson_id IN (SELECT id FROM lessons WHERE $1 IN (module_id, id))
ORDER BY id FOR UPDATE
"""


@asynccontextmanager
async def course_writing(pg: Pool, by: Actor) -> AsyncIterator[Connection]:
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await take_turn(connection)
        await by.confirm(connection)
        yield connection


# ---------------------------------------------------------------- tracks


async def create_track(pg: Pool, by: Actor, wanted: NewTrack) -> AdminTrack:
    """Raises Problem 409."""
    async with course_writing(pg, by) as connection:
        await refuse_too_many(connection, "SELECT count(*) FROM tracks", (), MOST_TRACKS, "tracks")
        for slug in slugs_of(wanted.title, "track"):
            values = slug, wanted.title, wanted.description, wanted.language, by.user_id
            made = await connection.fetchval(_TRACK, *values)
            if made is not None:
                await record(connection, by, Deed("track", made, "create", new={"slug": slug, **wanted.model_dump()}))
                return await admin_track(connection, made)
    raise RuntimeError("no free address for a track")


async def edit_track(pg: Pool, by: Actor, track_id: str, wanted: TrackEdit) -> AdminTrack:
    """Raises Problem 404."""
    async with course_writing(pg, by) as connection:
        listed = await admin_track_listed(connection, track_id)
        old = {name: getattr(listed, name) for name in TrackEdit.model_fields}
        await _edit(connection, by, "track", track_id, old=old, wanted=wanted.model_dump())
        return await admin_track(connection, track_id)


async def delete_track(pg: Pool, by: Actor, track_id: str) -> None:
    """Raises Problem 404."""
    async with course_writing(pg, by) as connection:
        listed = await admin_track_listed(connection, track_id)
        await connection.execute(_LOCK_CHALLENGES, track_id)
        await connection.execute("DELETE FROM tracks WHERE id = $1", track_id)
        old = {name: getattr(listed, name) for name in ("slug", "title", "language", "challenges", "enrolled")}
        await record(connection, by, Deed("track", track_id, "delete", old=old))


async def order_tracks(pg: Pool, by: Actor, ids: Sequence[str]) -> None:
    """Raises Problem 422."""
    async with course_writing(pg, by) as connection:
        await reorder(connection, by, "tracks", ids, of=("track", "all"))


# ---------------------------------------------------------------- modules


async def create_module(pg: Pool, by: Actor, track_id: str, wanted: NewModule) -> AdminTrack:
    """Raises Problem 404, 409."""
    async with course_writing(pg, by) as connection:
        await admin_track_listed(connection, track_id)
        counted = "SELECT count(*) FROM modules WHERE track_id = $1"
        await refuse_too_many(connection, counted, (track_id,), MOST_MODULES, "modules")
        for slug in slugs_of(wanted.title, "module"):
            made = await connection.fetchval(_MODULE, track_id, slug, wanted.title, wanted.description)
            if made is not None:
                new = {"slug": slug, **wanted.model_dump()}
                await record(connection, by, Deed("module", made, "create", new=new, metadata={"track_id": track_id}))
                return await admin_track(connection, track_id)
    raise RuntimeError("no free name for a module")


async def edit_module(pg: Pool, by: Actor, module_id: str, wanted: ModuleEdit) -> AdminTrack:
    """Raises Problem 404."""
    async with course_writing(pg, by) as connection:
        row = await connection.fetchrow("SELECT track_id, title, description FROM modules WHERE id = $1", module_id)
        if row is None:
            raise no_module()
        old = {name: row[name] for name in ModuleEdit.model_fields}
        await _edit(connection, by, "module", module_id, old=old, wanted=wanted.model_dump())
        return await admin_track(connection, row["track_id"])


async def delete_module(pg: Pool, by: Actor, module_id: str) -> AdminTrack:
    """Raises Problem 404."""
    async with course_writing(pg, by) as connection:
        await connection.execute(_LOCK_CHALLENGES, module_id)
        row = await connection.fetchrow("DELETE FROM modules WHERE id = $1 RETURNING track_id, slug, title", module_id)
        if row is None:
            raise no_module()
        await record(connection, by, Deed("module", module_id, "delete", old={**row}))
        return await admin_track(connection, row["track_id"])


async def order_modules(pg: Pool, by: Actor, track_id: str, ids: Sequence[str]) -> AdminTrack:
    """Raises Problem 404, 422."""
    async with course_writing(pg, by) as connection:
        await admin_track_listed(connection, track_id)
        await reorder(connection, by, "modules", ids, of=("track", track_id))
        return await admin_track(connection, track_id)


# ---------------------------------------------------------------- lessons


async def create_lesson(pg: Pool, by: Actor, module_id: str, wanted: NewLesson) -> AdminTrack:
    """Raises Problem 404, 409."""
    async with course_writing(pg, by) as connection:
        track_id = await _track_of_module(connection, module_id)
        counted = "SELECT count(*) FROM lessons WHERE module_id = $1"
        await refuse_too_many(connection, counted, (module_id,), MOST_LESSONS, "lessons")
        for slug in slugs_of(wanted.title, "lesson"):
            made = await connection.fetchval(_LESSON, track_id, module_id, slug, wanted.title, wanted.text)
            if made is not None:
                new = {"slug": slug, **wanted.model_dump()}
                await record(connection, by, Deed("lesson", made, "create", new=new, metadata={"module_id": module_id}))
                return await admin_track(connection, track_id)
    raise RuntimeError("no free name for a lesson")


async def edit_lesson(pg: Pool, by: Actor, lesson_id: str, wanted: LessonEdit) -> AdminTrack:
    """Raises Problem 404."""
    async with course_writing(pg, by) as connection:
        row = await connection.fetchrow("SELECT track_id, title, text FROM lessons WHERE id = $1", lesson_id)
        if row is None:
            raise no_lesson()
        old = {name: row[name] for name in LessonEdit.model_fields}
        await _edit(connection, by, "lesson", lesson_id, old=old, wanted=wanted.model_dump())
        return await admin_track(connection, row["track_id"])


async def delete_lesson(pg: Pool, by: Actor, lesson_id: str) -> AdminTrack:
    """Raises Problem 404."""
    async with course_writing(pg, by) as connection:
        await connection.execute(_LOCK_CHALLENGES, lesson_id)
        row = await connection.fetchrow(
            "DELETE FROM lessons WHERE id = $1 RETURNING track_id, module_id, slug, title, text", lesson_id
        )
        if row is None:
            raise no_lesson()
        await record(connection, by, Deed("lesson", lesson_id, "delete", old={**row}))
        return await admin_track(connection, row["track_id"])


async def order_lessons(pg: Pool, by: Actor, module_id: str, ids: Sequence[str]) -> AdminTrack:
    """Raises Problem 404, 422."""
    async with course_writing(pg, by) as connection:
        track_id = await _track_of_module(connection, module_id)
        await reorder(connection, by, "lessons", ids, of=("module", module_id))
        return await admin_track(connection, track_id)


# ---------------------------------------------------------------- what they share


async def _track_of_module(connection: Connection, module_id: str) -> str:
    track_id: str | None = await connection.fetchval("SELECT track_id FROM modules WHERE id = $1", module_id)
    if track_id is None:
        raise no_module()
    return track_id


async def _edit(
    connection: Connection,
    by: Actor,
    entity: str,
    entity_id: str,
    *,
    old: Mapping[str, Any],
    wanted: Mapping[str, Any],
) -> None:
    """What is None in `wanted` stays."""
    before, after = changed(old, {name: old[name] if value is None else value for name, value in wanted.items()})
    if after:
        assignments = ", ".join(f"{name} = ${number}" for number, name in enumerate(after, 2))
        await connection.execute(f"UPDATE {entity}s SET {assignments} WHERE id = $1", entity_id, *after.values())
        await record(connection, by, Deed(entity, entity_id, "edit", before, after))


async def reorder(connection: Connection, by: Actor, table: str, wanted: Sequence[str], *, of: tuple[str, str]) -> None:
    """`of` is what they are in, as the audit log names it: the parent of these rows. Tracks have none. Raises Problem
    422."""
    within, args = ("", ()) if table == "tracks" else (f"WHERE {of[0]}_id = $1", of[1:])
    rows = await connection.fetch(f"SELECT id FROM {table} {within} ORDER BY place, slug", *args)
    there = [row["id"] for row in rows]
    if sorted(there) != sorted(wanted):
        detail = "List each one exactly once, in the new order."
        raise Problem(*ORDER, detail, errors=[{"pointer": "/ids", "code": "order", "detail": detail}])
    if there != list(wanted):
        await connection.execute(_ORDER.format(table=table), wanted)
        await record(connection, by, Deed(*of, "order", {table: there}, {table: list(wanted)}))


async def refuse_too_many(connection: Connection, counted: str, of: Sequence[object], most: int, what: str) -> None:
    """Raises Problem 409."""
    if await connection.fetchval(counted, *of) >= most:
        raise Problem(*TOO_MANY, f"There are {most} {what} already, which is the limit.")
