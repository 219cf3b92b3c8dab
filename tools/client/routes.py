"""static/js/routes.js and pages/admin/routes.js: the routes of the API, with the types of query, body and response."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from tools.client.served import Operation, Served
from tools.client.typescript import LINE_LIMIT, type_name, type_of

ADMINS = ("/api/admin/", "/api/snippets")  # only the admin's pages call them: they are no part of the first load


def text(served: Served, *, admins: bool = False) -> str:
    """The module of the admin's routes, or of all others, without its head."""
    operations = [one for one in served.operations if one.endpoint.path.startswith(ADMINS) is admins]
    routes = [_route(operation) for operation in operations]
    names = sorted({name for route in routes for name in re.findall(r"\b[A-Z]\w+\b", route[0])} - {"Record", "Route"})
    types = "../../net/types.js" if admins else "./net/types.js"
    imports = "/**\n * @import {\n" + wrapped([*names, "Route"]) + f"\n * }} from '{types}'\n */\n"
    return "\n".join([imports, *(route[1] for route in routes)])


def wrapped(names: list[str]) -> str:
    return textwrap.fill(", ".join(names), LINE_LIMIT, initial_indent=" *   ", subsequent_indent=" *   ")


def name_of(operation: Operation) -> str:
    """`GET /api/users/{username}/keys` as getUsersByUsernameKeys."""
    segments = operation.endpoint.path.removeprefix("/api/").split("/")
    words = [word for segment in segments for word in _words(segment)]
    return operation.endpoint.method.lower() + "".join(word[0].upper() + word[1:] for word in words)


def _words(segment: str) -> list[str]:
    if found := re.fullmatch(r"\{(\w+)\}", segment):
        return ["by", *found[1].split("_")]
    return re.split(r"[-_.]", segment)


def _route(operation: Operation) -> tuple[str, str]:
    """The type of a route, and its export."""
    kind = _type(operation)
    path, parameters = operation.endpoint.path, re.findall(r"\{(\w+)\}", operation.endpoint.path)
    if not parameters:
        value = f"{{ method: '{operation.endpoint.method}', path: '{path}' }}"
        return kind, f"{_comment([f'@type {{{kind}}}'])}export const {name_of(operation)} = {value};\n"
    address = re.sub(r"\{(\w+)\}", r"${encodeURIComponent(\1)}", path)
    tags = [*(f"@param {{string}} {name}" for name in parameters), f"@returns {{{kind}}}"]
    head = f"{_comment(tags)}export const {name_of(operation)} = ({', '.join(parameters)}) => "
    method, address = f"method: '{operation.endpoint.method}'", f"path: `{address}`"
    line = f"({{ {method}, {address} }});"
    if len(head.splitlines()[-1] + line) > LINE_LIMIT:
        line = f"({{\n  {method},\n  {address},\n}});"
    return kind, head + line + "\n"


def _comment(tags: list[str]) -> str:
    """The types alone: the file is part of the first load, and /api/openapi.json has the summaries."""
    line = f"/** {' '.join(tags)} */\n"
    return line if len(line) <= LINE_LIMIT else "\n".join(["/**", *(f" * {tag}" for tag in tags), " */\n"])


def _type(operation: Operation) -> str:
    query = "undefined" if operation.endpoint.query is None else type_name(operation.endpoint.query.__name__)
    arguments = [_answer(operation), query, _body(operation)]
    while arguments[-1] == "undefined":
        arguments.pop()
    return f"Route<{', '.join(arguments)}>"


def _answer(operation: Operation) -> str:
    content: dict[str, Any] = operation.described["responses"][str(operation.endpoint.status)].get("content", {})
    if not content:
        return "null"
    return type_of(content["application/json"]["schema"]) if "application/json" in content else "string"


def _body(operation: Operation) -> str:
    body = operation.described.get("requestBody")
    return "undefined" if body is None else type_of(body["content"]["application/json"]["schema"])
