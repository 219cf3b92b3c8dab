"""What is said of a shared replay: for those alone who see it."""

from __future__ import annotations

from typing import Any

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from tests.http import problem
from tests.live import Account, Live
from tests.shared_replays.test_sharing import REJECTED, shared
from tests.snippets import add_to, code

NO_SUBJECT, NO_POST = (404, "discussion/no-such-subject"), (404, "discussion/no-such-post")
BLOCK = "INSERT INTO friend_relationships (user_id, other_id, status) VALUES ($1, $2, 'BLOCKED')"


async def talked(live: Live, pg: Pool) -> tuple[Account, Account, Account, str, str]:
    """Ada's replay, of which bob has said something; cleo reads. The place, and the post."""
    ada, bob, cleo = [await live.register(name) for name in ("ada", "bob", "cleo")]
    on = f"replay:{await shared(pg, ada)}"
    made = await bob.request("POST", f"/api/posts?on={on.upper().replace('REPLAY', 'replay')}", text="How?")
    assert (made.status_code, made.json()["on"]) == (201, on)
    return ada, bob, cleo, on, made.json()["id"]


async def test_people_talk_about_a_replay_and_its_page_is_where_answers_lead(live: Live, pg: Pool) -> None:
    ada, bob, _, on, post = await talked(live, pg)
    answer = await ada.request("POST", f"/api/posts/{post}/comments", text="Slowly.")
    (told,) = (await bob.request("GET", "/api/notifications")).json()["items"]
    title = await pg.fetchval("SELECT title FROM shared_replays")
    assert told["data"] == {"on": on, "called": title, "post": post, "comment": answer.json()["id"]}
    (seen,) = (await live.http.get(f"/api/posts?on={on}")).json()["items"]
    assert (seen["id"], seen["comment_count"]) == (post, 1)
    (kept,) = (await bob.request("GET", "/api/user/export")).json()["posts"]
    assert f"replay:{kept['replay_id']}" == on
    assert (await ada.request("DELETE", f"/api/replays/{on[7:]}")).status_code == 204
    assert problem(await ada.request("GET", f"/api/posts?on={on}")) == NO_SUBJECT
    assert await pg.fetchval("SELECT count(*) FROM posts") == 0, "it goes with what it is about"


@pytest.mark.parametrize(
    "change",
    [
        "users SET replays_public = false WHERE id = $1",
        "users SET is_active = false WHERE id = $1",
        f"game_results SET {REJECTED} WHERE user_id = $1",
        "shared_replays SET hidden_at = now() WHERE user_id = $1",
        "BLOCK",
    ],
)
async def test_what_is_said_of_a_replay_is_for_those_who_see_it(live: Live, pg: Pool, change: str) -> None:
    ada, bob, cleo, on, post = await talked(live, pg)
    mod = await live.register("mod", role=Role.MODERATOR)
    if change == "BLOCK":
        await pg.execute(BLOCK, ada.id, cleo.id)
        await pg.execute(BLOCK, bob.id, ada.id)
    else:
        await pg.execute(f"UPDATE {change}", ada.id)
    for reader in bob, cleo:
        assert problem(await reader.request("GET", f"/api/posts?on={on}")) == NO_SUBJECT
        assert problem(await reader.request("POST", f"/api/posts?on={on}", text="x")) == NO_SUBJECT
        for path in "", "/comments":
            assert problem(await reader.request("GET", f"/api/posts/{post}{path}")) == NO_POST
        assert problem(await reader.request("PUT", f"/api/posts/{post}/like")) == NO_POST
    nobody = await live.http.get(f"/api/posts?on={on}")
    assert nobody.status_code == (200 if change == "BLOCK" else 404)
    assert len((await mod.request("GET", f"/api/posts?on={on}")).json()["items"]) == 1
    answered = await mod.request("POST", f"/api/posts/{post}/comments", text="Indeed.")
    assert answered.status_code == 201, "staff see it"
    told = (await bob.request("GET", "/api/notifications")).json()["items"]
    assert not [one for one in told if one["kind"] == "ANSWER"], "who does not see it is told of nothing there"


async def test_a_replay_that_is_not_there_has_no_discussion(live: Live) -> None:
    ada = await live.register("ada")
    for key in "1", "x" * 36, "00000000-0000-4000-8000-000000000000":
        assert problem(await ada.request("GET", f"/api/posts?on=replay:{key}")) == NO_SUBJECT


async def test_a_link_to_a_replay_has_a_card_for_who_may_see_it(live: Live, pg: Pool) -> None:
    ada, bob, cleo, on, _ = await talked(live, pg)
    replay, other = on[7:], "00000000-0000-4000-8000-000000000000"
    text = (
        f"[That](/replays/{replay.upper()}?at=3) [again](/replays/{replay}) [none](/replays/{other}) /replays/{replay}"
    )
    post = (await bob.request("POST", f"/api/posts?on={on}", text=text)).json()
    comment = await bob.request("POST", f"/api/posts/{post['id']}/comments", text=text)
    (card,) = post["cards"]
    assert comment.json()["cards"] == [card]
    assert {**card, "net_wpm": 0} == {
        **{"id": replay, "title": "My best", "username": "ada", "display_name": "ada"},
        **{"net_wpm": 0, "language": "PYTHON"},
    }
    found = (await live.http.get(f"/api/replays/{replay}")).json()
    assert card["net_wpm"] == found["result"]["net_wpm"]

    there = f"/api/posts?on=snippet:{await add_to(pg, code(1))}"
    await bob.request("POST", there, text=text)

    async def cards(reader: Account) -> list[int]:
        return [len(one["cards"]) for one in (await reader.request("GET", there)).json()["items"]]

    assert await cards(cleo) == [1]
    await pg.execute(BLOCK, ada.id, cleo.id)
    assert (await cards(cleo), await cards(bob)) == ([0], [1])
    await pg.execute("UPDATE users SET replays_public = false WHERE id = $1", ada.id)
    assert await cards(bob) == [0]


async def test_what_is_said_of_a_replay_is_reported_after_a_block(live: Live, pg: Pool) -> None:
    ada, _, cleo, _, post = await talked(live, pg)
    await pg.execute(BLOCK, ada.id, cleo.id)
    report: dict[str, Any] = {"kind": "POST", "id": post, "reason": "Rude."}
    assert (await cleo.request("POST", "/api/reports", **report)).status_code == 201
    await pg.execute("UPDATE shared_replays SET hidden_at = now()")
    dora = await live.register("dora")
    assert problem(await dora.request("POST", "/api/reports", **report)) == (404, "moderation/no-such-object")


async def test_nobody_is_told_of_answers_below_what_is_hidden(live: Live, pg: Pool) -> None:
    ada, bob, _, on, post = await talked(live, pg)
    assert (await ada.request("POST", f"/api/posts/{post}/comments", text="Slowly.")).status_code == 201
    assert (await bob.request("GET", "/api/notifications")).json()["total"] == 1
    mod = await live.register("mod", role=Role.MODERATOR)
    hidden = await mod.request("POST", f"/api/replays/{on.removeprefix('replay:')}/hide", reason="Rude.")
    assert hidden.status_code == 204
    assert (await bob.request("GET", "/api/notifications")).json()["total"] == 0

    # Its player and moderators still find it: what they say there is told to nobody else either.
    assert (await ada.request("POST", f"/api/posts/{post}/comments", text="Slowly, I said.")).status_code == 201
    for verdict in "rejected", "approved":
        words = f"/api/moderation/texts/post/{post}"
        assert (await mod.request("PUT", words, verdict=verdict, edited_at=None)).status_code == 200
    assert (await bob.request("GET", "/api/notifications")).json()["total"] == 0
