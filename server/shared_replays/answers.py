"""What goes in and out of the endpoints about shared replays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter

from game.terms import Difficulty, Language, Mode
from server.infra.inputs import Body, Id, LanguageFilter, described_or_empty, none_when_empty
from server.infra.markdown import TextBlock
from server.infra.names import ReplayTitle, Username
from server.infra.paging import PageQuery
from server.infra.written import written
from server.results import GameResult

NOTE_LIMIT = 2_000

Note = Annotated[str, *written(NOTE_LIMIT, may_be_empty=True)]


_NAME = described_or_empty(**TypeAdapter[str](Username).json_schema())
ByFilter = Annotated[Username | None, BeforeValidator(none_when_empty), _NAME]


class ShareBody(Body):
    """A ranked game of one's own."""

    result_id: Id
    title: ReplayTitle
    note: Note = ""


class ShareEdit(Body):
    """A field that is missing or null stays as it is."""

    title: ReplayTitle | None = None
    note: Note | None = None


class OfficialBody(Body):
    is_official: bool


class HideBody(Body):
    reason: Annotated[str, *written(500)]


class SharedReplaysQuery(PageQuery):
    """`result`: the one that shows this game. `by`: those of the player of this name."""

    language: LanguageFilter = None
    result: Id | None = Field(None)
    by: ByFilter = None


@dataclass(frozen=True, slots=True)
class SharedReplayListed:
    """`net_wpm` and `key_accuracy_percentage` are the game's."""

    id: str
    title: str
    is_official: bool
    username: str
    display_name: str
    mode: Mode
    language: Language
    difficulty: Difficulty
    net_wpm: float
    key_accuracy_percentage: float
    waves_completed: int
    final_score: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SharedReplayOut:
    """`note_blocks` is the note as it is read, `note` as it was written. `is_shown`: whether everybody sees it. Its
    player does in any case, and staff what they may have to judge; to all others it does not exist. `hidden_at` is when
    moderators hid it."""

    id: str
    title: str
    note: str
    note_blocks: tuple[TextBlock, ...]
    is_official: bool
    is_own: bool
    is_shown: bool
    hidden_at: datetime | None
    created_at: datetime
    result: GameResult
