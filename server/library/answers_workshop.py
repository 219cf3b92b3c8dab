"""What goes in and out of the endpoints behind the admin's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from game.terms import Difficulty, Language
from server.infra.inputs import Body, Id, LanguageIn
from server.library.answers import SnippetBody
from server.library.snippets import SnippetListed, State

ADDED_LIMIT = 500  # snippets in one request
ADDED_LIMIT_BYTES = 2 * 1024 * 1024  # of one request: 500 snippets of 30 lines of 80 columns, as JSON


class CheckBody(Body):
    """A text that might become a snippet. If it is an edit, `id` is the version that it would follow."""

    language: LanguageIn
    snippet_text: str
    id: Id | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text cannot be a snippet, as in a problem document's `errors`. `line` and `column` count from 1."""

    pointer: str
    code: str
    detail: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class MeasuresOut:
    """`figure` is on the scale of the difficulties, 1 (EASY) to 4; `symbol_share` of all keys, 0 to 1."""

    keys: int
    token_count: int
    nesting_depth: int
    symbol_share: float
    figure: float
    difficulty: Difficulty
    expected_wpm: float


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A snippet of the same language that shares half of its runs of five words or more; `alikeness` 0.5 to 1."""

    id: str
    difficulty: Difficulty
    category: str
    state: State
    alikeness: float


@dataclass(frozen=True, slots=True)
class CheckOut:
    """A text with faults has no measures, and its words are those that its grammar could still tell.

    `words` are `[start, end, class]`, `enemies` `[start, end]` of each line's typed characters: offsets into
    `snippet_text`, which is the text as it would be kept. `mended` is the text with a usual spelling for each key that
    not every keyboard has, with spaces for tabs and nothing at the ends of lines; null when that changes nothing.
    """

    snippet_text: str
    faults: list[Fault]
    words: list[tuple[int, int, str]]
    enemies: list[tuple[int, int]]
    measures: MeasuresOut | None
    near_duplicates: list[NearDuplicate]
    mended: str | None


class AddBody(Body):
    """Many new snippets. All or none."""

    snippets: Annotated[list[SnippetBody], Field(min_length=1, max_length=ADDED_LIMIT)]


@dataclass(frozen=True, slots=True)
class AddedOut:
    """The new ids, in the order of the request."""

    ids: list[str]


@dataclass(frozen=True, slots=True)
class Bucket:
    """One language and difficulty: snippets by state, and how often the published ones were drawn."""

    language: Language
    difficulty: Difficulty
    published: int
    draft: int
    retired: int
    least_drawn: int
    most_drawn: int


@dataclass(frozen=True, slots=True)
class CategoryCount:
    language: Language
    category: str
    snippets: int


@dataclass(frozen=True, slots=True)
class SummaryOut:
    buckets: list[Bucket]
    categories: list[CategoryCount]


@dataclass(frozen=True, slots=True)
class ExportOut:
    items: list[SnippetListed]
    total: int
