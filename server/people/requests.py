"""What comes in: the body, query and path of every endpoint of people.

Law: a PUT changes only what it sends. What is left out, or null where null has no meaning, stays as it is.
"""

from __future__ import annotations

import enum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from game.terms import FriendRequestsFrom, NotificationKind, PlayingShownTo, Role
from server.infra.inputs import Body, BoolFilter, DifficultyFilter, LanguageFilter, Query, or_empty, upper_or_none
from server.infra.names import DisplayName, NewUsername, Username
from server.infra.paging import LongQuery
from server.people.names import Email, EmailOrNone
from server.sign_in import NewPassword


def _word(value: object) -> object:
    return value.upper() if isinstance(value, str) and not isinstance(value, enum.Enum) else value


# A JSON body is strict, and a string in it is still read as one of these.
RoleIn = Annotated[Role, BeforeValidator(_word)]
FriendRequestsFromIn = Annotated[FriendRequestsFrom, BeforeValidator(_word)]
PlayingShownToIn = Annotated[PlayingShownTo, BeforeValidator(_word)]
RoleFilter = Annotated[Role | None, BeforeValidator(upper_or_none), or_empty(*Role)]


class RegisterBody(Body):
    username: NewUsername
    email: Email | None = Field(default=None, description="one more name to sign in with; nothing is sent to it")
    password: NewPassword
    display_name: DisplayName | None = None
    invite_code: str | None = Field(default=None, max_length=200)
    is_bot: bool = Field(default=False, description="a program plays: it appears on no board")


class GuestQuery(Query):
    """`is_bot`: a program plays. `resume`: whoever the refresh cookie still signs in comes back instead. A new guest's
    cookie would replace theirs."""

    is_bot: BoolFilter = None
    resume: BoolFilter = None


class ProfileBody(Body):
    username: NewUsername | None = None
    email: EmailOrNone | None = Field(default=None, description="empty: the account has none any more")
    display_name: DisplayName | None = None
    password: str | None = Field(default=None, description="the account's own; needed for a new email alone")


class PasswordBody(Body):
    current_password: str
    new_password: NewPassword


class DeleteAccountBody(Body):
    """A guest has no password and sends `{}`."""

    password: str | None = None


class SettingsBody(Body):
    """What the client remembers for the player. A stored field that this server does not know is kept."""

    theme: Literal["system", "dark", "light", "contrast"] = "system"
    font_size: int = Field(default=18, ge=10, le=40, description="pixels")
    caret: Literal["block", "bar", "underline"] = "block"
    sound: bool = True
    volume: int = Field(default=60, ge=0, le=100, description="percent")
    reduced_motion: bool = Field(default=False, description="in addition to what the system asks for")
    keyboard: Literal["qwerty", "qwertz", "azerty", "dvorak", "colemak"] = "qwerty"
    shortcuts: bool = Field(default=True, description="whether single letters do something on the start page")
    language: LanguageFilter = Field(default=None, description="preselected on the start page")
    difficulty: DifficultyFilter = Field(default=None, description="preselected on the start page")
    replays_public: bool = Field(default=True, description="false: nobody else sees this player's replays")
    friend_requests_from: FriendRequestsFromIn = Field(
        default=FriendRequestsFrom.EVERYBODY, description="who may ask this player to become friends"
    )
    playing_shown_to: PlayingShownToIn = Field(
        default=PlayingShownTo.EVERYBODY, description="who may see that this player is playing"
    )
    notifications_off: list[NotificationKind] = Field(
        default=[], max_length=len(NotificationKind), description="what the player does not want to be told of"
    )

    def changes(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True)


class UsernamePath(Query):
    username: Username


class ProgressQuery(Query):
    language: LanguageFilter = None


class UsersQuery(LongQuery):
    """`search` matches parts of usernames, display names and, for admins, emails, in any case."""

    search: str = Field(default="", max_length=100)
    role: RoleFilter = None
    is_active: BoolFilter = None
    is_guest: BoolFilter = None
    is_bot: BoolFilter = None


class AdminUserBody(Body):
    username: NewUsername | None = None
    role: RoleIn | None = None
    is_active: bool | None = None
    is_bot: bool | None = None
    display_name: DisplayName | None = None
    password: NewPassword | None = None
