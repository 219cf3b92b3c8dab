"""What goes in and out of the endpoints about snippets."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, Field, model_validator

from game.terms import Difficulty, Language
from server.infra.inputs import Body, DifficultyFilter, DifficultyIn, Id, LanguageFilter, LanguageIn, PageQuery, Query

Category = Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$", max_length=50)]
# The slowest and the fastest that anybody types, with room; a deadline is made of it.
ExpectedWpm = Annotated[float, Field(ge=5, le=300)]
Source = Annotated[str, Field(max_length=500)]
License = Annotated[str, Field(min_length=1, max_length=100)]


BULK_LIMIT = 1000  # ids in one request: 40 KB, and the rotation waits for no longer than a blink


class State(enum.StrEnum):
    """What a version is. Only what is PUBLISHED is drawn; a DRAFT never was, RETIRED was, SUPERSEDED has a successor.

    Kept as `is_active`, `published_at` and `is_latest`.
    """

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    RETIRED = "RETIRED"
    SUPERSEDED = "SUPERSEDED"


class Sort(enum.StrEnum):
    """In what order a list comes. Ties: the newest first, then by id."""

    NEWEST = "NEWEST"
    MOST_USED = "MOST_USED"
    LEAST_USED = "LEAST_USED"
    EASIEST = "EASIEST"
    HARDEST = "HARDEST"


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _upper_or_none(value: object) -> object:
    return (value.upper() or None) if isinstance(value, str) else value


def _time_of(value: object) -> object:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


class SnippetBody(Body):
    """A new snippet. `expected_wpm` (standard words a minute) is estimated from the text when it is not given."""

    language: LanguageIn
    difficulty: DifficultyIn
    category: Category
    snippet_text: str
    expected_wpm: ExpectedWpm | None = None
    source: Source = ""
    license: License = "MIT"
    is_active: bool = True


class SnippetEdit(Body):
    """What is not given, or null, stays as it is. A snippet keeps its language; naming the same one is allowed.

    `seen_updated_at` is the `updated_at` of the version that the edit was made from: when it is another by now,
    somebody else was here, and the edit is refused.
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
    """`q` is looked for in text, category and source, without regard to case. Empty filters mean any."""

    language: LanguageFilter = None
    difficulty: DifficultyFilter = None
    category: Annotated[str | None, BeforeValidator(_none_if_empty)] = Field(None, max_length=50)
    is_active: Annotated[bool | None, BeforeValidator(_none_if_empty)] = None
    state: Annotated[State | None, BeforeValidator(_upper_or_none)] = None
    q: str = Field("", max_length=200)


class Sorted(Filters):
    """Filters, and an order for what they let through."""

    sort: Annotated[Sort, BeforeValidator(lambda value: _upper_or_none(value) or Sort.NEWEST)] = Sort.NEWEST


class SnippetsQuery(Sorted, PageQuery):
    """A page of the latest versions that the filters let through."""


class ExportQuery(Sorted, Query):
    """The latest versions that the filters let through, all of them."""


class SnippetsFilter(Filters, Body):
    """The latest versions that the filters let through, all of them."""


class BulkEdit(Body):
    """Activate or deactivate many at once: those of `ids`, or those that `filter` lets through. All or none."""

    is_active: bool
    ids: Annotated[list[Id], Field(min_length=1, max_length=BULK_LIMIT)] | None = None
    filter: SnippetsFilter | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.ids is None) == (self.filter is None):
            raise ValueError("say which snippets: ids, or filter")
        return self


class BulkAnswer(BaseModel):
    """How many snippets were meant, and how many of them were not like that already."""

    matched: int
    changed: int


class SnippetListed(BaseModel):
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
    published_at: datetime | None
    state: State
    created_at: datetime
    updated_at: datetime


class SnippetOut(SnippetListed):
    """A snippet with its words, `[start, end, class]`: offsets into `snippet_text`, end exclusive."""

    words: list[tuple[int, int, str]]


class SnippetPage(BaseModel):
    items: list[SnippetListed]
    page: int
    per_page: int
    total: int


class CharacterStats(BaseModel):
    """`missed` of `due` times another key was pressed first; `mean_ms` is of the other times, null when none was."""

    character: str
    due: int
    missed: int
    missed_percentage: float
    mean_ms: float | None


class StatsOut(BaseModel):
    """How players do on one version, in the newest games that its language and difficulty had while it was the latest.

    `usage_count` counts draws, shown or not, over all time (a new version inherits it). `plays` are the waves of it
    that were begun and had a key, among the newest `games_looked_at`; `finished` were typed to the end. The means are
    null without a play: accuracy is right keys of all keys in percent, speed is standard words (5 keys) a minute of
    the finished ones, `speed_ratio` that speed over `expected_wpm`.
    """

    id: str
    version: int
    expected_wpm: float
    usage_count: int
    games_looked_at: int
    plays: int
    finished: int
    mean_accuracy: float | None
    mean_wpm: float | None
    speed_ratio: float | None
    worst_characters: list[CharacterStats]


Answer = dict[str, Any]
