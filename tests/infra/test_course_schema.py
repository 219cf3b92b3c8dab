"""What the tables of courses refuse and count: their CHECKs and triggers, without a server.

Every CHECK is shown by the smallest change that is refused; every counter against what a count of the rows says.
"""

from __future__ import annotations

import asyncio
import random
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from server.infra.postgres import Pool
from tests.infra.test_schema import EARLIER, Row, a_session, a_user, insert, result, snippet, store

CHECKS: list[tuple[str, str, Row]] = [
    ("tracks", "slug", {"slug": "Go"}),
    ("tracks", "slug", {"slug": "go-"}),
    ("tracks", "title", {"title": " "}),
    ("tracks", "counts", {"enrolled": -1}),
    ("tracks", "counts", {"challenges": -1}),
    ("modules", "slug", {"slug": "a_b"}),
    ("modules", "title", {"title": "a\nb"}),
    ("lessons", "slug", {"slug": ""}),
    ("lessons", "title", {"title": ""}),
    ("challenges", "slug", {"slug": "A"}),
    ("challenges", "counts", {"attempts": -1}),
    ("challenges", "counts", {"completed": -1}),
    ("challenge_versions", "version", {"version": 0}),
    ("challenge_versions", "title", {"title": "\t"}),
    ("challenge_versions", "keys", {"keys": 4}),
    ("challenge_versions", "minutes", {"minutes": 0}),
    ("challenge_versions", "minutes", {"minutes": 61}),
    ("challenge_versions", "points", {"points": -1}),
    ("challenge_versions", "points", {"points": 101}),
    ("challenge_versions", "goals", {"min_accuracy": None}),
    ("challenge_versions", "goals", {"min_accuracy": 100.1}),
    ("challenge_versions", "goals", {"min_net_wpm": 0.5}),
    ("challenge_versions", "goals", {"max_wrong_keys": -1}),
    ("challenge_versions", "hints", {"hints": ["a"] * 11}),
    ("challenge_versions", "hints", {"hints": ["a", None]}),
    ("challenge_versions", "attempts", {"attempts": -1}),
    ("course_files", "hash", {"hash": "A" * 64}),
    ("user_enrollments", "completed", {"completed": -1}),
    ("challenge_progress", "attempts", {"attempts": -1}),
    ("challenge_progress", "attempts", {"last_attempt_at": EARLIER}),
    ("challenge_progress", "hints", {"hints_shown": 11}),
    ("challenge_progress", "status", {"status": "IN_PROGRESS"}),
    ("challenge_progress", "best", {"best_score": 1}),
    ("challenge_progress", "best", {"status": "COMPLETED", "attempts": 1, "last_attempt_at": EARLIER}),
    ("challenge_attempts", "passed", {"passed": False}),
    ("challenge_attempts", "passed", {"failed": ["FINISHED"]}),
    ("challenge_attempts", "score", {"score": -1}),
]


class Shelf:
    """A course in the database, made row by row."""

    def __init__(self, pg: Pool) -> None:
        self.pg = pg
        self.made = 0

    async def track(self, slug: str = "basics") -> str:
        return await insert(self.pg, "tracks", {"slug": slug, "title": "Basics", "language": "PYTHON"})

    async def lesson(self, track: str, name: str = "one") -> str:
        named = {"track_id": track, "slug": name, "title": name, "place": 1}
        module = await insert(self.pg, "modules", named)
        return await insert(self.pg, "lessons", {**named, "module_id": module})

    async def challenge(self, track: str, lesson: str, *, published: bool = True) -> tuple[str, str]:
        """Its id, and its version's."""
        self.made += 1
        slug = f"c{self.made}"
        one = await insert(self.pg, "challenges", {"track_id": track, "lesson_id": lesson, "slug": slug, "place": 1})
        version = await self.version(one)
        if published:
            await self.pg.execute("UPDATE challenge_versions SET published_at = now() WHERE id = $1", version)
            await self.pg.execute("UPDATE challenges SET published_id = $2 WHERE id = $1", one, version)
        return one, version

    async def version(self, challenge: str, number: int = 1, **about: Any) -> str:
        row = await self.a_version(challenge)
        return await insert(self.pg, "challenge_versions", {**row, "version": number, **about})

    async def a_version(self, challenge: str) -> Row:
        known = await self.pg.fetchval("SELECT id FROM code_snippets LIMIT 1")
        text = known or await insert(self.pg, "code_snippets", snippet())
        about = {"title": "A", "snippet_id": text, "keys": 9, "minutes": 1, "points": 1, "min_accuracy": 90.0}
        return {"challenge_id": challenge, "version": 9, **about}

    async def attempt(
        self, user: str, challenge: str, version: str, *, passed: bool = True, score: int = 100, minute: int = 0
    ) -> str:
        game = await a_session(self.pg, user, mode="CHALLENGE", challenge_id=challenge, challenge_version=1)
        unranked = {"ranked": False, "unranked_reason": "challenge", "mode": "CHALLENGE"}
        saved = await insert(self.pg, "game_results", {"session_id": game, "user_id": user, **result(**unranked)})
        row: Row = {"result_id": saved, "user_id": user, "challenge_id": challenge, "version_id": version}
        row |= {"passed": passed, "failed": [] if passed else ["MIN_ACCURACY"], "score": score}
        await store(self.pg, "challenge_attempts", row | {"ended_at": EARLIER + timedelta(minutes=minute)})
        return saved


async def rows_that_fit(shelf: Shelf) -> dict[str, Row]:
    """One more row of each table that would be accepted."""
    track = await shelf.track()
    lesson = await shelf.lesson(track)
    challenge, version = await shelf.challenge(track, lesson)
    module = await shelf.pg.fetchval("SELECT id FROM modules")
    user = await a_user(shelf.pg)
    saved = await shelf.attempt(await a_user(shelf.pg, "bob"), challenge, version)
    await shelf.pg.execute("DELETE FROM challenge_attempts")
    named: Row = {"slug": "more", "title": "More", "place": 2}
    return {
        "tracks": {**named, "language": "GO"},
        "modules": {**named, "track_id": track},
        "lessons": {**named, "track_id": track, "module_id": module},
        "challenges": {"slug": "more", "place": 2, "track_id": track, "lesson_id": lesson},
        "challenge_versions": await shelf.a_version(challenge),
        "course_files": {"name": "track more", "hash": "a" * 64},
        "user_enrollments": {"user_id": user, "track_id": track},
        "challenge_progress": {"user_id": user, "challenge_id": challenge},
        "challenge_attempts": {
            **{"result_id": saved, "user_id": user, "challenge_id": challenge, "version_id": version},
            **{"passed": True, "failed": [], "score": 1, "ended_at": EARLIER},
        },
    }


async def test_a_row_that_cannot_be_is_refused_and_one_that_can_is_not(pg: Pool) -> None:
    fit = await rows_that_fit(Shelf(pg))
    for table, constraint, change in CHECKS:
        if (table, constraint) == ("user_enrollments", "completed"):  # a trigger says it when somebody enrols
            continue
        with pytest.raises(asyncpg.CheckViolationError, match=f"{table}_{constraint}_check"):
            await store(pg, table, fit[table] | change)
    for table, row in fit.items():
        await store(pg, table, row)
    with pytest.raises(asyncpg.CheckViolationError, match="user_enrollments_completed_check"):
        await pg.execute("UPDATE user_enrollments SET completed = -1")


async def test_every_check_of_these_tables_is_among_them(pg: Pool) -> None:
    tables = sorted({table for table, _, _ in CHECKS})
    rows = await pg.fetch(
        "SELECT conrelid::regclass::text AS of, conname FROM pg_constraint WHERE contype = 'c'"
        " AND conrelid::regclass::text = ANY($1)",
        tables,
    )
    named = {f"{table}_{constraint}_check" for table, constraint, _ in CHECKS}
    assert {row["conname"] for row in rows} == named
    migration = Path(__file__).parents[2] / "prisma/migrations/20261127062000_courses/migration.sql"
    assert set(re.findall(r'CREATE TABLE "(\w+)"', migration.read_text())) == set(tables)


@pytest.mark.parametrize("own", [{"mode": "CHALLENGE"}, {"challenge_version": 1}])
async def test_a_game_of_a_challenge_names_it_and_its_version_and_no_other_does(pg: Pool, own: Row) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="game_sessions_challenge_check"):
        await a_session(pg, await a_user(pg), **own)


async def test_what_lies_in_a_track_names_no_other(pg: Pool) -> None:
    shelf = Shelf(pg)
    track, other = await shelf.track(), await shelf.track("other")
    lesson = await shelf.lesson(track)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await shelf.challenge(other, lesson)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await pg.execute("UPDATE lessons SET track_id = $1", other)


async def test_a_version_that_was_published_never_changes_and_a_draft_does(pg: Pool) -> None:
    shelf = Shelf(pg)
    track = await shelf.track()
    challenge, version = await shelf.challenge(track, await shelf.lesson(track))
    for change in (
        "title = 'B'",
        "points = 2",
        "hints = '{a}'",
        "min_accuracy = 50",
        "published_at = NULL",
        "keys = 7",
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="stays as it is"):
            await pg.execute(f"UPDATE challenge_versions SET {change} WHERE id = $1", version)
    await pg.execute("UPDATE challenge_versions SET attempts = attempts WHERE id = $1", version)
    draft = await shelf.version(challenge, 2)
    await pg.execute("UPDATE challenge_versions SET title = 'B' WHERE id = $1", draft)
    with pytest.raises(asyncpg.UniqueViolationError, match="challenge_versions_draft_key"):
        await shelf.version(challenge, 3)


async def test_a_snippet_that_is_taught_is_not_deleted(pg: Pool) -> None:
    shelf = Shelf(pg)
    track = await shelf.track()
    await shelf.challenge(track, await shelf.lesson(track))
    with pytest.raises(asyncpg.RestrictViolationError):
        await pg.execute("DELETE FROM code_snippets")


# ---------------------------------------------------------------- counters

PASSED = """
FROM challenge_attempts a JOIN game_results r ON r.id = a.result_id
WHERE a.user_id = p.user_id AND a.challenge_id = p.challenge_id AND a.passed AND r.verdict IN ('clean', 'approved')
"""
COUNTED = f"""
SELECT 'track' AS what, t.challenges = (SELECT count(*) FROM challenges c
        WHERE c.track_id = t.id AND c.published_id IS NOT NULL)
    AND t.enrolled = (SELECT count(*) FROM user_enrollments e WHERE e.track_id = t.id) AS agrees FROM tracks t
UNION ALL
SELECT 'challenge', c.attempts = (SELECT count(*) FROM challenge_attempts a WHERE a.challenge_id = c.id)
    AND c.completed = (SELECT count(*) FROM challenge_progress p
        WHERE p.challenge_id = c.id AND p.status = 'COMPLETED') FROM challenges c
UNION ALL
SELECT 'version', v.attempts = (SELECT count(*) FROM challenge_attempts a WHERE a.version_id = v.id)
FROM challenge_versions v
UNION ALL
SELECT 'enrolment', e.completed = (SELECT count(*) FROM challenge_progress p JOIN challenges c ON c.id = p.challenge_id
    WHERE c.track_id = e.track_id AND c.published_id IS NOT NULL AND p.user_id = e.user_id AND p.status = 'COMPLETED')
FROM user_enrollments e
UNION ALL
SELECT 'progress', p.attempts = (SELECT count(*) FROM challenge_attempts a
        WHERE a.user_id = p.user_id AND a.challenge_id = p.challenge_id)
    AND p.last_attempt_at IS NOT DISTINCT FROM (SELECT max(a.ended_at) FROM challenge_attempts a
        WHERE a.user_id = p.user_id AND a.challenge_id = p.challenge_id)
    AND concat(p.best_score, ' ', p.best_at, ' ', p.best_result_id) = coalesce((
        SELECT concat(a.score, ' ', a.ended_at, ' ', a.result_id) {PASSED}
        ORDER BY a.score DESC, a.ended_at, a.result_id LIMIT 1), '  ')
    AND p.completed_at IS NOT DISTINCT FROM (SELECT min(a.ended_at) {PASSED})
FROM challenge_progress p
"""


async def wrong(pg: Pool) -> list[str]:
    return [row["what"] for row in await pg.fetch(f"SELECT what FROM ({COUNTED}) AS c WHERE agrees IS NOT TRUE")]


async def test_every_counter_agrees_with_a_count_after_many_deeds(pg: Pool) -> None:
    """A seeded walk through everything that changes a counter; after each step all counters are counted out."""
    shelf, chance = Shelf(pg), random.Random(14)
    track = await shelf.track()
    lesson = await shelf.lesson(track)
    challenges = [await shelf.challenge(track, lesson, published=chance.random() < 0.7) for _ in range(4)]
    users = [await a_user(pg, name) for name in ("ada", "bob", "cyd")]
    results: list[str] = []

    async def step() -> None:
        user, (one, version) = chance.choice(users), chance.choice(challenges)
        match chance.randrange(8):
            case 0:
                await pg.execute("INSERT INTO user_enrollments VALUES ($1, $2) ON CONFLICT DO NOTHING", user, track)
            case 1:
                await pg.execute("DELETE FROM user_enrollments WHERE user_id = $1", user)
            case 2:
                await pg.execute(
                    "UPDATE challenge_versions SET published_at = now() WHERE id = $1 AND published_at IS NULL", version
                )
                await pg.execute("UPDATE challenges SET published_id = $2 WHERE id = $1", one, version)
            case 3:
                await pg.execute("UPDATE challenges SET published_id = NULL WHERE id = $1", one)
            case 4 if results:
                verdict = chance.choice(["clean", "rejected", "approved"])
                await pg.execute("UPDATE game_results SET verdict = $2 WHERE id = $1", chance.choice(results), verdict)
            case _:
                passed, score, minute = chance.random() < 0.6, chance.randrange(100, 104), chance.randrange(100)
                made = shelf.attempt(user, one, version, passed=passed, score=score, minute=minute)
                results.append(await made)

    for number in range(120):
        await step()
        assert await wrong(pg) == [], number
    assert len(results) > 30
    await pg.execute("DELETE FROM challenges WHERE id = $1", challenges[0][0])
    assert await wrong(pg) == []
    for table in ("challenge_attempts", "challenge_progress", "user_enrollments"):
        await pg.execute(f"DELETE FROM {table} WHERE user_id = $1", users[0])
    assert await wrong(pg) == []
    await pg.execute("DELETE FROM users WHERE id = $1", users[1])
    assert await wrong(pg) == []
    await pg.execute("DELETE FROM tracks")
    left = "SELECT (SELECT count(*) FROM modules) + (SELECT count(*) FROM challenge_attempts)"
    assert await pg.fetchval(left) == 0


async def test_counters_hold_when_many_do_it_at_once(pg: Pool) -> None:
    shelf = Shelf(pg)
    track = await shelf.track()
    one, version = await shelf.challenge(track, await shelf.lesson(track))
    other, _ = await shelf.challenge(track, await pg.fetchval("SELECT id FROM lessons"), published=False)
    users = [await a_user(pg, f"user{number}") for number in range(4)]

    async def learn(user: str) -> None:
        await shelf.attempt(user, one, version)
        async with pg.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM tracks WHERE id = $1 FOR NO KEY UPDATE", track)
            await connection.execute("INSERT INTO user_enrollments VALUES ($1, $2) ON CONFLICT DO NOTHING", user, track)
        await shelf.attempt(user, one, version, score=200)

    async def publish() -> None:
        for _ in range(4):
            await pg.execute("UPDATE challenges SET published_id = NULL WHERE id = $1", one)
            await pg.execute("UPDATE challenges SET published_id = $2 WHERE id = $1", one, version)

    await asyncio.gather(*map(learn, users), publish())
    assert await wrong(pg) == []
    assert await pg.fetchval("SELECT sum(completed) FROM user_enrollments") == len(users)
    assert other
