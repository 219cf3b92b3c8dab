"""The arithmetic of ratings: openskill's Plackett-Luce with its defaults, which is made for more than two players.

Law: the same places of the same strengths give the same strengths, to the last bit, in any process. So every rating can
be reckoned again from the stored matches.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

BASE, STEP, DEVIATIONS = 1500, 40, 3  # so that a new player starts at 1500, and most numbers have four digits


class Strength(NamedTuple):
    """What is believed of a player: normally distributed around `mu`."""

    mu: float
    sigma: float


NEW = Strength(25.0, 25.0 / 3)  # openskill's defaults; a test compares them


def shown(strength: Strength) -> int:
    """The rating as players see it: what they are at least, with near certainty."""
    return round(BASE + STEP * (strength.mu - DEVIATIONS * strength.sigma))


def moved(strengths: Sequence[Strength], places: Sequence[int]) -> list[Strength]:
    """The strengths after a match of two players or more; equal places are a draw."""
    model = _model()
    teams = [[model.rating(mu=one.mu, sigma=one.sigma)] for one in strengths]
    return [Strength(team[0].mu, team[0].sigma) for team in model.rate(teams, ranks=[float(place) for place in places])]


@cache
def _model() -> Any:
    from openskill.models import PlackettLuce  # noqa: PLC0415 - commands and processes without a match do without it

    return PlackettLuce()
