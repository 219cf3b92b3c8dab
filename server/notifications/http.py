"""The list of what somebody was told, and its marks. The stream is the leaderboards' (`http_live.py`): it may carry a
board as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from server.infra.inputs import Body
from server.infra.paging import PageQuery
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, endpoint
from server.notifications.reading import Notification, mark, page, unread

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class NotificationsOut:
    """A page of them, the latest first. `unread` counts on all pages, and is 100 for more."""

    items: list[Notification]
    page: int
    per_page: int
    total: int
    unread: int


@dataclass(frozen=True, slots=True)
class UnreadOut:
    unread: int


class ReadBody(Body):
    """What was read: some, or all."""

    ids: list[int] | None = Field(None, max_length=100)
    all: bool = False

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.ids is None) is not self.all:
            raise PydanticCustomError("read", "Name either some ids, or all")
        if any(not 0 < one <= LARGEST_ID for one in self.ids or ()):
            raise PydanticCustomError("read", "That is no notification's id")
        return self


def endpoints(pg: Pool) -> Endpoints:
    calls = _Calls(pg)
    return [
        endpoint(
            "GET",
            "/api/notifications",
            calls.page,
            "What you were told, the latest first",
            access=Access.USER,
            tag="notifications",
        ),
        endpoint(
            "POST",
            "/api/notifications/read",
            calls.read,
            "Mark some as read, or all",
            access=Access.USER,
            tag="notifications",
        ),
    ]


class _Calls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def page(self, call: Call[None, PageQuery]) -> NotificationsOut:
        query, user_id = call.query, call.caller.user_id
        items, total = await page(self._pg, user_id, query.per_page, query.offset)
        return NotificationsOut(items, query.page, query.per_page, total, await self._unread(user_id))

    async def read(self, call: Call[ReadBody]) -> UnreadOut:
        user_id = call.caller.user_id
        await mark(self._pg, user_id, None if call.body.all else call.body.ids)
        return UnreadOut(await self._unread(user_id))

    async def _unread(self, user_id: str) -> int:
        return len((await unread(self._pg, [user_id]))[user_id])
