"""`user_journeys` and `user_achievements`: the same rows whatever order jobs come in, and worked out again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from game.terms import Mode, Verdict
from server.feed import Feed
from server.infra.postgres import Pool
from server.play import rank_rule
from server.progress import consumers, events
from server.progress.journey import RULES, Journey
from server.progress.kept import NAME, Journeys, work_out
from server.results import rank_registered, record, rejudge
from server.settings import Settings
from tests.feed.conftest import until_done
from tests.infra.test_schema import group as a_group
from tests.infra.test_schema import store
from tests.live import PATIENCE_S
from tests.results.games import START, add_player, delete_player, finished, register, start_game, totals
from tests.rows import one_row

_DOUBTED = "SELECT id FROM game_results WHERE verdict = 'flagged' AND mode <> 'PRACTICE' ORDER BY id"
Rows = tuple[list[str], list[str]]


async def end_game(pg: Pool, player: str, at: timedelta = timedelta(), **change: Any) -> str:
    """The result of a game that ended so long after the first."""
    started = START + at
    session = await start_game(pg, player, change.pop("language", "PYTHON"), started_at=started)
    mode, (code, seat) = change.pop("mode", None), change.pop("seat", (None, None))
    if mode is not None:
        await pg.execute(
            'UPDATE game_sessions SET mode = $2::text::"Mode", match_code = $3, seat = $4 WHERE id = $1',
            *(session, mode, code, seat),
        )
        change["unranked_by_mode"] = mode.lower()
    result = await record(pg, finished(session, player, ended_at=started + timedelta(minutes=1), **change))
    assert result is not None
    return result.id


async def kept(pg: Pool) -> Rows:
    """Every row as PostgreSQL writes it."""
    return (
        [row["text"] for row in await pg.fetch("SELECT j::text AS text FROM user_journeys j ORDER BY user_id")],
        [row["text"] for row in await pg.fetch("SELECT a::text AS text FROM user_achievements a ORDER BY a")],
    )


async def rebuilt(pg: Pool) -> Rows:
    for row in await pg.fetch("SELECT id FROM users WHERE deleted_at IS NULL ORDER BY id"):
        await work_out(pg, Journeys(), row["id"])
    return await kept(pg)


async def count(pg: Pool, *result_ids: str) -> None:
    """As the consumer does, in one transaction."""
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await Journeys().after_games(connection, result_ids)


async def fed(pg: Pool, settings: Settings) -> None:
    assert settings.database_url is not None
    feed = Feed(consumers())
    await feed.start(settings.database_url)
    feed.game_ended()
    await until_done(pg)
    await feed.stop()


async def some_games(pg: Pool, player: str, many: int, dice: random.Random) -> list[str]:
    made = []
    for at in sorted(dice.sample(range(60 * 24 * 9), many)):
        change: dict[str, Any] = {"totals": totals(dice.randint(10, 200), waves=dice.randint(0, 6))}
        if dice.random() < 0.3:
            change["mode"] = Mode.PRACTICE
        if dice.random() < 0.2:
            change["verdict"] = Verdict.FLAGGED
        language = dice.choice(["PYTHON", "GO", "RUST"])
        made.append(await end_game(pg, player, timedelta(minutes=at), language=language, **change))
    return made


async def test_whoever_has_played_for_years_lets_others_in_between(pg: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """While games are read and taken in: both keep the loop."""
    player = await add_player(pg)
    games = await some_games(pg, player, 12, random.Random(1))
    at_once = await rebuilt(pg)
    for module in "events", "kept":
        monkeypatch.setattr(f"server.progress.{module}.AT_ONCE", 3)
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    seen, take, game_event = list[int](), Journey.take, events.GameEvent

    def taken(*arguments: Any) -> Any:
        seen.append(turns)
        return take(*arguments)

    def read(*arguments: Any) -> Any:
        seen.append(turns)
        return game_event(*arguments)

    monkeypatch.setattr(Journey, "take", taken)
    monkeypatch.setattr(events, "GameEvent", read)
    task = asyncio.create_task(others())
    assert await rebuilt(pg) == at_once
    task.cancel()
    assert len(seen) == len(games) + 4
    assert len(set(seen)) == 4 + 4, "in steps of three"


@pytest.mark.parametrize("seed", range(3))
async def test_a_rebuild_writes_the_same_bytes_whatever_order_the_jobs_came_in(pg: Pool, seed: int) -> None:
    """Shuffled, in batches and alone, some twice, with a late verdict."""
    dice = random.Random(seed)
    players = [await add_player(pg, is_guest=dice.random() < 0.5) for _ in range(3)]
    jobs = [result for player in players for result in await some_games(pg, player, 12, dice)]
    in_order = await rebuilt(pg)
    assert len(in_order[0]) == 3 and in_order[1]
    await pg.execute("DELETE FROM user_journeys")
    await pg.execute("DELETE FROM user_achievements")
    await pg.execute("UPDATE users SET updated_at = updated_at")  # the rows are where they are
    jobs += dice.sample(jobs, 9)
    dice.shuffle(jobs)
    while jobs:
        batch = [jobs.pop() for _ in range(min(len(jobs), dice.choice([1, 1, 5])))]
        await count(pg, *batch)
    assert await kept(pg) == in_order
    found = await pg.fetch(_DOUBTED)
    doubted = [row["id"] for row in found]
    for result in doubted:
        async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            judged = await rejudge(connection, result, dice.choice([Verdict.APPROVED, Verdict.REJECTED]), rank_rule)
            assert judged is not None
            await Journeys().after_changes(connection, [judged.user_id])
    assert await kept(pg) == await rebuilt(pg)


async def test_a_game_is_counted_once_by_the_feed_and_a_rebuild_beside_it_harms_nothing(
    pg: Pool, settings: Settings
) -> None:
    ada, bob = await add_player(pg), await add_player(pg)
    for day in range(6):
        for player in (ada, bob):
            await end_game(pg, player, timedelta(days=day))
    await asyncio.gather(fed(pg, settings), *(work_out(pg, Journeys(), ada) for _ in range(4)))
    rows = await kept(pg)
    assert [row["events"] for row in await pg.fetch("SELECT events FROM user_journeys")] == [6, 6]
    assert rows == await rebuilt(pg)
    await fed(pg, settings)
    assert rows == await kept(pg)


async def test_the_games_of_a_crowd_take_no_more_statements_than_two(pg: Pool) -> None:
    """Each new, so that all of them have something to be told."""
    journeys = consumers()[0]
    assert journeys.together is not None
    asked: list[list[str]] = []
    for players in 2, 12:
        results = [await end_game(pg, await add_player(pg)) for _ in range(players)]
        async with pg.acquire() as connection, connection.transaction():
            asked.append([])
            watcher = lambda query: asked[-1].append(query.query)  # noqa: E731
            connection.add_query_logger(watcher)
            await journeys.together(connection, results)
            connection.remove_query_logger(watcher)
    assert await pg.fetchval("SELECT count(DISTINCT user_id) FROM user_journeys") == 14
    assert len(asked[0]) == len(asked[1]), asked


async def test_a_rejected_game_gives_back_what_it_gave(pg: Pool) -> None:
    ada = await add_player(pg)
    first = await end_game(pg, ada)
    await count(pg, first)
    before = await kept(pg)
    best = await end_game(pg, ada, timedelta(hours=1), totals=totals(300, dirty=0, waves=9))
    await count(pg, best)
    assert len((await kept(pg))[1]) > len(before[1])
    for verdict, is_as_before in ((Verdict.REJECTED, True), (Verdict.APPROVED, False)):
        async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
            await rejudge(connection, best, verdict, rank_rule)
            await Journeys().after_changes(connection, [ada])
        assert ((await kept(pg))[1] == before[1]) == is_as_before


async def test_a_guest_who_registers_keeps_everything(pg: Pool) -> None:
    guest = await add_player(pg, is_guest=True)
    await count(pg, await end_game(pg, guest))
    before = await kept(pg)
    assert before[1]
    await register(pg, guest)
    await rank_registered(pg, [guest])
    assert await rebuilt(pg) == before


async def test_other_rules_and_other_achievements_make_it_be_worked_out_again(
    pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await add_player(pg)
    for day in range(3):
        await count(pg, await end_game(pg, ada, timedelta(days=day)))
    monkeypatch.setattr("server.progress.journey.RULES", RULES + 1)
    monkeypatch.setattr("server.progress.journey.SPEED_SECONDS", 10_000)
    await count(pg, await end_game(pg, ada, timedelta(days=3)))
    assert await kept(pg) == await rebuilt(pg)
    assert "NET_WPM" not in (await one_row(pg, "SELECT tallies FROM user_journeys"))["tallies"]["amounts"]


async def test_nothing_is_kept_of_an_account_that_is_gone(pg: Pool) -> None:
    ada = await add_player(pg)
    result = await end_game(pg, ada)
    await delete_player(pg, ada)
    await count(pg, result)
    assert await kept(pg) == ([], [])


async def won_race(pg: Pool, players: Sequence[str], *, at: timedelta = timedelta()) -> list[str]:
    """The results of a match that the first of them has won."""
    code = "".join(random.choices("ACDEFGH", k=6))
    await pg.execute(
        "INSERT INTO matches (code, language, difficulty, waves, keys, capacity, visibility, starts_at, ended_at)"
        " VALUES ($1, 'PYTHON', 'NORMAL', '{}', '{1}', 4, 'PUBLIC', $2, $3)",
        code,
        START + at,
        START + at + timedelta(minutes=2),
    )
    made = []
    for seat, player in enumerate(players, 1):
        result = await end_game(pg, player, at, mode=Mode.RACE, seat=(code, seat))
        made.append(result)
        await pg.execute(
            "INSERT INTO match_seats (match_code, seat, user_id, session_id, place)"
            " SELECT $1, $2, $3, session_id, $2 FROM game_results WHERE id = $4",
            *(code, seat, player, result),
        )
    return made


@pytest.mark.parametrize(
    "farmed",
    [
        None,
        "UPDATE match_seats SET is_house = true WHERE seat > 1",
        "UPDATE users SET is_bot = true WHERE id IN (SELECT user_id FROM match_seats WHERE seat > 1)",
        "UPDATE matches SET visibility = 'LINK'",
    ],
)
async def test_a_match_counts_when_it_is_decided_in_public_and_against_people(pg: Pool, farmed: str | None) -> None:
    ada, bob = await add_player(pg), await add_player(pg)
    games = await won_race(pg, [ada, bob])
    if farmed:
        await pg.execute(farmed)
    await count(pg, *games)
    later = await end_game(pg, ada, timedelta(hours=1))
    await count(pg, later)
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await Journeys().after_changes(connection, [ada, bob])
    rows = await kept(pg)
    won = await pg.fetch("SELECT user_id, result_id FROM user_achievements WHERE achievement = 'race-won'")
    assert [tuple(row) for row in won] == ([] if farmed else [(ada, games[0])])
    assert rows == await rebuilt(pg)


@pytest.mark.parametrize("of_group", [False, True])
async def test_a_contest_of_a_group_wins_nothing(pg: Pool, of_group: bool) -> None:
    ada, bob = await add_player(pg), await add_player(pg)
    await store(pg, "groups", a_group())
    group = await pg.fetchval("SELECT id FROM groups")
    await pg.execute(
        "INSERT INTO contests"
        " (slug, title, language, difficulty, waves, keys, starts_at, duration_s, fixed_at, group_id)"
        """ VALUES ('friday', 'Friday', 'PYTHON', 'NORMAL', '{"format": 3, "waves": [{}]}', '{30}', $1, 60, $2, $3)""",
        *(START, START + timedelta(hours=1), group if of_group else None),
    )
    games = [await end_game(pg, player) for player in (ada, bob)]
    for rank, game in enumerate(games, 1):
        await pg.execute(
            "INSERT INTO contest_participations (contest_slug, user_id, session_id, rank)"
            " SELECT 'friday', user_id, session_id, $2 FROM game_results WHERE id = $1",
            *(game, rank),
        )
    await count(pg, *games)
    async with pg.acquire() as connection, connection.transaction(isolation="read_committed"):
        await Journeys().after_changes(connection, [ada, bob])
    won = await pg.fetch("SELECT user_id FROM user_achievements WHERE achievement = 'contest-won'")
    assert [row["user_id"] for row in won] == ([] if of_group else [ada])


async def test_a_player_whose_journey_is_worked_on_costs_no_job_a_try(pg: Pool, settings: Settings) -> None:
    ada = await add_player(pg)
    await end_game(pg, ada)
    assert settings.database_url is not None
    feed = Feed(consumers())
    async with pg.acquire() as other, other.transaction():
        await other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('prodev ' || $1 || ' ' || $2, 0))", NAME, ada
        )
        await feed.start(settings.database_url)
        feed.game_ended()
        async with asyncio.timeout(PATIENCE_S):
            while not await pg.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
                await asyncio.sleep(0.01)
            while await pg.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
                await asyncio.sleep(0.01)
        assert await pg.fetchval("SELECT sum(tries) FROM feed_jobs WHERE queue = $1", NAME) == 0
    await until_done(pg)
    await feed.stop()
    assert len((await kept(pg))[0]) == 1
