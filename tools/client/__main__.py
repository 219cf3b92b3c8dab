"""`python -m tools.client`: write the generated files; with `--check` name those that are out of date."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from server.settings import ROOT
from tools.client import pages, routes, terms, types
from tools.client.served import served

HEAD = "Written by `make fmt` (tools/client) from the server's code: change that, and never this file."


def files() -> dict[Path, str]:
    """The expected text of each file."""
    described = served()
    client = ROOT / "static" / "js"
    admin = client / "pages" / "admin"
    return {
        client / "terms.js": f"// @ts-check\n// {HEAD}\n\n{terms.text()}",
        admin / "terms.js": f"// @ts-check\n// {HEAD}\n\n{terms.admin_text()}",
        client / "pages" / "code" / "terms.js": f"// @ts-check\n// {HEAD}\n\n{terms.code_text()}",
        client / "net" / "types.d.ts": f"// {HEAD}\n\n{types.text(described)}",
        **{client / room: f"// @ts-check\n// {HEAD}\n\n{routes.text(described, room)}" for room in routes.Room},
        **{
            (client / room).with_suffix(".d.ts"): f"// {HEAD}\n\n{routes.declarations(described, room)}"
            for room in routes.Room
        },
        ROOT / "server" / "infra" / "client_paths.py": pages.text(),
    }


def main(arguments: Sequence[str]) -> int:
    differing = {path: text for path, text in files().items() if not path.exists() or path.read_text() != text}
    if "--check" not in arguments:
        for path, text in differing.items():
            path.write_text(text)
        return 0
    for path in differing:
        print(f"{path.relative_to(ROOT)} is out of date: run make fmt", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
