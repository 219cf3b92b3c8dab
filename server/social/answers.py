"""What is told of people and what they are to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from game.terms import Difficulty, Language
from server.infra.inputs import Id


@dataclass(frozen=True, slots=True)
class ListedPlayer:
    """`since` is when they began to be what the list says."""

    id: Id
    username: str
    display_name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FriendPlaying:
    """A running game. `match` is the code of a public match, which others may watch."""

    language: Language
    difficulty: Difficulty
    started_at: datetime
    match: str | None


@dataclass(frozen=True, slots=True)
class Friend(ListedPlayer):
    """`playing`: null too when they do not show it, or do not play."""

    playing: FriendPlaying | None


@dataclass(frozen=True, slots=True)
class FriendsOut:
    """All that is mutual or waits for somebody, the latest first; `friends` by name."""

    friends: list[Friend]
    received: Annotated[list[ListedPlayer], Field(description="who asks the caller; the latest 100")]
    sent: Annotated[list[ListedPlayer], Field(description="whom the caller has asked, without an answer yet")]
    blocked: list[ListedPlayer]


@dataclass(frozen=True, slots=True)
class Relation:
    """What the caller and a player are to each other."""

    follows: Annotated[bool, Field(description="the caller follows them")]
    is_followed: Annotated[bool, Field(description="they follow the caller")]
    are_friends: bool
    has_asked: Annotated[bool, Field(description="the caller asks them to become friends")]
    is_asked: Annotated[bool, Field(description="they ask the caller")]
    is_blocked: Annotated[bool, Field(description="the caller blocks them")]
