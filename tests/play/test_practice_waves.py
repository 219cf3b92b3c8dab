"""Practice of one topic, and drills on keys: on a running server, and in the process that takes a game over."""

from __future__ import annotations

from typing import Any

import pytest

from game.terms import Difficulty, Language
from server.infra.postgres import Pool
from server.practice import Drills
from server.settings import Settings
from tests.live import Account, Live, playing, typed
from tests.play.test_sprint import type_waves
from tests.snippets import add_to

LISTS = [f"names_{number} = [first, second, third_{number}]" for number in range(3)]
CALLS = [f'label_{number} = names.get("key_{number}", default)' for number in range(30)]


@pytest.fixture(params=["picows"])  # the socket makes no difference here
def settings(settings: Settings) -> Settings:
    return settings


async def texts_of(live: Live, game: dict[str, Any], waves: int) -> list[str]:
    """The texts of a game's first waves, typed to the last one's beginning; then the player quits."""
    async with playing(live) as player:
        await player.hello(game["session_token"])
        texts = [player.wave["text"]]
        for _ in range(waves - 1):
            await type_waves(player, 1)
            texts.append(player.wave["text"])
        await player.send("quit")
        await player.until("over")
    return texts


async def test_a_topic_gives_its_own_snippets_uncounted_and_again_when_all_were_had(live: Live, pg: Pool) -> None:
    ids = {text: await add_to(pg, text, category="lists") for text in LISTS}
    ada = await live.register("ada")
    game = await ada.start_as(mode="PRACTICE", language="PYTHON", category="lists")
    assert (game["category"], game["focus"]) == ("lists", None)
    texts = await texts_of(live, game, 4)
    assert sorted(texts[:3]) == LISTS
    assert texts[3] == texts[0], "the one that was had longest ago"
    assert await pg.fetchval("SELECT sum(usage_count) FROM code_snippets WHERE category = 'lists'") == 0
    seen = await pg.fetchval("SELECT snippet_ids FROM recent_snippets WHERE user_id = $1", ada.id)
    assert set(seen) == set(ids.values())


async def test_a_topic_that_there_is_not_is_refused(live: Live) -> None:
    guest = await live.guest()
    answer = await guest.request("POST", "/api/game/start", mode="PRACTICE", language="PYTHON", category="nothing")
    assert (answer.status_code, answer.json()["code"]) == (409, "play/no-snippets")


async def drilled(account: Account, pg: Pool) -> dict[str, Any]:
    for text in CALLS:
        await add_to(pg, text)
    return await account.start_as(mode="PRACTICE", language="PYTHON", keys=['"', "(", '"'])


async def test_a_drill_has_the_keys_that_are_asked_for_and_its_result_is_analysed(live: Live, pg: Pool) -> None:
    ada = await live.register("ada")
    game = await drilled(ada, pg)
    assert (game["focus"], game["category"]) == (['"', "("], None)
    texts = await texts_of(live, game, 3)
    assert all(set(text.split("\n")) <= set(CALLS) for text in texts)
    assert not set(texts[0].split("\n")) & set(texts[1].split("\n")), "other lines, while there are any"
    assert await pg.fetchval("SELECT count(*) FROM recent_snippets") == 0
    [result] = (await ada.request("GET", "/api/game/history")).json()["items"]
    analysis = await ada.request("GET", f"/api/game/result/{result['id']}/analysis")
    assert (analysis.status_code, analysis.json()["waves_total"]) == (200, 3)
    assert (await ada.request("GET", f"/api/game/replay/{result['session_id']}")).status_code == 200


async def test_a_drill_goes_on_in_another_process_with_the_waves_that_it_would_have_had(
    live: Live, other: Live, pg: Pool
) -> None:
    account = await live.guest()
    game = await drilled(account, pg)
    async with playing(live) as player:
        await player.hello(game["session_token"])
        texts = [player.wave["text"]]
        await player.press(typed(player.wave["text"])[:5])
        await player.durable()
        player.drop()
    texts += await texts_of(other, game, 5)
    assert texts[0] == texts[1]
    for number in range(2, 6):
        before = texts[1:number]
        expected = await Drills(pg).make(
            Language.PYTHON, Difficulty.NORMAL, {'"': 1.0, "(": 1.0}, f"{game['session_id']} {number}", before
        )
        assert expected is not None and texts[number] == expected.text


@pytest.mark.parametrize(
    "asked",
    [
        {"focus": True, "keys": ["("]},
        {"focus": True, "category": "lists"},
        {"keys": ["("], "category": "lists"},
        {"keys": [" "]},
        {"keys": ["abc"]},
        {"keys": [""]},
        {"keys": ["\n"]},
        {"keys": ["é"]},
        {"keys": list("abcdefghi")},
        {"category": "../lists"},
        {"category": ""},
    ],
)
async def test_what_cannot_be_practised_is_refused(live: Live, asked: dict[str, Any]) -> None:
    guest = await live.guest()
    answer = await guest.request("POST", "/api/game/start", mode="PRACTICE", language="PYTHON", **asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "request/invalid")
