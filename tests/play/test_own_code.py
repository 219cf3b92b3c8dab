"""Practice on a collection: whose it may be, in which order it comes, and what stays when it goes."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from game.keylog import decode
from game.replay import replay
from game.terms import Role
from server.infra.postgres import Pool
from server.settings import Settings
from tests.live import Account, Live, Player, playing, typed
from tests.own_code.collections import SECRET, made
from tests.play.test_sprint import type_waves

TEXTS = [f"def step_{n}(value):\n    return value * {n} + 1" for n in range(3)]


@pytest.fixture(params=["picows"])  # the socket makes no difference here
def settings(settings: Settings) -> Settings:
    return settings


async def type_wave(player: Player) -> str:
    text: str = player.wave["text"]
    await type_waves(player, 1)
    return text


async def practised(live: Live, account: Account, collection: str, waves: int) -> tuple[list[str], dict[str, Any]]:
    game = await account.start_as(mode="PRACTICE", collection=collection)
    assert (game["mode"], game["collection"], game["language"]) == ("PRACTICE", collection, "PYTHON")
    async with playing(live) as player:
        await player.hello(game["session_token"])
        texts = [await type_wave(player) for _ in range(waves)]
        await player.press("~")
        await player.send("quit")
        return texts, (await player.until("over"))["result"]


async def test_each_piece_comes_once_before_any_comes_again_and_none_is_of_the_library(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    collection = await made(ada, *TEXTS)
    before = await pg.fetch("SELECT id, usage_count FROM code_snippets ORDER BY id")
    texts, result = await practised(live, ada, collection, 7)
    assert [sorted(texts[at : at + 3]) for at in (0, 3)] == [sorted(TEXTS)] * 2
    assert all(one != other for one, other in pairwise(texts)), "never the same twice in a row"
    assert result["collection"] == collection and result["unranked_reason"] == "practice"
    counts = [row["usage_count"] for row in await pg.fetch("SELECT usage_count FROM collection_snippets")]
    assert max(counts) - min(counts) <= 1
    assert await pg.fetchval("SELECT usage_count FROM collections") == 0, "its own player does not count"
    assert await pg.fetch("SELECT id, usage_count FROM code_snippets ORDER BY id") == before
    assert await pg.fetchval("SELECT count(*) FROM recent_snippets") == 0
    assert await pg.fetchval("SELECT count(*) FROM rhythms") == 0


async def test_one_piece_is_practised_again_and_again(live: Live) -> None:
    ada = await live.guest()
    texts, _ = await practised(live, ada, await made(ada, SECRET), 4)
    assert texts == [SECRET] * 4


async def test_a_game_on_it_replays_when_the_collection_is_gone_and_nobody_else_sees_it(live: Live, pg: Pool) -> None:
    ada, eve = await live.register("ada"), await live.register("eve")
    staff = [await live.register("mod", role=Role.MODERATOR), await live.register("root", role=Role.ADMIN)]
    collection = await made(ada, SECRET)
    _, result = await practised(live, ada, collection, 2)
    assert (await ada.request("DELETE", f"/api/collections/{collection}")).status_code == 204
    shown = [
        f"/api/game/result/{result['id']}",
        f"/api/game/result/{result['id']}/analysis",
        f"/api/game/replay/{result['session_id']}",
    ]
    log = decode((await ada.request("GET", shown[2])).json()["key_log"])
    assert {wave.text for wave in log.waves} == {SECRET}
    assert replay(log).totals.waves_completed == 2
    assert SECRET in (await ada.request("GET", shown[1])).text
    for other in (eve, *staff):
        assert [(await other.request("GET", path)).status_code for path in shown] == [404] * 3
        assert (await other.request("POST", "/api/game/start", ghost=result["id"])).status_code == 404
        assert "opening_move" not in (await other.request("GET", "/api/moderation/queue")).text
    again = await ada.request("POST", "/api/game/start", mode="PRACTICE", collection=collection)
    assert (again.status_code, again.json()["code"]) == (404, "collection/not-found")


@pytest.mark.parametrize("gone", ["deleted", "made private", "withdrawn"])
async def test_who_is_playing_goes_on_with_what_they_have_seen_and_gets_nothing_new(live: Live, gone: str) -> None:
    ada, eve = await live.register("ada"), await live.register("eve")
    mod = await live.register("mod", role=Role.MODERATOR)
    collection = await made(ada, *TEXTS, is_public=True)
    game = await eve.start_as(collection=collection)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        seen = [await type_wave(player)]
        path = f"/api/collections/{collection}"
        if gone == "deleted":
            await ada.request("DELETE", path)
        elif gone == "withdrawn":
            await mod.request("POST", f"{path}/withdraw", reason="No.")
        else:
            await ada.request("PUT", path, is_public=False)
            await ada.request("POST", f"{path}/snippets", snippets=[{"snippet_text": SECRET}])
        seen += [await type_wave(player) for _ in range(6)]
    assert SECRET not in seen and Counter(seen).most_common()[-1][1] >= 1
    refused = await eve.request("POST", "/api/game/start", collection=collection)
    assert (refused.status_code, refused.json()["code"]) == (404, "collection/not-found")


@pytest.mark.parametrize("gone", ["handed over", "journal lost", "collection gone too"])
async def test_a_game_goes_on_in_another_process(live: Live, other: Live, gone: str) -> None:
    ada = await live.guest()
    collection = await made(ada, *TEXTS)
    game = await ada.start_as(collection=collection)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.press(typed(player.wave["text"])[:5])
        await player.durable()
        player.drop()
    if gone != "handed over":
        live.play.table.let_go(next(iter(live.play.table.games())))
        await other.play.journal.forget(game["session_id"])
    if gone == "collection gone too":
        await ada.request("DELETE", f"/api/collections/{collection}")
    current = (await ada.request("GET", "/api/game/current", at=other)).json()["sessions"]
    assert [(one["mode"], one["collection"]) for one in current] == [("PRACTICE", collection)]
    async with playing(other) as moved:
        welcome = await moved.hello(game["session_token"])
        assert welcome["s"] == (5 if gone == "handed over" else 0)
        assert {enemy["damage"] for enemy in welcome["wave"]["enemies"]} == {0}
        if gone != "collection gone too":
            assert welcome["wave"]["text"] in TEXTS
        await moved.press("~")


async def test_a_public_collection_is_played_by_all_and_counted(live: Live, pg: Pool) -> None:
    ada, eve, guest = await live.register("ada"), await live.register("eve"), await live.guest()
    collection = await made(ada, *TEXTS, is_public=True)
    for account in (ada, eve, guest):
        await account.start_as(mode="PRACTICE", collection=collection)
    assert await pg.fetchval("SELECT usage_count FROM collections") == 1, "registered players, not its own"
    root = await live.register("root", role=Role.ADMIN)
    await root.request("PUT", f"/api/admin/users/{ada.id}", is_active=False)
    refused = await eve.request("POST", "/api/game/start", collection=collection)
    assert refused.status_code == 404, "a disabled player's code is nowhere"


@pytest.mark.parametrize(
    "asked",
    [
        {"mode": "PRACTICE"},
        {"mode": "PRACTICE", "collection": "not an id"},
        {"mode": "SOLO", "language": "PYTHON", "collection": "00000000-0000-0000-0000-000000000000"},
        {"collection": "00000000-0000-0000-0000-000000000000", "language": "PYTHON"},
        {"collection": "00000000-0000-0000-0000-000000000000", "difficulty": "HARD"},
    ],
)
async def test_practice_is_on_a_language_or_on_a_collection(live: Live, asked: dict[str, Any]) -> None:
    answer = await (await live.guest()).request("POST", "/api/game/start", **asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "request/invalid")


async def test_an_empty_collection_is_not_played_and_a_focus_prefers_its_densest_code(live: Live, pg: Pool) -> None:
    ada = await live.guest()
    empty = await ada.request("POST", "/api/game/start", collection=await made(ada))
    assert (empty.status_code, empty.json()["code"]) == (409, "collection/empty")
    live.play.tools.weak_keys = weak_braces
    collection = await made(ada, "a = b + c + d", "e = {f: {g: {}}}", "h = i - j - k")
    game = await ada.start_as(collection=collection, focus=True)
    assert game["focus"] == ["{"]
    async with playing(live) as player:
        welcome = await player.hello(game["session_token"])
    assert welcome["wave"]["text"] == "e = {f: {g: {}}}"


async def weak_braces(_: str) -> dict[str, float]:
    return {"{": 2.0}
