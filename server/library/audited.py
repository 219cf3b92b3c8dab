"""What the audit log keeps of changes to the library. Texts are not repeated: every version stays in the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from server.infra.audit import Deed, changed
from server.library.snippets import SnippetOut

_ENTITY = "snippet"
_KEPT = ("language", "difficulty", "category", "expected_wpm", "source", "license", "is_active", "version")


def _values(snippet: SnippetOut) -> dict[str, Any]:
    return {name: getattr(snippet, name) for name in _KEPT}


def added(snippet: SnippetOut) -> Deed:
    return Deed(_ENTITY, snippet.id, "add", new=_values(snippet))


def added_many(ids: Iterable[str]) -> list[Deed]:
    return [Deed(_ENTITY, snippet_id, "add") for snippet_id in ids]


def imported(count: int) -> Deed:
    """Many at once, from somebody else's repository: one entry, since each snippet names its source."""
    return Deed("library", "import", "import", new={"snippets": count})


def edited(old: SnippetOut, new: SnippetOut, action: str = "edit") -> list[Deed]:
    """Nothing for an edit that changed nothing."""
    before, after = changed(_values(old), _values(new))
    if not after:
        return []
    metadata = {"supersedes_id": old.id} if new.id != old.id else {}
    return [Deed(_ENTITY, new.id, action, before, after, metadata)]


def switched(ids: Iterable[str], is_active: bool) -> list[Deed]:
    """Of snippets that were brought into the rotation or taken out of it."""
    action = "activate" if is_active else "deactivate"
    return [Deed(_ENTITY, one, action, {"is_active": not is_active}, {"is_active": is_active}) for one in ids]
