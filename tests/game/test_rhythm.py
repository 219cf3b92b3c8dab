"""What a moderator sees of a game's intervals."""

from __future__ import annotations

import pytest

from game.rhythm import BINS, EDGES_MS, PAIRS, POINTS, figures, runs
from tests.game.test_plausibility import by_hand, typed, waves


def test_a_programs_keys_lie_in_one_bin_and_its_tempo_is_a_level_line() -> None:
    of = figures(runs(typed(waves(), lambda *_: 150)))
    (peak,) = [number for number, share in enumerate(of.spread) if share]
    assert EDGES_MS[peak] <= 150 < EDGES_MS[peak + 1]
    assert of.median_ms == 150 and {ms for _, ms in of.tempo} == {150}
    assert {pair.mean_ms for pair in of.pairs} == {150}


@pytest.mark.parametrize("ms", [1, 8, 9, 150, 2_990])
def test_every_interval_has_its_bin(ms: int) -> None:
    of = figures(runs(typed(waves(), lambda *_: ms)))
    (peak,) = [number for number, share in enumerate(of.spread) if share]
    assert EDGES_MS[peak] <= max(ms, EDGES_MS[0]) <= EDGES_MS[peak + 1]


def test_shares_add_up_and_tempo_goes_on_in_time() -> None:
    of = figures(runs(typed(waves(), by_hand(1))))
    assert sum(of.spread) == pytest.approx(1) and len(of.spread) == BINS == len(EDGES_MS) - 1
    times = [at for at, _ in of.tempo]
    assert times == sorted(times) and len(of.pairs) == PAIRS
    counts = [pair.count for pair in of.pairs]
    assert counts == sorted(counts, reverse=True)


def test_a_long_game_is_bounded() -> None:
    of = figures(runs(typed(waves(40), by_hand(1))))
    assert of.intervals > 10 * POINTS
    assert len(of.tempo) <= POINTS


def test_pairs_are_those_of_the_game_beside() -> None:
    game = figures(runs(typed(waves(), lambda *_: 150)))
    other = figures(runs(typed(waves(), by_hand(2))), beside=game)
    assert [pair.pair for pair in other.pairs] == [pair.pair for pair in game.pairs]
    assert [pair.mean_ms for pair in other.pairs] != [pair.mean_ms for pair in game.pairs]


def test_a_game_without_keys_has_no_figures() -> None:
    of = figures([])
    assert (of.intervals, of.median_ms, of.tempo, of.pairs, set(of.spread)) == (0, 0.0, [], [], {0.0})
