"""The migrator: what it applies, records and refuses."""

from __future__ import annotations

import asyncio
import hashlib
import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from server.infra.migrate import PRISMA_LOCK, migrate, status
from server.infra.migrations import FOLDER, Migration, MigrationRefused, Recorded, plan, read_folder
from server.infra.postgres import connect
from server.library.categories import SAME

NOW = datetime(2026, 11, 21, tzinfo=UTC)
FIRST, SECOND = Migration("20260101000000_first", b"SELECT 1"), Migration("20260102000000_second", b"SELECT 2")


def applied(migration: Migration) -> Recorded:
    return Recorded(migration.name, migration.checksum, NOW, None)


def write(folder: Path, *migrations: Migration) -> Path:
    for migration in migrations:
        (folder / migration.name).mkdir(parents=True)
        (folder / migration.name / "migration.sql").write_bytes(migration.script)
    return folder


# ---------------------------------------------------------------- the plan


def test_what_is_not_recorded_is_pending_in_order() -> None:
    assert plan([FIRST, SECOND], []).todo == [FIRST, SECOND]
    assert plan([FIRST, SECOND], [applied(FIRST)]).todo == [SECOND]
    assert plan([FIRST, SECOND], [applied(FIRST), applied(SECOND)]).todo == []


def test_rolled_back_migration_is_pending_again() -> None:
    row = Recorded(FIRST.name, "another checksum", None, NOW)
    assert plan([FIRST], [row]).todo == [FIRST]
    assert plan([FIRST], [row, applied(FIRST)]).todo == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (replace(applied(FIRST), checksum="0" * 64), "was edited after it was applied"),
        (replace(applied(FIRST), name="20250101000000_gone"), "does not know"),
        (replace(applied(FIRST), finished_at=None), "failed half-way"),
    ],
)
def test_contradicting_history_is_refused(row: Recorded, complaint: str) -> None:
    with pytest.raises(MigrationRefused, match=complaint):
        plan([FIRST, SECOND], [row])


def test_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "migration_lock.toml").write_text('provider = "postgresql"')
    assert read_folder(write(tmp_path, SECOND, FIRST)) == [FIRST, SECOND]


def test_folder_without_a_script_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MigrationRefused, match="no migrations"):
        read_folder(tmp_path / "nowhere")
    (tmp_path / "20260101000000_empty").mkdir()
    with pytest.raises(MigrationRefused, match=r"has no migration\.sql"):
        read_folder(tmp_path)


def test_our_migrations_have_names_that_sort_by_time() -> None:
    names = [migration.name for migration in read_folder()]
    assert all(len(name.partition("_")[0]) == 14 and name[:14].isdigit() for name in names)
    assert (FOLDER / "migration_lock.toml").read_text().endswith('provider = "postgresql"\n')


# ---------------------------------------------------------------- on a database


async def test_migrations_are_recorded_as_the_prisma_cli_would(empty_database_url: str) -> None:
    names = await migrate(empty_database_url)
    connection = await connect(empty_database_url)
    rows = await connection.fetch("SELECT * FROM _prisma_migrations ORDER BY started_at")
    await connection.close()
    assert [row["migration_name"] for row in rows] == names == [migration.name for migration in read_folder()]
    for row, migration in zip(rows, read_folder(), strict=True):
        assert row["checksum"] == hashlib.sha256(migration.script).hexdigest()
        assert row["finished_at"] >= row["started_at"] and row["applied_steps_count"] == 1
        assert row["logs"] is None and row["rolled_back_at"] is None and len(row["id"]) == 36


async def test_second_run_applies_nothing(empty_database_url: str) -> None:
    assert await migrate(empty_database_url) != []
    assert await migrate(empty_database_url) == []


async def test_status_says_what_is_pending_and_writes_nothing(empty_database_url: str) -> None:
    listed, left = await status(empty_database_url)
    assert left.todo == listed == read_folder()
    connection = await connect(empty_database_url)
    assert await connection.fetchval("SELECT to_regclass('_prisma_migrations')") is None
    await connection.close()
    await migrate(empty_database_url)
    assert (await status(empty_database_url))[1].todo == []


async def test_many_servers_may_migrate_at_once(empty_database_url: str) -> None:
    answers = await asyncio.gather(*[migrate(empty_database_url) for _ in range(4)])
    assert sorted(len(names) for names in answers) == [0, 0, 0, len(read_folder())]


async def migrate_up_to(name: str, url: str, folder: Path) -> None:
    """What came before the migration of that name."""
    before = [migration for migration in read_folder() if migration.name < name]
    await migrate(url, write(folder / "before", *before))


async def test_games_of_before_there_were_modes_get_theirs(empty_database_url: str, tmp_path: Path) -> None:
    await migrate_up_to("20261126000000_modes", empty_database_url, tmp_path)
    connection = await connect(empty_database_url)
    user = await connection.fetchval(
        "INSERT INTO users (username, display_name, is_guest) VALUES ('ada', 'ada', true) RETURNING id"
    )
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    begin = "INSERT INTO game_sessions (user_id, language, ghost_of, updated_at) VALUES ($1, 'PYTHON', $2, $3)"
    for ghost_of in (None, user):  # any id will do: the game that was played against may be gone
        await connection.execute(begin, user, ghost_of, long_ago)
    await connection.execute(
        "INSERT INTO game_results (session_id, user_id, final_score, waves_completed, enemies_killed,"
        " accuracy_percentage, words_per_minute, total_words_typed, correct_words, incorrect_words, max_combo,"
        " total_damage_dealt, total_damage_taken, playtime_seconds, end_reason, ranked, unranked_reason)"
        " SELECT id, user_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'quit', false, 'guest' FROM game_sessions"
    )
    await migrate(empty_database_url)
    rows = await connection.fetch(
        "SELECT s.ghost_of IS NOT NULL AS is_ghost, s.mode, r.mode AS of_result, s.updated_at"
        " FROM game_sessions s JOIN game_results r ON r.session_id = s.id ORDER BY 1"
    )
    await connection.close()
    assert [tuple(row) for row in rows] == [(False, "SOLO", "SOLO", long_ago), (True, "GHOST", "GHOST", long_ago)]


async def test_games_of_before_results_held_keys_get_those_of_their_typing(
    empty_database_url: str, tmp_path: Path
) -> None:
    await migrate_up_to("20261126030000_result_keys", empty_database_url, tmp_path)
    connection = await connect(empty_database_url)
    await connection.execute(
        """
        INSERT INTO users (username, display_name, is_guest) VALUES ('ada', 'ada', true);
        INSERT INTO game_sessions (user_id, language) SELECT id, 'PYTHON' FROM users, generate_series(1, 2);
        INSERT INTO game_results (session_id, user_id, final_score, waves_completed, enemies_killed,
            accuracy_percentage, words_per_minute, total_words_typed, correct_words, incorrect_words, max_combo,
            total_damage_dealt, total_damage_taken, playtime_seconds, end_reason, ranked, unranked_reason)
        SELECT id, user_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'quit', false, 'guest' FROM game_sessions;
        INSERT INTO typing_sessions (user_id, game_session_id) SELECT user_id, id FROM game_sessions;
        INSERT INTO typing_results (session_id, user_id, total_keys_pressed, correct_keys, incorrect_keys,
            accuracy_percentage, keys_per_minute, net_wpm, raw_wpm, consistency, duration_seconds)
        SELECT id, user_id, 10 * n, 9 * n, n, 90, 600 * n, 108 * n, 120 * n, 0, 1
        FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM typing_sessions) t;
        """
    )
    await migrate(empty_database_url)
    rows = await connection.fetch(
        "SELECT r.total_keys_pressed, r.correct_keys, m.total_keys_pressed, m.correct_keys FROM game_results r"
        " JOIN typing_sessions t ON t.game_session_id = r.session_id JOIN typing_results m ON m.session_id = t.id"
    )
    await connection.close()
    assert sorted(tuple(row) for row in rows) == [(10, 9, 10, 9), (20, 18, 20, 18)]


async def test_games_of_before_there_were_months_are_in_one_partition_and_end_as_ever(
    empty_database_url: str, tmp_path: Path
) -> None:
    await migrate_up_to("20261127125000_months", empty_database_url, tmp_path)
    connection = await connect(empty_database_url)
    await connection.execute(
        """
        INSERT INTO users (username, display_name, is_guest) VALUES ('ada', 'ada', true);
        INSERT INTO game_sessions (user_id, language) SELECT id, 'PYTHON' FROM users, generate_series(1, 3);
        INSERT INTO typing_sessions (user_id, game_session_id, key_digest)
        SELECT user_id, id, sha256('x') FROM game_sessions;
        INSERT INTO typing_results (session_id, user_id, total_keys_pressed, correct_keys, incorrect_keys,
            accuracy_percentage, keys_per_minute, net_wpm, raw_wpm, consistency, duration_seconds)
        SELECT id, user_id, 10, 9, 1, 90, 600, 108, 120, 0, 1 FROM typing_sessions LIMIT 2;
        """
    )
    rows = "SELECT t::text FROM typing_sessions t ORDER BY game_session_id"
    before = await connection.fetch(rows)
    await migrate(empty_database_url)
    assert await connection.fetch(rows) == before
    where = "SELECT DISTINCT tableoid::regclass::text FROM typing_sessions"
    assert [row[0] for row in await connection.fetch(where)] == ["typing_sessions_earlier"]
    # As a server of the release before ends a game that was running, and one that began since.
    await connection.execute("INSERT INTO game_sessions (user_id, language) SELECT id, 'GO' FROM users")
    ended = await connection.fetch(
        "INSERT INTO typing_sessions AS t (user_id, game_session_id) SELECT user_id, id FROM game_sessions"
        " ON CONFLICT (game_session_id) DO UPDATE SET key_digest = NULL RETURNING t.id, t.game_session_id"
    )
    assert [row["id"] == row["game_session_id"] for row in ended].count(True) == 1 and len(ended) == 4
    await connection.execute("DELETE FROM game_sessions WHERE language = 'PYTHON'")
    assert await connection.fetchval("SELECT count(*) FROM typing_sessions") == 1
    assert await connection.fetchval("SELECT count(*) FROM typing_results") == 0
    await connection.close()


async def test_a_game_of_before_whose_id_is_as_todays_stops_the_upgrade_until_it_has_another(
    empty_database_url: str, tmp_path: Path, root: Path
) -> None:
    await migrate_up_to("20261127125000_months", empty_database_url, tmp_path)
    connection = await connect(empty_database_url)
    await connection.execute(
        """
        INSERT INTO users (username, display_name, is_guest) VALUES ('ada', 'ada', true);
        INSERT INTO game_sessions (id, user_id, language, is_completed, ended_at)
        SELECT i::uuid, u.id, 'PYTHON', true, now() FROM users u, unnest(ARRAY[
            'ffffffff-ffff-4fff-bfff-ffffffffffff', 'fffffffe-ffff-4fff-bfff-ffffffffffff']) i;
        INSERT INTO typing_sessions (user_id, game_session_id) SELECT user_id, id FROM game_sessions;
        """
    )
    with pytest.raises(MigrationRefused, match=r"months_checked failed, and changed nothing: .*earlier_check"):
        await migrate(empty_database_url)
    (advice,) = re.findall(r"^  (UPDATE game_sessions.*?;)$", (root / "docs/deployment.md").read_text(), re.M | re.S)
    await connection.execute(advice)
    assert "20261127125010_months_checked" in await migrate(empty_database_url)
    today = await connection.fetchval(
        "INSERT INTO game_sessions (user_id, language, is_completed, ended_at)"
        " SELECT id, 'GO', true, now() FROM users RETURNING id"
    )
    await connection.execute(advice)
    ids = {row[0] for row in await connection.fetch("SELECT id::text FROM game_sessions")}
    assert len(ids) == 3 and {str(today), "fffffffe-ffff-4fff-bfff-ffffffffffff"} < ids, "these stay"
    assert (
        await connection.fetchval("SELECT count(*) FROM typing_sessions JOIN game_sessions g ON g.id = game_session_id")
        == 2
    )
    await connection.close()


_RESULT_OF_BEFORE = """
INSERT INTO game_results (session_id, user_id, final_score, waves_completed, enemies_killed, accuracy_percentage,
    words_per_minute, total_words_typed, correct_words, incorrect_words, max_combo, total_damage_dealt,
    total_damage_taken, playtime_seconds, end_reason, ranked, unranked_reason, mode, ghost_of)
SELECT s.id, s.user_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'quit', false, 'guest', s.mode, s.ghost_of
FROM game_sessions s WHERE s.id NOT IN (SELECT session_id FROM game_results) AND s.mode = $1::text::"Mode"
"""


async def test_results_of_before_there_were_months_are_in_one_partition_and_keep_what_refers_to_them(
    empty_database_url: str, tmp_path: Path
) -> None:
    await migrate_up_to("20261128000000_result_of_a_game", empty_database_url, tmp_path)
    connection = await connect(empty_database_url)
    reader = f"reader_{uuid.uuid4().hex}"
    await connection.execute(
        f"""
        CREATE ROLE {reader}; GRANT SELECT, UPDATE ON game_results TO {reader};
        GRANT EXECUTE ON FUNCTION make_months TO {reader};
        INSERT INTO users (username, display_name, is_guest) VALUES ('ada', 'ada', true);
        INSERT INTO user_statistics (user_id) SELECT id FROM users ON CONFLICT DO NOTHING;
        INSERT INTO game_sessions (user_id, language) SELECT id, 'PYTHON' FROM users, generate_series(1, 3);
        """
    )
    await connection.execute(_RESULT_OF_BEFORE, "SOLO")
    await connection.execute(
        "INSERT INTO game_sessions (user_id, language, mode, ghost_of)"
        " SELECT r.user_id, 'PYTHON', 'GHOST', r.id FROM game_results r ORDER BY r.id LIMIT 1"
    )
    await connection.execute(_RESULT_OF_BEFORE, "GHOST")
    await connection.execute(
        "INSERT INTO shared_replays (result_id, user_id, title) SELECT id, user_id, 'mine' FROM game_results"
    )
    rows = "SELECT r::text FROM game_results r ORDER BY id"
    before = await connection.fetch(rows)
    triggers = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'game_results'::regclass AND NOT tgisinternal"
    had = {row[0] for row in await connection.fetch(triggers)}
    await migrate(empty_database_url)

    assert await connection.fetch(rows) == before
    where = "SELECT DISTINCT tableoid::regclass::text FROM game_results"
    assert [row[0] for row in await connection.fetch(where)] == ["game_results_earlier"]
    assert {row[0] for row in await connection.fetch(triggers)} == had | {
        "game_results_forget_ghosts",
        "game_results_hold_ghost",
    }
    rights = "SELECT has_table_privilege($1, 'game_results', $2)"
    assert [await connection.fetchval(rights, reader, right) for right in ("SELECT", "UPDATE", "DELETE")] == [
        True,
        True,
        False,
    ]
    assert await connection.fetchval("SELECT has_function_privilege($1, 'analyze_months()', 'EXECUTE')", reader)
    assert not await connection.fetchval("SELECT has_function_privilege('public', 'analyze_months()', 'EXECUTE')")
    unproven = "SELECT count(*) FROM pg_constraint WHERE NOT convalidated"
    assert await connection.fetchval(unproven) == 0
    # As a server of the release before saves a game that began before, and one that begins now.
    await connection.execute("INSERT INTO game_sessions (user_id, language) SELECT id, 'GO' FROM users")
    await connection.execute(_RESULT_OF_BEFORE, "SOLO")
    assert [row[0] for row in await connection.fetch(where)] == ["game_results_earlier"]
    first = await connection.fetchval("SELECT ghost_of FROM game_results WHERE ghost_of IS NOT NULL")
    await connection.execute("DELETE FROM game_results WHERE id = $1", first)
    assert await connection.fetchval("SELECT count(*) FROM game_results WHERE ghost_of IS NOT NULL") == 0
    assert await connection.fetchval("SELECT count(*) FROM shared_replays") == 3
    await connection.execute(f"DELETE FROM users; DROP OWNED BY {reader}; DROP ROLE {reader}")
    assert await connection.fetchval("SELECT count(*) FROM game_results") == 0
    assert await connection.fetchval("SELECT count(*) FROM shared_replays") == 0
    await connection.close()


async def test_a_result_of_before_whose_id_is_as_todays_stops_the_upgrade_until_it_has_another(
    empty_database_url: str, tmp_path: Path, root: Path
) -> None:
    await migrate_up_to("20261128000000_result_of_a_game", empty_database_url, tmp_path)
    connection = await connect(empty_database_url)
    await connection.execute(
        "INSERT INTO users (username, display_name, is_guest) VALUES ('ada', 'ada', true);"
        "INSERT INTO game_sessions (user_id, language) SELECT id, 'PYTHON' FROM users"
    )
    await connection.execute(_RESULT_OF_BEFORE, "SOLO")
    await connection.execute("UPDATE game_results SET id = 'ffffffff-ffff-4fff-bfff-ffffffffffff'")
    with pytest.raises(MigrationRefused, match=r"of_before_checked failed, and changed nothing: .*results_id_check"):
        await migrate(empty_database_url)
    (advice,) = re.findall(r"^  (UPDATE game_results.*?;)$", (root / "docs/deployment.md").read_text(), re.M | re.S)
    await connection.execute(advice)
    assert "20261128000300_results_by_month" in await migrate(empty_database_url)
    assert await connection.fetchval("SELECT count(*) FROM game_results_earlier") == 1
    await connection.close()


async def test_names_that_meant_one_category_become_one(empty_database_url: str, tmp_path: Path) -> None:
    await migrate_up_to("20261127050000_one_name_a_category", empty_database_url, tmp_path)
    connection = await connect(empty_database_url)
    await connection.executemany(
        "INSERT INTO code_snippets (language, difficulty, category, snippet_text, words, token_count, expected_wpm,"
        " content_hash, license) VALUES ('GO', 'EASY', $1::text, $1::text, '[[0, 1, \"name\"]]', 1, 40,"
        " repeat(md5($1::text), 2), 'MIT')",
        [(name,) for name in (*SAME, "portals")],
    )
    await migrate(empty_database_url)
    rows = await connection.fetch("SELECT snippet_text AS given, category FROM code_snippets")
    await connection.close()
    assert {row["given"]: row["category"] for row in rows} == SAME | {"portals": "portals"}


async def test_sign_ins_of_before_they_were_one_row_go_on(empty_database_url: str, tmp_path: Path) -> None:
    """The first family was renewed twice; two tabs went on with the second; the third has been ended."""
    await migrate_up_to("20261126235500_one_row_a_sign_in", empty_database_url, tmp_path)
    connection = await connect(empty_database_url)
    await connection.execute(
        """
        INSERT INTO users (username, display_name, is_guest) VALUES ('ada', 'ada', true);
        INSERT INTO refresh_tokens (user_id, family_id, token_hash, created_at, rotated_at, revoked_at, expires_at)
        SELECT users.id, md5('family ' || family)::uuid, repeat(token, 64), now() + made * interval '1 hour',
            now() + rotated * interval '1 hour', now() + revoked * interval '1 hour', now() + interval '30 days'
        FROM users, (VALUES (1, 'a', 0, 1, NULL), (1, 'b', 1, 2, NULL), (1, 'c', 2, NULL, NULL),
            (2, 'd', 0, 1, NULL), (2, 'e', 1, NULL, NULL), (2, 'f', 1.001, NULL, NULL),
            (3, '9', 0, NULL, 1)) AS old (family, token, made, rotated, revoked);
        """
    )
    await migrate(empty_database_url)
    rows = await connection.fetch(
        """
        SELECT left(token_hash, 1) AS token, left(previous_hash, 1) AS previous, sibling_hashes AS siblings,
            family_id IN (SELECT md5('family ' || n)::uuid FROM generate_series(1, 3) n) AS keeps_its_name,
            created_at = min(created_at) OVER () AS is_as_old, revoked_at IS NOT NULL AS is_ended
        FROM refresh_tokens ORDER BY token_hash
        """
    )
    await connection.close()
    assert [tuple(row) for row in rows] == [
        ("9", None, [], True, True, True),
        ("c", "b", [], True, True, False),
        ("e", None, [], False, True, False),
        ("f", "d", [], True, True, False),
    ]


_ASKING = """
SELECT query_start FROM pg_stat_activity
WHERE datname = current_database() AND state = 'idle' AND (query LIKE 'SELECT pg_try_advisory%' OR query = 'ROLLBACK;')
"""


async def test_migrator_waits_for_prismas_lock(empty_database_url: str, tmp_path: Path) -> None:
    other = await connect(empty_database_url)
    await other.execute("SELECT pg_advisory_lock($1)", PRISMA_LOCK)
    waiting = asyncio.create_task(migrate(empty_database_url, write(tmp_path, FIRST)))
    asked: set[object] = set()
    while len(asked) < 3:  # it asks again, and holds no snapshot in between
        asked |= {row["query_start"] for row in await other.fetch(_ASKING)}
    assert not waiting.done()
    await other.close()
    assert await waiting == [FIRST.name]


async def test_edited_and_missing_migrations_are_refused_before_anything_runs(
    empty_database_url: str, tmp_path: Path
) -> None:
    folder = write(tmp_path, FIRST)
    await migrate(empty_database_url, folder)
    write(folder, Migration(SECOND.name, b"CREATE TABLE late (id int)"))
    (folder / FIRST.name / "migration.sql").write_bytes(FIRST.script + b" ")
    with pytest.raises(MigrationRefused, match="edited"):
        await migrate(empty_database_url, folder)
    (folder / FIRST.name).rename(folder / "20260101000000_renamed")
    with pytest.raises(MigrationRefused, match="does not know"):
        await migrate(empty_database_url, folder)
    with pytest.raises(MigrationRefused, match="does not know"):
        await status(empty_database_url, folder)
    connection = await connect(empty_database_url)
    assert await connection.fetchval("SELECT to_regclass('late')") is None
    await connection.close()


async def test_foreign_database_is_refused(empty_database_url: str) -> None:
    connection = await connect(empty_database_url)
    await connection.execute("CREATE TABLE somebody_elses (id int)")
    with pytest.raises(MigrationRefused, match="somebody_elses"):
        await migrate(empty_database_url)
    assert await connection.fetchval("SELECT to_regclass('_prisma_migrations')") is None
    await connection.close()


async def test_database_away_is_the_callers_to_handle() -> None:
    with pytest.raises((OSError, asyncpg.PostgresError)):
        await migrate("postgresql://nobody@127.0.0.1:1/nothing")
