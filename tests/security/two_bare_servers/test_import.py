"""Archives that are bombs, imported beside two running servers: little memory, nothing of them in the library."""

from __future__ import annotations

import asyncio
import json
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from game.terms import Role
from tests.forks import run
from tests.library.test_import_bombs import MIB, PACKING, changed, directory_of, zipped
from tests.library.test_import_pieces import GOOD
from tests.security.two_bare_servers import weighed
from tests.security.two_bare_servers.bare import Bare

pytestmark = pytest.mark.long  # all of them one after another

BOMB_BYTES = 64 * MIB
MORE_KIB = 48 * 1024  # than an import that is no bomb; a directory of 18 MB is held twice


def _bombs(folder: Path) -> list[Path]:
    """One of each method that says it is small, and one with a directory that is large."""
    many = folder / "many.zip"
    many.write_bytes(directory_of(400_000, 1))
    bombs = [zipped(folder / f"bomb_{method}.zip", bytes(BOMB_BYTES), method) for method in PACKING]
    said, small = struct.pack("<I", BOMB_BYTES), struct.pack("<I", 1_000)
    return [many, *(changed(bomb, said, small) for bomb in bombs)]


async def _imported(bare: Bare, *paths: Path) -> tuple[dict[str, Any], int]:
    """What the command says, and the KiB that it took."""
    arguments = ("snippets", "import", *map(str, paths), "--license", "MIT OR Apache-2.0", "--json")
    code, out, err = await run(weighed.ENTRY, arguments, {"PATH": "/usr/bin:/bin", **bare.variables})
    assert code == 0, err
    took = re.search(r"It took (\d+) KiB", err)
    assert took is not None
    said: dict[str, Any] = json.loads(out)
    return said, int(took[1])


async def test_bombs_beside_two_servers_take_no_memory_and_leave_nothing(bare: Bare, tmp_path: Path) -> None:
    honest = zipped(tmp_path / "shop.zip", GOOD.encode(), zipfile.ZIP_DEFLATED)
    said, usual_kib = await _imported(bare, honest)
    assert said["snippets"] == 1
    bombs = await asyncio.to_thread(_bombs, tmp_path)  # the gate before PostgreSQL is in this loop
    said, took_kib = await _imported(bare, *bombs)
    assert said["snippets"] == 0
    assert took_kib < usual_kib + MORE_KIB, said
    root = await bare.register("root", Role.ADMIN)
    for client in bare.clients:
        found = (await client.get("/api/snippets?state=DRAFT", headers=root["headers"])).json()
        assert [one["license"] for one in found["items"]] == ["MIT OR Apache-2.0"]
