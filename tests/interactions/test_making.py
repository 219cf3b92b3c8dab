"""Votes and bookmarks over HTTP: kept once, counted on the side, and no business of the rotation."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.interactions import making
from server.library import OF_COURSES, draw
from server.library.reading import DISLIKES_MANY
from tests.accounts import PASSWORD, until_waiting
from tests.http import problem
from tests.live import Account, Live
from tests.snippets import NOWHERE, AddSnippet, code

NOT_FOUND = (404, "snippet/not-found")


async def players(live: Live, count: int) -> list[Account]:
    """Registered ones, whose votes count."""
    return [await live.register(f"player_{number}") for number in range(count)]


async def vote(account: Account, snippet: str, value: object) -> httpx.Response:
    return await account.request("PUT", f"/api/snippets/{snippet}/vote", value=value)


async def bookmark(account: Account, snippet: str) -> httpx.Response:
    return await account.request("PUT", f"/api/snippets/{snippet}/bookmark")


async def bookmarks(account: Account) -> Any:
    answer = await account.request("GET", "/api/user/bookmarks")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def counted(pg: Pool, snippet: str) -> tuple[int, int, int]:
    row = await pg.fetchrow("SELECT likes, dislikes, bookmarks FROM snippet_figures WHERE snippet_id = $1", snippet)
    return (0, 0, 0) if row is None else tuple(row)


async def edited(live: Live, snippet: str, text: str) -> str:
    """The next version, made by an admin."""
    admin = await live.register("root", role=Role.ADMIN)
    answer = await admin.request("PUT", f"/api/snippets/{snippet}", snippet_text=text)
    assert answer.status_code == 200, answer.text
    latest: str = answer.json()["id"]
    return latest


async def test_a_vote_counts_once_turns_and_is_taken_back(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    snippet = await add_snippet()
    ada = await live.register("ada")
    for value, likes, dislikes in ((1, 1, 0), (1, 1, 0), (-1, 0, 1), (0, 0, 0), (0, 0, 0), (-1, 0, 1)):
        answer = await vote(ada, snippet, value)
        assert (answer.status_code, answer.json()) == (200, {"vote": value, "is_bookmarked": False, "is_counted": True})
        assert await counted(pg, snippet) == (likes, dislikes, 0)


async def test_a_guests_vote_is_kept_and_counts_from_when_they_register(
    live: Live, pg: Pool, add_snippet: AddSnippet
) -> None:
    first, second, third = [await add_snippet(code(number)) for number in range(3)]
    guest, other = await live.guest(), await live.guest()
    said = (await vote(guest, first, -1)).json()
    assert said == {"vote": -1, "is_bookmarked": False, "is_counted": False}
    await bookmark(guest, second)
    assert (await vote(guest, second, 1)).json()["is_counted"] is False
    await bookmark(guest, third)
    await vote(other, first, 1)
    assert [await counted(pg, one) for one in (first, second, third)] == [(0, 0, 0), (0, 0, 1), (0, 0, 1)]
    ada = await live.register("ada", guest)
    assert [await counted(pg, one) for one in (first, second, third)] == [(0, 1, 0), (1, 0, 1), (0, 0, 1)]
    assert (await vote(ada, first, 1)).json()["is_counted"] is True
    assert (await vote(ada, third, -1)).json()["is_counted"] is True, "a row from when they were a guest"
    assert [await counted(pg, one) for one in (first, second, third)] == [(1, 0, 0), (1, 0, 1), (0, 1, 1)]
    await pg.execute("DELETE FROM users WHERE id = $1", other.id)  # as guests go who do not come back
    assert await counted(pg, first) == (1, 0, 0)


async def test_votes_of_the_disabled_are_not_counted(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    snippet = await add_snippet()
    ada, bob = await live.register("ada"), await live.register("bob")
    for account in ada, bob:
        await vote(account, snippet, -1)
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", ada.id)
    assert await counted(pg, snippet) == (0, 1, 0)
    await pg.execute("UPDATE users SET is_active = true WHERE id = $1", ada.id)
    assert await counted(pg, snippet) == (0, 2, 0)
    assert (await ada.request("DELETE", "/api/user/account", password=PASSWORD)).status_code == 204
    assert await counted(pg, snippet) == (0, 1, 0)


async def test_a_vote_and_a_registration_at_once_are_counted_once(
    live: Live, pg: Pool, add_snippet: AddSnippet
) -> None:
    snippet, guest = await add_snippet(), await live.guest()
    async with pg.acquire() as voting, pg.acquire() as registering:
        vote_now = voting.transaction()
        await vote_now.start()
        await voting.execute(
            "INSERT INTO snippet_interactions (user_id, snippet_id, vote) VALUES ($1, $2, 1)", guest.id, snippet
        )
        register = asyncio.create_task(
            registering.execute(
                "UPDATE users SET is_guest = false, email = 'a@example.org', password_hash = 'x' WHERE id = $1",
                guest.id,
            )
        )
        await until_waiting(pg, 1)
        await vote_now.commit()
        await register
    assert await counted(pg, snippet) == (1, 0, 0)


@pytest.mark.parametrize("value", [2, -2, True, "1", None, 0.5])
async def test_what_is_no_vote_is_refused(live: Live, pg: Pool, add_snippet: AddSnippet, value: object) -> None:
    snippet = await add_snippet()
    assert (await vote(await live.guest(), snippet, value)).status_code == 422
    assert await counted(pg, snippet) == (0, 0, 0)


async def test_bookmarks_are_listed_with_what_can_be_played(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    ada = await live.guest()
    first, second = await add_snippet(code(1)), await add_snippet(code(2), difficulty="HARD")
    third = await add_snippet("const total = price * 3;", language="JAVASCRIPT")
    for snippet in (first, second, third, first):
        assert (await bookmark(ada, snippet)).json()["is_bookmarked"] is True
    assert await counted(pg, first) == (0, 0, 1)
    found = await bookmarks(ada)
    assert [one["id"] for one in found["items"]] == [third, second, first], "the newest first, and once each"
    assert {one["language"]: one["snippets"] for one in found["languages"]} == {"PYTHON": 2, "JAVASCRIPT": 1}
    assert (await ada.request("DELETE", f"/api/snippets/{second}/bookmark")).status_code == 204
    assert (await ada.request("DELETE", f"/api/snippets/{second}/bookmark")).status_code == 204
    assert [one["id"] for one in (await bookmarks(ada))["items"]] == [third, first]
    await pg.execute("UPDATE code_snippets SET is_active = false WHERE id = $1", first)
    assert [one["snippet_text"] for one in (await bookmarks(ada))["items"]] == ["const total = price * 3;", None]
    assert (await ada.request("DELETE", f"/api/snippets/{first}/bookmark")).status_code == 204, "retired or not"
    assert (await bookmarks(ada))["total"] == 1


async def test_a_vote_and_a_bookmark_share_a_row_until_both_are_gone(
    live: Live, pg: Pool, add_snippet: AddSnippet
) -> None:
    ada, snippet = await live.register("ada"), await add_snippet()
    await vote(ada, snippet, 1)
    assert (await bookmark(ada, snippet)).json() == {"vote": 1, "is_bookmarked": True, "is_counted": True}
    assert (await vote(ada, snippet, 0)).json() == {"vote": 0, "is_bookmarked": True, "is_counted": True}
    assert await counted(pg, snippet) == (0, 0, 1)
    await ada.request("DELETE", f"/api/snippets/{snippet}/bookmark")
    assert await pg.fetchval("SELECT count(*) FROM snippet_interactions") == 0
    assert await counted(pg, snippet) == (0, 0, 0)


async def test_no_more_bookmarks_than_there_is_room_for(
    live: Live, add_snippet: AddSnippet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "BOOKMARKS", 2)
    ada = await live.guest()
    snippets = [await add_snippet(code(number)) for number in range(5)]
    answers = await asyncio.gather(*(bookmark(ada, snippet) for snippet in snippets))
    assert sorted(one.status_code for one in answers) == [200, 200, 409, 409, 409]
    refused = next(one for one in answers if one.status_code == 409)
    assert problem(refused) == (409, "snippet/too-many-bookmarks")
    kept = (await bookmarks(ada))["items"][0]["id"]
    assert (await bookmark(ada, kept)).status_code == 200, "what is bookmarked takes no more room"


async def test_what_is_not_public_does_not_exist(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    ada = await live.guest()
    draft = await add_snippet(code(1), is_active=False)
    taught = await add_snippet(code(2), category=OF_COURSES, is_active=False)
    retired = await add_snippet(code(3))
    await pg.execute("UPDATE code_snippets SET is_active = false WHERE id = $1", retired)
    for snippet in (draft, taught, retired, NOWHERE):
        assert problem(await vote(ada, snippet, 1)) == NOT_FOUND
        assert problem(await bookmark(ada, snippet)) == NOT_FOUND
        assert problem(await ada.request("GET", f"/api/snippets/{snippet}/page")) == NOT_FOUND
        assert (await ada.request("GET", f"/api/opinions?snippets={snippet}")).json() == {"items": []}


async def test_bookmarks_follow_a_snippet_to_its_next_version_and_votes_do_not(
    live: Live, pg: Pool, add_snippet: AddSnippet
) -> None:
    ada, bob = await players(live, 2)
    old = await add_snippet(code(1))
    await bookmark(ada, old)
    await vote(ada, old, -1)
    await bookmark(bob, old)
    new = await edited(live, old, code(2))
    assert [await counted(pg, one) for one in (old, new)] == [(0, 1, 0), (0, 0, 2)]
    assert [one["id"] for one in (await bookmarks(ada))["items"]] == [new]
    assert (await vote(ada, old, 1)).json() == {"vote": 1, "is_bookmarked": True, "is_counted": True}, (
        "an old link means the new text"
    )
    assert [await counted(pg, one) for one in (old, new)] == [(0, 1, 0), (1, 0, 2)]
    seen = (await ada.request("GET", f"/api/opinions?snippets={old},{NOWHERE}")).json()["items"]
    assert seen == [{"id": old, "snippet_id": new, "own": {"vote": 1, "is_bookmarked": True, "is_counted": True}}]


async def test_many_at_once_are_all_counted(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    snippet = await add_snippet()
    voters = await players(live, 12)
    asked = [vote(one, snippet, (1, -1)[n % 2]) for n, one in enumerate(voters)]
    asked += [bookmark(one, snippet) for one in voters]
    assert {one.status_code for one in await asyncio.gather(*asked)} == {200}
    assert await counted(pg, snippet) == (6, 6, 12)


async def test_an_account_takes_what_it_said_with_it(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    ada = await live.register("ada")
    snippets = [await add_snippet(code(number)) for number in range(3)]
    for snippet in snippets:
        await vote(ada, snippet, 1)
        await bookmark(ada, snippet)
    exported = (await ada.request("GET", "/api/user/export")).json()["snippet_interactions"]
    assert {one["snippet_id"] for one in exported} == set(snippets)
    await pg.execute("DELETE FROM snippet_interactions WHERE user_id = $1", ada.id)
    assert [await counted(pg, snippet) for snippet in snippets] == [(0, 0, 0)] * 3


async def test_a_snippet_that_is_deleted_takes_its_votes_with_it(pg: Pool, live: Live, add_snippet: AddSnippet) -> None:
    snippet = await add_snippet()
    await vote(await live.guest(), snippet, 1)
    await pg.execute("DELETE FROM code_snippets WHERE id = $1", snippet)
    assert await pg.fetchval("SELECT count(*) FROM snippet_interactions") == 0
    assert await counted(pg, snippet) == (0, 0, 0)


async def test_votes_change_nothing_of_what_is_drawn(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    """The most liked and the most disliked are drawn as often as all others."""
    snippets = [await add_snippet(code(number)) for number in range(6)]
    for one in await players(live, DISLIKES_MANY):
        await vote(one, snippets[0], -1)
        await vote(one, snippets[1], 1)
        await bookmark(one, snippets[2])
    drawn = Counter[str]()
    for _ in range(8 * len(snippets)):
        found = await draw(pg, "PYTHON", "NORMAL")
        assert found is not None
        drawn[found.id] += 1
    used = await pg.fetch("SELECT id, usage_count FROM code_snippets")
    assert {row["id"]: row["usage_count"] for row in used} == drawn
    assert max(drawn.values()) - min(drawn.values()) <= 2, "the rotation's bound"
    assert sum(drawn[one] for one in snippets) == 48 and len(drawn) == 6


async def test_those_who_curate_find_what_many_dislike(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    liked, mixed, disliked = [await add_snippet(code(number)) for number in range(3)]
    voters = await players(live, DISLIKES_MANY)
    for one in voters:
        await vote(one, disliked, -1)
        await vote(one, liked, 1)
        await vote(await live.guest(), mixed, -1)  # guests do not weigh
    for one in voters[1:]:
        await vote(one, mixed, -1)
    moderator = await live.register("mod", role=Role.MODERATOR)

    async def found(asked: str) -> list[str]:
        answer = await moderator.request("GET", f"/api/snippets?{asked}")
        return [one["id"] for one in answer.json()["items"]]

    assert await found("disliked=true") == [disliked]
    assert await found("sort=DISLIKED") == [disliked, mixed, liked]
    results = (await moderator.request("GET", "/api/admin/snippets/results?sort=DISLIKED")).json()["items"]
    assert [(one["likes"], one["dislikes"]) for one in results] == [
        (0, DISLIKES_MANY),
        (0, DISLIKES_MANY - 1),
        (DISLIKES_MANY, 0),
    ]
