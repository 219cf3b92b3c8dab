"""The routes of the API, in a module for each room of the client; and beside each a .d.ts with their types.

The types are apart because routes.js is part of the first load, and no browser reads them.
"""

from __future__ import annotations

import enum
import re
from typing import Any

from tools.client.served import Operation, Served
from tools.client.typescript import LINE_LIMIT, type_name, type_of


class Room(enum.StrEnum):
    """Whose routes: those of the first load and of what it shares, those of pages that come later, those of staff."""

    FIRST = "routes.js"
    LATER = "later-routes.js"
    ADMINS = "pages/admin/routes.js"


# What a room's paths begin with; all others are in FIRST.
BEGINNINGS = {
    Room.LATER: (
        *("/api/challenges", "/api/code", "/api/collections", "/api/groups", "/api/tracks"),
        *("/api/comments", "/api/posts", "/api/achievements", "/api/user/journey", "/api/user/time-zone"),
        *("/api/game/result/{id}/analysis", "/api/game/result/{id}/appeal", "/api/game/result/{id}/journey"),
        *("/api/user/platforms", "/api/user/progress", "/api/user/weak-keys"),
        *("/api/notifications", "/api/user/account", "/api/user/export", "/api/user/password", "/api/user/sessions"),
        *("/api/opinions", "/api/replays", "/api/user/bookmarks"),
        *("/api/contests", "/api/friends", "/api/matches", "/api/ratings", "/api/reports", "/api/users/"),
    ),
    Room.ADMINS: ("/api/admin/", "/api/moderation/", "/api/snippets"),
}
# Of paths that begin like those of another room.
SHARED = {
    ("GET", "/api/contests/{slug}/live"): Room.FIRST,  # beside the other live boards
    ("GET", "/api/snippets"): Room.FIRST,  # staff also choose the snippets of a contest
    ("GET", "/api/snippets/{id}/page"): Room.LATER,
    ("PUT", "/api/snippets/{id}/vote"): Room.LATER,
    ("PUT", "/api/snippets/{id}/bookmark"): Room.LATER,
    ("DELETE", "/api/snippets/{id}/bookmark"): Room.LATER,
    ("PUT", "/api/moderation/texts/{kind}/{id}"): Room.LATER,  # staff judge where they read
}

BUILT_IN = {"Blob", "Record"}

AT = r"""/** @type {(method: string, path: string) => (...parts: string[]) => {method: string, path: string}} */
const at =
  (method, path) =>
  (...parts) => ({ method, path: path.replace(/\{\w+\}/g, () => encodeURIComponent(parts.shift() ?? '')) });
"""


def text(served: Served, room: Room) -> str:
    """The module of a room's routes, without its head."""
    return AT + "\n" + "".join(_route(one) for one in served.operations if _room_of(one) is room)


def declarations(served: Served, room: Room) -> str:
    """The types of its exports, without its head."""
    routes = [_declaration(one) for one in served.operations if _room_of(one) is room]
    names = sorted({name for route in routes for name in re.findall(r"\b[A-Z]\w+\b", route.partition(": ")[2])})
    types = "../../net/types.js" if room is Room.ADMINS else "./net/types.js"
    imported = "".join(f"  {name},\n" for name in names if name not in BUILT_IN)
    return f"import type {{\n{imported}}} from '{types}';\n\n" + "".join(routes)


def _room_of(one: Operation) -> Room:
    method, path = one.endpoint.method, one.endpoint.path
    if (method, path) in SHARED:
        return SHARED[method, path]
    return next((room for room, beginnings in BEGINNINGS.items() if path.startswith(beginnings)), Room.FIRST)


def name_of(operation: Operation) -> str:
    """`GET /api/users/{username}/keys` as getUsersByUsernameKeys."""
    segments = operation.endpoint.path.removeprefix("/api/").split("/")
    words = [word for segment in segments for word in _words(segment)]
    return operation.endpoint.method.lower() + "".join(word[0].upper() + word[1:] for word in words)


def _words(segment: str) -> list[str]:
    if found := re.fullmatch(r"\{(\w+)\}", segment):
        return ["by", *found[1].split("_")]
    return re.split(r"[-_.]", segment)


def _route(operation: Operation) -> str:
    method, path = f"'{operation.endpoint.method}'", f"'{operation.endpoint.path}'"
    head = f"export const {name_of(operation)} = "
    if "{" not in path:
        return f"{head}{{ method: {method}, path: {path} }};\n"
    line = f"{head}at({method}, {path});\n"
    return line if len(line) <= LINE_LIMIT else f"{head}at(\n  {method},\n  {path},\n);\n"


def _declaration(operation: Operation) -> str:
    parts = [f"{name}: string" for name in re.findall(r"\{(\w+)\}", operation.endpoint.path)]
    head, kind = f"export const {name_of(operation)}: ", _type(operation)
    if not parts:
        return f"{head}{kind};\n"
    line = f"{head}({', '.join(parts)}) => {kind};\n"
    if len(line) <= LINE_LIMIT:
        return line
    return head + "(\n" + "".join(f"  {one},\n" for one in parts) + f") => {kind};\n"


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
    if body is None:
        return "undefined"
    return type_of(body["content"]["application/json"]["schema"]) if "application/json" in body["content"] else "Blob"
