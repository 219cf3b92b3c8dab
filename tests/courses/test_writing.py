"""Courses are written: tracks, modules, lessons, drafts, versions, rollbacks, and what is refused on the way."""

from __future__ import annotations

from typing import Any

import pytest

from game.terms import Role
from server.courses.limits import MOST_MODULES
from server.infra.postgres import Pool
from tests.courses.courses import EMPTY_CALLS, attempt, call, refused
from tests.live import Account, Live
from tests.proof.test_verify import differences
from tests.snippets import add_to

TEXT = "def half(price):\n    return price / 2"
NOBODY = "7d2e0a8e-0d1f-4b53-8c5d-111111111111"


async def lesson(admin: Account, language: str = "PYTHON") -> tuple[str, str]:
    """The ids of a new track and of its only lesson."""
    track = (await call(admin, "POST", "/admin/tracks", title="New", language=language))["track"]["id"]
    module = (await call(admin, "POST", f"/admin/tracks/{track}/modules", title="M"))["modules"][0]["id"]
    made = await call(admin, "POST", f"/admin/modules/{module}/lessons", title="L", text="Hi")
    return track, made["modules"][0]["lessons"][0]["id"]


async def draft(admin: Account, lesson_id: str, **about: Any) -> dict[str, Any]:
    usual = {"title": "Halves", "snippet_text": TEXT}
    made: dict[str, Any] = await call(admin, "POST", f"/admin/lessons/{lesson_id}/challenges", **{**usual, **about})
    return made


def states(challenge: dict[str, Any]) -> list[tuple[int, str]]:
    return [(one["version"], one["state"]) for one in challenge["versions"]]


async def test_a_course_is_written_published_and_learnt(live: Live, pg: Pool, admin: Account) -> None:
    ada = await live.register("ada")
    track, where = await lesson(admin)
    made = await draft(admin, where)
    version = made["versions"][0]
    assert (states(made), made["published_version"]) == ([(1, "DRAFT")], None)
    assert version["goals"] == {"min_accuracy": 88.0, "min_net_wpm": 17.0, "max_wrong_keys": None}
    assert (version["minutes"], version["points"], version["snippet"]["keys"]) == (1, 10, 33)
    missing = (404, "course/no-such-challenge")
    assert await refused(ada, "GET", f"/challenges/{made['id']}") == missing
    assert states(await call(admin, "POST", f"/admin/challenges/{made['id']}/publish")) == [(1, "PUBLISHED")]
    assert await refused(ada, "GET", f"/challenges/{made['id']}") == missing, "the track is hidden"
    await call(admin, "PUT", f"/admin/tracks/{track}", is_published=True)
    assert (await call(ada, "GET", "/tracks/new"))["next"]["title"] == "Halves"
    result = await attempt(ada, live, made["id"])
    assert (await call(ada, "GET", f"/challenges/{made['id']}"))["last_attempt"]["result_id"] == result["id"]
    # Its code is in the library and in no rotation.
    row = await pg.fetchrow("SELECT is_active, category, source FROM code_snippets WHERE snippet_text = $1", TEXT)
    assert row is not None and tuple(row) == (False, "courses", f"course {track}")


async def test_an_edit_is_a_draft_and_a_rollback_goes_back(
    live: Live, pg: Pool, admin: Account, ids: dict[str, str]
) -> None:
    ada, path = await live.register("ada"), f"/admin/challenges/{ids['empty-calls']}"
    first = await attempt(ada, live, ids["empty-calls"])
    seen = (await call(admin, "GET", path))["versions"][0]["updated_at"]
    edited = await call(admin, "PUT", path, snippet_text=TEXT, title="Halves", seen_updated_at=seen)
    assert states(edited) == [(2, "DRAFT"), (1, "PUBLISHED")]
    stale = (409, "course/changed")
    assert await refused(admin, "PUT", path, title="Late", seen_updated_at=seen) == stale
    again = await call(admin, "PUT", path, points=20, min_accuracy=None, max_wrong_keys=2)
    assert states(again) == [(2, "DRAFT"), (1, "PUBLISHED")]
    assert again["versions"][0]["goals"] == {"min_accuracy": None, "min_net_wpm": None, "max_wrong_keys": 2}
    assert (await call(admin, "PUT", path, points=20))["versions"] == again["versions"]
    assert (await call(ada, "GET", f"/challenges/{ids['empty-calls']}"))["challenge"]["snippet_text"] == EMPTY_CALLS
    assert await refused(admin, "POST", f"{path}/rollback", version=2) == (409, "course/not-published")
    assert states(await call(admin, "POST", f"{path}/publish")) == [(2, "PUBLISHED"), (1, "RETIRED")]
    assert await refused(admin, "POST", f"{path}/publish") == (409, "course/no-draft")
    second = await attempt(ada, live, ids["empty-calls"], slips=3)
    shown = await call(ada, "GET", f"/challenges/{ids['empty-calls']}")
    assert (shown["challenge"]["version"], shown["last_attempt"]["failed"]) == (2, ["MAX_WRONG_KEYS"])
    assert shown["yours"]["status"] == "COMPLETED", "what was passed stays passed"
    back = await call(admin, "POST", f"{path}/rollback", version=1)
    assert states(back) == [(2, "RETIRED"), (1, "PUBLISHED")]
    assert (await call(admin, "POST", f"{path}/rollback", version=1)) == back
    items = (await call(ada, "GET", f"/challenges/{ids['empty-calls']}/attempts"))["items"]
    assert [(one["result_id"], one["version"], one["passed"]) for one in items] == [
        (second["id"], 2, False),
        (first["id"], 1, True),
    ]
    assert [one["attempts"] for one in back["versions"]] == [1, 1]
    # The next edit begins at what players get.
    retired, published = (one["updated_at"] for one in back["versions"])
    assert await refused(admin, "PUT", path, title="Third", seen_updated_at=retired) == stale
    third = await call(admin, "PUT", path, title="Third", seen_updated_at=published)
    assert (states(third)[0], third["versions"][0]["snippet"]["snippet_text"]) == ((3, "DRAFT"), EMPTY_CALLS)
    assert third["versions"][0]["goals"]["min_accuracy"] == 90
    assert (await call(admin, "PUT", path, points=7))["versions"][0]["title"] == "Third"
    assert await differences(pg) == []


async def test_whoever_hides_a_challenge_takes_nothing_away(
    live: Live, pg: Pool, admin: Account, ids: dict[str, str]
) -> None:
    ada, path = await live.register("ada"), f"/admin/challenges/{ids['double']}"
    await attempt(ada, live, ids["double"])
    for _ in range(2):
        assert (await call(admin, "POST", f"{path}/unpublish"))["published_version"] is None
    (track,) = (await call(ada, "GET", "/user/progress"))["tracks"]
    assert (track["completed"], track["challenges"]) == (0, 2)
    await call(admin, "POST", f"{path}/publish", version=1)
    (track,) = (await call(ada, "GET", "/user/progress"))["tracks"]
    assert (track["completed"], track["challenges"]) == (1, 3)
    await call(admin, "DELETE", path)
    assert await refused(admin, "GET", path) == (404, "course/no-such-challenge")
    assert await pg.fetchval("SELECT count(*) FROM challenge_attempts") == 0


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({}, "request/invalid", "/"),
        ({"snippet_text": "x = (1"}, "snippet/refused", "/snippet_text"),
        ({"snippet_text": TEXT, "snippet_id": NOBODY}, "request/invalid", "/"),
        ({"snippet_id": NOBODY}, "course/wrong-snippet", "/snippet_id"),
        ({"snippet_text": TEXT, "min_accuracy": None}, "course/no-goals", "/min_accuracy"),
        ({"snippet_text": TEXT, "min_accuracy": 101}, "request/invalid", "/min_accuracy"),
        ({"snippet_text": TEXT, "hints": ["a"] * 11}, "request/invalid", "/hints"),
        ({"snippet_text": TEXT, "hints": ["two\nlines"]}, "request/invalid", "/hints/0"),
        ({"snippet_text": TEXT, "minutes": 0}, "request/invalid", "/minutes"),
        ({"snippet_text": TEXT, "title": ""}, "request/invalid", "/title"),
    ],
)
async def test_a_challenge_that_cannot_be_is_refused_with_its_fault(
    admin: Account, body: dict[str, Any], code: str, pointer: str
) -> None:
    _, where = await lesson(admin)
    answer = await admin.request("POST", f"/api/admin/lessons/{where}/challenges", **{"title": "A", **body})
    told = answer.json()
    assert (answer.status_code, told["code"], told["errors"][0]["pointer"]) == (422, code, pointer)
    if code == "snippet/refused":
        assert (told["errors"][0]["line"], told["errors"][0]["column"]) == (1, 5)


async def test_a_snippet_is_chosen_unless_it_is_a_secret_or_in_another_language(
    live: Live, pg: Pool, admin: Account
) -> None:
    _, where = await lesson(admin)
    chosen, other = await add_to(pg, TEXT), await add_to(pg, "const half = price / 2;", language="JAVASCRIPT")
    assert (await draft(admin, where, snippet_text=None, snippet_id=chosen))["versions"][0]["snippet"]["id"] == chosen
    path = f"/admin/lessons/{where}/challenges"
    wrong = (422, "course/wrong-snippet")
    assert await refused(admin, "POST", path, title="A", snippet_id=other) == wrong
    for number in range(4):
        await add_to(pg, f"price_{number} = {number} * 7 + 1")
    secret = await add_to(pg, "secret = 7 * 8 + price")
    soon: dict[str, Any] = {"title": "Friday", "language": "PYTHON", "duration_s": 3600}
    answer = await admin.request("POST", "/api/contests", **soon, snippets=[chosen])
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "taught")
    await call(admin, "POST", "/contests", **soon, snippets=[secret])
    taken = (409, "course/snippet-taken")
    assert await refused(admin, "POST", path, title="A", snippet_id=secret) == taken
    assert await refused(admin, "POST", path, title="A", snippet_text="secret = 7 * 8 + price") == taken


async def test_a_code_that_its_grammar_takes_no_longer_is_still_shown(
    pg: Pool, admin: Account, ids: dict[str, str]
) -> None:
    async with pg.acquire() as connection, connection.transaction():
        await connection.execute("ALTER TABLE code_snippets DISABLE TRIGGER USER")
        await connection.execute("UPDATE code_snippets SET snippet_text = 'run(' WHERE snippet_text = $1", EMPTY_CALLS)
        await connection.execute("ALTER TABLE code_snippets ENABLE TRIGGER USER")
    seen = await call(admin, "GET", f"/admin/challenges/{ids['empty-calls']}")
    assert seen["versions"][0]["snippet"]["snippet_text"] == "run("


async def test_suggestions_follow_the_measured_difficulty(admin: Account) -> None:
    asked = "/admin/challenges/suggest"
    easy = await call(admin, "POST", asked, language="python", snippet_text=TEXT)
    nested = "\n".join(f"print([{{'price': (item[{n}] * {n}) ** 2 % {n + 3}}} for item in rows])" for n in range(12))
    hard = await call(admin, "POST", asked, language="python", snippet_text=nested)
    assert easy["difficulty"] == "EASY" and hard["difficulty"] in ("HARD", "EXPERT")
    assert hard["figure"] > easy["figure"] and hard["points"] > easy["points"] and hard["minutes"] > easy["minutes"]
    assert hard["goals"]["min_net_wpm"] > easy["goals"]["min_net_wpm"]
    fault = (422, "snippet/refused")
    assert await refused(admin, "POST", asked, language="python", snippet_text="x = (") == fault


async def test_order_names_each_once(live: Live, admin: Account, ids: dict[str, str]) -> None:
    (listed,) = (await call(admin, "GET", "/admin/tracks"))["tracks"]
    view = await call(admin, "GET", f"/admin/tracks/{listed['id']}")
    first, second = (one["id"] for one in view["modules"])
    path = f"/admin/tracks/{listed['id']}/modules/order"
    for wrong in ([first], [first, first], [first, second, NOBODY]):
        assert await refused(admin, "PUT", path, ids=wrong) == (422, "course/order")
    turned = await call(admin, "PUT", path, ids=[second, first])
    assert [one["id"] for one in turned["modules"]] == [second, first]
    ada = await live.register("ada")
    assert (await call(ada, "GET", "/tracks/basics"))["next"]["slug"] == "double"
    lesson_id = view["modules"][0]["lessons"][0]["id"]
    swapped = [ids["indexes"], ids["empty-calls"]]
    turned = await call(admin, "PUT", f"/admin/lessons/{lesson_id}/challenges/order", ids=swapped)
    challenges = turned["modules"][1]["lessons"][0]["challenges"]
    assert [(one["id"], one["published_version"], one["has_draft"]) for one in challenges] == [
        (swapped[0], 1, False),
        (swapped[1], 1, False),
    ]


async def test_what_is_not_there_is_named(admin: Account) -> None:
    for path, what in (("tracks", "track"), ("modules", "module"), ("lessons", "lesson"), ("challenges", "challenge")):
        for method in ("PUT", "DELETE"):
            assert await refused(admin, method, f"/admin/{path}/{NOBODY}") == (404, f"course/no-such-{what}")
    assert await refused(admin, "POST", f"/admin/challenges/{NOBODY}/publish") == (404, "course/no-such-challenge")
    _, where = await lesson(admin)
    made = await draft(admin, where)
    path = f"/admin/challenges/{made['id']}"
    assert await refused(admin, "POST", f"{path}/publish", version=9) == (404, "course/no-such-version")


async def test_a_track_has_so_many_modules_and_no_more(pg: Pool, admin: Account) -> None:
    track, _ = await lesson(admin)
    await pg.execute(
        "INSERT INTO modules (track_id, slug, title, place) SELECT $1, 'm' || n, 'M', n FROM generate_series(2, $2) n",
        track,
        MOST_MODULES,
    )
    assert await refused(admin, "POST", f"/admin/tracks/{track}/modules", title="One more") == (409, "course/too-many")


async def test_a_preview_is_what_players_see_and_no_html(live: Live, admin: Account) -> None:
    moderator = await live.register("judge", role=Role.MODERATOR)
    text = "# Hi\n\nA <b>tag</b>, [bad](javascript:alert) and [good](https://example.org)."
    blocks = (await call(moderator, "POST", "/admin/lessons/preview", text=text))["blocks"]
    assert [(one["kind"], one["level"]) for one in blocks] == [("heading", 1), ("paragraph", 0)]
    assert [(one["text"], one["href"]) for one in blocks[1]["spans"]] == [
        ("A <b>tag</b>, [bad](javascript:alert) and ", None),
        ("good", "https://example.org"),
        (".", None),
    ]
