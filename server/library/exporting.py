"""Snippets written as source files in the layout of the seed folder, so that `prodev snippets check` can read them.

What a file cannot say about its snippet (source, licence, speed) is in `.snippets.json` beside the folders, by path.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from server.library.languages import SYNTAXES
from server.library.snippets import SnippetListed

INDEX = ".snippets.json"
_SAID = ("id", "version", "state", "expected_wpm", "source", "license")


class ExportRefused(Exception):
    """The folder is not empty, or cannot be written to."""


def export_to(folder: Path, rows: Sequence[SnippetListed]) -> None:
    """One file a snippet. Raises ExportRefused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ExportRefused(f"{folder} is not empty")
        index: dict[str, Any] = {}
        for row in rows:
            path = _path(row, index)
            index[path.as_posix()] = {name: getattr(row, name) for name in _SAID}
            (folder / path.parent).mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(row.snippet_text + "\n")
        (folder / INDEX).write_bytes(orjson.dumps(index, option=orjson.OPT_INDENT_2))
    except OSError as error:
        raise ExportRefused(f"{error.filename or folder}: {error.strerror}") from None


def _path(row: SnippetListed, taken: Collection[str]) -> PurePosixPath:
    """The name of the seed file that the snippet came from, or one made from the text's hash."""
    folder = PurePosixPath(row.language.lower(), row.difficulty.lower())
    suffix = SYNTAXES[row.language].suffix
    stem = PurePosixPath(row.source).stem if row.source.startswith("seed/snippets/") else ""
    for what in (stem.partition("_")[2], row.content_hash[:8], row.content_hash):
        path = folder / f"{row.category}_{what}{suffix}"
        if what and path.as_posix() not in taken:
            return path
    raise AssertionError("two latest snippets of one language have the same text")
