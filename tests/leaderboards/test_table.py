"""The table `leaderboards`: after anything that may happen it is what the games say, and its counts are its own."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from game.terms import Metric, Period
from server.leaderboards import Boards
from server.leaderboards.board import Board, boards_entered, entry, has_ladder, span_of, spans_of
from server.leaderboards.filling import Drafts, fill, fill_again, is_filled
from server.leaderboards.folding import KEPT, fold, keeping, purging
from server.leaderboards.standings import Window
from server.leaderboards.table import slice_query, starts_on
from server.results import PERSONAL_COLUMNS, rank_registered, session_result
from tests.accounts import until_waiting
from tests.leaderboards.boards import DIFFICULTIES, LANGUAGES, NOW, model, play, play_many
from tests.results.games import add_player, delete_player, register

Row = tuple[str, str, int, str, str, date, str, str, int, str, int]

_TABLE = """
SELECT user_id, mode, seconds, type, period, starts_on, language, difficulty, score, result_id, best FROM leaderboards
WHERE period = 'all' OR starts_on > $1
"""
_COUNTS = """
SELECT mode, seconds, type, period, starts_on, language, difficulty, bucket, sum(players), sum(best_1), sum(best_2),
    sum(best_4)
FROM (
    SELECT * FROM leaderboard_counts
    UNION ALL SELECT mode, seconds, type, period, starts_on, language, difficulty, bucket, players, best_1, best_2,
        best_4 FROM leaderboard_count_changes
) all_of_them
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
HAVING sum(players) <> 0 OR sum(best_1) <> 0 OR sum(best_2) <> 0 OR sum(best_4) <> 0
"""
_COUNTED = """
SELECT mode, seconds, type, period, starts_on, language, difficulty, (score >> 36)::int, count(*), sum(best & 1),
    sum(best >> 1 & 1), sum(best >> 2)
FROM leaderboards GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


async def purge(pg: asyncpg.Pool) -> None:
    """As two turns with a fold between them."""
    for _ in range(2):
        for one in purging():
            await one.work(pg, NOW)
        await fold(pg)


async def rows(pg: asyncpg.Pool) -> set[Row]:
    """The whole table, of weeks and days those that are kept."""
    return {tuple(row) for row in await pg.fetch(_TABLE, (NOW - KEPT).date())}


async def from_the_games(pg: asyncpg.Pool) -> set[Row]:
    """What plain Python makes of the stored games."""
    standing = {
        row["id"]
        for row in await pg.fetch("SELECT id FROM users WHERE is_active AND deleted_at IS NULL AND NOT is_bot")
    }
    sessions = [row["session_id"] for row in await pg.fetch("SELECT session_id FROM game_results WHERE ranked")]
    bests: dict[tuple[Any, ...], tuple[int, str]] = {}
    for game in [await session_result(pg, session_id) for session_id in sessions]:
        assert game is not None
        if game.user_id not in standing or not has_ladder(game):
            continue
        one = entry(game)
        for board in boards_entered(one.language, one.difficulty, spans_of(one.counts_at), one.ladder):
            if board.span.period is not Period.ALL and starts_on(board.span) <= (NOW - KEPT).date():
                continue
            on = (
                one.user_id, game.mode, game.seconds or 0, board.metric, board.span.period, starts_on(board.span),
                board.language, board.difficulty,
            )  # fmt: skip
            bests[on] = max(bests.get(on, (0, "")), (one.packed[board.metric], one.result_id))
    marks = ((None, True, 2), (True, None, 1), (None, None, 4))
    return {
        (*on, *best, sum(mark for language, difficulty, mark in marks
            if bests[(*on[:6], language and on[6], difficulty and on[7])] == best))
        for on, best in bests.items() if on[6] and on[7]
    }  # fmt: skip


async def assert_true(pg: asyncpg.Pool) -> None:
    assert await rows(pg) == await from_the_games(pg)
    assert {tuple(row) for row in await pg.fetch(_COUNTS)} == {tuple(row) for row in await pg.fetch(_COUNTED)}


class _Events:
    """What may happen to games and players."""

    def __init__(self, pg: asyncpg.Pool, seed: int) -> None:
        self._pg, self._random = pg, random.Random(seed)
        self._players: list[str] = []

    async def happen(self) -> None:
        everything: Sequence[Callable[[], Awaitable[object]]] = (
            self.end_game, self.end_game, self.end_game, self.end_game, self.judge, self.change_standing, self.register,
            self.delete_account, self.delete_user, self.delete_result, self.fold,
        )  # fmt: skip
        if len(self._players) < 6:
            self._players.append(await add_player(self._pg, is_guest=self._random.random() < 0.3))
        await self._random.choice(everything)()

    async def end_game(self) -> None:
        await play(
            self._pg,
            self._random.choice(self._players),
            NOW - timedelta(days=self._random.choice((0, 0, 1, 3, 20)), seconds=self._random.randint(0, 3)),
            language=self._random.choice(LANGUAGES),
            difficulty=self._random.choice(DIFFICULTIES),
            words=self._random.choice((19, 40, 40, 41, 77)),
        )

    async def judge(self) -> None:
        await self._pg.execute(
            """
            UPDATE game_results SET ranked = NOT ranked, unranked_reason = CASE WHEN ranked THEN 'verdict' END,
                verdict = CASE WHEN ranked THEN 'rejected' ELSE 'approved' END::"Verdict"
            WHERE id IN (SELECT id FROM game_results WHERE ranked OR unranked_reason = 'verdict'
                ORDER BY md5(id || $1) LIMIT 2)
            """,
            str(self._random.random()),
        )

    async def change_standing(self) -> None:
        column = self._random.choice(("is_active", "is_bot"))
        await self._pg.execute(
            f"UPDATE users SET {column} = NOT {column} WHERE id = $1 AND deleted_at IS NULL AND NOT is_guest",
            self._random.choice(self._players),
        )

    async def register(self) -> None:
        player = self._random.choice(self._players)
        if await self._pg.fetchval("SELECT is_guest FROM users WHERE id = $1", player):
            await register(self._pg, player)
            await rank_registered(self._pg, [player])

    async def delete_account(self) -> None:
        await delete_player(self._pg, self._random.choice(self._players))

    async def delete_user(self) -> None:
        await self._pg.execute("DELETE FROM users WHERE id = $1", self._players.pop(0))

    async def delete_result(self) -> None:
        await self._pg.execute(
            "DELETE FROM game_results WHERE id IN (SELECT id FROM game_results ORDER BY md5(id || $1) LIMIT 1)",
            str(self._random.random()),
        )

    async def fold(self) -> None:
        await fold(self._pg)


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_the_table_is_what_the_games_say(pg: asyncpg.Pool, seed: int) -> None:
    events = _Events(pg, seed)
    for number in range(80):
        await events.happen()
        if number % 8 == 0:
            await assert_true(pg)
    await assert_true(pg)
    await purge(pg)
    await assert_true(pg)
    assert await fill_again(pg) == (0, 0)


async def test_a_row_that_is_wrong_is_found_and_put_right(pg: asyncpg.Pool) -> None:
    await play_many(pg, 1, players=3, games=20)
    await purge(pg)
    before = await rows(pg)
    one = "WHERE ctid = (SELECT min(ctid) FROM leaderboards WHERE type = '{}')"
    await pg.execute(f"UPDATE leaderboards SET score = score + 1 {one.format('score')}")
    await pg.execute(f"DELETE FROM leaderboards {one.format('wpm')}")
    assert await rows(pg) != before
    assert await fill_again(pg) == (2, 0)
    assert await rows(pg) == before
    await assert_true(pg)


@pytest.mark.parametrize("folded", [False, True])
async def test_counts_that_have_drifted_are_put_right_while_games_end(pg: asyncpg.Pool, folded: bool) -> None:
    games = await play_many(pg, 1, players=3, games=20)
    await purge(pg)
    if not folded:
        await play(pg, games[0].user_id, words=90)
    await pg.execute("UPDATE leaderboard_counts SET players = players + 1, best_4 = 0 WHERE type = 'score'")
    await pg.execute("DELETE FROM leaderboard_counts WHERE type = 'wpm'")
    await pg.execute("UPDATE leaderboard_counts SET bucket = bucket + 1000 WHERE type = 'net_wpm'")

    async def play_on() -> None:
        for game in games:
            await play(pg, game.user_id, words=90)

    put_right, _ = await asyncio.gather(fill_again(pg), play_on())
    assert put_right is not None and put_right.rows == 0 and put_right.counts > 10
    await assert_true(pg)
    assert await fill_again(pg) == (0, 0)


async def unfill(pg: asyncpg.Pool) -> None:
    """As if the games had ended before there was a table."""
    for table in ("leaderboards", "leaderboard_counts", "leaderboard_count_changes"):
        await pg.execute(f"TRUNCATE {table}")
    await pg.execute("UPDATE leaderboard_filling SET filled_at = NULL")


async def test_games_from_before_the_table_are_entered_while_others_end(
    pg: asyncpg.Pool, without_redis: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.leaderboards.filling.PLAYERS_AT_ONCE", 3)
    await play_many(pg, 1)
    await unfill(pg)
    games = await pg.fetch("SELECT user_id FROM game_results LIMIT 20")
    board = Metric.SCORE, Period.ALL, None, None, Window(limit=50)

    async def play_on() -> None:
        for row in games:
            await play(pg, row["user_id"], words=90)

    async def filled() -> None:
        while not await fill(pg):  # the page wakes the upkeep of the boards, which fills too
            await asyncio.sleep(0)

    assert not await is_filled(pg)
    before = await without_redis.page(*board)
    assert before.total > 5, "the games themselves are read"
    await asyncio.gather(filled(), play_on())
    assert await is_filled(pg)
    await assert_true(pg)
    after = await without_redis.page(*board)
    assert [entry.user_id for entry in after.entries if entry.value == after.entries[0].value] and after.total
    await purge(pg)
    assert await fill_again(pg) == (0, 0)


async def test_the_room_of_folded_changes_is_given_back(pg: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    await play_many(pg, 1, players=3, games=20)
    await pg.execute(
        """
        INSERT INTO leaderboard_count_changes (mode, seconds, type, period, starts_on, language, difficulty, bucket,
            players, best_1, best_2, best_4)
        SELECT mode, seconds, type, period, starts_on, language, difficulty, bucket, one.players, 0, 0, 0
        FROM leaderboard_counts, generate_series(1, 400), (VALUES (1), (-1)) AS one (players)
        UNION ALL
        SELECT mode, seconds, type, period, starts_on, language, difficulty, bucket, one.players, 0, 0, 0
        FROM leaderboard_count_changes, generate_series(1, 400), (VALUES (1), (-1)) AS one (players)
        """
    )
    room = "SELECT pg_relation_size('leaderboard_count_changes')"
    monkeypatch.setattr("server.leaderboards.folding.ROOM", 1 << 20)
    assert await pg.fetchval(room) > 2 << 20
    await keeping(pg).work(NOW)
    assert await pg.fetchval(room) < 1 << 16
    await assert_true(pg)


async def _batches(pg: asyncpg.Pool) -> list[int]:
    """How many players have been looked at after each batch of `fill_again`."""
    done: list[int] = []
    await fill_again(pg, done.append)
    return done


async def test_a_batch_is_as_large_as_its_games(pg: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.leaderboards.filling.GAMES_AT_ONCE", 4)
    players = sorted([await add_player(pg) for _ in range(5)])
    for player, games in zip(players, (3, 1, 6, 0, 2), strict=True):
        for _ in range(games):
            await play(pg, player)
    assert await _batches(pg) == [2, 3, 5]
    monkeypatch.setattr("server.leaderboards.filling.PLAYERS_AT_ONCE", 1)
    assert await _batches(pg) == [1, 2, 3, 4, 5]


async def test_a_batch_that_takes_too_long_is_tried_in_parts(pg: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL is slow: a player at a time is all it can do."""
    monkeypatch.setattr("server.leaderboards.filling.BATCH_S", 0.05)
    monkeypatch.setattr("server.leaderboards.filling.PLAYERS_AT_ONCE", 4)
    await play_many(pg, 1, players=4, games=12)
    await unfill(pg)
    await pg.execute(
        """
        CREATE FUNCTION slow_with_many() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF nullif(current_setting('test.player', true), '') <> NEW.user_id::text THEN PERFORM pg_sleep(60); END IF;
            PERFORM set_config('test.player', NEW.user_id::text, true);
            RETURN NEW;
        END
        $$;
        CREATE TRIGGER slow BEFORE INSERT ON leaderboards FOR EACH ROW EXECUTE FUNCTION slow_with_many()
        """
    )
    try:
        assert await fill(pg)
        await assert_true(pg)
        await purge(pg)
        assert await _batches(pg) == [1, 2, 3, 4]
    finally:
        await pg.execute("DROP FUNCTION slow_with_many CASCADE")


def _after_each_draft(monkeypatch: pytest.MonkeyPatch, happen: Callable[[], Awaitable[None]]) -> list[str]:
    """Returns after whom slices began."""
    begun: list[str] = []
    draft = Drafts.draft

    async def drafting(drafts: Drafts, after: str) -> bool:
        found = await draft(drafts, after)
        begun.append(after)
        await happen()
        return found

    monkeypatch.setattr(Drafts, "draft", drafting)
    return begun


async def test_what_happens_after_a_draft_is_entered_too(pg: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A game that ends, one that counts no longer, and a player who may stand no more or again."""
    games = await play_many(pg, 1, players=6, games=30)
    players = sorted({game.user_id for game in games})
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", players[3])
    await unfill(pg)

    async def happen() -> None:
        await play(pg, players[0], words=90)
        await pg.execute(
            "UPDATE game_results SET ranked = false, unranked_reason = 'verdict' WHERE user_id = $1", players[1]
        )
        await pg.execute("UPDATE users SET is_active = id = $1 WHERE id = ANY($2)", players[3], players[2:4])
        await pg.execute("DELETE FROM game_results WHERE user_id = $1", players[4])

    begun = _after_each_draft(monkeypatch, happen)
    assert await fill(pg)
    assert len(begun) == 2, "and one for those who come after the last"
    await assert_true(pg)
    await purge(pg)
    assert await fill_again(pg) == (0, 0)
    assert await pg.fetchval("SELECT count(*) FROM leaderboard_drafts") == 0


async def test_drafts_that_a_crash_has_emptied_are_drafted_anew(
    pg: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As PostgreSQL empties a table without WAL."""
    await play_many(pg, 1, players=3, games=20)
    await unfill(pg)
    crashes = iter([True])

    async def crash() -> None:
        if next(crashes, False):
            await pg.execute("TRUNCATE leaderboard_drafts")

    begun = _after_each_draft(monkeypatch, crash)
    assert await fill(pg)
    assert begun[0] == begun[1] != begun[2]
    await assert_true(pg)


async def test_slices_are_drafted_one_after_another(pg: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.leaderboards.filling.DRAFTED_GAMES", 4)
    players = sorted([await add_player(pg) for _ in range(5)])
    for player, games in zip(players, (3, 1, 6, 0, 2), strict=True):
        for _ in range(games):
            await play(pg, player)
    await unfill(pg)

    async def nothing() -> None:
        return None

    begun = _after_each_draft(monkeypatch, nothing)
    assert await fill(pg)
    assert begun[1:] == [players[1], players[2], players[4]]
    await assert_true(pg)


_OIDS = "SELECT array_agg(oid ORDER BY relname) FROM pg_class WHERE relname = ANY($1)"
INDEXES = ["leaderboards_order_idx", "leaderboards_best_idx"]
_THERE = """
SELECT array_agg(pg_get_indexdef(indexrelid) ORDER BY indexrelid::regclass::text) FROM pg_index
WHERE indisvalid AND indexrelid::regclass::text = ANY($1)
"""


async def test_the_indexes_are_made_when_much_has_been_entered(
    pg: asyncpg.Pool, without_redis: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.leaderboards.filling.INDEX_APART_GAMES", 10)
    await play_many(pg, 1, players=3, games=20)
    before = await pg.fetchval(_THERE, INDEXES)
    assert len(before) == 2
    await unfill(pg)
    seen: list[list[str] | None] = []

    async def look() -> None:
        seen.append(await pg.fetchval(_THERE, INDEXES))

    _after_each_draft(monkeypatch, look)
    assert await fill(pg)
    assert seen == [None, None]
    assert await pg.fetchval(_THERE, INDEXES) == before
    await assert_true(pg)


@pytest.mark.parametrize("index", INDEXES)
async def test_a_table_without_an_index_is_not_filled(
    pg: asyncpg.Pool, index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was killed left it so, and one of an earlier release has entered the rest."""
    await play_many(pg, 1, players=3, games=20)
    await fill(pg)
    assert await is_filled(pg)
    monkeypatch.setattr("server.leaderboards.filling.INDEX_APART_GAMES", 10)
    others = await pg.fetchval(_OIDS, [name for name in INDEXES if name != index])
    await pg.execute(f"DROP INDEX {index}")
    await pg.execute("UPDATE leaderboard_filling SET filled_to = NULL")  # so an installation begins
    assert not await is_filled(pg)
    assert await fill(pg)
    assert len(await pg.fetchval(_THERE, INDEXES)) == 2 and await is_filled(pg)
    assert await pg.fetchval(_OIDS, [name for name in INDEXES if name != index]) == others, "they have readers"


async def test_one_process_fills_the_table(pg: asyncpg.Pool) -> None:
    await play_many(pg, 1, games=3)
    await unfill(pg)
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('prodev leaderboards'))")
        assert not await fill(pg)
        assert await fill_again(pg) is None
    async with pg.acquire() as connection:
        async with connection.transaction():
            await connection.execute("SELECT FROM leaderboard_filling FOR UPDATE")  # as earlier releases do
            filling = asyncio.create_task(fill(pg))
            await until_waiting(pg, 1)
        assert await filling
    assert await fill(pg), "it is filled already"
    assert await pg.fetchval("SELECT count(*) FROM leaderboard_drafts") == 0


async def test_nobody_calls_a_table_filled_that_lacks_its_index(pg: asyncpg.Pool) -> None:
    """Neither does a server of the previous release, which knows nothing of how it is made."""
    await play_many(pg, 1, games=1)
    await unfill(pg)
    await pg.execute("DROP INDEX leaderboards_order_idx")
    with pytest.raises(asyncpg.RaiseError, match="leaderboards_order_idx"):
        await pg.execute("UPDATE leaderboard_filling SET filled_at = now()")
    assert await fill(pg)


async def test_places_are_exact_among_values_of_one_range_and_of_many(pg: asyncpg.Pool, without_redis: Boards) -> None:
    """Whether the counts have been folded or not, and where a page begins within a range and ends in another."""
    games = [await play(pg, await add_player(pg), words=20 + number % 7, game_ms=15_000) for number in range(40)]
    games += [await play(pg, await add_player(pg), words=30 * number) for number in range(1, 9)]
    places = model(games, Metric.SCORE, Period.ALL, None, None)
    for folded in (False, True):
        if folded:
            await fold(pg)
            assert await pg.fetchval("SELECT count(*) FROM leaderboard_count_changes") == 0
        for offset in range(0, 50, 3):
            page = await without_redis.page(Metric.SCORE, Period.ALL, None, None, Window(5, offset))
            assert [(one.user_id, one.value) for one in page.entries] == places[offset : offset + 5]
            assert page.total == len(places)
        for rank, (user_id, _) in enumerate(places, 1):
            page = await without_redis.page(Metric.SCORE, Period.ALL, None, None, Window(1, 0, user_id))
            assert page.me is not None and page.me.rank == rank
            window = Window(6, viewer_id=user_id, around_viewer=True)
            page = await without_redis.page(Metric.SCORE, Period.ALL, None, None, window)
            skipped = max(0, min(rank - 4, len(places) - 6))
            assert [(one.user_id, one.value) for one in page.entries] == places[skipped : skipped + 6]
            assert [one.rank for one in page.entries] == [*range(skipped + 1, skipped + 7)]


async def test_of_many_with_one_value_those_next_to_a_player_alone_are_read(pg: asyncpg.Pool) -> None:
    """And on the board of all no rows that are not their player's best of all."""
    board = Board(Metric.SCORE, span_of(Period.ALL, NOW), None, None)
    players = [await add_player(pg) for _ in range(120)]
    template = await play(pg, players[0])
    await pg.execute(_END_LIKE_IT, template.id, players[1:])
    for language in ("GO", "RUST"):
        worse = await play(pg, players[0], language=language, words=39)
        await pg.execute(_END_LIKE_IT, worse.id, players[1:])
    await fold(pg)
    await pg.execute("VACUUM ANALYZE leaderboards")
    places = [row[0] for row in await pg.fetch("SELECT user_id::text FROM leaderboards GROUP BY 1 ORDER BY 1 DESC")]
    async with pg.acquire() as connection, connection.transaction():
        before = await connection.fetchval(_READ, INDEXES)
        query, args = slice_query(board, Window(5, viewer_id=places[3], around_viewer=True))
        found = await connection.fetch(query, *args)
        read = await connection.fetchval(_READ, INDEXES) - before
    assert [row["user_id"] for row in found] == [*places[1:6], places[3]]
    assert [row["rank"] for row in found] == [2, 3, 4, 5, 6, 4]
    assert 3 + 3 + 5 <= read <= 3 + 5 + 5, "those before the player, and a page in each direction"


async def test_what_nobody_can_ask_for_is_removed(pg: asyncpg.Pool) -> None:
    player = await add_player(pg)
    await play(pg, player, NOW - timedelta(days=30))
    await play(pg, player)
    assert await pg.fetchval("SELECT count(DISTINCT starts_on) FROM leaderboards WHERE period = 'day'") == 2
    await purge(pg)
    days = await pg.fetch("SELECT DISTINCT starts_on FROM leaderboards WHERE period = 'day'")
    assert [row[0] for row in days] == [NOW.date()]
    assert await pg.fetchval("SELECT count(DISTINCT starts_on) FROM leaderboard_counts WHERE period = 'day'") == 1
    assert await pg.fetchval("SELECT count(*) FROM leaderboards WHERE period = 'all'") == 3
    await assert_true(pg)


_OWN = ("id", "session_id", "user_id", "created_at")
_LIKE_IT = ", ".join(name for name in PERSONAL_COLUMNS["game_results"] if name not in _OWN)
# $1: a game, $2: players who each end one like it.
_END_LIKE_IT = f"""
WITH games AS (
    INSERT INTO game_sessions (user_id, language, difficulty, started_at, ended_at, is_completed)
    SELECT player, language, difficulty, started_at, ended_at, true
    FROM game_sessions, unnest($2::uuid[]) AS player WHERE id = (SELECT session_id FROM game_results WHERE id = $1)
    RETURNING id, user_id
)
INSERT INTO game_results (session_id, user_id, {_LIKE_IT})
SELECT games.id, games.user_id, {_LIKE_IT} FROM games, (SELECT {_LIKE_IT} FROM game_results WHERE id = $1) game
"""
_READ = "SELECT sum(pg_stat_get_xact_tuples_returned(oid))::int FROM pg_class WHERE relname = ANY($1)"
_CALLS = "SELECT coalesce(sum(calls), 0)::int FROM pg_stat_xact_user_functions WHERE funcname = $1"


async def test_a_game_reads_no_others_board_though_nothing_is_known_of_the_tables(pg: asyncpg.Pool) -> None:
    """A plan that is made while a table is empty must do when it is not."""
    players = [await add_player(pg) for _ in range(60)]
    template = await play(pg, players.pop())
    indexes = ["leaderboards_order_idx", "users_living_lookalike_idx"]
    async with pg.acquire() as connection, connection.transaction():
        before = await connection.fetchval(_READ, indexes)
        await connection.execute(_END_LIKE_IT, template.id, players)
        assert await connection.fetchval(_READ, indexes) - before < len(players)
        assert await connection.fetchval("SELECT count(*) FROM leaderboards") == 9 * 60
    await assert_true(pg)


async def test_a_game_that_beats_nothing_writes_nothing(pg: asyncpg.Pool) -> None:
    player = await add_player(pg)
    worse = await play(pg, player, words=40)
    await play(pg, player, words=41)
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL track_functions = 'all'")
        await connection.execute(_END_LIKE_IT, worse.id, [player])
        assert await connection.fetchval(_CALLS, "enter_leaderboards") == 1
        assert await connection.fetchval(_CALLS, "count_leaderboards") == 0, "whatever writes is counted"
    await assert_true(pg)
