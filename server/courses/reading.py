"""Courses as those who learn see them.

Laws:
- Players see published tracks, of these the challenges that are published, and lessons and modules that have any.
- A track is read level by level, one statement each, however large it is.
- The order is everywhere by place, then by slug.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import asyncpg

from game.terms import Language, ProgressStatus
from server.courses.own import last_attempt, own_progress
from server.courses.rows import (
    Challenge,
    ChallengeLink,
    ChallengeListed,
    ChallengeView,
    Goals,
    LessonText,
    LessonView,
    ModuleName,
    ModuleView,
    OwnTrack,
    TrackListed,
    TrackName,
    TrackProgress,
    TrackView,
    percentage,
)
from server.infra.markdown import blocks_of
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Connection, Pool
from server.infra.rows import read
from server.infra.web import Problem
from server.play import challenge_game

NO_TRACK = 404, "course/no-such-track"

IN_ORDER = "m.place, m.slug, l.place, l.slug, c.place, c.slug"
# $1: the user who asks, or NULL.
_TRACK = """
SELECT t.id, t.slug, t.title, t.language, t.description, t.challenges, t.enrolled,
    e.enrolled_at, e.completed, e.last_attempt_at
FROM tracks t LEFT JOIN user_enrollments e ON e.track_id = t.id AND e.user_id = $1
WHERE t.is_published
"""
LISTED = f"""
{_TRACK} AND ($2::"Language" IS NULL OR t.language = $2) ORDER BY t.place, t.slug LIMIT $3 OFFSET $4
"""
_TOTAL = 'SELECT count(*) FROM tracks WHERE is_published AND ($1::"Language" IS NULL OR language = $1)'
_ONE = f"{_TRACK} AND t.slug = $2"
_MODULES = "SELECT id, slug, title, description FROM modules WHERE track_id = $1 ORDER BY place, slug"
LESSONS = "SELECT id, module_id, slug, title, text FROM lessons WHERE track_id = $1 ORDER BY place, slug"
# $1: track, $2: the user who asks, or NULL.
CHALLENGES = """
SELECT c.id, c.lesson_id, c.slug, v.title, s.difficulty, v.minutes, v.points, v.keys,
    v.min_accuracy, v.min_net_wpm, v.max_wrong_keys,
    p.status, p.best_score, p.attempts, p.completed_at, p.last_attempt_at, p.hints_shown
FROM challenges c JOIN challenge_versions v ON v.id = c.published_id JOIN code_snippets s ON s.id = v.snippet_id
LEFT JOIN challenge_progress p ON p.challenge_id = c.id AND p.user_id = $2
WHERE c.track_id = $1 ORDER BY c.place, c.slug
"""
_CHALLENGE = f"""
SELECT c.id, c.slug, c.track_id, c.attempts, c.completed, v.version, v.title, v.minutes, v.points, v.keys, v.hints,
    v.min_accuracy, v.min_net_wpm, v.max_wrong_keys, s.difficulty, s.snippet_text, s.words,
    t.slug AS track_slug, t.title AS track_title, t.language, m.slug AS module_slug, m.title AS module_title,
    l.slug AS lesson_slug, l.title AS lesson_title, l.text
FROM {challenge_game.PUBLISHED} JOIN code_snippets s ON s.id = v.snippet_id
JOIN lessons l ON l.id = c.lesson_id JOIN modules m ON m.id = l.module_id
WHERE c.id = $1
"""
_LINKS = """
SELECT c.id, c.slug, v.title FROM challenges c JOIN challenge_versions v ON v.id = c.published_id
JOIN lessons l ON l.id = c.lesson_id JOIN modules m ON m.id = l.module_id
"""
NAMES = f"""
{_LINKS}
WHERE c.track_id = $1 ORDER BY {IN_ORDER}
"""
PROGRESS = f"""
SELECT t.slug, t.title, t.language, t.challenges, e.enrolled_at, e.completed, e.last_attempt_at,
    n.id AS next_id, n.slug AS next_slug, n.title AS next_title
FROM user_enrollments e JOIN tracks t ON t.id = e.track_id
LEFT JOIN LATERAL (
    {_LINKS}
    LEFT JOIN challenge_progress p ON p.challenge_id = c.id AND p.user_id = e.user_id
    WHERE c.track_id = t.id AND p.status IS DISTINCT FROM 'COMPLETED' ORDER BY {IN_ORDER} LIMIT 1
) n ON true
WHERE e.user_id = $1 AND t.is_published ORDER BY coalesce(e.last_attempt_at, e.enrolled_at) DESC, t.slug
"""


def no_track() -> Problem:
    return Problem(*NO_TRACK, "There is no such track, or it is not published.")


async def tracks(pg: Pool, user_id: str | None, language: Language | None, query: PageQuery) -> Page[TrackListed]:
    rows = await pg.fetch(LISTED, user_id, language, query.per_page, query.offset)
    total: int = await pg.fetchval(_TOTAL, language)
    return query.page_of(map(_track, rows), total)


async def track_listed(pg: Pool | Connection, slug: str, user_id: str | None) -> tuple[str, TrackListed]:
    """With its id. Raises Problem 404."""
    row = await pg.fetchrow(_ONE, user_id, slug)
    if row is None:
        raise no_track()
    return row["id"], _track(row)


def _track(row: asyncpg.Record) -> TrackListed:
    yours = None
    if row["enrolled_at"] is not None:
        share = percentage(row["completed"], row["challenges"])
        yours = read(OwnTrack, {**row, "percentage": share})
    return read(TrackListed, {**row, "yours": yours})


async def track(pg: Pool, slug: str, user_id: str | None) -> TrackView:
    """Raises Problem 404."""
    track_id, listed = await track_listed(pg, slug, user_id)
    by_lesson: dict[str, list[ChallengeListed]] = defaultdict(list)
    for row in await pg.fetch(CHALLENGES, track_id, user_id):
        by_lesson[row["lesson_id"]].append(_challenge_listed(row))
    by_module: dict[str, list[LessonView]] = defaultdict(list)
    for row in await pg.fetch(LESSONS, track_id):
        if own := by_lesson.get(row["id"]):
            lesson = LessonView(slug=row["slug"], title=row["title"], blocks=blocks_of(row["text"]), challenges=own)
            by_module[row["module_id"]].append(lesson)
    modules = [
        ModuleView(slug=row["slug"], title=row["title"], description=row["description"], lessons=lessons)
        for row in await pg.fetch(_MODULES, track_id)
        if (lessons := by_module.get(row["id"]))
    ]
    return TrackView(track=listed, modules=modules, next=_first_left(modules))


def _challenge_listed(row: asyncpg.Record) -> ChallengeListed:
    return read(ChallengeListed, {**row, "goals": read(Goals, row), "yours": own_progress(row)})


def _first_left(modules: Sequence[ModuleView]) -> ChallengeLink | None:
    for module in modules:
        for lesson in module.lessons:
            for one in lesson.challenges:
                if one.yours is None or one.yours.status is not ProgressStatus.COMPLETED:
                    return ChallengeLink(one.id, one.slug, one.title)
    return None


async def challenge(pg: Pool, challenge_id: str, user_id: str | None) -> ChallengeView:
    """Raises Problem 404."""
    row = await pg.fetchrow(_CHALLENGE, challenge_id)
    if row is None:
        raise challenge_game.no_challenge()
    previous, following = await _neighbours(pg, row["track_id"], challenge_id)
    own = None if user_id is None else await pg.fetchrow(_OWN, user_id, challenge_id)
    yours = None if own is None else own_progress(own)
    return ChallengeView(
        challenge=_challenge(row),
        track=TrackName(row["track_slug"], row["track_title"], Language(row["language"])),
        module=ModuleName(row["module_slug"], row["module_title"]),
        lesson=LessonText(row["lesson_slug"], row["lesson_title"], blocks_of(row["text"])),
        previous=previous,
        next=following,
        yours=yours,
        hints=[] if yours is None else row["hints"][: yours.hints_shown],
        last_attempt=None if user_id is None else await last_attempt(pg, user_id, challenge_id),
    )


_OWN = "SELECT * FROM challenge_progress WHERE user_id = $1 AND challenge_id = $2"


def _challenge(row: asyncpg.Record) -> Challenge:
    return read(Challenge, {**row, "goals": read(Goals, row), "hints": len(row["hints"])})


async def _neighbours(pg: Pool, track_id: str, challenge_id: str) -> tuple[ChallengeLink | None, ChallengeLink | None]:
    links = [read(ChallengeLink, row) for row in await pg.fetch(NAMES, track_id)]
    at = next((place for place, link in enumerate(links) if link.id == challenge_id), None)
    if at is None:  # taken away at this moment
        return None, None
    return links[at - 1] if at else None, links[at + 1] if at + 1 < len(links) else None


async def courses_of(pg: Pool, user_id: str) -> list[TrackProgress]:
    return [_progress(row) for row in await pg.fetch(PROGRESS, user_id)]


def _progress(row: asyncpg.Record) -> TrackProgress:
    following = None
    if row["next_id"] is not None:
        following = ChallengeLink(row["next_id"], row["next_slug"], row["next_title"])
    share = percentage(row["completed"], row["challenges"])
    return read(TrackProgress, {**row, "percentage": share, "next": following})
