"""The laws of the client's modules, read from their syntax trees. No browser is needed.

A page's folder holds `page.js`, which joins it to the server, `view.js`, which turns state into DOM, and `text.js`, its
English. Views and what they are made of reach no network, directly or through what they import. Only texts hold text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

# Folder → the folders it may import from. A module directly in static/js/ goes by its own name.
MAY_IMPORT = {
    "text": {"text", "terms"},
    "typing": {"typing", "terms"},
    "net": {"net", "routes", "later-routes", "terms"},
    "game": {"game", "typing", "text", "terms"},
    "charts": {"charts", "dom", "text"},
    "arena": {"arena", "dom", "text", "typing", "terms"},
    "hud": {"hud", "dom", "text", "game", "typing", "terms"},
    "stage": {"stage", "hud", "arena", "dom", "text", "game", "typing", "terms"},
    "parts": {"parts", "arena", "dom", "text", "terms"},
    "sound": {"sound"},
    "watching": {"watching", "replay", "parts", "hud", "arena", "dom", "text", "game", "typing", "terms"},
    "replay": {"replay", "game", "typing", "terms"},
    "dom": set(),
    "router": set(),
    "routes": set(),
    "later-routes": set(),
    "terms": set(),
}
# These join the others.
FREE = {"main", "app", "discussions", "games", "news", "opinions", "pages", "preferences", "reports", "shares", "theme"}
FREE |= {"unloaded", "zone"}
DRAWS = ("parts/", "watching/", "arena/", "hud/", "stage/", "charts/")
TEXTS = ("text.js",)  # in the folder of a page or a part; what several share is in text/
NETWORK = {"fetch", "EventSource", "WebSocket", "XMLHttpRequest", "sendBeacon", "PlaySocket", "Api"}
# A capitalised word, or two words side by side: what a reader would see. Names of keys and elements are not.
TEXT = re.compile(r"^[A-Z][a-z]+[ .,:!?…]?|(?<![-\w])[a-z]{2,} [a-z]{2,}(?![-\w])")
KEYS = re.compile(
    r"^(Enter|Escape|Tab|Backspace|Home|End|Delete|Page(Up|Down)|Arrow(Left|Right|Up|Down)"
    r"|Space|Alt|Control|Meta|Shift)$"
)
CODE = re.compile(r"ease|linear|\dpx|\dms|rgb|translate|scale")  # motion and geometry, in CSS's own words

PARSER = Parser(Language(tree_sitter_javascript.language()))


@cache
def modules() -> dict[str, Node]:
    """Every module's syntax tree, by its path in static/js/."""
    folder = Path(__file__).parents[2] / "static" / "js"
    files = sorted(folder.rglob("*.js"))
    return {str(file.relative_to(folder)): PARSER.parse(file.read_bytes()).root_node for file in files}


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from walk(child)


def words(node: Node) -> str:
    assert node.text is not None
    return node.text.decode()


@cache
def imports(module: str) -> frozenset[str]:
    """What a module imports when it runs; types in its comments do not count."""
    found = set()
    for node in walk(modules()[module]):
        source = node.child_by_field_name("source") if node.type in ("import_statement", "export_statement") else None
        if source is None and node.type == "call_expression" and node.children[0].type == "import":
            source = node.child_by_field_name("arguments")
            assert source is not None
            source = source.children[1]
        if source is not None:
            found.add(resolve(module, words(source).strip("'\"")))
    return frozenset(found)


def resolve(module: str, address: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(module).parent / address).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def folder(module: str) -> str:
    return module.partition("/")[0].removesuffix(".js")


@cache
def reaches(module: str) -> frozenset[str]:
    """A module and everything behind it."""
    seen: set[str] = set()
    ahead = [module]
    while ahead:
        if (one := ahead.pop()) not in seen:
            seen.add(one)
            ahead += imports(one)
    return frozenset(seen)


@pytest.mark.parametrize("module", modules())
def test_every_module_has_its_types_checked(module: str) -> None:
    tree = modules()[module]
    assert not tree.has_error, "this is no JavaScript that the parser knows"
    assert words(tree.children[0]) == "// @ts-check"


@pytest.mark.parametrize("module", modules())
def test_imports_go_the_way_they_may(module: str) -> None:
    assert imports(module) <= set(modules()), "a module that does not exist is imported"
    assert folder(module) in MAY_IMPORT.keys() | FREE, "a new folder needs a line in MAY_IMPORT"
    if folder(module) not in FREE:
        assert {one for one in imports(module) if folder(one) not in MAY_IMPORT[folder(module)]} == set()


def page_of(module: str) -> str | None:
    """The folder of the page that a module belongs to; what a page's sections share belongs to all of them."""
    parts = PurePosixPath(module).parts
    return "/".join(parts[:-1]) if parts[0] == "pages" else None


@pytest.mark.parametrize("module", [module for module in modules() if page_of(module)])
def test_no_page_imports_from_another(module: str) -> None:
    own = page_of(module)
    assert own is not None
    shared = {"/".join(own.split("/")[:depth]) for depth in range(2, own.count("/") + 2)}
    assert {page_of(one) for one in imports(module)} <= shared | {None}


def drawing() -> list[str]:
    """The views and what they are made of."""
    views = [module for module in modules() if module.startswith(DRAWS) or module.endswith("/view.js")]
    return sorted({one for view in views for one in reaches(view) if one.startswith((*DRAWS, "pages/"))})


@pytest.mark.parametrize("module", drawing())
def test_views_and_charts_never_touch_the_network(module: str) -> None:
    assert not module.endswith("/page.js")
    assert {
        one for one in imports(module) if folder(one) in ("net", "app", "games", "main", "reports", "zone")
    } == set()
    called = {words(node) for node in walk(modules()[module]) if node.type in ("identifier", "property_identifier")}
    assert called & NETWORK == set()


def showing() -> list[str]:
    return [
        module
        for module in modules()
        if (module.startswith((*DRAWS, "pages/")) or "/" not in module) and not module.endswith(TEXTS)
    ]


def said(node: Node) -> Iterator[Node]:
    """All but what is thrown, which is for developers."""
    if node.type != "throw_statement":
        yield node
        for child in node.children:
            yield from said(child)


@pytest.mark.parametrize("module", showing())
def test_views_charts_and_pages_hold_no_text_of_their_own(module: str) -> None:
    fragments = [words(node) for node in said(modules()[module]) if node.type == "string_fragment"]
    texts = [one for one in fragments if TEXT.search(one) and not KEYS.match(one) and not CODE.search(one)]
    assert [one for one in texts if not all(is_class(word) for word in one.split())] == []


def test_no_line_is_longer_than_120_columns() -> None:
    """Prettier leaves comments, texts and some of CSS as long as they are."""
    folder = Path(__file__).parents[2] / "static"
    files = [file for kind in ("js", "ts", "css", "html") for file in folder.rglob(f"*.{kind}")]
    lines = [(file.name, number) for file in files for number, line in enumerate(file.open(), 1) if len(line) > 121]
    assert lines == []


@cache
def classes() -> frozenset[str]:
    """What the style sheets call elements by."""
    sheets = (Path(__file__).parents[2] / "static" / "css").glob("*.css")
    return frozenset(re.findall(r"\.([a-z][\w-]*)", " ".join(sheet.read_text() for sheet in sheets)))


def is_class(word: str) -> bool:
    """A class, or the beginning of some: `series-${number}`."""
    return any(name.startswith(word) if word.endswith("-") else name == word for name in classes())
