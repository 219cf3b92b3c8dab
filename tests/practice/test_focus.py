"""The focus: what a player is weak at, and that the rotation prefers it among equals and nowhere else."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from game.analysis import played_waves
from server.infra.postgres import Pool
from server.library import draw, seed_files, seed_library
from server.library.seed import SEED_FOLDER
from server.practice import WeakKeys
from server.practice.focus import KEPT_S_A_GAME, KEYS_FOCUSED, density, weaknesses
from server.practice.focus_table import share
from tests.game.games import wave
from tests.played_games import Pressed, badly_typed, log_of, played, well_typed
from tests.results.games import add_player, start_game
from tests.snippets import AddSnippet

BUCKET = ("PYTHON", "NORMAL")
TEXT = 'pairs = {1: {2: "ab"}}\nset_of = {"ab", "cd"}\ncalls = run({"ab": 1}, {"cd": 2})'
DICTS = [f"d_{number} = {{{{{number}: 1}}: {{2: 3}}}}" for number in range(3)]
PLAIN = [f"total_{number} = price * rate_{number}" for number in range(9)]


def weak(pressed: Pressed, games: int = 3) -> dict[str, float]:
    log = log_of([wave(TEXT)], pressed)
    return weaknesses([one for _ in range(games) for one in played_waves(log)])


# ---------------------------------------------------------------- what a player is weak at


def test_an_even_typist_is_weak_at_nothing() -> None:
    assert weak(well_typed(TEXT)) == {}


def test_nobody_s_games_say_nothing() -> None:
    assert weaknesses([]) == {}


def test_a_key_that_is_slow_and_missed_is_the_weakest() -> None:
    assert next(iter(weak(badly_typed(TEXT, "{")))) == "{"


def test_a_key_that_is_only_slow_or_only_missed_is_weak_too() -> None:
    slow = [(900 if key == "{" else 150, key) for _, key in well_typed(TEXT)]
    missed = [(75, one) for _, key in well_typed(TEXT) for one in (("~", key) if key == "{" else (key,))]
    for pressed in (slow, missed):
        assert next(iter(weak(pressed))) == "{"


def test_a_pair_is_weak_beyond_its_own_second_key() -> None:
    pressed = well_typed(TEXT, ms=150)
    keys = [key for _, key in pressed]
    slow = [(900 if place and keys[place - 1] + key == '"a' else ms, key) for place, (ms, key) in enumerate(pressed)]
    found = weak(slow, games=5)
    assert '"a' not in weak(badly_typed(TEXT, '"'), games=5)
    assert found.keys() <= {'"a', "a"}


def test_what_was_due_a_few_times_shows_chance() -> None:
    log = log_of([wave("a = {b: 1}")], badly_typed("a = {b: 1}", "{"))
    assert weaknesses(played_waves(log)) == {}


def test_no_more_than_a_few_keys_and_no_blanks() -> None:
    dice = random.Random(3)
    uneven = [(dice.choice((50, 2000)), key) for _, key in well_typed(TEXT)]
    found = weak(uneven, games=9)
    assert 0 < len(found) <= KEYS_FOCUSED
    assert not any(character.isspace() for key in found for character in key)


async def test_weak_keys_come_from_the_player_s_own_games(pg: Pool, add_snippet: AddSnippet) -> None:
    snippet_id = await add_snippet(TEXT)
    ada, bob = await add_player(pg), await add_player(pg)
    for player, pressed in ((ada, badly_typed(TEXT, "{")), (bob, badly_typed(TEXT, "}"))):
        for _ in range(3):
            await played(pg, player, [snippet_id], pressed)
    keys = WeakKeys(pg)
    assert next(iter(await keys.of(ada))) == "{"
    assert next(iter(await keys.of(bob))) == "}"
    assert await keys.of(await add_player(pg)) == {}


async def test_weak_keys_are_kept_the_longer_the_more_games_they_come_from(
    pg: Pool, add_snippet: AddSnippet, monkeypatch: pytest.MonkeyPatch
) -> None:
    snippet_id = await add_snippet(TEXT)
    now_s, ada = [1_000.0], await add_player(pg)
    keys = WeakKeys(pg, lambda: now_s[0])
    assert await keys.of(ada) == {}
    for weak in "{", "}", "}":
        await played(pg, ada, [snippet_id], badly_typed(TEXT, weak))
    first = await keys.of(ada)
    assert first, "nothing was kept while there was no game"
    for _ in range(5):
        await played(pg, ada, [snippet_id], badly_typed(TEXT, ":"))
    now_s[0] += 3 * KEPT_S_A_GAME - 1
    assert await keys.of(ada) == first
    now_s[0] += 2
    later = await keys.of(ada)
    assert next(iter(later)) == ":"
    assert await keys.of(ada) is later
    monkeypatch.setattr("server.practice.focus.PLAYERS_KEPT", 1)
    await keys.of(await add_player(pg))
    assert await keys.of(ada) is not later, "the one worked out longest ago was dropped"


# ---------------------------------------------------------------- what the rotation makes of it


async def focused_game(pg: Pool, player: str, focus: Mapping[str, float] | None) -> str:
    game = await start_game(pg, player)
    await pg.execute("UPDATE game_sessions SET focus = $2 WHERE id = $1", game, focus)
    return game


async def three_waves(pg: Pool, game: str) -> list[str]:
    had: list[str] = []
    texts = []
    for _ in range(3):
        found = await draw(pg, *BUCKET, had, game=game, begun=had)
        assert found is not None
        had.append(found.id)
        texts.append(found.text)
    return texts


async def test_a_weakness_at_braces_doubles_their_share_at_least(pg: Pool, tmp_path: Path) -> None:
    """In Python, where braces are rare: the shipped library, three past games, then three waves."""
    shutil.copytree(SEED_FOLDER / "python" / "normal", tmp_path / "python" / "normal")
    await seed_library(pg, tmp_path)
    rows = await pg.fetch("SELECT id, snippet_text FROM code_snippets")
    usual = share("{", [row["snippet_text"] for row in rows])
    player = await add_player(pg)
    with_braces = [row for row in rows if "{" in row["snippet_text"]]
    for _ in range(3):
        pressed = [one for row in with_braces[:6] for one in badly_typed(row["snippet_text"], "{")]
        await played(pg, player, [row["id"] for row in with_braces[:6]], pressed)
    focus = await WeakKeys(pg).of(player)
    assert next(iter(focus)) == "{"
    seen = share("{", await three_waves(pg, await focused_game(pg, player, focus)))
    assert seen >= 2 * usual


async def test_the_densest_of_equals_comes_first_and_only_of_equals(pg: Pool, add_snippet: AddSnippet) -> None:
    for text in DICTS[:2] + PLAIN:
        await add_snippet(text)
    await add_snippet(DICTS[2], usage_count=1)
    game = await focused_game(pg, await add_player(pg), {"{": 2.0})
    first, second, third = await three_waves(pg, game)
    assert {first, second} == set(DICTS[:2])
    assert third in PLAIN, "a denser one that was used more often waits its turn"


@pytest.mark.parametrize("focus", [None, {}, {"@": 1.0}])
async def test_without_a_weakness_equals_come_in_any_order(
    pg: Pool, add_snippet: AddSnippet, focus: dict[str, float] | None
) -> None:
    for text in PLAIN:
        await add_snippet(text)
    games = [await focused_game(pg, await add_player(pg), focus) for _ in range(6)]
    assert len({(await three_waves(pg, game))[0] for game in games}) > 1


@pytest.mark.shipped_library
async def test_sql_and_python_agree_about_density(pg: Pool) -> None:
    weights = {"{": 2.5, "=>": 1.0, "'": 0.7, "re": 0.4, "%": 3.0, "\\": 2.0}
    game = await focused_game(pg, await add_player(pg), weights)
    texts = {row["snippet_text"] for row in await pg.fetch("SELECT snippet_text FROM code_snippets")}
    for file in seed_files():
        assert file.text in texts
    bucket = [file.text for file in seed_files() if (file.language, file.difficulty) == BUCKET]
    best = sorted((density(text, weights) for text in bucket), reverse=True)[:3]
    assert [density(text, weights) for text in await three_waves(pg, game)] == pytest.approx(best)


async def test_focused_draws_keep_the_bound_on_the_counts(pg: Pool, add_snippet: AddSnippet) -> None:
    for text in DICTS + PLAIN:
        await add_snippet(text)
    player = await add_player(pg)
    games = [await focused_game(pg, player, focus) for focus in ({"{": 2.0}, {"*": 1.0, "ra": 1.0}, None)]
    spreads: list[int] = []

    async def play(game: str) -> None:
        for _ in range(40):
            assert await draw(pg, *BUCKET, game=game) is not None
            spreads.append(
                await pg.fetchval("SELECT max(usage_count) - min(usage_count) FROM code_snippets WHERE is_active")
            )

    await asyncio.gather(*map(play, games))
    assert max(spreads) <= 2
