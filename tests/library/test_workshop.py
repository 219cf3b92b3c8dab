"""The endpoints behind the admin's page: each answer and its refused twin."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from server.infra.postgres import Pool
from server.infra.web import BODY_LIMIT_BYTES
from server.library.answers_workshop import ADDED_LIMIT
from tests.http import bearer, pointers, problem
from tests.snippets import NOWHERE, AddSnippet, code

TEXT = "for name in names:\n\n    print(name)"
BODY: dict[str, Any] = {"language": "python", "difficulty": "Easy", "category": "loops", "snippet_text": TEXT}
CHECK, ADD = "/api/admin/snippets/check", "/api/admin/snippets"


async def check(http: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    response = await http.post(CHECK, json={"language": "python", "snippet_text": TEXT, **body})
    assert response.status_code == 200, response.text
    return dict(response.json())


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", CHECK, {"language": "python", "snippet_text": TEXT}),
        ("GET", "/api/admin/snippets/summary", None),
        ("GET", "/api/admin/snippets/export", None),
    ],
)
async def test_moderators_look_and_players_do_not(
    http: httpx.AsyncClient, method: str, path: str, body: dict[str, Any] | None
) -> None:
    assert (await http.request(method, path, json=body, headers=bearer("MODERATOR"))).status_code in (200, 404)
    assert problem(await http.request(method, path, json=body, headers=bearer("PLAYER"))) == (403, "auth/forbidden")


async def test_admins_add_many_and_moderators_do_not(http: httpx.AsyncClient) -> None:
    body = {"snippets": [BODY]}
    assert problem(await http.post(ADD, json=body, headers=bearer("MODERATOR"))) == (403, "auth/forbidden")
    assert (await http.post(ADD, json=body)).status_code == 201


# ---------------------------------------------------------------- a text on trial


async def test_a_good_text_is_laid_out_and_measured_and_nothing_is_kept(http: httpx.AsyncClient, pg: Pool) -> None:
    answer = await check(http, snippet_text=TEXT + "\r\n")
    assert (answer["snippet_text"], answer["faults"], answer["near_duplicates"]) == (TEXT, [], [])
    assert answer["enemies"] == [[0, 18], [24, 35]]
    assert answer["words"][0] == [0, 3, "keyword"]
    assert answer["measures"]["token_count"] == len(answer["words"])
    assert answer["measures"]["keys"] == 18 + 1 + 11
    assert answer["measures"]["difficulty"] == "EASY"
    assert await pg.fetchval("SELECT count(*) FROM code_snippets") == 0
    made = (await http.post("/api/snippets", json=BODY)).json()
    assert (made["words"], made["expected_wpm"]) == (answer["words"], answer["measures"]["expected_wpm"])


async def test_a_bad_text_is_told_its_faults_by_line_and_column(http: httpx.AsyncClient) -> None:
    answer = await check(http, snippet_text="for name in names\n\tprint(name)")
    faults = [(one["code"], one["line"], one["column"]) for one in answer["faults"]]
    assert faults == [("syntax", 1, 18), ("tab", 2, 1)]
    assert (answer["enemies"], answer["measures"]) == ([], None)
    assert answer["words"][0] == [0, 3, "keyword"], "an editor colours what is being written"
    assert problem(await http.post(CHECK, json={"language": "python"})) == (422, "request/invalid")


async def test_what_can_be_mended_is_offered(http: httpx.AsyncClient) -> None:
    text = "for name in names:\n\tprint(“größe”, name) "
    answer = await check(http, snippet_text=text)
    assert answer["mended"] == 'for name in names:\n    print("groesse", name)'
    assert (await check(http, snippet_text=answer["mended"]))["faults"] == []
    answer = await check(http, language="TYPESCRIPT", snippet_text="function f() {\n\treturn 1;\n}")
    assert answer["mended"] == "function f() {\n  return 1;\n}"
    for beyond in ("print('漢')", "for name in names", TEXT):
        assert (await check(http, snippet_text=beyond))["mended"] is None


async def test_near_duplicates_are_named_but_for_the_version_that_is_edited(
    http: httpx.AsyncClient, add_snippet: AddSnippet
) -> None:
    text = "\n".join(f"total = total + price * {number}" for number in range(4))
    twin = await add_snippet(text)
    await add_snippet("while queue:\n    visit(queue.pop())", category="loops")
    [found] = (await check(http, snippet_text=text.replace("3", "7")))["near_duplicates"]
    assert (found["id"], found["state"]) == (twin, "PUBLISHED")
    assert 0.5 <= found["alikeness"] < 1
    assert (await check(http, snippet_text=text, id=twin))["near_duplicates"] == []
    assert (await check(http, snippet_text=text, id=NOWHERE))["near_duplicates"][0]["alikeness"] == 1


# ---------------------------------------------------------------- many at once


async def test_many_are_added_in_their_order(http: httpx.AsyncClient) -> None:
    texts = [code(number) for number in (3, 1, 2)]
    snippets = [{**BODY, "snippet_text": text, "is_active": False} for text in texts]
    response = await http.post(ADD, json={"snippets": snippets})
    assert response.status_code == 201
    rows = [(await http.get(f"/api/snippets/{one}")).json() for one in response.json()["ids"]]
    assert [row["snippet_text"] for row in rows] == texts
    assert {row["state"] for row in rows} == {"DRAFT"}


async def test_one_bad_text_among_many_keeps_all_of_them_out(http: httpx.AsyncClient, pg: Pool) -> None:
    snippets = [{**BODY, "snippet_text": text} for text in (code(1), "for name in", code(2))]
    response = await http.post(ADD, json={"snippets": snippets})
    assert problem(response) == (422, "snippet/refused")
    assert pointers(response) == ["/snippets/1/snippet_text"]
    assert response.json()["errors"][0]["line"] == 1
    assert await pg.fetchval("SELECT count(*) FROM code_snippets") == 0


async def test_a_text_that_is_there_already_keeps_all_of_them_out(
    http: httpx.AsyncClient, pg: Pool, add_snippet: AddSnippet
) -> None:
    await add_snippet(code(1))
    snippets = [{**BODY, "snippet_text": text} for text in (code(2), code(1), code(2))]
    response = await http.post(ADD, json={"snippets": snippets})
    assert problem(response) == (409, "snippet/duplicate")
    assert pointers(response) == ["/snippets/1/snippet_text", "/snippets/2/snippet_text"]
    assert await pg.fetchval("SELECT count(*) FROM code_snippets") == 1
    assert (await http.post(ADD, json={"snippets": snippets[:1]})).status_code == 201


async def test_many_may_be_larger_than_other_bodies_and_are_bounded(http: httpx.AsyncClient) -> None:
    wide = [{**BODY, "snippet_text": f"{code(number)}  # {'x' * 50}", "source": "s" * 500} for number in range(120)]
    assert len(str(wide)) > BODY_LIMIT_BYTES
    assert (await http.post(ADD, json={"snippets": wide})).status_code == 201
    assert problem(await http.post(ADD, json={"snippets": [BODY] * (ADDED_LIMIT + 1)})) == (422, "request/invalid")
    assert problem(await http.post(ADD, json={"snippets": []})) == (422, "request/invalid")
    huge = {"snippets": [{**BODY, "snippet_text": "x" * 3_000_000}]}
    assert problem(await http.post(ADD, json=huge)) == (413, "request/too-large")


# ---------------------------------------------------------------- lists


async def test_the_list_comes_in_the_order_asked_for(http: httpx.AsyncClient, add_snippet: AddSnippet) -> None:
    hard = await add_snippet(code(1), difficulty="HARD", usage_count=2)
    easy = await add_snippet(code(2), difficulty="EASY", usage_count=9)
    normal = await add_snippet(code(3), usage_count=5)
    orders = {
        "": [normal, easy, hard],
        "newest": [normal, easy, hard],
        "most_used": [easy, normal, hard],
        "LEAST_USED": [hard, normal, easy],
        "easiest": [easy, normal, hard],
        "Hardest": [hard, normal, easy],
    }
    for sort, ids in orders.items():
        items = (await http.get("/api/snippets", params={"sort": sort})).json()["items"]
        assert [item["id"] for item in items] == ids, sort
    assert problem(await http.get("/api/snippets", params={"sort": "prettiest"})) == (422, "request/invalid")


async def test_an_export_holds_everything_that_the_filters_let_through(
    http: httpx.AsyncClient, add_snippet: AddSnippet
) -> None:
    for number in range(25):
        await add_snippet(code(number), category="numbers")
    await add_snippet("while queue:\n    visit(queue.pop())", category="loops")
    params = {"category": "numbers", "sort": "least_used"}
    response = await http.get("/api/admin/snippets/export", params=params)
    assert response.headers["content-disposition"] == 'attachment; filename="prodev-snippets.json"'
    answer = response.json()
    assert (answer["total"], len(answer["items"])) == (25, 25)
    assert {item["category"] for item in answer["items"]} == {"numbers"}
    paged = await http.get("/api/admin/snippets/export", params={"page": 1})
    assert problem(paged) == (422, "request/invalid")


async def test_the_summary_counts_kinds_and_categories(http: httpx.AsyncClient, add_snippet: AddSnippet) -> None:
    await add_snippet(code(1), category="loops", usage_count=3)
    await add_snippet(code(2), category="loops", is_active=False)
    answer = (await http.get("/api/admin/snippets/summary")).json()
    [bucket] = answer["buckets"]
    assert (bucket["published"], bucket["draft"], bucket["retired"], bucket["most_drawn"]) == (1, 1, 0, 3)
    assert answer["categories"] == [{"language": "PYTHON", "category": "loops", "snippets": 2}]


# ---------------------------------------------------------------- two editors


async def test_an_edit_of_what_somebody_else_changed_is_refused(http: httpx.AsyncClient, pg: Pool) -> None:
    seen = (await http.post("/api/snippets", json=BODY)).json()
    path = f"/api/snippets/{seen['id']}"
    mine = {"category": "names", "seen_updated_at": seen["updated_at"]}
    await pg.execute("UPDATE code_snippets SET usage_count = usage_count + 1")  # being drawn is no edit
    first = await http.put(path, json=mine)
    assert first.status_code == 200
    late = await http.put(path, json={**mine, "snippet_text": code(1)})
    assert problem(late) == (409, "snippet/changed")
    assert late.json()["latest_id"] == seen["id"]
    assert (await http.get(path)).json() == first.json()
    again = await http.put(path, json={"category": "loops", "seen_updated_at": first.json()["updated_at"]})
    assert again.status_code == 200
    for wrong in ("yesterday", "2026-01-01T00:00:00"):
        assert problem(await http.put(path, json={"seen_updated_at": wrong})) == (422, "request/invalid")
