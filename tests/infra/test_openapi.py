"""The OpenAPI document says what the routes do."""

from __future__ import annotations

import contextlib
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from pydantic import BaseModel, TypeAdapter, ValidationError
from schemathesis.core.result import Ok

from game.terms import Difficulty, Language
from server.infra.http_protocol import HEAD_LIMIT_BYTES, URL_LIMIT_BYTES
from server.infra.inputs import Body, Id, IdPath, Instant, LanguageFilter
from server.infra.openapi import document
from server.infra.paging import PageQuery
from server.infra.web import Access, Endpoint
from tools.client.served import served


class Thing(BaseModel):
    id: Id
    name: str
    difficulty: Difficulty
    parent: Thing | None = None


class Filter(PageQuery):
    language: LanguageFilter = None


class NewThing(Body):
    name: str


async def nothing(_: Any) -> None: ...


def endpoint(**change: Any) -> Endpoint:
    fields: dict[str, Any] = {"method": "GET", "path": "/api/things", "handler": nothing, "summary": "Things"}
    return Endpoint(**fields | change)


ENDPOINTS = [
    endpoint(query=Filter, returns=list[Thing], access=Access.OPTIONAL),
    endpoint(method="POST", body=NewThing, returns=Thing, status=201, access=Access.ADMIN, rate="10/minute"),
    endpoint(path="/api/things/{id}", path_model=IdPath, returns=Thing, problems=((404, "thing/not-found"),)),
    endpoint(method="DELETE", path="/api/things/{id:uuid}", status=204, access=Access.USER),
    endpoint(path="/api/things/live", returns="text/event-stream"),
    endpoint(path="/metrics", tag="internal"),
]


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document(ENDPOINTS, "1.2.3")


def test_document_is_openapi_that_schemathesis_reads(described: dict[str, Any]) -> None:
    schema = schemathesis.openapi.from_dict(described)
    results = list(schema.get_all_operations())
    operations = [result.ok() for result in results if isinstance(result, Ok)]
    assert len(operations) == len(results)
    assert {(operation.method.upper(), operation.path) for operation in operations} == {
        ("GET", "/api/things"),
        ("POST", "/api/things"),
        ("GET", "/api/things/{id}"),
        ("DELETE", "/api/things/{id}"),
        ("GET", "/api/things/live"),
    }
    assert described["openapi"] == "3.1.0" and described["info"]["version"] == "1.2.3"


def test_operation_ids_are_unique_names(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert names == ["get_things", "post_things", "get_things_id", "delete_things_id", "get_things_live"]


def test_inputs_are_those_that_are_validated(described: dict[str, Any]) -> None:
    listing = {parameter["name"]: parameter for parameter in described["paths"]["/api/things"]["get"]["parameters"]}
    assert listing["page"]["schema"]["maximum"] == 100_000 and not listing["page"]["required"]
    assert listing["language"]["schema"]["enum"] == [*Language, ""]
    (by_id,) = described["paths"]["/api/things/{id}"]["get"]["parameters"]
    assert by_id["in"] == "path" and by_id["required"] and by_id["schema"]["format"] == "uuid"
    body = described["paths"]["/api/things"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/NewThing"}
    assert described["components"]["schemas"]["NewThing"]["additionalProperties"] is False


def test_answers_are_described(described: dict[str, Any]) -> None:
    operations = described["paths"]["/api/things"]
    listing = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert listing == {"items": {"$ref": "#/components/schemas/Thing"}, "type": "array"}
    assert "201" in operations["post"]["responses"]
    assert "content" not in described["paths"]["/api/things/{id}"]["delete"]["responses"]["204"]
    live = described["paths"]["/api/things/live"]["get"]["responses"]["200"]
    assert list(live["content"]) == ["text/event-stream"]


def test_an_answer_always_has_all_its_fields(described: dict[str, Any]) -> None:
    """A default is for the code that makes the answer."""
    assert described["components"]["schemas"]["Thing"]["required"] == ["id", "name", "difficulty", "parent"]


def test_problems_are_listed_by_status(described: dict[str, Any]) -> None:
    post = described["paths"]["/api/things"]["post"]["responses"]
    assert set(post) == {"201", "400", "401", "403", "408", "413", "414", "415", "422", "429", "431", "500", "503"}
    assert "`request/bad-json`" in post["400"]["description"]
    one = described["paths"]["/api/things/{id}"]["get"]["responses"]
    assert one["404"]["description"] == "`thing/not-found`"
    assert one["404"]["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")
    assert "429" not in one and "401" not in one
    for status, limit in ("414", URL_LIMIT_BYTES), ("431", HEAD_LIMIT_BYTES):  # of whatever is asked
        refusal = described["components"]["responses"][one[status]["$ref"].rpartition("/")[2]]
        assert f"{limit // 1024} KiB" in refusal["description"] and "content" not in refusal


def test_security_follows_access(described: dict[str, Any]) -> None:
    paths = described["paths"]
    assert paths["/api/things"]["get"]["security"] == [{}, {"bearer": []}]
    assert paths["/api/things"]["post"]["security"] == [{"bearer": []}]
    assert "security" not in paths["/api/things/{id}"]["get"]


def test_a_blank_field_of_a_query_is_taken_only_where_the_document_says_so() -> None:
    undescribed = []
    for operation in served().operations:
        model = operation.endpoint.query
        if model is None:
            continue
        schema = model.model_json_schema()
        for name, described in schema["properties"].items():
            try:
                model.model_validate({name: ""})
            except ValidationError as error:
                if any(one["loc"][:1] == (name,) for one in error.errors()):
                    continue
            if not jsonschema_rs.is_valid({**described, "$defs": schema.get("$defs", {})}, "", validate_formats=True):
                undescribed.append((operation.endpoint.path, name))
    assert undescribed == []


@pytest.mark.parametrize(("text", "is_taken"), [("2026-01-31T12:00:00Z", True), ("0262-04-01T08:31:28+15:16", False)])
def test_a_time_before_there_were_computers_is_refused(text: str, is_taken: bool) -> None:
    with contextlib.nullcontext() if is_taken else pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_python(text)
