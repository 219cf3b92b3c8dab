"""What goes in and out of the endpoints behind the admin's page."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from game.terms import Difficulty, Language
from server.infra.inputs import Body, Id, LanguageIn
from server.library.answers import CharacterStats, SnippetBody, SnippetListed, State

ADDED_LIMIT = 500  # snippets in one request
ADDED_LIMIT_BYTES = 2 * 1024 * 1024  # of one request: 500 snippets of 30 lines of 80 columns, as JSON


class CheckBody(Body):
    """A text that might become a snippet; `id` is the version that it would follow, if it is an edit."""

    language: LanguageIn
    snippet_text: str
    id: Id | None = None


class Fault(BaseModel):
    """An entry of a problem document's `errors`. `line` and `column` count characters from 1."""

    pointer: str
    code: str
    detail: str
    line: int
    column: int


class MeasuresOut(BaseModel):
    """`figure` is on the scale of the difficulties, 1 (EASY) to 4; `symbol_share` of all keys, 0 to 1."""

    keys: int
    token_count: int
    nesting_depth: int
    symbol_share: float
    figure: float
    difficulty: Difficulty
    expected_wpm: float


class NearDuplicate(BaseModel):
    """A snippet of the same language that shares half of its runs of five words or more; `alikeness` 0.5 to 1."""

    id: str
    difficulty: Difficulty
    category: str
    state: State
    alikeness: float


class CheckOut(BaseModel):
    """A text with faults has neither words nor measures.

    `words` are `[start, end, class]`, `enemies` `[start, end]` of each line's typed characters: offsets into
    `snippet_text`, which is the text as it would be kept.
    """

    snippet_text: str
    faults: list[Fault]
    words: list[tuple[int, int, str]]
    enemies: list[tuple[int, int]]
    measures: MeasuresOut | None
    near_duplicates: list[NearDuplicate]


class AddBody(Body):
    """Many new snippets. All or none."""

    snippets: Annotated[list[SnippetBody], Field(min_length=1, max_length=ADDED_LIMIT)]


class AddedOut(BaseModel):
    """In the order that was sent."""

    ids: list[str]


class Played(BaseModel):
    """As in StatsOut, with the worst three characters."""

    id: str
    plays: int
    finished: int
    mean_accuracy: float | None
    mean_wpm: float | None
    speed_ratio: float | None
    worst_characters: list[CharacterStats]


class ResultsOut(BaseModel):
    """How players did on a page of snippets, in the newest games of their languages and difficulties."""

    games_looked_at: int
    items: list[Played]


class Bucket(BaseModel):
    """One language and difficulty: snippets by state, and how often the published ones were drawn."""

    language: Language
    difficulty: Difficulty
    published: int
    draft: int
    retired: int
    least_drawn: int
    most_drawn: int


class CategoryCount(BaseModel):
    language: Language
    category: str
    snippets: int


class SummaryOut(BaseModel):
    buckets: list[Bucket]
    categories: list[CategoryCount]


class ExportOut(BaseModel):
    items: list[SnippetListed]
    total: int


class EstimateOut(BaseModel):
    """What players say of one version's speed, in standard words a minute.

    `suggested_wpm` is null until `games_needed` waves of `players_needed` players were read; `model_wpm` is what the
    text alone says.
    """

    id: str
    expected_wpm: float
    model_wpm: float
    suggested_wpm: float | None
    games: int
    games_needed: int
    players: int
    players_needed: int
