"""The endpoints about snippets as players see them: the page of one, votes, bookmarks."""

from __future__ import annotations

from server.infra.inputs import IdPath
from server.infra.paging import PageQuery
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoints, endpoint
from server.interactions import making, places
from server.interactions.answers import BookmarksOut, OpinionsOut, OpinionsQuery, OwnOpinion, SnippetPage, VoteBody

RATE = "60/minute"


def endpoints(pg: Pool) -> Endpoints:
    """These endpoints over the database that the pool `pg` leads to."""
    calls = _Snippets(pg)
    return [*_reading(calls), *_writing(calls)]


def _reading(calls: _Snippets) -> Endpoints:
    return [
        endpoint(
            "GET",
            "/api/snippets/{id}/page",
            calls.page,
            "A snippet that games give: its code, how it is typed, the best runs",
            access=Access.OPTIONAL,
            problems=(making.NO_SNIPPET,),
            rate="120/minute",
            tag="snippets",
        ),
        endpoint(
            "GET",
            "/api/opinions",
            calls.opinions,
            "Which of these snippets have a page, and what you make of them",
            access=Access.OPTIONAL,
            tag="snippets",
        ),
        endpoint(
            "GET",
            "/api/user/bookmarks",
            calls.bookmarks,
            "Your bookmarks, the newest first",
            access=Access.USER,
            tag="snippets",
        ),
    ]


def _writing(calls: _Snippets) -> Endpoints:
    bookmark = "/api/snippets/{id}/bookmark"
    return [
        endpoint(
            "PUT",
            "/api/snippets/{id}/vote",
            calls.vote,
            "Vote for or against a snippet, or take the vote back",
            access=Access.USER,
            problems=(making.NO_SNIPPET,),
            rate=RATE,
            tag="snippets",
        ),
        endpoint(
            "PUT",
            bookmark,
            calls.add_bookmark,
            "Bookmark a snippet",
            access=Access.USER,
            problems=(making.NO_SNIPPET, making.TOO_MANY),
            rate=RATE,
            tag="snippets",
        ),
        endpoint(
            "DELETE",
            bookmark,
            calls.remove_bookmark,
            "Remove a bookmark",
            access=Access.USER,
            rate=RATE,
            tag="snippets",
        ),
    ]


class _Snippets:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def page(self, call: Call[None, None, IdPath]) -> SnippetPage:
        return await places.place_of(self._pg, call.maybe_caller_id, call.path.id)

    async def opinions(self, call: Call[None, OpinionsQuery]) -> OpinionsOut:
        return OpinionsOut(await making.seen(self._pg, call.maybe_caller_id, call.query.ids))

    async def bookmarks(self, call: Call[None, PageQuery]) -> BookmarksOut:
        return await making.bookmarks(self._pg, call.caller.user_id, call.query)

    async def vote(self, call: Call[VoteBody, None, IdPath]) -> OwnOpinion:
        return await making.vote(self._pg, call.caller, call.path.id, call.body.value)

    async def add_bookmark(self, call: Call[None, None, IdPath]) -> OwnOpinion:
        return await making.bookmark(self._pg, call.caller, call.path.id)

    async def remove_bookmark(self, call: Call[None, None, IdPath]) -> None:
        await making.remove_bookmark(self._pg, call.caller, call.path.id)
