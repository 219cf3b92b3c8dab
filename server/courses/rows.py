"""What goes out about courses to those who learn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from game.terms import ChallengeGoal, Difficulty, EndReason, Language, ProgressStatus
from server.infra.inputs import Id
from server.infra.markdown import TextBlock
from server.infra.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTrack:
    """How far you are in a track: how many of its challenges you have passed, also in percent."""

    enrolled_at: datetime
    completed: int
    percentage: float
    last_attempt_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackListed:
    """A track in a list. `challenges` are those that can be played, `enrolled` the players in it; `yours` is null
    unless you are one of them."""

    slug: str
    title: str
    language: Language
    description: str
    challenges: int
    enrolled: int
    yours: OwnTrack | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What an attempt must reach, besides typing the code to its end; null: not asked for. `min_accuracy` is of keys,
    in percent; `min_net_wpm` as results state it."""

    min_accuracy: float | None
    min_net_wpm: float | None
    max_wrong_keys: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProgress:
    """What you have reached in a challenge. The best is of the attempts that passed it."""

    status: ProgressStatus
    best_score: int | None
    attempts: int
    completed_at: datetime | None
    last_attempt_at: datetime | None
    hints_shown: int


@dataclass(frozen=True, slots=True)
class ChallengeLink:
    id: Id
    slug: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeListed:
    """A challenge in its lesson. `keys` is how many its code takes; `yours` is null if you never touched it."""

    id: Id
    slug: str
    title: str
    difficulty: Difficulty
    minutes: int
    points: int
    keys: int
    goals: Goals
    yours: OwnProgress | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonView:
    """A lesson's text, and the challenges to try it out."""

    slug: str
    title: str
    blocks: tuple[TextBlock, ...]
    challenges: list[ChallengeListed]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleView:
    slug: str
    title: str
    description: str
    lessons: list[LessonView]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackView:
    """A whole track. `next` is the first challenge that you have not passed, null when there is none."""

    track: TrackListed
    modules: list[ModuleView]
    next: ChallengeLink | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A challenge as it is published. `hints` is how many there are; `attempts` and `completed` (players who have
    passed it) are everybody's."""

    id: Id
    slug: str
    version: int
    title: str
    language: Language
    difficulty: Difficulty
    minutes: int
    points: int
    keys: int
    goals: Goals
    snippet_text: str
    words: list[tuple[int, int, str]]
    hints: int
    attempts: int
    completed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A game of a challenge. `failed` are the goals that it missed, and `passed` says that it missed none. One that is
    flagged or rejected by the rules of fair play does not count."""

    result_id: Id
    session_id: Id
    version: int
    passed: bool
    failed: list[ChallengeGoal]
    counts: bool
    final_score: int
    net_wpm: float
    key_accuracy_percentage: float
    wrong_keys: int
    end_reason: EndReason
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class TrackName:
    slug: str
    title: str
    language: Language


@dataclass(frozen=True, slots=True)
class ModuleName:
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class LessonText:
    slug: str
    title: str
    blocks: tuple[TextBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeView:
    """A challenge where it stands. `previous` and `next` are its neighbours in the track; `hints` are those that you
    have been shown."""

    challenge: Challenge
    track: TrackName
    module: ModuleName
    lesson: LessonText
    previous: ChallengeLink | None
    next: ChallengeLink | None
    yours: OwnProgress | None
    hints: list[str]
    last_attempt: Attempt | None


@dataclass(frozen=True, slots=True)
class HintsShown:
    """The hints that you have been shown, and how many are left."""

    hints: list[str]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPlace:
    """A player's best attempt at a challenge, and its place."""

    rank: int
    user_id: Id
    username: str
    display_name: str
    best_score: int
    best_at: datetime
    result_id: Id
    net_wpm: float
    key_accuracy_percentage: float


@dataclass(frozen=True, slots=True)
class ChallengeBoard(Page[BoardPlace]):
    """A page of a challenge's leaderboard; `me` is your own place, null without one."""

    me: BoardPlace | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackProgress:
    """A track that you are enrolled in. `next` is its first challenge that you have not passed."""

    slug: str
    title: str
    language: Language
    challenges: int
    enrolled_at: datetime
    completed: int
    percentage: float
    last_attempt_at: datetime | None
    next: ChallengeLink | None


def percentage(completed: int, challenges: int) -> float:
    """Of a track, in percent to a tenth."""
    return round(100 * completed / challenges, 1) if challenges else 0.0
