"""The library's endpoints: moderators read, admins write.

Law: an edit of the text makes the next version and retires the one before; everything else about a version changes in
place. Deleting a snippet deactivates it, since games that were played refer to it.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from server.infra.inputs import IdPath, PageQuery
from server.infra.postgres import Pool
from server.infra.web import Access, Call, Endpoint, Problem, json_response
from server.library import http_curating, http_workshop, reading
from server.library import versions as library
from server.library.adding import content_of
from server.library.answers import SnippetBody, SnippetEdit, SnippetPage, SnippetsQuery
from server.library.difficulty import expected_wpm
from server.library.parse import Parsed, parse
from server.library.problems import CHANGED, DUPLICATE, REFUSED, SUPERSEDED, UNKNOWN, refusals
from server.library.snippets import SnippetOut
from server.library.versions import Attributes, Content, content_hash, edited_from, writing


def endpoints(pg: Pool) -> list[Endpoint]:
    """The endpoints of the library in the database that the pool `pg` leads to."""
    calls = _SnippetCalls(pg)

    def endpoint(method: str, path: str, handler: Any, summary: str, access: Access, **more: Any) -> Endpoint:
        return Endpoint(method=method, path=path, handler=handler, summary=summary, access=access, tag="admin", **more)

    one: dict[str, Any] = {"path_model": IdPath, "returns": SnippetOut}
    read, write = Access.MODERATOR, Access.ADMIN
    return [
        endpoint("GET", "/api/snippets", calls.list, "The library", read, query=SnippetsQuery, returns=SnippetPage),
        endpoint(
            "POST",
            "/api/snippets",
            calls.add,
            "Add a snippet",
            write,
            body=SnippetBody,
            returns=SnippetOut,
            status=201,
            problems=(REFUSED, DUPLICATE),
        ),
        endpoint("GET", "/api/snippets/{id}", calls.read, "One version of a snippet", read, problems=(UNKNOWN,), **one),
        endpoint(
            "PUT",
            "/api/snippets/{id}",
            calls.edit,
            "Edit a snippet; another text makes its next version",
            write,
            body=SnippetEdit,
            problems=(UNKNOWN, REFUSED, DUPLICATE, SUPERSEDED, CHANGED),
            **one,
        ),
        endpoint(
            "DELETE",
            "/api/snippets/{id}",
            calls.deactivate,
            "Take a snippet out of the rotation",
            write,
            path_model=IdPath,
            status=204,
            problems=(UNKNOWN, SUPERSEDED),
        ),
        endpoint(
            "GET",
            "/api/snippets/{id}/versions",
            calls.versions,
            "Every version of a snippet, from the id of any",
            read,
            path_model=IdPath,
            query=PageQuery,
            returns=SnippetPage,
            problems=(UNKNOWN,),
        ),
        *http_curating.endpoints(pg),
        *http_workshop.endpoints(pg),
    ]


class _SnippetCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def list(self, call: Call) -> SnippetPage:
        return await reading.page(self._pg, call.query)

    async def versions(self, call: Call) -> SnippetPage:
        with refusals():
            return await reading.versions(self._pg, call.path.id, call.query)

    async def read(self, call: Call) -> SnippetOut:
        with refusals():
            return await library.read(self._pg, call.path.id)

    async def add(self, call: Call) -> Response:
        body: SnippetBody = call.body
        with refusals():
            content = content_of(body)
            async with writing(self._pg) as connection:
                row = await library.add(connection, content)
        return json_response(row, 201, {"Location": f"/api/snippets/{row.id}"})

    async def edit(self, call: Call) -> SnippetOut:
        edit: SnippetEdit = call.body
        with refusals():
            known = await library.read(self._pg, call.path.id)
            _refuse_other_language(edit, known.language)
            parsed = None if edit.snippet_text is None else parse(known.language, edit.snippet_text)
            async with writing(self._pg) as connection:
                old = await library.latest(connection, call.path.id)
                _refuse_unseen(edit, old)
                if parsed is None or content_hash(parsed.text) == old.content_hash:
                    return await library.change(connection, old, _attributes(edit))
                return await library.supersede(connection, old, _next_content(old, edit, parsed))

    async def deactivate(self, call: Call) -> Response:
        with refusals():
            async with writing(self._pg) as connection:
                old = await library.latest(connection, call.path.id)
                await library.change(connection, old, Attributes(is_active=False))
        return Response(status_code=204)


def _attributes(edit: SnippetEdit) -> Attributes:
    return Attributes(**edit.model_dump(exclude={"language", "snippet_text", "seen_updated_at"}))


def _next_content(old: SnippetOut, edit: SnippetEdit, parsed: Parsed) -> Content:
    """The next version: the edit over what the one before it had; the speed is estimated anew from the new text."""
    difficulty = edit.difficulty or old.difficulty
    return Content(
        language=old.language,
        difficulty=difficulty,
        category=edit.category or old.category,
        parsed=parsed,
        expected_wpm=edit.expected_wpm or expected_wpm(parsed),
        source=edited_from(old.source) if edit.source is None else edit.source,
        license=edit.license or old.license,
        is_active=old.is_active if edit.is_active is None else edit.is_active,
    )


def _refuse_unseen(edit: SnippetEdit, old: SnippetOut) -> None:
    if edit.seen_updated_at is not None and edit.seen_updated_at != old.updated_at:
        detail = "Somebody else has changed this snippet since. Look at it again."
        raise Problem(*CHANGED, detail, latest_id=old.id)


def _refuse_other_language(edit: SnippetEdit, language: str) -> None:
    if edit.language is not None and edit.language != language:
        detail = "A snippet keeps its language. Add a new snippet instead."
        error = {"pointer": "/language", "code": "language_fixed", "detail": detail}
        raise Problem(*REFUSED, detail, errors=[error])
