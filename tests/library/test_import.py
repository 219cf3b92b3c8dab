"""`prodev snippets import`, from paths to rows; on made trees, on Python's own library and on packages of npm."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from server.infra.postgres import Connection, Pool
from server.library import draw
from server.library.faults import text_refusals
from server.library.importing import writing as importing
from server.library.importing.gathering import Gathered, gather
from server.library.importing.writing import write
from server.library.versions import Content, add_all
from tests.commands import in_thread
from tests.library.test_import_files import OTHER, sources, tree
from tests.library.test_import_pieces import COMPONENT, GOOD
from tests.snippets import AddSnippet

NPM_TIMEOUT_S = 20


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return tree(tmp_path / "shop", {"a.py": GOOD, "b.py": OTHER, "c.jsx": COMPONENT, "LICENSE": "Apache License 2.0"})


async def command(*arguments: str | Path, code: int = 0) -> str:
    return await in_thread("snippets", "import", *map(str, arguments), code=code)


async def rows(pg: Pool) -> list[dict[str, Any]]:
    return [dict(row) for row in await pg.fetch("SELECT * FROM code_snippets ORDER BY source")]


# ---------------------------------------------------------------- the command


async def test_an_import_writes_drafts_that_no_game_draws(
    environment: pytest.MonkeyPatch, pg: Pool, shop: Path
) -> None:
    told = await command(shop, "--license", "MIT")
    assert "3 snippets imported as drafts from 3 files" in told
    found = await rows(pg)
    assert [row["source"] for row in found] == ["shop/a.py#L1-L6", "shop/b.py#L1-L6", "shop/c.jsx#L1-L5"]
    assert {row["is_active"] for row in found} == {False}
    assert found[0]["snippet_text"] == GOOD.rstrip("\n")
    assert (found[0]["license"], found[2]["language"]) == ("MIT", "REACT")
    assert await draw(pg, "PYTHON", found[0]["difficulty"], []) is None


async def test_activate_brings_them_into_the_rotation(environment: pytest.MonkeyPatch, pg: Pool, shop: Path) -> None:
    assert "imported and active" in await command(shop, "--license", "MIT", "--activate")
    found = await rows(pg)
    assert {row["is_active"] for row in found} == {True}
    drawn = await draw(pg, "REACT", found[2]["difficulty"], [])
    assert drawn is not None and drawn.text == COMPONENT.rstrip("\n")


async def test_a_dry_run_shows_a_table_and_samples_and_writes_nothing(
    environment: pytest.MonkeyPatch, pg: Pool, shop: Path
) -> None:
    told = await command(shop, "--license", "MIT", "--dry-run")
    assert "3 snippets would be imported" in told
    assert "Licences: MIT 3." in told
    assert "    kept = []" in told and "shop/c.jsx#L1-L5" in told
    assert await rows(pg) == []


async def test_importing_again_adds_nothing(environment: pytest.MonkeyPatch, pg: Pool, shop: Path) -> None:
    await command(shop, "--license", "MIT")
    told = json.loads(await command(shop, "--license", "MIT", "--json"))
    assert (told["snippets"], told["near_duplicates"]) == (0, {"of_library": 3, "of_batch": 0})
    assert len(await rows(pg)) == 3


async def test_an_unknown_licence_is_refused_and_nothing_written(
    environment: pytest.MonkeyPatch, pg: Pool, shop: Path
) -> None:
    (shop / "LICENSE").unlink()
    assert (await command(shop, code=1)).startswith("prodev: no licence found for 3 files")
    assert (await command(shop, "--license", "mine, all mine", code=1)).startswith(
        "prodev: 'mine, all mine' is not an SPDX"
    )
    assert await rows(pg) == []


async def test_a_path_that_is_not_there_is_one_line(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert await command(tmp_path / "nowhere", code=1) == f"prodev: {tmp_path}/nowhere does not exist\n"
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert await command(tmp_path / "link", code=1) == f"prodev: {tmp_path}/link does not exist\n"


async def test_bad_input_is_named_in_the_summary(environment: pytest.MonkeyPatch, pg: Pool, shop: Path) -> None:
    tree(shop, {"bad.py": b"\x00\x01", "[bold]worse.py": "def ("})
    told = await command(shop, "--license", "MIT")
    assert "1 x binary: bad.py" in told
    assert "1 x syntax error: [bold]worse.py" in told
    assert len(await rows(pg)) == 3


# ---------------------------------------------------------------- near-duplicates, all or nothing


async def test_what_the_library_has_is_left_out_whether_active_or_not(
    pg: Pool, shop: Path, add_snippet: AddSnippet
) -> None:
    await add_snippet(GOOD.replace("return sorted(kept, key=len)", "return kept"), is_active=False)
    sifted = await write(pg, gather([shop], licence="MIT").contents)
    assert (len(sifted.contents), sifted.in_library, sifted.in_batch) == (2, 1, 0)


async def test_of_pieces_that_differ_in_names_alone_one_is_taken(pg: Pool, tmp_path: Path) -> None:
    renamed = GOOD
    for name in ("longest", "words", "word", "limit", "kept"):
        renamed = renamed.replace(name, f"{name[::-1]}")
    batch = gather([tree(tmp_path / "shop", {"a.py": GOOD, "b.py": renamed, "c.py": GOOD})], licence="MIT")
    sifted = await write(pg, batch.contents)
    assert ([one.source for one in sifted.contents], sifted.in_batch) == (["shop/a.py#L1-L6"], 2)
    again = await write(pg, batch.contents)
    assert (again.contents, again.in_library) == ([], 3)


async def test_an_import_that_is_cut_off_leaves_nothing(pg: Pool, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def cut_off(connection: Connection, contents: list[Content]) -> None:
        await add_all(connection, contents[:2])
        raise asyncio.CancelledError

    monkeypatch.setattr(importing, "add_all", cut_off)
    with pytest.raises(asyncio.CancelledError):
        await write(pg, gather([shop], licence="MIT").contents)
    assert await rows(pg) == []


async def test_two_imports_at_the_same_time_leave_one_copy(pg: Pool, shop: Path) -> None:
    contents = gather([shop], licence="MIT").contents
    done = await asyncio.gather(*(write(pg, contents) for _ in range(3)))
    assert sorted(len(one.contents) for one in done) == [0, 0, 3]
    assert len(await rows(pg)) == 3


# ---------------------------------------------------------------- real source


def fits(batch: Gathered) -> bool:
    return not any(list(text_refusals(content.parsed.text)) for content in batch.contents)


@pytest.mark.long
async def test_a_part_of_pythons_library_gives_good_snippets_and_takes_them_in(pg: Pool) -> None:
    library = Path(sysconfig.get_paths()["stdlib"])
    parts = [library / name for name in ("asyncio", "concurrent", "email", "http", "json", "logging", "urllib", "xml")]
    batch = gather([part for part in parts if part.is_dir()], licence="Python-2.0.1")
    assert len(batch.contents) >= 150
    assert fits(batch)
    assert {content.category for content in batch.contents} >= {"errors", "loops", "files", "classes"}
    sifted = await write(pg, batch.contents)
    assert len(sifted.contents) >= 0.8 * len(batch.contents)
    assert await pg.fetchval("SELECT count(*) FROM code_snippets WHERE NOT is_active") == len(sifted.contents)
    assert (await write(pg, batch.contents)).contents == []


def npm_pack(folder: Path, *names: str) -> list[Path]:
    """The packages' archives; skips the test where there is no npm or it reaches no registry."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no npm")
    try:
        command = [npm, "pack", "--silent", "--ignore-scripts", "--fetch-retries=0", *names]
        subprocess.run(command, cwd=folder, capture_output=True, timeout=NPM_TIMEOUT_S, check=True)
    except (subprocess.SubprocessError, OSError):
        pytest.skip("npm reaches no registry")
    return sorted(folder.glob("*.tgz"))


def test_packages_of_npm_give_snippets_and_what_compilers_wrote_of_them_is_left(tmp_path: Path) -> None:
    packed = {
        path.name.rpartition("-")[0]: path for path in npm_pack(tmp_path, "react", "typescript", "preact", "redux")
    }
    react = gather([packed["react"]])
    assert react.contents == []
    assert react.tally.files["generated"] >= 5
    batch = gather(list(packed.values()))
    assert fits(batch)
    assert {content.language for content in batch.contents} >= {"JAVASCRIPT", "TYPESCRIPT"}
    assert len(batch.contents) >= 50
    assert {content.license for content in batch.contents} <= {"MIT", "Apache-2.0"}
    assert any(source.startswith("preact-") for source in sources(batch))
