"""The OpenAPI 3.1 description of all endpoints, made from the same data that routes them.

Law: what is described is what is served. Inputs come from the models that validate them; every problem that an endpoint
can return is listed under its status, with its codes in the description, and so are the refusals that none has part in.

Absent on purpose: examples and prose; those are in the docs. Endpoints tagged "internal" are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from server.infra.http_protocol import HEAD_LIMIT_BYTES, URL_LIMIT_BYTES
from server.infra.inputs import FILE_TYPE
from server.infra.web import Access, Endpoint

INTERNAL_TAG = "internal"
PROBLEM = "Problem"
_REFERENCE = "#/components/schemas/"

_PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": PROBLEM,
    "description": "RFC 9457. `code` is `area/slug` and stable; further members may be there.",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "code": {"type": "string", "pattern": "^[a-z0-9-]+/[a-z0-9-]+$"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "RFC 6901, into the body or the parameters"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1},
                },
            },
        },
    },
}


# What HttpProtocol refuses of any request, whatever it asks for.
_TOO_LONG = {
    "414": ("UriTooLong", f"The URL has more than {URL_LIMIT_BYTES // 1024} KiB. Without a body"),
    "431": ("HeadTooLong", f"The head has more than {HEAD_LIMIT_BYTES // 1024} KiB. Without a body"),
}


def document(endpoints: Sequence[Endpoint], version: str) -> dict[str, Any]:
    """The document for `endpoints`, ready to leave as JSON."""
    described = [endpoint for endpoint in endpoints if endpoint.tag != INTERNAL_TAG]
    references, schemas = _schemas(described)
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for endpoint in described:
        paths[_plain_path(endpoint.path)][endpoint.method.lower()] = _operation(endpoint, references, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pro Dev", "version": version, "description": "A real-time code-typing game server."},
        "paths": dict(paths),
        "components": {
            "schemas": schemas | {PROBLEM: _PROBLEM_SCHEMA},
            "responses": {name: {"description": description} for name, description in _TOO_LONG.values()},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
        "tags": [{"name": tag} for tag in sorted({endpoint.tag for endpoint in described})],
    }


class _SchemaGenerator(GenerateJsonSchema):
    def field_is_required(self, field: Any, total: bool) -> bool:
        """A response always has all its fields, even those with a default in the code."""
        return self.mode == "serialization" or super().field_is_required(field, total)


def _schemas(endpoints: Iterable[Endpoint]) -> tuple[dict[Any, dict[str, Any]], dict[str, Any]]:
    """A reference for each type an endpoint names, and the schemas they point to."""
    modes: dict[Any, JsonSchemaMode] = {}
    for endpoint in endpoints:
        body = None if endpoint.takes_file else endpoint.body
        modes |= {model: "validation" for model in (body, endpoint.query, endpoint.path_model) if model}
        if endpoint.returns is not None and not isinstance(endpoint.returns, str):
            modes.setdefault(endpoint.returns, "serialization")
    inputs = [(model, mode, TypeAdapter(model)) for model, mode in modes.items()]
    found, definitions = TypeAdapter.json_schemas(
        inputs, ref_template=_REFERENCE + "{model}", schema_generator=_SchemaGenerator
    )
    references = {model: dict(schema) for (model, _), schema in found.items()}
    return references, dict(definitions.get("$defs", {}))


def _plain_path(path: str) -> str:
    """Starlette's `{id:uuid}` as OpenAPI's `{id}`."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", path)


def _operation_id(endpoint: Endpoint) -> str:
    parts = [part for part in re.split(r"[/{}-]+", _plain_path(endpoint.path)) if part and part != "api"]
    return "_".join([endpoint.method.lower(), *parts])


def _operation(endpoint: Endpoint, references: Mapping[Any, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(endpoint),
        "summary": endpoint.summary,
        "tags": [endpoint.tag],
        "parameters": _parameters(endpoint, references, schemas),
        "responses": _responses(endpoint, references),
    }
    if endpoint.takes_file:
        file = {FILE_TYPE: {"schema": {"type": "string", "format": "binary"}}}
        operation["requestBody"] = {"required": True, "content": file}
    elif endpoint.body is not None:
        content = {"application/json": {"schema": references[endpoint.body]}}
        operation["requestBody"] = {"required": True, "content": content}
    if endpoint.access is Access.OPTIONAL:
        operation["security"] = [{}, {"bearer": []}]
    elif endpoint.access is not Access.PUBLIC:
        operation["security"] = [{"bearer": []}]
    return operation


def _parameters(endpoint: Endpoint, references: Mapping[Any, Any], schemas: Mapping[str, Any]) -> list[dict[str, Any]]:
    in_path = _properties(endpoint.path_model, references, schemas)
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": in_path.get(name, ({"type": "string"}, True))[0]}
        for name in re.findall(r"\{(\w+)\}", _plain_path(endpoint.path))
    ]
    for name, (schema, required) in _properties(endpoint.query, references, schemas).items():
        parameters.append({"name": name, "in": "query", "required": required, "schema": schema})
    return parameters


def _properties(
    model: Any, references: Mapping[Any, Any], schemas: Mapping[str, Any]
) -> dict[str, tuple[dict[str, Any], bool]]:
    """Each field's schema, and whether it is required."""
    if model is None:
        return {}
    schema: Mapping[str, Any] = references[model]
    if "$ref" in schema:
        schema = schemas[schema["$ref"].removeprefix(_REFERENCE)]
    required = schema.get("required", [])
    return {name: (_without_null(field), name in required) for name, field in schema.get("properties", {}).items()}


def _without_null(field: Mapping[str, Any]) -> dict[str, Any]:
    """A URL has no null: a field that may be None is left out instead."""
    plain = {key: value for key, value in field.items() if not (key == "default" and value is None)}
    choices = [choice for choice in plain.pop("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        return {**plain, **choices[0]}
    return {**plain, "anyOf": choices} if choices else plain


def _responses(endpoint: Endpoint, references: Mapping[Any, Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": HTTPStatus(endpoint.status).phrase}
    if isinstance(endpoint.returns, str):  # a media type, for what is not JSON
        success["content"] = {endpoint.returns: {"schema": {"type": "string"}}}
    elif endpoint.returns is not None:
        success["content"] = {"application/json": {"schema": references[endpoint.returns]}}
    responses = {str(endpoint.status): success}
    problem = {"application/problem+json": {"schema": {"$ref": _REFERENCE + PROBLEM}}}
    for status, codes in sorted(problem_codes(endpoint).items()):
        responses[str(status)] = {"description": ", ".join(f"`{code}`" for code in sorted(codes)), "content": problem}
    return responses | {status: {"$ref": f"#/components/responses/{name}"} for status, (name, _) in _TOO_LONG.items()}


def problem_codes(endpoint: Endpoint) -> dict[int, set[str]]:
    """Every problem the endpoint can return: its own, and those that follow from its access, inputs and rate."""
    problems: dict[int, set[str]] = defaultdict(set)
    for status, code in endpoint.problems:
        problems[status].add(code)
    if endpoint.access is not Access.PUBLIC:
        problems[401].add("auth/required")
        problems[401] |= {"auth/invalid-token", "auth/expired-token"}
        if not endpoint.with_first_password:
            problems[403].add("auth/password-change-required")
    if endpoint.access in (Access.MODERATOR, Access.ADMIN):
        problems[403].add("auth/forbidden")
    if endpoint.body is not None:
        problems[400].add("request/cut-off")
        if not endpoint.takes_file:
            problems[400].add("request/bad-json")
        problems[408].add("request/too-slow")
        problems[413].add("request/too-large")
        problems[415].add("request/media-type")
    if endpoint.body is not None or endpoint.path_model is not None or endpoint.query is not None:
        problems[422].add("request/invalid")
    if endpoint.rate is not None:
        problems[429].add("request/rate-limited")
    problems[500].add("server/error")
    problems[503].add("server/unavailable")
    return problems
