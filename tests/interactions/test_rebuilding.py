"""The figures of snippets, worked out again: the same bytes, also beside games that end meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from server.infra.postgres import Pool
from server.interactions import rebuilding
from server.settings import Settings
from tests.interactions.test_places import OTHER, TEXT, end_game, fed
from tests.played_games import badly_typed, well_typed
from tests.results.games import add_player
from tests.snippets import AddSnippet

TABLES = ("snippet_runs", "snippet_figures")


async def rows_of(pg: Pool) -> list[str]:
    """To the last byte, as PostgreSQL writes them."""
    found: list[Any] = []
    for table in TABLES:
        found += await pg.fetch(f"SELECT '{table} ' || t::text AS line FROM {table} t")
    return sorted(row["line"] for row in found)


async def rebuild(pg: Pool) -> tuple[int, int]:
    async with rebuilding.rebuilding(pg) as begun:
        assert begun is not None
        looked_at = 0
        while games := await begun.page():
            looked_at += games
        assert looked_at == begun.total
        return looked_at, await begun.end()


async def play(pg: Pool, add_snippet: AddSnippet) -> tuple[list[str], str]:
    """Some games on two snippets, and a vote."""
    first, second = await add_snippet(TEXT), await add_snippet(OTHER)
    ada, bob = await add_player(pg), await add_player(pg)
    games = [
        await end_game(pg, ada, [first, second, first], well_typed(TEXT, 150) + well_typed(OTHER) + well_typed(TEXT)),
        await end_game(pg, bob, [first], badly_typed(TEXT, "+", 130), days=1),
        await end_game(pg, bob, [second], well_typed(OTHER, 90), days=2),
    ]
    await pg.execute("INSERT INTO snippet_interactions (user_id, snippet_id, vote) VALUES ($1, $2, -1)", ada, first)
    return games, first


@pytest.mark.parametrize(
    ("harm", "wrong"),
    [
        ("SELECT", 0),
        ("DELETE FROM snippet_runs", 2),
        ("DELETE FROM snippet_runs WHERE net_wpm = (SELECT max(net_wpm) FROM snippet_runs)", 1),
        ("UPDATE snippet_runs SET net_wpm = 1, key_accuracy_percentage = 2", 0),
        ("UPDATE snippet_figures SET times_typed = 99, wrong_keys = 0, line_mistakes = '{7,7,7,7}'", 2),
        ("UPDATE snippet_figures SET line_mistakes = '{}'", 2),
        ("DELETE FROM snippet_figures WHERE likes + dislikes = 0", 1),
    ],
)
async def test_a_rebuild_writes_what_the_feed_wrote(
    pg: Pool, settings: Settings, add_snippet: AddSnippet, harm: str, wrong: int
) -> None:
    await play(pg, add_snippet)
    await fed(pg, settings)
    before = await rows_of(pg)
    assert len(before) == 6
    await pg.execute(harm)
    assert await rebuild(pg) == (3, wrong)
    assert await rows_of(pg) == before


async def test_games_from_before_there_were_figures_are_counted(
    pg: Pool, settings: Settings, add_snippet: AddSnippet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "AT_ONCE", 2)
    await play(pg, add_snippet)
    await fed(pg, settings)
    before = await rows_of(pg)
    await pg.execute("DELETE FROM snippet_runs")
    await pg.execute(
        "UPDATE snippet_figures SET (times_typed, correct_keys, wrong_keys, line_mistakes) = (0, 0, 0, '{}')"
    )
    assert await rebuild(pg) == (3, 0), "what is left out is counted as the feed counts it"
    assert await rows_of(pg) == before


async def test_games_that_end_meanwhile_are_counted_once(pg: Pool, settings: Settings, add_snippet: AddSnippet) -> None:
    games, snippet = await play(pg, add_snippet)
    await fed(pg, settings)
    await pg.execute("UPDATE snippet_figures SET times_typed = 50, line_mistakes = '{}' WHERE snippet_id = $1", snippet)
    async with rebuilding.rebuilding(pg) as begun, rebuilding.rebuilding(pg) as second:
        assert begun is not None
        assert second is None, "one at a time"
        await end_game(pg, await add_player(pg), [snippet], badly_typed(TEXT, "+"), days=3)
        await fed(pg, settings)
        while await begun.page():
            await pg.execute("UPDATE game_results SET verdict = 'rejected', ranked = false, unranked_reason = 'verdict'"
                             " WHERE id = $1", games[1])  # fmt: skip
        assert await begun.end() == 1
    row = await pg.fetchrow("SELECT times_typed, line_mistakes FROM snippet_figures WHERE snippet_id = $1", snippet)
    assert row is not None
    assert tuple(row) == (3, [0, 2])


async def test_figures_of_games_whose_keys_are_archived_stay(
    pg: Pool, settings: Settings, add_snippet: AddSnippet
) -> None:
    games, snippet = await play(pg, add_snippet)
    await fed(pg, settings)
    before = await rows_of(pg)
    session = "(SELECT session_id FROM game_results WHERE id = $1)"
    await pg.execute(f"DELETE FROM typing_sessions WHERE game_session_id = {session}", games[1])
    await pg.execute("UPDATE snippet_figures SET times_typed = 9 WHERE snippet_id <> $1", snippet)
    async with rebuilding.rebuilding(pg) as begun:
        assert begun is not None
        while await begun.page():
            pass
        assert (await begun.end(), begun.unknown) == (1, {snippet})
    assert await rows_of(pg) == before


async def test_what_the_feed_has_still_to_do_is_left_to_it(
    pg: Pool, settings: Settings, add_snippet: AddSnippet
) -> None:
    await play(pg, add_snippet)
    assert await rebuild(pg) == (0, 0)
    await fed(pg, settings)
    assert await rebuild(pg) == (3, 0)


async def test_what_a_guest_who_is_gone_had_typed_goes_with_a_rebuild(
    pg: Pool, settings: Settings, add_snippet: AddSnippet
) -> None:
    _, snippet = await play(pg, add_snippet)
    guest = await add_player(pg)
    await fed(pg, settings)
    before = await rows_of(pg)
    await end_game(pg, guest, [snippet], badly_typed(TEXT, "+"), days=4)
    await fed(pg, settings)
    assert await rows_of(pg) != before
    await pg.execute("DELETE FROM users WHERE id = $1", guest)
    assert await rebuild(pg) == (3, 1)
    assert await rows_of(pg) == before
