"""Own code over HTTP: cut, kept, changed, published, found, withdrawn; and nobody's business while it is private."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from game.terms import Role
from server.infra.apart import Busy, TookTooLong
from server.infra.postgres import Pool
from server.library import Cutting
from server.library.importing.own import checked
from server.own_code import keeping
from tests.accounts import PASSWORD
from tests.live import Account, Live
from tests.own_code.collections import SECRET, add, made

KATA = "def double(number):\n    twice = number + number\n    return twice"
OTHER = "for name in sorted(names):\n    print(name.upper())"


async def shown(account: Account | None, live: Live, collection: str) -> Any:
    return await live.http.get(f"/api/collections/{collection}", headers=account.headers if account else {})


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


# ---------------------------------------------------------------- what one does with one's own


async def test_code_is_cut_and_what_cannot_be_typed_is_told(live: Live) -> None:
    ada = await live.guest()
    text = f"{KATA}\n\n\ndef dish():\n    name = 'rice'\n    return name + '飯'\n\n\nquoted = “one” + ‘two’\n"
    answer = await ada.request("POST", "/api/code/cut", files=[{"path": "a.py", "text": text}])
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert [(one["first_line"], one["mends"], one["language"]) for one in found["pieces"]] == [
        (1, [], "PYTHON"),
        (11, ["CHARACTERS"], "PYTHON"),
    ]
    assert found["pieces"][0]["snippet_text"] == KATA
    (left,) = found["left"]
    assert (left["path"], left["first_line"], left["faults"][0]["line"]) == ("a.py", 6, 8)
    assert (found["files"], found["pieces_total"], found["left_total"]) == (1, 2, 1)


async def test_a_collection_is_made_filled_changed_and_deleted(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    collection = await made(ada, KATA, OTHER, KATA, description="For mornings.")
    found = (await shown(ada, live, collection)).json()
    assert [one["snippet_text"] for one in found["snippets"]] == [KATA, OTHER], "the same text once, in order"
    assert (found["collection"]["snippets"], found["collection"]["is_public"]) == (2, False)
    assert found["room"]["snippets"] == keeping.SNIPPETS - 2
    changed = await ada.request("PUT", f"/api/collections/{collection}", name="Morning katas")
    assert changed.json()["collection"]["name"] == "Morning katas"
    assert changed.json()["collection"]["description"] == "For mornings."
    first = found["snippets"][0]["id"]
    path = f"/api/collections/{collection}/snippets"
    assert (await ada.request("DELETE", f"{path}/{first}")).status_code == 204
    assert code(await ada.request("DELETE", f"{path}/{first}")) == (404, "collection/no-such-snippet")
    again = (await add(ada, collection, OTHER, "left, right = right, left")).json()
    assert (again["added"], again["known"]) == (1, 1)
    assert (await ada.request("DELETE", f"/api/collections/{collection}")).status_code == 204
    assert code(await shown(ada, live, collection)) == (404, "collection/not-found")
    assert await pg.fetchval("SELECT count(*) FROM collection_snippets") == 0


async def test_code_that_cannot_be_typed_is_refused_with_its_place_and_nothing_is_kept(live: Live) -> None:
    ada = await live.guest()
    collection = await made(ada)
    refused = await add(ada, collection, KATA, "a = [1, 2, 3\nb = '飯'")
    assert code(refused) == (422, "snippet/refused")
    assert {(one["pointer"], one["line"]) for one in refused.json()["errors"]} >= {("/snippets/1/snippet_text", 2)}
    assert (await shown(ada, live, collection)).json()["snippets"] == []


@pytest.mark.parametrize("name", ["", "fuck you", "\u200b", "x" * 81])
async def test_a_name_follows_the_rules_of_all_names(live: Live, name: str) -> None:
    ada = await live.guest()
    answer = await ada.request("POST", "/api/collections", name=name, language="PYTHON")
    assert code(answer) == (422, "request/invalid")


# ---------------------------------------------------------------- limits


async def test_the_limit_of_snippets_holds_for_requests_at_once(live: Live, pg: Pool, monkeypatch: Any) -> None:
    async def at_once(_: Cutting, language: str, texts: Any, person: str) -> Any:
        return checked(language, texts)  # in the other process they would come one by one

    monkeypatch.setattr(Cutting, "checked", at_once)
    monkeypatch.setattr(keeping, "SNIPPETS", 3)
    ada = await live.guest()
    one, other = await made(ada, KATA), await made(ada)
    texts = [f"total_{n} = first + second * {n}" for n in range(6)]
    answers = await asyncio.gather(*(add(ada, (one, other)[n % 2], text) for n, text in enumerate(texts)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409, 409]
    assert await pg.fetchval("SELECT count(*) FROM collection_snippets") == 3
    refused = await add(ada, one, *texts)
    assert code(refused) == (409, "collection/full") and "3 snippets" in refused.json()["detail"]


async def test_the_limits_of_bytes_and_of_collections_hold(live: Live, monkeypatch: Any) -> None:
    monkeypatch.setattr(keeping, "BYTES", 600)
    monkeypatch.setattr(keeping, "COLLECTIONS", 1)
    ada, bob = await live.guest(), await live.guest()
    collection = await made(ada, KATA)
    assert code(await add(ada, collection, OTHER)) == (409, "collection/full")
    refused = await ada.request("POST", "/api/collections", name="More", language="PYTHON")
    assert code(refused) == (409, "collection/too-many")
    await made(bob, OTHER)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ([], 422),
        ([{"path": "a.py", "text": "x" * 1_000_001}], 422),
        ([{"path": f"{n}.py", "text": ""} for n in range(301)], 422),
        ([{"path": "a.py", "text": "x" * 4_000_000}], 413),
        ([{"path": "a.py", "text": "x = 1", "language": "COBOL"}], 422),
    ],
)
async def test_too_much_code_is_refused(live: Live, files: list[dict[str, str]], status: int) -> None:
    ada = await live.guest()
    answer = await ada.request("POST", "/api/code/cut", files=files)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("fault", "expected"), [(TookTooLong, (422, "collection/too-much")), (Busy, (503, "collection/busy"))]
)
async def test_code_that_is_not_read_says_why(live: Live, monkeypatch: Any, fault: Any, expected: Any) -> None:
    async def refuse(*_: object) -> None:
        raise fault

    ada = await live.guest()
    collection = await made(ada)
    for name in ("cut", "checked"):
        monkeypatch.setattr(Cutting, name, refuse)
    answer = await ada.request("POST", "/api/code/cut", files=[{"path": "a.py", "text": KATA}])
    assert code(answer) == expected == code(await add(ada, collection, KATA))


async def test_nobody_has_two_requests_read_at_once(live: Live) -> None:
    """So nobody alone can keep others waiting."""
    ada, bob = await live.guest(), await live.guest()
    files = [{"path": "a.py", "text": f"{KATA}\n"}]
    calls = [account.request("POST", "/api/code/cut", files=files) for account in (ada, ada, ada, bob)]
    answers = await asyncio.gather(*calls)
    assert sorted(answer.status_code for answer in answers[:3]) == [200, 503, 503]
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert code(refused) == (503, "collection/busy") and "Your code" in refused.json()["detail"]
    assert answers[3].status_code == 200


# ---------------------------------------------------------------- whose it is


async def test_private_code_is_nobodys_but_its_players(live: Live, pg: Pool) -> None:
    ada, eve = await live.register("ada"), await live.register("eve")
    staff = [await live.register("mod", role=Role.MODERATOR), await live.register("root", role=Role.ADMIN)]
    collection = await made(ada, SECRET, name="Vault")
    snippet = (await shown(ada, live, collection)).json()["snippets"][0]["id"]
    path = f"/api/collections/{collection}"
    for other in (eve, *staff):
        assert code(await shown(other, live, collection)) == (404, "collection/not-found")
        for method, rest in (("PUT", ""), ("DELETE", ""), ("DELETE", f"/snippets/{snippet}")):
            body: dict[str, Any] = {"name": "Mine"} if method == "PUT" else {}
            answer = await other.request(method, f"{path}{rest}", **body)
            assert code(answer) == (404, "collection/not-found")
        assert code(await add(other, collection, KATA)) == (404, "collection/not-found")
        assert code(await other.request("POST", "/api/game/start", collection=collection)) == (
            404,
            "collection/not-found",
        )
        report = await other.request("POST", "/api/reports", kind="COLLECTION", id=collection, reason="Curious.")
        assert code(report) == (404, "moderation/no-such-object")
        told = [
            (await other.request("GET", "/api/collections")).text,
            (await other.request("GET", "/api/collections?mine=true")).text,
            (await other.request("GET", "/api/users/ada")).text,
        ]
        assert not any("Vault" in text or "opening_move" in text for text in told)
    for moderator in staff:
        lists = ("/api/snippets", "/api/moderation/queue", "/api/admin/snippets/summary", "/api/admin/snippets/export")
        for listed in lists:
            assert "opening_move" not in (await moderator.request("GET", listed)).text
        assert (await moderator.request("GET", f"/api/snippets/{snippet}")).status_code == 404
        withdrawn = await moderator.request("POST", f"{path}/withdraw", reason="Curious.")
        assert code(withdrawn) == (404, "collection/not-found")
    assert code(await shown(None, live, collection)) == (404, "collection/not-found")
    assert await pg.fetchval("SELECT count(*) FROM code_snippets WHERE snippet_text = $1", SECRET) == 0


async def test_a_public_collection_is_found_by_all_and_vanishes_with_its_player(live: Live) -> None:
    ada, eve = await live.register("ada"), await live.register("eve")
    root = await live.register("root", role=Role.ADMIN)
    collection = await made(ada, KATA, is_public=True)
    await made(ada, OTHER, name="Others", language="PYTHON", is_public=True)
    await made(ada, name="Empty", is_public=True)

    async def names(query: str = "") -> list[str]:
        found = (await live.http.get(f"/api/collections{query}")).json()
        assert found["total"] == len(found["items"])
        return [one["name"] for one in found["items"]]

    assert sorted(await names()) == ["Katas", "Others"] == sorted(await names("?language=python"))
    assert await names("?language=rust") == []
    seen = (await shown(eve, live, collection)).json()
    assert (seen["collection"]["username"], seen["collection"]["is_own"], seen["room"]) == ("ada", False, None)
    assert (await eve.request("GET", "/api/collections?mine=true")).json()["items"] == []
    assert (await live.http.get("/api/collections?mine=true")).status_code == 401
    hidden = await ada.request("PUT", f"/api/collections/{collection}", is_public=False)
    assert hidden.status_code == 200 and await names() == ["Others"]
    await ada.request("PUT", f"/api/collections/{collection}", is_public=True)
    await root.request("PUT", f"/api/admin/users/{ada.id}", is_active=False)
    assert await names() == []
    assert code(await shown(eve, live, collection)) == (404, "collection/not-found")
    await root.request("PUT", f"/api/admin/users/{ada.id}", is_active=True)
    assert len(await names()) == 2


async def test_thousands_of_public_collections_are_not_counted_for_each_reader(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.infra.totals.COUNTED_ANEW", 1)
    ada, eve = await live.register("ada"), await live.register("eve")

    async def total(account: Account, query: str = "") -> int:
        found: int = (await account.request("GET", f"/api/collections{query}")).json()["total"]
        return found

    for number, code_ in enumerate((KATA, OTHER), 1):
        await made(ada, code_, name=f"Code {number}", is_public=True)
        assert [await total(one) for one in (ada, eve)] == [1, 1], "as it was a moment ago"
        assert await total(ada, "?mine=true") == number


async def test_a_guest_keeps_code_and_publishes_none(live: Live) -> None:
    guest = await live.guest()
    collection = await made(guest, KATA)
    for answer in (
        await guest.request("POST", "/api/collections", name="X", language="PYTHON", is_public=True),
        await guest.request("PUT", f"/api/collections/{collection}", is_public=True),
    ):
        assert code(answer) == (409, "account/guest")


async def test_a_new_account_publishes_no_address(live: Live) -> None:
    ada, new = await live.register("ada"), (409, "account/new")
    led: dict[str, Any] = {"name": "Katas", "description": "More at evil.io/x.\u202e", "language": "PYTHON"}
    assert code(await ada.request("POST", "/api/collections", **led, is_public=True)) == new
    private = await ada.request("POST", "/api/collections", **led)
    assert private.json()["collection"]["description"] == "More at evil.io/x."
    path = f"/api/collections/{private.json()['collection']['id']}"
    assert code(await ada.request("PUT", path, is_public=True)) == new
    plain: dict[str, Any] = {"description": "", "is_public": True}
    assert (await ada.request("PUT", path, **plain)).json()["collection"]["is_public"] is True
    assert code(await ada.request("PUT", path, name="evil.io/x")) == new
    assert (await ada.request("GET", path)).json()["collection"]["name"] == "Katas"


async def test_what_a_moderator_withdraws_stays_private(live: Live, pg: Pool) -> None:
    ada, eve = await live.register("ada"), await live.register("eve")
    mod = await live.register("mod", role=Role.MODERATOR)
    collection = await made(ada, KATA, is_public=True)
    assert (await eve.request("POST", f"/api/collections/{collection}/withdraw", reason="No.")).status_code == 403
    report = await eve.request("POST", "/api/reports", kind="COLLECTION", id=collection, reason="An advertisement.")
    assert report.status_code == 201, report.text
    own = await ada.request("POST", "/api/reports", kind="COLLECTION", id=collection, reason="Mine.")
    assert code(own) == (409, "moderation/own-object")
    (waiting,) = (await mod.request("GET", "/api/moderation/queue")).json()["items"]
    assert (waiting["kind"], waiting["id"], waiting["label"]) == ("COLLECTION", collection, "Katas")
    withdrawn = await mod.request("POST", f"/api/collections/{collection}/withdraw", reason="An advertisement.")
    assert withdrawn.status_code == 204
    assert code(await shown(eve, live, collection)) == (404, "collection/not-found")
    assert code(await shown(mod, live, collection)) == (404, "collection/not-found")
    (waiting,) = (await mod.request("GET", "/api/moderation/queue")).json()["items"]
    assert waiting["label"] is None, "it is not shown any more"
    seen = (await shown(ada, live, collection)).json()
    assert seen["collection"]["withdrawn_at"] is not None and seen["snippets"]
    refused = await ada.request("PUT", f"/api/collections/{collection}", is_public=True)
    assert code(refused) == (409, "collection/withdrawn")
    assert await pg.fetchval("SELECT metadata ->> 'reason' FROM audit_logs") == "An advertisement."
    own_path = f"/api/collections/{await made(mod, KATA)}"
    assert (await mod.request("GET", own_path)).status_code == 200
    told = await mod.request("POST", f"{own_path}/withdraw", reason="Mine.")
    assert code(told) == (409, "collection/not-public"), "it is no news to its player that it is there"


async def test_after_a_withdrawal_nothing_is_published_for_a_week(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    mod = await live.register("mod", role=Role.MODERATOR)
    withdrawn, public = await made(ada, KATA, is_public=True), await made(ada, is_public=True)
    private = await made(ada)
    assert (await mod.request("POST", f"/api/collections/{withdrawn}/withdraw", reason="No.")).status_code == 204

    async def tried() -> list[int]:
        answers = [
            await ada.request("POST", "/api/collections", name="Again", language="PYTHON", is_public=True),
            await ada.request("PUT", f"/api/collections/{private}", is_public=True),
            await add(ada, public, KATA),
            await ada.request("DELETE", f"/api/collections/{withdrawn}"),
        ]
        assert all(code(answer)[1] == "collection/withdrawn" for answer in answers if answer.status_code == 409)
        return [answer.status_code for answer in answers]

    assert await tried() == [409] * 4
    assert (await ada.request("PUT", f"/api/collections/{public}", name="B", is_public=True)).status_code == 200
    assert (await add(ada, private, KATA)).status_code == 201
    await pg.execute("UPDATE collections SET withdrawn_at = now() - interval '8 days' WHERE id = $1", withdrawn)
    assert await tried() == [201, 200, 201, 204]


async def test_each_registered_player_counts_once_and_its_own_never(live: Live, pg: Pool) -> None:
    ada, bob, eve = await live.register("ada"), await live.register("bob"), await live.register("eve")
    collection = await made(ada, KATA, is_public=True)
    for account in (ada, ada, bob, bob, await live.guest(), eve):
        started = await account.request("POST", "/api/game/start", collection=collection)
        assert started.status_code == 201, started.text
    assert await pg.fetchval("SELECT usage_count FROM collections WHERE id = $1", collection) == 2


async def test_own_code_leaves_in_the_export_and_with_its_player(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    await made(ada, SECRET, name="Vault")
    public = await made(ada, KATA, name="Shared", is_public=True)
    exported = (await ada.request("GET", "/api/user/export")).json()
    assert {one["name"] for one in exported["collections"]} == {"Vault", "Shared"}
    assert {one["snippet_text"] for one in exported["collection_snippets"]} == {SECRET, KATA}
    assert (await ada.request("DELETE", "/api/user/account", password=PASSWORD)).status_code == 204
    assert [row["id"] for row in await pg.fetch("SELECT id FROM collections")] == [public]
    left = (await shown(None, live, public)).json()["collection"]
    assert (left["name"], left["username"]) == ("Shared", None)
    assert await pg.fetchval("SELECT count(*) FROM collection_snippets WHERE created_by IS NOT NULL") == 0
