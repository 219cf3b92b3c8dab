"""A month of key logs is taken out, put into a file and put back, and nobody who plays notices."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from server.infra import clock
from server.infra.postgres import Connection, Pool, connect
from server.months import detaching, patience
from server.months.archiving import archive, restore
from server.months.detaching import NotNow, attach, detach
from server.months.file import BadFile
from server.months.listing import list_months
from server.months.month import Month
from server.months.patience import InUse
from server.proof import reading, verifying
from server.results import record
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.calendar import Calendar, calendar
from tests.commands import in_thread
from tests.feed.conftest import until_done
from tests.live import Account, Live, playing, serving, typed
from tests.months.test_making import PART, began
from tests.results.games import add_player, finished
from tests.small_library import fill

__all__ = ["calendar"]

LONG_AGO = datetime(2024, 5, 17, 12, tzinfo=UTC)
MAY = Month(2024, 5)
SETTLE = "SELECT settle_leaderboards(ARRAY(SELECT id FROM users))"
ROWS = "SELECT t::text FROM typing_sessions t ORDER BY game_session_id"
# What a partition is made of, but for how its constraints and indexes are stored.
SHAPE = """
SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE conrelid = $1::text::regclass
UNION ALL SELECT 'index', replace(indexdef, 'INDEX ' || indexname, ''), true FROM pg_indexes WHERE tablename = $1
UNION ALL SELECT tgname, '', tgenabled = 'O' FROM pg_trigger WHERE tgrelid = $1::text::regclass AND NOT tgisinternal
ORDER BY 1, 2
"""


@pytest.fixture
async def connection(database_url: str, pg: Pool) -> AsyncIterator[Connection]:
    await pg.execute("SELECT make_months($1, 2)", LONG_AGO.date())
    opened = await connect(database_url)
    yield opened
    await opened.close()


async def saved(pg: Pool, at: datetime = LONG_AGO, player: str | None = None) -> str:
    """The session of a game that was saved and counted."""
    user_id = player or await add_player(pg)
    game = await began(pg, at, user_id)
    await record(pg, finished(game, user_id, ended_at=at + timedelta(minutes=1)))
    await pg.execute("DELETE FROM feed_jobs WHERE queue = 'game_ended'")
    return game


async def states(connection: Connection) -> dict[str, str | None]:
    return {one.month: one.state for one in await list_months(connection)}


async def test_the_list_has_both_tables_months_and_says_which_can_be_detached(pg: Pool, connection: Connection) -> None:
    for day in (0, 1, 2):
        await saved(pg, LONG_AGO + timedelta(days=day))
    await pg.execute("ANALYZE typing_sessions, game_results")
    months = {one.month: one for one in await list_months(connection)}
    may, now = months[str(MAY)], months[str(Month.of(clock.utc_now().date()))]
    assert (may.state, may.rows, may.results, may.can_be_detached) == ("attached", 3, 3, True)
    sizes = "SELECT pg_total_relation_size($1::text::regclass)"
    assert may.bytes == await pg.fetchval(sizes, "typing_sessions_2024_05")
    assert may.results_bytes == await pg.fetchval(sizes, "game_results_2024_05")
    assert (now.state, now.can_be_detached) == ("attached", False), "it is not over"
    await detach(connection, MAY)
    (detached,) = [one for one in await list_months(connection) if one.month == str(MAY)]
    assert (detached.state, detached.rows, detached.results, detached.can_be_detached) == ("detached", 3, 3, False)


async def test_a_month_of_results_alone_is_listed_and_cannot_be_detached(pg: Pool, connection: Connection) -> None:
    await pg.execute(f"DROP TABLE {MAY.table}")
    (may,) = [one for one in await list_months(connection) if one.month == str(MAY)]
    assert (may.state, may.rows, may.can_be_detached) == (None, 0, False) and may.results_bytes > 0
    with pytest.raises(NotNow, match="no 2024-05 among the partitions"):
        await detach(connection, MAY)


# ---------------------------------------------------------------- whole


async def test_a_month_that_returns_is_as_it_was(pg: Pool, connection: Connection, tmp_path: Path) -> None:
    games = [await saved(pg, LONG_AGO + timedelta(days=day)) for day in (0, 5, 20)]
    await pg.fetch(SETTLE)  # weeks and days that are over go
    before, shape = await pg.fetch(ROWS), await pg.fetch(SHAPE, MAY.table)
    file = tmp_path / "may.zip"
    made = await archive(connection, MAY, file)
    assert made.rows == 2
    assert (await states(connection))["2024-05"] == "archived"
    assert [row[0] for row in before if games[2] in row[0]] == [row[0] for row in await pg.fetch(ROWS)]
    assert await pg.fetchval("SELECT count(*) FROM typing_results") == 3, "measures stay"
    assert await pg.fetchval(SETTLE) == 0, "boards, too"
    assert await pg.fetchval("SELECT count(*) FROM leaderboards WHERE type = 'score' AND period = 'all'") == 3
    assert await pg.fetchval("SELECT make_months($1, 2)", LONG_AGO.date()) == 0, "it stays out"
    assert await restore(connection, file) == (made, 0)
    assert await pg.fetch(ROWS) == before
    assert await pg.fetch(SHAPE, MAY.table) == shape
    assert (await states(connection))["2024-05"] == "attached"
    assert await pg.fetchval("SELECT count(*) FROM detached_months") == 0


async def test_a_month_that_is_only_detached_comes_back_without_a_file(pg: Pool, connection: Connection) -> None:
    game = await saved(pg)
    before, shape = await pg.fetch(ROWS), await pg.fetch(SHAPE, MAY.table)
    await detach(connection, MAY)
    assert await pg.fetch(ROWS) == [] and (await states(connection))["2024-05"] == "detached"
    assert await pg.fetchval(f"SELECT game_session_id FROM {MAY.table}") == game
    assert await attach(connection, MAY) == 0
    assert (await pg.fetch(ROWS), await pg.fetch(SHAPE, MAY.table)) == (before, shape)


async def test_players_who_are_deleted_meanwhile_do_not_come_back(
    pg: Pool, connection: Connection, tmp_path: Path
) -> None:
    gone, ada = await add_player(pg, is_guest=True), await add_player(pg)
    for player in (gone, ada):
        await saved(pg, player=player)
    await archive(connection, MAY, tmp_path / "may.zip")
    await pg.execute("DELETE FROM users WHERE id = $1", gone)
    _, dropped = await restore(connection, tmp_path / "may.zip")
    assert dropped == 1
    assert [row["user_id"] for row in await pg.fetch("SELECT user_id FROM typing_sessions")] == [ada]


async def test_what_strayed_meanwhile_is_in_its_month(pg: Pool, connection: Connection) -> None:
    await saved(pg)
    await detach(connection, MAY)
    late = await began(pg, LONG_AGO)
    assert await pg.fetchval(PART, late) == "typing_sessions_default"
    await attach(connection, MAY)
    assert await pg.fetchval(PART, late) == MAY.table


# ---------------------------------------------------------------- refused


async def test_a_month_is_taken_out_only_when_all_of_it_is_settled(pg: Pool, connection: Connection) -> None:
    today = clock.utc_now().date()
    for month, why in ((Month.of(today), "is not over"), (Month(1999, 1), "there is no 1999-01")):
        with pytest.raises(NotNow, match=why):
            await detach(connection, month)
    player = await add_player(pg)
    game = await began(pg, LONG_AGO, player)
    with pytest.raises(NotNow, match="1 game of 2024-05 not saved yet"):
        await detach(connection, MAY)
    await record(pg, finished(game, player, ended_at=LONG_AGO + timedelta(minutes=1)))
    with pytest.raises(NotNow, match="1 job of the feed must still read keys"):
        await detach(connection, MAY)
    await pg.execute("DELETE FROM feed_jobs WHERE queue = 'game_ended'")
    await detach(connection, MAY)
    with pytest.raises(NotNow, match="2024-05 is detached"):
        await detach(connection, MAY)


async def test_who_holds_the_table_is_waited_for_without_keeping_others_out(
    pg: Pool, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await saved(pg)
    monkeypatch.setattr(patience, "REST_S", 0.01)
    async with pg.acquire() as holder, holder.transaction():
        await holder.execute("SELECT FROM typing_sessions")
        taking_out = asyncio.create_task(detach(connection, MAY))
        for _ in range(3):  # each waits for no longer than one try does
            async with asyncio.timeout(patience.LOCK_MS / 1000 + 5):
                await began(pg, clock.utc_now())
        assert not taking_out.done()
    await taking_out


async def test_another_file_is_refused_and_changes_nothing(pg: Pool, connection: Connection, tmp_path: Path) -> None:
    await saved(pg)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    await archive(connection, MAY, first)
    with pytest.raises(NotNow, match="archived already"):
        await archive(connection, MAY, second)
    assert not second.exists()
    await restore(connection, first)
    with pytest.raises(NotNow, match="2024-05 is attached"):
        await restore(connection, first)
    await pg.execute("UPDATE typing_sessions SET created_at = created_at - interval '1 s'")
    await archive(connection, MAY, second)
    with pytest.raises(NotNow, match="its digest is another"):
        await restore(connection, first)
    second.write_bytes(second.read_bytes()[:-40])
    with pytest.raises(BadFile):
        await restore(connection, second)
    assert (await states(connection))["2024-05"] == "archived"


async def test_what_was_interrupted_is_done_again(
    pg: Pool, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await saved(pg)
    before, file = await pg.fetch(ROWS), tmp_path / "may.zip"

    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr("server.months.archiving.write_month", killed)
        with pytest.raises(KeyboardInterrupt):
            await archive(connection, MAY, file)
    assert list(tmp_path.iterdir()) == [] and (await states(connection))["2024-05"] == "detached"
    await archive(connection, MAY, file)
    with monkeypatch.context() as during:
        during.setattr(detaching, "constrain", killed)
        with pytest.raises(KeyboardInterrupt):
            await restore(connection, file)
    assert (await states(connection))["2024-05"] == "detached"
    await attach(connection, MAY)
    assert await pg.fetch(ROWS) == before


async def test_one_moves_months_at_a_time(
    pg: Pool, connection: Connection, tmp_path: Path, environment: pytest.MonkeyPatch, settings: Settings
) -> None:
    await saved(pg)
    await detach(connection, MAY)
    file = tmp_path / "may.zip"
    async with patience.alone(pg):
        for command in (("archive", str(MAY), str(file)), ("attach", str(MAY))):
            assert "another prodev partitions is at work" in await in_thread("partitions", *command, code=1)
    assert not file.exists() and (await states(connection))["2024-05"] == "detached"
    assert "Attached 2024-05." in await in_thread("partitions", "attach", str(MAY))


async def test_a_month_that_a_release_has_outgrown_returns_by_way_of_a_file(
    pg: Pool, connection: Connection, tmp_path: Path
) -> None:
    await saved(pg)
    for change in (
        "ADD COLUMN comes INTEGER NOT NULL DEFAULT 7",
        "ADD CONSTRAINT typing_sessions_later_check CHECK (comes > 0)",
    ):
        await detach(connection, MAY)
        await pg.execute(f"ALTER TABLE typing_sessions {change}")
        with pytest.raises(NotNow, match="archive it, and attach the file"):
            await attach(connection, MAY)
        file = tmp_path / f"{len(change)}.zip"
        await archive(connection, MAY, file)
        await restore(connection, file)
        assert await pg.fetchval("SELECT comes FROM typing_sessions") == 7


async def test_an_index_that_a_month_lacks_is_made_before_anything_is_locked(
    pg: Pool, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await saved(pg)
    await detach(connection, MAY)
    await pg.execute("CREATE INDEX typing_sessions_later_idx ON ONLY typing_sessions (ended_at) WHERE is_completed")
    monkeypatch.setattr(patience, "REST_S", 0.01)
    monkeypatch.setattr(patience, "LOCK_MS", 5)
    made = "SELECT count(*) FROM pg_indexes WHERE tablename = $1 AND indexdef LIKE '%(ended_at) WHERE is_completed'"
    async with pg.acquire() as holder, holder.transaction():
        await holder.execute("SELECT FROM typing_sessions_default")
        with pytest.raises(InUse):
            await attach(connection, MAY)
        assert await pg.fetchval(made, MAY.table) == 1
    assert await attach(connection, MAY) == 0
    assert await pg.fetchval(made, MAY.table) == 1


# ---------------------------------------------------------------- while others play


async def sign_in(account: Account, name: str) -> None:
    answer = await account.live.http.post("/api/auth/login", json={"login": name, "password": PASSWORD})
    account.headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def a_game(account: Account) -> dict[str, Any]:
    """The result of a game of one wave."""
    game = await account.start()
    async with playing(account.live) as player:
        await player.hello(game["session_token"])
        await player.press(typed(player.wave["text"]), 1_000)
        answer = await account.end(game)
    result: dict[str, Any] = answer.json()
    return result


async def seen(account: Account, result: dict[str, Any]) -> dict[str, Any]:
    """What pages show of a player and of a game, by path: the status, and the answer but for the time."""
    paths = [
        *(f"/api/game/result/{result['id']}", f"/api/game/result/{result['id']}/analysis"),
        *(f"/api/game/replay/{result['session_id']}", "/api/game/history", "/api/user/profile"),
        *("/api/leaderboard?period=all", "/api/user/journey"),
    ]
    answers = {path: await account.request("GET", path) for path in paths}
    return {path: (answer.status_code, answer.json() | {"as_of": None}) for path, answer in answers.items()}


@pytest.mark.long
async def test_a_month_leaves_and_returns_while_others_play(
    calendar: Calendar, environment: pytest.MonkeyPatch, settings: Settings, pg: Pool, tmp_path: Path
) -> None:
    await fill(pg)
    file = str(tmp_path / "month.zip")
    async with serving(settings) as live:
        ada = await live.register("ada")
        result = await a_game(ada)
        await until_done(pg)  # jobs that still read its keys keep the month
        month = f"{clock.utc_now():%Y-%m}"
        await calendar.skip(days=70)
        await sign_in(ada, "ada")
        before, rows = await seen(ada, result), await pg.fetch(ROWS)
        assert {path: status for path, (status, _) in before.items() if status != HTTPStatus.OK} == {}
        bob = await live.register("bob")
        game = await bob.start()
        async with playing(live) as player:
            await player.hello(game["session_token"])
            text = typed(player.wave["text"])
            await player.press(text[:3], 1_000)
            said = await in_thread("partitions", "archive", month, file)
            assert f"has the 1 key log of {month}" in said
            await player.press(text[3:6], 2_000)
            await away(live, ada, result, month, before)
            assert f"Attached {month}." in await in_thread("partitions", "attach", file)
            await player.press(text[6:], 3_000)
            assert (await bob.end(game)).status_code == HTTPStatus.OK
        after = await seen(ada, result)
        assert all(after[path] == before[path] for path in before if "leaderboard" not in path)
        assert [row for row in await pg.fetch(ROWS) if game["session_id"] not in row[0]] == rows
    assert "0 differences." in await in_thread("verify")


@pytest.mark.parametrize("is_read", [False, True], ids=["before its page is read", "after that"])
async def test_a_month_that_goes_while_games_are_proved_is_no_difference(
    pg: Pool, connection: Connection, database_url: str, monkeypatch: pytest.MonkeyPatch, *, is_read: bool
) -> None:
    for _ in range(3):
        await saved(pg)

    async def pages(*arguments: Any) -> AsyncIterator[tuple[list[str], int]]:
        if not is_read:
            await detach(connection, MAY)
        async for page in reading.pages(*arguments):
            if is_read:
                await detach(connection, MAY)
            yield page

    monkeypatch.setattr("server.proof.verifying.pages", pages)
    proved = [page async for page in verifying.prove(pg, database_url, workers=1)]
    assert [one for page in proved for one in page.differences] == []
    assert sum(page.out for page in proved) == 3 and sum(page.games for page in proved) == 0


async def away(live: Live, ada: Account, result: dict[str, Any], month: str, before: dict[str, Any]) -> None:
    """What is seen while the month is in its file."""
    meanwhile = await seen(ada, result)
    gone = {path for path in before if "replay" in path or "analysis" in path}
    for path in gone:
        status, problem = meanwhile[path]
        assert (status, problem["code"]) == (HTTPStatus.GONE, "game/keys-archived")
    assert {path: meanwhile[path] for path in before if path not in gone} == {
        path: before[path] for path in before if path not in gone
    }
    refused = await ada.request("POST", "/api/game/start", mode="GHOST", ghost=result["id"])
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.NOT_FOUND, "play/no-ghost")
    listed = json.loads(await in_thread("partitions", "list", "--json"))
    assert [one["state"] for one in listed if one["month"] == month] == ["archived"]
    listed = await in_thread("partitions", "list")
    assert "archived" in listed and "can be detached" in listed
    topics = "SELECT count(*), sum(correct_keys) FROM user_topic_progress"
    kept = await live.play.pg.fetchrow(topics)
    assert "1 player left as they were" in await in_thread("topics", "rebuild", "--user", "ada")
    assert await live.play.pg.fetchrow(topics) == kept
    said = await in_thread("verify")
    assert "1 game not proved because keys are archived" in said and "0 differences." in said
    assert "0 rows were not as the games say" in await in_thread("leaderboard", "rebuild", "--from-games")
    said = await in_thread("partitions", "detach", month, code=1)
    assert f"{month} is archived" in said
    assert "not.zip is not a month's file" in await in_thread("partitions", "attach", "not.zip", code=1)
