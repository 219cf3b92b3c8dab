"""Shared replays over HTTP: whose they are, who sees them, what staff do, and what a link to one shows."""

from __future__ import annotations

import asyncio
import html
import io
import re
from typing import Any

import httpx
import pytest
from PIL import Image

from game.keylog import encode
from game.terms import Role
from server.infra.postgres import Pool
from server.results import record
from server.shared_replays import sharing
from tests.game.games import wave
from tests.http import problem
from tests.live import Account, Live
from tests.played_games import log_of, well_typed
from tests.results.games import finished, start_game, totals
from tests.snippets import NOWHERE

TEXT = "a = ~b"
NOT_FOUND = (404, "replay/not-found")


async def game(pg: Pool, player: str, words: int = 40, **more: Any) -> str:
    """The result of a game, ranked with enough words."""
    log = encode(log_of([wave(TEXT)], well_typed(TEXT)))
    session = await start_game(pg, player, **more)
    result = await record(pg, finished(session, player, totals=totals(words, dirty=0), key_log=log))
    assert result is not None and result.ranked is (words >= 20)
    return result.id


async def share(account: Account, result: str, title: str = "My best", **more: Any) -> httpx.Response:
    return await account.request("POST", "/api/replays", result_id=result, title=title, **more)


async def shared(pg: Pool, account: Account, title: str = "My best", **more: Any) -> str:
    answer = await share(account, await game(pg, account.id, **more), title, note="Watch the *end*.")
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["id"]
    assert answer.headers["location"] == f"/api/replays/{made}"
    return made


async def listed(live: Live, account: Account | None = None, query: str = "") -> list[str]:
    answer = await live.http.get(f"/api/replays{query}", headers=account.headers if account else {})
    return [one["title"] for one in answer.json()["items"]]


async def seen(live: Live, replay: str, account: Account | None = None) -> httpx.Response:
    return await live.http.get(f"/api/replays/{replay}", headers=account.headers if account else {})


async def test_a_game_is_shared_changed_and_taken_back(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    replay = await shared(pg, ada, "  My best  ")
    found = (await seen(live, replay)).json()
    assert (found["title"], found["note"], found["is_official"]) == ("My best", "Watch the *end*.", False)
    assert (found["is_own"], found["is_shown"], found["result"]["username"]) == (False, True, "ada")
    changed = await ada.request("PUT", f"/api/replays/{replay}", title="Even better")
    assert (changed.json()["title"], changed.json()["note"]) == ("Even better", "Watch the *end*.")
    assert await listed(live) == ["Even better"]
    assert await listed(live, query=f"?result={found['result']['id']}") == ["Even better"]
    assert await listed(live, query=f"?result={NOWHERE}") == []
    assert (await ada.request("DELETE", f"/api/replays/{replay}")).status_code == 204
    assert problem(await seen(live, replay)) == NOT_FOUND and await listed(live) == []


async def test_a_note_is_read_as_posts_are_and_leads_elsewhere_once_its_player_may(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    replay = await shared(pg, ada)
    written = (
        "See **how**, [there](https://example.org/x) and [here](/learn).\u202e\n\n```python\nx = 1\n```\n\n<b>old</b>"
    )
    await pg.execute("UPDATE shared_replays SET note = $2 WHERE id = $1", replay, written)  # as one from before is kept

    async def links() -> list[str | None]:
        found = (await seen(live, replay)).json()
        assert found["note"] == written
        first, code, last = found["note_blocks"]
        assert (code["kind"], code["language"], last["spans"][0]["text"]) == ("code", "python", "<b>old</b>")
        assert "".join(span["text"] for span in first["spans"]) == "See how, there and here."
        return [span["href"] for span in first["spans"] if span["text"] in ("there", "here")]

    assert await links() == [None, "/learn"]
    await pg.execute("UPDATE users SET created_at = now() - interval '7 days' WHERE id = $1", ada.id)
    assert await links() == [None, "/learn"], "a single ranked game"
    for _ in range(2):
        await game(pg, ada.id)
    assert await links() == ["https://example.org/x", "/learn"]


async def test_a_new_account_shows_no_address(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    result, link = await game(pg, ada.id), "See [there](https://example.org/x)."
    for title, note in ("More at evil.io/x", ""), ("Mine", link), ("Mine", "evil.io/x"):
        assert problem(await share(ada, result, title, note=note)) == (409, "account/new")
    made = (await share(ada, result, note="More [here](/learn).")).json()["id"]
    path = f"/api/replays/{made}"
    assert problem(await ada.request("PUT", path, title="t.me/foo")) == (409, "account/new")
    assert problem(await ada.request("PUT", path, note=link)) == (409, "account/new")
    await pg.execute("UPDATE users SET created_at = now() - interval '7 days' WHERE id = $1", ada.id)
    for _ in range(2):
        await game(pg, ada.id)
    assert (await ada.request("PUT", path, title="evil.io/x", note=link)).status_code == 200


async def test_nothing_unseen_is_in_a_title_or_a_note(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    result = await game(pg, ada.id)
    for title in "one\u2028two", "a\u202eb", "a\u200bb", "\u2060":
        assert (await share(ada, result, title)).status_code == 422, ascii(title)
    made = (await share(ada, result, note="a\u202eb\u200bc\u2028d")).json()
    assert made["note"] == "abc\nd"
    assert (await share(ada, await game(pg, ada.id), note="\u2060")).json()["note"] == ""


async def test_only_ones_own_ranked_games_are_shared_each_once(live: Live, pg: Pool) -> None:
    ada, bob, guest = await live.register("ada"), await live.register("bob"), await live.guest()
    result = await game(pg, ada.id)
    assert problem(await share(guest, result)) == (409, "account/guest")
    assert problem(await share(bob, result)) == (404, "game/not-found")
    assert problem(await share(ada, await game(pg, ada.id, words=10))) == (409, "replay/not-ranked")
    answers = await asyncio.gather(*(share(ada, result) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    assert problem(await share(ada, result)) == (409, "replay/already-shared")
    for title in ("", "  ", "Two\nlines", "x" * 101):
        assert (await share(ada, result, title)).status_code == 422
    assert (await share(ada, result, note="x" * 2001)).status_code == 422


async def test_there_is_room_for_so_many(live: Live, pg: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "SHARED", 1)
    ada = await live.register("ada")
    await shared(pg, ada)
    assert problem(await share(ada, await game(pg, ada.id))) == (409, "replay/too-many")


async def test_official_ones_come_first_then_the_newest_of_the_language(live: Live, pg: Pool) -> None:
    ada, mod = await live.register("ada"), await live.register("mod", role=Role.MODERATOR)
    first = await shared(pg, ada, "first")
    await shared(pg, ada, "second")
    await shared(pg, ada, "rust", language="RUST")
    assert await listed(live) == ["rust", "second", "first"]
    path = f"/api/replays/{first}/official"
    assert (await ada.request("PUT", path, is_official=True)).status_code == 403
    assert (await mod.request("PUT", path, is_official=True)).status_code == 204
    assert await listed(live) == ["first", "rust", "second"]
    assert await listed(live, query="?language=rust") == ["rust"]
    replay = f"/api/replays/{first}"
    assert (await ada.request("PUT", replay, title="first", note="Watch the *end*.")).json()["is_official"]
    changes: tuple[dict[str, Any], ...] = ({"title": "Buy now"}, {"note": "Buy now"})
    for words in changes:
        await mod.request("PUT", path, is_official=True)
        assert not (await ada.request("PUT", replay, **words)).json()["is_official"], "nobody vouches for these words"


async def test_a_players_own_are_listed(live: Live, pg: Pool) -> None:
    ada, bob, cleo = [await live.register(name) for name in ("Ada", "bob", "cleo")]
    for title in "first", "second", "third":
        await shared(pg, ada, title)
    await shared(pg, bob, "other", language="RUST")
    assert await listed(live, query="?by=ada") == ["third", "second", "first"]
    assert await listed(live, query="?by=ada&page=2&per_page=2") == ["first"]
    assert await listed(live, query="?by=ADA&language=rust") == [] == await listed(live, query="?by=nobody")
    assert await listed(live, query="?by=bob&language=rust") == ["other"]
    assert len(await listed(live, query="?by=")) == 4, "as a form leaves it blank"
    assert (await live.http.get("/api/replays?by=a'b")).status_code == 422
    await ada.request("PUT", "/api/friends/cleo", action="BLOCK")
    assert await listed(live, cleo, "?by=ada") == []
    await pg.execute("UPDATE users SET is_active = false WHERE id = $1", bob.id)
    assert await listed(live, query="?by=bob") == []


REJECTED = "ranked = false, verdict = 'rejected', unranked_reason = 'verdict'"
APPROVED = "ranked = true, verdict = 'approved', unranked_reason = NULL"


@pytest.mark.parametrize("undone", [True, False])
@pytest.mark.parametrize(
    ("hide", "show"),
    [
        ("users SET replays_public = false WHERE id = $1", "users SET replays_public = true WHERE id = $1"),
        ("users SET is_active = false WHERE id = $1", "users SET is_active = true WHERE id = $1"),
        (f"game_results SET {REJECTED} WHERE user_id = $1", f"game_results SET {APPROVED} WHERE user_id = $1"),
    ],
)
async def test_what_is_shown_no_more_is_gone_for_all_others(
    live: Live, pg: Pool, hide: str, show: str, undone: bool
) -> None:
    ada, bob = await live.register("ada"), await live.register("bob")
    replay = await shared(pg, ada)
    await pg.execute(f"UPDATE {hide}", ada.id)
    if undone:
        await pg.execute(f"UPDATE {show}", ada.id)
    for viewer in (None, bob):
        assert (await seen(live, replay, viewer)).status_code == (200 if undone else 404)
        assert await listed(live, viewer) == (["My best"] if undone else [])
    picture = await live.http.get(f"/api/replays/{replay}/picture.png")
    assert picture.status_code == (200 if undone else 404)
    page = (await live.http.get(f"/replays/{replay}")).text
    assert ("My best" in page) is undone
    report = await bob.request("POST", "/api/reports", kind="SHARED_REPLAY", id=replay, reason="Rude.")
    assert report.status_code == (201 if undone else 404)


async def test_who_is_blocked_sees_none_of_it(live: Live, pg: Pool) -> None:
    ada, bob = await live.register("ada"), await live.register("bob")
    replay = await shared(pg, ada)
    block = "INSERT INTO friend_relationships (user_id, other_id, status) VALUES ($1, $2, 'BLOCKED')"
    await pg.execute(block, ada.id, bob.id)
    assert problem(await seen(live, replay, bob)) == NOT_FOUND
    assert await listed(live, bob) == [] and await listed(live) == ["My best"]


async def test_moderators_hide_one_for_good(live: Live, pg: Pool) -> None:
    ada, bob = await live.register("ada"), await live.register("bob")
    mod = await live.register("mod", role=Role.MODERATOR)
    replay = await shared(pg, ada)
    await bob.request("POST", "/api/reports", kind="SHARED_REPLAY", id=replay, reason="Rude.")
    queue = (await mod.request("GET", "/api/moderation/queue")).json()["items"]
    assert [(one["kind"], one["label"], one["id"]) for one in queue] == [("SHARED_REPLAY", "My best", replay)]
    assert (await mod.request("PUT", f"/api/replays/{replay}/official", is_official=True)).status_code == 204
    assert (await mod.request("POST", f"/api/replays/{replay}/hide", reason="Rude title.")).status_code == 204
    assert problem(await seen(live, replay, bob)) == NOT_FOUND and await listed(live) == []
    own = (await seen(live, replay, ada)).json()
    assert (own["is_shown"], own["is_official"], own["hidden_at"] is None) == (False, False, False)
    assert problem(await ada.request("PUT", f"/api/replays/{replay}", title="x")) == (409, "replay/hidden")
    assert problem(await mod.request("PUT", f"/api/replays/{replay}/official", is_official=True)) == (
        409,
        "replay/hidden",
    )
    assert problem(await mod.request("POST", f"/api/replays/{replay}/hide", reason="Again.")) == NOT_FOUND
    result = own["result"]["id"]
    assert problem(await share(ada, result)) == (409, "replay/already-shared"), "it does not come back that way"
    assert (await ada.request("DELETE", f"/api/replays/{replay}")).status_code == 204
    assert problem(await share(ada, result)) == (409, "replay/already-shared"), "nor once it is deleted"
    kept = await pg.fetchrow("SELECT title, note, hidden_at IS NULL AS shown FROM shared_replays")
    assert kept is not None and tuple(kept) == ("—", "", False)
    label = (await bob.request("GET", "/api/reports")).json()["items"][0]["label"]
    assert label is None, "shown to nobody, so not to whoever reported it"


# ---------------------------------------------------------------- what a link shows


def said(page: str) -> dict[str, str]:
    return {
        name: html.unescape(value) for name, value in re.findall(r'<meta property="(og:\w+)" content="([^"]*)"', page)
    }


HOSTILE = "\"><script>alert(1)</script>'&quot; \\g<1> {origin} ${x}"


async def test_the_page_says_what_is_behind_its_link(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    replay = await shared(pg, ada, HOSTILE)
    answer = await live.http.get(f"/replays/{replay}", headers={"Accept-Encoding": "gzip"})
    meta = said(answer.text)
    assert meta["og:title"] == f"{HOSTILE} · ada"
    assert meta["og:image"] == f"{live.url}/api/replays/{replay}/picture.png"
    assert "WPM" in meta["og:description"]
    assert "<script>alert" not in answer.text
    assert answer.headers.get("content-encoding") is None, "what players write is not compressed"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    plain = await live.http.get("/")
    assert re.sub(r'content="[^"]*"', "", answer.text) == re.sub(r'content="[^"]*"', "", plain.text)
    for path in (f"/replays/{NOWHERE}", "/replays/nonsense"):
        other = await live.http.get(path, headers={"Accept": "text/html"})
        assert said(other.text)["og:title"] == "Pro Dev"


async def test_a_picture_is_drawn_once_and_sent_once(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    replay = await shared(pg, ada)
    path = f"/api/replays/{replay}/picture.png"
    first = await live.http.get(path)
    assert first.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(first.content)).size == (1200, 630)
    again = await live.http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await ada.request("PUT", f"/api/replays/{replay}", title="Another title")
    other = await live.http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200 and other.content != first.content
    await pg.execute("UPDATE users SET replays_public = false WHERE id = $1", ada.id)
    assert problem(await live.http.get(path)) == NOT_FOUND, "also what is kept"


async def test_a_picture_has_its_graph_again_when_its_keys_return(live: Live, pg: Pool) -> None:
    replay = await shared(pg, await live.register("ada"))
    part = await pg.fetchval("SELECT tableoid::regclass::text FROM typing_sessions")
    bounds = await pg.fetchval(
        "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = $1::text::regclass", part
    )

    async def picture(known: str = "") -> httpx.Response:
        return await live.http.get(f"/api/replays/{replay}/picture.png", headers={"if-none-match": known})

    await pg.execute(f"ALTER TABLE typing_sessions DETACH PARTITION {part}")
    without = await picture()
    await pg.execute(f"ALTER TABLE typing_sessions ATTACH PARTITION {part} {bounds}")
    whole = await picture(without.headers["etag"])
    assert (without.status_code, whole.status_code) == (200, 200)
    assert whole.content != without.content
    await pg.execute(f"ALTER TABLE typing_sessions DETACH PARTITION {part}")
    assert (await picture(whole.headers["etag"])).content == without.content
