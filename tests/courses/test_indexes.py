"""Which index each page of courses reads, when there are many players: docs/schema.md says so, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.courses import board, own, reading
from server.infra.postgres import Pool
from tests.courses.courses import seed

PLAYERS = 3_000

FILL = """
SET session_replication_role = replica;
INSERT INTO users (id, username, display_name, email, password_hash)
    SELECT gen_random_uuid(), 'user' || n, 'U', 'u' || n || '@example.org', 'x' FROM generate_series(1, {players}) n;
INSERT INTO user_enrollments (user_id, track_id) SELECT u.id, t.id FROM users u, tracks t;
INSERT INTO challenge_progress (user_id, challenge_id, status, attempts, last_attempt_at, best_score, best_at,
    best_result_id, completed_at)
    SELECT u.id, c.id, 'COMPLETED', 1, now(), (random() * 1000)::int, now(), gen_random_uuid(), now()
    FROM users u, challenges c;
INSERT INTO challenge_attempts (result_id, user_id, challenge_id, version_id, passed, failed, score, ended_at)
    SELECT gen_random_uuid(), u.id, c.id, v.id, true, '{{}}', 1, now()
    FROM users u, challenges c JOIN challenge_versions v ON v.id = c.published_id, generate_series(1, 3);
INSERT INTO game_results (id, session_id, user_id, mode, final_score, waves_completed, enemies_killed,
    accuracy_percentage, words_per_minute, total_words_typed, correct_words, incorrect_words, max_combo,
    total_damage_dealt, total_damage_taken, playtime_seconds, end_reason, ranked, unranked_reason)
    SELECT result_id, gen_random_uuid(), user_id, 'CHALLENGE', 1505, 2, 9, 75, 40, 40, 30, 10, 4, 120, 0, 60,
        'cleared', false, 'challenge' FROM challenge_attempts;
INSERT INTO tracks (slug, title, language) SELECT 't' || n, 'T', 'GO' FROM generate_series(1, 60) n;
INSERT INTO modules (track_id, slug, title, place) SELECT id, 'm', 'M', 1 FROM tracks WHERE language = 'GO';
INSERT INTO lessons (track_id, module_id, slug, title, place)
    SELECT m.track_id, m.id, 'l' || n, 'L', n FROM modules m, generate_series(1, 20) n WHERE m.slug = 'm';
INSERT INTO challenges (track_id, lesson_id, slug, place)
    SELECT l.track_id, l.id, l.slug || '-' || n, n FROM lessons l, generate_series(1, 3) n WHERE l.title = 'L';
SET session_replication_role = origin;
ANALYZE;
"""


async def plan(pg: Pool, statement: str, *values: object) -> str:
    return "\n".join(row[0] for row in await pg.fetch(f"EXPLAIN {statement}", *values))


@pytest.fixture
async def many(pg: Pool, tmp_path: Path) -> tuple[str, str, str]:
    """A player, a challenge and its track, among many."""
    known = await seed(pg, tmp_path / "courses")
    async with pg.acquire() as connection:
        await connection.execute(FILL.format(players=PLAYERS))
    user: str = await pg.fetchval("SELECT id FROM users LIMIT 1")
    track: str = await pg.fetchval("SELECT id FROM tracks WHERE slug = 'basics'")
    return user, known["empty-calls"], track


async def test_no_page_reads_a_table_that_grows_with_the_players_from_end_to_end(
    pg: Pool, many: tuple[str, str, str]
) -> None:
    user, challenge, track = many
    pages = {
        "a list of tracks": (await plan(pg, reading.LISTED, user, None, 20, 0), "user_enrollments_pkey"),
        "a track": (await plan(pg, reading.CHALLENGES, track, user), "challenge_progress_pkey"),
        "one's courses": (await plan(pg, reading.PROGRESS, user), "user_enrollments_pkey"),
        "one's attempts": (
            await plan(pg, own.ATTEMPTS, user, challenge, 20, 0),
            "challenge_attempts_user_id_challenge_id_ended_at_idx",
        ),
        "a board": (await plan(pg, board.TOP, challenge, 20, 0), "challenge_progress_board_idx"),
    }
    for page, (found, index) in pages.items():
        assert index in found, f"{page}: {found}"
        for grown in ("user_enrollments", "challenge_progress", "challenge_attempts"):
            assert f"Seq Scan on {grown}" not in found, f"{page}: {found}"
    assert "lessons_track_id_idx" in await plan(pg, reading.LESSONS, track)
    assert "challenges_track_id_slug_key" in await plan(pg, reading.NAMES, track)
