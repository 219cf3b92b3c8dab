"""What comes in over HTTP: the bases of every body, query and path model, and the types they share.

Law: bodies are strict (a number is not a string), queries and paths are text and coerced; both refuse unknown
fields, NUL and half a surrogate pair (PostgreSQL text can hold neither of the last two).
"""

from __future__ import annotations

import re
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from game.terms import Difficulty, Language


def _refuse_unstorable(value: object) -> object:
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("must not contain the NUL character")
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise ValueError("must not contain half a surrogate pair")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_unstorable(key)
            _refuse_unstorable(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_unstorable(item)
    return value


class Body(BaseModel):
    """Base of every request body: strict types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, value: object) -> object:
        return _refuse_unstorable(value)


FILE_TYPE = "application/octet-stream"


class Upload(Body):
    """A body that is taken as it comes: a file, sent as FILE_TYPE."""

    content: bytes


class Query(Body):
    """Base of every query string and path: text, coerced to the field's type."""

    model_config = ConfigDict(strict=False, extra="forbid")


def upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def none_when_empty(value: object) -> object:
    return None if value == "" else value


def upper_or_none(value: object) -> object:
    return none_when_empty(upper(value))


UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # its 36 characters, for expressions that hold one


def _uuid_text(value: object) -> object:
    if not isinstance(value, str) or len(value) != 36:
        raise ValueError("must be a UUID")
    return str(UUID(value))


# a UUID in its 36 characters, handed on as lowercase text
Id = Annotated[str, BeforeValidator(_uuid_text), WithJsonSchema({"type": "string", "format": "uuid"})]


_BEGINS_WITH_A_DATE = re.compile(r"(19|[2-9]\d)\d\d-\d\d-\d\d[Tt ]")  # a year before 1000 is written with three digits


def _instant(value: object) -> object:
    if not isinstance(value, str) or not _BEGINS_WITH_A_DATE.match(value):  # pydantic takes "0.5" for a time, too
        raise ValueError("must be a date and a time as text")
    return value


# RFC 3339 with an offset; JSON has no times, only texts
Instant = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_instant)]
LanguageIn = Annotated[Language, BeforeValidator(upper)]  # any case in
DifficultyIn = Annotated[Difficulty, BeforeValidator(upper)]


def or_empty(*choices: str) -> WithJsonSchema:
    """No value means any: null in a body or a response, and in a URL the empty text of a form field left blank."""
    return WithJsonSchema({"anyOf": [{"type": "string", "enum": [*choices, ""]}, {"type": "null"}]})


def described_or_empty(**schema: object) -> WithJsonSchema:
    """As `or_empty`, for what is no choice: `schema` is that of a value."""
    return WithJsonSchema({"anyOf": [schema, {"enum": [""]}, {"type": "null"}]})


def _true_or_false(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false", ""):
            raise ValueError("must be true or false")
        return value == "true" if value else None
    return value


LanguageFilter = Annotated[Language | None, BeforeValidator(upper_or_none), or_empty(*Language)]
DifficultyFilter = Annotated[Difficulty | None, BeforeValidator(upper_or_none), or_empty(*Difficulty)]
BoolFilter = Annotated[bool | None, BeforeValidator(_true_or_false), or_empty("true", "false")]


class IdPath(Query):
    """A path that ends in `{id}`."""

    id: Id
