"""What players can do: report what they see, and appeal once against a verdict on their own game."""

from __future__ import annotations

from typing import Any

import pytest

from server.infra.postgres import Pool
from server.moderation.appeals import ReviewOut
from server.moderation.kinds import KINDS
from server.moderation.reports import OwnReport
from server.settings import Settings
from tests.accounts import PASSWORD
from tests.http import fits, problem
from tests.live import Account, Live, serving
from tests.moderation.games import flagged, honest, player, verdict
from tests.results.games import add_player, delete_player
from tests.snippets import AddSnippet, code

REPORTS = "/api/reports"


async def test_a_report_is_counted_once_for_each_person_and_object(
    pg: Pool, mod: Account, ada: Account, add_snippet: AddSnippet
) -> None:
    game = await honest(pg, await player(pg, "bob"))
    objects = {"RESULT": game.id, "PROFILE": "Bob", "SNIPPET": await add_snippet(code(3))}
    published = "INSERT INTO collections (name, language, is_public) VALUES ('Katas', 'PYTHON', true) RETURNING id"
    objects["COLLECTION"] = await pg.fetchval(published)
    carl = await player(pg, "carl")
    post = "INSERT INTO posts (snippet_id, user_id, text, blocks) VALUES ($1, $2, 'Hello', '[]') RETURNING id"
    objects["POST"] = await pg.fetchval(post, objects["SNIPPET"], carl)
    comment = """
        INSERT INTO comments (post_id, user_id, number, path, text, blocks) VALUES ($1, $2, 1, '{1}', 'Yes', '[]')
        RETURNING id
    """
    objects["COMMENT"] = await pg.fetchval(comment, objects["POST"], carl)
    replay = """
        INSERT INTO shared_replays (result_id, user_id, title) SELECT id, user_id, 'Best' FROM game_results RETURNING id
    """
    objects["SHARED_REPLAY"] = await pg.fetchval(replay)
    assert objects.keys() == KINDS.keys(), "each kind is tried"
    for kind, what in objects.items():
        answer = await ada.request("POST", REPORTS, kind=kind.lower(), id=what, reason=" Look at it. ")
        assert answer.status_code == 201 and answer.json()["kind"] == kind
        again = await ada.request("POST", REPORTS, kind=kind, id=what.upper(), reason="Again.")
        assert problem(again) == (409, "moderation/already-reported")
        assert (await mod.request("POST", REPORTS, kind=kind, id=what, reason="I too.")).status_code == 201
    await verdict(mod, game.id, "approved")
    again = await ada.request("POST", REPORTS, kind="RESULT", id=game.id, reason="But still.")
    assert problem(again) == (409, "moderation/already-reported"), "also once it is closed"
    assert await pg.fetchval("SELECT count(*) FROM reports WHERE reason = 'Look at it.'") == len(KINDS)


async def test_whoever_reported_is_told_the_outcome_and_nothing_else(
    pg: Pool, live: Live, mod: Account, ada: Account, add_snippet: AddSnippet
) -> None:
    await add_player(pg, username="rude", display_name="Rude")
    gone = await player(pg, "gone")
    game = await honest(pg, await player(pg, "bob"))
    snippet = await add_snippet(code(5))
    for kind, what in ("PROFILE", "rude"), ("PROFILE", "gone"), ("RESULT", game.id), ("SNIPPET", snippet):
        await ada.request("POST", REPORTS, kind=kind, id=what, reason=f"About {kind}.")
    rude = await pg.fetchval("SELECT id FROM users WHERE username = 'rude'")
    await delete_player(pg, gone)
    await verdict(mod, game.id, "rejected")
    closing = f"/api/moderation/reports/PROFILE/{rude}"
    await mod.request("PUT", closing, outcome="DISMISSED", note="Ada complains a lot.")
    answer = await ada.request("GET", REPORTS)
    fits(list[OwnReport], answer.json()["items"])
    assert [(one["kind"], one["label"], one["reason"], one["outcome"]) for one in answer.json()["items"]] == [
        ("SNIPPET", code(5).split("\n")[0], "About SNIPPET.", None),
        ("RESULT", None, "About RESULT.", "UPHELD"),  # a rejected game is nobody's to see
        ("PROFILE", None, "About PROFILE.", None),
        ("PROFILE", "Rude", "About PROFILE.", "DISMISSED"),
    ]
    assert [one["closed_at"] is None for one in answer.json()["items"]] == [True, False, True, False]
    assert not any(word in answer.text for word in ("complains", "mod", str(rude)))
    assert (await mod.request("GET", REPORTS)).json()["items"] == [], "everybody sees their own"


async def test_what_a_player_cannot_see_cannot_be_reported(
    pg: Pool, live: Live, ada: Account, add_snippet: AddSnippet
) -> None:
    gone = await player(pg, "gone")
    deleted = await honest(pg, gone)
    await delete_player(pg, gone)
    await add_player(pg, username="disabled", is_active=False)
    unranked = await flagged(pg, await player(pg, "bob"))
    draft = await add_snippet(code(4), is_active=False)
    nothing = "00000000-0000-4000-8000-000000000000"
    for kind, what in [
        ("RESULT", deleted.id),
        ("RESULT", unranked.id),
        ("RESULT", nothing),
        ("RESULT", "'; DROP TABLE users"),
        ("PROFILE", "disabled"),
        ("PROFILE", "nobody"),
        ("SNIPPET", draft),
        ("SNIPPET", nothing),
        ("SNIPPET", "x"),
    ]:
        answer = await ada.request("POST", REPORTS, kind=kind, id=what, reason="x")
        assert problem(answer) == (404, "moderation/no-such-object"), (kind, what)


async def test_ones_own_cannot_be_reported(pg: Pool, live: Live, ada: Account) -> None:
    game = await honest(pg, ada.id)
    for kind, what in ("RESULT", game.id), ("PROFILE", "ada"):
        answer = await ada.request("POST", REPORTS, kind=kind, id=what, reason="x")
        assert problem(answer) == (409, "moderation/own-object")


async def test_guests_neither_report_nor_appeal(pg: Pool, live: Live, ada: Account) -> None:
    guest = await live.guest()
    assert problem(await guest.request("POST", REPORTS, kind="PROFILE", id="ada", reason="x")) == (409, "account/guest")
    game = await flagged(pg, guest.id)
    answer = await guest.request("POST", f"/api/game/result/{game.id}/appeal", text="x")
    assert problem(answer) == (409, "account/guest")
    assert problem(await live.http.post(REPORTS, json={})) == (401, "auth/required")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "GUILD", "id": "x", "reason": "x"},
        {"kind": "PROFILE", "id": "", "reason": "x"},
        {"kind": "PROFILE", "id": "x" * 101, "reason": "x"},
        {"kind": "PROFILE", "id": "ada", "reason": " "},
        {"kind": "PROFILE", "id": "ada", "reason": "x" * 501},
        {"kind": "PROFILE", "id": "ada"},
    ],
)
async def test_a_report_that_does_not_validate_is_refused(live: Live, ada: Account, body: dict[str, Any]) -> None:
    assert problem(await ada.request("POST", REPORTS, **body)) == (422, "request/invalid")


async def test_reports_are_limited_by_whom(settings: Settings, pg: Pool) -> None:
    async with serving(settings.model_copy(update={"rate_limits": True})) as live:
        ada = await live.register("ada")
        for _ in range(10):
            await ada.request("POST", REPORTS, kind="PROFILE", id="nobody", reason="x")
        answer = await ada.request("POST", REPORTS, kind="PROFILE", id="nobody", reason="x")
        assert problem(answer) == (429, "request/rate-limited")


# ---------------------------------------------------------------- appeals


async def state(by: Account, result_id: str) -> dict[str, Any]:
    answer = await by.request("GET", f"/api/game/result/{result_id}/appeal")
    assert answer.status_code == 200, answer.text
    assert fits(ReviewOut, answer.json())
    return dict(answer.json())


async def test_a_player_sees_the_verdict_and_what_became_of_the_appeal(pg: Pool, mod: Account, ada: Account) -> None:
    game = await flagged(pg, ada.id)
    path = f"/api/game/result/{game.id}/appeal"
    first = await state(ada, game.id)
    assert (first["verdict"], first["reason"], first["appeal"], first["may_appeal"]) == ("flagged", None, None, True)
    made = await ada.request("POST", path, text=" It was me, on a chorded keyboard. ")
    assert made.status_code == 201 and fits(ReviewOut, made.json())
    waits = await state(ada, game.id)
    assert waits == made.json()
    assert (waits["appeal"], waits["appeal_verdict"], waits["may_appeal"]) == (
        "It was me, on a chorded keyboard.",
        None,
        False,
    )
    assert problem(await ada.request("POST", path, text="Please.")) == (409, "moderation/already-appealed")
    await verdict(mod, game.id, "rejected", "Chords do not look like this.")
    decided = await state(ada, game.id)
    assert (decided["verdict"], decided["reason"]) == ("rejected", "Chords do not look like this.")
    assert (decided["appeal_verdict"], decided["may_appeal"]) == ("rejected", False)
    assert "mod" not in str(decided), "who decided is not said"
    await verdict(mod, game.id, "approved", "We were wrong.")
    assert problem(await ada.request("POST", path, text="Thanks.")) == (409, "moderation/nothing-to-appeal")
    last = await state(ada, game.id)
    assert (last["verdict"], last["appeal_verdict"]) == ("approved", "rejected"), "what was decided upon it stays"


async def test_a_rejected_game_can_be_appealed_against_and_waits_again(pg: Pool, mod: Account, ada: Account) -> None:
    game = await honest(pg, ada.id)
    assert (await state(ada, game.id))["may_appeal"] is False
    await verdict(mod, game.id, "rejected")
    assert (await state(ada, game.id))["may_appeal"] is True
    assert (await ada.request("POST", f"/api/game/result/{game.id}/appeal", text="No!")).status_code == 201
    queue = (await mod.request("GET", "/api/moderation/queue")).json()["items"]
    assert [(item["id"], item["appeal"]) for item in queue] == [(game.id, "No!")]


async def test_nothing_is_held_against_a_clean_game(pg: Pool, live: Live, ada: Account) -> None:
    game = await honest(pg, ada.id)
    answer = await ada.request("POST", f"/api/game/result/{game.id}/appeal", text="x")
    assert problem(answer) == (409, "moderation/nothing-to-appeal")


async def test_somebody_elses_verdict_does_not_exist(pg: Pool, mod: Account, ada: Account) -> None:
    game = await flagged(pg, await player(pg, "bob"))
    for somebody in ada, mod:
        path = f"/api/game/result/{game.id}/appeal"
        assert problem(await somebody.request("GET", path)) == (404, "game/not-found")
        assert problem(await somebody.request("POST", path, text="x")) == (404, "game/not-found")


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
async def test_an_appeal_has_a_text_of_bounded_length(pg: Pool, live: Live, ada: Account, text: str) -> None:
    game = await flagged(pg, ada.id)
    answer = await ada.request("POST", f"/api/game/result/{game.id}/appeal", text=text)
    assert problem(answer) == (422, "request/invalid")


async def test_an_export_holds_reviews_appeals_and_reports_and_a_deletion_takes_what_was_said(
    pg: Pool, mod: Account, ada: Account
) -> None:
    game = await flagged(pg, ada.id)
    await ada.request("POST", f"/api/game/result/{game.id}/appeal", text="It was me.")
    await player(pg, "bob")
    await ada.request("POST", REPORTS, kind="PROFILE", id="bob", reason="Rude.")
    await verdict(mod, game.id, "rejected", "It was not.")
    document = (await ada.request("GET", "/api/user/export")).json()
    assert [one["reason"] for one in document["reviews"]] == ["It was not."]
    assert [(one["text"], one["verdict"]) for one in document["appeals"]] == [("It was me.", "rejected")]
    assert [(one["kind"], one["reason"]) for one in document["reports"]] == [("PROFILE", "Rude.")]
    assert document["audit_logs"] == []
    assert (await ada.request("DELETE", "/api/user/account", password=PASSWORD)).status_code == 204
    left = [await pg.fetchval(f"SELECT count(*) FROM {table}") for table in ("appeals", "reports", "reviews")]
    assert left == [0, 0, 1]
