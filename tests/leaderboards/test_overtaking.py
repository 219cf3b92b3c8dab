"""Who is told that their best was passed."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import pairwise, permutations
from typing import Any

import pytest

from game.plausibility import Reason
from game.terms import Verdict
from server.infra.postgres import Pool
from server.leaderboards import overtaking_consumer
from server.results import GameResult
from tests.leaderboards.boards import NOW, play
from tests.results.games import add_player

CONSUMER = overtaking_consumer()


async def follow(pg: Pool, follower: str, followed: str) -> None:
    await pg.execute("INSERT INTO followers (follower_id, followed_id) VALUES ($1, $2)", follower, followed)


async def befriend(pg: Pool, one: str, other: str, status: str = "ACCEPTED") -> None:
    await pg.execute(
        'INSERT INTO friend_relationships (user_id, other_id, status) VALUES ($1, $2, $3::text::"FriendStatus")',
        one,
        other,
        status,
    )


async def deliver(pg: Pool, *games: GameResult) -> None:
    """Their jobs, one after another."""
    for game in games:
        async with pg.acquire() as connection, connection.transaction():
            await CONSUMER.effect(connection, game.id)


async def deliver_together(pg: Pool, games: Sequence[GameResult]) -> None:
    """Their jobs, in one step."""
    assert CONSUMER.together is not None
    async with pg.acquire() as connection, connection.transaction():
        await CONSUMER.together(connection, list({game.id for game in games}))


async def told(pg: Pool) -> set[tuple[str, str]]:
    """`(who was told, of what)`."""
    rows = await pg.fetch("SELECT user_id, subject FROM notifications WHERE kind = 'OVERTAKEN'")
    return {(row["user_id"], row["subject"]) for row in rows}


async def at(pg: Pool, player: str, minute: int, words: int, **changes: Any) -> GameResult:
    return await play(pg, player, NOW - timedelta(days=1) + timedelta(minutes=minute), words=words, **changes)


@pytest.fixture
async def friends(pg: Pool) -> tuple[str, str]:
    ada, bob = await add_player(pg), await add_player(pg)
    await befriend(pg, ada, bob)
    return ada, bob


async def test_a_friend_is_told_once_until_they_take_it_back(pg: Pool, friends: tuple[str, str]) -> None:
    ada, bob = friends
    widest = f"solo * * {bob}"
    await deliver(pg, await at(pg, ada, 0, 40), await at(pg, bob, 1, 30))
    assert await told(pg) == set()
    await deliver(pg, await at(pg, bob, 2, 50))
    assert await told(pg) == {(ada, widest)}
    data = await pg.fetchval("SELECT data FROM notifications")
    assert (data["mode"], data["metric"], data["language"], data["value"] > data["own"]) == (
        "SOLO",
        "score",
        None,
        True,
    )
    await pg.execute("UPDATE notifications SET read_at = now()")
    await deliver(pg, await at(pg, bob, 3, 60))  # further ahead
    assert await pg.fetchval("SELECT count(*) FROM notifications WHERE read_at IS NULL") == 0
    await deliver(pg, await at(pg, ada, 4, 70))
    assert await told(pg) == {(bob, f"solo * * {ada}")}
    await deliver(pg, await at(pg, bob, 5, 80))
    assert await told(pg) == {(ada, widest)}


async def test_a_game_that_is_best_in_one_language_alone_is_told_of_that_board(
    pg: Pool, friends: tuple[str, str]
) -> None:
    ada, bob = friends
    await deliver(pg, await at(pg, bob, 0, 77), await at(pg, ada, 1, 40, language="REACT"))
    await deliver(pg, await at(pg, bob, 2, 50, language="REACT"))
    assert await told(pg) == {(ada, f"solo REACT * {bob}")}


@pytest.mark.parametrize("is_follower", [True, False])
async def test_who_follows_or_is_followed_is_told_and_a_stranger_is_not(pg: Pool, is_follower: bool) -> None:
    ada, bob, stranger = [await add_player(pg) for _ in range(3)]
    await (follow(pg, ada, bob) if is_follower else follow(pg, bob, ada))
    games = [await at(pg, ada, 0, 40), await at(pg, stranger, 0, 40), await at(pg, bob, 1, 50)]
    await deliver(pg, *games)
    assert {user for user, _ in await told(pg)} == {ada}


async def test_neither_robots_nor_blocked_people_nor_games_that_do_not_count_are_told(
    pg: Pool, friends: tuple[str, str]
) -> None:
    ada, bob = friends
    robot, enemy = await add_player(pg, is_bot=True), await add_player(pg)
    await befriend(pg, ada, robot)
    await follow(pg, ada, enemy)
    await befriend(pg, enemy, ada, "BLOCKED")
    await deliver(pg, await at(pg, ada, 0, 40))
    await deliver(pg, await at(pg, robot, 1, 50), await at(pg, enemy, 1, 50))
    reasons = {"verdict": Verdict.FLAGGED, "verdict_reasons": [Reason("constant", 0.02, 0.12)]}
    flagged = await at(pg, bob, 2, 50, **reasons)
    assert not flagged.ranked
    await deliver(pg, flagged)
    assert await told(pg) == set()


async def test_a_game_that_does_not_count_any_more_is_taken_back(pg: Pool, friends: tuple[str, str]) -> None:
    ada, bob = friends
    passing, passed = await at(pg, bob, 1, 50), await at(pg, ada, 0, 40)
    await deliver(pg, passed, passing)
    assert len(await told(pg)) == 1
    await pg.execute(
        "UPDATE game_results SET verdict = 'rejected', ranked = false, unranked_reason = 'verdict' WHERE id = $1",
        passing.id,
    )
    await deliver_together(pg, [passing, passed])
    assert await told(pg) == set()


_READ = """
SELECT sum(pg_stat_get_xact_tuples_returned(indexrelid))::int FROM pg_index
WHERE indrelid IN (SELECT relid FROM pg_partition_tree('game_results'))
"""


async def test_of_a_game_that_is_no_best_no_earlier_games_are_read(pg: Pool, friends: tuple[str, str]) -> None:
    ada, _ = friends
    games = [await at(pg, ada, minute, 90 if minute == 0 else 40) for minute in range(30)]
    await pg.execute("ANALYZE")
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL enable_seqscan = off")
        before = await connection.fetchval(_READ)
        await CONSUMER.effect(connection, games[-1].id)
        assert 0 < await connection.fetchval(_READ) - before < len(games) / 2


async def test_of_players_without_friends_no_game_is_read(pg: Pool) -> None:
    """However many of them have a new best."""
    assert CONSUMER.together is not None
    games = [await at(pg, await add_player(pg), minute, 40) for minute in range(6)]
    asked: list[str] = []
    watcher = lambda query: asked.append(query.query)  # noqa: E731
    async with pg.acquire() as connection, connection.transaction():
        connection.add_query_logger(watcher)
        await CONSUMER.together(connection, [game.id for game in games])
        connection.remove_query_logger(watcher)
    assert len([query for query in asked if "game_results" in query]) == 1, asked
    assert len(asked) == 4, asked


async def test_while_the_table_is_being_filled_the_games_are_read(pg: Pool, friends: tuple[str, str]) -> None:
    ada, bob = friends
    games = [await at(pg, ada, 0, 40), await at(pg, bob, 1, 30), await at(pg, bob, 2, 50)]
    await pg.execute("TRUNCATE leaderboards")
    await pg.execute("UPDATE leaderboard_filling SET filled_at = NULL")
    await deliver(pg, *games)
    assert await told(pg) == {(ada, f"solo * * {bob}")}


# ---------------------------------------------------------------- in whatever order


def model(games: Sequence[GameResult], pairs: set[frozenset[str]]) -> set[tuple[str, str]]:
    """What should be told in the end, by the rule as it is written, over all games."""

    def best(player: str, of: Sequence[GameResult], language: str | None, difficulty: str | None) -> int:
        mine = (g for g in of if g.user_id == player)
        fits = (g for g in mine if language in (None, g.language) and difficulty in (None, g.difficulty))
        return max((g.final_score for g in fits), default=0)

    found = set()
    for game in games:
        earlier = [each for each in games if each.ended_at < game.ended_at]
        cells = [(lang, diff) for lang in (None, game.language) for diff in (None, game.difficulty)]
        for other in {each.user_id for each in games} - {game.user_id}:
            if frozenset((game.user_id, other)) not in pairs:
                continue
            passed = [
                cell
                for cell in cells
                if best(game.user_id, earlier, *cell) < best(other, earlier, *cell) < game.final_score
            ]
            if passed and all(
                best(game.user_id, until, *passed[0]) > best(other, until, *passed[0])
                for until in ([one for one in games if one.ended_at <= later.ended_at] for later in games)
                if game in until
            ):
                language, difficulty = passed[0]
                found.add((other, f"solo {language or '*'} {difficulty or '*'} {game.user_id}"))
    return found


async def test_who_was_answered_and_passes_on_a_wider_board_is_told_of_that_alone(
    pg: Pool, friends: tuple[str, str]
) -> None:
    """In whatever order, and whatever was known when each was looked at."""
    ada, bob = friends
    wide = f"solo * * {bob}"

    async def games() -> AsyncIterator[GameResult]:
        yield await at(pg, ada, 0, 80, language="REACT")
        yield await at(pg, ada, 1, 40)
        yield await at(pg, bob, 2, 50)  # passes her in Python alone
        yield await at(pg, ada, 3, 60)  # answers there
        yield await at(pg, bob, 4, 90)  # passes her on every board

    played = [game async for game in games()]
    for order in permutations(played):
        await pg.execute("DELETE FROM notifications")
        await deliver(pg, *order)
        assert await told(pg) == {(ada, wide)}, [played.index(game) for game in order]
    await deliver_together(pg, played)
    assert await told(pg) == {(ada, wide)}


async def test_what_was_told_before_the_answer_is_taken_back_by_it_however_late(
    pg: Pool, friends: tuple[str, str]
) -> None:
    ada, bob = friends
    first = [await at(pg, ada, 0, 80, language="REACT"), await at(pg, ada, 1, 40), await at(pg, bob, 2, 50)]
    await deliver(pg, *first)
    assert await told(pg) == {(ada, f"solo PYTHON * {bob}")}
    answer, again = await at(pg, ada, 3, 60), await at(pg, bob, 4, 90)
    await deliver(pg, again, answer)
    assert await told(pg) == {(ada, f"solo * * {bob}")}


@pytest.mark.parametrize("seed", range(6))
async def test_what_is_told_does_not_depend_on_the_order_of_the_jobs_or_their_number(pg: Pool, seed: int) -> None:
    chance = random.Random(seed)
    players = [await add_player(pg) for _ in range(4)]
    pairs = {frozenset(pair) for pair in pairwise(players)}
    for one, other in map(sorted, pairs):
        await befriend(pg, one, other)
    games: list[GameResult] = []
    waiting: list[GameResult] = []
    words = chance.sample(range(20, 90), 24)
    for minute in range(24):
        kind = {"language": chance.choice(("PYTHON", "REACT")), "difficulty": chance.choice(("NORMAL", "HARD"))}
        games.append(await at(pg, chance.choice(players), minute, words[minute], **kind))
        waiting += [games[-1]] * chance.randint(1, 3)
        chance.shuffle(waiting)
        due = [waiting.pop() for _ in range(min(len(waiting), chance.randint(0, 2)))]
        await (deliver_together(pg, due) if len(due) > 1 else deliver(pg, *due))
    await deliver(pg, *waiting)
    assert await told(pg) == model(games, pairs)
    await deliver_together(pg, chance.sample(games, len(games)))
    assert await told(pg) == model(games, pairs)
