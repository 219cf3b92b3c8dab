"""Drafts, many at once, going back: each answer and its refused twin."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.infra.postgres import Pool
from server.library import OF_COURSES, draw, seed_library
from server.library.versions import add_all, writing
from tests.http import bearer, pointers, problem
from tests.live import PATIENCE_S
from tests.snippets import NOWHERE, AddSnippet, code, content_of


async def read(http: httpx.AsyncClient, snippet_id: str) -> dict[str, Any]:
    return dict((await http.get(f"/api/snippets/{snippet_id}")).json())


async def edit(http: httpx.AsyncClient, snippet_id: str, **body: Any) -> dict[str, Any]:
    response = await http.put(f"/api/snippets/{snippet_id}", json=body)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def many(http: httpx.AsyncClient, **body: Any) -> tuple[int, int]:
    response = await http.patch("/api/snippets", json=body)
    assert response.status_code == 200, response.text
    return response.json()["matched"], response.json()["changed"]


# ---------------------------------------------------------------- drafts


async def test_a_draft_is_never_drawn_until_it_is_published(
    http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet
) -> None:
    draft = await add_snippet(is_active=False)
    assert (await read(http, draft))["state"] == "DRAFT"
    assert await draw(pg, "PYTHON", "NORMAL") is None
    published = await edit(http, draft, is_active=True)
    assert (published["state"], published["published_at"][-1]) == ("PUBLISHED", "Z")
    found = await draw(pg, "PYTHON", "NORMAL")
    assert found is not None and found.id == draft
    retired = await edit(http, draft, is_active=False)
    assert (retired["state"], retired["published_at"]) == ("RETIRED", published["published_at"])
    again = await edit(http, draft, is_active=True)
    assert (again["state"], again["published_at"]) == ("PUBLISHED", published["published_at"])


async def test_the_next_version_of_a_draft_is_a_draft(http: httpx.AsyncClient, add_snippet: AddSnippet) -> None:
    draft = await add_snippet(is_active=False)
    assert (await edit(http, draft, snippet_text=code(1)))["state"] == "DRAFT"
    assert (await read(http, draft))["state"] == "SUPERSEDED"


async def test_snippets_are_found_by_state(http: httpx.AsyncClient, add_snippet: AddSnippet) -> None:
    published, retired = await add_snippet(code(1)), await add_snippet(code(2))
    draft = await add_snippet(code(3), is_active=False)
    await http.delete(f"/api/snippets/{retired}")
    for state, one in (("draft", draft), ("Published", published), ("RETIRED", retired)):
        listed = (await http.get("/api/snippets", params={"state": state})).json()
        assert [item["id"] for item in listed["items"]] == [one]
    assert (await http.get("/api/snippets", params={"state": ""})).json()["total"] == 3
    assert problem(await http.get("/api/snippets", params={"state": "gone"}))[0] == 422


# ---------------------------------------------------------------- many at once


async def test_many_are_activated_side_by_side_at_their_bucket_s_lowest_count(
    http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet
) -> None:
    await add_snippet(code(0), usage_count=7)
    drafts = [await add_snippet(code(number), is_active=False, usage_count=number * 10) for number in (1, 2, 3)]
    hard = [
        await add_snippet(code(number), is_active=False, usage_count=number, difficulty="HARD") for number in (4, 5)
    ]
    assert await many(http, is_active=True, ids=[*drafts, *hard]) == (5, 5)
    assert await many(http, is_active=True, ids=[*drafts, *hard]) == (5, 0)
    rows = await pg.fetch("SELECT usage_count FROM code_snippets WHERE is_active ORDER BY difficulty, usage_count")
    assert [row["usage_count"] for row in rows] == [7, 7, 7, 7, 4, 4]
    assert await many(http, is_active=False, ids=[drafts[0], drafts[0]]) == (1, 1)


async def test_a_filter_chooses_for_a_bulk_edit(http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet) -> None:
    for number in range(4):
        await add_snippet(code(number), is_active=False, source="import/a" if number < 3 else "import/b")
    assert await many(http, is_active=True, filter={"language": "python", "state": "draft", "q": "import/a"}) == (3, 3)
    assert await pg.fetchval("SELECT source FROM code_snippets WHERE NOT is_active") == "import/b"
    assert await many(http, is_active=True, filter={"difficulty": "EXPERT"}) == (0, 0)


async def test_a_bulk_edit_with_an_unknown_or_superseded_one_changes_nothing(
    http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet
) -> None:
    first, second = await add_snippet(code(1)), await add_snippet(code(2))
    body = {"is_active": False, "ids": [first, NOWHERE]}
    assert problem(await http.patch("/api/snippets", json=body)) == (404, "snippet/no-such-snippet")
    newer = await edit(http, second, snippet_text=code(3))
    refused = await http.patch("/api/snippets", json={"is_active": False, "ids": [first, second]})
    assert problem(refused) == (409, "snippet/superseded")
    assert refused.json()["latest_id"] == newer["id"]
    assert await pg.fetchval("SELECT count(*) FROM code_snippets WHERE is_active") == 2


@pytest.mark.parametrize(
    "body",
    [
        {"is_active": True},
        {"is_active": True, "ids": []},
        {"is_active": True, "ids": ["1"]},
        {"is_active": True, "ids": [NOWHERE] * 1001},
        {"is_active": True, "ids": [NOWHERE], "filter": {}},
        {"is_active": True, "filter": {"colour": "red"}},
        {"ids": [NOWHERE]},
    ],
)
async def test_a_bulk_edit_says_exactly_which(http: httpx.AsyncClient, body: dict[str, Any]) -> None:
    refused = await http.patch("/api/snippets", json=body)
    assert problem(refused)[0] == 422
    assert pointers(refused)


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("PATCH", "/api/snippets", "MODERATOR"),
        ("POST", f"/api/snippets/{NOWHERE}/rollback", "MODERATOR"),
    ],
)
async def test_who_may_not_is_refused(http: httpx.AsyncClient, method: str, path: str, role: str) -> None:
    body = {"is_active": True, "ids": [NOWHERE]} if method == "PATCH" else None
    assert problem(await http.request(method, path, json=body)) == (404, "snippet/no-such-snippet")
    assert problem(await http.request(method, path, headers=bearer(role), json=body)) == (403, "auth/forbidden")


# ---------------------------------------------------------------- going back


async def test_rolling_back_makes_a_new_version_with_the_old_text(
    http: httpx.AsyncClient, add_snippet: AddSnippet
) -> None:
    first = await add_snippet(code(1), category="maths", source="seed/snippets/a.py")
    second = await edit(http, first, snippet_text=code(2), category="money", difficulty="HARD", is_active=False)
    response = await http.post(f"/api/snippets/{first}/rollback")
    assert response.status_code == 200
    third = response.json()
    assert (third["version"], third["supersedes_id"], third["is_latest"]) == (3, second["id"], True)
    assert (third["snippet_text"], third["category"], third["difficulty"]) == (code(1), "maths", "NORMAL")
    assert third["is_active"] is False
    assert third["source"] == "edited from seed/snippets/a.py", "seeding must not take it for the file's text"
    assert (await http.post(f"/api/snippets/{first}/rollback")).json() == third
    assert (await http.post(f"/api/snippets/{third['id']}/rollback")).json() == third
    listed = (await http.get(f"/api/snippets/{first}/versions")).json()
    assert [item["state"] for item in listed["items"]] == ["DRAFT", "SUPERSEDED", "SUPERSEDED"]


async def test_seeding_leaves_a_roll_back_alone(http: httpx.AsyncClient, pg: Pool, tmp_path: Path) -> None:
    folder = tmp_path / "python" / "easy"
    folder.mkdir(parents=True)
    for number in (1, 2):
        (folder / "maths_total.py").write_text(code(number) + "\n")
        await seed_library(pg, tmp_path)
    first = await pg.fetchval("SELECT id FROM code_snippets WHERE version = 1")
    assert (await http.post(f"/api/snippets/{first}/rollback")).json()["version"] == 3
    assert (await seed_library(pg, tmp_path)).unchanged == 1


async def test_a_text_that_another_snippet_has_by_now_is_not_rolled_back_to(
    http: httpx.AsyncClient, add_snippet: AddSnippet
) -> None:
    first = await add_snippet(code(1))
    await edit(http, first, snippet_text=code(2))
    other = await add_snippet(code(1))
    refused = await http.post(f"/api/snippets/{first}/rollback")
    assert problem(refused) == (409, "snippet/duplicate")
    assert refused.json()["snippet_id"] == other


# ---------------------------------------------------------------- what courses have brought


@pytest.fixture
async def taught(add_snippet: AddSnippet) -> str:
    return await add_snippet(code(9), category=OF_COURSES, is_active=False)


async def test_the_code_of_courses_is_met_by_those_who_ask_for_it(
    http: httpx.AsyncClient, add_snippet: AddSnippet, taught: str
) -> None:
    await add_snippet(code(1), is_active=False)

    async def listed(query: str) -> list[str]:
        return [one["id"] for one in (await http.get(f"/api/snippets?{query}")).json()["items"]]

    assert taught not in await listed("state=DRAFT") + await listed("q=total_9")
    assert await listed("category=courses") == [taught]
    [bucket] = (await http.get("/api/admin/snippets/summary")).json()["buckets"]
    assert bucket["draft"] == 1
    assert await many(http, is_active=True, filter={"state": "draft"}) == (1, 1)
    assert (await read(http, taught))["state"] == "DRAFT"
    # Whoever takes one into the rotation has it among the others.
    assert await many(http, is_active=True, ids=[taught]) == (1, 1)
    assert taught in await listed("is_active=true")
    [bucket] = (await http.get("/api/admin/snippets/summary")).json()["buckets"]
    assert (bucket["published"], bucket["draft"]) == (2, 0)


async def test_nothing_else_gets_their_category(http: httpx.AsyncClient, add_snippet: AddSnippet, taught: str) -> None:
    body = {"language": "python", "difficulty": "easy", "category": "courses", "snippet_text": code(3)}
    refused = await http.post("/api/snippets", json=body)
    assert (problem(refused), pointers(refused)) == ((422, "request/invalid"), ["/category"])
    other = await add_snippet(code(1))
    refused = await http.put(f"/api/snippets/{other}", json={"category": "courses"})
    assert (problem(refused), pointers(refused)) == ((422, "snippet/refused"), ["/category"])
    assert (await edit(http, taught, category="courses", expected_wpm=33))["expected_wpm"] == 33


async def test_a_draft_is_added_while_its_bucket_is_locked(pg: Pool, add_snippet: AddSnippet) -> None:
    await add_snippet(code(1), usage_count=7)
    async with pg.acquire() as drawing, drawing.transaction():
        await drawing.execute("SELECT FROM code_snippets FOR UPDATE")
        async with asyncio.timeout(PATIENCE_S):
            await add_snippet(code(2), is_active=False)
            async with writing(pg) as connection:
                await add_all(connection, [content_of(code(3), is_active=False)])
    assert await pg.fetchval("SELECT max(usage_count) FROM code_snippets WHERE NOT is_active") == 0
