"""What is stored of what people are told."""

from __future__ import annotations

from game.terms import NotificationKind
from server.infra.postgres import Connection, Pool
from server.notifications import Notice, notify, retract
from tests.results.games import add_player, delete_player

FOLLOWED, VERDICT = NotificationKind.FOLLOWED, NotificationKind.VERDICT


async def stored(pg: Pool | Connection) -> list[tuple[str, str, str]]:
    rows = await pg.fetch("SELECT user_id, kind, subject FROM notifications ORDER BY id")
    return [(row["user_id"], row["kind"], row["subject"]) for row in rows]


async def tell(pg: Pool, *notices: Notice) -> None:
    async with pg.acquire() as connection, connection.transaction():
        await notify(connection, *notices)


async def test_the_same_is_told_once_and_another_subject_or_person_again(pg: Pool) -> None:
    ada, bob = await add_player(pg), await add_player(pg)
    first = Notice(ada, VERDICT, "1", data={"verdict": "approved"})
    await tell(pg, first, first)
    await tell(pg, first, Notice(ada, VERDICT, "1", data={"verdict": "rejected"}))
    await tell(pg, Notice(ada, VERDICT, "2"), Notice(bob, VERDICT, "1"), Notice(ada, FOLLOWED, "1"))
    assert sorted(await stored(pg)) == sorted(
        [(ada, "VERDICT", "1"), (ada, "VERDICT", "2"), (bob, "VERDICT", "1"), (ada, "FOLLOWED", "1")]
    )
    said = await pg.fetchval(
        "SELECT data FROM notifications WHERE user_id = $1 AND subject = '1' AND kind = 'VERDICT'", ada
    )
    assert said == {"verdict": "approved"}


async def test_what_is_rolled_back_was_not_told(pg: Pool) -> None:
    ada = await add_player(pg)
    async with pg.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await notify(connection, Notice(ada, VERDICT, "1"))
        assert await stored(connection) == [(ada, "VERDICT", "1")]
        await transaction.rollback()
    assert await stored(pg) == []


async def test_nothing_is_stored_for_who_is_gone_or_does_not_want_it(pg: Pool) -> None:
    gone, disabled, quiet = await add_player(pg), await add_player(pg, is_active=False), await add_player(pg)
    await delete_player(pg, gone)
    await pg.execute("UPDATE users SET notifications_off = '{VERDICT}' WHERE id = $1", quiet)
    await tell(pg, *(Notice(to, VERDICT, "1") for to in (gone, disabled, quiet)), Notice(quiet, FOLLOWED, "1"))
    assert await stored(pg) == [(quiet, "FOLLOWED", "1")]


async def test_nothing_is_stored_of_who_is_gone_or_of_oneself(pg: Pool) -> None:
    ada, bob, gone, disabled = [await add_player(pg) for _ in range(4)]
    await delete_player(pg, gone)
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", disabled)
    await tell(pg, *(Notice(ada, FOLLOWED, by, by=by) for by in (gone, disabled, ada, bob)))
    assert await stored(pg) == [(ada, "FOLLOWED", bob)]


async def test_what_was_taken_back_can_be_told_anew(pg: Pool) -> None:
    ada, bob = await add_player(pg), await add_player(pg)
    await tell(pg, Notice(ada, FOLLOWED, bob, by=bob), Notice(bob, FOLLOWED, bob))
    async with pg.acquire() as connection, connection.transaction():
        await retract(connection, ada, FOLLOWED, bob)
    assert await stored(pg) == [(bob, "FOLLOWED", bob)]
    await tell(pg, Notice(ada, FOLLOWED, bob, by=bob))
    assert (ada, "FOLLOWED", bob) in await stored(pg)
