"""A version of a snippet: the row as it is read, and as it goes out."""

from __future__ import annotations

import enum
from dataclasses import dataclass, fields
from datetime import datetime

import asyncpg
from pydantic import TypeAdapter

from game.terms import Difficulty, Language


class State(enum.StrEnum):
    """What a version is. Only a PUBLISHED one is drawn; a DRAFT never was, RETIRED was, SUPERSEDED has a successor.

    Kept as `is_active`, `published_at` and `is_latest`.
    """

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    RETIRED = "RETIRED"
    SUPERSEDED = "SUPERSEDED"


STATE = (
    "CASE WHEN NOT is_latest THEN 'SUPERSEDED' WHEN is_active THEN 'PUBLISHED'"
    " WHEN published_at IS NULL THEN 'DRAFT' ELSE 'RETIRED' END"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetListed:
    """A snippet in a list: without its words."""

    id: str
    language: Language
    difficulty: Difficulty
    category: str
    snippet_text: str
    token_count: int
    expected_wpm: float
    is_active: bool
    usage_count: int
    content_hash: str
    source: str
    license: str
    version: int
    is_latest: bool
    supersedes_id: str | None
    kept_for: str | None  # the contest until whose end nobody else is given it
    published_at: datetime | None
    state: State
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetOut(SnippetListed):
    """A snippet with its words, `[start, end, class]`: offsets into `snippet_text`, end exclusive."""

    words: list[tuple[int, int, str]]


def _columns(row_type: type[SnippetListed]) -> str:
    return ", ".join(f"{STATE} AS state" if one.name == "state" else one.name for one in fields(row_type))


LISTED_COLUMNS = _columns(SnippetListed)
COLUMNS = _columns(SnippetOut)
_LISTED = TypeAdapter(SnippetListed)
_WHOLE = TypeAdapter(SnippetOut)


def listed(row: asyncpg.Record) -> SnippetListed:
    """A row of LISTED_COLUMNS."""
    return _LISTED.validate_python(dict(row))


def whole(row: asyncpg.Record) -> SnippetOut:
    """A row of COLUMNS."""
    return _WHOLE.validate_python(dict(row))
