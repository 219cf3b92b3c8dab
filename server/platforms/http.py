"""The endpoints of what players bring from elsewhere. All of it is about the caller alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from game.terms import Platform
from server.infra.clock import utc_now
from server.infra.inputs import Query, Upload, described_or_empty, none_when_empty, upper
from server.infra.postgres import Pool
from server.infra.web import POSTGRES_LONG_S, Access, Call, Endpoints, Problem, endpoint
from server.platforms import keybr, monkeytype
from server.platforms.days import ImportedDay, days_of
from server.platforms.kept import PlatformDay, PlatformProfile, days_kept, keep, profiles_of, remove
from server.platforms.past_tests import MOST_BYTES, FileRefused, PastTests

UNREADABLE = (422, "platforms/unreadable")
NOTHING = (404, "platforms/nothing-imported")
READERS: dict[Platform, Callable[[bytes, datetime], PastTests]] = {
    Platform.MONKEYTYPE: monkeytype.read,
    Platform.KEYBR: keybr.read,
}


class PlatformPath(Query):
    platform: Annotated[Platform, BeforeValidator(upper)]


_HANDLE = r"^[!-~]+( [!-~]+)*$"


class ImportQuery(Query):
    """`handle`: what the player is called there; it is shown to them alone."""

    handle: Annotated[
        Annotated[str, Field(min_length=1, max_length=50, pattern=_HANDLE)] | None,
        BeforeValidator(none_when_empty),
        described_or_empty(type="string", minLength=1, maxLength=50, pattern=_HANDLE),
    ] = None


@dataclass(frozen=True, slots=True)
class PlatformsOut:
    """What the player has brought from other trainers, and its days: the newest 400 of each, the oldest first."""

    profiles: list[PlatformProfile]
    days: list[PlatformDay]


@dataclass(frozen=True, slots=True)
class ImportOut:
    """`tests` of the file on `days`, of which `news` were new or fuller than what was there; `left_out` cannot be true
    or could not be read."""

    tests: int
    left_out: int
    days: int
    news: int


def endpoints(pg: Pool) -> Endpoints:
    """These endpoints over the database that the pool `pg` leads to."""
    calls = _PlatformCalls(pg)
    return [
        endpoint(
            "GET",
            "/api/user/platforms",
            calls.all,
            "What you have brought from other trainers",
            access=Access.USER,
            tag="user",
        ),
        endpoint(
            "PUT",
            "/api/user/platforms/{platform}",
            calls.bring,
            "Bring your history from another trainer: the body is its export, as a file",
            access=Access.USER,
            body_limit_bytes=MOST_BYTES,
            problems=(UNREADABLE,),
            rate="20/hour",
            postgres_s=POSTGRES_LONG_S,
            tag="user",
        ),
        endpoint(
            "DELETE",
            "/api/user/platforms/{platform}",
            calls.remove,
            "Remove what you have brought from there",
            access=Access.USER,
            problems=(NOTHING,),
            tag="user",
        ),
    ]


class _PlatformCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def all(self, call: Call) -> PlatformsOut:
        user_id = call.caller.user_id
        return PlatformsOut(await profiles_of(self._pg, user_id), await days_kept(self._pg, user_id))

    async def bring(self, call: Call[Upload, ImportQuery, PlatformPath]) -> ImportOut:
        platform = call.path.platform
        try:
            gathered, days = await asyncio.to_thread(_read, platform, call.body.content)
        except FileRefused as refused:
            raise Problem(*UNREADABLE, str(refused)) from None
        news = await keep(self._pg, call.caller, platform, call.query.handle, days)
        return ImportOut(len(gathered.tests), gathered.left_out, len(days), news)

    async def remove(self, call: Call[None, None, PlatformPath]) -> None:
        if not await remove(self._pg, call.caller.user_id, call.path.platform):
            raise Problem(*NOTHING, "There is nothing from there.")


def _read(platform: Platform, content: bytes) -> tuple[PastTests, list[ImportedDay]]:
    gathered = READERS[platform](content, utc_now())
    return gathered, days_of(gathered.tests)
