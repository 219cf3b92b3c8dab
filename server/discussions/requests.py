"""What comes in: the bodies, queries and paths of discussions' endpoints."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from server.infra.inputs import Body, Id, Query
from server.infra.written import written

MOST_TEXT = 2_000


def place_of(text: str) -> tuple[datetime | None, str | None]:
    """The time and the id after which a list of the newest goes on."""
    if not text:
        return None, None
    ms, _, number = text.partition("_")
    return datetime.fromtimestamp(int(ms) / 1000, UTC), str(UUID(number))


def place_after(at: datetime, id: str) -> str:
    return f"{round(at.timestamp() * 1000)}_{id}"


def _a_place(text: str) -> str:
    try:
        place_of(text)
    except (ValueError, OverflowError, OSError):
        raise PydanticCustomError("place", "must be `next` of such a list") from None
    return text


WrittenText = Annotated[str, *written(MOST_TEXT)]
On = Annotated[str, Field(pattern=r"^[a-z]{1,20}:[\w-]{1,100}$", description="snippet:ID, contest:SLUG or replay:ID")]
Place = Annotated[str, Field(max_length=60), AfterValidator(_a_place)]
PerStretch = Annotated[int, Field(ge=1, le=50)]


class OnQuery(Query):
    on: On


class PostsQuery(OnQuery):
    """`after`: `next` of the posts before."""

    after: Place = ""
    per_page: PerStretch = 10


class CommentsQuery(Query):
    """`after`: `next` of the comments before."""

    after: str = Field("", max_length=120, pattern=r"^(\d{1,18}(\.\d{1,18}){0,4})?$")  # each number a bigint
    per_page: PerStretch = 30

    def path(self) -> list[int]:
        return [int(number) for number in self.after.split(".") if number]


class NewPost(Body):
    text: WrittenText


class NewComment(Body):
    """`parent_id`: the comment that it answers; without one, the post."""

    text: WrittenText
    parent_id: Id | None = None


class TextEdit(Body):
    text: WrittenText
