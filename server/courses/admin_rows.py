"""What goes out about courses to those who write them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from game.terms import Difficulty, Language
from server.courses.rows import Goals
from server.infra.inputs import Id
from server.infra.markdown import TextBlock


class VersionState(enum.StrEnum):
    """What a version of a challenge is: players get the PUBLISHED one; a DRAFT never was, a RETIRED one was."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    RETIRED = "RETIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminTrackListed:
    """A track, published or not. `challenges` are those of it that are published."""

    id: Id
    slug: str
    title: str
    language: Language
    description: str
    place: int
    is_published: bool
    challenges: int
    enrolled: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AdminTracks:
    tracks: list[AdminTrackListed]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminChallengeListed:
    """`title`, `difficulty` and `keys` are those of the latest version. `published_version` is null while players do
    not see it."""

    id: Id
    slug: str
    title: str
    place: int
    published_version: int | None
    latest_version: int
    has_draft: bool
    difficulty: Difficulty
    keys: int
    attempts: int
    completed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminLesson:
    """`text` is the Markdown."""

    id: Id
    slug: str
    title: str
    text: str
    place: int
    challenges: list[AdminChallengeListed]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminModule:
    id: Id
    slug: str
    title: str
    description: str
    place: int
    lessons: list[AdminLesson]


@dataclass(frozen=True, slots=True)
class AdminTrack:
    """A whole track, drafts too."""

    track: AdminTrackListed
    modules: list[AdminModule]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtSnippet:
    """The code of a version, and its measures."""

    id: Id
    version: int
    difficulty: Difficulty
    expected_wpm: float
    keys: int
    snippet_text: str
    words: list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeVersion:
    """`attempts` are those at this version. `published_at` is when it first was."""

    version: int
    state: VersionState
    title: str
    snippet: TaughtSnippet
    minutes: int
    points: int
    goals: Goals
    hints: list[str]
    attempts: int
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TrackOfChallenge:
    id: Id
    slug: str
    title: str
    language: Language


@dataclass(frozen=True, slots=True)
class LessonOfChallenge:
    id: Id
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminChallenge:
    """A challenge with all of its versions, the newest first."""

    id: Id
    slug: str
    track: TrackOfChallenge
    lesson: LessonOfChallenge
    place: int
    published_version: int | None
    attempts: int
    completed: int
    versions: list[ChallengeVersion]


@dataclass(frozen=True, slots=True)
class TextBlocks:
    """A lesson's text as players see it."""

    blocks: tuple[TextBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSuggestion:
    """What suits some code, by its measured difficulty."""

    difficulty: Difficulty
    figure: float
    expected_wpm: float
    keys: int
    minutes: int
    points: int
    goals: Goals
