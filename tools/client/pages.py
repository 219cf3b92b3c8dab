"""server/infra/client_paths.py: the pages of the client, read from the table of its router."""

from __future__ import annotations

import re

from server.settings import ROOT

TABLE = ROOT / "static" / "js" / "main.js"
_ENTRY = re.compile(r"^\s*\[?\s*'(/[^']*)',(?= page\(|$)", re.MULTILINE)


class NoPages(Exception):
    """static/js/main.js has no table of pages that can be read here."""


def paths(source: str) -> list[str]:
    """The addresses of the pages in the router's table, in its order. Raises NoPages."""
    table = re.search(r"new Router\(\s*\[(.*?)\n  \],", source, re.DOTALL)
    found = _ENTRY.findall(table[1]) if table else []
    if "/" not in found or table is None or len(found) != table[1].count("page(") - table[1].count("'*'"):
        raise NoPages(f"{TABLE.name}: an entry of the router's table is not ['/path', page(…)]")
    return found


def text() -> str:
    """The module, without its head. Raises NoPages."""
    entries = "".join(f'    "{path}",\n' for path in paths(TABLE.read_text()))
    return f'"""Paths that the client draws by itself, all from the same page."""\n\nCLIENT_PATHS = (\n{entries})\n'
