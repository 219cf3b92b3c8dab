"""The courses that ship with the project, brought into the database (`files.py` reads them).

Laws:
- Seeding again changes nothing. What a file says is compared with what it said when it was last read (`course_files`):
  if it says the same, whatever an admin has changed or deleted since stays so; if it says something else, that holds.
  The order of things is compared apart from what they say: a challenge more does not undo an edit of its lesson.
- A challenge whose file has changed gets a new version, which is published unless an admin has taken the challenge
  away from players. A draft that somebody is writing stays a draft. A challenge that is in another lesson now is moved.
- What is no longer among the files stays as it is.
- A track whose slug an admin has given to one in another language is passed over, with all that lies in it.
- All or nothing, in one transaction that keeps other writers of the library waiting; code is parsed before that. A
  snippet that is kept for a contest is passed over; the next seeding tries again.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel

from server.courses.files import (
    COURSES_FOLDER,
    ChallengeFile,
    CourseRefused,
    LessonFile,
    ModuleFile,
    TrackFile,
    read_courses,
)
from server.infra.postgres import Connection, Pool
from server.infra.web import dumps
from server.library import Code, NotToTeach, SnippetRefused, code_of, take_turn, teach

_THERE = "SELECT id, language FROM tracks WHERE slug = $1"
# Attempts lock their challenge before its track, and `published_id` is part of a unique index.
_LOCK_CHALLENGES = "SELECT FROM challenges WHERE track_id = $1 ORDER BY id FOR UPDATE"
_MODULE_ID = "SELECT id FROM modules WHERE track_id = $1 AND slug = $2"
_LESSON_ID = "SELECT id FROM lessons WHERE module_id = $1 AND slug = $2"
_KNOWN = "SELECT name, hash FROM course_files"
_READ = """
INSERT INTO course_files (name, hash) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET hash = EXCLUDED.hash, read_at = now()
"""
_TRACK = """
INSERT INTO tracks (slug, title, description, language, place, is_published)
VALUES ($1, $2, $3, $4, (SELECT coalesce(max(place), 0) + 1 FROM tracks), true)
ON CONFLICT (slug) DO UPDATE SET title = EXCLUDED.title, description = EXCLUDED.description
RETURNING id
"""
_MODULE = """
INSERT INTO modules (track_id, slug, title, description, place) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (track_id, slug) DO UPDATE SET title = EXCLUDED.title, description = EXCLUDED.description
RETURNING id
"""
_LESSON = """
INSERT INTO lessons (track_id, module_id, slug, title, text, place) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (module_id, slug) DO UPDATE SET title = EXCLUDED.title, text = EXCLUDED.text
RETURNING id
"""
_PLACE_MODULE = "UPDATE modules SET place = $2 WHERE id = $1"
_PLACE_LESSON = "UPDATE lessons SET place = $2 WHERE id = $1"
_PUT = "UPDATE challenges SET lesson_id = $3, place = $4 WHERE track_id = $1 AND slug = $2"
_CHALLENGE = """
INSERT INTO challenges (track_id, lesson_id, slug, place) VALUES ($1, $2, $3, $4)
ON CONFLICT (track_id, slug) DO NOTHING RETURNING id
"""
_FOUND = "SELECT id, published_id FROM challenges WHERE track_id = $1 AND slug = $2 FOR UPDATE"
# A draft makes room: versions are published in the order of their numbers.
_MOVE_DRAFT = "UPDATE challenge_versions SET version = version + 1 WHERE challenge_id = $1 AND published_at IS NULL"
_VERSION = """
INSERT INTO challenge_versions (challenge_id, version, title, snippet_id, keys, minutes, points,
    min_accuracy, min_net_wpm, max_wrong_keys, hints, published_at)
SELECT $1, coalesce(max(version) FILTER (WHERE published_at IS NOT NULL), 0) + 1, $2, $3, $4, $5, $6,
    $7, $8, $9, $10, now()
FROM challenge_versions WHERE challenge_id = $1
RETURNING id
"""
_PUBLISH = "UPDATE challenges SET published_id = $2 WHERE id = $1"


@dataclass(slots=True)
class CourseCounts:
    """How many challenges seeding treated in which way. `kept`: their snippets are kept for a contest;
    `skipped`: their track's slug is that of a track in another language."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    skipped: int = 0


async def seed_courses(pg: Pool, folder: Path = COURSES_FOLDER) -> CourseCounts:
    """Raises CourseRefused when the folder or one of its files does not fit."""
    tracks = read_courses(folder)
    codes = await asyncio.to_thread(_codes, tracks, _Files(await _known(pg)))
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await take_turn(connection)
        files = _Files(await _known(connection), codes)
        for track in tracks:
            await _TrackSeeding(connection, files, track).bring()
        await connection.executemany(_READ, list(files.read.items()))
    return files.counts


@dataclass
class _Files:
    """What the files said when they were last read, and what comes of this reading."""

    known: Mapping[str, str]
    codes: Mapping[tuple[str, str], Code] = field(default_factory=dict)  # by track and challenge
    read: dict[str, str] = field(default_factory=dict)  # what is to be written down as read
    counts: CourseCounts = field(default_factory=CourseCounts)

    def say_new(self, name: str, *said: object) -> bool:
        """Whether they say something else of `name` than before."""
        values = [one.model_dump() if isinstance(one, BaseModel) else one for one in said]
        hash_ = hashlib.sha256(dumps(values)).hexdigest()
        if self.known.get(name) == hash_:
            return False
        self.read[name] = hash_
        return True

    def stay_unread(self, name: str) -> None:
        del self.read[name]

    def code(self, track: TrackFile, challenge: ChallengeFile) -> Code:
        """Raises CourseRefused."""
        code = self.codes.get((track.slug, challenge.slug))
        return _code(track, challenge) if code is None else code  # forgotten at this moment


async def _known(pg: Pool | Connection) -> dict[str, str]:
    return {row["name"]: row["hash"] for row in await pg.fetch(_KNOWN)}


def _codes(tracks: Sequence[TrackFile], files: _Files) -> dict[tuple[str, str], Code]:
    """The code of the challenges that say something new. Raises CourseRefused."""
    return {
        (track.slug, one.slug): _code(track, one)
        for track in tracks
        for _, one in track.challenges()
        if files.say_new(*_said(track, one))
    }


def _code(track: TrackFile, challenge: ChallengeFile) -> Code:
    try:
        return code_of(track.language, challenge.code)
    except SnippetRefused as refused:
        raise CourseRefused([f"{track.slug}/{challenge.slug}: {refused}"]) from None


def _said(track: TrackFile, challenge: ChallengeFile) -> tuple[str, BaseModel, str]:
    """The name of a challenge, and what its files say."""
    return f"challenge {track.slug}/{challenge.slug}", challenge.table, challenge.code


class _TrackSeeding:
    """One track. What an admin has deleted stays away with all that lies in it, until its own file changes."""

    def __init__(self, connection: Connection, files: _Files, track: TrackFile) -> None:
        self._connection, self._files, self._counts, self._track = connection, files, files.counts, track
        self._id = ""

    async def bring(self) -> None:
        track, table = self._track, self._track.table
        there = await self._connection.fetchrow(_THERE, track.slug)
        if there is not None:
            if there["language"] != table.language:
                self._counts.skipped += sum(1 for _ in track.challenges())
                return
            self._id = there["id"]
            await self._connection.execute(_LOCK_CHALLENGES, self._id)
        if self._files.say_new(f"track {track.slug}", table):
            values = track.slug, table.title, table.description, table.language
            self._id = await self._connection.fetchval(_TRACK, *values)
        if not self._id:
            self._counts.unchanged += sum(1 for _ in track.challenges())
            return
        for module in track.modules:
            await self._bring_module(module)

    async def _bring_module(self, module: ModuleFile) -> None:
        one, table = self._connection, module.table
        name = f"module {self._track.slug}/{module.slug}"
        module_id: str | None
        if self._files.say_new(name, table):
            values = module.slug, table.title, table.description, module.place
            module_id = await one.fetchval(_MODULE, self._id, *values)
        else:
            module_id = await one.fetchval(_MODULE_ID, self._id, module.slug)
        if self._files.say_new(f"place of {name}", module.place) and module_id is not None:
            await one.execute(_PLACE_MODULE, module_id, module.place)
        for lesson in module.lessons:
            lesson_id = None if module_id is None else await self._bring_lesson(module_id, module, lesson)
            if lesson_id is None:
                self._counts.unchanged += len(lesson.challenges)
                continue
            for at, challenge in enumerate(lesson.challenges, 1):
                await self._bring_challenge(lesson_id, at, challenge)

    async def _bring_lesson(self, module_id: str, module: ModuleFile, lesson: LessonFile) -> str | None:
        one, page = self._connection, lesson.page
        slugs = [each.slug for each in lesson.challenges]
        name = f"lesson {self._track.slug}/{module.slug}/{lesson.slug}"
        lesson_id: str | None
        if self._files.say_new(name, page):
            values = lesson.slug, page.title, page.text, lesson.place
            lesson_id = await one.fetchval(_LESSON, self._id, module_id, *values)
        else:
            lesson_id = await one.fetchval(_LESSON_ID, module_id, lesson.slug)
        if self._files.say_new(f"place of {name}", lesson.place, slugs) and lesson_id is not None:
            await one.execute(_PLACE_LESSON, lesson_id, lesson.place)
            await one.executemany(_PUT, [(self._id, slug, lesson_id, at) for at, slug in enumerate(slugs, 1)])
        return lesson_id

    async def _bring_challenge(self, lesson_id: str, at: int, file: ChallengeFile) -> None:
        track = self._track
        name, *said = _said(track, file)
        if not self._files.say_new(name, *said):
            self._counts.unchanged += 1
            return
        code = self._files.code(track, file)
        try:
            snippet_id = await teach(self._connection, track.language, code, f"seed/courses/{track.slug}/{file.slug}")
        except NotToTeach:
            self._files.stay_unread(name)
            self._counts.kept += 1
            return
        is_made = await self._connection.fetchval(_CHALLENGE, self._id, lesson_id, file.slug, at) is not None
        await self._publish(file, snippet_id, code.keys, is_made=is_made)
        if is_made:
            self._counts.added += 1
        else:
            self._counts.changed += 1

    async def _publish(self, file: ChallengeFile, snippet_id: str, keys: int, *, is_made: bool) -> None:
        one, table = self._connection, file.table
        found = await one.fetchrow(_FOUND, self._id, file.slug)
        assert found is not None, "it was there, or has been made"
        await one.execute(_MOVE_DRAFT, found["id"])
        version_id = await one.fetchval(
            _VERSION,
            found["id"],
            table.title,
            snippet_id,
            keys,
            table.minutes,
            table.points,
            table.min_accuracy,
            table.min_net_wpm,
            table.max_wrong_keys,
            table.hints,
        )
        if is_made or found["published_id"] is not None:
            await one.execute(_PUBLISH, found["id"], version_id)
