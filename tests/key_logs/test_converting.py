"""Logs rewritten in the other form while servers serve: the same bytes, and in no other row."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from game.keylog import encode
from server.infra.migrations import FOLDER
from server.infra.postgres import Pool
from server.key_logs import converting, form, json_of, stored
from server.key_logs.converting import convert, count
from server.key_logs.packing import pack
from server.results import Recorder, record
from tests.commands import in_thread
from tests.game.games import wave
from tests.played_games import log_of, well_typed
from tests.results.games import add_player, finished, start_game

TEXT = "def double(x):\n    return x * 2"


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "BATCH", 3)
    monkeypatch.setattr(form, "ASKED_EVERY_S", 0.0)
    monkeypatch.setattr(form, "SAVED_S", 0.0)


async def save_games(pg: Pool, number: int = 7) -> None:
    player = await add_player(pg)
    for ms in range(100, 100 + number):
        log = log_of([wave(TEXT)], well_typed(TEXT, ms))
        await record(pg, finished(await start_game(pg, player), player, key_log=encode(log)))


async def logs(pg: Pool) -> Mapping[str, bytes]:
    """The JSON of each row, which is that of its digest."""
    rows = await pg.fetch(f"SELECT id, {stored('t')} AS log, key_digest FROM typing_sessions t")
    assert all(hashlib.sha256(json_of(row["log"])).digest() == row["key_digest"] for row in rows)
    return {row["id"]: json_of(row["log"]) for row in rows}


async def in_columns(pg: Pool) -> tuple[int, int]:
    """How many rows have JSON, and how many a compact log."""
    row = await pg.fetchrow("SELECT count(key_sequence), count(key_log) FROM typing_sessions")
    assert row is not None
    return row[0], row[1]


async def test_a_new_database_has_compact_logs_and_every_log_can_change_its_form(pg: Pool) -> None:
    await save_games(pg)
    assert await in_columns(pg) == (0, 7)
    before = await logs(pg)
    done = await convert(pg, compact=False)
    assert (done.rows, done.left, await in_columns(pg), await logs(pg)) == (7, 0, (7, 0), before)
    assert await count(pg, compact=True) == 7
    seen = list[int]()
    done = await convert(pg, compact=True, progress=seen.append)
    assert (done.rows, done.left, await in_columns(pg), await logs(pg)) == (7, 0, (0, 7), before)
    assert seen == [3, 6, 7]
    assert done.bytes_after < done.bytes_before
    assert await convert(pg, compact=True) == converting.Converted()


async def test_compact_logs_take_a_plain_column(pg: Pool) -> None:
    storage = "SELECT attstorage FROM pg_attribute WHERE attrelid = 'typing_sessions'::regclass AND attname = 'key_log'"
    assert await pg.fetchval(storage) == b"e", "EXTERNAL: PostgreSQL does not compress it again"


async def test_games_are_saved_as_the_database_says(pg: Pool) -> None:
    await save_games(pg, 1)
    assert await form.set_form(pg, compact=False)
    await save_games(pg, 2)
    assert not await form.set_form(pg, compact=False)
    assert await in_columns(pg) == (2, 1)
    assert await form.set_form(pg, compact=True)
    await save_games(pg, 1)
    assert await in_columns(pg) == (2, 2)


@pytest.mark.parametrize("games", [0, 1])
async def test_a_database_that_had_games_goes_on_with_json_until_it_is_told(pg: Pool, games: int) -> None:
    """Servers of the release before may be playing them."""
    await save_games(pg, games)
    await pg.execute("DELETE FROM key_log_form")
    script = (FOLDER / "20261127110000_key_logs" / "migration.sql").read_text()
    await pg.execute(script[script.index("INSERT INTO") :])
    assert await form.is_compact(pg) is not bool(games)


async def test_games_that_end_at_once_are_packed_within_the_hour(pg: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("server.results.record"), "BUSY", 2)  # a function has that name too
    player = [await add_player(pg) for _ in range(6)]
    log = encode(log_of([wave(TEXT)], well_typed(TEXT)))
    now = datetime.now(UTC)
    games = [finished(await start_game(pg, one, started_at=now), one, key_log=log, ended_at=now) for one in player]
    await asyncio.gather(*map(Recorder(pg).record, games))
    as_json, compact = await in_columns(pg)
    assert (as_json >= 4, as_json + compact) == (True, 6)
    before = await logs(pg)
    work = converting.repacking(pg).work
    await form.set_form(pg, compact=False)
    assert await work(now) == 0
    await form.set_form(pg, compact=True)
    assert await work(now + converting.RECENT + timedelta(minutes=1)) == 0
    assert await work(now) == as_json
    assert (await in_columns(pg), await logs(pg)) == ((0, 6), before)
    await record(pg, finished(await start_game(pg, player[0]), player[0], key_log=log))
    assert await in_columns(pg) == (0, 7), "alone it is packed at once"


async def test_what_is_not_as_its_digest_says_stays(pg: Pool) -> None:
    await save_games(pg, 4)
    await convert(pg, compact=False)
    changed, damaged, *_ = await logs(pg)
    await pg.execute("UPDATE typing_sessions SET key_sequence = '{}' WHERE id = $1", changed)
    await pg.execute("UPDATE typing_sessions SET key_sequence = NULL, key_log = '\\x01' WHERE id = $1", damaged)
    done = await convert(pg, compact=True)
    assert (done.rows, done.left, await in_columns(pg)) == (2, 1, (1, 3))
    done = await convert(pg, compact=False)
    assert (done.rows, done.left, await in_columns(pg)) == (2, 1, (3, 1))


async def test_a_log_that_changes_meanwhile_is_not_written_over(pg: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    await save_games(pg, 1)
    await convert(pg, compact=False)
    (row_id,) = await logs(pg)
    loop = asyncio.get_running_loop()

    def changes_first(json: bytes) -> bytes:
        change = pg.execute("UPDATE typing_sessions SET key_sequence = '{}' WHERE id = $1", row_id)
        asyncio.run_coroutine_threadsafe(change, loop).result()
        return pack(json)

    monkeypatch.setattr(converting, "pack", changes_first)
    assert (await convert(pg, compact=True)).left == 1
    assert await pg.fetchval("SELECT key_sequence::text FROM typing_sessions") == "{}"


async def test_the_command_changes_the_form_and_what_is_stored(environment: pytest.MonkeyPatch, pg: Pool) -> None:
    await save_games(pg, 2)
    before = await logs(pg)
    assert "2 key logs rewritten" in await in_thread("logs", "json")
    assert (await in_columns(pg), await form.is_compact(pg)) == ((2, 0), False)
    await save_games(pg, 1)
    assert "3 key logs rewritten" in await in_thread("logs", "compact")
    assert (await in_columns(pg), await form.is_compact(pg)) == ((0, 3), True)
    assert before.items() <= (await logs(pg)).items()
    await pg.execute("UPDATE typing_sessions SET key_log = '\\x01' WHERE id = $1", min(before))
    said = await in_thread("logs", "json")
    assert "2 key logs rewritten" in said
    assert "1 key log not rewritten: prodev verify says why." in said


async def test_a_command_that_is_given_again_waits_for_what_servers_still_write(
    environment: pytest.MonkeyPatch, pg: Pool
) -> None:
    await save_games(pg, 2)
    await form.set_form(pg, compact=False)  # by a command that was stopped
    loop = asyncio.get_running_loop()

    async def convert_while_a_server_has_not_heard(*args: Any, **options: Any) -> converting.Converted:
        done = await convert(*args, **options)
        if done.rows == 2:
            asyncio.run_coroutine_threadsafe(_save_as_compact(pg), loop).result()
        return done

    environment.setattr(form, "SAVED_S", 3.0)
    environment.setattr("server.key_logs.cli.convert", convert_while_a_server_has_not_heard)
    assert "3 key logs rewritten" in await in_thread("logs", "json")
    assert await in_columns(pg) == (3, 0)


async def _save_as_compact(pg: Pool) -> None:
    await save_games(pg, 1)
    ((row_id, json),) = [
        (row["id"], bytes(row["log"]))
        for row in await pg.fetch(
            f"SELECT id, {stored('t')} AS log FROM typing_sessions t ORDER BY created_at DESC LIMIT 1"
        )
    ]
    statement = "UPDATE typing_sessions SET key_sequence = NULL, key_log = $2 WHERE id = $1"
    await pg.execute(statement, row_id, pack(json))


async def test_what_was_said_long_ago_is_waited_for_no_more(pg: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "SAVED_S", 10.0)
    assert await form.heard_in_s(pg) <= 0, "a new database"
    for compact in (False, True):
        assert await form.set_form(pg, compact=compact)
        assert not await form.set_form(pg, compact=compact)
        assert await form.heard_in_s(pg) > 0
        await pg.execute("UPDATE key_log_form SET changed_at = changed_at - interval '11 s'")
        assert await form.heard_in_s(pg) <= 0
