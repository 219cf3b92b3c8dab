"""Under which licence a file is, as an SPDX expression.

Laws:
- A file's own SPDX header decides. Without one it is the nearest folder that names a licence, from the file's folder up
  to the tree's root, and above it up to the root of its repository.
- In one folder a manifest (package.json, pyproject.toml) comes before a licence's text, because it states the name.
- A text that is not recognised counts as unknown; nothing is guessed.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from server.infra.extras import of_extra
from server.library.importing.commit import git_root

LICENCE_LENGTH_LIMIT = 100  # the column's
_TEXT_BYTES = 64 * 1024  # the longest licence text in use is half of that

_MANIFESTS = ("package.json", "pyproject.toml")
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|unlicense)([-._].*)?", re.IGNORECASE)
_HEADER = re.compile(rb"SPDX-License-Identifier:[ \t]*([^\r\n]{1,120})")

# The phrases of each licence's text, and its name; the more specific ones come first.
_PHRASES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("python software foundation license version 2", "beopen", "cnri"), "Python-2.0.1"),
    (("python software foundation license version 2",), "PSF-2.0"),
    (("mozilla public license version 2.0",), "MPL-2.0"),
    (("gnu affero general public license version 3",), "AGPL-3.0-only"),
    (("gnu lesser general public license version 3",), "LGPL-3.0-only"),
    (("gnu lesser general public license version 2.1",), "LGPL-2.1-only"),
    (("gnu general public license version 3",), "GPL-3.0-only"),
    (("gnu general public license version 2",), "GPL-2.0-only"),
    (("apache license version 2.0",), "Apache-2.0"),
    (("boost software license - version 1.0",), "BSL-1.0"),
    (("creative commons", "cc0 1.0 universal"), "CC0-1.0"),
    (("this is free and unencumbered software released into the public domain",), "Unlicense"),
    (("permission is hereby granted free of charge", "the software is provided as is"), "MIT"),
    (("permission to use copy modify and/or distribute", "copyright notice and this permission"), "ISC"),
    (("permission to use copy modify and/or distribute",), "0BSD"),
    (("redistribution and use in source and binary forms", "neither the name"), "BSD-3-Clause"),
    (("redistribution and use in source and binary forms", "names of its contributors"), "BSD-3-Clause"),
    (("redistribution and use in source and binary forms", "this list of conditions"), "BSD-2-Clause"),
    (("this software is provided as-is without any express or implied", "altered source versions"), "Zlib"),
)


@cache
def _spdx_licences() -> Any:
    with of_extra("import", "the import of snippets"):
        from license_expression import get_spdx_licensing  # noqa: PLC0415 - half a second, for imports alone

        return get_spdx_licensing()


def is_licence_file(name: str) -> bool:
    """Whether a file of this name may tell the licence of its folder."""
    return name in _MANIFESTS or (
        _LICENCE_FILE.fullmatch(name) is not None and not name.endswith((".py", ".js", ".ts", ".tsx", ".jsx"))
    )


def spdx(text: str) -> str | None:
    """An SPDX expression as SPDX spells it; None if it is none, or names a licence that SPDX does not know."""
    expression = " ".join(text.split()).removesuffix("*/").removesuffix("-->").strip()
    if not expression or len(expression) > LICENCE_LENGTH_LIMIT or "licenseref" in expression.lower():
        return None
    try:
        read = _spdx_licences().validate(expression)
    except (AttributeError, LookupError):  # what the library comes to on some of what is no expression, as `MIT AND`
        return None
    spelt = read.normalized_expression
    return None if read.errors or spelt is None or len(spelt) > LICENCE_LENGTH_LIMIT else str(spelt)


def header_licence(content: bytes) -> str | None:
    """The licence in a source file's own SPDX header."""
    header = _HEADER.search(content, 0, 4096)
    return spdx(header[1].decode("ascii", "replace")) if header else None


def licence_of_text(text: str) -> str | None:
    """The name of the licence with this text."""
    words = " ".join(re.sub(r"[\"'`,*()]|\(c\)", " ", text.lower()).split())
    words = re.sub(r"version 2 june|version 2 ,", "version 2", words)
    for phrases, name in _PHRASES:
        if all(phrase in words for phrase in phrases):
            return name
    return None


def _of_manifest(name: str, content: bytes) -> str | None:
    try:
        manifest = json.loads(content) if name == "package.json" else tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if name == "pyproject.toml":
        manifest = manifest.get("project")
    said: Any = manifest.get("license") if isinstance(manifest, dict) else None
    if isinstance(said, dict):
        said = said.get("type") or said.get("text")
    if not isinstance(said, str):
        return None
    return spdx(said) or licence_of_text(said)


class Licences:
    """The licences of one tree's folders, as far as they were read."""

    def __init__(self, default: str | None = None) -> None:
        self._said: dict[str, tuple[bool, str]] = {}
        self._above: str | None = None
        self._default = default

    def take(self, path: str, content: bytes) -> None:
        """Read a file that `is_licence_file` accepted; `path` is its path in the tree."""
        name = PurePosixPath(path).name
        is_manifest = name in _MANIFESTS
        said = _of_manifest(name, content) if is_manifest else licence_of_text(_shown(content))
        folder = PurePosixPath(path).parent.as_posix()
        if said is not None and (is_manifest or folder not in self._said or not self._said[folder][0]):
            self._said[folder] = (is_manifest, said)

    def look_above(self, folder: Path) -> None:
        """Read the licence files of a tree's own folder and, if it is part of a repository, of the folders above it."""
        root = git_root(folder) or folder
        for one in (folder, *folder.parents):
            above = Licences()
            for file in sorted(one.iterdir()) if _is_readable(one) else []:
                if is_licence_file(file.name) and file.is_file():
                    above.take(file.name, _read(file))
            self._above = above.of("x")
            if self._above or one == root:
                return

    def of(self, path: str, content: bytes = b"") -> str | None:
        """The licence of a source file; None when nothing names one and there is no default."""
        if own := header_licence(content):
            return own
        for folder in PurePosixPath(path).parents:
            if said := self._said.get(folder.as_posix()):
                return said[1]
        return self._above or self._default


def _shown(content: bytes) -> str:
    return content[:_TEXT_BYTES].decode("utf-8", "replace")


def _is_readable(folder: Path) -> bool:
    try:
        next(folder.iterdir(), None)
    except OSError:
        return False
    return True


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_TEXT_BYTES)
    except OSError:
        return b""
