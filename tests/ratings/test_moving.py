"""ratings.moving and its endpoints, on a real PostgreSQL: moved once, in order, for those who have one."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import httpx
import pytest

from game.terms import RatingKind
from server import ratings
from server.infra.postgres import Pool
from server.ratings import NEW, RatingShift, Strength, move, moved, shown
from tests.http import app_of, client_of, problem, token_is_role
from tests.results.games import add_player

RACE = RatingKind.RACE


async def players(pg: Pool, count: int) -> list[str]:
    return [await add_player(pg, username=f"player_{number}") for number in range(count)]


async def play(pg: Pool, subject: str, *placed: tuple[str, int]) -> dict[str, RatingShift]:
    async with pg.acquire() as connection, connection.transaction():
        return await move(connection, RACE, subject, placed)


async def strength(pg: Pool, user_id: str) -> Strength:
    row = await pg.fetchrow("SELECT mu, sigma FROM ratings WHERE user_id = $1", user_id)
    assert row is not None
    return Strength(row["mu"], row["sigma"])


async def test_the_first_match_gives_ratings_and_the_next_moves_them(pg: Pool) -> None:
    one, other = await players(pg, 2)
    first = await play(pg, "AAAAAA", (one, 1), (other, 2))
    expected = moved([NEW, NEW], [1, 2])
    assert first == {one: RatingShift(1500, shown(expected[0])), other: RatingShift(1500, shown(expected[1]))}
    assert [await strength(pg, user) for user in (one, other)] == expected
    second = await play(pg, "BBBBBB", (one, 2), (other, 1))
    again = moved([expected[1], expected[0]], [1, 2])
    assert [await strength(pg, user) for user in (other, one)] == again
    assert (second[one].before, second[one].after) == (first[one].after, shown(again[1]))
    row = await pg.fetchrow("SELECT games, peak FROM ratings WHERE user_id = $1", one)
    assert row is not None and tuple(row) == (2, first[one].after)


@pytest.mark.parametrize(
    "change",
    ["is_guest = true, email = NULL, password_hash = NULL", "is_bot = true", "is_active = false, deleted_at = now()"],
)
async def test_guests_robots_and_the_deleted_are_not_rated(pg: Pool, change: str) -> None:
    one, other, third = await players(pg, 3)
    await pg.execute(f"UPDATE users SET {change} WHERE id = $1", other)
    assert await play(pg, "AAAAAA", (one, 1), (other, 2)) == {}, "one of two is left"
    moves = await play(pg, "BBBBBB", (one, 3), (other, 1), (third, 2))
    assert moves.keys() == {one, third} and moves[third].after > 1500 > moves[one].after


async def test_matches_that_end_at_once_are_rated_one_after_another(pg: Pool) -> None:
    users = await players(pg, 4)
    await asyncio.gather(
        *(play(pg, f"MATCH{n}", *((user, 1 + (n + i) % 4) for i, user in enumerate(users))) for n in range(8))
    )
    for user in users:
        rows = await pg.fetch("SELECT before, after FROM rating_changes WHERE user_id = $1 ORDER BY id", user)
        assert len(rows) == 8 and rows[0]["before"] == 1500
        assert all(one["after"] == following["before"] for one, following in pairwise(rows))


async def test_nothing_moves_twice_for_one_match(pg: Pool) -> None:
    one, other = await players(pg, 2)
    await play(pg, "AAAAAA", (one, 1), (other, 2))
    with pytest.raises(Exception, match="rating_changes"):
        await play(pg, "AAAAAA", (one, 1), (other, 2))
    assert await pg.fetchval("SELECT max(games) FROM ratings") == 1


async def answer(pg: Pool, path: str) -> httpx.Response:
    async with client_of(app_of(ratings.endpoints(pg), token_is_role)) as client:
        return await client.get(path)


async def test_the_board_has_the_highest_first_and_no_robots(pg: Pool) -> None:
    users = await players(pg, 3)
    await play(pg, "AAAAAA", *((user, place) for place, user in enumerate(users, 1)))
    await pg.execute("UPDATE users SET is_bot = true WHERE id = $1", users[1])
    board: dict[str, Any] = (await answer(pg, "/api/ratings?kind=race")).json()
    assert [(row["rank"], row["username"]) for row in board["items"]] == [(1, "player_0"), (2, "player_2")]
    assert (board["total"], board["items"][0]["games"]) == (2, 1)
    assert (await answer(pg, "/api/ratings?kind=CONTEST")).json()["items"] == []
    assert (await answer(pg, "/api/ratings?kind=CHESS")).status_code == 422


async def test_a_player_s_history_has_the_latest_move_first(pg: Pool) -> None:
    one, other = await players(pg, 2)
    for subject, places in (("AAAAAA", (1, 2)), ("BBBBBB", (2, 1))):
        await play(pg, subject, (one, places[0]), (other, places[1]))
    history = (await answer(pg, "/api/users/PLAYER_0/ratings")).json()
    assert [(one["subject"], one["place"]) for one in history["moves"]] == [("BBBBBB", 2), ("AAAAAA", 1)]
    assert history["moves"][1]["after"] == history["moves"][0]["before"] == history["ratings"][0]["peak"]
    assert problem(await answer(pg, "/api/users/nobody/ratings")) == (404, "account/no-such-player")


async def test_the_moves_of_one_kind_leave_room_for_those_of_another(pg: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.ratings.http.HISTORY", 1)
    one, other = await players(pg, 2)
    for subject in ("AAAAAA", "BBBBBB", "CCCCCC"):
        await play(pg, subject, (one, 1), (other, 2))
    await pg.execute("UPDATE rating_changes SET kind = 'CONTEST' WHERE subject = 'AAAAAA'")
    moves = (await answer(pg, "/api/users/player_0/ratings")).json()["moves"]
    assert [(move["kind"], move["subject"]) for move in moves] == [("RACE", "CCCCCC"), ("CONTEST", "AAAAAA")]
