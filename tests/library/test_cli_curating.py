"""`prodev snippets show`, `export`, `activate` and their like, over the test's own database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import in_json, in_thread
from tests.snippets import NOWHERE, AddSnippet, code

pytestmark = pytest.mark.usefixtures("environment")


async def test_show_prints_the_text_and_every_version(add_snippet: AddSnippet) -> None:
    snippet_id = await add_snippet(code(1))
    shown = await in_thread("snippets", "show", snippet_id)
    assert code(1) in shown
    assert "state: PUBLISHED" in shown
    assert shown.count(snippet_id) == 1  # whole, in the table of versions, however narrow the terminal is
    found = await in_json("show", snippet_id)
    assert (found["snippet_text"], [one["id"] for one in found["versions"]]) == (code(1), [snippet_id])
    assert await in_thread("snippets", "show", NOWHERE, code=1) == f"prodev: there is no snippet {NOWHERE}\n"


async def test_list_by_state(add_snippet: AddSnippet) -> None:
    await add_snippet(code(1))
    draft = await add_snippet(code(2), is_active=False)
    assert [one["id"] for one in await in_json("list", "--state", "draft")] == [draft]
    assert "prodev: state: " in await in_thread("snippets", "list", "--state", "gone", code=1)


async def test_activate_and_deactivate_by_id_and_by_filter(add_snippet: AddSnippet) -> None:
    drafts = [await add_snippet(code(number), is_active=False) for number in range(3)]
    assert await in_json("activate", drafts[0]) == {"matched": 1, "changed": 1}
    assert "2 of 2 snippets changed." in await in_thread("snippets", "activate", "--state", "draft")
    assert await in_json("deactivate", "--language", "python") == {"matched": 3, "changed": 3}
    assert "say which" in await in_thread("snippets", "activate", code=1)
    assert "say which" in await in_thread("snippets", "activate", drafts[0], "--state", "draft", code=1)
    assert "no snippet" in await in_thread("snippets", "activate", drafts[0], NOWHERE, code=1)


async def test_rollback_names_the_new_version(add_snippet: AddSnippet) -> None:
    snippet_id = await add_snippet(code(1))
    assert (await in_json("rollback", snippet_id))["version"] == 1
    assert "no snippet" in await in_thread("snippets", "rollback", NOWHERE, code=1)


async def test_an_export_is_a_folder_that_check_passes(tmp_path: Path, add_snippet: AddSnippet) -> None:
    await add_snippet(code(1), source="seed/snippets/python/normal/variables_total.py")
    await add_snippet(code(2), license="Apache-2.0")
    await add_snippet(code(3), is_active=False)
    folder = tmp_path / "out"
    assert "2 snippets written" in await in_thread("snippets", "export", str(folder))
    assert (folder / "python" / "normal" / "variables_total.py").read_text() == code(1) + "\n"
    assert "2 snippets, all fit" in await in_thread("snippets", "check", str(folder))
    index = json.loads((folder / ".snippets.json").read_text())
    assert {one["license"] for one in index.values()} == {"MIT", "Apache-2.0"}
    assert "is not empty" in await in_thread("snippets", "export", str(folder), code=1)


async def test_an_export_as_json_holds_the_texts(tmp_path: Path, add_snippet: AddSnippet) -> None:
    await add_snippet(code(1), is_active=False)
    assert [one["snippet_text"] for one in await in_json("export", "--state", "draft")] == [code(1)]
    assert await in_json("export") == []
    assert "or --json" in await in_thread("snippets", "export", code=1)
