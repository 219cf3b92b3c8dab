"""Challenges are written, published, rolled back and deleted by admins.

Laws:
- A challenge has one draft at most. An edit changes it; when there is none, an edit makes the next version, as a draft,
  from the one that players get, or else from the latest. Versions that were ever published never change (a trigger
  holds that).
- Publishing gives players a version from their next start on; games that are being played stay as they are, and
  attempts keep the version that they were at.
- A snippet that is kept for a contest is taught by nobody (server/library/teaching.py).
- Each deed is one transaction with its entry in the audit log (authoring.py). The text of the code is not repeated
  there: it stays in the library.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from game.terms import Language
from server.courses.admin_reading import admin_challenge, admin_track, no_challenge, no_lesson
from server.courses.admin_rows import AdminChallenge, AdminTrack, CourseSuggestion
from server.courses.authoring import course_writing, refuse_too_many, reorder
from server.courses.limits import MOST_CHALLENGES
from server.courses.requests import ChallengeEdit, NewChallenge, Suggest
from server.courses.rows import Goals
from server.courses.suggesting import suggestion
from server.infra.audit import Actor, Deed, changed, record
from server.infra.postgres import Connection, Pool
from server.infra.rows import names
from server.infra.slugs import slugs_of
from server.infra.web import Problem
from server.library import Code, NotToTeach, code_of, refusals, snippet, teach, teach_chosen

NO_VERSION = 404, "course/no-such-version"
CHANGED = 409, "course/changed"
NO_DRAFT = 409, "course/no-draft"
NOT_PUBLISHED = 409, "course/not-published"
TAKEN = 409, "course/snippet-taken"
NO_GOALS = 422, "course/no-goals"
WRONG_SNIPPET = 422, "course/wrong-snippet"

_GOALS = names(Goals)
_SAID = ("title", "snippet_id", "keys", "minutes", "points", *_GOALS, "hints")
_COLUMNS = ", ".join(_SAID)
_HOME = "SELECT t.id AS track_id, t.language FROM lessons l JOIN tracks t ON t.id = l.track_id WHERE l.id = $1"
_LANGUAGE = "SELECT t.language FROM challenges c JOIN tracks t ON t.id = c.track_id WHERE c.id = $1"
_CHALLENGE = """
INSERT INTO challenges (track_id, lesson_id, slug, place)
VALUES ($1, $2, $3, (SELECT coalesce(max(place), 0) + 1 FROM challenges WHERE lesson_id = $2))
ON CONFLICT DO NOTHING RETURNING id
"""
_DRAFT = f"""
INSERT INTO challenge_versions (challenge_id, version, {_COLUMNS})
VALUES ($1, (SELECT coalesce(max(version), 0) + 1 FROM challenge_versions WHERE challenge_id = $1),
    {", ".join(f"${number}" for number in range(2, 2 + len(_SAID)))})
"""
_CHANGE = f"""
UPDATE challenge_versions SET {", ".join(f"{name} = ${number}" for number, name in enumerate(_SAID, 2))}
WHERE challenge_id = $1 AND published_at IS NULL
"""
_EDITED = f"""
SELECT v.version, v.published_at IS NULL AS is_draft, v.updated_at, {_COLUMNS}
FROM challenge_versions v JOIN challenges c ON c.id = v.challenge_id WHERE c.id = $1
ORDER BY v.published_at IS NULL DESC, v.id = c.published_id DESC NULLS LAST, v.version DESC LIMIT 1
"""
# `published_id` is part of a unique index: to change it takes no less.
_LOCK = "SELECT published_id FROM challenges WHERE id = $1 FOR UPDATE"
_VERSION = """
SELECT v.id, v.version, v.snippet_id, v.published_at IS NULL AS is_draft FROM challenge_versions v
WHERE v.challenge_id = $1 AND ($2::int IS NULL AND v.published_at IS NULL OR v.version = $2)
"""
_STAMP = "UPDATE challenge_versions SET published_at = now() WHERE id = $1 AND published_at IS NULL"
_PUBLISH = "UPDATE challenges SET published_id = $2 WHERE id = $1"
_NUMBER = "SELECT version FROM challenge_versions WHERE id = $1"

_WHY_NOT = {
    "unknown": "There is no such snippet.",
    "language": "This snippet is in another language than the track.",
    "kept": "This snippet is kept for a contest. Choose another one, or wait until that is over.",
}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Code that was chosen, and the snippet if it was one."""

    code: Code
    snippet_id: str | None


# ---------------------------------------------------------------- written


async def create_challenge(pg: Pool, by: Actor, lesson_id: str, wanted: NewChallenge) -> AdminChallenge:
    """Raises Problem."""
    home = await pg.fetchrow(_HOME, lesson_id)
    if home is None:
        raise no_lesson()
    language = Language(home["language"])
    chosen = await _chosen(pg, language, wanted.snippet_text, wanted.snippet_id)
    said = _first_said(wanted, suggestion(chosen.code))
    async with course_writing(pg, by) as connection:
        if not await connection.fetchval("SELECT EXISTS (SELECT FROM lessons WHERE id = $1)", lesson_id):
            raise no_lesson()  # deleted meanwhile
        counted = "SELECT count(*) FROM challenges WHERE lesson_id = $1"
        await refuse_too_many(connection, counted, (lesson_id,), MOST_CHALLENGES, "challenges in this lesson")
        said["snippet_id"] = await _taught(connection, language, chosen, f"course {home['track_id']}")
        for slug in slugs_of(wanted.title, "challenge"):
            made = await connection.fetchval(_CHALLENGE, home["track_id"], lesson_id, slug)
            if made is not None:
                await connection.execute(_DRAFT, made, *(said[name] for name in _SAID))
                told = {"slug": slug, **said}
                await record(connection, by, Deed("challenge", made, "create", new=told))
                return await admin_challenge(connection, made)
    raise RuntimeError("no free name for a challenge")


def _first_said(wanted: NewChallenge, suits: CourseSuggestion) -> dict[str, Any]:
    goals = {name: getattr(wanted, name) for name in _GOALS}
    if not any(name in wanted.model_fields_set for name in _GOALS):
        goals = {name: getattr(suits.goals, name) for name in _GOALS}
    _refuse_no_goals(goals)
    return {
        "title": wanted.title,
        "keys": suits.keys,
        "minutes": suits.minutes if wanted.minutes is None else wanted.minutes,
        "points": suits.points if wanted.points is None else wanted.points,
        **goals,
        "hints": wanted.hints,
    }


async def edit_challenge(pg: Pool, by: Actor, challenge_id: str, wanted: ChallengeEdit) -> AdminChallenge:
    """Raises Problem."""
    language = await pg.fetchval(_LANGUAGE, challenge_id)
    if language is None:
        raise no_challenge()
    chosen = None
    if wanted.says_code:
        chosen = await _chosen(pg, Language(language), wanted.snippet_text, wanted.snippet_id)
    async with course_writing(pg, by) as connection:
        edited = await _edited(connection, challenge_id)
        if wanted.seen_updated_at is not None and wanted.seen_updated_at != edited["updated_at"]:
            raise Problem(*CHANGED, "Somebody else has changed this challenge in the meantime. Load it again.")
        old = {name: edited[name] for name in _SAID}
        new = {**old, **_newly_said(wanted)}
        if chosen is not None:
            new["snippet_id"] = await _taught(connection, Language(language), chosen, f"challenge {challenge_id}")
            new["keys"] = chosen.code.keys
        _refuse_no_goals(new)
        before, after = changed(old, new)
        if after:
            await connection.execute(
                _CHANGE if edited["is_draft"] else _DRAFT, challenge_id, *(new[name] for name in _SAID)
            )
            await record(connection, by, Deed("challenge", challenge_id, "edit", before, after))
        return await admin_challenge(connection, challenge_id)


def _newly_said(wanted: ChallengeEdit) -> dict[str, Any]:
    given = {name: getattr(wanted, name) for name in _SAID if name in wanted.model_fields_set and name != "snippet_id"}
    return {name: value for name, value in given.items() if value is not None or name in _GOALS}


def _refuse_no_goals(said: Mapping[str, Any]) -> None:
    if all(said[name] is None for name in _GOALS):
        detail = "A challenge needs a goal: accuracy, speed, or wrong keys."
        raise Problem(*NO_GOALS, detail, errors=[{"pointer": "/min_accuracy", "code": "no_goals", "detail": detail}])


# ---------------------------------------------------------------- published


async def publish(pg: Pool, by: Actor, challenge_id: str, number: int | None) -> AdminChallenge:
    """This version; the draft, if none is named. Raises Problem."""
    async with course_writing(pg, by) as connection:
        version = await _version(connection, challenge_id, number)
        await _show(connection, by, challenge_id, version, "publish")
        return await admin_challenge(connection, challenge_id)


async def roll_back(pg: Pool, by: Actor, challenge_id: str, number: int) -> AdminChallenge:
    """To a version that was published before. Raises Problem."""
    async with course_writing(pg, by) as connection:
        version = await _version(connection, challenge_id, number)
        if version["is_draft"]:
            raise Problem(*NOT_PUBLISHED, "This version was never published, so there is no way back to it.")
        await _show(connection, by, challenge_id, version, "rollback")
        return await admin_challenge(connection, challenge_id)


async def unpublish(pg: Pool, by: Actor, challenge_id: str) -> AdminChallenge:
    """Raises Problem 404."""
    async with course_writing(pg, by) as connection:
        before = await _published(connection, challenge_id)
        if before is not None:
            await connection.execute(_PUBLISH, challenge_id, None)
            old = {"published_version": before}
            await record(connection, by, Deed("challenge", challenge_id, "unpublish", old, {"published_version": None}))
        return await admin_challenge(connection, challenge_id)


async def _show(connection: Connection, by: Actor, challenge_id: str, version: asyncpg.Record, action: str) -> None:
    before = await _published(connection, challenge_id)
    if before == version["version"]:
        return
    language = Language(await connection.fetchval(_LANGUAGE, challenge_id))
    try:
        await teach_chosen(connection, language, version["snippet_id"])
    except NotToTeach as fault:
        raise _not_to_teach(fault) from None
    await connection.execute(_STAMP, version["id"])
    await connection.execute(_PUBLISH, challenge_id, version["id"])
    old, new = {"published_version": before}, {"published_version": version["version"]}
    await record(connection, by, Deed("challenge", challenge_id, action, old, new))


async def delete_challenge(pg: Pool, by: Actor, challenge_id: str) -> None:
    """Raises Problem 404."""
    async with course_writing(pg, by) as connection:
        seen = await admin_challenge(connection, challenge_id)
        await connection.execute("DELETE FROM challenges WHERE id = $1", challenge_id)
        old = {"slug": seen.slug, "track": seen.track.slug, "attempts": seen.attempts, "versions": len(seen.versions)}
        await record(connection, by, Deed("challenge", challenge_id, "delete", old=old))


async def order_challenges(pg: Pool, by: Actor, lesson_id: str, ids: list[str]) -> AdminTrack:
    """Raises Problem 404, 422."""
    async with course_writing(pg, by) as connection:
        track_id = await connection.fetchval("SELECT track_id FROM lessons WHERE id = $1", lesson_id)
        if track_id is None:
            raise no_lesson()
        await reorder(connection, by, "challenges", ids, of=("lesson", lesson_id))
        return await admin_track(connection, track_id)


# ---------------------------------------------------------------- code, and versions


async def suggest(pg: Pool, asked: Suggest) -> CourseSuggestion:
    """Raises Problem."""
    return suggestion((await _chosen(pg, asked.language, asked.snippet_text, asked.snippet_id)).code)


async def _chosen(pg: Pool, language: Language, text: str | None, snippet_id: str | None) -> _Chosen:
    if snippet_id is not None:
        found = await snippet(pg, snippet_id)
        if found is None or found.language != language:
            raise _not_to_teach(NotToTeach("unknown" if found is None else "language"))
        text = found.text
    assert text is not None, "validated: one of the two is given"
    with refusals():
        code = await asyncio.to_thread(code_of, language, text)  # its grammar may take a while
    return _Chosen(code, snippet_id)


async def _taught(connection: Connection, language: Language, chosen: _Chosen, source: str) -> str:
    """The id of the snippet, which is added if it was pasted and is new."""
    try:
        if chosen.snippet_id is None:
            return await teach(connection, language, chosen.code, source)
        await teach_chosen(connection, language, chosen.snippet_id)
        return chosen.snippet_id
    except NotToTeach as fault:
        raise _not_to_teach(fault) from None


def _not_to_teach(fault: NotToTeach) -> Problem:
    detail = _WHY_NOT[fault.why]
    errors = [{"pointer": "/snippet_id", "code": fault.why, "detail": detail}]
    return Problem(*(TAKEN if fault.why == "kept" else WRONG_SNIPPET), detail, errors=errors)


async def _edited(connection: Connection, challenge_id: str) -> asyncpg.Record:
    """The version that an edit changes, or is made from. Raises Problem 404."""
    row = await connection.fetchrow(_EDITED, challenge_id)
    if row is None:
        raise no_challenge()
    return row


async def _version(connection: Connection, challenge_id: str, number: int | None) -> asyncpg.Record:
    await _edited(connection, challenge_id)
    row = await connection.fetchrow(_VERSION, challenge_id, number)
    if row is None and number is None:
        raise Problem(*NO_DRAFT, "There is no draft to publish.")
    if row is None:
        raise Problem(*NO_VERSION, "There is no such version.")
    return row


async def _published(connection: Connection, challenge_id: str) -> int | None:
    """The number of the version that players get; the challenge is locked from here on."""
    row = await connection.fetchrow(_LOCK, challenge_id)
    if row is None:
        raise no_challenge()
    number: int | None = await connection.fetchval(_NUMBER, row["published_id"])
    return number
