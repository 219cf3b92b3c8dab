"""Attempts: what passes a challenge, what is counted of them, once, and what a verdict takes away and gives back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.analytics import key_accuracy, standard_wpm
from game.terms import ChallengeGoal, EndReason, Role
from server.courses import keep_at_once
from server.courses.attempts import keep_attempt, missed
from server.courses.rows import Goals
from server.courses.seed import seed_courses
from server.infra.postgres import Connection, Pool
from server.play import challenge_game
from tests.accounts import PASSWORD
from tests.courses.courses import attempt, broken_off, call, course, on_disk, started
from tests.live import PATIENCE_S, Account, Live, playing, typed
from tests.proof.test_verify import differences

CLEARED = EndReason.CLEARED


def failed(goals: dict[str, Any], **game: Any) -> list[str]:
    usual: dict[str, Any] = {"end": CLEARED, "correct_keys": 90, "pressed_keys": 100, "seconds": 60}
    all_goals = {"min_accuracy": None, "min_net_wpm": None, "max_wrong_keys": None, **goals}
    return [str(one) for one in missed(Goals(**all_goals), **{**usual, **game})]


@pytest.mark.parametrize(
    ("goals", "game", "what"),
    [
        ({"min_accuracy": 90}, {}, []),
        ({"min_accuracy": 90}, {"correct_keys": 89}, ["MIN_ACCURACY"]),
        ({"min_accuracy": 57}, {"correct_keys": 57}, []),  # 57 / 100 * 100 is less than 57 in floating point
        ({"min_net_wpm": 18}, {}, []),
        ({"min_net_wpm": 18}, {"seconds": 61}, ["MIN_NET_WPM"]),
        ({"max_wrong_keys": 10}, {}, []),
        ({"max_wrong_keys": 9}, {}, ["MAX_WRONG_KEYS"]),
        ({"max_wrong_keys": 0, "min_net_wpm": 20}, {}, ["MIN_NET_WPM", "MAX_WRONG_KEYS"]),
        ({"max_wrong_keys": 0}, {"end": EndReason.QUIT}, ["FINISHED"]),
    ],
)
def test_the_goals_that_a_game_misses(goals: dict[str, Any], game: dict[str, Any], what: list[str]) -> None:
    assert failed(goals, **game) == what


@given(st.integers(1, 10_000), st.integers(0, 500), st.integers(1, 4_000), st.integers(0, 100), st.integers(1, 300))
def test_goals_agree_with_the_figures_that_players_see(
    right: int, wrong: int, seconds: int, accuracy: int, wpm: int
) -> None:
    game = {"correct_keys": right, "pressed_keys": right + wrong, "seconds": seconds}
    missing = failed({"min_accuracy": accuracy, "min_net_wpm": wpm}, **game)
    shown_accuracy, shown_wpm = key_accuracy(right, right + wrong), standard_wpm(right, seconds)
    if abs(shown_accuracy - accuracy) > 1e-9:
        assert (ChallengeGoal.MIN_ACCURACY in missing) is (shown_accuracy < accuracy)
    if abs(shown_wpm - wpm) > 1e-9:
        assert (ChallengeGoal.MIN_NET_WPM in missing) is (shown_wpm < wpm)


async def progress(account: Account, challenge_id: str) -> tuple[Any, ...]:
    own = (await call(account, "GET", f"/challenges/{challenge_id}"))["yours"]
    return own["status"], own["attempts"], own["best_score"], own["completed_at"] is not None


async def of_track(account: Account) -> tuple[int, float, str | None]:
    (track,) = (await call(account, "GET", "/user/progress"))["tracks"]
    return track["completed"], track["percentage"], track["next"] and track["next"]["slug"]


async def test_a_challenge_is_failed_and_then_passed(live: Live, pg: Pool, ids: dict[str, str]) -> None:
    ada, one = await live.register("ada"), ids["empty-calls"]
    slipped = await attempt(ada, live, one, slips=5)
    assert (slipped["mode"], slipped["end_reason"], slipped["ranked"], slipped["unranked_reason"]) == (
        "CHALLENGE",
        "cleared",
        False,
        "challenge",
    )
    assert slipped["challenge_id"] == one
    last = (await call(ada, "GET", f"/challenges/{one}"))["last_attempt"]
    assert (last["result_id"], last["passed"], last["failed"], last["wrong_keys"], last["counts"]) == (
        slipped["id"],
        False,
        ["MIN_ACCURACY"],
        5,
        True,
    )
    assert await progress(ada, one) == ("IN_PROGRESS", 1, None, False)
    assert await of_track(ada) == (0, 0.0, "empty-calls")
    passed = await attempt(ada, live, one)
    assert await progress(ada, one) == ("COMPLETED", 2, passed["final_score"], True)
    assert await of_track(ada) == (1, 33.3, "indexes")
    await broken_off(ada, live, one)
    assert await progress(ada, one) == ("COMPLETED", 3, passed["final_score"], True)
    page = await call(ada, "GET", f"/challenges/{one}/attempts")
    assert [(each["passed"], each["failed"], each["end_reason"]) for each in page["items"]] == [
        (False, ["FINISHED"], "quit"),
        (True, [], "cleared"),
        (False, ["MIN_ACCURACY"], "cleared"),
    ]
    assert page["total"] == 3
    seen = (await call(ada, "GET", f"/challenges/{one}"))["challenge"]
    assert (seen["attempts"], seen["completed"]) == (3, 1)
    view = await call(ada, "GET", "/tracks/basics")
    assert (view["next"]["slug"], view["track"]["yours"]["completed"]) == ("indexes", 1)


async def test_an_attempt_is_counted_once_however_often_it_is_kept(live: Live, pg: Pool, ids: dict[str, str]) -> None:
    ada, one = await live.register("ada"), ids["empty-calls"]
    result = await attempt(ada, live, one)
    await asyncio.gather(*(keep_at_once(pg, result["id"]) for _ in range(5)))
    assert await progress(ada, one) == ("COMPLETED", 1, result["final_score"], True)
    solo = await pg.fetchval("SELECT gen_random_uuid()")
    await keep_at_once(pg, solo)  # a result that is gone
    assert await pg.fetchval("SELECT sum(attempts) FROM challenge_versions") == 1


async def test_the_feed_keeps_what_the_process_did_not(
    live: Live, pg: Pool, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_now(*_: object) -> None:
        """The process dies."""

    monkeypatch.setattr("server.courses.keep_at_once", not_now)
    ada, one = await live.register("ada"), ids["empty-calls"]
    result = await attempt(ada, live, one)
    async with asyncio.timeout(PATIENCE_S):
        while not await pg.fetchval("SELECT count(*) FROM challenge_attempts"):
            await asyncio.sleep(0.02)
    assert await progress(ada, one) == ("COMPLETED", 1, result["final_score"], True)


async def test_whoever_leaves_a_track_has_it_all_again(live: Live, ids: dict[str, str]) -> None:
    ada = await live.register("ada")
    await attempt(ada, live, ids["empty-calls"])
    await call(ada, "DELETE", "/tracks/basics/enroll")
    again = (await call(ada, "POST", "/tracks/basics/enroll"))["yours"]
    assert (again["completed"], again["percentage"], again["last_attempt_at"] is not None) == (1, 33.3, True)


async def test_a_verdict_takes_a_pass_away_and_gives_it_back(live: Live, pg: Pool, ids: dict[str, str]) -> None:
    ada, one = await live.register("ada"), ids["empty-calls"]
    judge = await live.register("judge", role=Role.MODERATOR)
    first, second = await attempt(ada, live, one), await attempt(ada, live, one)
    best, other = sorted((first, second), key=lambda each: -each["final_score"])
    board = f"/challenges/{one}/leaderboard"

    async def rule(result: dict[str, Any], verdict: str) -> None:
        await call(judge, "PUT", f"/moderation/results/{result['id']}", verdict=verdict, reason="A test.")

    async def place() -> list[int]:
        return [each["best_score"] for each in (await call(ada, "GET", board))["items"]]

    assert await place() == [best["final_score"]]
    await rule(best, "rejected")
    assert await place() == [other["final_score"]]
    assert await progress(ada, one) == ("COMPLETED", 2, other["final_score"], True)
    await rule(other, "rejected")
    assert (await place(), await progress(ada, one)) == ([], ("IN_PROGRESS", 2, None, False))
    assert await of_track(ada) == (0, 0.0, "empty-calls")
    assert await pg.fetchval("SELECT completed FROM challenges WHERE id = $1", one) == 0
    last = (await call(ada, "GET", f"/challenges/{one}"))["last_attempt"]
    assert (last["passed"], last["counts"]) == (True, False)
    await rule(best, "approved")
    assert (await place(), await of_track(ada)) == ([best["final_score"]], (1, 33.3, "indexes"))


async def test_the_board_has_the_best_of_each_and_the_earlier_of_equals(
    live: Live, pg: Pool, ids: dict[str, str]
) -> None:
    one = ids["empty-calls"]
    accounts = {name: await live.register(name) for name in ("ada", "bob", "cyd", "dan")}
    for account in accounts.values():
        await attempt(account, live, one)
    for name, score, minute in (("ada", 200, 2), ("bob", 300, 3), ("cyd", 200, 1), ("dan", 900, 0)):
        await pg.execute(
            "UPDATE challenge_progress SET best_score = $2, best_at = '2026-01-01 12:00Z'::timestamptz + $3 * interval"
            " '1 minute' WHERE user_id = $1",
            accounts[name].id,
            score,
            minute,
        )
    await pg.execute("UPDATE users SET is_bot = true WHERE username = 'dan'")

    async def board(account: Account, query: str = "") -> tuple[list[tuple[int, str]], int, int | None]:
        page = await call(account, "GET", f"/challenges/{one}/leaderboard{query}")
        places = [(each["rank"], each["username"]) for each in page["items"]]
        return places, page["total"], page["me"] and page["me"]["rank"]

    assert await board(accounts["ada"]) == ([(1, "bob"), (2, "cyd"), (3, "ada")], 3, 3)
    assert await board(accounts["dan"], "?page=2&per_page=2") == ([(3, "ada")], 3, None)
    await pg.execute("UPDATE users SET is_active = false WHERE username = 'bob'")
    assert await board(accounts["cyd"]) == ([(1, "cyd"), (2, "ada")], 2, 1)


async def test_an_old_attempt_still_verifies_after_an_edit(
    live: Live, pg: Pool, ids: dict[str, str], tmp_path: Path
) -> None:
    ada, one = await live.register("ada"), ids["empty-calls"]
    result = await attempt(ada, live, one)
    running = await started(ada, ids["double"])
    await seed_courses(pg, on_disk(tmp_path / "two", course(first="halt()\nrest()")))
    assert running["challenge_version"] == 1
    view = await call(ada, "GET", f"/challenges/{one}")
    assert (view["challenge"]["version"], view["challenge"]["snippet_text"]) == (2, "halt()\nrest()")
    assert (view["last_attempt"]["version"], view["last_attempt"]["result_id"]) == (1, result["id"])
    assert view["yours"]["status"] == "COMPLETED"
    async with playing(live) as player:
        await player.hello(running["session_token"])
        await player.send("go")
        await player.press(typed(player.wave["text"]))
        assert (await player.until("over"))["reason"] == "cleared"
    assert await differences(pg) == []


async def test_a_game_goes_on_when_its_course_is_deleted(live: Live, pg: Pool, ids: dict[str, str]) -> None:
    ada, one = await live.register("ada"), ids["double"]
    await attempt(ada, live, ids["empty-calls"])
    game = await started(ada, one)
    await pg.execute("DELETE FROM tracks")
    async with playing(live) as player:
        await player.hello(game["session_token"])
        await player.send("go")
        await player.press(typed(player.wave["text"]))
        over = await player.until("over")
    assert (over["reason"], over["result"]["challenge_id"]) == ("cleared", one)
    for table in ("modules", "challenges", "challenge_versions", "challenge_attempts", "challenge_progress"):
        assert await pg.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert await pg.fetchval("SELECT count(*) FROM game_results") == 2


async def test_nothing_comes_back_of_an_account_that_was_deleted(live: Live, pg: Pool, ids: dict[str, str]) -> None:
    ada, one = await live.register("ada"), ids["empty-calls"]
    result = await attempt(ada, live, one)
    game = await started(ada, ids["double"])
    async with playing(live) as player:  # deleting the account ends it, and its result is kept
        await player.hello(game["session_token"])
        await player.send("go")
        await player.press(typed(player.wave["text"])[:4])
        await call(ada, "DELETE", "/user/account", password=PASSWORD)
        await player.closed()
    await keep_at_once(pg, result["id"])
    async with asyncio.timeout(PATIENCE_S):
        while await pg.fetchval("SELECT count(*) FROM feed_jobs WHERE queue IN ('game_ended', 'challenges')"):
            await asyncio.sleep(0.02)
    async with pg.acquire() as connection, connection.transaction():
        await challenge_game.enroll(connection, ada.id, await pg.fetchval("SELECT id FROM tracks"))
    for table in ("challenge_attempts", "challenge_progress", "user_enrollments"):
        assert await pg.fetchval(f"SELECT count(*) FROM {table}") == 0, table


# ---------------------------------------------------------------- who waits for whom


async def blocked(pg: Pool, work: asyncio.Task[Any]) -> None:
    """Until it waits for a lock."""
    async with asyncio.timeout(PATIENCE_S):
        while not await pg.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ):
            assert not work.done(), work.result()
            await asyncio.sleep(0.02)


async def hold_as_an_attempt(connection: Connection, challenge_id: str) -> None:
    """What an attempt locks first: a challenge that may not go."""
    await connection.execute("SELECT FROM challenges WHERE id = $1 FOR KEY SHARE", challenge_id)


@pytest.mark.parametrize("what", ["tracks", "modules", "lessons", "unpublish"])
async def test_an_attempt_goes_on_while_an_admin_waits_for_it(
    live: Live, pg: Pool, admin: Account, ids: dict[str, str], what: str
) -> None:
    one = ids["indexes"]
    home = await pg.fetchrow(
        "SELECT c.track_id AS tracks, l.module_id AS modules, l.id AS lessons FROM challenges c"
        " JOIN lessons l ON l.id = c.lesson_id WHERE c.id = $1",
        one,
    )
    assert home is not None
    deed = (
        ("POST", f"/admin/challenges/{one}/unpublish")
        if what == "unpublish"
        else ("DELETE", f"/admin/{what}/{home[what]}")
    )
    async with pg.acquire() as attempting, attempting.transaction():
        await hold_as_an_attempt(attempting, one)
        waiting = asyncio.create_task(call(admin, *deed))
        await blocked(pg, waiting)
        await attempting.execute("UPDATE challenges SET attempts = attempts + 1 WHERE id = $1", one)
        await attempting.execute("SELECT FROM tracks FOR SHARE")
    await waiting


async def test_an_attempt_waits_for_a_track_before_it_holds_an_enrolment(
    live: Live, pg: Pool, ids: dict[str, str]
) -> None:
    ada = await live.register("ada")
    await attempt(ada, live, ids["indexes"])
    result = await attempt(ada, live, ids["empty-calls"])
    await pg.execute("DELETE FROM challenge_attempts WHERE result_id = $1", result["id"])
    await pg.execute("DELETE FROM challenge_progress WHERE challenge_id = $1", ids["empty-calls"])

    async def keep() -> None:
        async with pg.acquire() as connection, connection.transaction():
            await keep_attempt(connection, result["id"])

    async with pg.acquire() as hiding, hiding.transaction():
        await hiding.execute("SELECT FROM tracks FOR NO KEY UPDATE")
        keeping = asyncio.create_task(keep())
        await blocked(pg, keeping)
        await hiding.execute("UPDATE challenges SET published_id = NULL WHERE id = $1", ids["indexes"])
    await keeping
    assert await pg.fetchval("SELECT count(*) FROM challenge_attempts") == 2
