"""What goes out about discussions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from game.terms import Language, PostState, Role
from server.infra.inputs import Id
from server.infra.markdown import TextBlock

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Whoever wrote something."""

    id: Id
    username: str
    display_name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayCard:
    """A shared replay that a text links to, for who may see it."""

    id: Id
    title: str
    username: str
    display_name: str
    net_wpm: float
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOut:
    """What a post and a comment have in common. `author` is null, and `blocks` empty, for one that is not shown to you
    and stands for its place alone; then `state` is DELETED, whatever became of it. `text` is the Markdown, for its
    author alone. `edit_left_ms`: how long its author may still change it, 0 for anybody else. `cards`: of what it
    links to."""

    id: Id
    author: Author | None
    blocks: tuple[TextBlock, ...]
    text: str | None
    state: PostState
    like_count: int
    is_liked: bool
    is_own: bool
    edit_left_ms: int
    created_at: datetime
    edited_at: datetime | None
    cards: tuple[ReplayCard, ...]

    @property
    def thread(self) -> str:
        """The id of the post on which it is."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOut(WrittenOut):
    """`on`: what it is about. `comment_count`: of the comments, those that you may read."""

    on: str
    comment_count: int

    @property
    def thread(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentOut(WrittenOut):
    """`parent_id` is null for an answer to the post. `depth` is where it stands, 1 to 5; one that answers the deepest
    stands beside it."""

    post_id: Id
    parent_id: Id | None
    depth: int

    @property
    def thread(self) -> str:
        return self.post_id


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Item]):
    """Some of a list that grows meanwhile. `next` is what to send as `after` for those that follow, null at the end."""

    items: list[Item]
    next: str | None


@dataclass(frozen=True, slots=True)
class Likes:
    like_count: int
    is_liked: bool


@dataclass(frozen=True, slots=True)
class TextPreview:
    """How a text will look, and whether it will wait for a moderator."""

    blocks: tuple[TextBlock, ...]
    waits: bool
