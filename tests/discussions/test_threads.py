"""Posts, comments in threads, likes: what is kept, in which order it is read, and what a deletion leaves."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from server.discussions.requests import MOST_TEXT, place_after
from server.infra.postgres import Pool
from server.settings import Settings
from tests.discussions.talk import Talk, words
from tests.http import problem
from tests.live import PATIENCE_S, Account, serving
from tests.locks import BOUND, until_waiting
from tests.snippets import add_to, code

NOWHERE = "00000000-0000-4000-8000-000000000000"


async def test_a_post_is_read_by_everybody_and_its_markdown_by_its_author(talk: Talk, ada: Account) -> None:
    made = await talk.post(ada, "Use `zip`:\r\n\r\n```python\nzip(a)\n```")
    assert (made["on"], made["state"], made["author"]["username"]) == (talk.on, "VISIBLE", "ada")
    assert made["text"] == "Use `zip`:\n\n```python\nzip(a)\n```"
    assert made["blocks"][1]["words"][0] == [0, 3, "function"]
    assert 14 * 60_000 < made["edit_left_ms"] <= 15 * 60_000
    (seen,) = (await talk.posts())["items"]
    assert (seen["text"], seen["is_own"], seen["edit_left_ms"]) == (None, False, 0)
    assert seen["blocks"] == made["blocks"]
    assert (await talk.ask(None, f"/api/posts/{made['id']}"))["id"] == made["id"]


async def test_a_list_goes_on_where_it_was_left(talk: Talk, ada: Account, bob: Account) -> None:
    made = [(await talk.post(ada, f"Post {number}"))["id"] for number in range(5)]
    first = await talk.posts(per_page=2)
    assert [one["id"] for one in first["items"]] == made[:2:-1]
    await talk.post(bob, "A new one")  # nobody sees an old one twice for it
    await ada.request("DELETE", f"/api/posts/{first['items'][1]['id']}")  # nor is one missed
    second = await talk.posts(per_page=2, after=first["next"])
    assert [one["id"] for one in second["items"]] == made[2:0:-1]
    last = await talk.posts(per_page=2, after=second["next"])
    assert ([one["id"] for one in last["items"]], last["next"]) == ([made[0]], None)


async def test_those_of_the_same_moment_are_read_once_each(pg: Pool, talk: Talk, ada: Account) -> None:
    made = {(await talk.post(ada, f"Post {number}"))["id"] for number in range(5)}
    await pg.execute("UPDATE posts SET created_at = now()")
    seen: list[str] = []
    after = ""
    while len(seen) < 5:
        page = await talk.posts(per_page=1, after=after)
        seen, after = [*seen, page["items"][0]["id"]], page["next"] or ""
    assert (set(seen), len(seen), after) == (made, 5, "")


async def test_a_thread_is_read_from_answer_to_answer(talk: Talk, ada: Account, bob: Account) -> None:
    post = await talk.post(ada)
    first = await talk.comment(bob, post, "first")
    second = await talk.comment(bob, post, "second")
    await talk.comment(ada, post, "to the first", first)
    deep = await talk.comment(ada, post, "to the second", second)
    await talk.comment(bob, post, "to that", deep)
    await talk.comment(ada, post, "to the first, too", first)
    thread = [
        (1, "first"),
        (2, "to the first"),
        (2, "to the first, too"),
        (1, "second"),
        (2, "to the second"),
        (3, "to that"),
    ]
    assert await talk.thread(post) == thread
    pieces: list[str | None] = []
    after: str | None = ""
    while after is not None:
        page = await talk.comments(post, per_page=2, after=after)
        pieces, after = [*pieces, *map(words, page["items"])], page["next"]
    assert pieces == [said for _, said in thread]
    assert (await talk.posts())["items"][0]["comment_count"] == 6


async def test_what_answers_the_deepest_stands_beside_it(talk: Talk, ada: Account) -> None:
    post = await talk.post(ada)
    made = None
    for number in range(8):
        made = await talk.comment(ada, post, str(number), made)
    assert await talk.thread(post) == [(min(number + 1, 5), str(number)) for number in range(8)]


async def test_a_deletion_keeps_the_thread_and_nothing_of_what_was_said(
    pg: Pool, talk: Talk, ada: Account, bob: Account
) -> None:
    post = await talk.post(ada, "A secret")
    first = await talk.comment(bob, post, "Another secret")
    answer = await talk.comment(ada, post, "I see", first)
    await bob.request("PUT", f"/api/posts/{post['id']}/like")
    assert (await bob.request("DELETE", f"/api/comments/{first['id']}")).status_code == 204
    assert (await ada.request("DELETE", f"/api/posts/{post['id']}")).status_code == 204
    (seen,) = (await talk.posts())["items"]
    assert (seen["author"], seen["blocks"], seen["like_count"], seen["comment_count"]) == (None, [], 0, 1)
    assert await talk.thread(post) == [(1, None), (2, "I see")]
    kept = await pg.fetch("SELECT text, user_id FROM comments UNION ALL SELECT text, user_id FROM posts")
    assert "secret" not in str(kept)
    assert problem(await bob.request("DELETE", f"/api/comments/{first['id']}")) == (403, "discussion/not-yours")
    # With the last answer the places go that it kept.
    assert (await ada.request("DELETE", f"/api/comments/{answer['id']}")).status_code == 204
    assert await pg.fetchval("SELECT count(*) FROM posts") == await pg.fetchval("SELECT count(*) FROM comments") == 0
    assert problem(await ada.request("GET", f"/api/posts/{post['id']}")) == (404, "discussion/no-such-post")


async def test_what_was_deleted_is_not_answered_but_those_below_it_are(talk: Talk, ada: Account, bob: Account) -> None:
    post = await talk.post(ada)
    first = await talk.comment(bob, post, "first")
    await ada.request("DELETE", f"/api/posts/{post['id']}")
    path = f"/api/posts/{post['id']}/comments"
    assert problem(await bob.request("POST", path, text="x")) == (409, "discussion/closed")
    assert problem(await bob.request("POST", path, text="x", parent_id=NOWHERE)) == (404, "discussion/no-such-comment")
    await talk.comment(ada, post, "to the first", first)
    await bob.request("DELETE", f"/api/comments/{first['id']}")
    assert problem(await ada.request("POST", path, text="x", parent_id=first["id"])) == (
        404,
        "discussion/no-such-comment",
    )


async def test_an_answer_and_a_deletion_at_once_leave_no_answer_without_its_place(
    pg: Pool, talk: Talk, ada: Account, bob: Account
) -> None:
    for number in range(5):
        post = await talk.post(ada, f"Post {number}")
        first = await talk.comment(bob, post, "first")
        answers = await asyncio.gather(
            bob.request("DELETE", f"/api/comments/{first['id']}"),
            ada.request("POST", f"/api/posts/{post['id']}/comments", text="to it", parent_id=first["id"]),
            ada.request("POST", f"/api/posts/{post['id']}/comments", text="to the post"),
            ada.request("DELETE", f"/api/posts/{post['id']}"),
        )
        assert {answer.status_code for answer in answers} <= {201, 204, 404, 409}
    orphans = "SELECT count(*) FROM comments c WHERE parent_id IS NOT NULL AND path[1] = number"
    assert await pg.fetchval(orphans) == 0
    answered = "EXISTS (SELECT FROM comments a WHERE a.parent_id = c.id)"
    assert await pg.fetch(f"SELECT FROM comments c WHERE state = 'DELETED' AND NOT {answered}") == []
    counted = "(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.state = 'VISIBLE')"
    assert await pg.fetch(f"SELECT FROM posts p WHERE p.comment_count <> {counted}") == []


async def test_answers_are_counted_that_the_reader_may_read(
    pg: Pool, talk: Talk, ada: Account, bob: Account, mod: Account
) -> None:
    cleo, new = await talk.player("cleo"), await talk.player("new", days=0)
    post = await talk.post(ada)
    for by in bob, cleo:
        await talk.comment(by, post, "Read this")
    await talk.comment(new, post, "See https://example.org")

    async def counted() -> list[int]:
        """For nobody, bob, cleo, the new one, a moderator; and what they read."""
        found = []
        for reader in None, bob, cleo, new, mod:
            said = (await talk.posts(reader))["items"][0]["comment_count"]
            read = (await talk.ask(reader, f"/api/posts/{post['id']}/comments"))["items"]
            assert said == sum(one["author"] is not None for one in read)
            found.append(said)
        return found

    assert await counted() == [2, 2, 2, 3, 3]
    await cleo.request("PUT", "/api/friends/bob", action="BLOCK")
    assert await counted() == [2, 1, 1, 3, 3]
    await pg.execute("UPDATE users SET is_active = false WHERE username = 'cleo'")
    assert (await talk.posts())["items"][0]["comment_count"] == 1
    # Of a deleted post the place stays for those who can read something below it.
    await ada.request("DELETE", f"/api/posts/{post['id']}")
    assert len((await talk.posts())["items"]) == 1
    await pg.execute("UPDATE users SET is_active = false WHERE username = 'bob'")
    assert (await talk.posts())["items"] == [] and len((await talk.posts(mod))["items"]) == 1


async def test_a_text_is_changed_by_its_author_for_a_quarter_of_an_hour(
    pg: Pool, talk: Talk, ada: Account, bob: Account
) -> None:
    post = await talk.post(ada)
    comment = await talk.comment(ada, post, "first")
    for path, table in ((f"/api/posts/{post['id']}", "posts"), (f"/api/comments/{comment['id']}", "comments")):
        answer = await ada.request("PUT", path, text="Better *so*")
        assert (answer.status_code, answer.json()["text"]) == (200, "Better *so*")
        assert words(answer.json()) == "Better so"
        assert answer.json()["edited_at"] is not None
        assert problem(await bob.request("PUT", path, text="Mine")) == (403, "discussion/not-yours")
        assert problem(await bob.request("DELETE", path)) == (403, "discussion/not-yours")
        await pg.execute(f"UPDATE {table} SET created_at = now() - interval '15 minutes 1 second'")
        assert problem(await ada.request("PUT", path, text="Too late")) == (409, "discussion/too-late")


async def test_a_like_is_counted_once_and_can_be_taken_back(pg: Pool, talk: Talk, ada: Account, bob: Account) -> None:
    post = await talk.post(ada)
    comment = await talk.comment(ada, post, "first")
    for path in (f"/api/posts/{post['id']}/like", f"/api/comments/{comment['id']}/like"):
        for _ in range(2):
            assert (await bob.request("PUT", path)).json() == {"like_count": 1, "is_liked": True}
        assert problem(await ada.request("PUT", path)) == (409, "discussion/own")
        for _ in range(2):
            assert (await bob.request("DELETE", path)).json() == {"like_count": 0, "is_liked": False}
        await bob.request("PUT", path)
    assert (await talk.posts(bob))["items"][0]["is_liked"]
    assert not (await talk.posts(ada))["items"][0]["is_liked"]
    await pg.execute("DELETE FROM likes")
    assert (await talk.posts())["items"][0]["like_count"] == 0


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u202e", "x" * (MOST_TEXT + 1), "a\x00b"])
async def test_a_text_that_says_nothing_or_too_much_is_refused(talk: Talk, ada: Account, text: str) -> None:
    path = f"/api/posts?on={talk.on}"
    assert problem(await ada.request("POST", path, text=text)) == (422, "request/invalid")
    await talk.post(ada, "x" * MOST_TEXT)


async def test_a_button_that_is_pressed_twice_says_it_once(talk: Talk, ada: Account, bob: Account) -> None:
    post = await talk.post(ada, "Once")
    assert problem(await ada.request("POST", f"/api/posts?on={talk.on}", text="Once")) == (
        409,
        "discussion/said-already",
    )
    first = await talk.comment(ada, post, "+1")
    path = f"/api/posts/{post['id']}/comments"
    assert problem(await ada.request("POST", path, text="+1")) == (409, "discussion/said-already")
    await talk.comment(ada, post, "+1", first)  # elsewhere it is something else
    await talk.post(bob, "Once")


async def test_presses_at_the_same_time_say_it_once(
    settings: Settings, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BOUND, PATIENCE_S)
    async with serving(settings.model_copy(update={"pool_size": 2})) as live:
        talk = Talk(live, pg, f"snippet:{await add_to(pg, code(1))}")
        ada = await talk.player("ada")
        post = await talk.post(ada)
        for path in f"/api/posts?on={talk.on}", f"/api/posts/{post['id']}/comments":
            async with pg.acquire() as holder, holder.transaction():
                await holder.execute("SELECT FROM users FOR UPDATE")
                presses = [asyncio.ensure_future(ada.request("POST", path, text="Once")) for _ in range(8)]
                await until_waiting(pg, 2)  # two are about to write; the others have no connection yet
            answers = await asyncio.gather(*presses)
            assert sorted(answer.status_code for answer in answers) == [201] + 7 * [409]
            refused = [problem(answer) for answer in answers if answer.status_code == 409]
            assert set(refused) == {(409, "discussion/said-already")}


@pytest.mark.parametrize("after", ["x", "1_x", f"9999999999999999_{NOWHERE}", f"253402300800000_{NOWHERE}", "_", "-1"])
async def test_a_place_that_is_none_is_refused(talk: Talk, after: str) -> None:
    answer = await talk.live.http.get("/api/posts", params={"on": talk.on, "after": after})
    assert problem(answer) == (422, "request/invalid")


def test_a_place_is_exact_to_the_millisecond() -> None:
    at = datetime.fromisoformat("2026-11-27T06:00:00.123+00:00")
    assert place_after(at, NOWHERE) == f"{1_795_759_200_123}_{NOWHERE}"
    assert place_after(at + timedelta(milliseconds=1), NOWHERE) != place_after(at, NOWHERE)
