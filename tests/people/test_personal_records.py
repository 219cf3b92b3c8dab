"""Nothing that is kept about a person is forgotten: the schema is compared with what the features hand in."""

from __future__ import annotations

from collections.abc import Iterable

from server.infra.personal import Exported, Kept, NotExported, PersonalRecords, Redacted
from server.infra.postgres import Pool
from server.people import everything_kept

# A partition's columns are those of its table.
_REFERENCES = """
SELECT * FROM (
SELECT own.table_name::text, own.column_name::text
FROM information_schema.table_constraints made
JOIN information_schema.key_column_usage own USING (constraint_schema, constraint_name)
JOIN information_schema.constraint_column_usage other USING (constraint_schema, constraint_name)
WHERE made.constraint_type = 'FOREIGN KEY' AND other.table_name = 'users'
UNION
SELECT table_name::text, column_name::text
FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'user_id'
) found WHERE NOT EXISTS (SELECT FROM pg_class WHERE oid = table_name::regclass AND relispartition)
"""
_COLUMNS = """
SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1
"""


async def unclaimed(pg: Pool, records: Iterable[PersonalRecords]) -> set[tuple[str, str]]:
    """`(table, column)` of every reference to a user that no feature answers for."""
    found = {(row["table_name"], row["column_name"]) for row in await pg.fetch(_REFERENCES)}
    return found - {(record.table, record.column) for record in records}


async def misnamed(pg: Pool, records: Iterable[PersonalRecords]) -> set[tuple[str, str]]:
    """`(table, column)` that an exported table has and its record does not name, or the other way round."""
    wrong: set[tuple[str, str]] = set()
    for record in records:
        if isinstance(record.export, Exported):
            there = {row["column_name"] for row in await pg.fetch(_COLUMNS, record.table)}
            named = {*record.export.columns, *record.export.withheld, record.column}
            wrong |= {(record.table, column) for column in there ^ named}
    return wrong


async def test_every_reference_to_a_user_is_claimed_by_a_feature(pg: Pool) -> None:
    assert await unclaimed(pg, everything_kept()) == set()


async def test_every_column_of_an_exported_table_leaves_or_is_withheld_for_a_reason(pg: Pool) -> None:
    assert await misnamed(pg, everything_kept()) == set()


async def test_a_table_or_a_column_that_nobody_claims_is_found(pg: Pool) -> None:
    await pg.execute(
        """
        CREATE TABLE follows (follower_id uuid REFERENCES users (id), followed_id uuid REFERENCES users (id));
        CREATE TABLE notes (user_id uuid, text text);
        ALTER TABLE game_sessions ADD COLUMN mood text, DROP COLUMN focus;
        """
    )
    follower = PersonalRecords(
        table="follows", column="follower_id", export=NotExported("a test"), on_delete=Kept("a test")
    )
    left = {("follows", "followed_id"), ("notes", "user_id")}
    assert await unclaimed(pg, [*everything_kept(), follower]) == left
    assert await misnamed(pg, everything_kept()) == {("game_sessions", "mood"), ("game_sessions", "focus")}


async def test_no_table_stops_a_guest_from_being_purged(pg: Pool) -> None:
    kept = await pg.fetch(
        """
        SELECT constraint_name::text FROM information_schema.referential_constraints
        JOIN information_schema.constraint_column_usage other USING (constraint_schema, constraint_name)
        WHERE other.table_name = 'users' AND delete_rule NOT IN ('CASCADE', 'SET NULL')
        """
    )
    # The audit log names staff, and no guest ever is one (change_user).
    assert [row["constraint_name"] for row in kept] == ["audit_logs_user_id_fkey"]


def test_each_entry_has_a_place_of_its_own_and_its_reasons() -> None:
    places = [(record.table, record.column) for record in everything_kept()]
    sections = [record.export.section for record in everything_kept() if isinstance(record.export, Exported)]
    assert len(set(places)) == len(places) and len(set(sections)) == len(sections)
    for record in everything_kept():
        if isinstance(record.export, Exported):
            assert all(record.export.withheld.values()), record.table
        else:
            assert record.export.because, record.table
        match record.on_delete:
            case Kept(because):
                assert because, record.table
            case Redacted(assignments):
                assert assignments, record.table
