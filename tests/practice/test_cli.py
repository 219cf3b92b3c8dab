"""`prodev snippets stats`, `estimate` and `focus`."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from game.terms import Language
from server.infra.postgres import Pool
from server.library import seed_files
from server.practice.focus_table import focus_rows
from tests.commands import in_json, in_thread, run_command
from tests.played_games import played, well_typed
from tests.results.games import add_player
from tests.snippets import NOWHERE, AddSnippet, code


async def test_stats_of_one_and_of_all(environment: pytest.MonkeyPatch, pg: Pool, add_snippet: AddSnippet) -> None:
    snippet_id, player = await add_snippet(code(1)), await add_player(pg)
    await add_snippet(code(2), is_active=False)
    await played(pg, player, [snippet_id], well_typed(code(1), ms=100), started_at=datetime.now(UTC))
    assert (await in_json("stats", snippet_id))["mean_wpm"] == pytest.approx(120)
    assert "plays: 1" in await in_thread("snippets", "stats", snippet_id)
    (bucket,) = await in_json("stats")
    assert (bucket["language"], bucket["published"], bucket["draft"], bucket["retired"]) == ("PYTHON", 1, 1, 0)
    assert "no snippet" in await in_thread("snippets", "stats", NOWHERE, code=1)


async def test_estimate_shows_first_and_then_writes(
    environment: pytest.MonkeyPatch, pg: Pool, add_snippet: AddSnippet
) -> None:
    text = "def total(prices):\n    return sum(price for price in prices)"
    snippet_id = await add_snippet(text, expected_wpm=40.0)
    assert "0 snippets were played enough" in await in_thread("snippets", "estimate")
    for player in [await add_player(pg) for _ in range(6)] * 2:
        await played(pg, player, [snippet_id], well_typed(text, 100))
    assert "1 snippet was played enough; 1 would change." in await in_thread("snippets", "estimate", "--dry-run")
    assert await pg.fetchval("SELECT expected_wpm FROM code_snippets") == 40.0
    [one] = json.loads(await in_thread("snippets", "estimate", "--json"))
    assert (one["snippet_id"], one["games"], one["players"], one["is_news"]) == (snippet_id, 12, 6, True)
    assert await pg.fetchval("SELECT expected_wpm FROM code_snippets") == one["after"] > 40.0


def test_the_table_has_the_rarest_symbols_of_each_language() -> None:
    rows = focus_rows(seed_files())
    assert [row.language for row in rows[::10]] == list(Language)
    assert len(rows) == 10 * len(Language)
    assert all(row.times > 1 for row in rows)
    told = json.loads(run_command("snippets", "focus", "--json").stdout)
    assert told == [dataclasses.asdict(row) for row in rows]
    assert run_command("snippets", "focus").stdout.count("\n") == len(rows) + 2


def test_the_table_is_written_between_its_marks_and_compared_there(tmp_path: Path) -> None:
    def focus(option: str, page: Path) -> Result:
        return run_command("snippets", "focus", option, str(page))

    page = tmp_path / "page.md"
    assert "no such file" in focus("--compare", page).stderr.lower()
    page.write_text("before\n")
    assert "has no place for the table" in focus("--markdown", page).stderr
    page.write_text("before\n<!-- prodev snippets focus writes from here --><!-- to here -->\nafter\n")
    assert focus("--compare", page).exit_code == 1
    assert focus("--markdown", page).exit_code == 0
    assert focus("--compare", page).exit_code == 0
    assert "| REACT |" in page.read_text()
