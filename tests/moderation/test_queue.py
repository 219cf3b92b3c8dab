"""What waits for a moderator, and one game with all that is known of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from game.terms import Verdict
from server.infra.paging import Page
from server.infra.postgres import Pool
from server.moderation.cases import CaseOut
from server.moderation.queue import QueueItem
from tests.http import fits, problem
from tests.leaderboards.boards import NOW, play
from tests.live import Account, Live
from tests.moderation.games import CONSTANT, flagged, honest, player, verdict
from tests.results.games import add_player, delete_player
from tests.snippets import AddSnippet, code

QUEUE = "/api/moderation/queue"


async def queue(by: Account, query: str = "") -> list[dict[str, Any]]:
    answer = await by.request("GET", f"{QUEUE}?{query}")
    assert answer.status_code == 200, answer.text
    assert fits(Page[QueueItem], answer.json())
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def ids(by: Account, query: str = "") -> list[str]:
    return [item["id"] for item in await queue(by, query)]


async def report(by: Account, kind: str, what: str, reason: str = "Look.") -> None:
    answer = await by.request("POST", "/api/reports", kind=kind, id=what, reason=reason)
    assert answer.status_code == 201, answer.text


async def appeal(by: Account, result_id: str, text: str = "It was me.") -> None:
    answer = await by.request("POST", f"/api/game/result/{result_id}/appeal", text=text)
    assert answer.status_code == 201, answer.text


async def test_the_queue_holds_each_object_once_the_longest_waiting_first(
    pg: Pool, mod: Account, ada: Account, add_snippet: AddSnippet
) -> None:
    snippet, bob = await add_snippet(code(7)), await player(pg, "bob")
    newer = await flagged(pg, ada.id)
    older = await flagged(pg, bob, NOW - timedelta(hours=2))
    ranked = await honest(pg, bob)
    await report(ada, "result", ranked.id, "Too fast.")
    await report(mod, "RESULT", ranked.id, "I agree.")
    await report(ada, "Profile", "BOB", "A rude name.")
    await report(ada, "SNIPPET", snippet, "It does not run.")
    await appeal(ada, newer.id, "I use a chorded keyboard.")
    found = await queue(mod)
    assert [(item["kind"], item["id"]) for item in found] == [
        ("RESULT", older.id),
        ("RESULT", newer.id),
        ("RESULT", ranked.id),
        ("PROFILE", bob),
        ("SNIPPET", snippet),
    ]
    assert [item["label"] for item in found] == ["bob", "ada", "bob", "bob", code(7)]
    assert [(item["flagged"], item["reports"], item["appeal"]) for item in found] == [
        (True, 0, None),
        (True, 0, "I use a chorded keyboard."),
        (False, 2, None),
        (False, 1, None),
        (False, 1, None),
    ]
    assert found[2]["reasons"] == ["Too fast.", "I agree."]
    assert found[0]["game"]["verdict_reasons"] == [{"rule": "constant", "found": 0.02, "limit": 0.12}]
    assert found[3]["game"] is None
    assert await ids(mod, "cause=flagged") == [older.id, newer.id]
    assert await ids(mod, "cause=APPEALED&kind=") == [newer.id]
    assert await ids(mod, "cause=reported") == [ranked.id, bob, snippet]
    assert await ids(mod, "cause=reported&kind=profile") == [bob]
    assert await ids(mod, "cause=reported&sort=most_reported") == [ranked.id, bob, snippet]
    assert (await ids(mod, "sort=MOST_REPORTED"))[:2] == [ranked.id, bob], (
        "flagged games wait longer, and are not reported"
    )
    page = (await mod.request("GET", f"{QUEUE}?page=2&per_page=2")).json()
    assert ([item["id"] for item in page["items"]], page["total"]) == ([ranked.id, bob], 5)
    assert "example.com" not in str(found), "moderators see no addresses"


@pytest.mark.parametrize("query", ["cause=x", "kind=x", "page=0", "sort=id"])
async def test_a_queue_that_does_not_validate_is_refused(mod: Account, query: str) -> None:
    assert problem(await mod.request("GET", f"{QUEUE}?{query}")) == (422, "request/invalid")


async def test_only_a_game_that_would_stand_on_the_boards_waits(pg: Pool, live: Live, mod: Account) -> None:
    guest = await live.guest()
    hidden = [guest.id, await add_player(pg, is_bot=True), await add_player(pg, is_active=False), await add_player(pg)]
    for user_id in hidden:
        await flagged(pg, user_id)
    await delete_player(pg, hidden[-1])
    await flagged(pg, await add_player(pg), end_reason="abandoned")
    assert await queue(mod) == []
    await live.register("ada", guest)
    await pg.execute("UPDATE users SET is_active = true WHERE id = $1", hidden[2])
    assert len(await queue(mod)) == 2


async def test_a_verdict_empties_the_queue_of_its_game(pg: Pool, mod: Account, ada: Account) -> None:
    game, ranked = await flagged(pg, ada.id), await honest(pg, await player(pg, "bob"))
    await appeal(ada, game.id)
    await report(ada, "RESULT", ranked.id)
    await verdict(mod, game.id, "approved")
    await verdict(mod, ranked.id, "rejected")
    assert await queue(mod) == []
    assert await pg.fetchval("SELECT outcome FROM reports") == "UPHELD"
    assert await pg.fetchval("SELECT verdict FROM appeals") == "approved"


async def test_reports_are_closed_with_an_outcome(pg: Pool, mod: Account, ada: Account) -> None:
    bob = await player(pg, "bob")
    await report(ada, "PROFILE", "bob")
    path = f"/api/moderation/reports/profile/{bob}"
    answer = await mod.request("PUT", path, outcome="dismissed", note="It is his name.")
    assert (answer.status_code, answer.json()) == (200, {"closed": 1})
    assert await queue(mod) == []
    assert problem(await mod.request("PUT", path, outcome="DISMISSED")) == (404, "moderation/no-report")
    entry = await pg.fetchrow("SELECT * FROM audit_logs")
    assert entry is not None and entry["metadata"] == {"reports": 1, "note": "It is his name."}


# ---------------------------------------------------------------- one game


async def case(by: Account, result_id: str) -> dict[str, Any]:
    answer = await by.request("GET", f"/api/moderation/results/{result_id}")
    assert answer.status_code == 200, answer.text
    assert fits(CaseOut, answer.json())
    return dict(answer.json())


async def test_a_case_shows_everything_that_was_said_and_decided(pg: Pool, mod: Account, ada: Account) -> None:
    game = await flagged(pg, ada.id)
    await verdict(mod, game.id, "approved", "Looks right.")
    await report(mod, "RESULT", game.id, "Look again.")
    await verdict(mod, game.id, "rejected", "It is not.")
    await appeal(ada, game.id, "It is!")
    found = await case(mod, game.id)
    assert found["result"]["verdict"] == "rejected"
    assert found["result"]["verdict_reasons"] == [{"rule": "constant", "found": 0.02, "limit": 0.12}]
    assert [(one["username"], one["reason"], one["outcome"]) for one in found["reports"]] == [
        ("mod", "Look again.", "UPHELD")
    ]
    assert [(one["action"], one["username"], one["reason"]) for one in found["decisions"]] == [
        ("approve", "mod", "Looks right."),
        ("reject", "mod", "It is not."),
    ]
    assert (found["standing"]["appeal"], found["standing"]["may_appeal"]) == ("It is!", False)


async def test_a_game_stands_beside_the_players_own_earlier_ones(pg: Pool, mod: Account) -> None:
    ada = await player(pg, "ada")
    own = [await honest(pg, ada, seed) for seed in range(2)]
    await honest(pg, ada, 5, language="GO")
    await honest(pg, ada, 6, verdict=Verdict.REJECTED)
    game = await flagged(pg, ada)
    found = (await case(mod, game.id))["intervals"]
    assert (found["honest_by"], found["honest_games"]) == ("player", len(own))
    assert found["game"]["median_ms"] == 150
    assert max(found["game"]["spread"]) == 1.0, "a program's keys are all alike"
    assert max(found["honest"]["spread"]) < 0.4
    assert sum(found["honest"]["spread"]) == pytest.approx(1)
    assert {ms for _, ms in found["game"]["tempo"]} == {150}
    assert len({ms for _, ms in found["honest"]["tempo"]}) > 5
    assert {pair["mean_ms"] for pair in found["game"]["pairs"]} == {150}
    pairs = [[pair["pair"] for pair in found[of]["pairs"]] for of in ("game", "honest")]
    assert pairs[0] == pairs[1] and len(pairs[0]) > 5


async def test_without_earlier_games_a_hand_of_the_model_types_the_same_code(pg: Pool, mod: Account) -> None:
    game = await flagged(pg, await player(pg, "ada"))
    found = (await case(mod, game.id))["intervals"]
    assert (found["honest_by"], found["honest_games"]) == ("model", 0)
    assert 0.5 < found["honest"]["median_ms"] / found["game"]["median_ms"] < 1.5
    assert found["honest"]["intervals"] > 100
    assert found == (await case(mod, game.id))["intervals"], "the same each time"


async def test_a_log_that_cannot_be_read_hides_only_the_charts(pg: Pool, mod: Account) -> None:
    game = await flagged(pg, await player(pg, "ada"), key_log={"format": 99})
    assert (await case(mod, game.id))["intervals"] is None


async def test_there_is_no_case_of_nothing(mod: Account) -> None:
    answer = await mod.request("GET", "/api/moderation/results/00000000-0000-4000-8000-000000000000")
    assert problem(answer) == (404, "moderation/no-such-result")


# ---------------------------------------------------------------- who may


@pytest.fixture
async def somebodies(live: Live, ada: Account) -> list[Account]:
    return [ada, await live.guest()]


async def test_players_learn_nothing_of_it(pg: Pool, live: Live, somebodies: list[Account]) -> None:
    game = await play(pg, await player(pg, "bob"))
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", QUEUE, {}),
        ("GET", f"/api/moderation/results/{game.id}", {}),
        ("PUT", f"/api/moderation/results/{game.id}", {"verdict": "rejected", "reason": "x"}),
        ("PUT", f"/api/moderation/reports/RESULT/{game.id}", {"outcome": "UPHELD"}),
        ("GET", "/api/admin/audit", {}),
    ]
    for method, path, body in calls:
        for somebody in somebodies:
            assert problem(await somebody.request(method, path, **body)) == (403, "auth/forbidden"), path
        anonymous = await live.http.request(method, path, json=body or None)
        assert problem(anonymous) == (401, "auth/required"), path
    assert await pg.fetchval("SELECT verdict FROM game_results") == "clean"


async def test_the_flagged_game_of_a_private_player_is_shown_to_moderators_alone(
    pg: Pool, live: Live, mod: Account, ada: Account
) -> None:
    bob = await add_player(pg, replays_public=False)
    game = await flagged(pg, bob)
    for path in f"/api/game/result/{game.id}", f"/api/game/replay/{game.session_id}":
        assert (await mod.request("GET", path)).status_code == 200, path
        assert (await ada.request("GET", path)).status_code == 404, path
        assert (await live.http.get(path)).status_code == 404, path
    assert CONSTANT.rule in (await mod.request("GET", f"/api/game/result/{game.id}")).text
