"""The endpoints of shared replays."""

from __future__ import annotations

from starlette.responses import Response

from server.discussions import Discussions
from server.infra.audit import actor_of
from server.infra.inputs import IdPath
from server.infra.paging import Page
from server.infra.postgres import Pool
from server.infra.totals import KeptTotals
from server.infra.web import Access, Answer, Call, Endpoints, endpoint
from server.results import NEW
from server.shared_replays import reading, sharing
from server.shared_replays.answers import (
    HideBody,
    OfficialBody,
    ShareBody,
    SharedReplayListed,
    SharedReplayOut,
    SharedReplaysQuery,
    ShareEdit,
)
from server.shared_replays.pictures import Pictures

_NONE = reading.NO_REPLAY


def endpoints(pg: Pool, discussions: Discussions) -> Endpoints:
    """These endpoints over the database that the pool `pg` leads to; notes are read as `discussions` read theirs."""
    calls = _SharedReplays(pg, discussions)
    return [*_reading(calls), *_of_players(calls), *_of_staff(calls)]


def _reading(calls: _SharedReplays) -> Endpoints:
    return [
        endpoint(
            "GET",
            "/api/replays",
            calls.page,
            "Games that players show, official ones first, then the newest",
            access=Access.OPTIONAL,
            tag="replays",
        ),
        endpoint(
            "GET",
            "/api/replays/{id}",
            calls.one,
            "A shared replay: its title and note, and the result",
            access=Access.OPTIONAL,
            problems=(_NONE,),
            tag="replays",
        ),
        endpoint(
            "GET",
            "/api/replays/{id}/picture.png",
            calls.picture,
            "What a site shows that links to it: 1200 by 630 pixels",
            media_type="image/png",
            problems=(_NONE,),
            rate="60/minute",  # each may be drawn
            tag="replays",
        ),
    ]


def _of_players(calls: _SharedReplays) -> Endpoints:
    one = "/api/replays/{id}"
    refused = (sharing.GUEST, sharing.NO_RESULT, sharing.NOT_RANKED, sharing.ALREADY, sharing.TOO_MANY, NEW)
    return [
        endpoint(
            "POST",
            "/api/replays",
            calls.share,
            "Share a ranked game of your own, with a title and a note",
            access=Access.USER,
            status=201,
            problems=refused,
            rate="20/hour",
            tag="replays",
        ),
        endpoint(
            "PUT",
            one,
            calls.change,
            "Change its title or note",
            access=Access.USER,
            problems=(_NONE, sharing.HIDDEN, NEW),
            rate="60/hour",
            tag="replays",
        ),
        endpoint("DELETE", one, calls.remove, "Share it no more", access=Access.USER, problems=(_NONE,), tag="replays"),
    ]


def _of_staff(calls: _SharedReplays) -> Endpoints:
    return [
        endpoint(
            "PUT",
            "/api/replays/{id}/official",
            calls.mark,
            "Mark it as official, or not any more",
            access=Access.MODERATOR,
            problems=(_NONE, sharing.HIDDEN),
            tag="replays",
        ),
        endpoint(
            "POST",
            "/api/replays/{id}/hide",
            calls.hide,
            "Hide it from everybody but its player, for good",
            access=Access.MODERATOR,
            problems=(_NONE,),
            tag="replays",
        ),
    ]


class _SharedReplays:
    def __init__(self, pg: Pool, discussions: Discussions) -> None:
        self._pg, self._discussions, self._pictures = pg, discussions, Pictures(pg)
        self._totals = KeptTotals()

    async def page(self, call: Call[None, SharedReplaysQuery]) -> Page[SharedReplayListed]:
        return await reading.page(self._pg, self._totals, call.maybe_caller_id, call.query)

    async def one(self, call: Call[None, None, IdPath]) -> SharedReplayOut:
        return await reading.one(self._discussions, call.maybe_caller, call.path.id)

    async def picture(self, call: Call[None, None, IdPath]) -> Response:
        return await self._pictures.answer(call.path.id, call.request.headers.get("if-none-match", ""))

    async def share(self, call: Call[ShareBody]) -> Answer[SharedReplayOut]:
        made = await sharing.share(self._discussions, call.caller, call.body)
        return Answer(
            await reading.one(self._discussions, call.caller, made), 201, {"Location": f"/api/replays/{made}"}
        )

    async def change(self, call: Call[ShareEdit, None, IdPath]) -> SharedReplayOut:
        await sharing.change(self._discussions, call.caller, call.path.id, call.body)
        return await reading.one(self._discussions, call.caller, call.path.id)

    async def remove(self, call: Call[None, None, IdPath]) -> None:
        await sharing.remove(self._pg, call.caller, call.path.id)

    async def mark(self, call: Call[OfficialBody, None, IdPath]) -> None:
        await sharing.mark(self._pg, actor_of(call), call.path.id, call.body.is_official)

    async def hide(self, call: Call[HideBody, None, IdPath]) -> None:
        await sharing.hide(self._pg, actor_of(call), call.path.id, call.body.reason)
