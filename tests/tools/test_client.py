"""The client's generated files: how schemas become TypeScript, and that a file which differs is named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from game.terms import Language
from server.people.requests import SettingsBody
from tools.client import pages, routes, terms
from tools.client.__main__ import files, main
from tools.client.served import Served, served
from tools.client.typescript import UnknownSchema, declaration, doc, type_name, type_of


@pytest.fixture(scope="module")
def described() -> Served:
    return served()


# ---------------------------------------------------------------- TypeScript


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer"}, "number"),
        ({"type": "string", "format": "uuid"}, "string"),
        ({"anyOf": [{"type": "number"}, {"type": "integer"}, {"type": "null"}]}, "number | null"),
        ({"enum": ["a", "it's"]}, r"'a' | 'it\'s'"),
        ({"const": "Bearer", "type": "string"}, "'Bearer'"),
        ({"enum": [*Language, ""]}, "Language | ''"),
        ({"$ref": "#/components/schemas/Thing"}, "Thing"),
        ({"type": "array", "items": {"$ref": "#/$defs/Thing"}}, "Thing[]"),
        ({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "(string | null)[]"),
        ({"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}]}, "[number, string]"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "Record<string, number>"),
        ({"type": "object"}, "Record<string, unknown>"),
        ({"type": "array"}, "unknown[]"),
        ({"title": "Left open"}, "unknown"),
    ],
)
def test_a_schema_has_its_type(schema: dict[str, Any], expected: str) -> None:
    assert type_of(schema) == expected


@pytest.mark.parametrize(
    "schema", [{"type": "decimal"}, {"$ref": "other.json#/Thing"}, {"allOf": [{"type": "string"}]}, {"not": {}}]
)
def test_a_schema_that_nothing_is_known_of_is_no_any(schema: dict[str, Any]) -> None:
    with pytest.raises(UnknownSchema):
        type_of(schema)


def test_fields_are_optional_unless_they_are_required() -> None:
    schema = {
        "description": "A thing.",
        "properties": {"id": {"type": "string"}, "wpm-mean": {"type": "number", "description": "words a minute"}},
        "required": ["id"],
    }
    assert declaration("Thing", schema) == (
        "/** A thing. */\nexport interface Thing {\n  id: string;\n  /** words a minute */\n  'wpm-mean'?: number;\n}\n"
    )


def test_a_union_of_objects_is_broken_into_lines() -> None:
    circle = {"type": "object", "properties": {"r": {"type": "number"}}, "required": ["r"]}
    schema = {"oneOf": [circle, {"$ref": "#/$defs/Square"}]}
    assert declaration("Shape", schema) == "export type Shape =\n  | {\n      r: number;\n    }\n  | Square;\n"


def test_comments_are_wrapped_and_cannot_be_closed_early() -> None:
    wrapped = doc("word " * 60)
    assert max(map(len, wrapped.splitlines())) <= 120 and wrapped.endswith(" */\n")
    assert doc("a */ b") == "/** a * / b */\n"
    assert doc("") == ""


def test_names_are_identifiers() -> None:
    assert [type_name(name) for name in ("Over[Result]", "OverFrame", "Settings-Output", "Page_User_", "Page")] == [
        "Over", "OverFrame", "Settings", "UserPage", "Page"
    ]  # fmt: skip


# ---------------------------------------------------------------- terms, routes, pages


def test_the_terms_and_rules_of_the_server_are_the_clients() -> None:
    text = terms.text()
    assert "export const DIFFICULTIES = /** @type {const} */ (['EASY', 'NORMAL', 'HARD', 'EXPERT']);" in text
    assert "Role" not in text, "its words are in no list of the client"
    assert "  SPRINT: { seconds: 15, words: 10 },\n" in text
    assert "export const COMBO_STREAK = 5;" in text and "combo: 25, accuracy: 5, speed: 2 };" in text
    assert "  REPLACED: 4504,\n" in text


def test_the_script_before_the_first_paint_knows_the_settings_as_they_are_until_chosen(root: Path) -> None:
    """It is no module, so it cannot take them from terms.js."""
    (found,) = re.findall(r"const \{ (.*) \} = values;", (root / "static" / "js" / "theme.js").read_text())
    usual = SettingsBody().model_dump()
    assert found == ", ".join(
        f"{name} = {json.dumps(usual[name])}".replace('"', "'")
        for name in ("theme", "caret", "font_size", "reduced_motion")
    )


def test_every_endpoint_below_api_is_a_route_with_a_name_of_its_own(described: Served) -> None:
    names = [routes.name_of(operation) for operation in described.operations]
    assert len(set(names)) == len(names) >= 45
    text = "".join(routes.text(described, room) for room in routes.Room)
    assert all(f"export const {name} = " in text for name in names)


def test_a_route_has_the_types_of_its_answer_query_and_body(described: Served) -> None:
    first = routes.Room.FIRST
    text, types = routes.text(described, first), routes.declarations(described, first)
    assert "export const getLeaderboard = { method: 'GET', path: '/api/leaderboard' };\n" in text
    assert "export const getLeaderboard: Route<LeaderboardOut, LeaderboardQuery>;\n" in types
    later = routes.Room.LATER
    assert "export const getUsersByUsername = at('GET', '/api/users/{username}');\n" in routes.text(described, later)
    declared = "export const getUsersByUsername: (username: string) => Route<PublicProfile>;\n"
    assert declared in routes.declarations(described, later)
    assert "export const putUserSettings: Route<SettingsOut, undefined, SettingsBody>;\n" in types
    assert re.findall(r"export const (\w+)", text) == re.findall(r"export const (\w+)", types)


TABLE = """
app.router = new Router(
  [
    ['/', page(async () => openHome)],
    [
      '/things/{id}',
      page(async () => (await import('./pages/thing.js')).openThing, 'thing'),
    ],
%s    ['*', page(async () => notFound)],
  ],
"""


def test_pages_are_read_off_the_routers_table() -> None:
    assert pages.paths(TABLE % "") == ["/", "/things/{id}"]
    assert pages.paths(TABLE % "    ['/new', page(async () => openNew)],\n") == ["/", "/things/{id}", "/new"]


@pytest.mark.parametrize("source", ["", TABLE % "    [other, page(async () => openOther)],\n"])
def test_a_table_that_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(pages.NoPages):
        pages.paths(source)


# ---------------------------------------------------------------- the files


def test_the_files_are_as_they_would_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["--check"]), capsys.readouterr().err) == (0, "")


def test_a_file_that_differs_is_named_and_left_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "text", lambda: "export const FULL_HP = 99;\n")
    before = {path: path.read_text() for path in files()}
    assert main(["--check"]) == 1
    assert capsys.readouterr().err == "static/js/terms.js is out of date: run make fmt\n"
    assert {path: path.read_text() for path in before} == before
