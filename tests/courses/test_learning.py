"""What learners see of courses, and what enrolling and hints do."""

from __future__ import annotations

import asyncio

from server.infra.postgres import Pool
from tests.courses.courses import DOUBLE, EMPTY_CALLS, attempt, call, refused, started
from tests.live import Account, Live


async def anonymous(live: Live, path: str) -> tuple[int, object]:
    answer = await live.http.get(f"/api{path}")
    return answer.status_code, answer.json()


async def test_a_track_is_shown_with_all_that_is_in_it(live: Live, ids: dict[str, str]) -> None:
    ada = await live.register("ada")
    page = await call(ada, "GET", "/tracks?language=python")
    (listed,) = page["items"]
    assert listed == {
        "slug": "basics",
        "title": "Basics",
        "language": "PYTHON",
        "description": "From brackets to functions.",
        "challenges": 3,
        "enrolled": 0,
        "yours": None,
    }
    assert (await call(ada, "GET", "/tracks?language=GO"))["items"] == []
    view = await call(ada, "GET", "/tracks/BASICS")
    assert view["track"] == listed
    assert view["next"] == {"id": ids["empty-calls"], "slug": "empty-calls", "title": "Empty-calls"}
    assert [(one["slug"], [each["slug"] for each in one["lessons"]]) for one in view["modules"]] == [
        ("brackets", ["round-brackets"]),
        ("functions", ["functions"]),
    ]
    lesson = view["modules"][0]["lessons"][0]
    assert [(block["kind"], block["number"]) for block in lesson["blocks"]] == [
        ("paragraph", None),
        ("item", 1),
        ("item", 2),
    ]
    assert [(one["slug"], one["keys"], one["difficulty"], one["yours"]) for one in lesson["challenges"]] == [
        ("empty-calls", len("run()\nstop()"), "EASY", None),
        ("indexes", len("seats[0] = seats[1]\nprint(seats[0])"), "EASY", None),
    ]
    assert lesson["challenges"][1]["goals"] == {"min_accuracy": None, "min_net_wpm": None, "max_wrong_keys": 3}
    # Everything is there to read without an account.
    assert await anonymous(live, "/tracks/basics") == (200, view)


async def test_a_challenge_is_shown_where_it_stands(live: Live, ids: dict[str, str]) -> None:
    ada = await live.register("ada")
    view = await call(ada, "GET", f"/challenges/{ids['indexes']}")
    assert (view["previous"]["slug"], view["next"]["slug"]) == ("empty-calls", "double")
    assert (view["track"]["slug"], view["module"]["slug"], view["lesson"]["slug"]) == (
        "basics",
        "brackets",
        "round-brackets",
    )
    assert (view["yours"], view["hints"], view["last_attempt"]) == (None, [], None)
    one = (await call(ada, "GET", f"/challenges/{ids['empty-calls']}"))["challenge"]
    assert (one["snippet_text"], one["version"], one["hints"], one["attempts"]) == (EMPTY_CALLS, 1, 2, 0)
    assert one["words"][0] == [0, 3, "function"]
    assert (await call(ada, "GET", f"/challenges/{ids['double']}"))["next"] is None


async def test_drafts_and_hidden_tracks_are_nobodys(live: Live, pg: Pool, ids: dict[str, str]) -> None:
    ada = await live.register("ada")
    await attempt(ada, live, ids["double"])
    await pg.execute("UPDATE challenges SET published_id = NULL WHERE id = $1", ids["double"])
    view = await call(ada, "GET", "/tracks/basics")
    assert ([one["slug"] for one in view["modules"]], view["track"]["challenges"]) == (["brackets"], 2)
    await pg.execute("UPDATE tracks SET is_published = false")
    missing = (404, "course/no-such-challenge")
    for one in ids["double"], ids["indexes"], "7d2e0a8e-0d1f-4b53-8c5d-111111111111":
        for method, what in (
            ("GET", ""),
            ("POST", "/start"),
            ("POST", "/hint"),
            ("GET", "/attempts"),
            ("GET", "/leaderboard"),
        ):
            assert await refused(ada, method, f"/challenges/{one}{what}") == missing
    assert await refused(ada, "GET", "/tracks/basics") == (404, "course/no-such-track")
    assert await refused(ada, "POST", "/tracks/basics/enroll") == (404, "course/no-such-track")
    assert await refused(ada, "DELETE", "/tracks/basics/enroll") == (404, "course/no-such-track")
    assert (await call(ada, "GET", "/tracks"))["items"] == []
    assert (await call(ada, "GET", "/user/progress"))["tracks"] == []


async def test_enrolling_twice_and_leaving_twice_counts_once(live: Live, pg: Pool) -> None:
    ada, bob = await live.register("ada"), await live.register("bob")
    answers = await asyncio.gather(*(call(ada, "POST", "/tracks/basics/enroll") for _ in range(4)))
    assert {one["enrolled"] for one in answers} == {1}
    assert answers[0]["yours"]["completed"] == 0
    assert (await call(bob, "POST", "/tracks/basics/enroll"))["enrolled"] == 2
    for _ in range(2):
        await call(ada, "DELETE", "/tracks/basics/enroll")
    assert (await call(ada, "GET", "/tracks/basics"))["track"]["enrolled"] == 1
    assert await pg.fetchval("SELECT enrolled FROM tracks") == 1
    assert (await call(ada, "GET", "/user/progress"))["tracks"] == []


async def test_hints_come_one_after_another_and_are_remembered(live: Live, ids: dict[str, str]) -> None:
    ada = await live.register("ada")
    path = f"/challenges/{ids['empty-calls']}"
    assert await call(ada, "POST", f"{path}/hint") == {"hints": ["Look at the keyboard."], "left": 1}
    view = await call(ada, "GET", path)
    assert (view["hints"], view["yours"]["status"], view["yours"]["hints_shown"]) == (
        ["Look at the keyboard."],
        "NOT_STARTED",
        1,
    )
    assert (await call(ada, "POST", f"{path}/hint"))["left"] == 0
    assert await refused(ada, "POST", f"{path}/hint") == (409, "course/no-more-hints")
    assert await refused(ada, "POST", f"/challenges/{ids['indexes']}/hint") == (409, "course/no-more-hints")
    assert len((await call(ada, "GET", path))["hints"]) == 2
    # Nobody else has seen them.
    assert (await call(await live.register("bob"), "GET", path))["hints"] == []


async def test_a_guest_learns_and_keeps_it_all_when_they_register(live: Live, ids: dict[str, str]) -> None:
    guest = await live.guest()
    await attempt(guest, live, ids["empty-calls"])
    board = f"/challenges/{ids['empty-calls']}/leaderboard"
    assert (await call(guest, "GET", board))["items"] == []
    ada: Account = await live.register("ada", guest)
    (track,) = (await call(ada, "GET", "/user/progress"))["tracks"]
    assert (track["completed"], track["percentage"], track["next"]["slug"]) == (1, 33.3, "indexes")
    assert [one["username"] for one in (await call(ada, "GET", board))["items"]] == ["ada"]


async def test_a_start_enrols_and_ends_what_was_left(live: Live, pg: Pool, ids: dict[str, str]) -> None:
    ada = await live.register("ada")
    first = await started(ada, ids["double"])
    assert (first["mode"], first["challenge"], first["language"]) == ("CHALLENGE", ids["double"], "PYTHON")
    for _ in range(4):  # more often than there may be unfinished games
        again = await started(ada, ids["double"])
    (current,) = (await call(ada, "GET", "/game/current"))["sessions"]
    assert (current["session_id"], current["challenge"]) == (again["session_id"], ids["double"])
    assert (await call(ada, "GET", "/user/progress"))["tracks"][0]["slug"] == "basics"
    assert (await call(ada, "GET", f"/challenges/{ids['double']}"))["yours"] is None  # no key was pressed
    as_usual = await ada.start_as(challenge=ids["indexes"])
    assert (as_usual["mode"], as_usual["challenge"]) == ("CHALLENGE", ids["indexes"])
    assert DOUBLE.startswith("def double")


async def test_every_way_of_starting_ends_what_was_left_unless_it_starts_nothing(
    live: Live, pg: Pool, ids: dict[str, str]
) -> None:
    ada = await live.register("ada")
    await ada.start_as(challenge=ids["double"])
    other = await ada.start_as(challenge=ids["indexes"])
    again = await ada.start_as(mode="CHALLENGE", challenge=ids["double"])

    async def current() -> list[str]:
        return [one["session_id"] for one in (await call(ada, "GET", "/game/current"))["sessions"]]

    assert await current() == [again["session_id"], other["session_id"]]
    await pg.execute("UPDATE challenges SET published_id = NULL WHERE id = $1", ids["double"])
    assert await refused(ada, "POST", f"/challenges/{ids['double']}/start") == (404, "course/no-such-challenge")
    assert await current() == [again["session_id"], other["session_id"]]
