"""Many new snippets at once: either all of them are added, or none is and every fault is reported."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from server.infra.audit import Actor, record
from server.infra.postgres import Connection, Pool
from server.infra.web import Problem
from server.library import audited
from server.library.answers import SnippetBody
from server.library.difficulty import expected_wpm
from server.library.faults import SnippetRefused
from server.library.parse import parse
from server.library.problems import DUPLICATE, REFUSED
from server.library.versions import Content, add_all, content_hash, writing

ERRORS_LIMIT = 100  # in one answer


def content_of(body: SnippetBody) -> Content:
    """A new snippet as its author describes it, with an estimated speed if none is given. Raises SnippetRefused."""
    parsed = parse(body.language, body.snippet_text)
    return Content(
        language=body.language,
        difficulty=body.difficulty,
        category=body.category,
        parsed=parsed,
        expected_wpm=body.expected_wpm or expected_wpm(parsed),
        source=body.source,
        license=body.license,
        is_active=body.is_active,
    )


async def add_many(pg: Pool, bodies: Sequence[SnippetBody], by: Actor) -> list[str]:
    """The new ids, in the order given. Raises Problem `snippet/refused` or `snippet/duplicate` with a pointer each."""
    contents = await asyncio.to_thread(_contents_of, bodies)
    keys = [(str(content.language), content_hash(content.parsed.text)) for content in contents]
    hashes = [of for _, of in keys]
    async with writing(pg, by) as connection:
        _refuse_twins(keys, await _ids(connection, hashes))
        await add_all(connection, contents)
        ids = await _ids(connection, hashes)
        new = [ids[key] for key in keys]
        await record(connection, by, *audited.added_many(new))
    return new


def _contents_of(bodies: Sequence[SnippetBody]) -> list[Content]:
    contents, errors = [], []
    for number, body in enumerate(bodies):
        try:
            contents.append(content_of(body))
        except SnippetRefused as refused:
            errors += [one.as_error(f"/snippets/{number}/snippet_text") for one in refused.refusals]
    if errors:
        raise Problem(
            *REFUSED, "Nothing was added: some of the texts are not valid snippets.", errors=errors[:ERRORS_LIMIT]
        )
    return contents


async def _ids(connection: Connection, hashes: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = await connection.fetch(
        "SELECT id, language, content_hash FROM code_snippets WHERE is_latest AND content_hash = ANY($1)", hashes
    )
    return {(row["language"], row["content_hash"]): row["id"] for row in rows}


def _refuse_twins(keys: Sequence[tuple[str, str]], known: dict[tuple[str, str], str]) -> None:
    """Refuse a text that is in the library already, or earlier in the batch."""
    errors = []
    for number, key in enumerate(keys):
        if key in known or key in keys[:number]:
            where = "the library" if key in known else "what was sent"
            detail = f"Another snippet in {where} has the same text."
            errors.append({"pointer": f"/snippets/{number}/snippet_text", "code": "duplicate", "detail": detail})
    if errors:
        detail = "Nothing was added: some of the texts already exist."
        raise Problem(*DUPLICATE, detail, errors=errors[:ERRORS_LIMIT])
