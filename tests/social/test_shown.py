"""Who is hidden from whom, and whose friends are left."""

from __future__ import annotations

import pytest

from server.infra.postgres import Pool
from server.social import friends_of, is_blocked, unblocked
from tests.infra.test_schema import a_user, store


async def relate(pg: Pool, one: str, other: str, status: str) -> None:
    await store(pg, "friend_relationships", {"user_id": one, "other_id": other, "status": status})


@pytest.mark.parametrize("status", ["REQUESTED", "ACCEPTED", "DECLINED", "BLOCKED"])
async def test_a_block_alone_hides_and_hides_both(pg: Pool, status: str) -> None:
    ada, bob = await a_user(pg), await a_user(pg, "bob")
    assert not await is_blocked(pg, ada, bob)
    await relate(pg, ada, bob, status)
    assert await is_blocked(pg, ada, bob) is await is_blocked(pg, bob, ada) is (status == "BLOCKED")


async def test_a_stranger_sees_everybody(pg: Pool) -> None:
    ada, bob = await a_user(pg), await a_user(pg, "bob")
    await relate(pg, ada, bob, "BLOCKED")
    visible = f"SELECT username FROM users u WHERE {unblocked('u.id', '$1::uuid')} ORDER BY 1"
    assert [row["username"] for row in await pg.fetch(visible, None)] == ["ada", "bob"]
    assert [row["username"] for row in await pg.fetch(visible, bob)] == ["bob"]
    assert [row["username"] for row in await pg.fetch(visible, ada)] == ["ada"]


async def test_friends_are_friends_whoever_asked_and_while_they_are_there(pg: Pool) -> None:
    ada, bob, cleo, dan = [await a_user(pg, name) for name in ("ada", "bob", "cleo", "dan")]
    await relate(pg, ada, bob, "ACCEPTED")
    await relate(pg, cleo, ada, "ACCEPTED")
    await relate(pg, ada, dan, "REQUESTED")
    assert await friends_of(pg, ada) == sorted([bob, cleo])
    assert await friends_of(pg, bob) == await friends_of(pg, cleo) == [ada]
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", bob)
    assert await friends_of(pg, ada) == [cleo]
