"""The endpoints of own code: cut it, keep it, publish it. Playing it is `POST /api/game/start` with `collection`."""

from __future__ import annotations

from collections.abc import Sequence

from game.terms import Language
from server.infra.apart import Busy, OneAtATime, TookTooLong
from server.infra.audit import actor_of
from server.infra.inputs import IdPath
from server.infra.paging import Page
from server.infra.postgres import Pool
from server.infra.totals import KeptTotals
from server.infra.web import POSTGRES_LONG_S, Access, Answer, Call, Endpoints, Problem, endpoint
from server.library import Cut, Cutting, LeftOut, OwnFile, OwnPiece, OwnText
from server.own_code import keeping, withdrawing
from server.own_code.answers import AddedCode, CollectionListed, CollectionOut, CutOut, LeftOutOut, LineFault, PieceOut
from server.own_code.requests import (
    ADDED_LIMIT_BYTES,
    CUT_LIMIT_BYTES,
    AddOwnBody,
    CollectionBody,
    CollectionEdit,
    CollectionsQuery,
    CutBody,
    OwnSnippetPath,
    WithdrawBody,
)
from server.results import NEW

CUT_FAILED = 422, "collection/too-much"
BUSY = 503, "collection/busy"
REFUSED = 422, "snippet/refused"


def endpoints(pg: Pool, cutting: Cutting) -> Endpoints:
    """`cutting` is the process's."""
    calls = _OwnCode(pg, cutting)
    return [*_reading(calls), *_writing(calls), *_code(calls)]


def _reading(calls: _OwnCode) -> Endpoints:
    return [
        endpoint(
            "GET",
            "/api/collections",
            calls.page,
            "Your own collections, or public ones",
            access=Access.OPTIONAL,
            problems=(keeping.SIGN_IN,),
            tag="collections",
        ),
        endpoint(
            "GET",
            "/api/collections/{id}",
            calls.one,
            "A collection with its code: your own, or a public one",
            access=Access.OPTIONAL,
            problems=(keeping.NO_COLLECTION,),
            tag="collections",
        ),
    ]


def _writing(calls: _OwnCode) -> Endpoints:
    return [
        endpoint(
            "POST",
            "/api/collections",
            calls.create,
            "Make a collection of your own code",
            access=Access.USER,
            status=201,
            rate="60/hour",
            problems=(keeping.TOO_MANY, keeping.GUEST, keeping.WITHDRAWN, NEW),
            tag="collections",
        ),
        endpoint(
            "PUT",
            "/api/collections/{id}",
            calls.change,
            "Rename, describe, publish or hide a collection",
            access=Access.USER,
            rate="60/minute",
            problems=(keeping.NO_COLLECTION, keeping.GUEST, keeping.WITHDRAWN, NEW),
            tag="collections",
        ),
        endpoint(
            "DELETE",
            "/api/collections/{id}",
            calls.delete,
            "Delete a collection and its code",
            access=Access.USER,
            problems=(keeping.NO_COLLECTION, keeping.WITHDRAWN),
            tag="collections",
        ),
        endpoint(
            "POST",
            "/api/collections/{id}/withdraw",
            calls.withdraw,
            "Take a public collection out of the lists, for good; its player keeps it",
            access=Access.MODERATOR,
            problems=(keeping.NO_COLLECTION, keeping.NOT_PUBLIC),
            tag="collections",
        ),
    ]


def _code(calls: _OwnCode) -> Endpoints:
    return [
        endpoint(
            "POST",
            "/api/code/cut",
            calls.cut,
            "Cut code into pieces to type, and say what cannot be typed; nothing is kept",
            access=Access.USER,
            body_limit_bytes=CUT_LIMIT_BYTES,
            rate="10/minute;120/hour",  # each may take seconds of a core
            problems=(CUT_FAILED, BUSY),
            tag="collections",
        ),
        endpoint(
            "POST",
            "/api/collections/{id}/snippets",
            calls.add,
            "Add code to a collection, all or none",
            access=Access.USER,
            status=201,
            body_limit_bytes=ADDED_LIMIT_BYTES,
            rate="30/minute",
            postgres_s=POSTGRES_LONG_S,  # up to 200 rows, one by one
            problems=(keeping.NO_COLLECTION, keeping.FULL, keeping.WITHDRAWN, REFUSED, CUT_FAILED, BUSY),
            tag="collections",
        ),
        endpoint(
            "DELETE",
            "/api/collections/{id}/snippets/{snippet_id}",
            calls.delete_snippet,
            "Delete one piece of a collection",
            access=Access.USER,
            problems=(keeping.NO_COLLECTION, keeping.NO_SNIPPET),
            tag="collections",
        ),
    ]


class _OwnCode:
    def __init__(self, pg: Pool, cutting: Cutting) -> None:
        self._pg, self._cutting = pg, cutting
        self._totals = KeptTotals()

    async def page(self, call: Call[None, CollectionsQuery]) -> Page[CollectionListed]:
        return await keeping.page(self._pg, self._totals, call.maybe_caller_id, call.query)

    async def one(self, call: Call[None, None, IdPath]) -> CollectionOut:
        return await keeping.one(self._pg, call.maybe_caller_id, call.path.id)

    async def create(self, call: Call[CollectionBody]) -> Answer[CollectionOut]:
        made = await keeping.create(self._pg, call.caller, call.body)
        return Answer(made, 201, {"Location": f"/api/collections/{made.collection.id}"})

    async def change(self, call: Call[CollectionEdit, None, IdPath]) -> CollectionOut:
        return await keeping.change(self._pg, call.caller, call.path.id, call.body)

    async def delete(self, call: Call[None, None, IdPath]) -> None:
        await keeping.delete(self._pg, call.caller, call.path.id)

    async def withdraw(self, call: Call[WithdrawBody, None, IdPath]) -> None:
        await withdrawing.withdraw(self._pg, actor_of(call), call.path.id, call.body.reason)

    async def cut(self, call: Call[CutBody]) -> CutOut:
        files = [OwnFile(file.path, file.text, file.language) for file in call.body.files]
        try:
            return _cut_out(await self._cutting.cut(files, call.caller.user_id))
        except (TookTooLong, Busy) as error:
            raise _not_read(error) from None

    async def add(self, call: Call[AddOwnBody, None, IdPath]) -> AddedCode:
        caller, collection_id = call.caller, call.path.id
        language = await keeping.language_of(self._pg, caller, collection_id)
        texts = await self._texts(language, call.body, caller.user_id)
        added = await keeping.add(self._pg, caller, collection_id, texts)
        shown = await keeping.one(self._pg, caller.user_id, collection_id)
        return AddedCode(added, len(texts) - added, shown)

    async def _texts(self, language: Language, body: AddOwnBody, person: str) -> list[tuple[OwnText, str]]:
        """Raises Problem 422 with every fault of every text."""
        try:
            found = await self._cutting.checked(language, [one.snippet_text for one in body.snippets], person)
        except (TookTooLong, Busy) as error:
            raise _not_read(error) from None
        errors = [
            refusal.as_error(f"/snippets/{place}/snippet_text")
            for place, one in enumerate(found)
            if not isinstance(one, OwnText)
            for refusal in one
        ]
        if errors:
            raise Problem(*REFUSED, "Some of this code cannot be typed. Nothing was added.", errors=errors[:100])
        return [
            (one, given.source) for one, given in zip(found, body.snippets, strict=True) if isinstance(one, OwnText)
        ]

    async def delete_snippet(self, call: Call[None, None, OwnSnippetPath]) -> None:
        await keeping.delete_snippet(self._pg, call.caller, call.path.id, call.path.snippet_id)


def _not_read(error: Exception) -> Problem:
    if isinstance(error, Busy):
        detail = "Others are bringing their code at this moment. Try again shortly."
        if isinstance(error, OneAtATime):
            detail = "Your code from before is still being read. Try again when it is."
        return Problem(*BUSY, detail, headers={"Retry-After": "10"})
    return Problem(*CUT_FAILED, "This is too much code at once, or too deeply nested. Try fewer files.")


def _cut_out(found: Cut) -> CutOut:
    return CutOut(
        files=found.files,
        pieces=[_piece(one) for one in found.pieces],
        pieces_total=found.pieces_total,
        left=_left(found.left),
        left_total=found.left_total,
        short=found.short,
    )


def _piece(one: OwnPiece) -> PieceOut:
    return PieceOut(
        path=one.path,
        first_line=one.first_line,
        last_line=one.last_line,
        language=Language(one.language),
        difficulty=one.measures.difficulty,
        expected_wpm=one.measures.expected_wpm,
        keys=one.keys,
        mends=list(one.mends),
        snippet_text=one.text,
    )


def _left(left: Sequence[LeftOut]) -> list[LeftOutOut]:
    return [
        LeftOutOut(
            one.path,
            one.first_line,
            one.last_line,
            [LineFault(fault.line, fault.code, fault.detail) for fault in one.faults],
        )
        for one in left
    ]
