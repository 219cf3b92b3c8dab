"""JSON schemas as TypeScript declarations.

Laws:
- A schema that is not understood is an error, never `any`; `unknown` is used where the schema itself leaves it open.
- The text is as Prettier would leave it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tools.terms import TERMS

_REFERENCE = re.compile(r"#/(?:components/schemas|\$defs)/(.+)")
_PRIMITIVES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
LINE_LIMIT = 120
_INSIDE = " " * 4  # before a choice that takes several lines


class UnknownSchema(ValueError):
    """A schema that cannot be translated here."""


def declarations(schemas: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """One exported declaration for each named schema, in the order of their names."""
    for name in sorted(schemas, key=type_name):
        yield declaration(type_name(name), schemas[name])


def declaration(name: str, schema: Mapping[str, Any]) -> str:
    comment = doc(schema.get("description", ""))
    if "properties" in schema:
        return f"{comment}export interface {name} {members(schema)}\n"
    return comment + alias(name, choices_of(schema, _INSIDE))


def alias(name: str, choices: Sequence[str]) -> str:
    """`export type Name = A | B;`, with the choices on a line of their own, or each on one, as Prettier has them."""
    line = f"export type {name} = {' | '.join(choices)};\n"
    if len(line) <= LINE_LIMIT and "\n" not in line[:-1]:
        return line
    below = f"  {' | '.join(choices)};\n"
    if len(below) <= LINE_LIMIT and "\n" not in below[:-1]:
        return f"export type {name} =\n{below}"
    return f"export type {name} =\n" + "\n".join(f"  | {choice}" for choice in choices) + ";\n"


def type_name(name: str) -> str:
    """A schema's name as an identifier: the first part of `Over[Result]` and of `Settings-Output`, but `UserPage` for
    `Page[User]`, `LongPage[User]` and `Stretch[User]`, since there are those of many things."""
    first, *others = re.findall("[A-Za-z0-9]+", name)
    of_many = first.removeprefix("Long")
    return f"{others[0]}{of_many}" if of_many in ("Page", "Stretch") and others else str(first)


def members(schema: Mapping[str, Any], indent: str = "") -> str:
    required = set(schema.get("required", ()))
    lines = ["{"]
    inside = indent + "  "
    for name, field in schema["properties"].items():
        if field.get("description"):
            lines.append(doc(field["description"], inside).rstrip("\n"))
        lines.append(f"{inside}{_key(name)}{'' if name in required else '?'}: {type_of(field, inside)};")
    return "\n".join([*lines, indent + "}"])


def type_of(schema: Mapping[str, Any], indent: str = "") -> str:
    """An expression for a schema. Raises UnknownSchema."""
    if "$ref" in schema:
        found = _REFERENCE.fullmatch(schema["$ref"])
        if found is None:
            raise UnknownSchema(schema["$ref"])
        return type_name(found[1])
    if "const" in schema:
        return _literal(schema["const"])
    if schema.keys() & {"enum", "anyOf", "oneOf"}:
        return " | ".join(choices_of(schema, indent))
    return _of_kind(schema, indent)


def choices_of(schema: Mapping[str, Any], indent: str = "") -> list[str]:
    """The expressions of a union; a single one if it is not a union. Raises UnknownSchema."""
    if "enum" in schema:
        return _words(schema["enum"])
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return list(dict.fromkeys(type_of(one, indent) for one in schema[choice]))
    return [type_of(schema, indent)]


def _of_kind(schema: Mapping[str, Any], indent: str) -> str:
    match schema.get("type"):
        case "array" if "prefixItems" in schema:
            return f"[{', '.join(map(type_of, schema['prefixItems']))}]"
        case "array":
            item = type_of(schema.get("items", {}), indent)
            return f"({item})[]" if " | " in item and not item.startswith(("[", "{")) else f"{item}[]"
        case "object" if "properties" in schema:
            return members(schema, indent)
        case "object":
            values = schema.get("additionalProperties", True)
            return f"Record<string, {type_of(values) if isinstance(values, Mapping) else 'unknown'}>"
        case None if not set(schema) & {"items", "properties", "allOf", "not"}:
            return "unknown"
        case str(kind) if kind in _PRIMITIVES:
            return _PRIMITIVES[kind]
    raise UnknownSchema(json.dumps(schema))


def _words(values: Sequence[object]) -> list[str]:
    """A term by its name, also if it may be empty."""
    words = [value for value in values if value != ""]
    for name, term in TERMS.items():
        if words == list(term):
            return [name, "''"] if len(words) < len(values) else [name]
    return [_literal(value) for value in values]


def _literal(value: object) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'" if isinstance(value, str) else json.dumps(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else _literal(name)


def doc(text: str, indent: str = "") -> str:
    """A JSDoc comment, wrapped; nothing for an empty text."""
    words = text.replace("*/", "* /").split()
    if not words:
        return ""
    if len(line := f"{indent}/** {' '.join(words)} */") <= LINE_LIMIT:
        return line + "\n"
    lines = [f"{indent} *"]
    for word in words:
        if len(lines[-1]) + len(word) >= LINE_LIMIT:
            lines.append(f"{indent} *")
        lines[-1] += f" {word}"
    return "\n".join([f"{indent}/**", *lines, f"{indent} */\n"])
