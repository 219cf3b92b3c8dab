"""Accounts are deleted while others write to what is theirs: neither is refused for the other.

Each two are brought to wait for the same rows, in both orders, before either goes on. Where they would wait for each
other PostgreSQL sends one of them away, which is an error 500.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest

from game.terms import Role
from server.infra.codes import random_code
from server.infra.postgres import Pool
from server.play.hall.deciding import decide
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.discussions.talk import Talk
from tests.leaderboards.boards import play
from tests.live import PATIENCE_S, Account, Live, serving
from tests.locks import BOUND, until_all_wait
from tests.snippets import add_to, code

# Everything that two of them may wait for; held while both begin.
HELD = ("posts", "comments", "matches", "ratings", "groups", "group_members", "notifications", "snippet_figures")
HELD_TOO = ("shared_replays", "friend_relationships", "followers", "reports", "game_results")

Work = Callable[[], Awaitable[Any]]


@dataclass(slots=True)
class World:
    """`bob` and `mod` stay; `gone` is a new player each time."""

    live: Live
    pg: Pool
    talk: Talk
    bob: Account
    mod: Account
    numbers: count[int] = field(default_factory=count)

    async def gone(self) -> Account:
        return await self.live.register(f"gone{next(self.numbers)}")

    async def replay(self, of: Account) -> str:
        result = await play(self.pg, of.id)
        made = await of.request("POST", "/api/replays", result_id=result.id, title="Mine")
        assert made.status_code == 201, made.text
        return str(made.json()["id"])

    async def pupil(self) -> tuple[str, Account]:
        """The address of a class of bob's, and somebody whose account it made."""
        group = (await self.bob.request("POST", "/api/groups", name="A class")).json()["slug"]
        name = f"pupil{next(self.numbers)}"
        (made,) = (await self.bob.request("POST", f"/api/groups/{group}/pupils", usernames=[name])).json()
        pupil = await self._signed_in(name, made["password"])
        passwords: dict[str, Any] = {"current_password": made["password"], "new_password": PASSWORD}
        answer = await pupil.request("PUT", "/api/user/password", **passwords)
        assert answer.status_code == 200, answer.text
        return group, await self._signed_in(name, PASSWORD)

    async def _signed_in(self, name: str, password: str) -> Account:
        answer = await self.live.http.post("/api/auth/login", json={"login": name, "password": password})
        self.live.http.cookies.clear()
        return Account(self.live, answer.json())


@pytest.fixture
async def world(settings: Settings, pg: Pool, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr(BOUND, PATIENCE_S)
    async with serving(settings) as live:
        talk = Talk(live, pg, f"snippet:{await add_to(pg, code(1))}")
        mod = await live.register("mod", role=Role.MODERATOR)
        yield World(live, pg, talk, await talk.player("bob"), mod)


# ---------------------------------------------------------------- what others do meanwhile, and who is deleted


async def answers_their_post(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    post = await world.talk.post(gone)
    return gone, lambda: world.bob.request("POST", f"/api/posts/{post['id']}/comments", text="Because.")


async def answers_their_comment(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    post = await world.talk.post(world.bob, f"Question {gone.id}")
    body = {"text": "No.", "parent_id": (await world.talk.comment(gone, post, "Yes."))["id"]}
    return gone, lambda: world.bob.request("POST", f"/api/posts/{post['id']}/comments", **body)


async def likes_their_comment(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    made = await world.talk.comment(gone, await world.talk.post(world.bob, f"Question {gone.id}"), "Yes.")
    return gone, lambda: world.bob.request("PUT", f"/api/comments/{made['id']}/like")


async def deletes_what_they_like(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    post = await world.talk.post(world.bob, f"Question {gone.id}")
    await gone.request("PUT", f"/api/posts/{post['id']}/like")
    await world.talk.comment(gone, await world.talk.post(world.mod, f"Another {gone.id}"), "Yes.")
    return gone, lambda: world.bob.request("DELETE", f"/api/posts/{post['id']}")


async def shows_an_answer_to_them(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    made = await world.talk.comment(world.bob, await world.talk.post(gone), "Because.")
    path = f"/api/moderation/texts/COMMENT/{made['id']}"
    await world.mod.request("PUT", path, verdict="rejected", edited_at=None)
    return gone, lambda: world.mod.request("PUT", path, verdict="approved", edited_at=None)


async def talks_of_their_replay(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    on = f"replay:{await world.replay(gone)}"
    await world.talk.post(world.mod, "How?", on)
    return gone, lambda: world.bob.request("POST", f"/api/posts?on={on}", text="Why?")


async def answers_below_their_replay(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    post = await world.talk.post(gone, "How?", f"replay:{await world.replay(gone)}")
    return gone, lambda: world.bob.request("POST", f"/api/posts/{post['id']}/comments", text="So.")


async def removes_a_replay_of_which_they_talk(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    replay = await world.replay(world.bob)
    for number in range(3):
        await world.talk.post(gone, f"{number}", f"replay:{replay}")
    return gone, lambda: world.bob.request("DELETE", f"/api/replays/{replay}")


async def talks_themselves(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    post = await world.talk.post(gone)
    return gone, lambda: gone.request("POST", f"/api/posts/{post['id']}/comments", text="One more thing.")


async def reads_what_they_caused(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    post = await world.talk.post(world.bob, f"Question {gone.id}")
    for number in range(5):
        await world.talk.comment(gone, post, f"{number}")
    return gone, lambda: world.bob.request("POST", "/api/notifications/read", all=True)


async def follows_them(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    name = await world.pg.fetchval("SELECT username FROM users WHERE id = $1", gone.id)
    await gone.request("PUT", "/api/friends/bob", action="REQUEST")
    return gone, lambda: world.bob.request("PUT", f"/api/users/{name}/follow")


async def befriends_them(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    name = await world.pg.fetchval("SELECT username FROM users WHERE id = $1", gone.id)
    await gone.request("PUT", "/api/friends/bob", action="REQUEST")
    return gone, lambda: world.bob.request("PUT", f"/api/friends/{name}", action="ACCEPT")


async def votes_as_they_did(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    path = f"/api/snippets/{world.talk.on.removeprefix('snippet:')}"
    await gone.request("PUT", f"{path}/vote", value=1)
    await gone.request("PUT", f"{path}/bookmark")
    return gone, lambda: world.bob.request("PUT", f"{path}/vote", value=-1)


async def judges_their_game(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    result = await play(world.pg, gone.id)
    path = f"/api/moderation/results/{result.id}"
    return gone, lambda: world.mod.request("PUT", path, verdict="rejected", reason="A robot.")


async def closes_their_report(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    post = await world.talk.post(world.bob, f"Question {gone.id}")
    await gone.request("POST", "/api/reports", kind="POST", id=post["id"], reason="Rude.")
    path = f"/api/moderation/texts/POST/{post['id']}"
    return gone, lambda: world.mod.request("PUT", path, verdict="approved", edited_at=None)


async def decides_their_match(world: World) -> tuple[Account, Work]:
    gone = await world.gone()
    match = random_code("ACDEFGHJ", 6)
    await world.pg.execute(
        "INSERT INTO matches (code, host_id, language, difficulty, waves, keys, capacity, visibility, starts_at)"
        " VALUES ($1, $2, 'PYTHON', 'NORMAL', $3, '{1}', 2, 'PUBLIC', now())",
        match,
        gone.id,
        {"waves": [{}]},
    )
    seats = "INSERT INTO match_seats (match_code, seat, user_id) VALUES ($1, $2, $3)"
    for seat, account in enumerate((world.bob, gone), 1):
        await world.pg.execute(seats, match, seat, account.id)
    return gone, lambda: decide(world.pg, match)


async def resets_their_password(world: World) -> tuple[Account, Work]:
    group, pupil = await world.pupil()
    path = f"/api/groups/{group}/members/{pupil.id}/password"
    return pupil, lambda: world.bob.request("POST", path)


async def removes_them(world: World) -> tuple[Account, Work]:
    group, pupil = await world.pupil()
    return pupil, lambda: world.bob.request("DELETE", f"/api/groups/{group}/members/{pupil.id}?delete_account=true")


MEANWHILE = (
    *(answers_their_post, answers_their_comment, likes_their_comment, deletes_what_they_like, shows_an_answer_to_them),
    *(talks_of_their_replay, answers_below_their_replay, removes_a_replay_of_which_they_talk, talks_themselves),
    *(reads_what_they_caused, follows_them, befriends_them, votes_as_they_did, judges_their_game, closes_their_report),
    *(decides_their_match, resets_their_password, removes_them),
)


SIGN_OUT = (resets_their_password, removes_them)


async def at_once(pg: Pool, *works: Work) -> list[Any]:
    """What they return, begun one after the other while everything is held that they could wait for."""
    async with pg.acquire() as holder:
        held = holder.transaction()
        await held.start()
        for table in HELD + HELD_TOO:
            await holder.execute(f"SELECT FROM {table} FOR UPDATE")
        begun: list[asyncio.Future[Any]] = []
        for work in works:
            begun.append(asyncio.ensure_future(work()))
            await until_all_wait(pg, begun)
        await held.rollback()
        return await asyncio.wait_for(asyncio.gather(*begun), PATIENCE_S)


@pytest.mark.long
async def test_nobody_waits_in_a_circle_with_a_deletion(world: World) -> None:
    for meanwhile in MEANWHILE:
        for deletion_first in False, True:
            gone, work = await meanwhile(world)

            async def delete(gone: Account = gone) -> Any:
                return await gone.request("DELETE", "/api/user/account", password=PASSWORD)

            works = (delete, work) if deletion_first else (work, delete)
            answers = await at_once(world.pg, *works)
            for answer in answers:
                where = f"{meanwhile.__name__}, deletion first: {deletion_first}"
                assert isinstance(answer, bool) or answer.status_code < 500, f"{where}: {answer.text}"
            deleted = answers[0 if deletion_first else 1].status_code
            assert deleted == 204 or (deleted == 401 and meanwhile in SIGN_OUT), meanwhile.__name__


async def test_no_rating_is_left_of_who_is_deleted_while_their_match_is_decided(world: World) -> None:
    gone, decides = await decides_their_match(world)
    await world.pg.execute("UPDATE matches SET host_id = $1 WHERE host_id = $2", world.bob.id, gone.id)
    await world.pg.execute(
        "INSERT INTO ratings (user_id, kind, mu, sigma, games, shown, peak) VALUES ($1, 'RACE', 24, 8, 1, 1500, 1500)",
        world.bob.id,
    )
    async with world.pg.acquire() as holder:
        held = holder.transaction()
        await held.start()
        await holder.execute("SELECT FROM ratings FOR UPDATE")  # the first of the two that are kept
        deciding: asyncio.Future[Any] = asyncio.ensure_future(decides())
        await until_all_wait(world.pg, [deciding])
        deletion: asyncio.Future[Any] = asyncio.ensure_future(
            gone.request("DELETE", "/api/user/account", password=PASSWORD)
        )
        await until_all_wait(world.pg, [deciding, deletion])
        await held.rollback()
        decided, deleted = await asyncio.wait_for(asyncio.gather(deciding, deletion), PATIENCE_S)
    assert (decided, deleted.status_code) == (True, 204)
    assert await world.pg.fetchval("SELECT max(games) FROM ratings WHERE user_id = $1", world.bob.id) == 2
    for table in "ratings", "rating_changes":
        assert await world.pg.fetchval(f"SELECT count(*) FROM {table} WHERE user_id = $1", gone.id) == 0, table


async def test_a_teacher_who_resets_a_password_does_not_wait_for_the_pupil_who_leaves(world: World) -> None:
    group, pupil = await world.pupil()
    reset, left = await at_once(
        world.pg,
        lambda: world.bob.request("POST", f"/api/groups/{group}/members/{pupil.id}/password"),
        lambda: pupil.request("POST", f"/api/groups/{group}/leave"),
    )
    assert (reset.status_code, left.status_code) == (200, 401), "it has signed them out"


async def test_a_player_is_disabled_while_their_game_is_judged(world: World) -> None:
    gone, judge = await judges_their_game(world)
    admin = await world.live.register("admin", role=Role.ADMIN)
    answers = await at_once(
        world.pg, judge, lambda: admin.request("PUT", f"/api/admin/users/{gone.id}", is_active=False)
    )
    assert [answer.status_code for answer in answers] == [200, 200]
