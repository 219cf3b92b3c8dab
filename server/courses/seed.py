"""The courses that ship with the project, brought into the database (`files.py` reads them).

Laws:
- Seeding again changes nothing. What a file says is compared with what it said when it was last read (`course_files`):
  if it says the same, whatever an admin has changed or deleted since stays so; if it says something else, that holds.
- A challenge whose file has changed gets a new version, which is published unless an admin has taken the challenge
  away from players. A draft that somebody is writing stays a draft. A challenge that is in another lesson now is moved.
- What is no longer among the files stays as it is.
- All or nothing, in one transaction that keeps other writers of the library waiting. A snippet that is kept for a
  contest is passed over; the next seeding tries again.
"""

from __future__ import annotations

import hashlib
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
from server.library import NotToTeach, SnippetRefused, code_of, take_turn, teach

_TRACK_ID = "SELECT id FROM tracks WHERE slug = $1"
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
RETURNING id, language
"""
_MODULE = """
INSERT INTO modules (track_id, slug, title, description, place) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (track_id, slug) DO UPDATE SET title = EXCLUDED.title, description = EXCLUDED.description,
    place = EXCLUDED.place
RETURNING id
"""
_LESSON = """
INSERT INTO lessons (track_id, module_id, slug, title, text, place) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (module_id, slug) DO UPDATE SET title = EXCLUDED.title, text = EXCLUDED.text, place = EXCLUDED.place
RETURNING id
"""
_PUT = "UPDATE challenges SET lesson_id = $3, place = $4 WHERE track_id = $1 AND slug = $2"
_CHALLENGE = """
INSERT INTO challenges (track_id, lesson_id, slug, place) VALUES ($1, $2, $3, $4)
ON CONFLICT (track_id, slug) DO NOTHING RETURNING id
"""
_FOUND = "SELECT id, published_id FROM challenges WHERE track_id = $1 AND slug = $2 FOR NO KEY UPDATE"
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
    """How many challenges seeding treated in which way. `kept`: their snippets are kept for a contest."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0


async def seed_courses(pg: Pool, folder: Path = COURSES_FOLDER) -> CourseCounts:
    """Raises CourseRefused when the folder or one of its files does not fit."""
    tracks = read_courses(folder)
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await take_turn(connection)
        known = {row["name"]: row["hash"] for row in await connection.fetch(_KNOWN)}
        files = _Files(known)
        for track in tracks:
            await _TrackSeeding(connection, files, track).bring()
        await connection.executemany(_READ, list(files.read.items()))
    return files.counts


@dataclass
class _Files:
    """What the files said when they were last read, and what comes of this reading."""

    known: dict[str, str]
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


class _TrackSeeding:
    """One track. What an admin has deleted stays away with all that lies in it, until its own file changes."""

    def __init__(self, connection: Connection, files: _Files, track: TrackFile) -> None:
        self._connection, self._files, self._counts, self._track = connection, files, files.counts, track
        self._id = ""

    async def bring(self) -> None:
        track, table = self._track, self._track.table
        if self._files.say_new(f"track {track.slug}", table):
            row = await self._connection.fetchrow(_TRACK, track.slug, table.title, table.description, table.language)
            assert row is not None, "an INSERT or an UPDATE"
            if row["language"] != table.language:
                raise CourseRefused([f"{track.slug}: there is such a track in another language"])
            self._id = row["id"]
        else:
            self._id = await self._connection.fetchval(_TRACK_ID, track.slug) or ""
        if not self._id:
            self._counts.unchanged += sum(1 for _ in track.challenges())
            return
        for module in track.modules:
            await self._bring_module(module)

    async def _bring_module(self, module: ModuleFile) -> None:
        one, table = self._connection, module.table
        if self._files.say_new(f"module {self._track.slug}/{module.slug}", module.place, table):
            module_id: str | None = await one.fetchval(
                _MODULE, self._id, module.slug, table.title, table.description, module.place
            )
        else:
            module_id = await one.fetchval(_MODULE_ID, self._id, module.slug)
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
        if not self._files.say_new(name, lesson.place, page, slugs):
            found: str | None = await one.fetchval(_LESSON_ID, module_id, lesson.slug)
            return found
        made: str = await one.fetchval(_LESSON, self._id, module_id, lesson.slug, page.title, page.text, lesson.place)
        await one.executemany(_PUT, [(self._id, slug, made, at) for at, slug in enumerate(slugs, 1)])
        return made

    async def _bring_challenge(self, lesson_id: str, at: int, file: ChallengeFile) -> None:
        track, name = self._track, f"challenge {self._track.slug}/{file.slug}"
        if not self._files.say_new(name, file.table, file.code):
            self._counts.unchanged += 1
            return
        try:
            code = code_of(track.language, file.code)
            snippet_id = await teach(self._connection, track.language, code, f"seed/courses/{track.slug}/{file.slug}")
        except SnippetRefused as refused:
            raise CourseRefused([f"{track.slug}/{file.slug}: {refused}"]) from None
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
