"""The list of what somebody was told: `GET /api/notifications`, its marks, and the switches."""

from __future__ import annotations

from typing import Any

import pytest

from game.terms import NotificationKind
from server.infra.postgres import Pool
from server.notifications import Notice
from tests.live import Account
from tests.notifications.test_notifying import tell

FOLLOWED, VERDICT = NotificationKind.FOLLOWED, NotificationKind.VERDICT


async def listed(account: Account, query: str = "") -> dict[str, Any]:
    answer = await account.request("GET", f"/api/notifications{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def read(account: Account, **body: Any) -> int:
    answer = await account.request("POST", "/api/notifications/read", **body)
    assert answer.status_code == 200, answer.text
    unread: int = answer.json()["unread"]
    return unread


async def test_the_latest_is_first_and_names_who_did_it_as_they_are_called_now(
    ada: Account, bob: Account, pg: Pool
) -> None:
    await tell(pg, Notice(ada.id, VERDICT, "7", data={"verdict": "approved"}))
    await tell(pg, Notice(ada.id, FOLLOWED, bob.id, by=bob.id), Notice(bob.id, VERDICT, "8"))
    await pg.execute("UPDATE users SET display_name = 'Robert' WHERE id = $1", bob.id)
    page = await listed(ada)
    assert [(item["kind"], item["subject"], item["data"], item["read_at"]) for item in page["items"]] == [
        ("FOLLOWED", bob.id, {}, None),
        ("VERDICT", "7", {"verdict": "approved"}, None),
    ]
    assert [item["by"] for item in page["items"]] == [{"id": bob.id, "username": "bob", "display_name": "Robert"}, None]
    assert (page["total"], page["unread"]) == (2, 2)
    second = await listed(ada, "?per_page=1&page=2")
    assert [item["kind"] for item in second["items"]] == ["VERDICT"]


async def test_pages_go_on_after_a_notification(ada: Account, pg: Pool) -> None:
    await tell(pg, *(Notice(ada.id, VERDICT, str(number)) for number in range(5)))
    first = await listed(ada, "?per_page=2")
    await tell(pg, Notice(ada.id, VERDICT, "a newer one"))
    second = await listed(ada, f"?per_page=2&page=2&after={first['next']}")
    third = await listed(ada, f"?per_page=2&page=3&after={second['next']}")
    assert [item["subject"] for page in (first, second, third) for item in page["items"]] == ["4", "3", "2", "1", "0"]
    assert (second["page"], second["total"], third["next"]) == (2, 6, None)
    assert (await ada.request("GET", "/api/notifications?page=101")).status_code == 422


async def test_some_are_marked_or_all_and_nobody_elses(ada: Account, bob: Account, pg: Pool) -> None:
    await tell(pg, *(Notice(to.id, VERDICT, str(number)) for to in (ada, bob) for number in range(3)))
    ids = [item["id"] for item in (await listed(ada))["items"]]
    assert await read(bob, ids=ids) == 3
    assert await read(ada, ids=[*ids[:1], 2**62]) == 2
    assert [item["read_at"] is None for item in (await listed(ada))["items"]] == [False, True, True]
    assert await read(ada, all=True) == 0
    assert (await listed(bob))["unread"] == 3


@pytest.mark.parametrize(
    "body", [{}, {"ids": [1], "all": True}, {"ids": [0]}, {"ids": [2**63]}, {"ids": [1] * 101}, {"ids": ["1"]}]
)
async def test_what_names_neither_some_nor_all_is_refused(ada: Account, body: dict[str, Any]) -> None:
    assert (await ada.request("POST", "/api/notifications/read", **body)).status_code == 422


async def test_what_is_by_somebody_who_is_gone_since_is_hidden_until_they_are_back(
    ada: Account, bob: Account, pg: Pool
) -> None:
    await tell(pg, Notice(ada.id, FOLLOWED, bob.id, by=bob.id))
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", bob.id)
    page = await listed(ada)
    assert (page["items"], page["total"], page["unread"]) == ([], 0, 0)
    await pg.execute("UPDATE users SET is_active = true WHERE id = $1", bob.id)
    assert (await listed(ada))["unread"] == 1


@pytest.mark.parametrize("blocker", ["ada", "bob"])
async def test_a_block_hides_what_is_there_and_keeps_the_rest_away(
    ada: Account, bob: Account, pg: Pool, blocker: str
) -> None:
    await tell(pg, Notice(ada.id, FOLLOWED, bob.id, by=bob.id), Notice(ada.id, VERDICT, "7"))
    pair = (ada.id, bob.id) if blocker == "ada" else (bob.id, ada.id)
    await pg.execute("INSERT INTO friend_relationships (user_id, other_id, status) VALUES ($1, $2, 'BLOCKED')", *pair)
    await tell(pg, Notice(ada.id, NotificationKind.INVITED, "ABCDEF", by=bob.id))
    page = await listed(ada)
    assert ([item["kind"] for item in page["items"]], page["total"], page["unread"]) == (["VERDICT"], 1, 1)
    await pg.execute("DELETE FROM friend_relationships")
    assert [item["kind"] for item in (await listed(ada))["items"]] == ["VERDICT", "FOLLOWED"]


async def test_a_kind_that_is_switched_off_is_not_told_and_the_other_settings_stay(ada: Account, pg: Pool) -> None:
    put = await ada.request("PUT", "/api/user/settings", notifications_off=["VERDICT"], volume=7)
    assert (put.json()["notifications_off"], put.json()["volume"]) == (["VERDICT"], 7)
    later = (await ada.request("PUT", "/api/user/settings", replays_public=False)).json()
    assert (later["notifications_off"], later["replays_public"], later["chosen"]) == (["VERDICT"], False, ["volume"])
    await tell(pg, Notice(ada.id, VERDICT, "7"), Notice(ada.id, FOLLOWED, "7"))
    assert [item["kind"] for item in (await listed(ada))["items"]] == ["FOLLOWED"]
    assert (await ada.request("PUT", "/api/user/settings", notifications_off=["NAGGING"])).status_code == 422
    assert (await ada.request("PUT", "/api/user/settings", notifications_off=[])).json()["notifications_off"] == []


async def test_unread_ends_at_a_hundred(ada: Account, pg: Pool) -> None:
    await tell(pg, *(Notice(ada.id, VERDICT, str(number)) for number in range(101)))
    page = await listed(ada)
    assert (page["total"], page["unread"]) == (101, 100)
