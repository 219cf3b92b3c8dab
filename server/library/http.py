"""The library's endpoints: moderators read, admins write.

Law: an edit of the text makes the next version and retires the one before; everything else about a version changes in
place. Deleting a snippet deactivates it, since games that were played refer to it.
"""

from __future__ import annotations

from server.infra.audit import actor_of, record
from server.infra.inputs import IdPath
from server.infra.paging import Page, PageQuery
from server.infra.postgres import Pool
from server.infra.web import Access, Answer, Call, Endpoints, Problem, endpoint
from server.library import audited, http_curating, http_workshop, reading
from server.library import versions as library
from server.library.adding import content_of
from server.library.answers import SnippetBody, SnippetEdit, SnippetsQuery
from server.library.categories import OF_COURSES
from server.library.difficulty import expected_wpm
from server.library.parse import Parsed, parse
from server.library.problems import CHANGED, DUPLICATE, REFUSED, SUPERSEDED, UNKNOWN, refusals
from server.library.snippets import SnippetListed, SnippetOut
from server.library.versions import Attributes, Content, content_hash, edited_from, writing


def endpoints(pg: Pool) -> Endpoints:
    """The endpoints of the library in the database that the pool `pg` leads to."""
    return [*_of_snippets(_SnippetCalls(pg)), *http_curating.endpoints(pg), *http_workshop.endpoints(pg)]


def _of_snippets(calls: _SnippetCalls) -> Endpoints:
    many, one = "/api/snippets", "/api/snippets/{id}"
    read, write = Access.MODERATOR, Access.ADMIN
    edit_problems = (UNKNOWN, REFUSED, DUPLICATE, SUPERSEDED, CHANGED)
    return [
        endpoint("GET", many, calls.list, "The library", access=read, tag="admin"),
        endpoint(
            "POST",
            many,
            calls.add,
            "Add a snippet",
            access=write,
            status=201,
            problems=(REFUSED, DUPLICATE),
            tag="admin",
        ),
        endpoint("GET", one, calls.read, "One version of a snippet", access=read, problems=(UNKNOWN,), tag="admin"),
        endpoint(
            "PUT",
            one,
            calls.edit,
            "Edit a snippet; another text makes its next version",
            access=write,
            problems=edit_problems,
            tag="admin",
        ),
        endpoint(
            "DELETE",
            one,
            calls.deactivate,
            "Retire a snippet",
            access=write,
            problems=(UNKNOWN, SUPERSEDED),
            tag="admin",
        ),
        endpoint(
            "GET",
            f"{one}/versions",
            calls.versions,
            "Every version of a snippet, from the id of any",
            access=read,
            problems=(UNKNOWN,),
            tag="admin",
        ),
    ]


class _SnippetCalls:
    def __init__(self, pg: Pool) -> None:
        self._pg = pg

    async def list(self, call: Call[None, SnippetsQuery]) -> Page[SnippetListed]:
        return await reading.page(self._pg, call.query)

    async def versions(self, call: Call[None, PageQuery, IdPath]) -> Page[SnippetListed]:
        with refusals():
            return await reading.versions(self._pg, call.path.id, call.query)

    async def read(self, call: Call[None, None, IdPath]) -> SnippetOut:
        with refusals():
            return await library.read(self._pg, call.path.id)

    async def add(self, call: Call[SnippetBody]) -> Answer[SnippetOut]:
        with refusals():
            content = content_of(call.body)
            async with writing(self._pg, by := actor_of(call)) as connection:
                made = await library.add(connection, content)
                await record(connection, by, audited.added(made))
        return Answer(made, 201, {"Location": f"/api/snippets/{made.id}"})

    async def edit(self, call: Call[SnippetEdit, None, IdPath]) -> SnippetOut:
        edit = call.body
        with refusals():
            known = await library.read(self._pg, call.path.id)
            _refuse_other_language(edit, known.language)
            parsed = None if edit.snippet_text is None else parse(known.language, edit.snippet_text)
            async with writing(self._pg, by := actor_of(call)) as connection:
                old = await library.latest(connection, call.path.id)
                _refuse_unseen(edit, old)
                _refuse_category_of_courses(edit, old)
                if parsed is None or content_hash(parsed.text) == old.content_hash:
                    new = await library.change(connection, old, _attributes(edit))
                else:
                    new = await library.supersede(connection, old, _next_content(old, edit, parsed))
                await record(connection, by, *audited.edited(old, new))
        return new

    async def deactivate(self, call: Call[None, None, IdPath]) -> None:
        with refusals():
            async with writing(self._pg, by := actor_of(call)) as connection:
                old = await library.latest(connection, call.path.id)
                new = await library.change(connection, old, Attributes(is_active=False))
                await record(connection, by, *audited.edited(old, new, "deactivate"))


def _attributes(edit: SnippetEdit) -> Attributes:
    return Attributes(**edit.model_dump(exclude={"language", "snippet_text", "seen_updated_at"}))


def _next_content(old: SnippetOut, edit: SnippetEdit, parsed: Parsed) -> Content:
    """The next version: the old one with the edit applied; the speed is estimated again from the new text."""
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
        detail = "Somebody else has changed this snippet in the meantime. Load it again."
        raise Problem(*CHANGED, detail, latest_id=old.id)


def _refuse_category_of_courses(edit: SnippetEdit, old: SnippetOut) -> None:
    if edit.category == OF_COURSES != old.category:
        detail = "This category is for the code of courses. Choose another one."
        raise Problem(*REFUSED, detail, errors=[{"pointer": "/category", "code": "reserved", "detail": detail}])


def _refuse_other_language(edit: SnippetEdit, language: str) -> None:
    if edit.language is not None and edit.language != language:
        detail = "A snippet's language cannot be changed. Add a new snippet instead."
        error = {"pointer": "/language", "code": "language_fixed", "detail": detail}
        raise Problem(*REFUSED, detail, errors=[error])
