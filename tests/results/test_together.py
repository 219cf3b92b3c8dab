"""Games that end at once, and are saved by few statements."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest

from game.terms import Verdict
from server.infra.postgres import open_pool
from server.key_logs import is_compact
from server.play import rank_rule
from server.results import FinishedGame, GameResult, Recorder, record, rejudge
from server.results.record import ALONE_AT_ONCE
from server.results.statements import SAVE
from tests.live import PATIENCE_S
from tests.results.games import add_player, finished, start_game, totals
from tests.results.test_fair_play import game, hand

Pool = asyncpg.Pool
module: Any = importlib.import_module("server.results.record")  # the package has a function of that name

# What a game leaves of its player, without what differs from game to game.
OF_ITS_OWN = [
    *("id", "session_id", "game_session_id", "user_id", "result_id", "subject", "session_token"),
    *("created_at", "updated_at", "ranked_at", "due_at"),
]
LEFT = "SELECT to_jsonb(t) - $2::text[] AS row FROM"
TABLES = {
    "game_sessions": "WHERE user_id = $1",
    "game_results": "WHERE user_id = $1",
    "typing_sessions": "WHERE user_id = $1",
    "typing_results": "WHERE user_id = $1",
    "user_statistics": "WHERE user_id = $1",
    "games_by_language": "WHERE user_id = $1",
    "leaderboards": "WHERE user_id = $1 ORDER BY t::text",
    "rhythms": "WHERE session_id IN (SELECT id FROM game_sessions WHERE user_id = $1) ORDER BY snippet_id",
    "feed_jobs": "WHERE subject IN (SELECT id FROM game_results WHERE user_id = $1)",
}


@pytest.fixture
async def groups(pg: Pool, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The players of each statement."""
    seen: list[list[str]] = []
    saved = module.saved_by_one

    async def told(connection: object, *games: Any) -> list[GameResult]:
        seen.append([one.document["user_id"] for one in games])
        result: list[GameResult] = await saved(connection, *games)
        return result

    monkeypatch.setattr(module, "saved_by_one", told)
    monkeypatch.setattr(module, "BUSY", 100)  # logs are stored in one form, however many games end
    await is_compact(pg)  # it is known: games come to wait in the order in which they end
    return seen


async def new_games(pg: Pool) -> list[FinishedGame]:
    """Of ten players."""
    games = [await game(pg, hand(seed)) for seed in range(4)]
    for number in range(6):
        player = await add_player(pg, is_guest=number == 5)
        session = await start_game(pg, player, "GO" if number % 2 else "PYTHON")
        games.append(
            finished(session, player, totals=totals(30 + number), end_reason="quit" if number % 3 else "defeated")
        )
    return games


async def left_of(pg: Pool, player: str) -> dict[str, list[Any]]:
    return {
        table: [row["row"] for row in await pg.fetch(f"{LEFT} {table} t {of}", player, OF_ITS_OWN)]
        for table, of in TABLES.items()
    }


async def test_games_that_end_at_once_leave_what_each_leaves_alone(pg: Pool, groups: list[list[str]]) -> None:
    alone = await new_games(pg)
    for one in alone:
        assert await record(pg, one) is not None
    before = [await left_of(pg, one.user_id) for one in alone]
    await pg.execute("DELETE FROM rhythms")  # the others are the same performances
    assert [len(one) for one in groups] == [1] * 10
    groups.clear()

    together = await new_games(pg)
    recorder = Recorder(pg)
    results = await asyncio.gather(*map(recorder.record, together))
    assert sorted(map(len, groups)) == [1, 1, 8]
    assert [one and one.session_id for one in results] == [one.session_id for one in together]
    after = [await left_of(pg, one.user_id) for one in together]
    assert after == before
    assert [len(one["rhythms"]) for one in after] == [2] * 4 + [0] * 6
    assert all(rows for one in after for table, rows in one.items() if table not in ("rhythms", "leaderboards"))
    assert any(one["leaderboards"] for one in after)


async def test_two_games_of_one_player_never_go_together_and_both_count(pg: Pool, groups: list[list[str]]) -> None:
    player = await add_player(pg)
    games = [*await new_games(pg), *[finished(await start_game(pg, player), player) for _ in range(6)]]
    assert None not in await asyncio.gather(*map(Recorder(pg).record, games))
    assert max(map(len, groups)) == 9 and all(len({*one}) == len(one) for one in groups)
    assert await pg.fetchval("SELECT total_games FROM user_statistics WHERE user_id = $1", player) == 6


async def test_a_game_that_cannot_be_saved_fails_alone(pg: Pool, groups: list[list[str]]) -> None:
    games = await new_games(pg)
    player = await add_player(pg)
    bad = finished(await start_game(pg, player), player, pauses=-1)
    results = await asyncio.gather(*map(Recorder(pg).record, [*games, bad]), return_exceptions=True)
    assert isinstance(results.pop(), asyncpg.CheckViolationError)
    assert [one.session_id for one in results if isinstance(one, GameResult)] == [one.session_id for one in games]
    assert max(map(len, groups)) == 9
    assert await pg.fetchval("SELECT count(*) FROM game_results") == len(games)


async def test_a_game_that_cannot_be_saved_is_in_no_other_statement_when_it_is_tried_again(
    pg: Pool, groups: list[list[str]]
) -> None:
    player, recorder = await add_player(pg), Recorder(pg)
    bad = finished(await start_game(pg, player), player, pauses=-1)
    with pytest.raises(asyncpg.CheckViolationError):
        await recorder.record(bad)
    results = await asyncio.gather(*map(recorder.record, [*await new_games(pg), bad]), return_exceptions=True)
    assert isinstance(results.pop(), asyncpg.CheckViolationError)
    assert [one for one in groups if player in one and len(one) > 1] == []
    assert max(map(len, groups)) == 8
    better = finished(bad.session_id, player)
    assert await recorder.record(better) is not None
    again = finished(await start_game(pg, player), player)
    assert None not in await asyncio.gather(*map(recorder.record, [*await new_games(pg), again]))


async def test_a_game_raced_against_another_that_is_being_judged_keeps_nobody_waiting(
    pg: Pool, groups: list[list[str]]
) -> None:
    """It names that game's row, which the verdict holds until its player's sums are worked out."""
    raced = await record(pg, await game(pg, hand(50)))
    assert raced is not None
    player = await add_player(pg)
    session = await start_game(pg, player)
    await pg.execute("UPDATE game_sessions SET mode = 'GHOST', ghost_of = $2 WHERE id = $1", session, raced.id)
    ghost = finished(session, player, ghost_of=raced.id, unranked_by_mode="ghost")
    async with pg.acquire() as other, other.transaction(isolation="read_committed"):
        await rejudge(other, raced.id, Verdict.REJECTED, rank_rule)
        results = await asyncio.gather(*map(Recorder(pg).record, [*await new_games(pg), ghost]))
        assert None not in results
    assert max(map(len, groups)) == 9


async def test_a_statement_that_gets_no_answer_has_each_game_saved_alone(
    pg: Pool, groups: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them may be why."""
    told = module.saved_by_one

    async def unanswered(connection: object, *games: Any) -> object:
        if len(games) > 1:
            raise TimeoutError
        return await told(connection, *games)

    monkeypatch.setattr(module, "saved_by_one", unanswered)
    games = await new_games(pg)
    assert None not in await asyncio.gather(*map(Recorder(pg).record, games))
    assert [len(one) for one in groups] == [1] * 10


async def test_an_earlier_game_objects_to_one_of_them_alone(pg: Pool, groups: list[list[str]]) -> None:
    await record(pg, await game(pg, hand(50)))
    copy = await game(pg, hand(50, stretch=0.9))
    *others, result = await asyncio.gather(*map(Recorder(pg).record, [*(await new_games(pg)), copy]))
    assert max(map(len, groups)) == 9
    assert result is not None
    assert [reason.rule for reason in result.verdict_reasons] == ["copy"]
    assert [one.verdict for one in others if one] == ["clean"] * 10


async def test_a_game_whose_players_rows_are_held_keeps_no_other_waiting(pg: Pool, groups: list[list[str]]) -> None:
    games = await new_games(pg)
    held = games[-1]
    recorder = Recorder(pg)
    async with pg.acquire() as other, other.transaction():
        await other.execute("SELECT FROM user_statistics WHERE user_id = $1 FOR UPDATE", held.user_id)
        saving = [asyncio.create_task(recorder.record(one)) for one in games]
        assert None not in await asyncio.gather(*saving[:-1])
        assert max(groups, key=len)[-1] == held.user_id
        assert not saving[-1].done()
    assert await saving[-1] is not None


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():
            await asyncio.sleep(0.01)


async def test_games_that_go_alone_take_a_few_connections_and_a_turn_comes_or_is_given_up(
    pg: Pool, groups: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them meet locked rows, as sixteen do whose statement failed."""
    monkeypatch.setattr(module, "ATTEMPT_S", PATIENCE_S)
    games = [one for _ in range(2) for one in await new_games(pg)][: module.TOGETHER]
    recorder = Recorder(pg)
    async with pg.acquire() as other, other.transaction():
        await other.execute("SELECT FROM user_statistics FOR UPDATE")
        saving = [asyncio.create_task(recorder.record(one)) for one in games]
        await until(lambda: sum(map(len, groups)) == len(games) and recorder.waiting == len(games) - ALONE_AT_ONCE)
        assert pg.get_size() - pg.get_idle_size() == 1 + ALONE_AT_ONCE
        monkeypatch.setattr(module, "QUEUE_S", 0)
        with pytest.raises(TimeoutError):
            await recorder.record(finished(await start_game(pg, games[0].user_id), games[0].user_id))
        assert recorder.waiting == len(games) - ALONE_AT_ONCE
    assert None not in await asyncio.gather(*saving)
    assert recorder.waiting == 0


async def test_many_games_of_one_locked_player_hold_nobody_up_who_goes_alone(
    pg: Pool, groups: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = module.saved_by_one

    async def failing(connection: object, *games: Any) -> object:
        if len(games) > 1:
            raise TimeoutError
        return await told(connection, *games)

    monkeypatch.setattr(module, "saved_by_one", failing)
    monkeypatch.setattr(module, "ATTEMPT_S", PATIENCE_S)
    player, recorder = await add_player(pg), Recorder(pg)
    locked = [finished(await start_game(pg, player), player) for _ in range(2 * ALONE_AT_ONCE)]
    async with pg.acquire() as other, other.transaction():
        await other.execute("SELECT FROM user_statistics WHERE user_id = $1 FOR UPDATE", player)
        saving = [asyncio.create_task(recorder.record(one)) for one in locked]
        await until(lambda: recorder.waiting == len(locked) - 1)
        assert None not in await asyncio.gather(*map(recorder.record, await new_games(pg)))
        assert not any(one.done() for one in saving)
    assert None not in await asyncio.gather(*saving)


async def test_nobody_saves_a_waiting_game_whose_caller_has_gone(pg: Pool, groups: list[list[str]]) -> None:
    games = await new_games(pg)
    recorder = Recorder(pg)
    saving = [asyncio.create_task(recorder.record(one)) for one in games]
    while recorder.waiting < 8:
        await asyncio.sleep(0)
    saving[-1].cancel()
    results = await asyncio.gather(*saving, return_exceptions=True)
    assert isinstance(results.pop(), asyncio.CancelledError)
    assert all(isinstance(one, GameResult) for one in results)
    assert sorted(map(len, groups)) == [1, 1, 7]


async def test_postgres_plans_the_end_of_a_game_a_few_times_and_keeps_the_plan(pg: Pool, database_url: str) -> None:
    games = await new_games(pg)
    one_connection = await open_pool(database_url, 1)
    for one in games:
        await record(one_connection, one)
    kept = "SELECT generic_plans FROM pg_prepared_statements WHERE statement = $1"
    assert await one_connection.fetchval(kept, SAVE) > 0  # after five it compares what planning costs
    await one_connection.close()
