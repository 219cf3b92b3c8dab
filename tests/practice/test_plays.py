"""How snippets are played, as moderators see it: each answer and its refused twin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from server.infra.postgres import Pool
from server.practice.estimates import GAMES_MINIMUM, PLAYERS_MINIMUM
from tests.http import bearer, problem
from tests.played_games import badly_typed, played, well_typed
from tests.results.games import START, add_player
from tests.rows import one_row
from tests.snippets import NOWHERE, AddSnippet, code


async def edit(http: httpx.AsyncClient, snippet_id: str, **body: Any) -> dict[str, Any]:
    response = await http.put(f"/api/snippets/{snippet_id}", json=body)
    assert response.status_code == 200, response.text
    return dict(response.json())


@pytest.mark.parametrize("path", [f"/api/snippets/{NOWHERE}/stats", f"/api/snippets/{NOWHERE}/estimate"])
async def test_an_unknown_snippet_is_refused(http: httpx.AsyncClient, path: str) -> None:
    assert problem(await http.get(path, headers=bearer("MODERATOR"))) == (404, "snippet/no-such-snippet")


@pytest.mark.parametrize(
    "path",
    [f"/api/snippets/{NOWHERE}/stats", f"/api/snippets/{NOWHERE}/estimate", "/api/admin/snippets/results"],
)
async def test_moderators_look_and_players_do_not(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path, headers=bearer("MODERATOR"))).status_code in (200, 404)
    assert problem(await http.get(path, headers=bearer("PLAYER"))) == (403, "auth/forbidden")


async def stats_of(http: httpx.AsyncClient, snippet_id: str) -> dict[str, Any]:
    response = await http.get(f"/api/snippets/{snippet_id}/stats", headers=bearer("MODERATOR"))
    assert response.status_code == 200, response.text
    return dict(response.json())


async def test_stats_of_a_snippet_nobody_played(http: httpx.AsyncClient, add_snippet: AddSnippet) -> None:
    stats = await stats_of(http, await add_snippet())
    assert (stats["plays"], stats["finished"], stats["games_looked_at"]) == (0, 0, 0)
    assert (stats["mean_accuracy"], stats["mean_wpm"], stats["speed_ratio"]) == (None, None, None)
    assert stats["worst_characters"] == []


async def test_stats_say_how_often_how_well_and_where(
    http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet
) -> None:
    text = "pairs = {1: {2: {3: 4}}}"
    snippet_id, other = await add_snippet(text), await add_snippet(code(9))
    player = await add_player(pg)
    await played(pg, player, [snippet_id], well_typed(text, ms=300), started_at=datetime.now(UTC))
    await played(
        pg, player, [other, snippet_id], [*well_typed(code(9)), *badly_typed(text, "{")], started_at=datetime.now(UTC)
    )
    await played(pg, player, [snippet_id], well_typed(text)[:5], started_at=datetime.now(UTC))
    await played(pg, player, [other], well_typed(code(9)), started_at=datetime.now(UTC))
    stats = await stats_of(http, snippet_id)
    assert (stats["games_looked_at"], stats["plays"], stats["finished"]) == (4, 3, 2)
    keys = len(text)
    assert stats["mean_accuracy"] == pytest.approx((100 + keys / (keys + 3) * 100 + 100) / 3)
    slow_ms = (keys - 1) * 150 + 3 * 900
    speeds = [40.0, (keys - 1) / 5 / slow_ms * 60_000]
    assert stats["mean_wpm"] == pytest.approx(sum(speeds) / 2)
    assert stats["speed_ratio"] == pytest.approx(stats["mean_wpm"] / stats["expected_wpm"])
    worst = stats["worst_characters"][0]
    assert (worst["character"], worst["due"], worst["missed"], worst["missed_percentage"]) == ("{", 6, 3, 50.0)
    assert worst["mean_ms"] == 300


async def test_an_edit_never_changes_a_game_that_was_played(
    http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet
) -> None:
    snippet_id, player = await add_snippet(code(1)), await add_player(pg)
    session = await played(pg, player, [snippet_id], well_typed(code(1)), started_at=datetime.now(UTC))
    query = """
        SELECT t.*, r.*, m.* FROM typing_sessions t
        JOIN game_results r ON r.session_id = t.game_session_id JOIN typing_results m ON m.session_id = t.id
        WHERE t.game_session_id = $1
    """
    before = tuple(await one_row(pg, query, session))
    newer = await edit(http, snippet_id, snippet_text=code(2), difficulty="EXPERT", expected_wpm=99)
    await http.post(f"/api/snippets/{snippet_id}/rollback")
    await http.patch("/api/snippets", json={"is_active": False, "filter": {}})
    assert tuple(await one_row(pg, query, session)) == before
    assert (await http.get(f"/api/snippets/{snippet_id}")).json()["snippet_text"] == code(1)
    assert (await stats_of(http, snippet_id))["plays"] == 1, "the games of a version stay that version's"
    assert (await stats_of(http, newer["id"]))["plays"] == 0


async def test_games_from_before_and_after_a_version_are_not_looked_at(
    http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet
) -> None:
    snippet_id, player = await add_snippet(code(1)), await add_player(pg)
    await played(pg, player, [snippet_id], well_typed(code(1)), started_at=datetime.now(UTC) - timedelta(days=1))
    await edit(http, snippet_id, snippet_text=code(2))
    await played(pg, player, [snippet_id], well_typed(code(1)), started_at=datetime.now(UTC) + timedelta(minutes=5))
    assert (await stats_of(http, snippet_id))["games_looked_at"] == 0


async def test_a_page_s_results_say_of_each_snippet_what_its_own_stats_say(
    http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet
) -> None:
    first, second = code(1), "rows = [row for row in table if row]"
    ids = [await add_snippet(first), await add_snippet(second), await add_snippet(code(3))]
    player, since = await add_player(pg), datetime.now(UTC) + timedelta(minutes=1)
    await played(pg, player, ids[:2], [*well_typed(first), *badly_typed(second, "[]")], started_at=since)
    await played(pg, player, ids[1:2], badly_typed(second, "["), started_at=since + timedelta(hours=1))
    answer = (await http.get("/api/admin/snippets/results")).json()
    found = {item["id"]: item for item in answer["items"]}
    assert answer["games_looked_at"] == 2
    for snippet_id in ids:
        stats = (await http.get(f"/api/snippets/{snippet_id}/stats")).json()
        shown = found[snippet_id]
        for name in ("plays", "finished", "mean_accuracy", "mean_wpm", "speed_ratio"):
            assert shown[name] == stats[name], name
        assert shown["worst_characters"] == stats["worst_characters"][:3]
    assert (found[ids[1]]["plays"], found[ids[2]]["plays"], found[ids[2]]["mean_wpm"]) == (2, 0, None)


async def test_players_suggest_a_speed_once_there_are_enough_of_them(
    http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet
) -> None:
    text = "def total(prices):\n    return sum(price for price in prices if price)"
    snippet_id = await add_snippet(text)
    other = await add_snippet(code(1))

    async def estimate() -> dict[str, Any]:
        return dict((await http.get(f"/api/snippets/{snippet_id}/estimate")).json())

    few = await estimate()
    assert (few["games"], few["players"], few["suggested_wpm"]) == (0, 0, None)
    assert (few["games_needed"], few["players_needed"]) == (GAMES_MINIMUM, PLAYERS_MINIMUM)
    for nth in range(PLAYERS_MINIMUM):
        player = await add_player(pg)
        for game in range(3):
            at = START + timedelta(hours=nth, minutes=game)
            pressed = [*well_typed(text, 200), *well_typed(code(1), 90)]
            await played(pg, player, [snippet_id, other], pressed, started_at=at)
    enough = await estimate()
    assert (enough["games"], enough["players"]) == (15, 5)
    assert enough["model_wpm"] < enough["suggested_wpm"] < 60
    missing = await http.get(f"/api/snippets/{NOWHERE}/estimate")
    assert problem(missing) == (404, "snippet/no-such-snippet")
