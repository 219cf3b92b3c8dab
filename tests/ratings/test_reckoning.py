"""ratings.reckoning: the arithmetic."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openskill.models import PlackettLuce

from server.ratings import NEW, Strength, moved, shown
from server.ratings.reckoning import MANY

strength = st.builds(Strength, st.floats(0, 50), st.floats(0.5, 9))


def test_a_new_player_is_openskill_s_and_is_shown_as_1500() -> None:
    rating = PlackettLuce().rating()
    assert Strength(rating.mu, rating.sigma) == NEW
    assert shown(NEW) == 1500


def test_the_winner_gains_and_the_last_one_loses_and_nothing_else_is_known_of_a_draw() -> None:
    first, second, third = moved([NEW] * 3, [1, 2, 3])
    assert first.mu > second.mu > third.mu
    assert all(after.sigma < NEW.sigma for after in (first, second, third))
    one, other = moved([NEW, NEW], [1, 1])
    assert one.mu == pytest.approx(other.mu, abs=1e-9)


def test_the_order_of_the_places_decides_not_their_numbers() -> None:
    assert moved([NEW, NEW, NEW], [1, 2, 2]) == moved([NEW, NEW, NEW], [3, 7, 7])


def test_to_beat_a_stronger_one_is_worth_more() -> None:
    strong, weak = Strength(35, 3), Strength(20, 3)
    assert moved([NEW, strong], [1, 2])[0].mu > moved([NEW, weak], [1, 2])[0].mu


@given(st.lists(strength, min_size=2, max_size=16), st.data())
def test_the_same_match_moves_the_same_to_the_last_bit(strengths: list[Strength], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(1, 16), min_size=len(strengths), max_size=len(strengths)))
    once = moved(strengths, places)
    assert once == moved(strengths, places)
    assert all(one.sigma > 0 for one in once)


@settings(max_examples=30)
@given(st.lists(strength, min_size=MANY, max_size=60), st.randoms(use_true_random=False))
def test_many_are_moved_as_openskill_moves_them(strengths: list[Strength], random: Random) -> None:
    places = random.sample(range(1, 1_000), len(strengths))
    model = PlackettLuce()
    teams = [[model.rating(mu=one.mu, sigma=one.sigma)] for one in strengths]
    rated = model.rate(teams, ranks=[float(place) for place in places])
    for ours, (theirs,) in zip(moved(strengths, places), rated, strict=True):
        assert ours.mu == pytest.approx(theirs.mu, abs=1e-9)
        assert ours.sigma == pytest.approx(theirs.sigma, abs=1e-9)


def test_many_cannot_share_a_place() -> None:
    with pytest.raises(ValueError, match="share"):
        moved([NEW] * MANY, [1] * MANY)
