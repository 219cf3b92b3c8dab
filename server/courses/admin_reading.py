"""Courses as those who write them see them: drafts and all versions too."""

from __future__ import annotations

from collections import defaultdict

import asyncpg

from server.courses.admin_rows import (
    AdminChallenge,
    AdminChallengeListed,
    AdminLesson,
    AdminModule,
    AdminTrack,
    AdminTrackListed,
    AdminTracks,
    ChallengeVersion,
    LessonOfChallenge,
    TaughtSnippet,
    TrackOfChallenge,
    VersionState,
)
from server.courses.rows import Goals
from server.infra.postgres import Connection, Pool
from server.infra.rows import columns, read
from server.infra.web import Problem
from server.play import challenge_game

NO_TRACK = 404, "course/no-such-track"
NO_MODULE = 404, "course/no-such-module"
NO_LESSON = 404, "course/no-such-lesson"
NO_CHALLENGE = challenge_game.NO_CHALLENGE

_TRACKS = f"SELECT {columns(AdminTrackListed)} FROM tracks"
_MODULES = "SELECT id, slug, title, description, place FROM modules WHERE track_id = $1 ORDER BY place, slug"
_LESSONS = "SELECT id, module_id, slug, title, text, place FROM lessons WHERE track_id = $1 ORDER BY place, slug"
_CHALLENGES = """
SELECT c.id, c.lesson_id, c.slug, c.place, c.attempts, c.completed, published.version AS published_version,
    v.version AS latest_version, v.published_at IS NULL AS has_draft, v.title, v.keys, s.difficulty
FROM challenges c
JOIN LATERAL (SELECT * FROM challenge_versions WHERE challenge_id = c.id ORDER BY version DESC LIMIT 1) v ON true
JOIN code_snippets s ON s.id = v.snippet_id
LEFT JOIN challenge_versions published ON published.id = c.published_id
WHERE c.track_id = $1 ORDER BY c.place, c.slug
"""
_CHALLENGE = """
SELECT c.id, c.slug, c.place, c.attempts, c.completed, published.version AS published_version, t.id AS track_id,
    t.slug AS track_slug, t.title AS track_title, t.language, l.id AS lesson_id, l.title AS lesson_title
FROM challenges c JOIN lessons l ON l.id = c.lesson_id JOIN tracks t ON t.id = c.track_id
LEFT JOIN challenge_versions published ON published.id = c.published_id WHERE c.id = $1
"""
_VERSIONS = """
SELECT v.version, v.title, v.minutes, v.points, v.min_accuracy, v.min_net_wpm, v.max_wrong_keys, v.hints, v.attempts,
    v.published_at, v.created_at, v.updated_at, v.keys, v.id = c.published_id AS is_published,
    s.id AS snippet_id, s.version AS snippet_version, s.language, s.difficulty, s.expected_wpm, s.snippet_text, s.words
FROM challenge_versions v JOIN challenges c ON c.id = v.challenge_id JOIN code_snippets s ON s.id = v.snippet_id
WHERE v.challenge_id = $1 ORDER BY v.version DESC
"""


def no_track() -> Problem:
    return Problem(*NO_TRACK, "There is no such track.")


def no_module() -> Problem:
    return Problem(*NO_MODULE, "There is no such module.")


def no_lesson() -> Problem:
    return Problem(*NO_LESSON, "There is no such lesson.")


def no_challenge() -> Problem:
    return Problem(*NO_CHALLENGE, "There is no such challenge.")


async def admin_tracks(pg: Pool) -> AdminTracks:
    return AdminTracks([read(AdminTrackListed, row) for row in await pg.fetch(f"{_TRACKS} ORDER BY place, slug")])


async def admin_track_listed(pg: Pool | Connection, track_id: str) -> AdminTrackListed:
    """Raises Problem 404."""
    row = await pg.fetchrow(f"{_TRACKS} WHERE id = $1", track_id)
    if row is None:
        raise no_track()
    return read(AdminTrackListed, row)


async def admin_track(pg: Pool | Connection, track_id: str) -> AdminTrack:
    """Raises Problem 404."""
    listed = await admin_track_listed(pg, track_id)
    by_lesson: dict[str, list[AdminChallengeListed]] = defaultdict(list)
    for row in await pg.fetch(_CHALLENGES, track_id):
        by_lesson[row["lesson_id"]].append(read(AdminChallengeListed, row))
    by_module: dict[str, list[AdminLesson]] = defaultdict(list)
    for row in await pg.fetch(_LESSONS, track_id):
        by_module[row["module_id"]].append(read(AdminLesson, {**row, "challenges": by_lesson[row["id"]]}))
    modules = [
        read(AdminModule, {**row, "lessons": by_module[row["id"]]}) for row in await pg.fetch(_MODULES, track_id)
    ]
    return AdminTrack(listed, modules)


async def admin_challenge(pg: Pool | Connection, challenge_id: str) -> AdminChallenge:
    """Raises Problem 404."""
    row = await pg.fetchrow(_CHALLENGE, challenge_id)
    if row is None:
        raise no_challenge()
    versions = [_version(one) for one in await pg.fetch(_VERSIONS, challenge_id)]
    track = TrackOfChallenge(row["track_id"], row["track_slug"], row["track_title"], row["language"])
    lesson = LessonOfChallenge(row["lesson_id"], row["lesson_title"])
    return read(AdminChallenge, {**row, "track": track, "lesson": lesson, "versions": versions})


def _version(row: asyncpg.Record) -> ChallengeVersion:
    state = (
        VersionState.PUBLISHED
        if row["is_published"]
        else VersionState.DRAFT
        if row["published_at"] is None
        else VersionState.RETIRED
    )
    code = {**row, "id": row["snippet_id"], "version": row["snippet_version"]}
    return read(
        ChallengeVersion, {**row, "state": state, "snippet": read(TaughtSnippet, code), "goals": read(Goals, row)}
    )
