"""What goes in and out of the endpoints about snippets as players see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from game.terms import Difficulty, Language
from server.infra.inputs import UUID_PATTERN, Body, Query

ASKED = 50  # at once: more than a result page lists


class VoteBody(Body):
    """1: more of this. -1: less of it. 0 takes a vote back."""

    value: Annotated[int, Field(ge=-1, le=1)]  # a Literal takes true for 1


class OpinionsQuery(Query):
    """`snippets`: ids with commas between them."""

    snippets: Annotated[str, Field(pattern=rf"^{UUID_PATTERN}(,{UUID_PATTERN}){{0,{ASKED - 1}}}$")]

    @property
    def ids(self) -> list[str]:
        return self.snippets.split(",")


@dataclass(frozen=True, slots=True)
class OwnOpinion:
    """What the reader makes of a snippet; nothing, for who is not signed in. `is_counted`: whether the vote is among
    the likes and dislikes. A guest's is from when they register."""

    vote: int = 0
    is_bookmarked: bool = False
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class SeenSnippet:
    """`id` is the one that was asked for, `snippet_id` the version that has a page now."""

    id: str
    snippet_id: str
    own: OwnOpinion


@dataclass(frozen=True, slots=True)
class OpinionsOut:
    """Those of the asked that have a page."""

    items: list[SeenSnippet]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`snippet_text` is null for one that is in no game any more."""

    id: str
    language: Language
    difficulty: Difficulty
    category: str
    bookmarked_at: datetime
    snippet_text: str | None


@dataclass(frozen=True, slots=True)
class BookmarkedLanguage:
    """How many snippets of a language a game on the bookmarks has."""

    language: Language
    snippets: int


@dataclass(frozen=True, slots=True)
class BookmarksOut:
    """A page of them, the newest first; `languages` are those of all pages."""

    items: list[Bookmark]
    page: int
    per_page: int
    total: int
    languages: list[BookmarkedLanguage]


@dataclass(frozen=True, slots=True)
class BestRun:
    """A player's fastest run of the snippet, and the game that it was in. `net_wpm` is that of the snippet alone."""

    result_id: str
    session_id: str
    username: str
    display_name: str
    net_wpm: float
    key_accuracy_percentage: float
    typed_at: datetime


@dataclass(frozen=True, slots=True)
class SnippetFigures:
    """How the snippet is typed. `median_net_wpm` is that of the newest runs; it and the accuracy are null before the
    first one. `line_mistakes` counts the wrong keys in each line, from the first; lines at the end may be missing."""

    times_typed: int
    median_net_wpm: float | None
    key_accuracy_percentage: float | None
    line_mistakes: list[int]
    likes: int
    dislikes: int
    bookmarks: int


@dataclass(frozen=True, slots=True)
class SnippetPage:
    """`id` is the version that games get now; it may be a later one than was asked for. `words` are as in a wave."""

    id: str
    language: Language
    difficulty: Difficulty
    category: str
    snippet_text: str
    words: list[tuple[int, int, str]]
    expected_wpm: float
    source: str
    license: str
    version: int
    published_at: datetime
    figures: SnippetFigures
    best: list[BestRun]
    own: OwnOpinion
