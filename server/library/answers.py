"""What goes in and out of the endpoints about snippets, but for the snippet itself (server/library/snippets.py)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field, WithJsonSchema, model_validator

from server.infra.inputs import (
    Body,
    DifficultyFilter,
    DifficultyIn,
    Id,
    LanguageFilter,
    LanguageIn,
    Query,
    described_or_empty,
    none_when_empty,
    or_empty,
    upper_or_none,
)
from server.infra.paging import PageQuery
from server.infra.written import written
from server.library.categories import category_name, category_of_ones_own
from server.library.snippets import State

_CATEGORY = Field(pattern="^[a-z][a-z0-9-]*$", max_length=50)
Category = Annotated[str, _CATEGORY, AfterValidator(category_name)]
NewCategory = Annotated[str, _CATEGORY, AfterValidator(category_of_ones_own)]
# From slower to faster than anybody types; deadlines follow from it.
ExpectedWpm = Annotated[float, Field(ge=5, le=300)]
Source = Annotated[str, *written(500, may_be_empty=True)]
License = Annotated[str, *written(100)]


BULK_LIMIT = 1000  # ids in one request: 40 KB, and the rotation waits for the blink of an eye


class Sort(enum.StrEnum):
    """The order of a list. Among equals the newest comes first, then the order is by id."""

    NEWEST = "NEWEST"
    MOST_USED = "MOST_USED"
    LEAST_USED = "LEAST_USED"
    EASIEST = "EASIEST"
    HARDEST = "HARDEST"
    DISLIKED = "DISLIKED"


def _looked_for(category: str | None) -> str | None:
    return category and category_name(category)


def _time_of(value: object) -> object:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


class SnippetBody(Body):
    """A new snippet. `expected_wpm` (standard words a minute) is estimated from the text when it is not given."""

    language: LanguageIn
    difficulty: DifficultyIn
    category: NewCategory
    snippet_text: str
    expected_wpm: ExpectedWpm | None = None
    source: Source = ""
    license: License = "MIT"
    is_active: bool = True


class SnippetEdit(Body):
    """A field that is missing or null stays as it is. A snippet keeps its language; naming the same one is allowed.

    `seen_updated_at` is the `updated_at` of the version that the edit was made from. When it has changed, somebody else
    has edited the snippet meanwhile, and this edit is refused.
    """

    language: LanguageFilter = None
    difficulty: DifficultyFilter = None
    category: Category | None = None
    snippet_text: str | None = None
    expected_wpm: ExpectedWpm | None = None
    source: Source | None = None
    license: License | None = None
    is_active: bool | None = None
    seen_updated_at: Annotated[AwareDatetime, BeforeValidator(_time_of)] | None = None


class Filters(BaseModel):
    """`q` is looked for in text, category and source, ignoring case. An empty filter lets everything through.

    But for the code of courses that is not in the rotation: that is found by its category alone, `courses`. `disliked`:
    those that several players have voted against, and more than for it.
    """

    language: LanguageFilter = None
    difficulty: DifficultyFilter = None
    category: Annotated[str | None, BeforeValidator(none_when_empty), AfterValidator(_looked_for)] = Field(
        None, max_length=50
    )
    is_active: Annotated[bool | None, BeforeValidator(none_when_empty), described_or_empty(type="boolean")] = None
    state: Annotated[State | None, BeforeValidator(upper_or_none), or_empty(*State)] = None
    disliked: Annotated[bool | None, BeforeValidator(none_when_empty), described_or_empty(type="boolean")] = None
    q: str = Field("", max_length=200)


class Sorted(Filters):
    """Filters, and an order for what they let through."""

    sort: Annotated[
        Sort,
        BeforeValidator(lambda value: upper_or_none(value) or Sort.NEWEST),
        WithJsonSchema({"type": "string", "enum": [*Sort, ""]}),  # what a form leaves blank is empty
    ] = Sort.NEWEST


class SnippetsQuery(Sorted, PageQuery):
    """A page of the latest versions that the filters let through."""


class ExportQuery(Sorted, Query):
    """All of the latest versions that the filters let through."""


class SnippetsFilter(Filters, Body):
    """All of the latest versions that the filters let through."""


class BulkEdit(Body):
    """Activate or deactivate many at once: those of `ids`, or those that `filter` lets through. All or none."""

    is_active: bool
    ids: Annotated[list[Id], Field(min_length=1, max_length=BULK_LIMIT)] | None = None
    filter: SnippetsFilter | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.ids is None) == (self.filter is None):
            raise ValueError("say which snippets, by ids or filter")
        return self


@dataclass(frozen=True, slots=True)
class BulkAnswer:
    """How many snippets were meant, and how many of them changed."""

    matched: int
    changed: int
