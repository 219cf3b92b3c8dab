"""`prodev verify` on demo games: all agree, and every later change is found and named."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from game.keylog import decode
from game.replay import replay
from server.infra.cli import Stores
from server.infra.postgres import Pool
from server.infra.redis import open_redis
from server.key_logs import json_of, stored
from server.key_logs.packing import pack
from server.play import ROW_COLUMNS, finished_game, game_row
from server.proof.checking import Difference, checked
from server.proof.reading import stored_games
from server.proof.statistics import statistics_pages
from server.results import PERSONAL_COLUMNS, record
from server.robots.demo import PLAYERS, demo_games
from server.settings import Settings
from tests.commands import in_thread, run_command
from tests.databases import Databases, opened
from tests.results.games import add_player, start_game
from tests.rows import one_row

LOGS = sorted((Path(__file__).parent.parent / "vectors" / "logs").glob("*.json"))

ALONE = ("--workers", "1")  # each takes longer to start than to prove these games
# What the log does not hold, and what no other row says: nothing can be compared with it.
_NOT_DERIVED = {"id", "session_id", "created_at", "pauses", "paused_ms", "ghost_of", "verdict"}
_NOT_DERIVED |= {"verdict_reasons", "unranked_reason"}


@pytest.fixture(scope="session")
async def proved_url(databases: Databases, shipped_url: str, redis_url: str) -> str:
    """Demo games in a database that no CHECK protects: the disk of a server has none either."""

    async def fill(url: str) -> None:
        async with opened(url) as pg, open_redis(redis_url) as redis:
            settings = Settings(database_url=url, redis_url=redis_url, redis_prefix="proved:", bcrypt_cost=4)
            await demo_games(Stores(settings, pg, redis), PLAYERS[1:2])
            checks = "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c'"
            tables = "('game_results'::regclass, 'typing_results'::regclass)"
            for table, name in await pg.fetch(f"{checks} AND conrelid::regclass IN {tables}"):
                await pg.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')

    return await databases.once("proved", shipped_url, fill)


@pytest.fixture
def template_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("proved_url" if "games" in request.fixturenames else "shipped_url"))


@pytest.fixture
async def games(pg: Pool) -> int:
    """How many there are."""
    count: int = await pg.fetchval("SELECT count(*) FROM game_results")
    return count


async def differences(pg: Pool) -> list[Difference]:
    ids = [row["id"] for row in await pg.fetch("SELECT id FROM game_sessions")]
    async with pg.acquire() as connection:
        return [one for game in await stored_games(connection, ids) for one in checked(game).differences]


async def named(pg: Pool) -> set[str]:
    return {one.column for one in await differences(pg)}


async def found_by(*arguments: str) -> str:
    """What the command says on stdout when it finds something."""
    done = await asyncio.to_thread(run_command, "verify", *arguments)
    assert done.exit_code == 1, done.output
    return done.stdout


async def test_demo_games_are_proved(environment: pytest.MonkeyPatch, games: int) -> None:
    said = await in_thread("verify")
    assert f"Proved {games} games and the sums of 1 player" in said
    assert said.rstrip().endswith("0 differences.")


async def test_a_changed_number_is_named_and_the_exit_status_is_1(
    environment: pytest.MonkeyPatch, pg: Pool, games: int
) -> None:
    changed = await one_row(
        pg,
        "UPDATE game_results SET final_score = final_score + 1 WHERE id = (SELECT id FROM game_results LIMIT 1)"
        " RETURNING session_id, final_score",
    )
    said = await found_by("--session", changed["session_id"], *ALONE)
    assert f"{changed['session_id']}  game_results.final_score: stored {changed['final_score']}, derived" in said
    assert "Proved 1 game in" in said
    (found,) = await differences(pg)
    score = changed["final_score"]
    assert found == Difference(changed["session_id"], "game_results.final_score", score, score - 1)


async def test_since_a_day_only_later_games_are_proved(environment: pytest.MonkeyPatch, pg: Pool, games: int) -> None:
    day = await pg.fetchval("SELECT to_char(max(ended_at), 'YYYY-MM-DD') FROM game_sessions")
    count = await pg.fetchval("SELECT count(*) FROM game_sessions WHERE ended_at >= $1::text::timestamptz", day)
    assert f"Proved {count} games in" in await in_thread("verify", "--since", day, *ALONE)


async def test_what_is_no_session_is_refused_in_one_line(environment: pytest.MonkeyPatch, pg: Pool) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    assert unknown in await in_thread("verify", "--session", unknown, *ALONE, code=1)


@pytest.mark.parametrize("table", ["game_results", "typing_results"])
async def test_every_derived_column_is_compared(pg: Pool, games: int, table: str) -> None:
    columns = [name for name in PERSONAL_COLUMNS[table] if name not in _NOT_DERIVED]
    typed = "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = $1"
    kinds = {row["column_name"]: row["udt_name"] for row in await pg.fetch(typed, table)}
    for column in (*columns, "user_id"):
        changed = _CHANGES[kinds[column]].format(column)
        one = await pg.fetchval(f"SELECT id FROM {table} LIMIT 1")
        before = await pg.fetchval(f"SELECT {column} FROM {table} WHERE id = $1", one)
        if column == "user_id":
            changed = f"'{await add_player(pg)}'::uuid"
        await pg.execute(f"UPDATE {table} SET {column} = {changed} WHERE id = $1", one)
        assert f"{table}.{column}" in await named(pg), column
        await pg.execute(f"UPDATE {table} SET {column} = $2 WHERE id = $1", one, before)
    assert await named(pg) == set()


_CHANGES = {
    "int4": "{} + 1",
    "float8": "{} * (1 + 3e-16)",  # the last bit
    "bool": "NOT {}",
    "timestamptz": "{} + '1 ms'::interval",
    "uuid": "{}",
    "Mode": "'RACE'",
    "EndReason": "'limit'",
}


async def put_log(pg: Pool, row_id: str, json: bytes, *, compact: bool) -> None:
    """In place of the one that is stored."""
    column, log = ("key_log", pack(json)) if compact else ("key_sequence", json)
    nothing = "UPDATE typing_sessions SET key_log = NULL, key_sequence = NULL WHERE id = $1"
    await pg.execute(nothing, row_id)
    value = "$2" if compact else "convert_from($2, 'UTF8')::json"
    await pg.execute(f"UPDATE typing_sessions SET {column} = {value} WHERE id = $1", row_id, log)


@pytest.mark.parametrize("compact", [True, False], ids=["compact", "json"])
@pytest.mark.parametrize("change", ["lag", "time", "key", "word class", "blank"])
async def test_every_changed_byte_of_a_log_is_found(pg: Pool, games: int, change: str, compact: bool) -> None:
    """Also one that changes no score."""
    row = await one_row(pg, f"SELECT id, {stored('t')} AS log FROM typing_sessions t LIMIT 1")
    written = json_of(row["log"])
    log: dict[str, Any] = json.loads(written)
    await put_log(pg, row["id"], written, compact=compact)
    assert await named(pg) == set()
    match change:
        case "lag":
            log["client"][3] += 1
        case "time":
            log["at"][3] += 1
            log["at"][4] -= 1
        case "key":
            log["keys"] = log["keys"][:5] + "~" + log["keys"][6:]
        case "word class":
            log["waves"][0]["words"][0][2] = "comment"
    changed = orjson.dumps(log) if change != "blank" else written.replace(b",", b", ", 1)
    await put_log(pg, row["id"], changed, compact=compact)
    assert "typing_sessions.key_digest" in await named(pg)


async def test_any_changed_byte_of_a_compact_log_is_named(pg: Pool, games: int) -> None:
    row = await one_row(pg, "SELECT id, key_log FROM typing_sessions LIMIT 1")
    log: bytes = row["key_log"]
    for at in (0, 1, len(log) // 2, len(log) - 1):
        changed = log[:at] + bytes((log[at] ^ 1,)) + log[at + 1 :]
        await pg.execute("UPDATE typing_sessions SET key_log = $2 WHERE id = $1", row["id"], changed)
        (found,) = await differences(pg)
        assert (found.column, found.stored) == ("typing_sessions.key_log", "a log that cannot be read")


@pytest.mark.parametrize(
    "log",
    [
        *("null", "[]", "{}", '"x"', '{"format":99}', '{"format":3,"waves":[{}],"keys":"","at":[],"client":[]}'),
        '{"format":3,"language":"PYTHON","difficulty":"NORMAL","time_limit_ms":null,"waves":7,"keys":"x","at":[1],'
        '"client":[0],"end_ms":1,"end_reason":"quit"}',
    ],
)
async def test_a_log_that_cannot_be_played_is_named(pg: Pool, games: int, log: str) -> None:
    one = await pg.fetchval("UPDATE typing_sessions SET key_digest = NULL RETURNING id")
    for compact in True, False:
        await put_log(pg, one, log.encode(), compact=compact)
        assert await named(pg) == {f"typing_sessions.{'key_log' if compact else 'key_sequence'}"}


@pytest.mark.parametrize("table", ["typing_results", "game_results"])
async def test_a_row_that_is_gone_is_named(pg: Pool, games: int, table: str) -> None:
    await pg.execute(f"DELETE FROM {table} WHERE id = (SELECT id FROM {table} LIMIT 1)")
    assert await named(pg) == {table}


async def test_a_game_that_was_ranked_by_hand_is_named(pg: Pool, games: int) -> None:
    one = "(SELECT id FROM game_results WHERE ranked LIMIT 1)"
    await pg.execute(f"UPDATE game_results SET verdict = 'rejected' WHERE id = {one}")
    assert await named(pg) == {"game_results.ranked", "game_results.unranked_reason"}
    await pg.execute("UPDATE game_results SET ranked = false, unranked_reason = 'verdict' WHERE verdict = 'rejected'")
    assert await named(pg) == set()


@pytest.mark.parametrize(
    "change", ["total_games = 99", "best_wpm = best_wpm + 1", "avg_wpm = avg_wpm + 0.001", "favorite_language = 'RUST'"]
)
async def test_a_changed_sum_is_named(environment: pytest.MonkeyPatch, pg: Pool, games: int, change: str) -> None:
    assert [found async for _, page in statistics_pages(pg) for found in page] == []
    user = await pg.fetchval(f"UPDATE user_statistics SET {change} RETURNING user_id")
    (found,) = [found async for _, page in statistics_pages(pg) for found in page]
    assert (found.subject, found.column) == (user, f"user_statistics.{change.partition(' ')[0]}")
    assert f"{user}  {found.column}: stored" in await found_by("--all", *ALONE)


@pytest.mark.parametrize("document", [json.loads(path.read_text())["log"] for path in LOGS])
async def test_a_log_of_every_format_is_proved(pg: Pool, document: dict[str, Any]) -> None:
    log = decode(document)
    user = await add_player(pg)
    session_id = await start_game(pg, user, log.language, log.difficulty)
    seconds = log.time_limit_ms and 30
    if seconds:
        await pg.execute("UPDATE game_sessions SET mode = 'SPRINT', seconds = 30 WHERE id = $1", session_id)
    row = game_row(await one_row(pg, f"SELECT {', '.join(ROW_COLUMNS)} FROM game_sessions WHERE id = $1", session_id))
    await record(
        pg,
        finished_game(
            row,
            log,
            replay(log).totals,
            key_log=document,
            pauses=0,
            paused_ms=0,
            journal_lost=False,
            ended_at=row.started_at,
        ),
    )
    assert await differences(pg) == []


async def test_wrong_rows_of_the_boards_are_named(environment: pytest.MonkeyPatch, pg: Pool, games: int) -> None:
    await pg.execute("UPDATE users SET is_bot = false")  # demo players stand on no board
    first = "(SELECT ctid FROM leaderboards WHERE type = '{}' AND period = 'all' LIMIT 1)"
    raised = await one_row(
        pg, f"UPDATE leaderboards SET score = score + 1 WHERE ctid = {first.format('score')} RETURNING *"
    )
    await pg.execute(f"DELETE FROM leaderboards WHERE ctid = {first.format('wpm')}")
    await pg.execute("UPDATE leaderboard_count_changes SET players = players + 1 WHERE type = 'net_wpm'")
    said = await found_by()
    cell = f"{raised['language']} {raised['difficulty']}"
    stands = f"{raised['score']} by {raised['result_id']}"
    assert f"{raised['user_id']}  leaderboards [SOLO score all {cell}]: stored {stands}, best" in said
    assert f"{raised['user_id']}  leaderboards [SOLO wpm all " in said and "]: stored None, derived" in said
    assert "all boards  leaderboard_counts, those that are wrong: stored " in said
