"""What the library refuses, as problem documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from server.infra.web import Problem
from server.library.faults import Refusal, SnippetRefused
from server.library.versions import Duplicate, NoSuchSnippet, Superseded

UNKNOWN = (404, "snippet/no-such-snippet")
REFUSED = (422, "snippet/refused")
DUPLICATE = (409, "snippet/duplicate")
SUPERSEDED = (409, "snippet/superseded")
CHANGED = (409, "snippet/changed")


@contextmanager
def refusals() -> Iterator[None]:
    """Turns what the library refuses into the Problem that a client gets."""
    try:
        yield
    except NoSuchSnippet:
        raise Problem(*UNKNOWN, "There is no such snippet.") from None
    except SnippetRefused as refused:
        raise _refused(refused.refusals) from None
    except Duplicate as error:
        detail = "Another snippet of this language has the same text."
        entry = {"pointer": "/snippet_text", "code": "duplicate", "detail": detail}
        raise Problem(*DUPLICATE, detail, errors=[entry], snippet_id=error.snippet_id) from None
    except Superseded as error:
        detail = "This version has been superseded. Change the latest one."
        raise Problem(*SUPERSEDED, detail, latest_id=error.latest_id) from None


def _refused(refusals: list[Refusal]) -> Problem:
    first = refusals[0]
    detail = f"Line {first.line}, column {first.column}: {first.detail}"
    return Problem(*REFUSED, detail, errors=[refusal.as_error("/snippet_text") for refusal in refusals])
