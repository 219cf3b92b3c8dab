"""Who sees which posts and comments, and what waits for a moderator."""

from __future__ import annotations

from typing import Any

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from tests.accounts import PASSWORD
from tests.contests.contests import call, wanted
from tests.discussions.talk import Json, Talk, words
from tests.http import problem
from tests.live import Account, Live
from tests.snippets import add_to, code

LINK = "Look [here](https://example.org/x)."
QUEUE = "/api/moderation/queue"


async def queue(mod: Account, query: str = "") -> list[Json]:
    items: list[Json] = (await mod.request("GET", f"{QUEUE}?{query}")).json()["items"]
    return items


async def judge(mod: Account, written: Json, verdict: str, kind: str = "POST", **body: Any) -> Any:
    path = f"/api/moderation/texts/{kind}/{written['id']}"
    return await mod.request("PUT", path, verdict=verdict, **{"edited_at": written["edited_at"], **body})


async def test_guests_read_only(talk: Talk, live: Live, ada: Account) -> None:
    guest, post = await live.guest(), await talk.post(ada)
    assert await talk.thread(post, guest) == []
    refused = (409, "account/guest")
    assert problem(await guest.request("POST", f"/api/posts?on={talk.on}", text="Hello")) == refused
    assert problem(await guest.request("POST", f"/api/posts/{post['id']}/comments", text="Hello")) == refused
    assert problem(await guest.request("PUT", f"/api/posts/{post['id']}/like")) == refused
    assert problem(await guest.request("POST", "/api/posts/preview", text="Hello")) == refused


async def test_what_is_said_of_a_snippet_belongs_to_all_its_versions(pg: Pool, talk: Talk, ada: Account) -> None:
    post = await talk.post(ada)
    newer = await add_to(pg, code(2))
    await pg.execute("UPDATE code_snippets SET is_latest = false, is_active = false WHERE id = $1", talk.on[8:])
    await pg.execute("UPDATE code_snippets SET supersedes_id = $2, version = 2 WHERE id = $1", newer, talk.on[8:])
    (seen,) = (await talk.ask(None, "/api/posts", on=f"snippet:{newer.upper()}"))["items"]
    assert (seen["id"], seen["on"]) == (post["id"], talk.on)


async def test_what_is_said_of_a_snippet_that_is_not_public_is_for_staff(
    pg: Pool, talk: Talk, ada: Account, mod: Account
) -> None:
    post = await talk.post(ada)
    comment = await talk.comment(ada, post, "first")
    for change in "published_at = NULL, is_active = false", "published_at = now(), is_active = false":
        await pg.execute(f"UPDATE code_snippets SET {change} WHERE id = $1", talk.on[8:])
        for method, path in (
            ("GET", f"/api/posts?on={talk.on}"),
            ("POST", f"/api/posts?on={talk.on}"),
            *((method, f"/api/posts/{post['id']}") for method in ("GET", "PUT")),
            *((method, f"/api/posts/{post['id']}/comments") for method in ("GET", "POST")),
            ("PUT", f"/api/comments/{comment['id']}"),
            *(
                (method, f"/api/{what}/like")
                for method in ("PUT", "DELETE")
                for what in (f"posts/{post['id']}", f"comments/{comment['id']}")
            ),
        ):
            body: dict[str, Any] = {"text": "x"} if method in ("POST", "PUT") and "like" not in path else {}
            assert problem(await ada.request(method, path, **body))[0] == 404, (method, path, change)
        body = {"kind": "POST", "id": post["id"], "reason": "Rude."}
        other = await talk.live.register(f"other{change[15:18].strip().lower()}")
        assert problem(await other.request("POST", "/api/reports", **body)) == (404, "moderation/no-such-object")
        assert (await talk.posts(mod))["items"] != []


async def test_what_is_said_of_a_groups_contest_is_for_its_members(
    live: Live, pg: Pool, talk: Talk, ada: Account
) -> None:
    teacher = await live.register("teacher")
    await teacher.request("POST", "/api/groups", name="Class 9b", join="OPEN")
    for number in range(10, 20):
        await add_to(pg, code(number))
    slug = (await call(teacher, "POST", **wanted(group="class-9b")))["contest"]["slug"]
    post = await talk.post(teacher, "Bring your keyboards.", on=f"contest:{slug.upper()}")
    assert post["on"] == f"contest:{slug}"
    for path, what in (
        (f"/api/posts?on=contest:{slug}", "subject"),
        (f"/api/posts/{post['id']}", "post"),
        (f"/api/posts/{post['id']}/comments", "post"),
    ):
        assert problem(await ada.request("GET", path)) == (404, f"discussion/no-such-{what}")
        assert problem(await live.http.get(path)) == (404, f"discussion/no-such-{what}")
    await ada.request("POST", "/api/groups/join", code="class-9b")
    assert await talk.comment(ada, post, "I will.")
    # What is deleted takes along what was said of it.
    await call(teacher, "DELETE", f"/{slug}")
    assert await pg.fetchval("SELECT count(*) FROM comments") == 0


@pytest.mark.parametrize(
    "on", ["replay:1", "snippet:x", "contest:no-such", "snippet:00000000-0000-4000-8000-000000000000"]
)
async def test_about_what_is_not_there_nothing_is_said(talk: Talk, ada: Account, on: str) -> None:
    assert problem(await ada.request("GET", f"/api/posts?on={on}")) == (404, "discussion/no-such-subject")
    assert problem(await ada.request("POST", f"/api/posts?on={on}", text="x")) == (404, "discussion/no-such-subject")
    for wrong in ("", "snippet", "SNIPPET:1", "snippet:"):
        assert problem(await ada.request("GET", f"/api/posts?on={wrong}")) == (422, "request/invalid")


async def test_those_who_are_apart_by_a_block_do_not_read_each_other(
    pg: Pool, talk: Talk, ada: Account, bob: Account, mod: Account
) -> None:
    carl = await talk.player("carl")
    post = await talk.post(ada)
    first = await talk.comment(bob, post, "bob")
    await talk.comment(carl, post, "carl to bob", first)
    alone = await talk.comment(bob, post, "bob alone")
    by_bob = await talk.post(bob, "bob's")
    await talk.comment(carl, by_bob, "carl to bob")
    await pg.execute(
        "INSERT INTO friend_relationships (user_id, other_id, status) VALUES ($1, $2, 'BLOCKED')", ada.id, bob.id
    )
    assert await talk.thread(post, ada) == [(1, None), (2, "carl to bob")]
    for one in carl, mod, None:
        assert len(await talk.thread(post, one)) == 3
    for one, other in (ada, by_bob), (bob, post):
        no_post = (404, "discussion/no-such-post")
        for method, path in ("GET", ""), ("GET", "/comments"), ("POST", "/comments"), ("PUT", ""), ("PUT", "/like"):
            words: dict[str, Any] = {} if method == "GET" or path == "/like" else {"text": "x"}
            assert problem(await one.request(method, f"/api/posts/{other['id']}{path}", **words)) == no_post
        assert other["id"] not in str(await talk.posts(one))
    no_comment = (404, "discussion/no-such-comment")
    for method, path in ("PUT", ""), ("PUT", "/like"), ("DELETE", "/like"), ("DELETE", ""):
        body: dict[str, Any] = {"text": "x"} if (method, path) == ("PUT", "") else {}
        assert problem(await ada.request(method, f"/api/comments/{alone['id']}{path}", **body)) == no_comment
    for one, kind, written in (ada, "COMMENT", alone), (ada, "POST", by_bob), (bob, "POST", post):
        report = {"kind": kind, "id": written["id"], "reason": "Rude."}
        assert (await one.request("POST", "/api/reports", **report)).status_code == 201
    assert [item["reports"] for item in await queue(mod)] == [1, 1, 1]


async def test_ones_own_words_are_deleted_where_one_does_not_see_them(
    pg: Pool, talk: Talk, ada: Account, bob: Account
) -> None:
    post = await talk.post(ada)
    by_bob, by_ada = await talk.comment(bob, post, "bob"), await talk.comment(ada, post, "ada")
    await pg.execute(
        "INSERT INTO friend_relationships (user_id, other_id, status) VALUES ($1, $2, 'BLOCKED')", ada.id, bob.id
    )
    path = f"/api/comments/{by_bob['id']}"
    assert problem(await bob.request("PUT", path, text="x")) == (404, "discussion/no-such-comment")
    assert problem(await ada.request("DELETE", path)) == (404, "discussion/no-such-comment")
    assert (await bob.request("DELETE", path)).status_code == 204
    assert problem(await bob.request("DELETE", path)) == (404, "discussion/no-such-comment")
    other = f"/api/comments/{by_ada['id']}"
    assert problem(await bob.request("DELETE", other)) == (404, "discussion/no-such-comment")
    assert await talk.thread(post) == [(1, "ada")]
    await pg.execute("UPDATE code_snippets SET published_at = NULL, is_active = false WHERE id = $1", talk.on[8:])
    assert (await ada.request("DELETE", f"/api/posts/{post['id']}")).status_code == 204
    assert await pg.fetchval("SELECT text || coalesce(user_id::text, '') FROM posts WHERE id = $1", post["id"]) == ""


async def test_nothing_else_than_a_block_is_passed_over_by_a_report(
    pg: Pool, talk: Talk, ada: Account, bob: Account, mod: Account
) -> None:
    none = (404, "moderation/no-such-object")
    post = await talk.post(ada)
    made = await talk.comment(bob, post, "bob")
    body = {"kind": "COMMENT", "id": made["id"], "reason": "Rude."}
    carl = await talk.player("carl")
    await carl.request("PUT", "/api/friends/bob", action="BLOCK")
    await judge(mod, post, "rejected")
    assert problem(await carl.request("POST", "/api/reports", **body)) == none, "the post is hidden"
    await judge(mod, post, "approved")
    await judge(mod, made, "rejected", "COMMENT")
    assert problem(await carl.request("POST", "/api/reports", **body)) == none
    await judge(mod, made, "approved", "COMMENT")
    await pg.execute("UPDATE code_snippets SET is_active = false, published_at = NULL")
    assert problem(await carl.request("POST", "/api/reports", **body)) == none, "what it is about is not public"
    await pg.execute("UPDATE code_snippets SET is_active = true, published_at = now()")
    assert (await carl.request("POST", "/api/reports", **body)).status_code == 201


async def test_a_disabled_players_words_come_back_with_them(pg: Pool, talk: Talk, ada: Account, bob: Account) -> None:
    post = await talk.post(ada)
    first = await talk.comment(bob, post, "first")
    await talk.comment(ada, post, "to it", first)
    await talk.comment(bob, post, "nobody answers")
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", bob.id)
    assert await talk.thread(post) == [(1, None), (2, "to it")]
    await pg.execute("UPDATE users SET is_active = true WHERE id = $1", bob.id)
    assert await talk.thread(post) == [(1, "first"), (2, "to it"), (1, "nobody answers")]
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", ada.id)
    assert (await talk.posts())["items"] == []
    assert problem(await bob.request("GET", f"/api/posts/{post['id']}/comments")) == (404, "discussion/no-such-post")


async def test_a_deleted_account_leaves_no_words_and_no_hole(pg: Pool, talk: Talk, ada: Account, bob: Account) -> None:
    post = await talk.post(ada, "A secret")
    first = await talk.comment(bob, post, "first")
    await talk.comment(ada, post, "Another secret", first)
    await talk.comment(bob, post, "to that", await talk.comment(ada, post, "A third secret", first))
    await ada.request("PUT", f"/api/comments/{first['id']}/like")
    answer = await ada.request("DELETE", "/api/user/account", password=PASSWORD)
    assert answer.status_code == 204, answer.text
    assert await talk.thread(post) == [(1, "first"), (2, None), (3, "to that")]
    (seen,) = (await talk.comments(post))["items"][:1]
    assert seen["like_count"] == 0
    assert "secret" not in str(await pg.fetch("SELECT * FROM comments")) + str(await pg.fetch("SELECT * FROM posts"))


# ---------------------------------------------------------------- what waits for a moderator


async def newcomer(talk: Talk) -> Account:
    return await talk.player("new", 0, 0)


@pytest.mark.parametrize(("days", "games", "waits"), [(2, 3, True), (4, 2, True), (4, 3, False)])
async def test_links_of_a_new_account_wait_for_a_moderator(
    talk: Talk, mod: Account, days: int, games: int, waits: bool
) -> None:
    new = await talk.player("new", days, games)
    assert (await new.request("POST", "/api/posts/preview", text=LINK)).json()["waits"] is waits
    made = await talk.post(new, LINK)
    assert made["state"] == ("WAITING" if waits else "VISIBLE")
    assert len((await talk.posts(new))["items"]) == len((await talk.posts(mod))["items"]) == 1
    assert len((await talk.posts())["items"]) == (not waits)
    held = await queue(mod, "cause=held")
    assert [(item["id"], item["kind"], item["held"]) for item in held] == (
        [(made["id"], "POST", True)] if waits else []
    )
    assert (await talk.post(new, "No link"))["state"] == "VISIBLE"


async def test_a_moderator_shows_what_waits_and_twice_does_no_harm(
    pg: Pool, talk: Talk, mod: Account, ada: Account
) -> None:
    post, new = await talk.post(ada), await newcomer(talk)
    made = await talk.comment(new, post, LINK)
    assert await talk.thread(post) == []
    path = f"/api/posts/{post['id']}/comments"
    assert problem(await ada.request("POST", path, text="x", parent_id=made["id"])) == (
        404,
        "discussion/no-such-comment",
    )
    assert problem(await new.request("POST", path, text="x", parent_id=made["id"])) == (409, "discussion/closed")
    assert (await judge(ada, made, "approved", "COMMENT")).status_code == 403
    for _ in range(2):
        answer = await judge(mod, made, "approved", "COMMENT")
        assert (answer.status_code, answer.json()) == (200, {"state": "VISIBLE", "closed": 0})
    assert await talk.thread(post) == [(1, "Look here.")]
    deeds = await pg.fetch("SELECT action, old_values, new_values FROM audit_logs WHERE entity_type = 'comment'")
    assert [tuple(row) for row in deeds] == [("approve", {"state": "WAITING"}, {"state": "VISIBLE"})]
    assert await queue(mod) == []
    # The next link of the same account waits as well, also one that comes by an edit.
    assert (await new.request("PUT", f"/api/comments/{made['id']}", text="Now www.example.org")).json()[
        "state"
    ] == "WAITING"
    assert await talk.thread(post) == []
    assert (await new.request("PUT", f"/api/comments/{made['id']}", text="No link")).json()["state"] == "VISIBLE"


async def test_nobody_decides_about_words_that_they_have_not_read(talk: Talk, mod: Account) -> None:
    new = await newcomer(talk)
    made = await talk.post(new, LINK)
    (item,) = await queue(mod)
    assert item["written"]["text"] == LINK
    edited = (await new.request("PUT", f"/api/posts/{made['id']}", text="https://evil.example")).json()
    assert problem(await judge(mod, made, "approved")) == (409, "moderation/text-changed")
    assert (await judge(mod, edited, "approved")).status_code == 200
    await new.request("DELETE", f"/api/posts/{made['id']}")
    assert problem(await judge(mod, edited, "approved")) == (404, "moderation/no-such-text")


async def test_what_is_hidden_is_for_its_author_and_staff_alone(
    pg: Pool, talk: Talk, mod: Account, ada: Account, bob: Account
) -> None:
    post = await talk.post(ada)
    rude = await talk.comment(bob, post, "You are all stupid.")
    await talk.comment(ada, post, "No.", rude)
    body: dict[str, Any] = {"kind": "COMMENT", "id": rude["id"], "reason": "Rude."}
    assert problem(await bob.request("POST", "/api/reports", **body)) == (409, "moderation/own-object")
    assert (await ada.request("POST", "/api/reports", **body)).status_code == 201
    (item,) = await queue(mod, "kind=comment")
    assert (item["label"], item["reports"], item["written"]["username"], item["written"]["on"]) == (
        "You are all stupid.",
        1,
        "bob",
        talk.on,
    )
    assert (await judge(mod, rude, "rejected", "COMMENT", note="Third time.")).json() == {
        "state": "HIDDEN",
        "closed": 1,
    }
    assert await queue(mod) == []
    assert await talk.thread(post) == await talk.thread(post, ada) == [(1, None), (2, "No.")]
    assert await talk.thread(post, bob) == await talk.thread(post, mod) == [(1, "You are all stupid."), (2, "No.")]
    (own, _) = (await talk.comments(post, bob))["items"]
    assert (own["state"], own["edit_left_ms"]) == ("HIDDEN", 0)
    path = f"/api/comments/{rude['id']}"
    assert problem(await bob.request("PUT", path, text="Nice.")) == (409, "discussion/hidden")
    (told,) = (await ada.request("GET", "/api/reports")).json()["items"]
    assert (told["label"], told["outcome"]) == (None, "UPHELD")
    await judge(mod, rude, "approved", "COMMENT")
    assert len(await talk.thread(post, ada)) == 2
    deeds = await pg.fetch("SELECT action, metadata ->> 'note' AS note FROM audit_logs ORDER BY created_at")
    assert [tuple(row) for row in deeds] == [("hide", "Third time."), ("approve", None)]


async def test_nobody_judges_their_own_text(talk: Talk, live: Live, mod: Account) -> None:
    made = await talk.post(mod, LINK)
    assert made["state"] == "VISIBLE", "staff are never new"
    assert problem(await judge(mod, made, "rejected")) == (409, "moderation/own-object")
    assert (await judge(await live.register("mod2", role=Role.MODERATOR), made, "rejected")).status_code == 200


async def test_staff_read_the_newest_of_all_discussions(talk: Talk, mod: Account, ada: Account, bob: Account) -> None:
    post = await talk.post(ada, "A post")
    made = await talk.comment(bob, post, "A comment")
    await talk.post(await newcomer(talk), LINK)
    page = await talk.ask(mod, "/api/admin/posts", per_page=2)
    assert [(one["kind"], one["text"], one["state"]) for one in page["items"]] == [
        ("POST", LINK, "WAITING"),
        ("COMMENT", "A comment", "VISIBLE"),
    ]
    rest = await talk.ask(mod, "/api/admin/posts", per_page=2, after=page["next"])
    assert ([one["text"] for one in rest["items"]], rest["next"]) == (["A post"], None)
    assert [one["id"] for one in (await talk.ask(mod, "/api/admin/posts", state="WAITING"))["items"]] == [
        page["items"][0]["id"]
    ]
    assert page["items"][1]["post_id"] == post["id"] and page["items"][1]["id"] == made["id"]
    assert words(post) == "A post"


TOLD = """
SELECT u.username FROM notifications n JOIN users u ON u.id = n.user_id WHERE n.kind = 'ANSWER' ORDER BY u.username
"""


async def test_what_was_told_of_an_answer_goes_and_comes_with_it(
    pg: Pool, talk: Talk, mod: Account, ada: Account, bob: Account
) -> None:
    async def told() -> list[str]:
        return [row["username"] for row in await pg.fetch(TOLD)]

    new = await newcomer(talk)
    post = await talk.post(new)
    first = await talk.comment(ada, post, "first")
    made = await talk.comment(new, post, "to it", first)
    assert await told() == ["ada", "new"]
    for text, expected in (LINK, ["new"]), ("No link", ["ada", "new"]), (LINK, ["new"]):
        await new.request("PUT", f"/api/comments/{made['id']}", text=text)
        assert await told() == expected, "of an answer that is held nobody is told"
    # Below a post that is not shown nothing can be read.
    await talk.comment(bob, post, "to ada", first)
    assert await told() == ["ada", "new", "new"]
    for text, expected in (LINK, []), ("Again", ["ada", "new", "new"]):
        edited = (await new.request("PUT", f"/api/posts/{post['id']}", text=text)).json()
        assert await told() == expected
    assert (await judge(mod, edited, "rejected")).status_code == 200
    assert await told() == []
    await judge(mod, edited, "approved")
    assert await told() == ["ada", "new", "new"]
    await judge(mod, edited, "rejected")
    await new.request("DELETE", f"/api/posts/{post['id']}")
    assert await told() == ["ada"], "its place is shown, and nobody has written it"


async def test_an_answer_is_told_once_it_can_be_read(
    pg: Pool, talk: Talk, mod: Account, ada: Account, bob: Account
) -> None:
    told = """
        SELECT u.username, n.subject, n.data FROM notifications n JOIN users u ON u.id = n.user_id
        WHERE n.kind = 'ANSWER' ORDER BY n.id
    """
    post, new = await talk.post(ada), await newcomer(talk)
    first = await talk.comment(ada, post, "to myself")
    assert await pg.fetch(told) == []
    second = await talk.comment(bob, post, "to ada, who wrote both", first)
    third = await talk.comment(ada, post, "to bob", second)
    text = await pg.fetchval("SELECT snippet_text FROM code_snippets WHERE id = $1", talk.on.removeprefix("snippet:"))
    data = {"on": talk.on, "called": text.splitlines()[0], "post": post["id"]}
    assert [tuple(row) for row in await pg.fetch(told)] == [
        ("ada", second["id"], {**data, "comment": second["id"]}),
        ("bob", third["id"], {**data, "comment": third["id"]}),
    ]
    fourth = await talk.comment(new, post, LINK, second)
    assert len(await pg.fetch(told)) == 2
    for _ in range(2):
        await judge(mod, fourth, "approved", "COMMENT")
    assert {row["username"] for row in (await pg.fetch(told))[2:]} == {"ada", "bob"}
    await judge(mod, fourth, "rejected", "COMMENT")
    await bob.request("DELETE", f"/api/comments/{second['id']}")
    assert [row["subject"] for row in await pg.fetch(told)] == [third["id"]]
