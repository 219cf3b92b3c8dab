"""The arithmetic of ratings: openskill's Plackett-Luce with its defaults, which is made for more than two players.

Law: the same places of the same strengths give the same strengths, to the last bit, in any process. So every rating can
be reckoned again from the stored matches and contests.

The library's time grows with the square of the players: a contest of thousands would hold the process for seconds.
From MANY players on, no two of whom may share a place, the same formulas are summed up from one end to the other; a
test compares both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

BASE, STEP, DEVIATIONS = 1500, 40, 3  # so that a new player starts at 1500, and most numbers have four digits


class Strength(NamedTuple):
    """What is believed of a player: normally distributed around `mu`."""

    mu: float
    sigma: float


NEW = Strength(25.0, 25.0 / 3)  # openskill's defaults; a test compares them


MANY = 33  # more than a match has; the library takes some milliseconds for as many


def shown(strength: Strength) -> int:
    """The rating as players see it: what they are at least, with near certainty."""
    return round(BASE + STEP * (strength.mu - DEVIATIONS * strength.sigma))


def moved(strengths: Sequence[Strength], places: Sequence[int]) -> list[Strength]:
    """The strengths after a match of two players or more; equal places are a draw, which MANY cannot have."""
    if len(strengths) >= MANY:
        return _moved_many(strengths, places)
    model = _model()
    teams = [[model.rating(mu=one.mu, sigma=one.sigma)] for one in strengths]
    return [Strength(team[0].mu, team[0].sigma) for team in model.rate(teams, ranks=[float(place) for place in places])]


@cache
def _model() -> Any:
    from openskill.models import PlackettLuce  # noqa: PLC0415 - commands and processes without a match do without it

    return PlackettLuce()


def _moved_many(strengths: Sequence[Strength], places: Sequence[int]) -> list[Strength]:
    """Weng and Lin's algorithm 4 for players alone: what each of those before somebody adds is summed up once."""
    if len(set(places)) < len(places):
        raise ValueError("of so many players no two may share a place")
    model = _model()
    order = sorted(range(len(places)), key=places.__getitem__)
    variances = [strengths[at].sigma ** 2 + model.tau**2 for at in order]
    c = math.sqrt(sum(variance + model.beta**2 for variance in variances))
    weights = [math.exp(strengths[at].mu / c) for at in order]
    left = [*accumulate(reversed(weights))][::-1]  # of those who are not before this one
    firsts = accumulate(1 / weight for weight in left)
    seconds = accumulate(1 / weight**2 for weight in left)
    after: dict[int, Strength] = {}
    for at, variance, weight, first, second in zip(order, variances, weights, firsts, seconds, strict=True):
        omega = (1 - weight * first) * variance / c
        delta = (weight * first - weight**2 * second) * variance / c**2 * math.sqrt(variance) / c
        sigma = math.sqrt(variance) * math.sqrt(max(1 - delta, model.kappa))
        after[at] = Strength(strengths[at].mu + omega, sigma)
    return [after[at] for at in range(len(places))]
