"""What the Prisma CLI cannot see: CHECK constraints, triggers, and partial or expression indexes.

Each table has one row that is accepted; every CHECK is shown by the smallest change to it that is refused.
"""

from __future__ import annotations

import hashlib
import math
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.rows import FOR_EVERYBODY

Pool = asyncpg.Pool
EARLIER = datetime(2026, 11, 21, tzinfo=UTC)
TODAY = EARLIER.date()
Row = dict[str, Any]

ALL_CHARACTERS = "".join(map(chr, range(0x20, 0x60))) + "\n" + "".join(map(chr, range(0x60, 0x7F)))
TEXT = "def double(x):\n    return x * 2"


def snippet(**change: Any) -> Row:
    row: Row = {
        "language": "PYTHON",
        "difficulty": "EASY",
        "category": "functions",
        "snippet_text": TEXT,
        "words": [[0, 3, "keyword"]],
        "token_count": 1,
        "expected_wpm": 40.0,
    } | change
    return {"content_hash": hashlib.sha256(row["snippet_text"].encode()).hexdigest()} | row


def result(**change: Any) -> Row:
    """A game of 60 s: 30 of 40 words clean. Derived columns follow from the others unless they are given."""
    row: Row = {
        "waves_completed": 2,
        "enemies_killed": 9,
        "correct_words": 30,
        "incorrect_words": 10,
        "max_combo": 4,
        "total_damage_dealt": 120,
        "total_damage_taken": 100,
        "playtime_seconds": 60,
        "end_reason": "defeated",
        "ranked": True,
        "unranked_reason": None,
    } | change
    words = row.setdefault("total_words_typed", row["correct_words"] + row["incorrect_words"])
    row.setdefault("accuracy_percentage", row["correct_words"] / words * 100 if words else 0.0)
    row.setdefault("words_per_minute", words / row["playtime_seconds"] * 60 if row["playtime_seconds"] else 0.0)
    row.setdefault(
        "final_score",
        row["correct_words"] * 10
        + row["enemies_killed"] * 50
        + row["waves_completed"] * 100
        + row["max_combo"] * 25
        + math.floor(row["accuracy_percentage"] * 5)
        + math.floor(row["words_per_minute"] * 2),
    )
    return row


def keys(**change: Any) -> Row:
    return {
        "total_keys_pressed": 100,
        "correct_keys": 90,
        "incorrect_keys": 10,
        "accuracy_percentage": 90.0,
        "keys_per_minute": 100.0,
        "net_wpm": 18.0,
        "raw_wpm": 20.0,
        "consistency": 75.0,
        "duration_seconds": 60,
    } | change


def person(**change: Any) -> Row:
    return {"username": "ada", "email": "ada@example.org", "password_hash": "x", "display_name": "Ada"} | change


NO_SNIPPET = "00000000-0000-4000-8000-000000000000"


async def insert(pg: Pool, table: str, row: Mapping[str, Any]) -> str:
    places = ", ".join(f"${n}" for n in range(1, len(row) + 1))
    key = "family_id" if table == "refresh_tokens" else "id"
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places}) RETURNING {key}"
    return str(await pg.fetchval(statement, *row.values()))


async def a_user(pg: Pool, name: str = "ada") -> str:
    return await insert(pg, "users", person(username=name, email=f"{name}@example.org"))


async def a_session(pg: Pool, user: str, table: str = "game_sessions", **change: Any) -> str:
    if table == "typing_sessions":
        return await insert(pg, table, {"user_id": user, "game_session_id": await a_session(pg, user), **change})
    return await insert(pg, table, {"user_id": user, "language": "PYTHON", **change})


# ---------------------------------------------------------------- users


@pytest.mark.parametrize(
    "change",
    [
        {"username": "A_9"},
        {"username": "x" * 50},
        {"username": f"deleted_{'0' * 32}", "email": "deleted-1@deleted.invalid", "password_hash": "!"},
        {"email": None, "password_hash": None, "is_guest": True},
        {"display_name": "Ada Lovelace – Ünï ✓"},
        {"email": None},
    ],
)
async def test_user_is_stored(pg: Pool, change: Row) -> None:
    await insert(pg, "users", person(**change))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("username_shape", {"username": "ab"}),
        ("username_shape", {"username": "a b"}),
        ("username_shape", {"username": "ada\n"}),
        ("username_shape", {"username": "adä"}),
        ("email_shape", {"email": "ada"}),
        ("email_shape", {"email": "a@b@c"}),
        ("email_shape", {"email": "a b@c"}),
        ("guest", {"is_guest": True}),
        ("guest", {"password_hash": None}),
        ("guest", {"email": None, "password_hash": None}),
        ("guest", {"email": None, "is_guest": True}),
        ("guest_role", {"email": None, "password_hash": None, "is_guest": True, "role": "ADMIN"}),
        ("display_name", {"display_name": "  "}),
        ("display_name", {"display_name": "a\nb"}),
        ("token_version", {"token_version": -1}),
        ("settings", {"settings": []}),
        ("settings", {"settings": {"x": "y" * 65536}}),
    ],
)
async def test_user_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match=f"users_{constraint}_check"):
        await insert(pg, "users", person(**change))


async def test_deleted_user_is_inactive(pg: Pool) -> None:
    user = await a_user(pg)
    with pytest.raises(asyncpg.CheckViolationError, match="users_deleted_check"):
        await pg.execute("UPDATE users SET deleted_at = now() WHERE id = $1", user)
    await pg.execute("UPDATE users SET deleted_at = now(), is_active = false WHERE id = $1", user)


@pytest.mark.parametrize(
    "taken", [{"username": "ADA", "email": "b@x.org"}, {"username": "bob", "email": "ADA@Example.org"}]
)
async def test_names_and_emails_are_unique_without_regard_to_case_among_the_living(pg: Pool, taken: Row) -> None:
    user = await a_user(pg)
    with pytest.raises(asyncpg.UniqueViolationError, match="users_living_"):
        await insert(pg, "users", person(**taken))
    await pg.execute("UPDATE users SET deleted_at = now(), is_active = false WHERE id = $1", user)
    await insert(pg, "users", person(**taken))


async def test_many_guests_have_no_email(pg: Pool) -> None:
    for name in ("guest_1", "guest_2"):
        await insert(pg, "users", person(username=name, email=None, password_hash=None, is_guest=True))
    assert await pg.fetchval("SELECT count(*) FROM users") == 2


async def test_user_comes_with_statistics(pg: Pool) -> None:
    user = await a_user(pg)
    row = await pg.fetchrow("SELECT * FROM user_statistics WHERE user_id = $1", user)
    assert row is not None and row["total_games"] == 0 and row["favorite_language"] is None


@pytest.mark.parametrize(
    ("constraint", "column", "value"),
    [
        ("counts", "total_games", -1),
        ("counts", "total_playtime_sec", -1),
        ("counts", "total_words_typed", -1),
        ("counts", "total_enemies_killed", -1),
        ("counts", "highest_wave", -1),
        ("best", "best_score", -1),
        ("best", "best_wpm", -0.5),
        ("best", "avg_wpm", -0.5),
        ("avg_accuracy", "avg_accuracy", -0.5),
        ("avg_accuracy", "avg_accuracy", 100.5),
        ("avg_accuracy", "avg_accuracy", math.nan),
    ],
)
async def test_statistics_are_bounded(pg: Pool, constraint: str, column: str, value: float) -> None:
    user = await a_user(pg)
    await pg.execute(f"UPDATE user_statistics SET {column} = 100 WHERE user_id = $1", user)
    with pytest.raises(asyncpg.CheckViolationError, match=f"user_statistics_{constraint}_check"):
        await pg.execute(f"UPDATE user_statistics SET {column} = $2 WHERE user_id = $1", user, value)


async def test_a_focus_is_a_few_weighted_keys(pg: Pool) -> None:
    session = await a_session(pg, await a_user(pg))
    await pg.execute("UPDATE game_sessions SET focus = $2 WHERE id = $1", session, {"{": 2.5, "=>": 1.0})
    for wrong in ["{"], 3, {str(number): 1.0 for number in range(200)}:
        with pytest.raises(asyncpg.CheckViolationError, match="game_sessions_focus_check"):
            await pg.execute("UPDATE game_sessions SET focus = $2 WHERE id = $1", session, wrong)


@pytest.mark.parametrize(
    ("constraint", "length", "last"),
    [(None, 1, None), (None, 50, None), ("bound", 0, None), ("bound", 51, None), ("ids", 2, "NULL")],
)
async def test_recent_snippets_are_bounded(pg: Pool, constraint: str | None, length: int, last: str | None) -> None:
    drawn = ["gen_random_uuid()"] * length
    ids = ", ".join(drawn if last is None else [*drawn[1:], last])
    row = f"INSERT INTO recent_snippets VALUES ($1, 'PYTHON', 'EASY', ARRAY[{ids}]::uuid[])"
    user = await a_user(pg)
    if constraint is None:
        await pg.execute(row, user)
        return
    with pytest.raises(asyncpg.CheckViolationError, match=f"recent_snippets_{constraint}_check"):
        await pg.execute(row, user)


async def test_a_language_is_counted_from_the_first_game_on(pg: Pool) -> None:
    user = await a_user(pg)
    await pg.execute("INSERT INTO games_by_language VALUES ($1, 'PYTHON', 1, now())", user)
    with pytest.raises(asyncpg.CheckViolationError, match="games_by_language_games_check"):
        await pg.execute("INSERT INTO games_by_language VALUES ($1, 'REACT', 0, now())", user)


@pytest.mark.parametrize(
    ("games", "before", "is_accepted"),
    [(1, None, True), (2, 5, True), (0, None, False), (2, None, False), (1, 5, False)],
)
async def test_before_the_first_game_of_a_kind_there_is_no_best(
    pg: Pool, games: int, before: int | None, is_accepted: bool
) -> None:
    values = "($1, 'SOLO', 0, 'GO', 'EASY', $2, 9, 9, 9, 9, 9, gen_random_uuid(), now(), $3)"
    adding = f"INSERT INTO bests_by_kind VALUES {values}", await a_user(pg), games, before
    if is_accepted:
        await pg.execute(*adding)
        return
    with pytest.raises(asyncpg.CheckViolationError, match="bests_by_kind_games_check"):
        await pg.execute(*adding)


# ---------------------------------------------------------------- sessions


@pytest.mark.parametrize("table", ["game_sessions", "typing_sessions"])
async def test_session_ends_after_it_began(pg: Pool, table: str) -> None:
    session = await a_session(pg, await a_user(pg), table)
    with pytest.raises(asyncpg.CheckViolationError, match=f"{table}_order_check"):
        await pg.execute(f"UPDATE {table} SET ended_at = started_at - interval '1 ms' WHERE id = $1", session)
    await pg.execute(f"UPDATE {table} SET ended_at = started_at WHERE id = $1", session)


@pytest.mark.parametrize("table", ["game_sessions", "typing_sessions"])
async def test_completed_session_has_ended(pg: Pool, table: str) -> None:
    session = await a_session(pg, await a_user(pg), table)
    with pytest.raises(asyncpg.CheckViolationError, match=f"{table}_completed_check"):
        await pg.execute(f"UPDATE {table} SET is_completed = true WHERE id = $1", session)
    await pg.execute(f"UPDATE {table} SET is_completed = true, ended_at = now() WHERE id = $1", session)


async def test_a_digest_is_a_sha_256(pg: Pool) -> None:
    user = await a_user(pg)
    await a_session(pg, user, "typing_sessions", key_digest=b"x" * 32)
    with pytest.raises(asyncpg.CheckViolationError, match="typing_sessions_key_digest_check"):
        await a_session(pg, user, "typing_sessions", key_digest=b"x" * 31)


async def test_a_game_has_one_log_and_they_have_one_form(pg: Pool) -> None:
    user = await a_user(pg)
    await a_session(pg, user, "typing_sessions", key_log=b"x")
    await a_session(pg, user, "typing_sessions", key_sequence={})
    with pytest.raises(asyncpg.CheckViolationError, match="typing_sessions_key_log_check"):
        await a_session(pg, user, "typing_sessions", key_log=b"x", key_sequence={})
    with pytest.raises(asyncpg.CheckViolationError, match="key_log_form_id_check"):
        await pg.execute("INSERT INTO key_log_form (id) VALUES (2)")


@pytest.mark.parametrize("length", [95, 257])
async def test_a_rhythm_has_a_length_that_says_something(pg: Pool, length: int) -> None:
    row = {
        "session_id": await a_session(pg, await a_user(pg)),
        "snippet_id": NO_SNIPPET,
        "bits": asyncpg.BitString.from_int(0, 256),
    }
    await insert(pg, "rhythms", {**row, "length": 96})
    with pytest.raises(asyncpg.CheckViolationError, match="rhythms_length_check"):
        await insert(pg, "rhythms", {**row, "length": length})


async def test_one_typing_session_a_game(pg: Pool) -> None:
    user = await a_user(pg)
    game = await a_session(pg, user)
    await insert(pg, "typing_sessions", {"user_id": user, "game_session_id": game})
    with pytest.raises(asyncpg.UniqueViolationError):
        await insert(pg, "typing_sessions", {"user_id": user, "game_session_id": game})
    with pytest.raises(asyncpg.NotNullViolationError):
        await insert(pg, "typing_sessions", {"user_id": user})


# ---------------------------------------------------------------- results


async def store_result(pg: Pool, row: Row) -> str:
    user = await a_user(pg)
    return await insert(pg, "game_results", {"session_id": await a_session(pg, user), "user_id": user, **row})


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"correct_words": 0, "incorrect_words": 0, "max_combo": 0, "ranked": False, "unranked_reason": "too_few_words"},
        {"correct_words": 1, "incorrect_words": 2, "playtime_seconds": 7, "ranked": False, "unranked_reason": "guest"},
        {"max_combo": 10, "verdict": "approved", "pauses": 3, "paused_ms": 120_000, "playtime_seconds": 15},
        {"verdict": "flagged", "ranked": False, "unranked_reason": "verdict"},
    ],
)
async def test_result_is_stored(pg: Pool, change: Row) -> None:
    await store_result(pg, result(**change))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        *[
            ("counts", {name: -1})
            for name in ("waves_completed", "enemies_killed", "total_damage_dealt", "total_damage_taken", "pauses")
        ],
        ("counts", {"paused_ms": -1}),
        ("(accuracy_range|accuracy|counts)", {"correct_words": -1, "incorrect_words": 41}),
        ("(accuracy_range|accuracy|counts)", {"correct_words": 41, "incorrect_words": -1}),
        ("words", {"total_words_typed": 39}),
        ("verdict_reasons", {"verdict_reasons": {}}),
        ("keys", {"total_keys_pressed": 1, "correct_keys": 2}),
        ("keys", {"total_keys_pressed": 1, "correct_keys": -1}),
        ("max_combo", {"max_combo": 11}),
        ("max_combo", {"max_combo": -1}),
        ("playtime", {"playtime_seconds": 0, "ranked": False, "unranked_reason": "too_short"}),
        ("accuracy", {"accuracy_percentage": 75.00000000000001}),
        ("accuracy(_range)?", {"accuracy_percentage": 100.5}),
        ("wpm", {"words_per_minute": 40.00000000000001}),
        ("final_score", {"final_score": 1_000_000}),
        ("ranked_reason", {"unranked_reason": "guest"}),
        ("ranked_reason", {"ranked": False}),
        ("unranked_reason", {"ranked": False, "unranked_reason": "because"}),
        ("unranked_reason", {"ranked": False, "unranked_reason": "ghost"}),  # another mode's word
        ("ranked", {"end_reason": "abandoned"}),
        ("ranked", {"verdict": "flagged"}),
        ("ranked", {"verdict": "rejected"}),
        ("ranked", {"playtime_seconds": 14}),
        ("ranked", {"correct_words": 9}),
        ("ranked", {"pauses": 4}),
        ("ranked", {"paused_ms": 120_001}),
        ("ranked", {"mode": "DAILY", "end_reason": "quit"}),
        ("ranked", {"mode": "SPRINT"}),  # not to the end of its time
        ("time", {"end_reason": "time"}),
    ],
)
async def test_result_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match=f"game_results_{constraint}_check"):
        await store_result(pg, result(**change))


async def test_result_follows_the_formulas_bit_for_bit(pg: Pool) -> None:
    """Doubles in the order printed: Python and PostgreSQL agree on every row, so every row is accepted."""
    user = await a_user(pg)
    for correct, incorrect, seconds in [(1, 2, 7), (29, 7, 61), (333, 1, 1234), (97, 3, 59), (2, 1, 3), (19, 93, 113)]:
        row = result(
            correct_words=correct,
            incorrect_words=incorrect,
            playtime_seconds=seconds,
            ranked=False,
            unranked_reason="guest",
        )
        await insert(pg, "game_results", {"session_id": await a_session(pg, user), "user_id": user, **row})


async def test_ghost_game_is_not_ranked_and_not_against_itself(pg: Pool) -> None:
    user = await a_user(pg)
    first = await insert(pg, "game_results", {"session_id": await a_session(pg, user), "user_id": user, **result()})
    ghost = {"session_id": await a_session(pg, user), "user_id": user, "mode": "GHOST", "ghost_of": first}
    with pytest.raises(asyncpg.CheckViolationError, match="game_results_ranked_check"):
        await insert(pg, "game_results", ghost | result())
    with pytest.raises(asyncpg.CheckViolationError, match="game_results_ghost_check"):
        await pg.execute(
            "UPDATE game_results SET mode = 'GHOST', ghost_of = id, ranked = false, unranked_reason = 'ghost'"
        )
    second = await insert(pg, "game_results", ghost | result(ranked=False, unranked_reason="ghost"))
    of_second = "SELECT ghost_of::text FROM game_results WHERE id = $1"
    assert str(await pg.fetchval(of_second, second)) == first
    await pg.execute("DELETE FROM game_results WHERE id = $1", first)
    assert await pg.fetchval(of_second, second) is None
    late = ghost | result(ranked=False, unranked_reason="ghost") | {"session_id": await a_session(pg, user)}
    assert await pg.fetchval(of_second, await insert(pg, "game_results", late)) is None, "it is gone"


async def test_only_a_ghost_game_names_the_game_that_it_is_played_against(pg: Pool) -> None:
    user = await a_user(pg)
    first = await insert(pg, "game_results", {"session_id": await a_session(pg, user), "user_id": user, **result()})
    solo = result(ranked=False, unranked_reason="guest") | {"ghost_of": first}
    with pytest.raises(asyncpg.CheckViolationError, match="game_results_mode_check"):
        await insert(pg, "game_results", {"session_id": await a_session(pg, user), "user_id": user, **solo})
    for change in ({"ghost_of": first}, {"mode": "GHOST"}):
        with pytest.raises(asyncpg.CheckViolationError, match="game_sessions_mode_check"):
            await a_session(pg, user, **change)
    await a_session(pg, user, mode="GHOST", ghost_of=first)
    with pytest.raises(asyncpg.CheckViolationError, match="game_sessions_ghost_check"):
        await a_session(pg, user, mode="GHOST", ghost_of=first, focus={"a": 1.0})


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("seconds", {"mode": "SPRINT"}),
        ("seconds", {"seconds": 60}),
        ("seconds_choice", {"mode": "SPRINT", "seconds": 61}),
        ("daily", {"mode": "DAILY"}),
        ("daily", {"daily_on": TODAY, "daily_try": 1}),
        ("daily", {"mode": "DAILY", "daily_on": TODAY}),
        ("daily_try", {"mode": "DAILY", "daily_on": TODAY, "daily_try": 0}),
    ],
)
async def test_session_of_a_mode_has_what_its_mode_asks_for(pg: Pool, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    await a_session(pg, user, mode="SPRINT", seconds=120)
    await a_session(pg, user, mode="DAILY", daily_on=TODAY, daily_try=2)
    with pytest.raises(asyncpg.CheckViolationError, match=f'"game_sessions_{constraint}_check"'):
        await a_session(pg, user, **change)


async def test_player_has_one_first_try_at_a_daily(pg: Pool) -> None:
    first: dict[str, Any] = {"mode": "DAILY", "daily_on": TODAY, "daily_try": 1}
    await a_session(pg, await a_user(pg, "grace"), **first)
    user = await a_user(pg)
    await a_session(pg, user, **first)
    with pytest.raises(asyncpg.UniqueViolationError, match="game_sessions_daily_try_key"):
        await a_session(pg, user, **first)


async def test_daily_has_a_wave(pg: Pool) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="dailies_waves_check"):
        await pg.execute("INSERT INTO dailies VALUES ($1, 'PYTHON', 'NORMAL', '{\"waves\": []}')", TODAY)


async def test_one_result_a_session(pg: Pool) -> None:
    user = await a_user(pg)
    row = {"session_id": await a_session(pg, user), "user_id": user, **result()}
    await insert(pg, "game_results", row)
    with pytest.raises(asyncpg.UniqueViolationError):
        await insert(pg, "game_results", row)
    game = await a_session(pg, user)
    of_its_month = {**row, "session_id": game, "id": game}
    await insert(pg, "game_results", of_its_month)
    with pytest.raises(asyncpg.UniqueViolationError):
        await insert(pg, "game_results", of_its_month)
    with pytest.raises(asyncpg.CheckViolationError, match="game_results_id_check"):
        await insert(pg, "game_results", of_its_month | {"session_id": await a_session(pg, user)})


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("counts", {"correct_keys": -1, "incorrect_keys": 101}),
        ("counts", {"correct_keys": 101, "incorrect_keys": -1}),
        ("counts", {"duration_seconds": -1}),
        ("keys", {"incorrect_keys": 11}),
        ("percentages", {"accuracy_percentage": 100.1}),
        ("percentages", {"consistency": -0.1}),
        ("percentages", {"consistency": 100.1}),
        ("speeds", {"keys_per_minute": -1.0}),
        ("speeds", {"net_wpm": -1.0}),
        ("speeds", {"net_wpm": 20.5}),
    ],
)
async def test_typing_result_is_bounded(pg: Pool, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    whose = {"session_id": await a_session(pg, user, "typing_sessions"), "user_id": user}
    with pytest.raises(asyncpg.CheckViolationError, match=f"typing_results_{constraint}_check"):
        await insert(pg, "typing_results", whose | keys(**change))
    await insert(pg, "typing_results", whose | keys())


# ---------------------------------------------------------------- snippets


@pytest.mark.parametrize("text", ["x", "a\n\nb", "x" * 80, "\n".join(["pass"] * 30), ALL_CHARACTERS, "    indented"])
async def test_snippet_is_stored(pg: Pool, text: str) -> None:
    await insert(pg, "code_snippets", snippet(snippet_text=text))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("ascii", {"snippet_text": "a\tb"}),
        ("ascii", {"snippet_text": "naïve"}),
        ("ascii", {"snippet_text": "a\r\nb"}),
        ("ascii", {"snippet_text": "a\x7fb"}),
        ("ascii", {"snippet_text": ""}),
        ("trailing_blank", {"snippet_text": "a \nb"}),
        ("trailing_blank", {"snippet_text": "a\nb "}),
        ("trailing_blank", {"snippet_text": "a\n  \nb"}),
        ("blank_ends", {"snippet_text": "\na"}),
        ("blank_ends", {"snippet_text": "a\n"}),
        ("columns", {"snippet_text": "a\n" + "x" * 81}),
        ("lines", {"snippet_text": "\n".join(["pass"] * 31)}),
        ("words", {"token_count": 2}),
        ("words", {"token_count": 0, "words": []}),
        ("words", {"words": {"0": 1}}),
        ("expected_wpm", {"expected_wpm": 0.0}),
        ("expected_wpm", {"expected_wpm": math.nan}),
        ("usage_count", {"usage_count": -1}),
        ("content_hash", {"content_hash": "A" * 64}),
        ("content_hash", {"content_hash": "0" * 63}),
        ("version", {"version": 0}),
        ("version", {"version": 2}),
        ("latest", {"is_latest": False}),
    ],
)
async def test_snippet_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match=f"code_snippets_{constraint}_check"):
        await insert(pg, "code_snippets", snippet(**change))


async def test_one_text_is_one_snippet_of_a_language_among_the_latest(pg: Pool) -> None:
    first = await insert(pg, "code_snippets", snippet())
    await insert(pg, "code_snippets", snippet(language="REACT"))
    with pytest.raises(asyncpg.UniqueViolationError, match="code_snippets_latest_content_key"):
        await insert(pg, "code_snippets", snippet(difficulty="HARD"))
    await pg.execute("UPDATE code_snippets SET is_latest = false, is_active = false WHERE id = $1", first)
    await insert(pg, "code_snippets", snippet(version=2, supersedes_id=first))
    with pytest.raises(asyncpg.UniqueViolationError, match="supersedes_id"):  # history does not fork
        await insert(pg, "code_snippets", snippet(version=2, supersedes_id=first, snippet_text="other"))


async def test_a_snippet_is_published_by_entering_the_rotation_and_once(pg: Pool) -> None:
    draft = await insert(pg, "code_snippets", snippet(is_active=False))
    await pg.execute("UPDATE code_snippets SET usage_count = 1, category = 'loops'")
    assert await pg.fetchval("SELECT published_at FROM code_snippets") is None
    await pg.execute("UPDATE code_snippets SET is_active = true WHERE id = $1", draft)
    first = await pg.fetchval("SELECT published_at FROM code_snippets")
    assert first is not None
    await pg.execute("UPDATE code_snippets SET is_active = false")
    await pg.execute("UPDATE code_snippets SET is_active = true")
    assert await pg.fetchval("SELECT published_at FROM code_snippets") == first
    with pytest.raises(asyncpg.CheckViolationError, match="code_snippets_published_check"):
        await pg.execute("UPDATE code_snippets SET published_at = NULL")


async def test_superseded_snippet_cannot_be_deleted(pg: Pool) -> None:
    first = await insert(pg, "code_snippets", snippet())
    await pg.execute("UPDATE code_snippets SET is_latest = false, is_active = false WHERE id = $1", first)
    second = await insert(pg, "code_snippets", snippet(version=2, supersedes_id=first))
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await pg.execute("DELETE FROM code_snippets WHERE id = $1", first)
    await pg.execute("DELETE FROM code_snippets WHERE id = $1", second)


@pytest.mark.parametrize("change", ["snippet_text = 'other'", "language = 'REACT'"])
async def test_snippet_text_never_changes(pg: Pool, change: str) -> None:
    await insert(pg, "code_snippets", snippet())
    with pytest.raises(asyncpg.RestrictViolationError, match="never changes"):
        await pg.execute(f"UPDATE code_snippets SET {change}")
    await pg.execute("UPDATE code_snippets SET category = 'loops', is_active = false")


# ---------------------------------------------------------------- tokens, triggers, indexes


async def test_refresh_token_is_kept_by_hash_alone(pg: Pool) -> None:
    whose = {"user_id": await a_user(pg), "family_id": "c9bf9e57-1685-4c89-bafb-ff5af830be8a"}
    expires = await pg.fetchval("SELECT now() + interval '30 days'")
    with pytest.raises(asyncpg.CheckViolationError, match="refresh_tokens_token_hash_check"):
        await insert(pg, "refresh_tokens", whose | {"token_hash": "q-Z" * 21 + "x", "expires_at": expires})
    good = whose | {"token_hash": "a" * 64, "expires_at": expires}
    for more in {"previous_hash": "x" * 64}, {"sibling_hashes": ["a" * 64, "q-Z" * 21 + "x"]}:
        with pytest.raises(asyncpg.CheckViolationError, match="refresh_tokens_previous_hash_check"):
            await insert(pg, "refresh_tokens", good | more)
    await insert(pg, "refresh_tokens", good | {"previous_hash": "b" * 64, "sibling_hashes": ["c" * 64]})


@pytest.mark.parametrize(
    ("table", "change", "touches"),
    [
        ("users", "display_name = 'Countess'", True),
        ("user_statistics", "best_score = 1", True),
        ("game_sessions", "ended_at = started_at", True),
        ("code_snippets", "is_active = false", True),
        ("code_snippets", "usage_count = usage_count + 1", False),
    ],
)
async def test_updated_at_is_the_databases_word(pg: Pool, table: str, change: str, touches: bool) -> None:
    await a_session(pg, await a_user(pg))
    await insert(pg, "code_snippets", snippet())
    before = await pg.fetchval(f"SELECT updated_at FROM {table}")
    async with pg.acquire() as connection, connection.transaction():
        # within one transaction now() stands still, so a row that the trigger touches gets exactly this time
        at = await connection.fetchval("SELECT now()::timestamptz(3)")
        after = await connection.fetchval(f"UPDATE {table} SET {change} RETURNING updated_at")
        statement = f"UPDATE {table} SET {change}, updated_at = '2000-01-01' RETURNING updated_at"
        overruled = await connection.fetchval(statement)
    if touches:
        assert after == overruled == at
    else:
        assert after == before


# ---------------------------------------------------------------- the feed


def job(**change: Any) -> Row:
    return {"queue": "boards", "subject": "11111111-1111-1111-1111-111111111111"} | change


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        (None, {}),
        (None, {"tries": 1, "error": "x", "failed_at": EARLIER}),
        (None, {"tries": 10, "error": "x", "failed_at": EARLIER, "due_at": None}),
        ("error", {"error": "x"}),
        ("error", {"failed_at": EARLIER}),
        ("tries", {"tries": -1}),
        ("tries", {"due_at": None}),
    ],
)
async def test_a_job_that_failed_says_why_and_only_such_a_one_can_be_dead(
    pg: Pool, constraint: str | None, change: Row
) -> None:
    if constraint is None:
        await insert(pg, "feed_jobs", job(**change))
        return
    with pytest.raises(asyncpg.CheckViolationError, match=f"feed_jobs_{constraint}_check"):
        await insert(pg, "feed_jobs", job(**change))


@pytest.mark.parametrize("column", ["old_values", "new_values", "metadata"])
async def test_what_the_audit_log_keeps_has_names(pg: Pool, column: str) -> None:
    row = {"entity_type": "user", "entity_id": "1", "action": "rename"}
    await insert(pg, "audit_logs", {**row, column: {"display_name": "Ada"}})
    with pytest.raises(asyncpg.CheckViolationError, match="audit_logs_values_check"):
        await insert(pg, "audit_logs", {**row, column: ["Ada"]})


@pytest.mark.parametrize(
    ("table", "constraint", "change"),
    [
        ("reviews", None, {}),
        ("reviews", None, {"verdict": "rejected"}),
        ("reviews", "reviews_verdict_check", {"verdict": "clean"}),
        ("reviews", "reviews_verdict_check", {"verdict": "flagged"}),
        ("reviews", "reviews_reason_check", {"reason": ""}),
        ("appeals", None, {}),
        ("appeals", None, {"verdict": "approved", "decided_at": EARLIER}),
        ("appeals", "appeals_decided_check", {"verdict": "approved"}),
        ("appeals", "appeals_decided_check", {"decided_at": EARLIER}),
        ("appeals", "appeals_decided_check", {"verdict": "clean", "decided_at": EARLIER}),
        ("appeals", "appeals_text_check", {"text": ""}),
        ("reports", None, {}),
        ("reports", None, {"outcome": "UPHELD", "closed_at": EARLIER}),
        ("reports", "reports_closed_check", {"outcome": "UPHELD"}),
        ("reports", "reports_closed_check", {"closed_at": EARLIER}),
        ("reports", "reports_closed_check", {"outcome": "MAYBE", "closed_at": EARLIER}),
        ("reports", "reports_reason_check", {"reason": ""}),
    ],
)
async def test_what_moderators_and_players_say_is_whole(
    pg: Pool, table: str, constraint: str | None, change: Row
) -> None:
    user = await a_user(pg)
    game = await insert(pg, "game_results", {"session_id": await a_session(pg, user), "user_id": user, **result()})
    rows: dict[str, Row] = {
        "reviews": {"result_id": game, "user_id": user, "verdict": "approved", "reason": "Right."},
        "appeals": {"result_id": game, "user_id": user, "text": "It was me."},
        "reports": {"user_id": user, "kind": "RESULT", "subject_id": str(game), "reason": "Look."},
    }
    row = rows[table] | change
    columns, places = ", ".join(row), ", ".join(f"${number}" for number in range(1, len(row) + 1))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"
    if constraint is None:
        await pg.execute(statement, *row.values())
        with pytest.raises(asyncpg.UniqueViolationError):
            await pg.execute(statement, *row.values())
        return
    with pytest.raises(asyncpg.CheckViolationError, match=constraint):
        await pg.execute(statement, *row.values())


async def test_a_consumer_has_one_job_for_a_result(pg: Pool) -> None:
    await insert(pg, "feed_jobs", job())
    await insert(pg, "feed_jobs", job(queue="other"))
    with pytest.raises(asyncpg.UniqueViolationError, match="feed_jobs_queue_subject_key"):
        await insert(pg, "feed_jobs", job())


# ---------------------------------------------------------------- groups


def group(**change: Any) -> Row:
    return {"slug": "class-9b", "name": "Class 9b", "invite_code": "ABCDEFGH"} | change


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("", {}),
        ("", {"slug": "9"}),
        ("slug", {"slug": "Class"}),
        ("slug", {"slug": "-class"}),
        ("slug", {"slug": "a b"}),
        ("name", {"name": " "}),
        ("name", {"name": "a\nb"}),
        ("invite_code", {"invite_code": "ABCDEFG"}),
        ("invite_code", {"invite_code": "ABCDEFG0"}),
        ("invite_code", {"invite_code": "abcdefgh"}),
    ],
)
async def test_group(pg: Pool, constraint: str, change: Row) -> None:
    if not constraint:
        await insert(pg, "groups", group(**change))
        return
    with pytest.raises(asyncpg.CheckViolationError, match=f"groups_{constraint}_check"):
        await insert(pg, "groups", group(**change))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("", {"nickname": "Ada"}),
        ("", {"is_managed": True}),
        ("nickname", {"nickname": ""}),
        ("nickname", {"nickname": "a\tb"}),
        ("managed", {"is_managed": True, "role": "TEACHER"}),
    ],
)
async def test_group_member(pg: Pool, constraint: str, change: Row) -> None:
    member = {"group_id": await insert(pg, "groups", group()), "user_id": await a_user(pg)} | change
    columns = ", ".join(member)
    query = f"INSERT INTO group_members ({columns}) VALUES ({', '.join(f'${n}' for n in range(1, len(member) + 1))})"
    if not constraint:
        await pg.execute(query, *member.values())
        return
    with pytest.raises(asyncpg.CheckViolationError, match=f"group_members_{constraint}_check"):
        await pg.execute(query, *member.values())


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("", {"games": 100, "min_net_wpm": 300.0, "min_accuracy": 100.0}),
        ("title", {"title": " "}),
        ("games", {"games": 0}),
        ("games", {"games": 101}),
        ("wpm", {"min_net_wpm": 0.0}),
        ("wpm", {"min_net_wpm": 301.0}),
        ("accuracy", {"min_accuracy": 0.0}),
        ("accuracy", {"min_accuracy": 101.0}),
        ("contest", {"contest_slug": "friday"}),  # in games of a mode
        ("contest", {"contest_slug": "friday", "mode": "CONTEST", "games": 2}),
        ("contest", {"contest_slug": "friday", "mode": "CONTEST", "language": "GO"}),
    ],
)
async def test_group_assignment(pg: Pool, constraint: str, change: Row) -> None:
    row = {"group_id": await insert(pg, "groups", group()), "title": "Ten games"} | change
    if not constraint:
        await insert(pg, "group_assignments", row)
        return
    with pytest.raises(asyncpg.CheckViolationError, match=f"group_assignments_{constraint}_check"):
        await insert(pg, "group_assignments", row)


async def test_deleting_a_user_row_takes_everything_of_theirs(pg: Pool) -> None:
    user = await a_user(pg)
    game = await a_session(pg, user)
    await insert(pg, "game_results", {"session_id": game, "user_id": user, **result()})
    typing = await insert(pg, "typing_sessions", {"user_id": user, "game_session_id": game})
    await insert(pg, "typing_results", {"session_id": typing, "user_id": user, **keys()})
    await pg.execute("DELETE FROM users")
    tables = ("user_statistics", "game_sessions", "game_results", "typing_sessions", "typing_results")
    assert [await pg.fetchval(f"SELECT count(*) FROM {table}") for table in tables] == [0] * 5


def a_match(**change: Any) -> Row:
    waves = {"format": 3, "waves": [{}, {}]}
    row: Row = {"code": "ACDE23", "language": "PYTHON", "difficulty": "NORMAL", "waves": waves, "keys": [30, 40]}
    return row | {"capacity": 8, "visibility": "PUBLIC"} | change


async def store_match(pg: Pool, row: Row) -> None:
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await pg.execute(f"INSERT INTO matches ({', '.join(row)}) VALUES ({places})", *row.values())


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("code", {"code": "ACDE20"}),
        ("code", {"code": "acde23"}),
        ("code", {"code": "ACDE2"}),
        ("capacity", {"capacity": 1}),
        ("capacity", {"capacity": 17}),
        ("waves", {"keys": [30]}),
        ("waves", {"waves": {"format": 3, "waves": []}, "keys": []}),
        ("group", {"group_id": "00000000-0000-4000-8000-000000000000"}),  # it is public
        ("rated", {"rated_no": 1}),
        ("rated", {"rated_no": 1, "ended_at": EARLIER}),
    ],
)
async def test_a_match_that_cannot_be_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match=f"matches_{constraint}_check"):
        await store_match(pg, a_match(**change))
    await store_match(pg, a_match())


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("seat", {"seat": 0}),
        ("seat", {"seat": 17}),
        ("place", {"place": 0}),
        ("rating", {"place": 1, "rating_before": 1500}),
        ("rating", {"rating_before": 1500, "rating_after": 1501}),
    ],
)
async def test_a_seat_that_cannot_be_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    await store_match(pg, a_match())
    seat = {"match_code": "ACDE23", "seat": 1, "place": 1, "rating_before": 1500, "rating_after": 1501}
    cleared = {"place": None, "rating_before": None, "rating_after": None}
    query = "INSERT INTO match_seats (match_code, seat, place, rating_before, rating_after) VALUES ($1, $2, $3, $4, $5)"
    with pytest.raises(asyncpg.CheckViolationError, match=f"match_seats_{constraint}_check"):
        await pg.execute(query, *(seat | cleared | change).values())
    await pg.execute(query, *seat.values())


@pytest.mark.parametrize("own", [{"mode": "RACE"}, {"match_code": "ACDE23", "seat": 1}, {"mode": "RACE", "seat": 1}])
async def test_a_race_is_a_seat_and_no_other_game_is(pg: Pool, own: Row) -> None:
    user = await a_user(pg)
    with pytest.raises(asyncpg.CheckViolationError, match="game_sessions_match_check"):
        await a_session(pg, user, **own)
    await a_session(pg, user, mode="RACE", match_code="ACDE23", seat=1)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("sigma", {"sigma": 0.0, "shown": 2500, "peak": 2500}),
        ("games", {"games": 0}),
        ("shown", {"shown": 1501, "peak": 1501}),
        ("peak", {"peak": 1499}),
    ],
)
async def test_a_rating_that_cannot_be_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    rating: Row = {
        "user_id": user,
        "kind": "RACE",
        "mu": 25.0,
        "sigma": 25 / 3,
        "games": 1,
        "shown": 1500,
        "peak": 1500,
    }
    query = f"INSERT INTO ratings ({', '.join(rating)}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    with pytest.raises(asyncpg.CheckViolationError, match=f"ratings_{constraint}_check"):
        await pg.execute(query, *(rating | change).values())
    await pg.execute(query, *rating.values())


async def test_only_races_and_contests_are_closed(pg: Pool) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="game_results_closed_check"):
        await store_result(pg, result(end_reason="closed"))


# ---------------------------------------------------------------- own code


async def a_collection(pg: Pool, user: str, **change: Any) -> str:
    return await insert(pg, "collections", {"name": "Katas", "language": "PYTHON", "created_by": user, **change})


def own_snippet(collection: str, user: str, **change: Any) -> Row:
    row = {name: value for name, value in snippet().items() if name not in ("language", "category")}
    return {**row, "collection_id": collection, "created_by": user, "place": 1, **change}


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("name", {"name": ""}),
        ("usage_count", {"usage_count": -1}),
        ("withdrawn", {"is_public": True, "withdrawn_at": EARLIER}),
    ],
)
async def test_a_collection_is_named_counted_and_withdrawn_for_good(pg: Pool, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    await a_collection(pg, user, withdrawn_at=EARLIER)
    with pytest.raises(asyncpg.CheckViolationError, match=f"collections_{constraint}_check"):
        await a_collection(pg, user, **change)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("words", {"words": []}),
        ("words", {"words": {}}),
        ("words", {"words": [], "token_count": 0}),
        ("expected_wpm", {"expected_wpm": 0}),
        ("expected_wpm", {"expected_wpm": 1000}),
        ("usage_count", {"usage_count": -1}),
    ],
)
async def test_a_snippet_of_a_collection_is_as_one_of_the_library(pg: Pool, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    collection = await a_collection(pg, user)
    await insert(pg, "collection_snippets", own_snippet(collection, user))
    with pytest.raises(asyncpg.CheckViolationError, match=f"collection_snippets_{constraint}_check"):
        await insert(pg, "collection_snippets", own_snippet(collection, user, content_hash="0" * 64, **change))
    with pytest.raises(asyncpg.UniqueViolationError):
        await insert(pg, "collection_snippets", own_snippet(collection, user))


async def test_what_nobody_could_see_goes_with_its_player_and_what_is_public_stays(pg: Pool) -> None:
    user = await a_user(pg)
    private, public = await a_collection(pg, user), await a_collection(pg, user, is_public=True)
    for collection in private, public:
        await insert(pg, "collection_snippets", own_snippet(collection, user))
    await pg.execute("DELETE FROM users WHERE id = $1", user)
    assert [row["id"] for row in await pg.fetch("SELECT id FROM collections")] == [public]
    (left,) = await pg.fetch("SELECT collection_id, created_by FROM collection_snippets")
    assert (left["collection_id"], left["created_by"]) == (public, None)


async def test_only_practice_is_played_on_a_collection(pg: Pool) -> None:
    user = await a_user(pg)
    row = {"user_id": user, "language": "PYTHON", "difficulty": "EASY", "collection_id": await a_collection(pg, user)}
    await insert(pg, "game_sessions", {**row, "mode": "PRACTICE"})
    with pytest.raises(asyncpg.CheckViolationError, match="game_sessions_collection_check"):
        await insert(pg, "game_sessions", row)


async def test_only_a_practice_game_keeps_to_chosen_snippets(pg: Pool) -> None:
    user = await a_user(pg)
    for chosen in ({"snippet_id": user}, {"of_bookmarks": True}):
        row = {"user_id": user, "language": "PYTHON", "difficulty": "EASY", **chosen}
        await insert(pg, "game_sessions", {**row, "mode": "PRACTICE"})
        with pytest.raises(asyncpg.CheckViolationError, match="game_sessions_snippet_check"):
            await insert(pg, "game_sessions", row)


@pytest.mark.parametrize(
    ("table", "constraint", "change"),
    [
        ("snippet_interactions", "vote", {"vote": 2}),
        ("snippet_interactions", "vote", {"vote": -2}),
        ("snippet_interactions", "said", {"vote": 0}),
        ("snippet_figures", "counts", {"likes": -1}),
        ("snippet_figures", "counts", {"dislikes": -1}),
        ("snippet_figures", "counts", {"bookmarks": -1}),
        ("snippet_figures", "counts", {"times_typed": -1}),
        ("snippet_figures", "counts", {"correct_keys": -1}),
        ("snippet_figures", "counts", {"wrong_keys": -1}),
        ("snippet_runs", "figures", {"net_wpm": -1.0, "key_accuracy_percentage": 1.0}),
        ("snippet_runs", "figures", {"net_wpm": 1.0, "key_accuracy_percentage": 100.5}),
    ],
)
async def test_what_is_said_of_snippets_is_within_reason(pg: Pool, table: str, constraint: str, change: Row) -> None:
    snippet_id = await insert(pg, "code_snippets", snippet())
    whose: dict[str, Row] = {
        "snippet_interactions": {"user_id": await a_user(pg)},
        "snippet_figures": {},
        "snippet_runs": {"result_id": snippet_id, "typed_at": EARLIER},
    }
    with pytest.raises(asyncpg.CheckViolationError, match=f"{table}_{constraint}_check"):
        await store(pg, table, {"snippet_id": snippet_id, **whose[table], **change})


@pytest.mark.parametrize(
    ("table", "constraint", "change"),
    [
        ("achievements", "slug", {"slug": "Not A Slug"}),
        ("achievements", "requirement_value", {"requirement_value": 0}),
        ("achievements", "points_reward", {"points_reward": -1}),
        ("user_journeys", "xp", {"xp": -1}),
        ("user_journeys", "streak", {"streak_days": 3}),
        ("user_journeys", "last_day", {"last_day": None}),
        ("user_journeys", "last_day", {"last_played_at": None}),
        ("user_journeys", "frozen_week", {"frozen_week": date(2026, 11, 24)}),
        ("user_journeys", "events", {"events": 0}),
        ("user_time_zones", "zone", {"zone": "not a zone"}),
    ],
)
async def test_a_journey_is_one_that_can_be(pg: Pool, table: str, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    rows: dict[str, Row] = {
        "achievements": {
            **{"slug": "first", "name": "First", "description": "Play.", "requirement_type": "GAMES"},
            **{"requirement_value": 1, "icon": "play", "points_reward": 10, "rarity": "COMMON", "place": 1},
        },
        "user_journeys": {
            **{"user_id": user, "xp": 10, "streak_days": 2, "streak_longest": 2, "last_day": date(2026, 11, 24)},
            **{"frozen_week": date(2026, 11, 23), "last_played_at": EARLIER, "tallies": {}, "events": 1},
            **{"folded_at": EARLIER, "folded_id": "", "rules": ""},
        },
        "user_time_zones": {"user_id": user, "since": EARLIER, "zone": "America/Argentina/Buenos_Aires"},
    }
    await store(pg, table, rows[table])
    await pg.execute(f"DELETE FROM {table}")
    with pytest.raises(asyncpg.CheckViolationError, match=f"{table}_{constraint}_check"):
        await store(pg, table, {**rows[table], **change})


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "Two\nlines"}),
        ("hidden", {"is_official": True, "hidden_at": EARLIER}),
    ],
)
async def test_a_shared_replay_that_cannot_be_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    row = {"result_id": user, "user_id": user, "title": "Mine", **change}
    with pytest.raises(asyncpg.CheckViolationError, match=f"shared_replays_{constraint}_check"):
        await insert(pg, "shared_replays", row)


# ---------------------------------------------------------------- contests


async def store(pg: Pool, table: str, row: Row) -> None:
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await pg.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", *row.values())


def a_contest(**change: Any) -> Row:
    waves = {"format": 3, "waves": [{}, {}]}
    row: Row = {"slug": "friday", "title": "Friday", "language": "PYTHON", "difficulty": "NORMAL", "waves": waves}
    return row | {"keys": [30, 40], "starts_at": EARLIER, "duration_s": 3600} | change


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("slug", {"slug": "Friday"}),
        ("slug", {"slug": "friday-"}),
        ("title", {"title": " "}),
        ("title", {"title": "Fri\nday"}),
        ("waves", {"keys": [30]}),
        ("waves", {"waves": {"format": 3, "waves": []}, "keys": []}),
        ("duration", {"duration_s": 59}),
        ("duration", {"duration_s": 1_209_601}),
        ("fixed", {"fixed_at": EARLIER + timedelta(seconds=3599)}),
        ("rated", {"rated_no": 1}),
    ],
)
async def test_a_contest_that_cannot_be_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match=f"contests_{constraint}_check"):
        await store(pg, "contests", a_contest(**change))
    await store(pg, "contests", a_contest(fixed_at=EARLIER + timedelta(seconds=3600), rated_no=1))


async def test_a_group_s_contest_moves_no_ratings(pg: Pool) -> None:
    await store(pg, "groups", group())
    over = EARLIER + timedelta(hours=1)
    group_id = await pg.fetchval("SELECT id FROM groups")
    with pytest.raises(asyncpg.CheckViolationError, match="contests_rated_check"):
        await store(pg, "contests", a_contest(group_id=group_id, fixed_at=over, rated_no=1))
    await store(pg, "contests", a_contest(group_id=group_id, fixed_at=over))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("rank", {"rank": 0}),
        ("rank", {"session_id": None}),
        ("rating", {"new_rating": None}),
        ("rating", {"rank": None}),
    ],
)
async def test_a_part_in_a_contest_that_cannot_be_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    await store(pg, "contests", a_contest())
    user = await a_user(pg)
    session = await a_session(pg, user, mode="CONTEST", contest_slug="friday")
    row: Row = {"contest_slug": "friday", "user_id": user, "session_id": session, "rank": 1}
    row |= {"old_rating": 1500, "new_rating": 1501}
    with pytest.raises(asyncpg.CheckViolationError, match=f"contest_participations_{constraint}_check"):
        await store(pg, "contest_participations", row | change)
    await store(pg, "contest_participations", row)
    with pytest.raises(asyncpg.UniqueViolationError):
        await store(pg, "contest_participations", row)


@pytest.mark.parametrize("own", [{"mode": "CONTEST"}, {"contest_slug": "friday"}])
async def test_a_game_of_a_contest_names_it_and_no_other_does(pg: Pool, own: Row) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="game_sessions_contest_check"):
        await a_session(pg, await a_user(pg), **own)


async def test_partial_and_expression_indexes_are_as_written(pg: Pool) -> None:
    rows = await pg.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "AND (indexdef LIKE '%WHERE%' OR indexdef LIKE '%lower(%')"
        "AND NOT EXISTS (SELECT FROM pg_class WHERE oid = tablename::regclass AND relispartition)"
    )
    found = {row["indexname"]: re.split(" USING (?:btree )?", row["indexdef"])[1] for row in rows}
    assert found == {
        "group_members_owner_key": "(group_id) WHERE (role = 'OWNER'::\"GroupRole\")",
        "group_members_managed_key": "(user_id) WHERE is_managed",
        "users_living_username_key": "(lower((username)::text)) WHERE (deleted_at IS NULL)",
        "users_living_email_key": "(lower((email)::text)) WHERE (deleted_at IS NULL)",
        "users_living_lookalike_idx": (
            "(lower(replace(translate((username)::text, 'I10'::text, 'llO'::text), 'rn'::text, 'm'::text)))"
            " WHERE (deleted_at IS NULL)"
        ),
        "users_off_boards_idx": "(id) WHERE (NOT (is_active AND (deleted_at IS NULL) AND (NOT is_bot)))",
        "code_snippets_latest_content_key": "(language, content_hash) WHERE is_latest",
        "code_snippets_rotation_idx": "(language, difficulty, usage_count) WHERE is_active",
        "users_guests_idx": "(created_at) WHERE is_guest",
        "users_active_admins_idx": "(id) WHERE ((role = 'ADMIN'::\"UserRole\") AND is_active AND (deleted_at IS NULL))",
        "users_searched_idx": (
            "gin (trigrams((((((username)::text || '\n'::text) || (display_name)::text) || '\n'::text)"
            " || (COALESCE(email, ''::character varying))::text))) WHERE (deleted_at IS NULL)"
        ),
        "games_by_language_to_sum_up_idx": "(user_id) WHERE (NOT is_summed)",
        "game_results_of_guests_idx": "(user_id) WHERE ((unranked_reason)::text = 'guest'::text)",
        "game_results_best_idx": "(user_id, final_score DESC) WHERE ranked",
        "leaderboards_best_idx": (
            "(mode, seconds, type, period, starts_on, score, user_id) INCLUDE (language, difficulty)"
            " WHERE (((best)::integer & 4) <> 0)"
        ),
        "game_sessions_bucket_idx": "(language, difficulty, started_at DESC) WHERE (ended_at IS NOT NULL)",
        "game_sessions_unfinished_idx": "(user_id, started_at) WHERE (ended_at IS NULL)",
        "game_sessions_daily_idx": "(daily_on, language) WHERE (daily_on IS NOT NULL)",
        "notifications_unread_idx": "(user_id, id DESC) WHERE (read_at IS NULL)",
        "posts_waiting_idx": "(created_at) WHERE (state = 'WAITING'::\"PostState\")",
        "comments_waiting_idx": "(created_at) WHERE (state = 'WAITING'::\"PostState\")",
        "appeals_waiting_idx": "(created_at) WHERE (decided_at IS NULL)",
        "reports_waiting_idx": "(kind, subject_id) WHERE (closed_at IS NULL)",
        "game_results_flagged_idx": "(ended_at) WHERE (verdict = 'flagged'::\"Verdict\")",
        "game_sessions_daily_try_key": "(user_id, daily_on, language, daily_try) WHERE (daily_on IS NOT NULL)",
        "contests_open_idx": "(starts_at) WHERE (fixed_at IS NULL)",
        "matches_live_idx": "(created_at) WHERE (ended_at IS NULL)",
        "friend_relationships_pair_key": (
            "(LEAST(user_id, other_id), GREATEST(user_id, other_id)) WHERE (status <> 'BLOCKED'::\"FriendStatus\")"
        ),
        "snippet_figures_dislikes_idx": "(dislikes DESC) WHERE (dislikes > 0)",
        "collections_public_idx": "(usage_count DESC, id) WHERE is_public",
        "challenge_versions_draft_key": "(challenge_id) WHERE (published_at IS NULL)",
        "challenge_progress_board_idx": (
            "(challenge_id, best_score DESC, best_at, user_id) WHERE (status = 'COMPLETED'::\"ProgressStatus\")"
        ),
    }


A_FILE = {"rows": 1, "digest": "0" * 64, "archived_at": EARLIER}


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        (None, {}),
        (None, A_FILE),
        (None, A_FILE | {"rows": 0}),
        ("month", {"month": date(2026, 11, 2)}),
        ("file", A_FILE | {"rows": -1}),
        ("file", A_FILE | {"digest": "F" * 64}),
        *(("file", {name: value}) for name, value in A_FILE.items()),
    ],
)
async def test_a_month_that_was_taken_out_is_whole(pg: Pool, constraint: str | None, change: Row) -> None:
    row: Row = {"month": date(2026, 11, 1)} | change
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    statement = f"INSERT INTO detached_months ({', '.join(row)}) VALUES ({places})"
    if constraint is None:
        await pg.execute(statement, *row.values())
        with pytest.raises(asyncpg.UniqueViolationError):
            await pg.execute(statement, *row.values())
    else:
        with pytest.raises(asyncpg.CheckViolationError, match=f"detached_months_{constraint}_check"):
            await pg.execute(statement, *row.values())


async def test_what_works_with_its_owners_rights_is_not_for_everybody(pg: Pool) -> None:
    assert await pg.fetch("SELECT FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef")
    assert await pg.fetch(FOR_EVERYBODY) == []


async def test_every_check_is_named_in_a_test_above(pg: Pool, root: Path) -> None:
    tests = "test_schema.py", "test_course_schema.py"
    source = "".join((root / "tests" / "infra" / name).read_text() for name in tests)
    tables = [row["tablename"] for row in await pg.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    for row in await pg.fetch(
        "SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
    ):
        name: str = row["conname"]
        table = next(table for table in tables if name.startswith(f"{table}_"))
        short = name.removeprefix(f"{table}_").removesuffix("_check")
        assert re.search(
            rf"\(\"(?:{table}\", \")?{short}\"|{name}|\{{table\}}_{short}_check|[(|]{short}[)|]", source
        ), name


# ---------------------------------------------------------------- topics


def a_topic(user: str, **change: Any) -> Row:
    return {
        "user_id": user,
        "language": "PYTHON",
        "category": "lists",
        "waves_played": 3,
        "waves_cleared": 2,
        "correct_keys": 90,
        "incorrect_keys": 4,
        "timed_keys": 87,
        "timed_ms": 20_000,
        "best_wpm": 60.0,
        "highest_difficulty": "HARD",
        "days": [TODAY],
        "first_played_at": EARLIER,
        "last_played_at": EARLIER,
    } | change


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("waves", {"waves_cleared": 4}),
        ("waves", {"waves_played": 0, "waves_cleared": 0, "highest_difficulty": None}),
        ("keys", {"correct_keys": 0, "incorrect_keys": 0, "timed_keys": 0}),
        ("timed", {"timed_keys": 91}),
        ("timed", {"timed_ms": -1}),
        ("best_wpm", {"best_wpm": -1.0}),
        ("difficulty", {"highest_difficulty": None}),
        ("difficulty", {"waves_cleared": 0}),
        ("days", {"days": []}),
        ("days", {"days": [TODAY - timedelta(days=day) for day in range(61)]}),
        ("order", {"last_played_at": EARLIER - timedelta(seconds=1)}),
    ],
)
async def test_a_topic_that_cannot_be_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    with pytest.raises(asyncpg.CheckViolationError, match=f"user_topic_progress_{constraint}_check"):
        await store(pg, "user_topic_progress", a_topic(user, **change))
    await store(pg, "user_topic_progress", a_topic(user))


# ---------------------------------------------------------------- history from elsewhere


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("tests", {"tests": 0}),
        ("tests", {"seconds": -1}),
        ("wpm", {"mean_wpm": 0.0}),
        ("wpm", {"mean_wpm": 80.1}),
        ("wpm", {"best_wpm": 400.1}),
        ("accuracy", {"accuracy": 101.0}),
    ],
)
async def test_a_day_elsewhere_that_cannot_be_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    profile = {"user_id": await a_user(pg), "platform": "KEYBR"}
    await store(pg, "platform_profiles", profile)
    figures: Row = {"tests": 3, "seconds": 90, "mean_wpm": 70.0, "best_wpm": 80.0, "accuracy": 96.0}
    with pytest.raises(asyncpg.CheckViolationError, match=f"platform_days_{constraint}_check"):
        await store(pg, "platform_days", {**profile, "day": TODAY, **figures, **change})
    await store(pg, "platform_days", {**profile, "day": TODAY, **figures})


@pytest.mark.parametrize("change", [{"best_wpm": 401.0}, {"current_wpm": -1.0}])
async def test_a_speed_elsewhere_that_cannot_be_is_refused(pg: Pool, change: Row) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="platform_profiles_wpm_check"):
        await store(pg, "platform_profiles", {"user_id": await a_user(pg), "platform": "KEYBR", **change})


# ---------------------------------------------------------------- notifications


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("data", {"data": ["a list"]}),
        ("data", {"data": {"text": "x" * 1024}}),
        ("subject", {"subject": ""}),
        ("by_id", {}),
    ],
)
async def test_a_notification_that_says_nothing_or_too_much_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    row: Row = {"user_id": user, "kind": "FOLLOWED", "subject": "ada", "by_id": await a_user(pg, "grace"), "data": {}}
    with pytest.raises(asyncpg.CheckViolationError, match=f"notifications_{constraint}_check"):
        await store(pg, "notifications", row | (change or {"by_id": user}))
    await store(pg, "notifications", row)
    with pytest.raises(asyncpg.UniqueViolationError, match="notifications_user_id_kind_subject_key"):
        await store(pg, "notifications", row | {"data": {"other": 1}})


# ---------------------------------------------------------------- people among each other


async def test_nobody_follows_befriends_or_blocks_themselves(pg: Pool) -> None:
    user = await a_user(pg)
    with pytest.raises(asyncpg.CheckViolationError, match="followers_self_check"):
        await store(pg, "followers", {"follower_id": user, "followed_id": user})
    with pytest.raises(asyncpg.CheckViolationError, match="friend_relationships_self_check"):
        await store(pg, "friend_relationships", {"user_id": user, "other_id": user, "status": "BLOCKED"})


async def test_two_people_have_one_row_that_is_no_block(pg: Pool) -> None:
    ada, bob = await a_user(pg), await a_user(pg, "bob")
    await store(pg, "friend_relationships", {"user_id": ada, "other_id": bob, "status": "DECLINED"})
    with pytest.raises(asyncpg.UniqueViolationError, match="friend_relationships_pair_key"):
        await store(pg, "friend_relationships", {"user_id": bob, "other_id": ada, "status": "REQUESTED"})
    await pg.execute("UPDATE friend_relationships SET status = 'BLOCKED'")
    await store(pg, "friend_relationships", {"user_id": bob, "other_id": ada, "status": "BLOCKED"})


# ---------------------------------------------------------------- boards


async def test_a_place_has_three_marks_and_one_table_is_filled(pg: Pool) -> None:
    row = {"user_id": uuid.uuid4(), "mode": "SOLO", "type": "score", "period": "all", "starts_on": TODAY}
    row |= {"language": "PYTHON", "difficulty": "EASY", "score": 1, "result_id": uuid.uuid4()}
    written = f"INSERT INTO leaderboards ({', '.join(row)}, best) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    await pg.execute(written, *row.values(), 7)
    with pytest.raises(asyncpg.CheckViolationError, match="leaderboards_best_check"):
        await pg.execute(written, *(row | {"user_id": uuid.uuid4()}).values(), 8)
    with pytest.raises(asyncpg.CheckViolationError, match="leaderboard_filling_id_check"):
        await pg.execute("INSERT INTO leaderboard_filling (id) VALUES (2)")


# ---------------------------------------------------------------- discussions


async def a_post(pg: Pool, user: str, **change: Any) -> str:
    row = {"snippet_id": await insert(pg, "code_snippets", snippet()), "user_id": user, "text": "Hello", "blocks": []}
    return await insert(pg, "posts", row | change)


async def a_comment(pg: Pool, post: str, user: str, number: int, **change: Any) -> str:
    row = {"post_id": post, "number": number, "path": [number], "user_id": user, "text": "Yes", "blocks": []}
    return await insert(pg, "comments", row | change)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("subject", {"snippet_id": None}),
        ("subject", {"contest_slug": "friday"}),
        ("subject", {"replay_id": "00000000-0000-4000-8000-000000000000"}),
        ("deleted", {"state": "DELETED"}),
        ("deleted", {"user_id": None}),
        ("deleted", {"text": ""}),
        ("blocks", {"blocks": {}}),
        ("counts", {"comment_count": -1}),
        ("counts", {"like_count": -1}),
    ],
)
async def test_a_post_that_is_not_whole_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match=f"posts_{constraint}_check"):
        await a_post(pg, await a_user(pg), **change)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("path", {"path": []}),
        ("path", {"path": [7, 8]}),
        ("path", {"path": [1, 2, 3, 4, 5, 7]}),
        ("deleted", {"state": "DELETED"}),
        ("deleted", {"user_id": None}),
        ("deleted", {"text": ""}),
        ("blocks", {"blocks": "x"}),
        ("like_count", {"like_count": -1}),
    ],
)
async def test_a_comment_that_is_not_whole_is_refused(pg: Pool, constraint: str, change: Row) -> None:
    user = await a_user(pg)
    post = await a_post(pg, user)
    await a_comment(pg, post, user, 6)
    with pytest.raises(asyncpg.CheckViolationError, match=f"comments_{constraint}_check"):
        await a_comment(pg, post, user, 7, **change)


async def test_a_like_is_of_one_thing_and_counted_whichever_way_it_goes(pg: Pool) -> None:
    ada, bob = await a_user(pg), await a_user(pg, "bob")
    post = await a_post(pg, ada)
    comment = await a_comment(pg, post, ada, 1)
    for wrong in ({}, {"post_id": post, "comment_id": comment}):
        with pytest.raises(asyncpg.CheckViolationError, match="likes_subject_check"):
            await insert(pg, "likes", {"user_id": bob, **wrong})
    for user in ada, bob:
        await insert(pg, "likes", {"user_id": user, "post_id": post})
        await insert(pg, "likes", {"user_id": user, "comment_id": comment})
    with pytest.raises(asyncpg.UniqueViolationError):
        await insert(pg, "likes", {"user_id": bob, "post_id": post})
    counts = "SELECT p.like_count, c.like_count, p.comment_count FROM posts p JOIN comments c ON c.post_id = p.id"
    assert [tuple(row) for row in await pg.fetch(counts)] == [(2, 2, 1)]
    await pg.execute("DELETE FROM users WHERE id = $1", bob)
    assert [tuple(row) for row in await pg.fetch(counts)] == [(1, 1, 1)]
    await pg.execute("UPDATE comments SET state = 'HIDDEN'")
    assert [tuple(row) for row in await pg.fetch(counts)] == [(1, 1, 0)]
