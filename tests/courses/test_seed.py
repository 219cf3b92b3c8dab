"""Seeding courses: again changes nothing, changed files are published, what an admin did stays; and the way back."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from game.terms import Language
from game.text import Word, typed_text
from server.courses.exporting import exported
from server.courses.files import COURSES_FOLDER, CourseRefused, TrackFile, read_courses, written
from server.courses.seed import CourseCounts, seed_courses
from server.infra.postgres import Pool
from server.library import keep, take_turn
from server.library.keeping import NotToKeep
from tests.commands import in_thread
from tests.courses.courses import DOUBLE, EMPTY_CALLS, challenge, course, ids, on_disk, seed
from tests.live import PATIENCE_S
from tests.snippets import add_to

VERSIONS = """
SELECT v.version, v.title, v.min_accuracy, v.id = c.published_id AS is_published, v.published_at IS NULL AS is_draft
FROM challenge_versions v JOIN challenges c ON c.id = v.challenge_id WHERE c.slug = $1 ORDER BY v.version
"""


async def again(pg: Pool, folder: Path, *tracks: TrackFile) -> CourseCounts:
    return await seed_courses(pg, on_disk(folder, *tracks))


async def test_seeding_again_changes_nothing(pg: Pool, tmp_path: Path) -> None:
    folder = on_disk(tmp_path / "courses", course())
    assert asdict(await seed_courses(pg, folder)) == asdict(CourseCounts(added=3))
    before = [tuple(row) for row in await pg.fetch("SELECT * FROM challenge_versions ORDER BY id")]
    assert asdict(await seed_courses(pg, folder)) == asdict(CourseCounts(unchanged=3))
    assert [tuple(row) for row in await pg.fetch("SELECT * FROM challenge_versions ORDER BY id")] == before
    track = await pg.fetchrow("SELECT slug, is_published, challenges, language::text FROM tracks")
    assert track is not None and tuple(track) == ("basics", True, 3, "PYTHON")
    # Its code is in the library, in no rotation.
    assert await pg.fetchval("SELECT bool_or(is_active) FROM code_snippets WHERE category = 'courses'") is False


async def test_a_changed_file_makes_the_next_version_and_publishes_it(pg: Pool, tmp_path: Path) -> None:
    await seed(pg, tmp_path / "one")
    counts = await again(pg, tmp_path / "two", course(min_accuracy=95.0))
    assert (counts.changed, counts.unchanged) == (1, 2)
    assert [tuple(row) for row in await pg.fetch(VERSIONS, "empty-calls")] == [
        (1, "Empty-calls", 90.0, False, False),
        (2, "Empty-calls", 95.0, True, False),
    ]


async def test_what_an_admin_did_stays_until_the_file_changes(pg: Pool, tmp_path: Path) -> None:
    known = await seed(pg, tmp_path / "one")
    await pg.execute("UPDATE lessons SET text = 'Mine' WHERE slug = 'round-brackets'")
    await pg.execute("UPDATE tracks SET title = 'Mine', is_published = false")
    await pg.execute("DELETE FROM challenges WHERE slug = 'indexes'")
    await pg.execute("DELETE FROM modules WHERE slug = 'functions'")
    assert asdict(await again(pg, tmp_path / "two", course())) == asdict(CourseCounts(unchanged=3))
    assert await pg.fetchval("SELECT text FROM lessons WHERE slug = 'round-brackets'") == "Mine"
    assert await pg.fetchval("SELECT title FROM tracks") == "Mine"
    assert await ids(pg) == {"empty-calls": known["empty-calls"]}
    # Files that change bring back what they say, and no more.
    track = course()
    functions = replace(track.modules[1], table=track.modules[1].table.model_copy(update={"title": "Whole functions"}))
    counts = await again(pg, tmp_path / "three", replace(track, modules=(track.modules[0], functions)))
    assert asdict(counts) == asdict(CourseCounts(unchanged=3))
    assert await pg.fetchval("SELECT title FROM modules WHERE slug = 'functions'") == "Whole functions"
    assert await pg.fetchval("SELECT text FROM lessons WHERE slug = 'round-brackets'") == "Mine"
    assert await pg.fetchval("SELECT is_published FROM tracks") is False


async def test_a_changed_file_passes_by_a_draft_and_leaves_hidden_what_is_hidden(pg: Pool, tmp_path: Path) -> None:
    known = await seed(pg, tmp_path / "one")
    await pg.execute(
        "INSERT INTO challenge_versions (challenge_id, version, title, snippet_id, keys, minutes, points, min_accuracy)"
        " SELECT challenge_id, 2, 'A draft', snippet_id, keys, 1, 1, 50 FROM challenge_versions"
        " WHERE challenge_id = $1",
        known["empty-calls"],
    )
    await again(pg, tmp_path / "two", course(min_accuracy=95.0))
    assert [tuple(row) for row in await pg.fetch(VERSIONS, "empty-calls")] == [
        (1, "Empty-calls", 90.0, False, False),
        (2, "Empty-calls", 95.0, True, False),
        (3, "A draft", 50.0, False, True),
    ]
    await pg.execute("UPDATE challenges SET published_id = NULL WHERE id = $1", known["empty-calls"])
    await again(pg, tmp_path / "three", course(min_accuracy=96.0))
    assert await pg.fetchval("SELECT published_id FROM challenges WHERE id = $1", known["empty-calls"]) is None
    assert await pg.fetchval("SELECT challenges FROM tracks") == 2


async def test_a_challenge_that_is_in_another_lesson_now_is_moved(pg: Pool, tmp_path: Path) -> None:
    known = await seed(pg, tmp_path / "one")
    track = course()
    first, second = (module.lessons[0] for module in track.modules)
    moved = (
        replace(track.modules[0], lessons=(replace(first, challenges=first.challenges[1:]),)),
        replace(track.modules[1], lessons=(replace(second, challenges=(first.challenges[0], *second.challenges)),)),
    )
    assert asdict(await again(pg, tmp_path / "two", replace(track, modules=moved))) == asdict(CourseCounts(unchanged=3))
    rows = await pg.fetch(
        "SELECT c.slug, l.slug, c.place FROM challenges c JOIN lessons l ON l.id = c.lesson_id ORDER BY 2, 3"
    )
    assert [tuple(row) for row in rows] == [
        ("empty-calls", "functions", 1),
        ("double", "functions", 2),
        ("indexes", "round-brackets", 1),
    ]
    assert await ids(pg) == known


async def test_a_text_of_the_library_is_taught_as_it_is_and_one_that_is_kept_is_not(pg: Pool, tmp_path: Path) -> None:
    shared = await add_to(pg, EMPTY_CALLS)
    secret = await add_to(pg, DOUBLE)
    await pg.execute(
        "INSERT INTO contests (slug, title, language, difficulty, waves, keys, starts_at, duration_s)"
        """ VALUES ('friday', 'Friday', 'PYTHON', 'EASY', '{"format": 1, "waves": [{}]}', '{1}', now(), 3600)"""
    )
    await pg.execute("UPDATE code_snippets SET kept_for = 'friday' WHERE id = $1", secret)
    folder = on_disk(tmp_path / "courses", course())
    counts = await seed_courses(pg, folder)
    assert (counts.added, counts.kept) == (2, 1)
    assert await ids(pg) == {name: one for name, one in (await ids(pg)).items() if name != "double"}
    taught = (
        "SELECT v.snippet_id FROM challenge_versions v JOIN challenges c ON c.id = v.challenge_id WHERE c.slug = $1"
    )
    assert await pg.fetchval(taught, "empty-calls") == shared
    # What is taught is kept for no contest; what was passed over comes when the contest is over.
    async with pg.acquire() as connection, connection.transaction():
        await take_turn(connection)
        with pytest.raises(NotToKeep, match="taught"):
            await keep(connection, "friday", "PYTHON", [shared])
    await pg.execute("UPDATE code_snippets SET kept_for = NULL")
    assert (await seed_courses(pg, folder)).added == 1


async def test_a_track_in_another_language_is_passed_over(pg: Pool, tmp_path: Path) -> None:
    await seed(pg, tmp_path / "one")
    track = course(min_accuracy=95.0)
    other = replace(track, table=track.table.model_copy(update={"language": Language.JAVASCRIPT}))
    more = course("more", first="go()\nhalt()")
    for name, added in ("two", 3), ("three", 0):  # and again, when its file is known
        counts = await seed_courses(pg, on_disk(tmp_path / name, other, more))
        assert asdict(counts) == asdict(CourseCounts(added=added, unchanged=3 - added, skipped=3))
    assert len(await pg.fetch(VERSIONS, "indexes")) == 2, "one in each track"
    assert await pg.fetchval("SELECT min_accuracy FROM challenge_versions WHERE title = 'Empty-calls' LIMIT 1") == 90
    # An admin's own, which was there before the file.
    await pg.execute("UPDATE tracks SET language = 'REACT' WHERE slug = 'more'")
    assert (await seed_courses(pg, on_disk(tmp_path / "four", more))).skipped == 3


async def test_a_challenge_more_leaves_an_edit_of_its_lesson_alone(pg: Pool, tmp_path: Path) -> None:
    track = course()
    brackets, functions = track.modules
    lesson = brackets.lessons[0]
    fewer = replace(brackets, lessons=(replace(lesson, challenges=lesson.challenges[:1]),))
    await seed(pg, tmp_path / "one", replace(track, modules=(fewer, functions)))
    await pg.execute("UPDATE lessons SET text = 'Mine' WHERE slug = 'round-brackets'")
    await pg.execute("UPDATE modules SET title = 'Mine' WHERE slug = 'brackets'")
    moved = replace(brackets, place=3, lessons=(replace(lesson, place=2),))
    assert (await again(pg, tmp_path / "two", replace(track, modules=(functions, moved)))).added == 1
    row = await pg.fetchrow(
        "SELECT l.text, l.place, m.title, m.place FROM lessons l JOIN modules m ON m.id = l.module_id"
        " WHERE l.slug = 'round-brackets'"
    )
    assert row is not None and tuple(row) == ("Mine", 2, "Mine", 3)
    assert [
        row["slug"]
        for row in await pg.fetch(
            "SELECT slug FROM challenges WHERE lesson_id = (SELECT id FROM"
            " lessons WHERE slug = 'round-brackets') ORDER BY place"
        )
    ] == ["empty-calls", "indexes"]


async def test_code_is_parsed_before_others_have_to_wait(pg: Pool, tmp_path: Path) -> None:
    folder = on_disk(tmp_path / "one", course(first="run("))
    async with pg.acquire() as writer, writer.transaction():
        await take_turn(writer)
        with pytest.raises(CourseRefused, match="basics/empty-calls"):
            async with asyncio.timeout(PATIENCE_S):
                await seed_courses(pg, folder)


async def test_an_export_has_what_players_see(pg: Pool, tmp_path: Path) -> None:
    await seed(pg, tmp_path / "one", course(), course("more", first="go()\nhalt()"))
    await pg.execute("UPDATE tracks SET is_published = false WHERE slug = 'basics'")
    assert [track.slug for track in await exported(pg)] == ["more"]


@pytest.mark.long
async def test_an_export_of_what_was_seeded_is_the_same_files(
    pg: Pool, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "added" in await in_thread("seed")
    assert "tracks written" in await in_thread("courses", "export", str(tmp_path / "out"))
    seeded = {path: text for track in read_courses(COURSES_FOLDER) for path, text in written(track).items()}
    there = {path for path in COURSES_FOLDER.rglob("*") if path.is_file() and not path.name.startswith((".", "__"))}
    assert {str(path.relative_to(COURSES_FOLDER)) for path in there} == {str(path) for path in seeded}
    out = {
        path.relative_to(tmp_path / "out"): path.read_bytes()
        for path in (tmp_path / "out").rglob("*.*")
        if path.is_file()
    }
    assert out == {Path(path): (COURSES_FOLDER / path).read_bytes() for path in seeded}
    assert "is not an empty folder" in await in_thread("courses", "export", str(tmp_path / "out"), code=1)
    # How many keys a challenge takes is kept with it.
    rows = await pg.fetch(
        "SELECT v.keys, s.snippet_text, s.words FROM challenge_versions v JOIN code_snippets s ON s.id = v.snippet_id"
    )
    for row in rows:
        words = [Word(*word) for word in row["words"]]
        assert row["keys"] == len(typed_text(row["snippet_text"], words).keys)


async def test_folders_of_the_same_number_are_numbered_anew(pg: Pool, tmp_path: Path) -> None:
    await seed(pg, tmp_path / "one")
    await pg.execute("UPDATE modules SET place = 7")
    (track,) = await exported(pg)
    assert [module.folder for module in track.modules] == ["01_brackets", "02_functions"]
    await pg.execute("UPDATE challenges SET published_id = NULL WHERE slug = 'double'")
    (track,) = await exported(pg)
    assert track.modules[1].lessons[0].challenges == ()
    assert read_courses(on_disk(tmp_path / "two", track)) == [track]


def test_what_is_seeded_is_what_the_small_course_says() -> None:
    assert [one.slug for _, one in course().challenges()] == ["empty-calls", "indexes", "double"]
    assert challenge("double", DOUBLE).table.min_accuracy == 90
