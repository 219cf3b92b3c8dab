"""Practice on one snippet, and on one's bookmarks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from server.infra.postgres import Pool
from server.settings import Settings
from tests.http import problem
from tests.live import Account, Live, playing
from tests.play.test_sprint import type_waves
from tests.snippets import NOWHERE, AddSnippet, code


@pytest.fixture(params=["picows"])  # the socket makes no difference here
def settings(settings: Settings) -> Settings:
    return settings


async def bookmark(account: Account, *snippets: str) -> None:
    for snippet in snippets:
        assert (await account.request("PUT", f"/api/snippets/{snippet}/bookmark")).status_code == 200


async def practised(live: Live, game: dict[str, Any], waves: int) -> tuple[list[str], dict[str, Any]]:
    """The texts of so many waves, and the result."""
    texts: list[str] = []
    async with playing(live) as player:
        await player.hello(game["session_token"])
        for _ in range(waves):
            texts.append(player.wave["text"])
            await type_waves(player, 1)
        await player.press("~")
        await player.send("quit")
        return texts, (await player.until("over"))["result"]


async def test_one_snippet_comes_again_and_again(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    chosen, _ = await add_snippet(code(1), difficulty="HARD"), await add_snippet(code(2))
    ada = await live.guest()
    game = await ada.start_as(mode="PRACTICE", snippet=chosen)
    assert (game["snippet"], game["bookmarks"], game["difficulty"], game["language"]) == (
        *(chosen, False),
        *("HARD", "PYTHON"),
    )
    texts, result = await practised(live, game, 4)
    assert texts == [code(1)] * 4
    assert (result["snippet_id"], result["of_bookmarks"], result["unranked_reason"]) == (chosen, False, "practice")
    assert await pg.fetchval("SELECT sum(usage_count) FROM code_snippets WHERE id = $1", chosen) == 0
    assert await pg.fetchval("SELECT count(*) FROM recent_snippets") == 0


async def test_each_bookmark_comes_once_before_one_comes_again(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    ada = await live.guest()
    chosen = [await add_snippet(code(n), difficulty=level) for n, level in enumerate(("EASY", "NORMAL", "EXPERT"))]
    other = await add_snippet("const total = 4 * price;", language="JAVASCRIPT")
    await add_snippet(code(9))
    await bookmark(ada, *chosen, other)
    before = await pg.fetch("SELECT id, usage_count FROM code_snippets ORDER BY id")
    game = await ada.start_as(mode="PRACTICE", language="PYTHON", bookmarks=True)
    assert (game["bookmarks"], game["snippet"]) == (True, None)
    texts, result = await practised(live, game, 9)
    for at in (0, 3, 6):
        assert sorted(texts[at : at + 3]) == [code(0), code(1), code(2)]
    assert all(one != after for one, after in pairwise(texts)), "never the same twice in a row"
    assert result["of_bookmarks"] is True
    assert await pg.fetch("SELECT id, usage_count FROM code_snippets ORDER BY id") == before


async def test_a_game_goes_on_when_what_it_is_played_on_is_gone(live: Live, pg: Pool, add_snippet: AddSnippet) -> None:
    ada, snippet = await live.guest(), await add_snippet(code(1))
    await bookmark(ada, snippet)
    for asked in ({"snippet": snippet}, {"language": "PYTHON", "bookmarks": True}):
        game = await ada.start_as(mode="PRACTICE", **asked)
        await pg.execute("UPDATE code_snippets SET is_active = false WHERE id = $1", snippet)
        texts, _ = await practised(live, game, 6)
        assert texts == [code(1)] * 6
        await pg.execute("UPDATE code_snippets SET is_active = true WHERE id = $1", snippet)


async def test_only_what_is_public_is_played(live: Live, add_snippet: AddSnippet) -> None:
    ada, draft = await live.guest(), await add_snippet(code(1), is_active=False)
    for snippet in (draft, NOWHERE):
        refused = await ada.request("POST", "/api/game/start", mode="PRACTICE", snippet=snippet)
        assert problem(refused) == (404, "snippet/not-found")
    refused = await ada.request("POST", "/api/game/start", mode="PRACTICE", language="PYTHON", bookmarks=True)
    assert problem(refused) == (409, "snippet/no-bookmarks")


async def test_a_bookmark_that_a_contest_keeps_is_played_as_if_it_did_not(
    live: Live, pg: Pool, add_snippet: AddSnippet
) -> None:
    """That it stayed away would tell what the contest is played on."""
    ada, snippet = await live.guest(), await add_snippet(code(1))
    await bookmark(ada, snippet)
    await pg.execute(
        "INSERT INTO contests (slug, title, language, difficulty, waves, keys, starts_at, duration_s) VALUES"
        " ('kept', 'Kept', 'PYTHON', 'NORMAL', $1, '{30}', now() + interval '1 day', 3600)",
        {"format": 3, "waves": [{}]},
    )
    await pg.execute("UPDATE code_snippets SET kept_for = 'kept' WHERE id = $1", snippet)
    texts, _ = await practised(live, await ada.start_as(mode="PRACTICE", language="PYTHON", bookmarks=True), 2)
    assert texts == [code(1)] * 2


@pytest.mark.parametrize(
    "asked",
    [
        {"bookmarks": True},
        {"snippet": NOWHERE, "language": "PYTHON"},
        {"snippet": NOWHERE, "collection": NOWHERE},
        {"snippet": NOWHERE, "focus": True},
        {"snippet": NOWHERE, "bookmarks": True},
        {"language": "PYTHON", "bookmarks": True, "category": "loops"},
        {"language": "PYTHON", "bookmarks": True, "focus": True},
    ],
)
async def test_what_does_not_go_together_is_refused(live: Live, asked: dict[str, Any]) -> None:
    ada = await live.guest()
    assert (await ada.request("POST", "/api/game/start", mode="PRACTICE", **asked)).status_code == 422
