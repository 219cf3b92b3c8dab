"""What comes in: the bodies, queries and paths of the groups' endpoints."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from game.terms import GroupJoin, GroupRole, Mode
from server.infra.inputs import Body, BoolFilter, DifficultyFilter, Id, Instant, LanguageFilter, Query, upper
from server.infra.names import DisplayName, GroupName, NewUsername, OptionalName, Title
from server.infra.written import written

PUPILS_LIMIT = 100  # in one go: hashing that many passwords takes some ten seconds

JoinIn = Annotated[GroupJoin, BeforeValidator(upper)]
RoleIn = Annotated[GroupRole, BeforeValidator(upper)]
ModeIn = Annotated[Mode, BeforeValidator(upper)]
# Practice is its player's alone, so nobody else learns who has practised; and an assignment does not say a challenge.
NOT_ASSIGNED = frozenset({Mode.PRACTICE, Mode.CHALLENGE})


class NewGroup(Body):
    name: GroupName
    join: JoinIn = GroupJoin.CODE


class GroupEdit(Body):
    """What is missing stays. `new_invite_code`: the old one opens nothing any more."""

    name: GroupName | None = None
    join: JoinIn | None = None
    new_invite_code: bool = False


class JoinGroup(Body):
    """The invite code, in any case, or the slug of an open group."""

    code: str = Field(min_length=1, max_length=80)


class Pupils(Body):
    usernames: list[NewUsername] = Field(min_length=1, max_length=PUPILS_LIMIT)


class MemberEdit(Body):
    """What is missing stays; an empty nickname takes it away. `username` and `display_name` only for an account that
    the group made."""

    nickname: OptionalName | None = None
    role: RoleIn | None = None
    username: NewUsername | None = None
    display_name: DisplayName | None = None


class NewAssignment(Body):
    """So many games of a mode, each as fast and as clean as is asked for, until `due_at`; or the contest with this
    slug, which is played once and as it is."""

    title: Title
    note: Annotated[str, *written(2_000, may_be_empty=True)] = ""
    mode: ModeIn = Mode.SOLO
    language: LanguageFilter = None
    difficulty: DifficultyFilter = None
    games: int = Field(default=1, ge=1, le=100)
    min_net_wpm: float | None = Field(default=None, ge=1, le=300)
    min_accuracy: float | None = Field(default=None, ge=1, le=100)
    due_at: Instant | None = None
    contest: str | None = Field(default=None, max_length=60)

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if self.contest is None and self.mode is Mode.CONTEST:
            raise PydanticCustomError("contest", "Say which contest")
        if self.mode in NOT_ASSIGNED:
            raise PydanticCustomError("mode", "Games of this mode cannot be assigned")
        if self.contest is not None and (self.games, self.language, self.difficulty) != (1, None, None):
            raise PydanticCustomError("contest", "A contest is played once and as it is")
        return self


class SlugPath(Query):
    slug: str = Field(min_length=1, max_length=60)


class MemberPath(SlugPath):
    user_id: Id


class AssignmentPath(SlugPath):
    id: Id


class RemoveQuery(Query):
    """`delete_account` also deletes an account that the group made."""

    delete_account: BoolFilter = None
