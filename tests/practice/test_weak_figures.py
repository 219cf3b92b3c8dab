"""Why keys are weak: figures beside the player's own others, game by game."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest

from game.analysis import due_keys, played_waves
from server.infra.postgres import Pool
from server.practice.answers import WeakKeysOut
from server.practice.focus import PastGame, cost_of, recent_games
from server.practice.weak_figures import WeakKey, weak_figures
from tests.game.games import wave
from tests.http import SOMEONE, bearer, fits, problem
from tests.played_games import badly_typed, log_of, played, well_typed
from tests.results.games import START
from tests.snippets import AddSnippet

TEXT = 'pairs = {1: {2: "ab"}}\nset_of = {"ab", "cd"}\ncalls = run({"ab": 1}, {"cd": 2})'
BRACES = TEXT.count("{")


def figures(*games: Sequence[tuple[int, str]], key: str = "{") -> WeakKey:
    """Of games in the order in which they were played."""
    past = [
        PastGame(START + timedelta(days=number), played_waves(log_of([wave(TEXT)], pressed)))
        for number, pressed in enumerate(games)
    ]
    [one] = weak_figures({key: 2.0}, past[::-1])
    return one


def test_a_weak_key_has_its_figures_beside_those_of_all_keys() -> None:
    one = figures(badly_typed(TEXT, "{", ms=150, weak_ms=900))
    assert (one.key, one.weight, one.due, one.missed_percentage) == ("{", 2.0, BRACES, 100)
    assert one.mean_ms == 1050, "the wrong key before it is part of its time"
    assert one.usual_ms is not None and 150 < one.usual_ms < 400
    assert one.usual_missed_percentage == pytest.approx(BRACES / len(well_typed(TEXT)) * 100)


def test_a_pair_is_compared_with_its_own_second_key() -> None:
    one = figures(well_typed(TEXT, 200), key="({")
    assert (one.due, one.mean_ms, one.usual_ms) == (1, 200, 200)


def test_how_a_key_went_is_told_for_each_game_that_had_it_the_oldest_first() -> None:
    slow, none, fast = badly_typed(TEXT, "{"), well_typed(TEXT)[:5], well_typed(TEXT, 100)
    one = figures(slow, none, fast)
    assert [(game.played_at, game.missed_percentage) for game in one.games] == [
        (START, 100),
        (START + timedelta(days=2), 0),
    ]
    assert one.games[1].mean_ms == one.games[1].usual_ms == 100


@pytest.mark.parametrize(("before_ms", "now_ms", "improved"), [(400, 200, 50), (200, 200, 0), (200, 300, -50)])
def test_the_newer_half_of_the_games_is_compared_with_the_older(before_ms: int, now_ms: int, improved: float) -> None:
    games = [well_typed(TEXT, before_ms)] * 2 + [well_typed(TEXT, now_ms)] * 2
    assert figures(*games).improved_percentage == pytest.approx(improved)


def test_misses_count_as_time() -> None:
    missed = [(150, one) for _, key in well_typed(TEXT) for one in (("~", key) if key == "{" else (key,))]
    one = figures(missed, well_typed(TEXT, 300))
    assert one.improved_percentage is not None and one.improved_percentage > 50


def test_one_game_or_a_few_presses_say_nothing_of_getting_better() -> None:
    assert figures(well_typed(TEXT)).improved_percentage is None
    assert figures(well_typed(TEXT), well_typed(TEXT), key="({").improved_percentage is None


def test_figures_of_many_games_are_those_of_their_presses() -> None:
    """Sums are added up game by game; here they are worked out from all presses at once."""
    games = [badly_typed(TEXT, "{"), well_typed(TEXT, 250), badly_typed(TEXT, "(", ms=90)[:40]]
    waves = [one for pressed in games for one in played_waves(log_of([wave(TEXT)], pressed))]
    for key, others in (("{", None), ("({", "{")):
        own = cost_of([press for due, press in due_keys(waves, len(key)) if due == key])
        usual = cost_of([press for due, press in due_keys(waves) if others in (None, due)])
        one = figures(*games, key=key)
        assert (one.due, one.mean_ms, one.missed_percentage) == (own.due, own.mean_ms, own.missed * 100)
        assert (one.usual_ms, one.usual_missed_percentage) == (usual.mean_ms, usual.missed * 100)


def test_each_game_is_gone_through_once_however_many_keys_are_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    passes = []

    def counted(waves: Any, length: int = 1) -> Any:
        passes.append(length)
        return due_keys(waves, length)

    monkeypatch.setattr("server.practice.weak_figures.due_keys", counted)
    past = [PastGame(START, played_waves(log_of([wave(TEXT)], well_typed(TEXT)))) for _ in range(5)]
    assert len(weak_figures(dict.fromkeys(["{", "}", "({", '"', ":"], 1.0), past)) == 5
    assert sorted(passes) == [1] * 5 + [2] * 5


async def test_of_a_long_game_its_end_is_read(
    pg: Pool, http: httpx.AsyncClient, add_snippet: AddSnippet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.practice.focus.KEYS_READ", len(well_typed(TEXT)) + 1)
    snippet_id = await add_snippet(TEXT)
    await played(pg, SOMEONE, [snippet_id] * 4, well_typed(TEXT) * 4)
    [game] = await recent_games(pg, SOMEONE)
    assert [one.wave.number for one in game.waves] == [3, 4], "whole waves, until there are enough keys"


async def test_the_answer_has_the_keys_of_the_focus(pg: Pool, http: httpx.AsyncClient, add_snippet: AddSnippet) -> None:
    snippet_id = await add_snippet(TEXT)
    for _ in range(3):
        await played(pg, SOMEONE, [snippet_id], badly_typed(TEXT, "{"))
    player = bearer("PLAYER")
    told = (await http.get("/api/user/weak-keys", headers=player)).json()
    assert fits(WeakKeysOut, told)
    assert [one["key"] for one in told["keys"]] == (await http.get("/api/user/focus", headers=player)).json()["keys"]
    assert (told["games"], told["keys"][0]["key"], len(told["keys"][0]["games"])) == (3, "{", 3)
    assert problem(await http.get("/api/user/weak-keys", headers={"Authorization": ""})) == (401, "auth/required")
