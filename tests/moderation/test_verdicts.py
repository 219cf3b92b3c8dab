"""A verdict decides where a game counts: on every board of every process at once, and in its player's sums."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from game.terms import Role
from server.infra.postgres import Pool
from server.proof.checking import checked
from server.proof.reading import stored_games
from server.proof.statistics import statistics_pages
from server.settings import Settings
from tests.http import problem
from tests.leaderboards.boards import NOW, play
from tests.leaderboards.test_ladders import TODAY
from tests.leaderboards.test_ladders import play as play_ladder
from tests.leaderboards.test_live import following
from tests.live import PATIENCE_S, Account, Live, serving
from tests.moderation.games import flagged, honest, player, verdict
from tests.results.games import delete_player, register

BOARDS = [
    {"metric": metric, "period": period, "language": language, "difficulty": difficulty}
    for metric in ("score", "wpm", "net_wpm")
    for period in ("all", "week", "day")
    for language in ("", "PYTHON")
    for difficulty in ("", "NORMAL")
]


async def page(live: Live, query: dict[str, str], **of: Any) -> list[tuple[str, str]]:
    answer = (await live.http.get("/api/leaderboard", params=query, **of)).json()
    return [(entry["username"], entry["result_id"]) for entry in answer["entries"]]


def has_total(total: int, shown: Any) -> bool:
    return bool(shown["total"] == total)


async def until_on_every_board(lives: list[Live], *expected: tuple[str, str]) -> None:
    """Every board of each process shows these; waited for as long as a test waits."""
    async with asyncio.timeout(PATIENCE_S):
        for live in lives:
            for query in BOARDS:
                while await page(live, query) != [*expected]:
                    await asyncio.sleep(0.01)


async def test_a_verdict_has_the_time_that_a_players_sums_take(
    pg: Pool, mod: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than a moderator's other calls: of a hundred thousand games they took twenty seconds."""
    game = await play(pg, await player(pg, "ada"))
    monkeypatch.setattr("server.infra.web.POSTGRES_LONG_S", 0.001)
    await verdict(mod, game.id, "rejected")
    assert await pg.fetchval("SELECT verdict::text FROM game_results WHERE id = $1", game.id) == "rejected"


async def test_verdicts_and_bans_move_every_board_of_both_processes(
    settings: Settings, pg: Pool, live: Live, mod: Account
) -> None:
    ada, bob = await player(pg, "ada"), await player(pg, "bob")
    lesser, best = await play(pg, ada, words=60), await play(pg, ada, words=90)
    other = await play(pg, bob, words=70)
    admin = await live.register("root_admin", role=Role.ADMIN)
    async with serving(settings) as second:
        both = [live, second]
        await until_on_every_board(both, ("ada", best.id), ("bob", other.id))
        async with following(second) as viewer:
            await viewer.until("board", lambda shown: shown["total"] == 2)
            await verdict(mod, best.id, "rejected")
            shown = await viewer.until("board", lambda shown: shown["entries"][0]["username"] == "bob")
            assert [entry["result_id"] for entry in shown["entries"]] == [other.id, lesser.id], "never without her"
            await until_on_every_board(both, ("bob", other.id), ("ada", lesser.id))
            await verdict(mod, lesser.id, "rejected")
            await until_on_every_board(both, ("bob", other.id))
            await verdict(mod, best.id, "approved")
            await viewer.until("board", lambda shown: shown["entries"][0]["username"] == "ada")
            await until_on_every_board(both, ("ada", best.id), ("bob", other.id))
            for is_active in (False, True):
                answer = await admin.request("PUT", f"/api/admin/users/{ada}", is_active=is_active)
                assert answer.status_code == 200
                expected = [("ada", best.id), ("bob", other.id)][not is_active :]
                await viewer.until("board", partial(has_total, len(expected)))
                await until_on_every_board(both, *expected)


async def test_around_me_falls_to_the_next_best(pg: Pool, live: Live, mod: Account, ada: Account) -> None:
    lesser, best = await play(pg, ada.id, words=60), await play(pg, ada.id, words=90)
    await until_on_every_board([live], ("ada", best.id))
    await verdict(mod, best.id, "rejected")
    answer = (await ada.request("GET", "/api/leaderboard?around=me")).json()
    assert (answer["source"], answer["me"]["result_id"], answer["me"]["rank"]) == ("redis", lesser.id, 1)
    await verdict(mod, lesser.id, "rejected")
    assert (await ada.request("GET", "/api/leaderboard?around=me")).json()["me"] is None


async def test_boards_of_sprints_and_dailies_follow_too(pg: Pool, live: Live, mod: Account) -> None:
    ada = await player(pg, "ada")
    sprint = await play_ladder(pg, ada, "SPRINT", seconds=60, words=50)
    daily = await play_ladder(pg, ada, "DAILY", daily_on=TODAY)
    for game, query in (sprint, {"mode": "sprint", "seconds": "60"}), (daily, {"mode": "daily"}):
        async with asyncio.timeout(PATIENCE_S):
            while await page(live, query) != [("ada", game.id)]:
                await asyncio.sleep(0.01)
        await verdict(mod, game.id, "rejected")
        assert await page(live, query) == []
        await verdict(mod, game.id, "approved")
        assert await page(live, query) == [("ada", game.id)]


async def test_a_game_that_is_approved_is_ranked_and_its_replay_is_shown(pg: Pool, live: Live, mod: Account) -> None:
    game = await flagged(pg, await player(pg, "ada"))
    path = f"/api/game/replay/{game.session_id}"
    assert (await live.http.get(path)).status_code == 404
    assert (await mod.request("GET", path)).status_code == 200, "who judges it may watch it"
    answer = await verdict(mod, game.id, "approved")
    assert (answer["result"]["verdict"], answer["result"]["ranked"]) == ("approved", True)
    assert (await live.http.get(path)).status_code == 200
    assert await page(live, BOARDS[0]) == [("ada", game.id)]
    await verdict(mod, game.id, "rejected")
    assert (await live.http.get(path)).status_code == 404
    assert (await live.http.get(f"/api/game/result/{game.id}")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"words": 19}, "too_few_words"),
        ({"game_ms": 14_000}, "too_short"),
        ({"pauses": 4}, "too_many_pauses"),
        ({"paused_ms": 121_000}, "paused_too_long"),
        ({"end_reason": "abandoned"}, "abandoned"),
        ({"journal_lost": True}, "journal_lost"),
        ({"unranked_by_mode": "not_first_try"}, "not_first_try"),
    ],
)
async def test_an_approved_game_obeys_the_other_rules(
    pg: Pool, live: Live, mod: Account, changes: dict[str, Any], reason: str | None
) -> None:
    game = await flagged(pg, await player(pg, "ada"), **changes)
    result = (await verdict(mod, game.id, "approved"))["result"]
    assert (result["ranked"], result["unranked_reason"]) == (reason is None, reason)
    result = (await verdict(mod, game.id, "rejected"))["result"]
    first = reason if reason in ("abandoned", "journal_lost", "not_first_try") else "verdict"
    assert (result["ranked"], result["unranked_reason"]) == (False, first)


async def test_a_guests_game_that_is_approved_is_ranked_once_they_register(pg: Pool, live: Live, mod: Account) -> None:
    guest = await live.guest()
    game = await flagged(pg, guest.id)
    assert (await verdict(mod, game.id, "approved"))["result"]["unranked_reason"] == "guest"
    await live.register("ada", guest)
    assert await page(live, BOARDS[0]) == [("ada", game.id)]


async def sums(pg: Pool, user_id: str) -> dict[str, Any]:
    row = await pg.fetchrow("SELECT * FROM user_statistics WHERE user_id = $1", user_id)
    languages = await pg.fetch("SELECT language, games FROM games_by_language WHERE user_id = $1", user_id)
    assert row is not None
    left_out = ("updated_at", "created_at", "id", "user_id")
    own = {name: round(value, 9) if isinstance(value, float) else value for name, value in row.items()}
    by_language = {one["language"]: one["games"] for one in languages}
    return {**{name: value for name, value in own.items() if name not in left_out}, "languages": by_language}


async def differences(pg: Pool) -> list[Any]:
    ids = [row["id"] for row in await pg.fetch("SELECT id FROM game_sessions")]
    async with pg.acquire() as connection:
        ranks = [
            one
            for game in await stored_games(connection, ids)
            for one in checked(game).differences
            if one.column in ("game_results.ranked", "game_results.unranked_reason", "game_results.verdict")
        ]
    return ranks + [one async for _, page in statistics_pages(pg) for one in page]


async def test_a_rejected_game_counts_in_no_sum_until_it_is_approved(pg: Pool, live: Live, mod: Account) -> None:
    ada = await player(pg, "ada")
    await honest(pg, ada, words=60)
    await honest(pg, ada, 2, words=50, language="REACT")
    before = await sums(pg, ada)
    game = await flagged(pg, ada, words=300, language="GO")
    whole = await sums(pg, ada)
    assert (whole["total_games"], whole["languages"]) == (3, {"PYTHON": 1, "REACT": 1, "GO": 1})
    await verdict(mod, game.id, "rejected")
    assert await sums(pg, ada) == before
    assert await differences(pg) == []
    shown = (await live.http.get("/api/users/ada")).json()
    assert (shown["statistics"]["total_games"], shown["statistics"]["best_score"]) == (2, before["best_score"])
    progress = (await live.http.get("/api/users/ada/progress")).json()
    assert {one["language"] for one in progress["languages"]} == {"PYTHON", "REACT"}
    await verdict(mod, game.id, "rejected", "Once more.")
    assert await sums(pg, ada) == before
    await verdict(mod, game.id, "approved")
    assert await sums(pg, ada) == whole
    assert await differences(pg) == []
    shown = (await live.http.get("/api/users/ada")).json()
    assert shown["statistics"]["best_score"] == game.final_score, "the cached row was dropped"


async def test_games_that_end_while_verdicts_are_given_are_all_counted(pg: Pool, live: Live, mod: Account) -> None:
    ada = await player(pg, "ada")
    games = [await flagged(pg, ada, NOW - timedelta(minutes=number)) for number in range(4)]
    words = ["rejected", "approved", "rejected", "approved"]
    await asyncio.gather(
        *(verdict(mod, game.id, word) for game, word in zip(games, words, strict=True)),
        *(play(pg, ada, words=40 + number) for number in range(4)),
    )
    assert (await sums(pg, ada))["total_games"] == 6
    assert await differences(pg) == []
    await verdict(mod, games[0].id, "rejected")
    best = await pg.fetchval("SELECT id FROM game_results WHERE ranked ORDER BY final_score DESC LIMIT 1")
    assert await page(live, BOARDS[0]) == [("ada", best)]


# ---------------------------------------------------------------- who, and what is refused


async def test_nobody_judges_their_own_game(pg: Pool, live: Live, mod: Account) -> None:
    game = await flagged(pg, mod.id)
    answer = await mod.request("PUT", f"/api/moderation/results/{game.id}", verdict="approved", reason="Mine.")
    assert problem(answer) == (409, "moderation/own-game")
    assert await pg.fetchval("SELECT verdict FROM game_results") == "flagged"


async def test_a_game_that_is_not_there_or_whose_player_has_gone_is_not_judged(
    pg: Pool, live: Live, mod: Account
) -> None:
    ada = await player(pg, "ada")
    game = await flagged(pg, ada)
    await delete_player(pg, ada)
    for result_id in game.id, "00000000-0000-4000-8000-000000000000":
        answer = await mod.request("PUT", f"/api/moderation/results/{result_id}", verdict="approved", reason="x")
        assert problem(answer) == (404, "moderation/no-such-result")


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "clean", "reason": "x"},
        {"verdict": "flagged", "reason": "x"},
        {"verdict": "approved", "reason": "  "},
        {"verdict": "approved", "reason": "x" * 501},
        {"verdict": "approved"},
    ],
)
async def test_a_verdict_that_does_not_validate_is_refused(
    pg: Pool, live: Live, mod: Account, body: dict[str, Any]
) -> None:
    game = await flagged(pg, await player(pg, "ada"))
    answer = await mod.request("PUT", f"/api/moderation/results/{game.id}", **body)
    assert problem(answer) == (422, "request/invalid")


async def test_a_moderator_who_lost_the_role_judges_no_more(pg: Pool, live: Live, mod: Account) -> None:
    game = await flagged(pg, await player(pg, "ada"))
    await pg.execute("UPDATE users SET role = 'PLAYER' WHERE id = $1", mod.id)
    answer = await mod.request("PUT", f"/api/moderation/results/{game.id}", verdict="approved", reason="x")
    assert problem(answer) == (403, "auth/forbidden")
    assert await pg.fetchval("SELECT verdict FROM game_results") == "flagged"


async def test_two_moderators_who_judge_each_other_at_once_both_succeed(pg: Pool, live: Live, mod: Account) -> None:
    other = await live.register("other", role=Role.MODERATOR)
    for _ in range(5):
        games = await flagged(pg, mod.id), await flagged(pg, other.id)
        await asyncio.gather(verdict(other, games[0].id, "approved"), verdict(mod, games[1].id, "rejected"))


async def test_a_registered_guests_rank_holds_what_was_rejected(pg: Pool, live: Live, mod: Account) -> None:
    guest = await live.guest()
    game = await flagged(pg, guest.id)
    await verdict(mod, game.id, "rejected")
    await register(pg, guest.id)
    assert await pg.fetchval("SELECT unranked_reason FROM game_results") == "verdict"


async def test_the_player_is_told_the_latest_verdict_and_whether_they_had_appealed(
    pg: Pool, live: Live, mod: Account, ada: Account
) -> None:
    game = await flagged(pg, ada.id)

    async def told() -> list[tuple[str, dict[str, object], bool]]:
        rows = await pg.fetch("SELECT * FROM notifications WHERE user_id = $1 AND kind = 'VERDICT'", ada.id)
        return [(row["subject"], row["data"], row["read_at"] is None) for row in rows]

    await verdict(mod, game.id, "rejected")
    assert await told() == [(game.id, {"verdict": "rejected", "appealed": False}, True)]
    assert (await ada.request("POST", "/api/notifications/read", all=True)).json() == {"unread": 0}
    appeal = await ada.request("POST", f"/api/game/result/{game.id}/appeal", text="It was me.")
    assert appeal.is_success, appeal.text
    await verdict(mod, game.id, "approved")
    assert await told() == [(game.id, {"verdict": "approved", "appealed": True}, True)]
