"""What `python -m tools.migrations` refuses. Each line of SQL is tried by the real Squawk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import migrations

NEW_TABLE = 'CREATE TABLE "votes" ("id" uuid PRIMARY KEY, "value" integer NOT NULL CHECK ("value" < 2));\n'
FUNCTION = "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$\n  UPDATE users SET is_bot = true\n$$;\n"


def script(folder: Path, sql: str, name: str = "20270101000000_votes") -> Path:
    written = folder / name / "migration.sql"
    written.parent.mkdir(parents=True)
    written.write_text(sql)
    return written


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("CREATE INDEX users_x ON users (x);", "require-concurrent-index-creation"),
        ("DROP INDEX users_x;", "require-concurrent-index-deletion"),
        ("ALTER TABLE users ADD CONSTRAINT u CHECK (x > 0);", "constraint-missing-not-valid"),
        ("ALTER TABLE a ADD CONSTRAINT u FOREIGN KEY (x) REFERENCES b (id);", "adding-foreign-key-constraint"),
        ("ALTER TABLE users ADD CONSTRAINT u UNIQUE (x);", "disallowed-unique-constraint"),
        ("ALTER TABLE users ALTER COLUMN x SET NOT NULL;", "adding-not-nullable-field"),
        ("ALTER TABLE users ADD COLUMN x integer NOT NULL;", "adding-required-field"),
        ("ALTER TABLE users ADD COLUMN x uuid DEFAULT gen_random_uuid();", "adding-field-with-default"),
        ("ALTER TABLE users ALTER COLUMN x TYPE bigint;", "changing-column-type"),
        ("ALTER TABLE users DROP COLUMN x;", "ban-drop-column"),
        ("DROP TABLE users;", "ban-drop-table"),
        ("ALTER TABLE users RENAME COLUMN x TO y;", "renaming-column"),
        ("UPDATE users SET x = 1;", migrations.WRITES_ALL),
        ("DELETE FROM users WHERE x = 1;", migrations.WRITES_ALL),
        ("ALTER TABLE users ADD COLUM x integer;", "syntax-error"),
    ],
)
def test_what_locks_a_table_or_takes_away_is_refused_with_its_line(tmp_path: Path, sql: str, rule: str) -> None:
    faults = migrations.faults_of([script(tmp_path, f"-- Why.\n\n{sql}\n")])
    assert f"20270101000000_votes/migration.sql:3: {rule}" in "\n".join(faults)


@pytest.mark.parametrize(
    "sql",
    [
        NEW_TABLE + 'CREATE INDEX "votes_value" ON "votes" ("value");\nUPDATE "votes" SET "value" = 1;\n',
        "ALTER TABLE users ADD COLUMN x integer NOT NULL DEFAULT 0;",
        "ALTER TABLE users ADD CONSTRAINT u CHECK (x > 0) NOT VALID;",
        "ALTER TABLE users VALIDATE CONSTRAINT u;",
        "CREATE INDEX CONCURRENTLY users_x ON users (x);",
        FUNCTION,
        "-- A hundred rows.\n-- squawk-ignore require-concurrent-index-creation\nCREATE INDEX t_x ON tracks (x);",
        "-- A hundred rows.\n-- writes-all-rows\nUPDATE tracks SET x = 1;",
    ],
)
def test_what_goes_on_beside_play_passes(tmp_path: Path, sql: str) -> None:
    assert migrations.faults_of([script(tmp_path, sql)]) == []


def test_only_what_says_that_it_contracts_takes_away(tmp_path: Path) -> None:
    takes = "ALTER TABLE users DROP COLUMN x;"
    assert migrations.faults_of([script(tmp_path, takes, "20270101000000_contract_x")]) == []
    assert migrations.faults_of([script(tmp_path, takes, "20270101000001_contracts")])


def test_ours_are_held() -> None:
    held = [path.parent.name for path in sorted(migrations.FOLDER.glob("*/migration.sql")) if migrations.is_held(path)]
    assert all(name >= migrations.HELD_FROM for name in held)
    assert migrations.main() == 0
