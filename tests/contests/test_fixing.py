"""The end of a contest: ranks, ratings and what comes after."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server import library
from server.contests.fixing import MOST, fix, periodic
from server.contests.rows import FINISH
from server.infra.postgres import Connection, Pool
from server.play import GameRow
from server.ratings import NEW, Strength, moved, shown
from tests.contests.contests import call, end, fixed, is_fixed, made, play, running, standings, started, until_fixed
from tests.live import Account, Live


async def reckoned(pg: Pool) -> dict[str, Strength]:
    """Everybody's strength, from the stored contests alone."""
    strengths: dict[str, Strength] = {}
    for contest in await pg.fetch("SELECT slug FROM contests WHERE rated_no IS NOT NULL ORDER BY rated_no"):
        rows = await pg.fetch(
            "SELECT user_id, rank, old_rating, new_rating FROM contest_participations"
            " WHERE contest_slug = $1 AND new_rating IS NOT NULL ORDER BY rank",
            contest["slug"],
        )
        before = [strengths.get(row["user_id"], NEW) for row in rows]
        after = moved(before, [row["rank"] for row in rows])
        for row, old, new in zip(rows, before, after, strict=True):
            assert (row["old_rating"], row["new_rating"]) == (shown(old), shown(new))
            strengths[row["user_id"]] = new
    return strengths


async def stored(pg: Pool) -> dict[str, Strength]:
    rows = await pg.fetch("SELECT user_id, mu, sigma FROM ratings WHERE kind = 'CONTEST'")
    return {row["user_id"]: Strength(row["mu"], row["sigma"]) for row in rows}


@pytest.fixture
async def players(live: Live) -> list[Account]:
    return [await live.register(name) for name in ("ada", "bob", "eve")]


async def test_the_server_fixes_ranks_and_ratings_by_itself_and_shows_old_and_new(
    live: Live, pg: Pool, admin: Account, players: list[Account]
) -> None:
    slug = await running(admin, pg)
    for slips, player in enumerate(players):
        await play(player, live, slug, slips)
    await end(pg, slug)
    await until_fixed(pg, slug)
    contest = (await call(players[0], "GET", f"/{slug}"))["contest"]
    assert (contest["state"], contest["finished"], contest["playing"]) == ("OVER", 3, 0)
    rows = (await call(players[0], "GET", f"/{slug}/standings"))["items"]
    assert [row["username"] for row in rows] == ["ada", "bob", "eve"]
    assert [row["final_score"] for row in rows] == sorted((row["final_score"] for row in rows), reverse=True)
    assert {row["old_rating"] for row in rows} == {1500}
    assert rows[0]["new_rating"] > rows[1]["new_rating"] > rows[2]["new_rating"]
    assert await reckoned(pg) == await stored(pg)
    board = (await live.http.get("/api/ratings?kind=CONTEST")).json()
    assert [row["username"] for row in board["items"]] == ["ada", "bob", "eve"]
    history = (await live.http.get("/api/users/ada/ratings")).json()
    assert [(move["kind"], move["subject"], move["place"]) for move in history["moves"]] == [("CONTEST", slug, 1)]


async def test_it_happens_once_however_often_and_by_how_many_it_is_tried(
    live: Live, pg: Pool, admin: Account, players: list[Account]
) -> None:
    slug = await running(admin, pg)
    for player in players:
        await play(player, live, slug)
    assert not await fix(pg, slug)  # it is not over
    await end(pg, slug)
    done = await asyncio.gather(*(fix(pg, slug) for _ in range(6)))
    assert sum(done) <= 1  # the server may have been faster
    assert await is_fixed(pg, slug)
    assert await pg.fetchval("SELECT sum(games) FROM ratings") == 3
    assert await pg.fetchval("SELECT count(*) FROM rating_changes") == 3
    assert await reckoned(pg) == await stored(pg)


async def test_one_that_fails_half_way_leaves_nothing_behind(
    live: Live, pg: Pool, admin: Account, players: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = await running(admin, pg)
    for player in players:
        await play(player, live, slug)
    gone = asyncio.Event()

    async def die(*_: object, **__: object) -> None:
        gone.set()
        raise ConnectionResetError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(library, "let_go", die)  # the step after ranks and ratings
        await end(pg, slug)
        await asyncio.wait_for(gone.wait(), 10)
        assert not await is_fixed(pg, slug)
        assert await pg.fetchval("SELECT count(*) FROM rating_changes") == 0
        assert await pg.fetchval("SELECT count(rank) FROM contest_participations") == 0
    await until_fixed(pg, slug)
    assert await reckoned(pg) == await stored(pg)
    assert len(await stored(pg)) == 3


async def test_one_that_cannot_be_fixed_holds_up_no_other(
    live: Live, pg: Pool, admin: Account, players: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad_game, bad_contest, good = [await running(admin, pg) for _ in range(3)]
    games = [await started(players[0], bad_game), await started(players[1], good)]
    endings, let_go = live.play.endings, library.let_go
    end_game = endings.end

    async def end_or_fail(row: GameRow, *about: Any, **more: Any) -> Any:
        if row.id == games[0]["session_id"]:
            raise LookupError("a poisoned game")
        return await end_game(row, *about, **more)

    async def let_go_or_fail(connection: Connection, slug: str, *, publish: bool) -> None:
        if slug == bad_contest:
            raise LookupError("a poisoned contest")
        await let_go(connection, slug, publish=publish)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(endings, "end", end_or_fail)
        meanwhile.setattr(library, "let_go", let_go_or_fail)
        for slug in (bad_game, bad_contest, good):  # in the order in which they are looked at
            await end(pg, slug, FINISH.total_seconds())
        await until_fixed(pg, good)
        assert [await is_fixed(pg, slug) for slug in (bad_game, bad_contest)] == [False, False]
    await until_fixed(pg, bad_game)
    await until_fixed(pg, bad_contest)


async def test_many_that_cannot_be_fixed_hold_up_no_other_and_are_tried_again(
    pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pg.executemany(
        "INSERT INTO contests (slug, title, language, difficulty, waves, keys, starts_at, duration_s)"
        " VALUES ($1, $1, 'PYTHON', 'NORMAL', '{\"waves\": [{}]}', '{1}', now() - $2::interval, 60)",
        [(f"bad-{number}", timedelta(hours=2)) for number in range(MOST)] + [("good", timedelta(hours=1))],
    )
    let_go = library.let_go
    poisoned, tried = set[str](), list[str]()

    async def let_go_or_fail(connection: Connection, slug: str, *, publish: bool) -> None:
        tried.append(slug)
        if slug in poisoned:
            raise LookupError("a poisoned contest")
        await let_go(connection, slug, publish=publish)

    async def close(_: GameRow) -> None:
        raise AssertionError("nobody plays")

    monkeypatch.setattr(library, "let_go", let_go_or_fail)
    poisoned.update(f"bad-{number}" for number in range(MOST))
    turn, now = periodic(pg, close).work, datetime.now(UTC)
    await turn(now)
    assert set(tried) == poisoned
    await turn(now)
    assert await is_fixed(pg, "good")
    poisoned.clear()
    await turn(now)
    assert not await is_fixed(pg, "bad-0")
    await turn(now + timedelta(seconds=1))
    assert await pg.fetchval("SELECT bool_and(fixed_at IS NOT NULL) FROM contests")


async def test_it_waits_for_games_that_are_still_played(live: Live, pg: Pool, admin: Account) -> None:
    slug = await running(admin, pg)
    ada = await live.register("ada")
    game = await started(ada, slug)
    await end(pg, slug)
    assert not await fix(pg, slug)
    await ada.end(game)
    await fixed(pg, slug)


async def test_ratings_follow_from_all_contests_in_their_order(
    live: Live, pg: Pool, admin: Account, teacher: Account, players: list[Account]
) -> None:
    ada, bob, eve = players
    for order in ((ada, bob, eve), (eve, ada), (bob, eve, ada)):
        slug = await running(admin, pg)
        for slips, player in enumerate(order):
            await play(player, live, slug, slips)
        await fixed(pg, slug)
    alone = await running(admin, pg)
    await play(ada, live, alone)
    await fixed(pg, alone)
    for player in players:
        await player.request("POST", "/api/groups/join", code="class-9b")
    in_class = await running(teacher, pg, group="class-9b")
    for player in players:
        await play(player, live, in_class)
    await fixed(pg, in_class)
    assert await pg.fetchval("SELECT count(*) FROM contests WHERE rated_no IS NOT NULL") == 3
    assert await reckoned(pg) == await stored(pg)
    ranks = await pg.fetch("SELECT rank, new_rating FROM contest_participations WHERE contest_slug = $1", in_class)
    assert sorted(tuple(row) for row in ranks) == [(1, None), (2, None), (3, None)]


async def test_what_is_doubted_when_it_ends_moves_nobody(
    live: Live, pg: Pool, admin: Account, players: list[Account]
) -> None:
    slug = await running(admin, pg)
    results = [await play(player, live, slug, slips) for slips, player in enumerate(players)]
    await pg.execute("UPDATE game_results SET verdict = 'flagged' WHERE id = $1", results[0]["id"])
    assert await standings(players[1], slug) == [(1, "bob"), (2, "eve")]
    yours = (await call(players[0], "GET", f"/{slug}"))["yours"]
    assert (yours["rank"], yours["excluded"]) == (None, "flagged")
    await fixed(pg, slug)
    assert set(await stored(pg)) == {players[1].id, players[2].id}
    assert await reckoned(pg) == await stored(pg)
    # A moderator believes it: it stands where it belongs, and no rating moves any more.
    ratings = await stored(pg)
    answer = await admin.request(
        "PUT", f"/api/moderation/results/{results[0]['id']}", verdict="approved", reason="An honest game."
    )
    assert answer.is_success, answer.text
    assert await standings(players[1], slug) == [(1, "ada"), (2, "bob"), (3, "eve")]
    assert await stored(pg) == ratings


async def test_a_result_that_is_rejected_later_leaves_the_standings_and_no_rating_moves(
    live: Live, pg: Pool, admin: Account, players: list[Account]
) -> None:
    slug = await running(admin, pg)
    results = [await play(player, live, slug, slips) for slips, player in enumerate(players)]
    await fixed(pg, slug)
    ratings = await stored(pg)
    answer = await admin.request(
        "PUT", f"/api/moderation/results/{results[0]['id']}", verdict="rejected", reason="A program typed it."
    )
    assert answer.is_success, answer.text
    rows = (await call(players[1], "GET", f"/{slug}/standings"))["items"]
    assert [(row["rank"], row["username"]) for row in rows] == [(1, "bob"), (2, "eve")]
    assert (await call(players[0], "GET", f"/{slug}"))["yours"]["excluded"] == "rejected"
    assert await stored(pg) == ratings
    assert rows[0]["new_rating"] is not None


async def test_robots_disabled_and_deleted_players_stand_nowhere(
    live: Live, pg: Pool, admin: Account, players: list[Account]
) -> None:
    slug = await running(admin, pg)
    for slips, player in enumerate(players):
        await play(player, live, slug, slips)
    ada, bob = (player.id for player in players[:2])
    await pg.execute("UPDATE users SET is_bot = true WHERE id = $1", ada)
    assert await standings(players[2], slug) == [(1, "bob"), (2, "eve")]
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", bob)
    await fixed(pg, slug)
    assert await standings(players[2], slug) == [(1, "eve")]
    assert await stored(pg) == {}  # alone
    await pg.execute("UPDATE users SET is_bot = false, is_active = true WHERE id = ANY($1)", [ada, bob])
    assert await standings(players[2], slug) == [(1, "ada"), (2, "bob"), (3, "eve")]


async def test_the_earlier_finish_goes_before_among_equals(
    live: Live, pg: Pool, admin: Account, players: list[Account]
) -> None:
    slug = await running(admin, pg)
    results = [await play(player, live, slug) for player in players]
    assert len({result["final_score"] for result in results}) == 1
    assert await standings(players[0], slug) == [(1, "ada"), (2, "bob"), (3, "eve")]
    await pg.execute(
        "UPDATE game_results SET ended_at = ended_at - interval '1 minute' WHERE id = $1", results[2]["id"]
    )
    assert await standings(players[0], slug) == [(1, "eve"), (2, "ada"), (3, "bob")]


async def test_a_game_that_was_paused_for_too_long_does_not_count(
    live: Live, pg: Pool, admin: Account, players: list[Account]
) -> None:
    slug = await running(admin, pg)
    results = [await play(player, live, slug) for player in players]
    await pg.execute("UPDATE game_results SET pauses = 4 WHERE id = $1", results[0]["id"])
    await pg.execute("UPDATE game_results SET pauses = 1, paused_ms = 120001 WHERE id = $1", results[1]["id"])
    assert await standings(players[0], slug) == [(1, "eve")]
    assert (await call(players[0], "GET", f"/{slug}"))["yours"]["excluded"] == "paused"


async def test_nobody_came(pg: Pool, admin: Account) -> None:
    slug = await made(admin)
    await fixed(pg, slug)
    assert (await call(admin, "GET", f"/{slug}/standings"))["total"] == 0
