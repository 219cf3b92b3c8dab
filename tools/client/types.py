"""static/js/net/types.d.ts: what goes over HTTP, the socket and the event streams, as types."""

from __future__ import annotations

import enum
import inspect
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from server.contests import ContestTop
from server.infra.openapi import problem_codes
from server.leaderboards import BoardEvent
from server.notifications import NewsOut
from server.play.core.frames import ClientFrame, ServerFrame
from server.results import GameResult
from tools.client.served import Operation, Served
from tools.client.terms import LISTED
from tools.client.typescript import alias, declaration, declarations, doc
from tools.terms import TERMS

ROUTE = """\
/** A route with its address filled in, as `Api.call` takes it. It has a method and a path; the rest are types alone. */
export interface Route<Answer, Query = undefined, Body = undefined> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  answer?: Answer;
  query?: Query;
  body?: Body;
}
"""


FRAMES: Mapping[str, TypeAdapter[Any]] = {
    "ServerFrame": TypeAdapter(ServerFrame[GameResult]),
    "ClientFrame": TypeAdapter(ClientFrame),
}


def text(served: Served) -> str:
    """The module, without its head. Raises UnknownSchema."""
    schemas = _of_streams() | served.schemas
    queries = _queries(served.operations)
    elsewhere = {*TERMS, *queries, *(model.__name__ for one in served.operations if (model := one.endpoint.path_model))}
    terms = ", ".join(sorted(name for name, term in TERMS.items() if term in LISTED))
    return "\n".join(
        [
            f"import type {{ {terms} }} from '../terms.js';\n\nexport type {{ {terms} }};\n",
            *(_term(name, term) for name, term in TERMS.items() if term not in LISTED),
            ROUTE,
            *(queries[name] for name in sorted(queries)),
            _codes(served.operations),
            *declarations({name: schemas[name] for name in schemas.keys() - elsewhere}),
            *_unions(),
        ]
    )


def _term(name: str, term: type[enum.StrEnum]) -> str:
    return doc(inspect.getdoc(term) or "") + alias(name, [f"'{word.value}'" for word in term])


def _of_streams() -> dict[str, Any]:
    """The schemas of the socket's frames, and of the events of boards, contests and notifications. A schema that the
    API's responses also use has the same name there and is the same."""
    schemas: dict[str, Any] = {}
    for event in BoardEvent, ContestTop, NewsOut:
        described = TypeAdapter(event).json_schema(mode="serialization")
        schemas |= described.pop("$defs") | {event.__name__: described}
    for adapter in FRAMES.values():
        schemas |= adapter.json_schema(mode="serialization")["$defs"]
    return schemas


def _unions() -> list[str]:
    return [declaration(name, {"anyOf": adapter.json_schema()["anyOf"]}) for name, adapter in FRAMES.items()]


def _queries(operations: list[Operation]) -> dict[str, str]:
    """By name, an interface for each model of a query string."""
    found: dict[str, str] = {}
    for operation in operations:
        if operation.endpoint.query is not None:
            parameters = [one for one in operation.described["parameters"] if one["in"] == "query"]
            schema = {
                "description": doc_of(operation.endpoint.query),
                "properties": {one["name"]: _as_typed(one["schema"]) for one in parameters},
                "required": [one["name"] for one in parameters if one["required"]],
            }
            name = operation.endpoint.query.__name__
            found[name] = declaration(name, schema)
    return found


def _as_typed(schema: dict[str, Any]) -> dict[str, Any]:
    """A query repeats what a person chose or typed into the address bar: words are text, and the server judges them."""
    kind = schema if "type" in schema or "anyOf" in schema else {"type": "string"}
    return {"type": "string"} if "enum" in kind or "const" in kind else kind


def doc_of(model: Any) -> str:
    """A model's own docstring, not one that it inherits."""
    return str(vars(model).get("__doc__") or "")


def _codes(operations: list[Operation]) -> str:
    codes = {code for one in operations for codes in problem_codes(one.endpoint).values() for code in codes}
    return doc("The `code` of a refusal.") + alias("ProblemCode", [f"'{code}'" for code in sorted(codes)])
