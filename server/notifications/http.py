"""The list of what somebody was told, and its marks. The stream is the leaderboards' (`http_live.py`): it may carry a
board as well."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from server.infra.inputs import Body
from server.infra.paging import GoesOn, after_a_row
from server.infra.postgres import Pool
from server.infra.totals import KeptTotals
from server.infra.web import Access, Call, Endpoints, endpoint
from server.notifications.reading import Notification, mark, page, total, unread

LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class NotificationsOut:
    """A page of them, the latest first; `next` as of every long list. `unread` counts on all pages, and is 100 for
    more."""

    items: list[Notification]
    page: int
    per_page: int
    total: int
    next: str | None
    unread: int


@dataclass(frozen=True, slots=True)
class UnreadOut:
    unread: int


_AFTER = r"^[0-9]{1,18}$"  # a notification's id


class NotificationsQuery(GoesOn):
    after: Annotated[str | None, *after_a_row(_AFTER)] = None


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
        self._totals = KeptTotals()

    async def page(self, call: Call[None, NotificationsQuery]) -> NotificationsOut:
        query, user_id = call.query, call.caller.user_id
        after = None if query.after is None else int(query.after)
        items, following = query.next_of(
            await page(self._pg, user_id, query.limit, query.offset, after), lambda one: str(one.id)
        )
        count = await self._totals.of(user_id, partial(total, self._pg, user_id))
        return NotificationsOut(items, query.page, query.per_page, count, following, await self._unread(user_id))

    async def read(self, call: Call[ReadBody]) -> UnreadOut:
        user_id = call.caller.user_id
        await mark(self._pg, user_id, None if call.body.all else call.body.ids)
        return UnreadOut(await self._unread(user_id))

    async def _unread(self, user_id: str) -> int:
        return len((await unread(self._pg, [user_id]))[user_id])
