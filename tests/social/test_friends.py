"""Following, friends and blocks over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from server.infra.postgres import Pool
from server.social import limits, relations
from tests.accounts import Browser, Clock
from tests.http import problem
from tests.social.conftest import befriend, put

NOBODY = (404, "account/no-such-player")


async def names(browser: Browser, path: str, part: str = "items") -> list[str]:
    answer = await browser.call("GET", path)
    assert answer.status_code == 200, answer.text
    return [one["username"] for one in answer.json()[part]]


async def friends(browser: Browser) -> dict[str, list[str]]:
    answer = (await browser.call("GET", "/api/friends")).json()
    return {part: [one["username"] for one in people] for part, people in answer.items() if people}


async def told(pg: Pool, browser: Browser) -> list[str]:
    rows = await pg.fetch("SELECT kind FROM notifications WHERE user_id = $1 ORDER BY kind", browser.id)
    return [row["kind"] for row in rows]


# ---------------------------------------------------------------- following


async def test_following_is_one_way_and_once(ada: Browser, bob: Browser, pg: Pool) -> None:
    for _ in range(2):
        assert (await ada.call("PUT", "/api/users/BOB/follow")).status_code == 204
    assert await names(bob, "/api/users/bob/followers") == ["ada"]
    assert await names(ada, "/api/users/ada/following") == ["bob"]
    assert await names(ada, "/api/users/ada/followers") == []
    assert await told(pg, bob) == ["FOLLOWED"]
    for _ in range(2):
        assert (await ada.call("DELETE", "/api/users/bob/follow")).status_code == 204
    assert await names(bob, "/api/users/bob/followers") == []


async def test_pages_of_followers_go_on_after_a_row(ada: Browser, pg: Pool) -> None:
    """Also among those who began at the same moment."""
    await pg.execute(
        """
        WITH made AS (
            INSERT INTO users (username, email, password_hash, display_name)
            SELECT 'fan_' || n, 'fan_' || n || '@fans.invalid', '!', 'Fan' FROM generate_series(1, 9) AS n
            RETURNING id, username
        )
        INSERT INTO followers (follower_id, followed_id, created_at)
        SELECT id, $1, '2026-11-01'::timestamptz + right(username, 1)::int / 4 * interval '1 second' FROM made
        """,
        ada.id,
    )
    path = "/api/users/ada/followers"
    numbered = [name for page in range(1, 6) for name in await names(ada, f"{path}?per_page=2&page={page}")]
    found, after = list[str](), ""
    for page in range(1, 6):
        answer = (await ada.call("GET", f"{path}?per_page=2&page={page}&after={after}")).json()
        found += [one["username"] for one in answer["items"]]
        assert (answer["page"], answer["total"]) == (page, 9)
        after = answer["next"]
    assert after is None and found == numbered and len(set(found)) == 9
    assert problem(await ada.call("GET", f"{path}?page=101"))[0] == 422


async def test_of_thousands_of_followers_not_every_reader_has_them_counted(
    ada: Browser, bob: Browser, pg: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.infra.totals.COUNTED_ANEW", 1)
    assert (await ada.call("PUT", "/api/users/bob/follow")).status_code < 300
    assert (await ada.call("GET", "/api/users/bob")).json()["followers"] == 1
    assert (await ada.call("DELETE", "/api/users/bob/follow")).status_code == 204
    assert (await bob.call("GET", "/api/users/bob")).json()["followers"] == 1, "as it was a moment ago"
    assert await names(bob, "/api/users/bob/followers") == []


async def test_the_profile_says_how_many_follow_and_what_two_are_to_each_other(
    ada: Browser, bob: Browser, browsers: Callable[..., Browser]
) -> None:
    await ada.call("PUT", "/api/users/bob/follow")
    await put(bob, "ada", "REQUEST")
    seen = (await ada.call("GET", "/api/users/bob")).json()
    assert (seen["followers"], seen["following"]) == (1, 0)
    assert {name for name, so in seen["relation"].items() if so} == {"follows", "is_asked"}
    assert (await bob.call("GET", "/api/users/bob")).json()["relation"] is None
    assert (await browsers().call("GET", "/api/users/bob")).json()["relation"] is None


@pytest.mark.parametrize("role", ["guest", "robot"])
async def test_guests_and_robots_neither_follow_nor_befriend(
    ada: Browser, browsers: Callable[..., Browser], role: str
) -> None:
    other = browsers()
    await (other.guest() if role == "guest" else other.register("robot", is_bot=True))
    name = other.user["username"]
    for browser, whom in ((other, "ada"), (ada, name)):
        assert problem(await browser.call("PUT", f"/api/users/{whom}/follow")) == (403, f"friends/{role}")
        answer = await browser.call("PUT", f"/api/friends/{whom}", {"action": "REQUEST"})
        assert problem(answer) == (403, f"friends/{role}")
        assert await put(browser, whom, "BLOCK") == 200  # but they may be bothersome, and be bothered
        assert await put(browser, whom, "UNBLOCK") == 200


async def test_nobody_is_their_own_friend(ada: Browser) -> None:
    assert problem(await ada.call("PUT", "/api/users/ada/follow")) == (409, "friends/yourself")
    assert problem(await ada.call("PUT", "/api/friends/ada", {"action": "BLOCK"})) == (409, "friends/yourself")


# ---------------------------------------------------------------- friends


async def test_a_request_is_answered_and_both_are_friends(ada: Browser, bob: Browser, pg: Pool) -> None:
    assert await put(ada, "bob", "request") == 200
    assert (await friends(ada), await friends(bob)) == ({"sent": ["bob"]}, {"received": ["ada"]})
    assert await told(pg, bob) == ["FRIEND_REQUEST"]
    assert await put(bob, "ada", "ACCEPT") == await put(bob, "ada", "ACCEPT") == 200
    assert (await friends(ada), await friends(bob)) == ({"friends": ["bob"]}, {"friends": ["ada"]})
    assert (await told(pg, ada), await told(pg, bob)) == (["FRIEND_ACCEPTED"], [])
    assert (await bob.call("DELETE", "/api/friends/ada")).status_code == 204
    assert (await friends(ada), await friends(bob)) == ({}, {})
    assert await told(pg, ada) == []


async def test_who_was_declined_waits_a_month_and_the_other_does_not(ada: Browser, bob: Browser, clock: Clock) -> None:
    await put(ada, "bob", "REQUEST")
    assert await put(bob, "ada", "DECLINE") == await put(bob, "ada", "DECLINE") == 200
    assert (await friends(ada), await friends(bob)) == ({}, {})
    assert (await ada.call("DELETE", "/api/friends/bob")).status_code == 204  # which changes nothing
    again = await ada.call("PUT", "/api/friends/bob", {"action": "REQUEST"})
    assert problem(again) == (409, "friends/declined")
    assert problem(await bob.call("PUT", "/api/friends/ada", {"action": "ACCEPT"})) == (409, "friends/no-request")
    clock.advance(days=30)
    await ada.login("ada")
    await bob.login("bob")
    assert await put(ada, "bob", "REQUEST") == 200
    await put(bob, "ada", "DECLINE")
    assert await put(bob, "ada", "REQUEST") == 200
    assert await friends(ada) == {"received": ["bob"]}


async def test_a_request_is_withdrawn_and_told_anew_after_a_day(
    ada: Browser, bob: Browser, pg: Pool, clock: Clock
) -> None:
    await put(ada, "bob", "REQUEST")
    await ada.call("DELETE", "/api/friends/bob")
    assert (await friends(bob), await told(pg, bob)) == ({}, [])
    for action in ("BLOCK", "UNBLOCK"):  # which makes nothing forgotten
        assert await put(ada, "bob", action) == 200
    again = await ada.call("PUT", "/api/friends/bob", {"action": "REQUEST"})
    assert (problem(again), await told(pg, bob)) == ((409, "friends/asked-lately"), [])
    clock.advance(days=1)
    await ada.login("ada")
    await put(ada, "bob", "REQUEST")
    assert await told(pg, bob) == ["FRIEND_REQUEST"]


@pytest.mark.parametrize("blocker", ["ada", "bob"])
async def test_a_block_does_not_undo_that_one_was_declined(ada: Browser, bob: Browser, blocker: str) -> None:
    await put(ada, "bob", "REQUEST")
    await put(bob, "ada", "DECLINE")
    one, other = (ada, "bob") if blocker == "ada" else (bob, "ada")
    for action in ("BLOCK", "UNBLOCK"):
        assert await put(one, other, action) == 200
    again = await ada.call("PUT", "/api/friends/bob", {"action": "REQUEST"})
    assert problem(again) == (409, "friends/declined")
    assert await put(bob, "ada", "REQUEST") == await put(ada, "bob", "REQUEST") == 200
    assert await friends(ada) == {"friends": ["bob"]}


async def test_who_may_ask_is_the_players_choice(ada: Browser, bob: Browser) -> None:
    await bob.call("PUT", "/api/user/settings", {"friend_requests_from": "followed"})
    unwanted = (403, "friends/no-requests-wanted")
    assert problem(await ada.call("PUT", "/api/friends/bob", {"action": "REQUEST"})) == unwanted
    await bob.call("PUT", "/api/users/ada/follow")
    assert await put(ada, "bob", "REQUEST") == 200
    await ada.call("DELETE", "/api/friends/bob")
    settings = (await bob.call("PUT", "/api/user/settings", {"friend_requests_from": "NOBODY"})).json()
    assert (settings["friend_requests_from"], settings["playing_shown_to"]) == ("NOBODY", "EVERYBODY")
    assert problem(await ada.call("PUT", "/api/friends/bob", {"action": "REQUEST"})) == unwanted
    await put(bob, "ada", "REQUEST")
    assert await put(ada, "bob", "REQUEST") == 200  # it answers, and asks nothing
    assert await friends(ada) == {"friends": ["bob"]}


# ---------------------------------------------------------------- blocks


async def test_a_block_ends_everything_and_hides_both(ada: Browser, bob: Browser, pg: Pool) -> None:
    await befriend(ada, bob)
    await ada.call("PUT", "/api/users/bob/follow")
    await bob.call("PUT", "/api/users/ada/follow")
    assert await put(ada, "bob", "BLOCK") == await put(ada, "bob", "BLOCK") == 200
    assert (await friends(ada), await friends(bob)) == ({"blocked": ["bob"]}, {})
    assert await pg.fetchval("SELECT count(*) FROM followers") == 0
    for browser, name in ((ada, "bob"), (bob, "ada")):
        assert problem(await browser.call("GET", f"/api/users/{name}")) == NOBODY
        assert problem(await browser.call("PUT", f"/api/users/{name}/follow")) == NOBODY
        for action in ("REQUEST", "ACCEPT", "DECLINE"):
            assert problem(await browser.call("PUT", f"/api/friends/{name}", {"action": action})) == NOBODY
    for action in ("BLOCK", "UNBLOCK"):  # does not tell bob that ada is there
        assert problem(await bob.call("PUT", "/api/friends/ada", {"action": action})) == NOBODY
    assert await put(ada, "bob", "UNBLOCK") == 200
    assert (await friends(ada), await friends(bob)) == ({}, {})
    assert await put(bob, "ada", "REQUEST") == 200


async def test_a_blocked_player_is_on_no_list_of_a_third(
    ada: Browser, bob: Browser, browsers: Callable[..., Browser]
) -> None:
    cleo = browsers()
    await cleo.register("cleo")
    for browser in (ada, bob):
        await browser.call("PUT", "/api/users/cleo/follow")
        await cleo.call("PUT", f"/api/users/{browser.user['username']}/follow")
    await put(ada, "bob", "BLOCK")
    for path in ("/api/users/cleo/followers", "/api/users/cleo/following"):
        assert (await names(ada, path), await names(bob, path)) == (["ada"], ["bob"])
        assert sorted(await names(cleo, path)) == ["ada", "bob"]
    assert (await ada.call("GET", "/api/users/cleo")).json()["followers"] == 1


async def test_nobody_hides_from_staff(ada: Browser, admin: Browser) -> None:
    await put(ada, "root", "BLOCK")
    assert (await admin.call("GET", "/api/users/ada")).status_code == 200
    assert problem(await ada.call("GET", "/api/users/root")) == NOBODY


# ---------------------------------------------------------------- who changes and who leaves


async def test_a_rename_keeps_friends_and_deletion_takes_all_away(ada: Browser, bob: Browser, pg: Pool) -> None:
    await befriend(ada, bob)
    await ada.call("PUT", "/api/users/bob/follow")
    await bob.call("PUT", "/api/user/profile", {"username": "robert"})
    assert (await friends(ada))["friends"] == await names(ada, "/api/users/ada/following") == ["robert"]
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", bob.id)
    assert (await friends(ada), await names(ada, "/api/users/ada/following")) == ({}, [])
    await pg.execute("UPDATE users SET is_active = true WHERE id = $1", bob.id)
    assert (await bob.call("DELETE", "/api/user/account", {"password": "correct horse battery"})).status_code == 204
    for table in ("followers", "friend_relationships", "last_friend_requests", "notifications"):
        assert await pg.fetchval(f"SELECT count(*) FROM {table}") == 0, table


async def test_the_export_has_them_but_not_who_blocks_one(ada: Browser, bob: Browser) -> None:
    await befriend(ada, bob)
    await bob.call("PUT", "/api/users/ada/follow")
    exported = (await ada.call("GET", "/api/user/export")).json()
    assert [one["other_id"] for one in exported["friends"]] == [bob.id]
    assert [one["follower_id"] for one in exported["followers"]] == [bob.id]
    assert exported["settings"]["friend_requests_from"] == "EVERYBODY"
    assert [one["status"] for one in (await bob.call("GET", "/api/user/export")).json()["asked_by"]] == ["ACCEPTED"]
    await bob.call("PUT", "/api/friends/ada", {"action": "BLOCK"})
    exported = (await ada.call("GET", "/api/user/export")).json()
    assert exported["friends"] == exported["asked_by"] == exported["followers"] == []


# ---------------------------------------------------------------- limits and races


async def test_there_is_a_limit_to_each(
    ada: Browser, bob: Browser, browsers: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FOLLOWS", "FRIENDS", "THEIR_FRIENDS", "REQUESTS", "BLOCKS"):
        monkeypatch.setattr(relations, name, replace(getattr(limits, name), most=1))
    cleo = browsers()
    await cleo.register("cleo")
    assert (await ada.call("PUT", "/api/users/bob/follow")).status_code == 204
    assert problem(await ada.call("PUT", "/api/users/cleo/follow")) == (409, "friends/too-many")
    assert await put(ada, "bob", "REQUEST") == 200
    answer = await ada.call("PUT", "/api/friends/cleo", {"action": "REQUEST"})
    assert problem(answer) == (409, "friends/too-many")
    assert await put(bob, "ada", "ACCEPT") == 200
    await put(cleo, "ada", "REQUEST")
    answer = await ada.call("PUT", "/api/friends/cleo", {"action": "ACCEPT"})
    assert problem(answer) == (409, "friends/too-many")
    await put(bob, "cleo", "REQUEST")
    answer = await cleo.call("PUT", "/api/friends/bob", {"action": "ACCEPT"})
    assert problem(answer) == (409, "friends/they-have-too-many")
    assert await put(cleo, "bob", "BLOCK") == 200
    assert problem(await cleo.call("PUT", "/api/friends/ada", {"action": "BLOCK"})) == (409, "friends/too-many")


async def test_requests_at_once_make_friends(ada: Browser, bob: Browser) -> None:
    for _ in range(5):
        assert [*await asyncio.gather(put(ada, "bob", "REQUEST"), put(bob, "ada", "REQUEST"))] == [200, 200]
        assert (await friends(ada), await friends(bob)) == ({"friends": ["bob"]}, {"friends": ["ada"]})
        await ada.call("DELETE", "/api/friends/bob")


async def test_whatever_comes_at_once_ends_without_a_fault_and_a_block_wins(
    ada: Browser, bob: Browser, pg: Pool
) -> None:
    """Twelve transactions on the same two users: none is a deadlock, and nothing is left beside the block."""
    for _ in range(3):
        deeds = [
            *(browser.call("PUT", f"/api/users/{name}/follow") for browser, name in ((ada, "bob"), (bob, "ada"))),
            *(
                browser.call("PUT", f"/api/friends/{name}", {"action": action})
                for browser, name in ((ada, "bob"), (bob, "ada"))
                for action in ("REQUEST", "ACCEPT", "DECLINE")
            ),
            ada.call("PUT", "/api/friends/bob", {"action": "BLOCK"}),
            *(browser.call("DELETE", f"/api/friends/{name}") for browser, name in ((ada, "bob"), (bob, "ada"))),
        ]
        answers = await asyncio.gather(*deeds)
        assert {answer.status_code for answer in answers} <= {200, 204, 404, 409}
        assert await pg.fetchval("SELECT count(*) FROM followers") == 0
        assert [dict(row) for row in await pg.fetch("SELECT user_id, status FROM friend_relationships")] == [
            {"user_id": ada.id, "status": "BLOCKED"}
        ]
        assert await put(ada, "bob", "UNBLOCK") == 200
