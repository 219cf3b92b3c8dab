"""The courses of the database as files: what players get, in the form of files.py.

Law: what was seeded and not changed since comes out as the same files, to the byte. Numbers of folders are the places
where those are different and have two digits; otherwise they are numbered anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import asyncpg

from server.courses.files import (
    ChallengeFile,
    ChallengeTable,
    LessonFile,
    LessonPage,
    ModuleFile,
    ModuleTable,
    TrackFile,
    TrackTable,
)
from server.infra.postgres import Pool

_MOST = 99  # two digits
_TRACKS = "SELECT id, slug, title, description, language FROM tracks WHERE is_published ORDER BY place, slug"
_MODULES = "SELECT id, track_id, slug, title, description, place FROM modules ORDER BY place, slug"
_LESSONS = "SELECT id, module_id, slug, title, text, place FROM lessons ORDER BY place, slug"
_CHALLENGES = """
SELECT c.lesson_id, c.slug, v.title, v.minutes, v.points, v.min_accuracy, v.min_net_wpm, v.max_wrong_keys, v.hints,
    s.snippet_text
FROM challenges c JOIN challenge_versions v ON v.id = c.published_id JOIN code_snippets s ON s.id = v.snippet_id
ORDER BY c.place, c.slug
"""

_By = dict[str, list[asyncpg.Record]]


async def exported(pg: Pool) -> list[TrackFile]:
    """The tracks that players see, with the challenges that they do."""
    tracks = await pg.fetch(_TRACKS)
    modules = _grouped(await pg.fetch(_MODULES), "track_id")
    lessons = _grouped(await pg.fetch(_LESSONS), "module_id")
    challenges = _grouped(await pg.fetch(_CHALLENGES), "lesson_id")
    return [_track(row, modules, lessons, challenges) for row in tracks]


def _grouped(rows: Sequence[asyncpg.Record], column: str) -> _By:
    grouped: _By = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped


def _places(rows: Sequence[asyncpg.Record]) -> list[int]:
    places = [row["place"] for row in rows]
    fit = len(set(places)) == len(places) and all(0 <= place <= _MOST for place in places)
    return places if fit else list(range(1, len(rows) + 1))


def _track(row: asyncpg.Record, modules: _By, lessons: _By, challenges: _By) -> TrackFile:
    own = modules[row["id"]]
    table = TrackTable(title=row["title"], language=row["language"], description=row["description"])
    made = [_module(one, place, lessons, challenges) for one, place in zip(own, _places(own), strict=True)]
    return TrackFile(row["slug"], table, tuple(made))


def _module(row: asyncpg.Record, place: int, lessons: _By, challenges: _By) -> ModuleFile:
    own = lessons[row["id"]]
    table = ModuleTable(title=row["title"], description=row["description"])
    made = [
        LessonFile(
            at,
            one["slug"],
            LessonPage(title=one["title"], text=one["text"]),
            tuple(_challenge(each) for each in challenges[one["id"]]),
        )
        for one, at in zip(own, _places(own), strict=True)
    ]
    return ModuleFile(place, row["slug"], table, tuple(made))


def _challenge(row: asyncpg.Record) -> ChallengeFile:
    table = ChallengeTable(**{name: row[name] for name in ChallengeTable.model_fields})
    return ChallengeFile(row["slug"], table, row["snippet_text"])
