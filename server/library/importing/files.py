"""Which source files are worth looking into, and reading them as UTF-8.

Law: a file is judged by its path and its bytes, before it is parsed.
"""

from __future__ import annotations

import io
import re
import tokenize
import zlib
from pathlib import PurePosixPath

from server.library.importing import tally as why

_TEST_FOLDERS = {"test", "tests", "__tests__", "testing", "spec", "specs", "fixtures", "__mocks__", "mocks", "testdata"}
_TEST_FOLDER = re.compile(r".*_tests?|tests?_.*", re.IGNORECASE)
_TEST_FILE = re.compile(r"(test_.*|.*_test|tests?|conftest|.*[.-](test|spec|stories|mock|e2e))\.\w+", re.IGNORECASE)
_GENERATED = re.compile(
    rb"@generated|auto-?(matically )?generated|generated (by|from|with|automatically)|do not (edit|modify)|"
    rb"this file (is|was) generated|machine generated",
    re.IGNORECASE,
)
# What compilers and bundlers of JavaScript write, and people do not.
_COMPILED = re.compile(rb"!0\b|!1\b|void 0|\bnull === \w|\"(object|function|string)\" === typeof|= \(0, |__esModule")
_COMPILED_LIMIT = 4  # of a file
_COMPILED_SUFFIXES = (".d.mts", ".d.cts")
_HEAD_BYTES = 3000  # where tools name themselves
_LONG_LINE_BYTES = 1000  # nobody writes such a line, and bundlers write little else
_MEAN_LINE_BYTES = 120
# What people write packs 3 to 10 times smaller. A file that packs far better is a table or part of an archive bomb:
# parsing 1.5 MB of `x = 1` takes 8 s and 850 MB.
_REPETITIVE_BYTES = 16 * 1024
_REPETITIVE_RATIO = 30


def unwanted(path: str, content: bytes) -> str | None:
    """Why no snippets are taken from a file, as a reason of the tally; None when they may be."""
    *folders, name = PurePosixPath(path).parts
    if any(folder.lower() in _TEST_FOLDERS or _TEST_FOLDER.fullmatch(folder) for folder in folders):
        return why.TESTS
    if _TEST_FILE.fullmatch(name):
        return why.TESTS
    if _is_binary(content):
        return why.BINARY
    if _is_generated(name, content):
        return why.GENERATED
    return why.MINIFIED if ".min." in name or _is_minified(content) else None


def unreadable(path: str, content: bytes) -> str | None:
    """Why nobody could type a file, whoever wrote it, or no grammar should be asked about it; None when neither."""
    if _is_binary(content):
        return why.BINARY
    if _is_repetitive(content):
        return why.GENERATED
    return why.MINIFIED if ".min." in PurePosixPath(path).name or _is_minified(content) else None


def _is_binary(content: bytes) -> bool:
    return b"\x00" in content[:8192] and not content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _is_generated(name: str, content: bytes) -> bool:
    if _GENERATED.search(content, 0, _HEAD_BYTES) or _is_repetitive(content) or name.endswith(_COMPILED_SUFFIXES):
        return True
    return not name.endswith(".py") and _is_compiled(content)


def _is_repetitive(content: bytes) -> bool:
    return len(content) > _REPETITIVE_BYTES and len(zlib.compress(content, 1)) * _REPETITIVE_RATIO < len(content)


def _is_compiled(content: bytes) -> bool:
    return b"//# sourceMappingURL" in content or len(_COMPILED.findall(content)) > _COMPILED_LIMIT


def _is_minified(content: bytes) -> bool:
    lines = content.split(b"\n")
    return max(map(len, lines)) > _LONG_LINE_BYTES or len(content) / len(lines) > _MEAN_LINE_BYTES


def as_utf_8(path: str, content: bytes) -> bytes | None:
    """The file in UTF-8 without a byte order mark, with `\\n` at the ends of lines; None when it cannot be decoded.

    A Python file is read in the encoding that it declares, any other as UTF-8.
    """
    try:
        encoding = "utf-8-sig"
        if path.endswith(".py"):
            encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError, ValueError):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
