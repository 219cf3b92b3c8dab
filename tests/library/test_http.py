"""The library's endpoints: each answer and its refused twin."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import httpx
import pytest

from server.infra.postgres import Pool
from server.library import draw
from tests.http import bearer, pointers, problem
from tests.snippets import AddSnippet, code

TEXT = "for name in names:\n    print(name)"
BODY: dict[str, Any] = {"language": "python", "difficulty": "Easy", "category": "loops", "snippet_text": TEXT}
NOWHERE = "/api/snippets/00000000-0000-4000-8000-000000000000"


async def add(http: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    response = await http.post("/api/snippets", json={**BODY, **body})
    assert response.status_code == 201, response.text
    return dict(response.json())


async def edit(http: httpx.AsyncClient, snippet: dict[str, Any], **body: Any) -> dict[str, Any]:
    response = await http.put(f"/api/snippets/{snippet['id']}", json=body)
    assert response.status_code == 200, response.text
    return dict(response.json())


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/snippets"), ("GET", NOWHERE), ("GET", f"{NOWHERE}/versions")]
)
async def test_moderators_read_and_players_do_not(http: httpx.AsyncClient, method: str, path: str) -> None:
    allowed = await http.request(method, path, headers=bearer("MODERATOR"))
    assert allowed.status_code in (200, 404)
    assert problem(await http.request(method, path, headers=bearer("PLAYER"))) == (403, "auth/forbidden")
    assert problem(await http.request(method, path, headers={"Authorization": ""})) == (401, "auth/required")


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/snippets"), ("PUT", NOWHERE), ("DELETE", NOWHERE)])
async def test_admins_write_and_moderators_do_not(http: httpx.AsyncClient, method: str, path: str) -> None:
    body = BODY if method != "DELETE" else None
    assert (await http.request(method, path, json=body)).status_code in (201, 404)
    assert problem(await http.request(method, path, headers=bearer("MODERATOR"), json=body)) == (403, "auth/forbidden")
    assert problem(await http.request(method, path, headers=bearer("nobody"), json=body)) == (401, "auth/invalid-token")


# ---------------------------------------------------------------- adding


async def test_an_added_snippet_is_parsed_kept_and_drawn(http: httpx.AsyncClient, pg: Pool) -> None:
    response = await http.post("/api/snippets", json={**BODY, "snippet_text": TEXT.replace("\n", "\r\n") + "\r\n"})
    assert response.status_code == 201
    made = response.json()
    assert response.headers["location"] == f"/api/snippets/{made['id']}"
    assert (made["language"], made["difficulty"], made["category"]) == ("PYTHON", "EASY", "loops")
    assert made["snippet_text"] == TEXT
    assert made["words"][:3] == [[0, 3, "keyword"], [4, 8, "name"], [9, 11, "keyword"]]
    assert made["token_count"] == len(made["words"]) == 9
    assert made["content_hash"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert 30 <= made["expected_wpm"] <= 45
    assert (made["license"], made["source"], made["usage_count"]) == ("MIT", "", 0)
    assert (made["version"], made["is_latest"], made["is_active"], made["supersedes_id"]) == (1, True, True, None)
    assert made["created_at"].endswith("Z")
    drawn = await draw(pg, "PYTHON", "EASY")
    assert drawn is not None
    assert drawn.id == made["id"]
    assert (await http.get(f"/api/snippets/{made['id']}")).json() == {**made, "usage_count": 1}


async def test_what_an_admin_says_about_a_snippet_is_kept(http: httpx.AsyncClient, pg: Pool) -> None:
    said = {"expected_wpm": 33.5, "source": "https://example.org/a", "license": "Apache-2.0", "is_active": False}
    made = await add(http, **said)
    assert {name: made[name] for name in said} == said
    assert await draw(pg, "PYTHON", "EASY") is None


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"language": "COBOL"}, "/language"),
        ({"language": None}, "/language"),
        ({"difficulty": "INSANE"}, "/difficulty"),
        ({"category": ""}, "/category"),
        ({"category": "Two Words"}, "/category"),
        ({"category": "a" * 51}, "/category"),
        ({"snippet_text": 5}, "/snippet_text"),
        ({"snippet_text": None}, "/snippet_text"),
        ({"expected_wpm": 0}, "/expected_wpm"),
        ({"expected_wpm": 301}, "/expected_wpm"),
        ({"expected_wpm": "40"}, "/expected_wpm"),
        ({"is_active": "yes"}, "/is_active"),
        ({"license": ""}, "/license"),
        ({"source": "a" * 501}, "/source"),
        ({"usage_count": 0}, "/usage_count"),
        ({"id": NOWHERE}, "/id"),
    ],
)
async def test_a_body_that_does_not_fit_is_refused(
    http: httpx.AsyncClient, change: dict[str, Any], pointer: str
) -> None:
    response = await http.post("/api/snippets", json={**BODY, **change})
    assert problem(response) == (422, "request/invalid")
    assert pointers(response) == [pointer]


@pytest.mark.parametrize("field", ["language", "difficulty", "category", "snippet_text"])
async def test_a_body_without_what_it_needs_is_refused(http: httpx.AsyncClient, field: str) -> None:
    response = await http.post("/api/snippets", json={name: BODY[name] for name in BODY if name != field})
    assert problem(response) == (422, "request/invalid")
    assert pointers(response) == [f"/{field}"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("for name in names\n    print(name)", ("syntax", 1, 18)),
        ("for name in names:\n\tprint(name)", ("tab", 2, 1)),
        ("name = 'Zo\u00eb' + last", ("non_ascii", 1, 11)),
        ("x = 1 \ny = 2 + x", ("trailing_blank", 1, 6)),
        (f"name = '{'a' * 72}'", ("too_wide", 1, 81)),
        ("\n".join(["a = b + c"] * 31), ("too_many_lines", 31, 1)),
        ("", ("empty", 1, 1)),
        ("print(x)", ("too_few_words", 1, 1)),
    ],
)
async def test_a_text_that_cannot_be_a_snippet_is_refused_with_its_place(
    http: httpx.AsyncClient, pg: Pool, text: str, place: tuple[str, int, int]
) -> None:
    response = await http.post("/api/snippets", json={**BODY, "snippet_text": text})
    assert problem(response) == (422, "snippet/refused")
    [error] = response.json()["errors"]
    assert error.pop("detail")
    assert error == dict(zip(("pointer", "code", "line", "column"), ("/snippet_text", *place), strict=True))
    assert await pg.fetchval("SELECT count(*) FROM code_snippets") == 0


async def test_the_same_text_is_refused_in_its_language_and_fine_in_another(http: httpx.AsyncClient) -> None:
    text = "f(a, b + c)"
    first = await add(http, snippet_text=text)
    again = await http.post("/api/snippets", json={**BODY, "difficulty": "HARD", "snippet_text": f"{text}\n"})
    assert problem(again) == (409, "snippet/duplicate")
    assert again.json()["snippet_id"] == first["id"]
    assert (await add(http, snippet_text=text, language="JAVASCRIPT"))["language"] == "JAVASCRIPT"


async def test_the_same_text_at_the_same_time_is_added_once(http: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(http.post("/api/snippets", json=BODY) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


async def test_a_new_snippet_starts_at_its_buckets_lowest_count(
    http: httpx.AsyncClient, add_snippet: AddSnippet
) -> None:
    await add_snippet(code(1), difficulty="EASY", usage_count=9)
    await add_snippet(code(2), difficulty="EASY", usage_count=8)
    await add_snippet(code(3), difficulty="EASY", is_active=False, usage_count=1)
    assert (await add(http))["usage_count"] == 8
    assert (await add(http, snippet_text=code(4), difficulty="HARD"))["usage_count"] == 0


# ---------------------------------------------------------------- editing


async def test_another_text_makes_the_next_version_and_retires_the_last(http: httpx.AsyncClient, pg: Pool) -> None:
    old = await add(http, source="a book", license="CC0-1.0")
    for _ in range(3):
        await draw(pg, "PYTHON", "EASY")
    new = await edit(http, old, snippet_text=TEXT.replace("print", "greet"))
    assert new["id"] != old["id"]
    assert (new["version"], new["supersedes_id"], new["usage_count"]) == (2, old["id"], 3)
    assert (new["category"], new["license"], new["source"]) == ("loops", "CC0-1.0", "edited from a book")
    retired = (await http.get(f"/api/snippets/{old['id']}")).json()
    assert (retired["is_latest"], retired["is_active"], retired["snippet_text"]) == (False, False, TEXT)
    drawn = await draw(pg, "PYTHON", "EASY")
    assert drawn is not None
    assert (drawn.id, drawn.version) == (new["id"], 2)


async def test_the_same_text_makes_no_version(http: httpx.AsyncClient) -> None:
    old = await add(http)
    assert await edit(http, old, snippet_text=f"{TEXT}\n", language="python") == old
    assert await edit(http, old) == old
    assert await edit(http, old, category=None, is_active=None) == old


async def test_everything_but_the_text_changes_in_place(http: httpx.AsyncClient) -> None:
    old = await add(http)
    said = {"difficulty": "HARD", "category": "iterators", "expected_wpm": 31.5, "license": "CC0-1.0", "source": "me"}
    new = await edit(http, old, **said)
    assert new == {**old, **said, "updated_at": new["updated_at"]}
    assert (await http.get(f"/api/snippets/{old['id']}")).json() == new


async def test_a_speed_that_is_not_given_is_estimated_anew_for_a_new_text_alone(http: httpx.AsyncClient) -> None:
    old = await add(http, expected_wpm=99)
    assert (await edit(http, old, category="names"))["expected_wpm"] == 99
    assert (await edit(http, old, snippet_text=code(1)))["expected_wpm"] < 50


async def test_a_refused_edit_changes_nothing(http: httpx.AsyncClient) -> None:
    old, other = await add(http), await add(http, snippet_text=code(1))
    path = f"/api/snippets/{old['id']}"
    refused = await http.put(path, json={"snippet_text": "for name in", "category": "names"})
    assert problem(refused) == (422, "snippet/refused")
    taken = await http.put(path, json={"snippet_text": other["snippet_text"], "category": "names"})
    assert problem(taken) == (409, "snippet/duplicate")
    assert taken.json()["snippet_id"] == other["id"]
    translated = await http.put(path, json={"language": "REACT", "category": "names"})
    assert problem(translated) == (422, "snippet/refused")
    assert pointers(translated) == ["/language"]
    invalid = await http.put(path, json={"version": 3})
    assert problem(invalid) == (422, "request/invalid")
    assert (await http.get(path)).json() == old


async def test_a_superseded_version_can_be_read_and_not_changed(http: httpx.AsyncClient) -> None:
    old = await add(http)
    middle = await edit(http, old, snippet_text=code(1))
    newest = await edit(http, middle, snippet_text=code(2))
    for method, body in (("PUT", {"category": "names"}), ("DELETE", None)):
        response = await http.request(method, f"/api/snippets/{old['id']}", json=body)
        assert problem(response) == (409, "snippet/superseded")
        assert response.json()["latest_id"] == newest["id"]
    assert (await http.get(f"/api/snippets/{old['id']}")).status_code == 200


async def test_an_edit_can_be_taken_back(http: httpx.AsyncClient) -> None:
    old = await add(http)
    new = await edit(http, old, snippet_text=code(1))
    assert (await edit(http, new, snippet_text=TEXT))["version"] == 3


async def test_edits_at_the_same_time_make_one_next_version(http: httpx.AsyncClient) -> None:
    old = await add(http)
    path = f"/api/snippets/{old['id']}"
    answers = await asyncio.gather(*(http.put(path, json={"snippet_text": code(n)}) for n in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]


async def test_an_inactive_snippet_stays_so_when_its_text_is_edited(http: httpx.AsyncClient) -> None:
    old = await add(http, is_active=False)
    new = await edit(http, old, snippet_text=code(1))
    assert not new["is_active"]
    assert (await edit(http, new, snippet_text=code(2), is_active=True))["is_active"]


async def test_a_snippet_that_changes_bucket_starts_at_its_lowest_count(
    http: httpx.AsyncClient, add_snippet: AddSnippet
) -> None:
    await add_snippet(code(1), difficulty="HARD", usage_count=6)
    old = await add(http)
    assert (await edit(http, old, difficulty="HARD"))["usage_count"] == 6
    assert (await edit(http, old, difficulty="EXPERT"))["usage_count"] == 6  # alone there: it keeps its own


# ---------------------------------------------------------------- deleting


async def test_a_deleted_snippet_is_kept_and_drawn_no_more(http: httpx.AsyncClient, pg: Pool) -> None:
    made = await add(http)
    path = f"/api/snippets/{made['id']}"
    for _ in range(2):
        response = await http.delete(path)
        assert (response.status_code, response.content) == (204, b"")
    assert (await http.get(path)).json()["is_active"] is False
    assert await draw(pg, "PYTHON", "EASY") is None


async def test_a_reactivated_snippet_starts_at_its_buckets_lowest_count(
    http: httpx.AsyncClient, add_snippet: AddSnippet
) -> None:
    made = await add(http)
    await http.delete(f"/api/snippets/{made['id']}")
    await add_snippet(code(1), difficulty="EASY", usage_count=40)
    again = await edit(http, made, is_active=True)
    assert (again["is_active"], again["usage_count"]) == (True, 40)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_what_is_not_there_is_not_found(http: httpx.AsyncClient, method: str) -> None:
    body = {"category": "names"} if method == "PUT" else None
    assert problem(await http.request(method, NOWHERE, json=body)) == (404, "snippet/no-such-snippet")
    response = await http.request(method, "/api/snippets/seven", json=body)
    assert problem(response) == (422, "request/invalid")
    assert pointers(response) == ["/id"]


# ---------------------------------------------------------------- lists


async def test_the_library_comes_in_pages_newest_first(http: httpx.AsyncClient) -> None:
    made = [await add(http, snippet_text=code(number)) for number in range(5)]
    by_age = sorted(made, key=lambda one: (one["created_at"], one["id"]), reverse=True)
    ids = [one["id"] for one in by_age]
    first = (await http.get("/api/snippets", params={"per_page": 2})).json()
    assert (first["page"], first["per_page"], first["total"]) == (1, 2, 5)
    assert [item["id"] for item in first["items"]] == ids[:2]
    assert first["items"][0] == {name: value for name, value in by_age[0].items() if name != "words"}
    last = (await http.get("/api/snippets", params={"per_page": 2, "page": 3})).json()
    assert [item["id"] for item in last["items"]] == ids[4:]
    beyond = (await http.get("/api/snippets", params={"page": 9})).json()
    assert (beyond["items"], beyond["total"]) == ([], 5)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"easy", "hard", "react", "off"}),
        (
            {"language": "", "difficulty": "", "category": "", "is_active": "", "q": ""},
            {"easy", "hard", "react", "off"},
        ),
        ({"language": "react"}, {"react"}),
        ({"difficulty": "hard"}, {"hard"}),
        ({"category": "errors"}, {"hard", "off"}),
        ({"category": "error"}, {"hard", "off"}),  # another name of it
        ({"category": "erro"}, set()),
        ({"is_active": "false"}, {"off"}),
        ({"is_active": "true", "category": "errors"}, {"hard"}),
        ({"q": "RAISE"}, {"hard"}),
        ({"q": "%"}, {"off"}),
        ({"q": "\\"}, set()),
        ({"q": "a colleague"}, {"easy"}),
    ],
)
async def test_filters_narrow_the_library(http: httpx.AsyncClient, filters: dict[str, str], found: set[str]) -> None:
    named = {
        "easy": await add(http, source="A Colleague's notes"),
        "hard": await add(http, difficulty="HARD", category="errors", snippet_text="raise ValueError(a, b)"),
        "react": await add(http, language="REACT", snippet_text="const a = <p>hi</p>;"),
        "off": await add(http, category="errors", snippet_text="rest = a % b + c", is_active=False),
    }
    listed = (await http.get("/api/snippets", params=filters)).json()
    assert {name for name, one in named.items() if one["id"] in {item["id"] for item in listed["items"]}} == found
    assert listed["total"] == len(found)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("language=COBOL", "/language"),
        ("difficulty=5", "/difficulty"),
        ("is_active=perhaps", "/is_active"),
        ("page=0", "/page"),
        ("page=1e9", "/page"),
        ("per_page=101", "/per_page"),
        ("order=age", "/order"),
        ("q=a&q=b", "/q"),
        ("q=%00", "/q"),
        (f"q={'a' * 201}", "/q"),
    ],
)
async def test_a_query_that_does_not_fit_is_refused(http: httpx.AsyncClient, query: str, pointer: str) -> None:
    response = await http.get(f"/api/snippets?{query}")
    assert problem(response)[0] == 422
    assert pointer in pointers(response) or query.endswith("%00")


async def test_superseded_versions_are_listed_by_their_snippet_alone(http: httpx.AsyncClient) -> None:
    first = await add(http)
    second = await edit(http, first, snippet_text=code(1))
    third = await edit(http, second, snippet_text=code(2))
    await add(http, snippet_text=code(3))
    listed = (await http.get("/api/snippets")).json()
    assert listed["total"] == 2
    assert {item["version"] for item in listed["items"]} == {3, 1}
    for one in (first, second, third):
        versions = (await http.get(f"/api/snippets/{one['id']}/versions")).json()
        assert [item["id"] for item in versions["items"]] == [third["id"], second["id"], first["id"]]
        assert versions["total"] == 3
    page = (await http.get(f"/api/snippets/{first['id']}/versions", params={"page": 2, "per_page": 2})).json()
    assert [item["version"] for item in page["items"]] == [1]
    assert problem(await http.get(f"{NOWHERE}/versions")) == (404, "snippet/no-such-snippet")
