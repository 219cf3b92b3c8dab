"""The rows of groups: what they are called, who belongs to them, what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from game.terms import Difficulty, GroupJoin, GroupRole, Language, Mode
from server.infra.inputs import Id

TEACHERS = frozenset({GroupRole.OWNER, GroupRole.TEACHER})


@dataclass(frozen=True, slots=True)
class Group:
    """A group as one of its members sees it. `role` is the caller's own; `invite_code` is for teachers alone."""

    id: Id
    slug: str
    name: str
    join: GroupJoin
    invite_code: str | None
    role: GroupRole
    members: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class GroupMember:
    """`playing`: in a running game at the moment. `signed_in`: whether they have ever been; null for anybody but a
    managed account, which starts with a password from a sheet."""

    user_id: Id
    username: str
    display_name: str
    nickname: str | None
    role: GroupRole
    is_managed: bool
    signed_in: bool | None
    playing: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Pupil:
    """A new account or a new password. The password is shown this once, and opens nothing but the choice of another."""

    user_id: Id
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """So many games of a kind, finished after `created_at` and before `due_at`, or the one of a contest whenever it was
    played. `language` and `difficulty` null: any. `min_accuracy` is of keys, in percent."""

    id: Id
    title: str
    note: str
    mode: Mode
    language: Language | None
    difficulty: Difficulty | None
    games: int
    min_net_wpm: float | None
    min_accuracy: float | None
    due_at: datetime | None
    contest_slug: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MemberProgress:
    """How many games of an assignment one member has finished."""

    user_id: Id
    username: str
    display_name: str
    nickname: str | None
    games: int
    done: bool


@dataclass(frozen=True, slots=True)
class AssignmentOut(Assignment):
    """`progress` is of all members for teachers, and one's own for anybody else."""

    progress: list[MemberProgress]
