"""A handler's signature is its endpoint's declaration, and mypy holds the handler to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

import pytest
from starlette.responses import Response

from server.infra.dispatch import route
from server.infra.inputs import Body, Id, IdPath, Query
from server.infra.paging import PageQuery
from server.infra.web import Access, Answer, Call, Endpoint, Problem, endpoint
from tests.http import app_of, client_of, no_throttle, problem, token_is_role


@dataclass(frozen=True, slots=True)
class Thing:
    name: str


class NewThing(Body):
    name: str


class TwoIds(Query):
    id: Id
    other: Id


class Things:
    async def page(self, call: Call[None, PageQuery]) -> list[Thing]:
        return [Thing(f"page {call.query.page}")]

    async def add(self, call: Call[NewThing]) -> Answer[Thing]:
        return Answer(Thing(call.body.name), 201, {"Location": "/api/things/1"})

    async def one(self, call: Call[None, None, IdPath]) -> Thing | None:
        return None if call.path.id.startswith("0") else Thing(call.path.id)

    async def either(self, _: Call) -> Thing | Answer[Thing]:
        return Answer(Thing("either"))

    async def drop(self, _: Call) -> None:
        pass

    async def leave(self, _: Call) -> Answer[None]:
        return Answer(None, 204, {"Set-Cookie": "thing="})

    async def text(self, _: Call) -> Response:
        return Response("text")


things = Things()
ENDPOINTS: dict[str, Endpoint[Any, Any, Any, Any]] = {
    "page": endpoint("GET", "/api/things", things.page, "All"),
    "add": endpoint("POST", "/api/things", things.add, "Add one", status=201),
    "one": endpoint("GET", "/api/things/{id}", things.one, "One"),
    "either": endpoint("GET", "/api/either", things.either, "With or without a status"),
    "drop": endpoint("DELETE", "/api/things", things.drop, "Drop all"),
    "leave": endpoint("POST", "/api/leave", things.leave, "Leave"),
    "text": endpoint("GET", "/api/text", things.text, "Text", media_type="text/plain"),
}


@pytest.mark.parametrize(
    ("name", "models", "returns", "status"),
    [
        ("page", (None, PageQuery, None), list[Thing], 200),
        ("add", (NewThing, None, None), Thing, 201),
        ("one", (None, None, IdPath), Thing | None, 200),
        ("either", (None, None, None), Thing, 200),
        ("drop", (None, None, None), None, 204),
        ("leave", (None, None, None), None, 204),
        ("text", (None, None, None), "text/plain", 200),
    ],
)
def test_the_signature_says_models_and_answer(name: str, models: tuple[Any, ...], returns: Any, status: int) -> None:
    made = ENDPOINTS[name]
    assert (made.body, made.query, made.path_model) == models
    assert (made.returns, made.status) == (returns, status)


async def unannotated(call):  # type: ignore[no-untyped-def]
    return None


async def anything(_: Call) -> Thing | Response:
    return Response(b"not a Thing")


async def of_a_path(_: Call[None, None, TwoIds]) -> Thing:
    return Thing("two")


@pytest.mark.parametrize(
    ("handler", "path", "said"),
    [
        (unannotated, "/api/things", r"takes a Call\[Body, Query, Path\]"),
        (things.text, "/api/text", "does not name what it returns"),
        (anything, "/api/things", "does not name what it returns"),
        (things.one, "/api/things", "does not take what /api/things names"),
        (things.drop, "/api/things/{id}", "does not take what"),
        (of_a_path, "/api/things/{id}", "does not take what"),
    ],
)
def test_a_signature_that_leaves_something_open_is_refused(handler: Any, path: str, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        endpoint("GET", path, handler, "Things")


async def test_calls_are_carried_out_as_declared() -> None:
    async def nobody(_: str) -> NoReturn:
        raise Problem(401, "auth/invalid-token", "Sign in again.")

    one = "0b1e7b2e-0000-4000-8000-000000000000"
    async with client_of(app_of(list(ENDPOINTS.values()), nobody)) as http:
        assert (await http.get("/api/things?page=3")).json() == [{"name": "page 3"}]
        assert problem(await http.get("/api/things?page=x")) == (422, "request/invalid")
        added = await http.post("/api/things", json={"name": "new"})
        assert (added.status_code, added.headers["location"], added.json()) == (201, "/api/things/1", {"name": "new"})
        assert problem(await http.post("/api/things", json={"name": 1})) == (422, "request/invalid")
        assert (await http.get(f"/api/things/{one}")).json() is None
        assert (await http.get(f"/api/things/1{one[1:]}")).json() == {"name": "1" + one[1:]}
        assert (await http.get("/api/either")).json() == {"name": "either"}
        gone, left = await http.delete("/api/things"), await http.post("/api/leave")
        assert (gone.status_code, gone.content, left.status_code, left.content) == (204, b"", 204, b"")
        assert left.headers["set-cookie"] == "thing="
        assert (await http.get("/api/text")).text == "text"
    assert len(route(list(ENDPOINTS.values()), nobody, no_throttle)) == 1 + 5  # and the one that finds them


# ---------------------------------------------------------------- what mypy refuses

# `make types` reads this module too. Each line below is wrong, and mypy says so: were it to let one pass, it would find
# the `type: ignore` unused, and fail.


async def wrong_body(call: Call[NewThing]) -> None:
    print(call.body.title)  # type: ignore[attr-defined]
    print(call.query.page)  # type: ignore[attr-defined]


async def wrong_answer(_: Call[None, PageQuery]) -> list[Thing]:
    return [NewThing(name="not a Thing")]  # type: ignore[list-item]


async def wrong_carried(_: Call) -> Answer[Thing]:
    return Answer("not a Thing")  # type: ignore[arg-type]


async def wrong_model(_: Call[Thing]) -> None: ...  # type: ignore[type-var]


async def takes_no_call(_: int) -> None: ...


async def test_an_address_that_two_paths_fit_is_the_one_that_names_it() -> None:
    order = endpoint("PUT", "/api/things/order", things.drop, "Order them")
    app = app_of([ENDPOINTS["one"], order], token_is_role)
    async with client_of(app) as client:
        assert (await client.put("/api/things/order")).status_code == 204
        refused = await client.get("/api/things/order")
        assert (problem(refused), refused.headers["allow"]) == ((405, "request/method-not-allowed"), "PUT")
        assert problem(await client.get("/api/things/other")) == (422, "request/invalid")


def test_mypy_refuses_what_does_not_agree() -> None:
    declared: Endpoint[NewThing, None, None, Thing] = endpoint("POST", "/api/things", things.add, "Add")
    assert declared.access is Access.PUBLIC
    path = "/api/things"
    other_body: Endpoint[None, None, None, Thing] = endpoint("POST", path, things.add, "Add")  # type: ignore[arg-type]
    other_answer: Endpoint[Any, Any, Any, int] = endpoint("GET", path, things.page, "All")  # type: ignore[arg-type]
    assert (other_body.method, other_answer.method) == ("POST", "GET")
    with pytest.raises(TypeError):
        endpoint("GET", "/api/things", takes_no_call, "")  # type: ignore[arg-type]
    Endpoint(method="GET", path="/", handler=things.add, summary="", body=PageQuery)  # type: ignore[arg-type]
